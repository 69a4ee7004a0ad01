"""Which open deals need attention and why, the health of the pipeline, how often closes are pushed (METRICS §15)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from desktop_pipeline.domain.deals import EventKind
from desktop_pipeline.domain.periods import Period
from desktop_pipeline.metrics.days import day_number
from desktop_pipeline.metrics.history import NO_DAY, NO_VALUE, Flags, Int32s, Int64s, Integers
from desktop_pipeline.metrics.moment import Moment
from desktop_pipeline.metrics.population import Population
from desktop_pipeline.metrics.rates import Rate, rate_of
from desktop_pipeline.metrics.selection import EVERYTHING, Selection, select
from desktop_pipeline.metrics.snapshot import Status, pick
from desktop_pipeline.metrics.sums import add_up

_TOUCHING = (EventKind.MOVED, EventKind.REOPENED, EventKind.PIPELINE)
_PUSHES = 3
_LONG = 0.8
_LARGE, _TIMES_LARGE = 0.95, 3
# No share of won deals is claimed of fewer (METRICS §0, small samples).
_FEW = 5


class Flag(StrEnum):
    """What is amiss with an open deal."""

    STALE = "stale"
    NO_NEXT_STEP = "no_next_activity"
    NEXT_STEP_LATE = "next_activity_overdue"
    CLOSE_PAST = "expected_close_past"
    CLOSE_PUSHED = "expected_close_pushed"
    LONG_IN_STAGE = "longer_in_stage_than_won"
    VALUE_MISSING = "value_missing"
    VALUE_LARGE = "value_out_of_range"
    DECISION_MAKER_LEFT = "decision_maker_left"
    DUPLICATE = "suspected_duplicate"
    CRITERION_UNMET = "criterion_unmet"


@dataclass(frozen=True, slots=True)
class Facts:
    """Ids of deals that stand so today; the history does not hold since when."""

    decision_maker_left: frozenset[int] = frozenset()
    duplicate: frozenset[int] = frozenset()
    criterion_unmet: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class FlagLine:
    """Open deals under a flag and what they are worth; `value` is None where no value of them is known."""

    flag: Flag
    deals: int
    value: int | None


@dataclass(frozen=True, slots=True)
class Hygiene:
    """The open deals, those without a flag, and each flag that could be judged; money in the base currency."""

    deals: int
    value: int
    sound_deals: int
    sound_value: int
    lines: tuple[FlagLine, ...]
    not_judged: tuple[Flag, ...]  # an earlier day: the history does not hold them

    @property
    def health(self) -> float | None:
        """Share of the open value without a flag; None where no value is known."""
        return self.sound_value / self.value if self.value else None


@dataclass(frozen=True, eq=False)
class Flagged:
    """Each flag's deals among all open ones, whatever the filter."""

    by_flag: Mapping[Flag, Flags] = field(default_factory=dict)

    def any(self, deals: int) -> Flags:
        """Deals with at least one flag, of so many."""
        flagged = np.zeros(deals, dtype=np.bool_)
        for flags in self.by_flag.values():
            flagged |= flags
        return flagged


def find_flagged(moment: Moment, facts: Facts | None) -> Flagged:
    """Every flag of every open deal; without facts the flags that stand on them are not judged."""
    snapshot, today = moment.snapshot, moment.as_of.day
    is_open = snapshot.exists & (snapshot.status == Status.OPEN)
    next_due, is_planned = _find_next_steps(moment)
    found = {
        Flag.STALE: find_stale(moment),
        Flag.NO_NEXT_STEP: ~is_planned,
        Flag.NEXT_STEP_LATE: is_planned & (next_due < today),
        Flag.CLOSE_PAST: (snapshot.expected != NO_DAY) & (snapshot.expected < today),
        Flag.CLOSE_PUSHED: count_pushes(moment) >= _PUSHES,
        Flag.LONG_IN_STAGE: find_long(moment),
        Flag.VALUE_MISSING: snapshot.value == NO_VALUE,
        Flag.VALUE_LARGE: find_large(moment),
    }
    if facts is not None:
        ids = moment.history.deals.ids
        found |= {
            Flag.DECISION_MAKER_LEFT: _among(ids, facts.decision_maker_left),
            Flag.DUPLICATE: _among(ids, facts.duplicate),
            Flag.CRITERION_UNMET: _among(ids, facts.criterion_unmet),
        }
    return Flagged({flag: flags & is_open for flag, flags in found.items()})


def measure_hygiene(flagged: Flagged, population: Population) -> Hygiene:
    """The flags of the active deals of a selection."""
    active, amount = population.active, population.amount
    sound = active & ~flagged.any(active.size)
    return Hygiene(
        deals=int(np.count_nonzero(active)),
        value=_add_up_known(amount, active),
        sound_deals=int(np.count_nonzero(sound)),
        sound_value=_add_up_known(amount, sound),
        lines=tuple(_line(flag, flags & active, amount) for flag, flags in flagged.by_flag.items()),
        not_judged=tuple(flag for flag in Flag if flag not in flagged.by_flag),
    )


