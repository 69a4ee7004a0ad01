"""The open deals that a review goes through, by which causes, and what moved since the last one (METRICS §15, §17)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeAlias

import numpy as np

from desktop_pipeline.domain.periods import add_months
from desktop_pipeline.domain.reviews import Cause, ClosedLine, MovedLine, Rules, Standing, WhyLine
from desktop_pipeline.metrics.changing.hygiene import Flag, count_pushes, find_last_touch, find_snoozed
from desktop_pipeline.metrics.changing.movement import Bar, Moves, find_moves, sum_up
from desktop_pipeline.metrics.changing.trail import trace
from desktop_pipeline.metrics.days import AsOf, date_of, day_number
from desktop_pipeline.metrics.history import NO_DAY, NO_VALUE, UNKNOWN, Flags, Floats, Int32s, Int64s
from desktop_pipeline.metrics.moment import Moment, look
from desktop_pipeline.metrics.snapshot import Snapshot, Status
from desktop_pipeline.metrics.stages.probability import chance_of
from desktop_pipeline.metrics.stages.stage_days import flag_slow
from desktop_pipeline.metrics.sums import add_up
from desktop_pipeline.metrics.telling.asked import Asked

# Fewer won deals tell nothing of what a usual value is (METRICS §0).
_FEW = 5
_BY_FLAG = {
    Cause.STALE: Flag.STALE,
    Cause.PUSHED: Flag.CLOSE_PUSHED,
    Cause.LATE_STEP: Flag.NEXT_STEP_LATE,
    Cause.NO_NEXT_STEP: Flag.NO_NEXT_STEP,
    Cause.CLOSE_PAST: Flag.CLOSE_PAST,
    Cause.DECISION_MAKER_LEFT: Flag.DECISION_MAKER_LEFT,
    Cause.CRITERION_OPEN: Flag.CRITERION_UNMET,
    Cause.DUPLICATE: Flag.DUPLICATE,
    Cause.VALUE_MISSING: Flag.VALUE_MISSING,
    Cause.VALUE_LARGE: Flag.VALUE_LARGE,
}


@dataclass(frozen=True, slots=True)
class DealToReview:
    """An open deal with its causes, the gravest first; value in the base currency, `weight` is it times its chance."""

    deal_id: int
    base_value: int | None
    weight: float
    why: tuple[WhyLine, ...]


@dataclass(frozen=True, slots=True)
class ToReview:
    """All of them in order of id, and how many deals were left out because they are left alone on purpose."""

    deals: tuple[DealToReview, ...]
    snoozed: int


def find_to_review(
    asked: Asked,
    rules: Rules,
    since: AsOf,
    *,
    usual_days: Mapping[int, int],
    proposed: Mapping[int, date],
) -> ToReview:
    """Which deals come in under the rules; `since` is when the last review was held.

    `usual_days` are those of stages by id; `proposed` are deals by id whose closing a cadence proposes, since a day.
    """
    looked = _Looked(asked, since, usual_days, proposed)
    wanted = looked.find_wanted(rules)
    tellers = looked.list_tellers()
    rows = np.flatnonzero(wanted.flags & ~wanted.snoozed).tolist()
    return ToReview(
        tuple(
            looked.tell(row, tuple(_tell_why(tellers, cause, row) for cause in wanted.list_causes(row))) for row in rows
        ),
        int(np.count_nonzero(wanted.flags & wanted.snoozed)),
    )


def count_to_review(asked: Asked, rules: Rules, since: AsOf, *, proposed: Mapping[int, date]) -> int:
    """How many deals `find_to_review` finds, without a word about any of them."""
    wanted = _Looked(asked, since, {}, proposed).find_wanted(rules)
    return int(np.count_nonzero(wanted.flags & ~wanted.snoozed))


def measure_push_record(moment: Moment, deal_id: int) -> tuple[int, int, int] | None:
    """How often a deal's close was pushed, and of the closed deals pushed as often at least how many were won, of all.

    None for a deal that was never pushed, or is not there.
    """
    rows = np.flatnonzero(moment.history.deals.ids == deal_id)
    pushes = count_pushes(moment)
    if not rows.size or not pushes[rows[0]]:
        return None
    snapshot = moment.snapshot
    alike = snapshot.exists & ~snapshot.not_real & (pushes >= pushes[rows[0]])
    won = int(np.count_nonzero(alike & (snapshot.status == Status.WON)))
    return int(pushes[rows[0]]), won, won + int(np.count_nonzero(alike & (snapshot.status == Status.LOST)))


def measure_open(asked: Asked) -> Standing:
    """The active deals: what they are worth as far as it is known, weighted, and how many have something planned."""
    active, amount = asked.population.active, asked.population.amount
    stepless = asked.moment.flagged.by_flag[Flag.NO_NEXT_STEP]
    return Standing(
        deals=int(np.count_nonzero(active)),
        value=add_up(amount[active & (amount != NO_VALUE)]),
        weighted=asked.weighted.value,
        with_step=int(np.count_nonzero(active & ~stepless)),
    )


@dataclass(frozen=True, slots=True)
class MovedSince:
    """The bars from one instant to the other with both ends, and the deals that were won and lost between them."""

    moved: tuple[MovedLine, ...]
    won: tuple[ClosedLine, ...]
    lost: tuple[ClosedLine, ...]


def measure_moved(asked: Asked, since: AsOf) -> MovedSince:
    """What became of the open value since an instant (METRICS §17)."""
    moment = asked.moment
    moves = find_moves(trace(moment.history, since, moment.as_of), asked.selection)
    movement = sum_up(moves)
    every = (movement.opening, *movement.bars, movement.closing)
    closed = moment.snapshot.closed_day
    return MovedSince(
        tuple(MovedLine(bar.bar.value, bar.value, bar.deals) for bar in every),
        tuple(_list_closed(moves, Bar.WON, closed)),
        tuple(_list_closed(moves, Bar.LOST, closed)),
    )


def _list_closed(moves: Moves, bar: Bar, closed: Int32s) -> Iterator[ClosedLine]:
    """The deals of a bar, the largest first; one that was closed twice stands once, with its last value."""
    found = {int(moves.deal[row]): int(moves.amount[row]) for row in np.flatnonzero(moves.is_in(bar)).tolist()}
    for deal, amount in sorted(found.items(), key=lambda pair: (-pair[1], pair[0])):
        day = int(closed[deal])
        yield ClosedLine(
            int(moves.ids[deal]), None if amount == NO_VALUE else amount, None if day == NO_DAY else date_of(day)
        )


_Tellers: TypeAlias = Mapping[Cause, Callable[[int], WhyLine]]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The deals that the rules ask for, by cause and in all, and which of all deals are left alone on purpose."""

    by_cause: Mapping[Cause, Flags]
    flags: Flags
    snoozed: Flags

    def list_causes(self, row: int) -> list[Cause]:
        """Those of a deal, the gravest first."""
        return [cause for cause in Cause if cause in self.by_cause and self.by_cause[cause][row]]


