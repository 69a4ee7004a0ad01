"""Reviews as they stand in the file: the one that runs with its queue, those of before, when the next one is due."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.money import Money
from desktop_pipeline.domain.periods import start_of_day
from desktop_pipeline.domain.review_texts import read_act, read_opening, read_rules, read_standing, read_why
from desktop_pipeline.domain.reviews import (
    Act,
    ClosedLine,
    Counts,
    Decision,
    Opening,
    ReviewState,
    Rhythm,
    Rules,
    Standing,
    WhyLine,
    count_decisions,
    find_former_day,
    find_next_day,
)
from desktop_pipeline.queries.settings import read_holidays, read_working_days
from desktop_pipeline.storage.database import Row
from desktop_pipeline.storage.instants import from_microseconds
from desktop_pipeline.storage.workspace import View


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A deal of a review as its queue shows it; `decision` None: still to be decided.

    The deal is as it is now; `stage_place` is its stage's place among `stages` open ones. `is_gone`: in the bin since.
    """

    deal_id: int
    title: str
    organisation: str | None
    owner: str | None
    stage: str | None
    stage_place: int
    stages: int
    value: Money | None
    status: DealStatus
    is_gone: bool
    why: tuple[WhyLine, ...]
    decision: Decision | None
    decided_at: datetime | None
    act: Act
    note: str


@dataclass(frozen=True)
class ReviewView:
    """A review with its deals in the order in which they are walked through.

    `opening` holds the figures before it, `closing` those after it where it is finished. `forecast_id` is the snapshot
    of the forecast it ended with.
    """

    review_id: int
    started_at: datetime
    who: str
    as_of: date
    since: date | None
    owner_id: int | None
    owner: str | None
    pipeline_id: int | None
    pipeline: str | None
    state: ReviewState
    rules: Rules
    opening: Opening
    closing: Standing | None
    finished_at: datetime | None
    next_on: date | None
    note: str
    forecast_id: int | None
    lines: tuple[ReviewLine, ...]

    @cached_property
    def counts(self) -> Counts:
        """How far it is; what is in the bin since needs no decision."""
        return count_decisions(line.decision for line in self.lines if line.decision or not line.is_gone)

    @cached_property
    def next_deal_id(self) -> int | None:
        """The first deal that is still to be decided; None where nothing is left."""
        return next((line.deal_id for line in self.lines if line.decision is None and not line.is_gone), None)

    @cached_property
    def places(self) -> Mapping[int, int]:
        """Where each deal stands among the lines, from 0."""
        return {line.deal_id: place for place, line in enumerate(self.lines)}

    def line_of(self, deal_id: int | None) -> ReviewLine | None:
        """The line of a deal; None where it is not in this review."""
        place = None if deal_id is None else self.places.get(deal_id)
        return None if place is None else self.lines[place]


@dataclass(frozen=True, slots=True)
class PastReview:
    """A review in the list of those of before; `value_before` and `value_after` in minor units of `currency`."""

    review_id: int
    as_of: date
    who: str
    owner_id: int | None
    owner: str | None
    pipeline: str | None
    counts: Counts
    currency: str
    before: Standing
    after: Standing | None
    next_on: date | None
    note: str


@dataclass(frozen=True, slots=True)
class ClosedDeal:
    """A deal that was won or lost since the review before; `value` in minor units of the base currency."""

    deal_id: int
    title: str
    organisation: str | None
    owner: str | None
    value: int | None
    closed_on: date | None
    reason: str | None


def read_review_rules(view: View) -> Rules:
    """What puts deals into reviews, as it is set for the workspace."""
    return read_rules(view.setting("review_rules", ""))


def read_rhythm(view: View) -> Rhythm:
    """How often reviews are held."""
    kept = view.setting("review_rhythm", Rhythm.WEEKLY.value)
    return Rhythm(kept) if kept in set(Rhythm) else Rhythm.WEEKLY


def read_next_day(view: View, held_on: date) -> date:
    """When the review after one that was held on a day comes, by the rhythm and the days that are worked on."""
    holidays = {row.day for row in read_holidays(view)}
    return find_next_day(read_rhythm(view), held_on, read_working_days(view), holidays)