def find_stale(moment: Moment) -> Flags:
    """The last real touch is older than the stage's limit, nothing is planned within it, and nobody left it alone.

    A deal whose creation no file tells and that nobody touched is of unknown age, and never called stale.
    """
    stages, snapshot, today = moment.history.stages, moment.snapshot, moment.as_of.day
    limit = pick(stages.stale_limit, snapshot.stage, np.iinfo(np.int64).max)
    touched = find_last_touch(moment).astype(np.int64)
    stale: Flags = (touched != NO_DAY) & (today - touched > limit)
    activities, rows = moment.history.activities, _planned(moment)
    due, deal = activities.due_day[rows].astype(np.int64), activities.deal[rows]
    stale[deal[(due >= today) & (due - today <= limit[deal])]] = False
    return stale & ~find_snoozed(moment)


def find_snoozed(moment: Moment) -> Flags:
    """Left alone on purpose: from the day of the snooze to the one on which it wakes, at most one stale limit long.

    The next real touch wakes a deal: it is younger than the limit for as long as the snooze could have lasted.
    """
    history, snapshot, as_of = moment.history, moment.snapshot, moment.as_of
    snoozes = history.snoozes
    if not snoozes.at.size:
        return np.zeros(snapshot.exists.size, dtype=np.bool_)
    limit = pick(history.stages.stale_limit, snapshot.stage, np.iinfo(np.int64).max)[snoozes.deal]
    lasts = (snoozes.at <= as_of.at) & ((snoozes.ended == NO_VALUE) | (snoozes.ended > as_of.at))
    lasts &= (as_of.day < snoozes.until) & (as_of.day - snoozes.day.astype(np.int64) < limit)
    lasts &= _find_touch_instants(moment)[snoozes.deal] <= snoozes.at
    snoozed = np.zeros(snapshot.exists.size, dtype=np.bool_)
    snoozed[snoozes.deal[lasts]] = True
    return snoozed


def find_without_prospect(moment: Moment) -> Flags:
    """No activity is planned for the day of the moment or a later one, or without a day."""
    activities, rows = moment.history.activities, _planned(moment)
    due = activities.due_day[rows]
    ahead = rows[(due == NO_DAY) | (due >= moment.as_of.day)]
    without = np.ones(moment.snapshot.exists.size, dtype=np.bool_)
    without[activities.deal[ahead]] = False
    return without


def find_last_touch(moment: Moment) -> Int32s:
    """Local day of each deal's last real touch, NO_DAY where unknown.

    Before any it is the creation, or the last activity as its file tells it.
    """
    history, snapshot, as_of = moment.history, moment.snapshot, moment.as_of
    events, touches = history.events, history.touches
    last = np.full(snapshot.exists.size, NO_DAY, dtype=np.int32)
    rows, moves = _list_touches(moment)
    np.maximum.at(last, touches.deal[rows], touches.day[rows])
    np.maximum.at(last, events.deal[moves], events.day[moves])
    told = np.where(history.deals.touched_day <= as_of.day, history.deals.touched_day, NO_DAY)
    return np.where(last == NO_DAY, np.maximum(snapshot.created_day, told), last).astype(np.int32)


def count_pushes(moment: Moment) -> Int64s:
    """How often each deal's expected close was moved to a later month."""
    events = moment.history.events
    told = (events.kind == EventKind.EXPECTED_CLOSE) | (events.kind == EventKind.CREATED)
    rows = np.flatnonzero(told & (events.expected != NO_DAY) & (events.at <= moment.as_of.at))
    deal, month = events.deal[rows], _months(events.expected[rows])
    later = (deal[1:] == deal[:-1]) & (month[1:] > month[:-1])
    return np.bincount(deal[1:][later], minlength=moment.snapshot.exists.size).astype(np.int64)


def find_long(moment: Moment) -> Flags:
    """In the stage for longer than 80 % of the won deals were; not judged by fewer than 5 of them."""
    passages, status = moment.passages, moment.snapshot.status
    is_won = moment.snapshot.exists & (status == Status.WON)
    stayed = is_won[passages.deal] & passages.entered & (passages.days >= 0)
    limits = np.full(moment.history.stages.ids.size, np.inf)
    for stage in np.unique(passages.stage[stayed]).tolist():
        days = passages.days[stayed & (passages.stage == stage)]
        if days.size >= _FEW:
            limits[stage] = np.quantile(days, _LONG)
    long = np.zeros(status.size, dtype=np.bool_)
    rows = np.flatnonzero(passages.is_running)
    long[passages.deal[rows]] = passages.running_days[rows] > limits[passages.stage[rows]]
    return long


