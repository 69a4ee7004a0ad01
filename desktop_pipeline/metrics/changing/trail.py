"""What happened to each deal between two instants, state by state, whatever the filter (METRICS §17)."""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from desktop_pipeline.domain.deals import EventKind
from desktop_pipeline.domain.periods import Period
from desktop_pipeline.metrics.days import AsOf, as_of_day
from desktop_pipeline.metrics.history import (
    NO_DAY,
    NO_VALUE,
    UNKNOWN,
    Events,
    Flags,
    History,
    Int8s,
    Int16s,
    Int32s,
    Int64s,
)
from desktop_pipeline.metrics.snapshot import pick

_KNOWLEDGE = (EventKind.VALUE, EventKind.EXPECTED_CLOSE, EventKind.OWNER, EventKind.PROBABILITY)


@dataclass(frozen=True, eq=False)
class States:
    """What some deals were, one row each; one that is not open has no value that counts."""

    deal: Int64s  # row in Deals
    is_open: Flags
    pipeline: Int64s
    owner: Int32s
    value: Int64s
    currency: Int16s
    expected: Int32s

    def at(self, rows: Int64s) -> "States":
        """The states of some rows; a negative row is a deal that is not there yet."""
        return States(
            deal=pick(self.deal, rows, UNKNOWN),
            is_open=pick(self.is_open, rows, missing=False),
            pipeline=pick(self.pipeline, rows, UNKNOWN),
            owner=pick(self.owner, rows, UNKNOWN),
            value=pick(self.value, rows, NO_VALUE),
            currency=pick(self.currency, rows, UNKNOWN),
            expected=pick(self.expected, rows, NO_DAY),
        )


@dataclass(frozen=True, eq=False)
class Trail:
    """The deals as they stood at two instants, and each event between them with the state before it and after it.

    Days are those whose rates turn values into the base currency: `previous_day` is that of the deal's event before or
    of the opening, `last_day` that of the deal's last event or of the opening.
    """

    history: History
    opening: AsOf
    closing: AsOf
    at_opening: States  # one row a deal that has a past by then
    at_closing: States
    last_day: Int64s  # one row a row of `at_closing`
    kind: Int8s
    day: Int64s
    previous_day: Int64s
    before: States
    after: States


def trace(history: History, opening: AsOf, closing: AsOf) -> Trail:
    """Follow every deal from the opening to the closing; an opening after the closing is the closing."""
    opening = min(opening, closing, key=lambda instant: instant.at)
    rows = _in_order(history.events, np.flatnonzero(history.events.at <= closing.at))
    deal = history.events.deal[rows]
    walk = _Walk(deal)
    states = _find_states(history, rows, walk)
    is_new = history.events.at[rows] > opening.at
    day = _find_days(history.events.day[rows].astype(np.int64), opening.day, walk)
    new = np.flatnonzero(is_new)
    before = np.where(walk.first[new] == new, UNKNOWN, new - 1)
    last = np.flatnonzero(np.append(deal[1:] != deal[:-1], np.True_)) if deal.size else new
    known = np.flatnonzero(~is_new)
    last_known = known[np.append(deal[known][1:] != deal[known][:-1], np.True_)] if known.size else known
    return Trail(
        history=history,
        opening=opening,
        closing=closing,
        at_opening=states.at(last_known),
        at_closing=states.at(last),
        last_day=day[last],
        kind=history.events.kind[rows[new]],
        day=day[new],
        previous_day=pick(day, before, opening.day),
        before=states.at(before),
        after=states.at(new),
    )


def trace_period(history: History, as_of: AsOf, period: Period) -> Trail:
    """From the instant before the period begins to its end, or to the as-of instant where that is earlier."""
    before, last = (as_of_day(day - timedelta(days=1), history.zone) for day in (period.start, period.end))
    return trace(history, before, min(last, as_of, key=lambda instant: instant.at))