def read_since(view: View, *, owner_id: int | None, as_of: date) -> datetime:
    """When the last review of the same people was finished; where there was none, as long before as the rhythm is."""
    found = view.value("select max(finished_at) from review where state = 'finished' and owner_id is ?", (owner_id,))
    if found is not None:
        return from_microseconds(found)
    return start_of_day(find_former_day(read_rhythm(view), as_of), view.zone)


def read_planned(view: View, *, owner_id: int | None = None) -> date | None:
    """The day for which the next review of one owner, or of everybody, was planned when the last one ended."""
    found = view.value(
        "select next_on from review where state = 'finished' and owner_id is ? order by as_of desc, id desc limit 1",
        (owner_id,),
    )
    return date.fromisoformat(found) if found else None


def find_open_review(view: View, *, owner_id: int | None = None) -> int | None:
    """The number of the review that runs of one owner, or of everybody (None); there is one at most."""
    found = view.value(
        "select id from review where state = 'running' and owner_id is ? order by id desc limit 1", (owner_id,)
    )
    return None if found is None else int(found)


def count_lines(view: View, review_id: int) -> int:
    """How many deals a review has."""
    return int(view.value("select count(*) from review_deal where review_id = ?", (review_id,)))


def count_left(view: View, review_id: int) -> int:
    """How many of them are still to be decided."""
    return int(view.value(_LEFT, (review_id,)))


def read_latest_finished(view: View) -> int | None:
    """The review that was finished last."""
    found = view.value("select id from review where state = 'finished' order by finished_at desc, id desc limit 1")
    return None if found is None else int(found)


def read_review(view: View, review_id: int) -> ReviewView | None:
    """A review with its deals as they are now; None where there is none of that number."""
    row = view.row(_REVIEW, (review_id,))
    if row is None:
        return None
    orders = _read_orders(view)
    lines = view.rows(f"{_LINES} order by rd.position, rd.id", (review_id,))
    return _to_review(review_id, row, tuple(_to_line(line, orders) for line in lines))


def read_review_again(view: View, known: ReviewView, deal_ids: Iterable[int]) -> ReviewView | None:
    """A review that was read before, with these of its deals as they are now; None where it is not so any more."""
    row = view.row(_REVIEW, (known.review_id,))
    if row is None:
        return None
    orders, lines = _read_orders(view), list(known.lines)
    wanted = json.dumps([deal_id for deal_id in deal_ids if deal_id in known.places])
    for found in view.rows(_LINES_OF, (known.review_id, wanted)):
        line = _to_line(found, orders)
        lines[known.places[line.deal_id]] = line
    return _to_review(known.review_id, row, tuple(lines))


def read_review_line(view: View, review_id: int, deal_id: int) -> ReviewLine | None:
    """One deal of a review; None where it is not in it."""
    row = view.row(f"{_LINES} and rd.deal_id = ?", (review_id, deal_id))
    return None if row is None else _to_line(row, _read_orders(view))


def read_past_reviews(view: View) -> list[PastReview]:
    """The finished reviews, the latest first."""
    counts: dict[int, Counter[Decision | None]] = {}
    for review_id, decision, deals in view.rows(
        "select review_id, decision, count(*) from review_deal group by review_id, decision"
    ):
        counts.setdefault(review_id, Counter())[_to_decision(decision)] += deals
    return [
        _to_past(row, count_decisions(counts.get(row[0], ())))
        for row in view.rows(
            "select r.id, r.as_of, r.who, r.owner_id, o.name, p.name, r.opening, r.closing, r.next_on, r.note"
            " from review r left join owner o on o.id = r.owner_id left join pipeline p on p.id = r.pipeline_id"
            " where r.state = 'finished' order by r.finished_at desc, r.id desc"
        )
    ]


def read_closed(view: View, lines: Iterable[ClosedLine]) -> list[ClosedDeal]:
    """The deals that a review's opening names, as they are called now."""
    wanted = list(lines)
    ids = json.dumps([line.deal_id for line in wanted])
    names = {row[0]: row[1:] for row in view.rows(_CLOSED, (ids,))}
    return [
        ClosedDeal(line.deal_id, title, organisation, owner, line.value, line.closed_on, reason)
        for line in wanted
        if line.deal_id in names
        for title, organisation, owner, reason in (names[line.deal_id],)
    ]