def find_large(moment: Moment) -> Flags:
    """Above 3 × the 95th percentile of won values; not judged by fewer than 5 of them."""
    snapshot, amount = moment.snapshot, moment.amounts.minor
    won = amount[snapshot.exists & (snapshot.status == Status.WON) & (amount != NO_VALUE)]
    if won.size < _FEW:
        return np.zeros(amount.size, dtype=np.bool_)
    return np.asarray(amount > _TIMES_LARGE * np.quantile(won, _LARGE), dtype=np.bool_)


@dataclass(frozen=True, slots=True)
class OwnerPushes:
    """How many of an owner's deals that were due were pushed; UNKNOWN is nobody."""

    owner: int
    rate: Rate
    mean_days: float | None


@dataclass(frozen=True, slots=True)
class Pushes:
    """Deals due at the period's start that are still open and due after it, of all that were due."""

    rate: Rate
    mean_days: float | None
    by_owner: tuple[OwnerPushes, ...]


@dataclass(frozen=True, eq=False)
class Pushed:
    """One row a deal: due in the period when it began, and pushed beyond it since; by how many days."""

    due: Flags
    pushed: Flags
    days: Int64s
    owner: Int32s  # when the period began


def find_pushed(
    opening: Moment, closing: Moment, period: Period, selection: Selection = EVERYTHING, *, known: Moment | None = None
) -> Pushed:
    """`opening` is the moment before the period begins, `closing` one within it or at its end.

    Which deals are there and real is told by what is `known` since, by `closing` otherwise.
    """
    before, after, since = opening.snapshot, closing.snapshot, (known or closing).snapshot
    first, past = day_number(period.start), day_number(period.end)
    chosen = select(opening.history, before, selection) & (before.status == Status.OPEN)
    due = chosen & (before.expected >= first) & (before.expected < past) & since.exists & ~since.not_real
    pushed = due & after.exists & (after.status == Status.OPEN) & (after.expected >= past)
    return Pushed(due, pushed, after.expected.astype(np.int64) - before.expected, before.owner)


def measure_pushes(found: Pushed) -> Pushes:
    """The push rate, the mean days pushed, and both of each owner who had deals due."""
    owners = np.unique(found.owner[found.due]).tolist()
    return Pushes(
        *_push_rate(found, found.due),
        by_owner=tuple(OwnerPushes(owner, *_push_rate(found, found.due & (found.owner == owner))) for owner in owners),
    )


def _push_rate(found: Pushed, due: Flags) -> tuple[Rate, float | None]:
    days = found.days[found.pushed & due]
    return rate_of(days.size, int(np.count_nonzero(due))), int(days.sum()) / days.size if days.size else None


def _list_touches(moment: Moment) -> tuple[Int64s, Int64s]:
    """Rows of the touches up to the instant, and of the events that are touches too."""
    history, at = moment.history, moment.as_of.at
    events = history.events
    moves = np.isin(events.kind, _TOUCHING) & ~events.inferred & (events.at <= at)
    return np.flatnonzero(history.touches.at <= at), np.flatnonzero(moves)


def _find_touch_instants(moment: Moment) -> Int64s:
    """When each deal was last touched, NO_VALUE where never."""
    events, touches = moment.history.events, moment.history.touches
    last = np.full(moment.snapshot.exists.size, NO_VALUE, dtype=np.int64)
    rows, moves = _list_touches(moment)
    np.maximum.at(last, touches.deal[rows], touches.at[rows])
    np.maximum.at(last, events.deal[moves], events.at[moves])
    return last


def _planned(moment: Moment) -> Int64s:
    """Rows of the activities of deals that were planned and not yet done at the instant."""
    activities, at = moment.history.activities, moment.as_of.at
    is_open = (activities.done == NO_VALUE) | (activities.done > at)
    return np.flatnonzero(is_open & (activities.deal >= 0) & (activities.created <= at))


def _find_next_steps(moment: Moment) -> tuple[Int32s, Flags]:
    """For each deal the day of its next activity, the last of all days where none is set, and if any is planned."""
    activities, rows = moment.history.activities, _planned(moment)
    deal, due = activities.deal[rows], activities.due_day[rows]
    next_due = np.full(moment.snapshot.exists.size, np.iinfo(np.int32).max, dtype=np.int32)
    np.minimum.at(next_due, deal[due != NO_DAY], due[due != NO_DAY])
    is_planned = np.zeros(next_due.size, dtype=np.bool_)
    is_planned[deal] = True
    return next_due, is_planned


def _months(days: Int32s) -> Int64s:
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def _among(ids: Integers, some: frozenset[int]) -> Flags:
    return np.isin(ids, np.fromiter(some, dtype=np.int64, count=len(some)))


def _line(flag: Flag, deals: Flags, amount: Int64s) -> FlagLine:
    known = bool((amount[deals] != NO_VALUE).any())
    return FlagLine(flag, int(np.count_nonzero(deals)), _add_up_known(amount, deals) if known else None)


def _add_up_known(amount: Int64s, deals: Flags) -> int:
    return add_up(amount[deals & (amount != NO_VALUE)])