class _Walk:
    """Events in order of deal and instant, and what of earlier ones still holds at each."""

    def __init__(self, deal: Int32s) -> None:
        self._rows = np.arange(deal.size)
        is_first = np.ones(deal.size, dtype=np.bool_)
        is_first[1:] = deal[1:] != deal[:-1]
        self.first = np.maximum.accumulate(np.where(is_first, self._rows, 0))

    def last(self, found: Flags) -> Int64s:
        """For each event the last one of its deal, up to itself, that is among those found; −1 where there is none."""
        last = np.maximum.accumulate(np.where(found, self._rows, UNKNOWN))
        return np.where(last >= self.first, last, UNKNOWN)


def _in_order(events: Events, rows: Int64s) -> Int64s:
    """The events, with what was entered at the very instant of an outcome before that outcome.

    A file tells a deal's value with its outcome (METRICS §0): it was won at that value.
    """
    deal, at, kind = events.deal[rows], events.at[rows], events.kind[rows]
    together = (deal[1:] == deal[:-1]) & (at[1:] == at[:-1])
    if not together.any():
        return rows
    with_next = np.append(together, np.False_)
    some = np.flatnonzero(with_next | np.append(np.False_, together))
    group = np.cumsum(~np.append(np.False_, with_next[some][:-1]))
    # What stands up to the creation stays: the creation sets all of it anew.
    is_created = np.flatnonzero(kind[some] == EventKind.CREATED)
    created = np.full(int(group[-1]) + 1, UNKNOWN, dtype=np.int64)
    created[group[is_created]] = is_created
    is_later = np.arange(some.size) > created[group]
    rank = np.where(is_later, np.where(np.isin(kind[some], _KNOWLEDGE), 1, 2), 0)
    ordered = rows.copy()
    ordered[some] = rows[some[np.lexsort((rank, group))]]
    return ordered


def _find_states(history: History, rows: Int64s, walk: _Walk) -> States:
    """What each deal was after each event: snapshot.replay, event by event."""
    events, stages, deals = history.events, history.stages, history.deals
    deal, kind = events.deal[rows].astype(np.int64), events.kind[rows]
    is_created = kind == EventKind.CREATED
    created = walk.last(is_created)
    decided = walk.last((kind >= EventKind.WON) & (kind <= EventKind.REOPENED))
    presence = walk.last((kind == EventKind.DELETED) | (kind == EventKind.RESTORED))
    decision = pick(kind, decided, EventKind.REOPENED)
    is_there = ((created >= 0) | (decided >= 0)) & (pick(kind, presence, 0) != EventKind.DELETED)
    stage_id = events.stage[rows]
    # Outcomes have no stage of their own after them.
    placed = walk.last(
        (stage_id != UNKNOWN)
        & np.isin(kind, (EventKind.CREATED, EventKind.MOVED, EventKind.REOPENED, EventKind.PIPELINE))
    )
    stage = stages.rows_by_id()[pick(stage_id, placed, UNKNOWN)]
    valued = walk.last(is_created | (kind == EventKind.VALUE))
    owned = walk.last(is_created | (kind == EventKind.OWNER))
    expecting = walk.last(is_created | (kind == EventKind.EXPECTED_CLOSE))
    return States(
        deal=deal,
        is_open=is_there & (decision == EventKind.REOPENED),
        pipeline=np.where(stage >= 0, pick(stages.pipeline, stage, UNKNOWN), deals.pipeline[deal]),
        owner=pick(events.owner[rows], owned, UNKNOWN),
        value=pick(events.value[rows], valued, NO_VALUE),
        currency=pick(events.currency[rows], valued, UNKNOWN),
        expected=pick(events.expected[rows], expecting, NO_DAY),
    )


def _find_days(day: Int64s, opening: int, walk: _Walk) -> Int64s:
    """The day whose rate holds at each event: one without a date takes the day of the event before it."""
    dated = walk.last(day != NO_DAY)
    return np.maximum(pick(day, dated, opening), opening)