def _to_review(review_id: int, row: Row, lines: tuple[ReviewLine, ...]) -> ReviewView:
    (started, who, as_of, since, owner_id, owner, pipeline_id, pipeline, state, rules, opening, *rest) = row
    closing, finished, next_on, note, forecast_id = rest
    return ReviewView(
        review_id=review_id,
        started_at=from_microseconds(started),
        who=who,
        as_of=date.fromisoformat(as_of),
        since=_day(since),
        owner_id=owner_id,
        owner=owner,
        pipeline_id=pipeline_id,
        pipeline=pipeline,
        state=ReviewState(state) if state in set(ReviewState) else ReviewState.DROPPED,
        rules=read_rules(rules),
        opening=read_opening(opening),
        closing=read_standing(closing),
        finished_at=None if finished is None else from_microseconds(finished),
        next_on=_day(next_on),
        note=note,
        forecast_id=forecast_id,
        lines=lines,
    )


def _to_past(row: Row, counts: Counts) -> PastReview:
    review_id, as_of, who, owner_id, owner, pipeline, opening, closing, next_on, note = row
    before = read_opening(opening)
    return PastReview(
        review_id=review_id,
        as_of=date.fromisoformat(as_of),
        who=who,
        owner_id=owner_id,
        owner=owner,
        pipeline=pipeline,
        counts=counts,
        currency=before.currency,
        before=before.standing,
        after=read_standing(closing),
        next_on=_day(next_on),
        note=note,
    )


def _to_line(row: Row, orders: Mapping[int, Sequence[int]]) -> ReviewLine:
    (deal_id, title, organisation, owner, stage, pipeline_id, stage_id, value, currency, status, is_gone, *rest) = row
    order = orders.get(pipeline_id, [])
    why, decision, decided_at, details, note = rest
    return ReviewLine(
        deal_id=deal_id,
        title=title,
        organisation=organisation,
        owner=owner,
        stage=stage,
        stage_place=order.index(stage_id) if stage_id in order else 0,
        stages=len(order),
        value=None if value is None else Money(value, currency),
        status=DealStatus(status),
        is_gone=bool(is_gone),
        why=read_why(why),
        decision=_to_decision(decision),
        decided_at=None if decided_at is None else from_microseconds(decided_at),
        act=read_act(details),
        note=note,
    )


def _read_orders(view: View) -> dict[int, list[int]]:
    """The open stages of each pipeline in their order."""
    orders: dict[int, list[int]] = {}
    for pipeline_id, stage_id in view.rows(
        "select pipeline_id, id from stage where is_open and not is_archived order by position, id"
    ):
        orders.setdefault(pipeline_id, []).append(stage_id)
    return orders


def _to_decision(kept: str | None) -> Decision | None:
    """One that a newer program knows is as good as none: the deal is passed over."""
    if kept is None:
        return None
    return Decision(kept) if kept in set(Decision) else Decision.SKIPPED


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


_REVIEW = """
    select r.started_at, r.who, r.as_of, r.since, r.owner_id, o.name, r.pipeline_id, p.name, r.state, r.rules,
           r.opening, r.closing, r.finished_at, r.next_on, r.note, r.snapshot_id
    from review r left join owner o on o.id = r.owner_id left join pipeline p on p.id = r.pipeline_id where r.id = ?
"""
_LEFT = """
    select count(*) from review_deal rd join deal d on d.id = rd.deal_id
    where rd.review_id = ? and rd.decision is null and d.deleted_at is null
"""
_CLOSED = """
    select d.id, d.title, g.name, o.name, r.name from json_each(?) j join deal d on d.id = j.value
    left join organisation g on g.id = d.organisation_id left join owner o on o.id = d.owner_id
    left join reason r on r.id = d.reason_id
"""
_LINES = """
    select d.id, d.title, g.name, o.name, s.name,
           d.pipeline_id, d.stage_id,
           d.value, d.currency, d.status, d.deleted_at is not null,
           rd.why, rd.decision, rd.decided_at, rd.details, rd.note
    from review_deal rd join deal d on d.id = rd.deal_id
    left join stage s on s.id = d.stage_id
    left join organisation g on g.id = d.organisation_id
    left join owner o on o.id = d.owner_id
    where rd.review_id = ?
"""
_LINES_OF = f"{_LINES} and rd.deal_id in (select value from json_each(?))"  # noqa: S608 - both are our own text
