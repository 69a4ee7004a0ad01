"""How deals passed through stages: by hand, and against a recount event by event (METRICS §6, §7)."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_pipeline.domain.deals import EventKind
from desktop_pipeline.metrics.days import day_number
from desktop_pipeline.metrics.history import NO_DAY, UNKNOWN
from desktop_pipeline.metrics.moment import Moment
from desktop_pipeline.metrics.stages.passages import Fate
from tests.lengths import MANY
from tests.metrics.histories import (
    DUPLICATE,
    OTHER_P,
    OTHER_Q,
    PRICE,
    STAGES,
    Happening,
    N,
    P,
    Q,
    Story,
    created,
    deal,
    deleted,
    lost,
    moment_at,
    moved,
    reopened,
    switched,
    won,
)
from tests.metrics.teller import Teller, companies_of

FIRST = date(2024, 1, 1)


@dataclass(frozen=True)
class Row:
    """A passage as a test reads it: days since FIRST, None where unknown."""

    deal: int
    stage: int
    reached: bool = True
    reached_day: int | None = None
    entered: bool = True
    days: int | None = None
    left_day: int | None = None
    is_running: bool = False
    running_days: int | None = None
    moved_back: bool = False
    fate: Fate = Fate.UNDECIDED
    beyond_day: int | None = None


def since_first(day: int) -> int | None:
    return None if day == NO_DAY else day - day_number(FIRST)


def rows_of(moment: Moment) -> list[Row]:
    passages, history = moment.passages, moment.history
    return [
        Row(
            deal=int(history.deals.ids[passages.deal[row]]),
            stage=int(history.stages.ids[passages.stage[row]]),
            reached=bool(passages.reached[row]),
            reached_day=since_first(int(passages.reached_day[row])),
            entered=bool(passages.entered[row]),
            days=None if passages.days[row] < 0 else int(passages.days[row]),
            left_day=since_first(int(passages.left_day[row])),
            is_running=bool(passages.is_running[row]),
            running_days=None if passages.running_days[row] < 0 else int(passages.running_days[row]),
            moved_back=bool(passages.moved_back[row]),
            fate=Fate(int(passages.fate[row])),
            beyond_day=since_first(int(passages.beyond_day[row])),
        )
        for row in range(passages.deal.size)
    ]


def test_visits_of_a_stage_are_added_and_the_running_one_is_told_apart() -> None:
    story = deal(1, created("2024-01-01"), moved("2024-01-04", P), moved("2024-01-06", Q), moved("2024-01-11", P))
    assert rows_of(moment_at("2024-01-21", story)) == [
        Row(1, Q, reached_day=0, days=8, left_day=10, fate=Fate.ADVANCED, beyond_day=3),
        Row(1, P, reached_day=3, days=12, is_running=True, running_days=10, moved_back=True),
    ]


def test_a_skipped_stage_is_reached_with_the_event_that_went_beyond_it() -> None:
    story = deal(1, created("2024-01-01"), moved("2024-01-04", N), lost("2024-01-11"))
    assert rows_of(moment_at("2024-01-21", story)) == [
        Row(1, Q, reached_day=0, days=3, left_day=3, fate=Fate.ADVANCED, beyond_day=3),
        Row(1, P, reached_day=3, entered=False, days=0, fate=Fate.ADVANCED, beyond_day=3),
        Row(1, N, reached_day=3, days=7, left_day=10, fate=Fate.DROPPED),
    ]


def test_a_deal_that_was_moved_back_before_its_entry_sits_there_and_never_reached_it() -> None:
    story = deal(1, created("2024-01-01", P), moved("2024-01-04", Q))
    assert rows_of(moment_at("2024-01-21", story)) == [
        Row(1, Q, reached=False, days=17, is_running=True, running_days=17, fate=Fate.ADVANCED, beyond_day=0),
        Row(1, P, reached_day=0, days=3, left_day=3, moved_back=True),
    ]


def test_a_reopened_deal_begins_a_new_visit_and_its_loss_is_void() -> None:
    story = deal(1, created("2024-01-01", P), lost("2024-01-04"), reopened("2024-01-11", P))
    assert rows_of(moment_at("2024-01-21", story)) == [
        Row(1, P, reached_day=0, days=13, is_running=True, running_days=10)
    ]
    assert rows_of(moment_at("2024-01-05", story)) == [Row(1, P, reached_day=0, days=3, left_day=3, fate=Fate.DROPPED)]


def test_what_stood_in_for_a_date_at_an_import_dates_nothing() -> None:
    arrived = replace(moved("2024-01-11", P), inferred=True, stands_in=True)
    story = deal(1, created("2024-01-01", UNKNOWN), arrived)
    assert rows_of(moment_at("2024-01-21", story)) == [Row(1, P, is_running=True)]
    gone_on = replace(story, events=(*story.events, moved("2024-01-16", N)))
    assert rows_of(moment_at("2024-01-21", gone_on)) == [
        Row(1, P, left_day=15, fate=Fate.ADVANCED, beyond_day=15),
        Row(1, N, reached_day=15, days=5, is_running=True, running_days=5),
    ]


def test_a_stage_known_only_by_the_leaving_of_it_was_entered_on_no_known_day() -> None:
    story = deal(1, created("2024-01-01", UNKNOWN), Happening("2024-01-11", EventKind.MOVED, stage=N, from_stage=P))
    assert rows_of(moment_at("2024-01-21", story)) == [
        Row(1, P, left_day=10, fate=Fate.ADVANCED, beyond_day=10),
        Row(1, N, reached_day=10, days=10, is_running=True, running_days=10),
    ]
    first = deal(1, created("2024-01-01", UNKNOWN), Happening("2024-01-11", EventKind.MOVED, stage=P, from_stage=Q))
    assert rows_of(moment_at("2024-01-21", first)) == [
        Row(1, Q, left_day=10, fate=Fate.ADVANCED, beyond_day=10),
        Row(1, P, reached_day=10, days=10, is_running=True, running_days=10),
    ]


def test_a_win_passes_the_rest_of_the_stages_that_day_and_a_removed_one_not_at_all() -> None:
    story = deal(1, created("2024-01-01"), won("2024-01-11"))
    expected = [
        Row(1, Q, reached_day=0, days=10, left_day=10, fate=Fate.ADVANCED, beyond_day=10),
        Row(1, P, reached_day=10, entered=False, days=0, fate=Fate.ADVANCED, beyond_day=10),
        Row(1, N, reached_day=10, entered=False, days=0, fate=Fate.ADVANCED, beyond_day=10),
    ]
    assert rows_of(moment_at("2024-01-21", story)) == expected
    # Also where it was imported on that day, and where there are three pipelines.
    imported = deal(1, created("2024-01-01"), replace(won("2024-01-11"), inferred=True, stands_in=True))
    assert rows_of(moment_at("2024-01-21", imported)) == expected
    three = replace(STAGES, pipeline=np.array([1, 1, 1, 1, 2, 3]))
    assert rows_of(moment_at("2024-01-21", story, stages=three)) == expected
    without_p = replace(STAGES, archived=STAGES.ids == P)
    assert rows_of(moment_at("2024-01-21", story, stages=without_p)) == [expected[0], expected[2]]
    was_there = deal(1, created("2024-01-01"), moved("2024-01-05", P), won("2024-01-11"))
    assert [row.stage for row in rows_of(moment_at("2024-01-21", was_there, stages=without_p))] == [Q, P, N]


def test_an_outcome_that_follows_another_tells_of_no_further_stay() -> None:
    story = deal(1, created("2024-01-01", N), lost("2024-01-04"), won("2024-01-11"))
    assert rows_of(moment_at("2024-01-21", story)) == [
        Row(1, N, reached_day=0, days=3, left_day=3, fate=Fate.ADVANCED, beyond_day=10)
    ]


def test_the_last_leaving_counts_also_where_an_earlier_one_is_known_by_itself() -> None:
    back = Happening("2024-01-05", EventKind.MOVED, stage=Q, from_stage=P)
    story = deal(1, created("2024-01-01", UNKNOWN), back, moved("2024-01-10", P), moved("2024-01-12", N))
    assert [(row.stage, row.left_day) for row in rows_of(moment_at("2024-01-21", story))] == [
        (Q, 9),
        (P, 11),
        (N, None),
    ]


def test_a_move_that_does_not_say_where_it_came_from_came_from_where_the_deal_was() -> None:
    back = Happening("2024-01-05", EventKind.MOVED, stage=Q, from_stage=UNKNOWN)
    story = deal(1, created("2024-01-01"), moved("2024-01-03", P), back)
    rows = rows_of(moment_at("2024-01-21", story))
    assert [(row.stage, row.moved_back, row.days) for row in rows] == [(Q, False, 18), (P, True, 2)]


def test_nothing_is_told_of_deals_that_are_deleted_or_still_to_come_or_have_no_stages() -> None:
    moment = moment_at(
        "2024-01-21",
        deal(1, created("2024-01-01"), deleted("2024-01-02")),
        deal(2, created("2024-01-22")),
        deal(3, created("2024-01-01", UNKNOWN), won("2024-01-02")),
    )
    assert rows_of(moment) == []
    assert rows_of(moment_at("2024-01-21")) == []


def test_a_deal_whose_first_word_is_its_outcome_takes_nothing_from_the_deal_before_it() -> None:
    rows = rows_of(moment_at("2024-01-21", deal(1, created("2024-01-01", N)), deal(2, lost("2024-01-04"))))
    assert [row.deal for row in rows] == [1]
    told = replace(lost("2024-01-04"), from_stage=N)
    rows = rows_of(moment_at("2024-01-21", deal(1, created("2024-01-01", N)), deal(2, told)))
    assert rows[1:] == [Row(2, N, left_day=3, fate=Fate.DROPPED)]


def test_an_outcome_before_the_creation_leaves_the_stay_unknown() -> None:
    story = deal(1, won("2024-01-01", UNKNOWN), created("2024-01-11", N))
    assert rows_of(moment_at("2024-01-21", story)) == [
        Row(1, N, reached_day=10, fate=Fate.ADVANCED, beyond_day=0),
    ]


_STEPS = ("move", "move", "move", "import", "switch", "won", "lost", "lost for good")


def _tell_story(told: Teller) -> Story:
    events = [created(_on(told.number(21)), told.choose((UNKNOWN, Q, P)))]
    is_open = True
    for day in sorted(told.times(7, lambda told: 21 + told.number(40))):
        if not is_open:
            events.append(reopened(_on(day), told.choose((Q, P, N))))
            is_open = True
            continue
        step, stage = told.choose(_STEPS), told.choose((Q, P, N))
        if step == "switch":
            events.append(switched(_on(day), told.choose((Q, OTHER_Q, OTHER_P))))
        elif step in {"move", "import"}:
            events.append(replace(moved(_on(day), stage), stands_in=step == "import", inferred=step == "import"))
        else:
            events.append(won(_on(day)) if step == "won" else lost(_on(day), PRICE if step == "lost" else DUPLICATE))
            is_open = False
    return Story(0, tuple(events), created_known=told.choose((True, False)))


def _on(day: int) -> str:
    return (FIRST + timedelta(days=day)).isoformat()


ORDER = {stage: place for place, stage in enumerate((Q, P, N, OTHER_Q, OTHER_P))}
LAST = {Q: N, P: N, N: N, OTHER_Q: OTHER_P, OTHER_P: OTHER_P}


def recount(story: Story, as_of: int) -> list[Row]:
    """The same, one event after the other; only what happened in the pipeline that the deal ends in counts."""
    events = [event for event in story.events if event.on <= _on(as_of)]
    placed = [event.stage for event in events if event.stage != UNKNOWN]
    tale = _Tale(story, placed[-1] if placed else UNKNOWN)
    for event in events:
        if event.kind in {EventKind.WON, EventKind.LOST}:
            tale.close(event)
        else:
            tale.place(event)
    return tale.finish(as_of)


class _Tale:
    def __init__(self, story: Story, final: int) -> None:
        self.story, self.final = story, final
        self.seen: dict[int, Row] = {}
        self.closed: tuple[EventKind, int] | None = None
        self.at, self.since = UNKNOWN, NO_DAY
        self.top = -1

    def leave(self, day: int, *, is_end: bool) -> None:
        if self.at in self.seen:
            row = self.seen[self.at]
            is_known = row.days is not None and NO_DAY not in {self.since, day}
            length = (row.days or 0) + day - self.since if is_known else None
            left = day if is_end and day != NO_DAY else None
            self.seen[self.at] = replace(row, days=length, left_day=left, is_running=not is_end)

    def close(self, event: Happening) -> None:
        day = (date.fromisoformat(event.on) - FIRST).days
        self.leave(day, is_end=True)
        self.at, self.closed = UNKNOWN, (event.kind, day)

    def place(self, event: Happening) -> None:
        is_known = not event.stands_in and (event.kind is not EventKind.CREATED or self.story.created_known)
        day = (date.fromisoformat(event.on) - FIRST).days if is_known else NO_DAY
        self.leave(day, is_end=True)
        came_from, self.at, self.since, self.closed = self.at, event.stage, day, None
        if event.stage == UNKNOWN or LAST[event.stage] != LAST[self.final]:
            self.at = UNKNOWN
            return
        if event.kind is EventKind.MOVED and came_from in self.seen and ORDER[came_from] > ORDER[self.at]:
            self.seen[came_from] = replace(self.seen[came_from], moved_back=True)
        self.reach(ORDER[self.at] if self.top < 0 else self.top + 1, ORDER[self.at], day)
        self.seen[self.at] = replace(
            self.seen.get(self.at, Row(self.story.id, self.at, days=0, reached=False)), entered=True
        )

    def reach(self, first: int, last: int, day: int) -> None:
        for stage, place in ORDER.items():
            if first <= place <= last:
                row = self.seen.get(stage, Row(self.story.id, stage, entered=False, days=0))
                self.seen[stage] = replace(row, reached=True, reached_day=None if day == NO_DAY else day)
        self.top = max(self.top, last)

    def finish(self, as_of: int) -> list[Row]:
        if not self.seen:
            return []
        top = self.top
        if self.closed is None and self.at in self.seen:
            self.leave(as_of, is_end=False)
            running = None if self.since == NO_DAY else as_of - self.since
            self.seen[self.at] = replace(self.seen[self.at], running_days=running)
        if self.closed is not None and self.closed[0] is EventKind.WON:
            self.reach(top + 1, ORDER[LAST[self.final]], self.closed[1])
        rows = sorted(self.seen.values(), key=lambda row: ORDER[row.stage])
        return [_settle(row, rows, top, self.closed) for row in rows]


def _settle(row: Row, rows: list[Row], top: int, closed: tuple[EventKind, int] | None) -> Row:
    is_won = closed is not None and closed[0] is EventKind.WON
    if not is_won and ORDER[row.stage] >= top:
        return replace(row, fate=Fate.UNDECIDED if closed is None else Fate.DROPPED)
    later = [other.reached_day for other in rows if ORDER[other.stage] > ORDER[row.stage]]
    beyond = later[0] if later else (closed[1] if closed else None)
    return replace(row, fate=Fate.ADVANCED, beyond_day=beyond)


companies = companies_of(_tell_story, least=1, most=5)


@given(company=companies, as_of=st.integers(20, 60))
@settings(max_examples=2 * MANY, deadline=None)
def test_passages_agree_with_a_recount_event_by_event(company: tuple[Story, ...], as_of: int) -> None:
    assert rows_of(moment_at(_on(as_of), *company)) == [row for story in company for row in recount(story, as_of)]