def _tell_why(tellers: _Tellers, cause: Cause, row: int) -> WhyLine:
    tell = tellers.get(cause)
    return WhyLine(cause) if tell is None else tell(row)


class _Looked:
    """A moment beside the one of the last review, and the numbers of each cause."""

    def __init__(self, asked: Asked, since: AsOf, usual_days: Mapping[int, int], proposed: Mapping[int, date]) -> None:
        self._asked = asked
        self._moment = asked.moment
        self._since = since
        self._usual_days = usual_days
        self._proposed = proposed
        self._today = date_of(asked.moment.as_of.day)

    def find_wanted(self, rules: Rules) -> _Wanted:
        """The active deals that come in under the rules."""
        active = self._asked.population.active
        by_cause = {cause: flags & active for cause, flags in self._by_cause(rules).items() if rules.asks(cause)}
        flags = np.zeros(active.size, dtype=np.bool_)
        for of_cause in by_cause.values():
            flags |= of_cause
        return _Wanted(by_cause, flags, find_snoozed(self._moment))

    def _by_cause(self, rules: Rules) -> dict[Cause, Flags]:
        """The deals of each cause among all."""
        moment, flagged = self._moment, self._moment.flagged.by_flag
        found = {cause: flagged[flag] for cause, flag in _BY_FLAG.items() if flag in flagged}
        proposed = np.fromiter(self._proposed, dtype=np.int64, count=len(self._proposed))
        return found | {
            Cause.CLOSE_PROPOSED: np.isin(moment.history.deals.ids, proposed),
            Cause.SLIPPED: self._slipped(),
            Cause.LONG_IN_STAGE: flagged[Flag.LONG_IN_STAGE] | flag_slow(moment, self._asked.chosen),
            Cause.DUE: self._due(),
            Cause.BIGGEST: self._ranks <= rules.biggest,
        }

    def tell(self, row: int, why: tuple[WhyLine, ...]) -> DealToReview:
        """A deal with what it is worth."""
        amount = int(self._asked.population.amount[row])
        known = None if amount == NO_VALUE else amount
        chance = float(self._chances[row])
        weight = 0.0 if known is None or np.isnan(chance) else known * chance
        return DealToReview(int(self._moment.history.deals.ids[row]), known, weight, why)

    def list_tellers(self) -> _Tellers:
        """What tells a cause of a deal with its numbers; other causes have none. Not kept: it holds this object."""
        snapshot, ids = self._moment.snapshot, self._moment.history.deals.ids
        return {
            Cause.CLOSE_PROPOSED: lambda row: self._since_day(
                Cause.CLOSE_PROPOSED, day_number(self._proposed[int(ids[row])])
            ),
            Cause.SLIPPED: lambda row: WhyLine(
                Cause.SLIPPED, day=_day(snapshot.expected[row]), was=_day(self._before.expected[row])
            ),
            Cause.STALE: lambda row: self._since_day(Cause.STALE, int(self._touched[row])),
            Cause.PUSHED: lambda row: WhyLine(
                Cause.PUSHED, count=int(self._pushes[row]), day=_day(snapshot.expected[row])
            ),
            Cause.LONG_IN_STAGE: lambda row: WhyLine(
                Cause.LONG_IN_STAGE, days=self._days_in_stage(row), usual=self._usual(row)
            ),
            Cause.LATE_STEP: lambda row: self._since_day(Cause.LATE_STEP, int(self._next_due[row])),
            Cause.CLOSE_PAST: lambda row: self._since_day(Cause.CLOSE_PAST, int(snapshot.expected[row])),
            Cause.VALUE_LARGE: lambda row: WhyLine(Cause.VALUE_LARGE, times=self._times_usual(row)),
            Cause.DUE: lambda row: self._since_day(Cause.DUE, int(snapshot.expected[row])),
            Cause.BIGGEST: lambda row: WhyLine(Cause.BIGGEST, count=int(self._ranks[row])),
        }

    def _since_day(self, cause: Cause, day: int) -> WhyLine:
        return WhyLine(cause, days=abs(self._moment.as_of.day - day), day=date_of(day))

    @cached_property
    def _touched(self) -> Int32s:
        return find_last_touch(self._moment)

    @cached_property
    def _pushes(self) -> Int64s:
        return count_pushes(self._moment)

    @cached_property
    def _before(self) -> Snapshot:
        return look(self._moment.history, self._since).snapshot

    @cached_property
    def _next_due(self) -> Int32s:
        """Day of each deal's first planned activity, the last of all days where none is set."""
        activities, at = self._moment.history.activities, self._moment.as_of.at
        is_open = (activities.done == NO_VALUE) | (activities.done > at)
        rows = np.flatnonzero(
            is_open & (activities.deal >= 0) & (activities.created <= at) & (activities.due_day != NO_DAY)
        )
        due = np.full(self._moment.snapshot.exists.size, np.iinfo(np.int32).max, dtype=np.int32)
        np.minimum.at(due, activities.deal[rows], activities.due_day[rows])
        return due

    @cached_property
    def _ranks(self) -> Int64s:
        """The place of each active deal by its value, from 1; those of unknown value stand beyond any."""
        active, amount = self._asked.population.active, self._asked.population.amount
        rows = np.flatnonzero(active & (amount != NO_VALUE))
        ranks = np.full(active.size, np.iinfo(np.int64).max, dtype=np.int64)
        ranks[rows[np.lexsort((rows, -amount[rows]))]] = np.arange(1, rows.size + 1)
        return ranks

    def _slipped(self) -> Flags:
        """Expected in a later month than when the last review was held, or at no time any more."""
        was, now = self._before.expected, self._moment.snapshot.expected
        there = self._before.exists & (self._before.status == Status.OPEN) & (was != NO_DAY)
        later: Flags = there & ((now == NO_DAY) | (_months(now) > _months(was)))
        return later

    def _due(self) -> Flags:
        """Expected from today to the end of the month."""
        end = day_number(add_months(self._today.replace(day=1), 1))
        expected = self._moment.snapshot.expected
        return np.asarray((expected >= self._moment.as_of.day) & (expected < end), dtype=np.bool_)

    def _days_in_stage(self, row: int) -> int | None:
        days = int(self._running_days[row])
        return days if days >= 0 else None

    @cached_property
    def _running_days(self) -> Int64s:
        """Of each deal's visit that runs; below 0 where there is none, or nobody knows since when."""
        passages = self._moment.passages
        rows = np.flatnonzero(passages.is_running)
        days = np.full(self._moment.snapshot.exists.size, UNKNOWN, dtype=np.int64)
        days[passages.deal[rows]] = passages.running_days[rows]
        return days

    @cached_property
    def _chances(self) -> Floats:
        snapshot = self._moment.snapshot
        return chance_of(snapshot, self._moment.chances, np.arange(snapshot.exists.size))

    def _usual(self, row: int) -> int | None:
        stage = int(self._moment.snapshot.stage[row])
        return None if stage < 0 else self._usual_days.get(int(self._moment.history.stages.ids[stage]))

    def _times_usual(self, row: int) -> float | None:
        """How many times the median of won values it is."""
        return round(int(self._moment.amounts.minor[row]) / self._usual_value, 1) if self._usual_value > 0 else None

    @cached_property
    def _usual_value(self) -> float:
        """The median of won values, 0 where too few tell it."""
        snapshot, amount = self._moment.snapshot, self._moment.amounts.minor
        won = amount[snapshot.exists & (snapshot.status == Status.WON) & (amount != NO_VALUE)]
        return float(np.median(won)) if won.size >= _FEW else 0.0


def _months(days: Int32s) -> Int64s:
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def _day(number: int) -> date | None:
    return None if number == NO_DAY else date_of(int(number))
