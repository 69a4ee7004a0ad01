"""A deal in a review with everything that a decision about it needs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from desktop_pipeline.domain.deals import EventKind
from desktop_pipeline.domain.periods import local_day
from desktop_pipeline.domain.reviews import Cause, WhyLine
from desktop_pipeline.queries.deal import DealView, read_deal
from desktop_pipeline.queries.deal_parts import DealPersonView
from desktop_pipeline.queries.deals_table import read_lines
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.queries.gates import AnswerLine, DealGate, read_criteria
from desktop_pipeline.queries.reviews import ReviewLine, read_review_line
from desktop_pipeline.queries.timeline import EntryKind, TimelineEntry
from desktop_pipeline.storage.instants import from_microseconds
from desktop_pipeline.storage.workspace import View

_MOST_HAPPENED = 6
_TOLD = {EventKind.MOVED: "moved", EventKind.REOPENED: "reopened"}


@dataclass(frozen=True, slots=True)
class HappenedLine:
    """Something that happened to a deal, or was to and did not; `text` is empty where the kind tells it all.

    `kind` is the key of a kind of activity, "note", "message", "passed" (a gate, `text` is why), "moved" or "reopened";
    of these `text` is the stage.
    `was_missed`: planned for that day and not done.
    """

    day: date
    kind: str
    text: str
    was_missed: bool = False


@dataclass(frozen=True, slots=True)
class PushRecord:
    """How often deals whose close was moved at least as many times as this one's were won, of `n` closed ones."""

    pushes: int
    won: int
    n: int


@dataclass(frozen=True, slots=True)
class BackStage:
    """A stage further back that the deal can be moved to, the nearest first."""

    stage_id: int
    name: str


@dataclass(frozen=True, slots=True)
class ReviewDealView:
    """What the middle of a review shows of a deal; None for what is not known.

    `line.why` is why it is there, as it was when the review began. `days_in_stage` stand against the `usual_days` of
    deals that left it, those of the reason where it names them; `former_closes` are the days on which it was expected
    to close before, oldest first; `happened` has the latest first. `person` is the main one who has not left.
    """

    deal: DealView
    line: ReviewLine
    days_in_stage: int | None
    usual_days: int | None
    former_closes: tuple[date, ...]
    happened: tuple[HappenedLine, ...]
    person: DealPersonView | None
    gate: DealGate | None
    pushed: PushRecord | None
    chance: float | None
    back: tuple[BackStage, ...]

    @property
    def why(self) -> tuple[WhyLine, ...]:
        """Why it is in the review."""
        return self.line.why

    @property
    def answers(self) -> tuple[AnswerLine, ...]:
        """The four answers about budget, authority, need and timeline."""
        return () if self.gate is None else self.gate.answers


def read_review_deal(
    view: View, figures: Figures, review_id: int, deal_id: int, *, today: date
) -> ReviewDealView | None:
    """The deal as it is now; None where it is not in the review, or in the bin. For a worker: it measures."""
    line, deal = read_review_line(view, review_id, deal_id), read_deal(view, deal_id, today=today)
    if line is None or deal is None:
        return None
    told = read_lines(view, [deal_id], today=today, now=view.now())
    days = told[0].days_in_stage if told else None
    usual = _find_usual(line, days)
    if usual is None and deal.stage_id is not None:
        usual = figures.usual_days(today).get(deal.stage_id)
    return ReviewDealView(
        deal=deal,
        line=line,
        days_in_stage=days,
        usual_days=usual,
        former_closes=_list_former_closes(deal),
        happened=_list_happened(view, deal, today),
        person=next((person for person in deal.people if not person.has_left), None),
        gate=read_criteria(view, deal_id),
        pushed=_measure_pushed(figures, deal_id, today),
        chance=figures.chance(deal_id, today),
        back=_list_back(view, deal),
    )


def _find_usual(line: ReviewLine, days: int | None) -> int | None:
    """The usual days that the deal is here for, while it stands where it stood: each decision may change them."""
    told = (why for why in line.why if why.cause is Cause.LONG_IN_STAGE)
    return next((why.usual for why in told if days is not None and why.days is not None and why.days <= days), None)


def _list_former_closes(deal: DealView) -> tuple[date, ...]:
    """Each day once, without the one that holds now."""
    days = [
        entry.old_day
        for entry in reversed(deal.timeline)
        if entry.event is EventKind.EXPECTED_CLOSE and entry.old_day is not None
    ]
    return tuple(day for day in dict.fromkeys(days) if day != deal.expected_close_on)


def _list_happened(view: View, deal: DealView, today: date) -> tuple[HappenedLine, ...]:
    missed = [
        HappenedLine(date.fromisoformat(due_on), kind, subject, was_missed=True)
        for kind, subject, due_on in view.rows(
            "select kind, subject, due_on from activity where deal_id = ? and done_at is null and due_on < ?"
            " order by due_on desc, id desc limit ?",
            (deal.deal_id, today.isoformat(), _MOST_HAPPENED),
        )
    ]
    told = [*missed, *_list_told(view, deal.timeline), *_list_replies(view, deal.deal_id)]
    return tuple(sorted(told, key=lambda line: line.day, reverse=True)[:_MOST_HAPPENED])


def _list_told(view: View, timeline: Iterable[TimelineEntry]) -> Iterable[HappenedLine]:
    for entry in timeline:
        day = local_day(entry.at, view.zone)
        if entry.kind is EntryKind.NOTE:
            yield HappenedLine(day, "note", entry.text)
        elif entry.kind is EntryKind.ACTIVITY:
            yield HappenedLine(day, entry.activity_kind or "task", entry.text)
        elif entry.kind is EntryKind.PASSED:
            yield HappenedLine(day, "passed", entry.text)
        elif entry.event in _TOLD and entry.is_dated:
            yield HappenedLine(day, _TOLD[entry.event], entry.after or "")


def _list_replies(view: View, deal_id: int) -> list[HappenedLine]:
    rows = view.rows(
        "select at, subject from message where deal_id = ? and direction = 'in' order by at desc, id desc limit ?",
        (deal_id, _MOST_HAPPENED),
    )
    return [HappenedLine(local_day(from_microseconds(at), view.zone), "message", subject) for at, subject in rows]


def _measure_pushed(figures: Figures, deal_id: int, today: date) -> PushRecord | None:
    """None for a deal that was never pushed."""
    from desktop_pipeline.metrics.changing.to_review import measure_push_record  # noqa: PLC0415

    found = measure_push_record(figures.moment(today), deal_id)
    return None if found is None else PushRecord(*found)


def _list_back(view: View, deal: DealView) -> tuple[BackStage, ...]:
    rows = view.rows(
        "select b.id, b.name from stage b join stage s on s.id = ? where b.pipeline_id = s.pipeline_id and b.is_open"
        " and not b.is_archived and b.position < s.position order by b.position desc, b.id desc",
        (deal.stage_id,),
    )
    return tuple(BackStage(stage_id, name) for stage_id, name in rows)
