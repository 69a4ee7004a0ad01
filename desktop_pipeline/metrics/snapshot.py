"""Deals as they stood at an instant, by replay of the events up to it (METRICS §0)."""

from dataclasses import dataclass
from enum import IntEnum
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from desktop_pipeline.domain.deals import EventKind
from desktop_pipeline.metrics.days import AsOf
from desktop_pipeline.metrics.history import (
    NO_DAY,
    NO_VALUE,
    UNKNOWN,
    Events,
    Flags,
    Floats,
    History,
    Int8s,
    Int32s,
    Int64s,
    Integers,
)

_Scalar = TypeVar("_Scalar", bound=np.generic)


class Status(IntEnum):
    """domain.deals.DealStatus as a column holds it."""

    OPEN = 0
    WON = 1
    LOST = 2


@dataclass(frozen=True, eq=False)
class Snapshot:
    """One row a deal; owner, value, currency, probability and expected close of a closed one are those at its close."""

    as_of: AsOf
    exists: Flags
    status: Int8s
    not_real: Flags  # lost for a reason that says it never was a deal
    reason: Integers  # of its outcome, UNKNOWN where none was told and while open
    stage: Int32s  # stage row, UNKNOWN where never recorded
    pipeline: Int32s
    owner: Integers
    value: Int64s
    currency: Integers
    probability: Floats  # nan where not set by hand
    expected: Int32s
    created_day: Int32s  # NO_DAY where unknown
    closed_day: Int32s  # NO_DAY while open
    valued_day: Int32s  # whose rate turns the value into the base currency: the close, or the as-of day
    days_lost: Int32s  # between a loss and what followed it
    entry: Int32s  # first stage row it is known to have been in, of its pipeline's open ones
    high_water: Int32s  # furthest of them


def replay(history: History, as_of: AsOf) -> Snapshot:
    """Every deal as it stood at the instant; a later event changes nothing."""
    past = _Past(history, as_of)
    deals, events = history.deals, history.events
    created = past.last(past.find(EventKind.CREATED))
    decided = past.last(past.find(EventKind.WON, EventKind.LOST, EventKind.REOPENED))
    presence = past.last(past.find(EventKind.DELETED, EventKind.RESTORED))
    # An outcome dated before the creation is a data error; the deal is closed all the same.
    status = np.array([Status.OPEN, Status.WON, Status.LOST, Status.OPEN], dtype=np.int8)[
        np.maximum(pick(events.kind, decided, 0).astype(np.int64) - EventKind.WON + 1, 0)
    ]
    closed = status != Status.OPEN
    closed_day = np.where(closed, pick(events.day, decided, NO_DAY), NO_DAY).astype(np.int32)
    known_until = np.where(
        closed, np.maximum(pick(events.at, decided, as_of.at), pick(events.at, created, NO_VALUE)), as_of.at
    )
    value = past.last_known(EventKind.VALUE, known_until)
    stage = past.stage()
    pipeline = np.where(stage >= 0, pick(history.stages.pipeline, stage, UNKNOWN), deals.pipeline)
    entry, high_water = past.visits(pipeline)
    reason = pick(events.reason, decided, UNKNOWN)
    return Snapshot(
        as_of=as_of,
        exists=((created >= 0) | (decided >= 0)) & (pick(events.kind, presence, 0) != EventKind.DELETED),
        status=status,
        not_real=np.isin(reason, sorted(history.not_real_reasons)),
        reason=np.where(closed, reason, UNKNOWN).astype(np.int32),
        stage=stage.astype(np.int32),
        pipeline=pipeline.astype(np.int32),
        owner=pick(events.owner, past.last_known(EventKind.OWNER, known_until), UNKNOWN),
        value=pick(events.value, value, NO_VALUE),
        currency=pick(events.currency, value, UNKNOWN),
        probability=pick(events.probability, past.last_known(EventKind.PROBABILITY, known_until), np.nan),
        expected=pick(events.expected, past.last_known(EventKind.EXPECTED_CLOSE, known_until), NO_DAY),
        created_day=np.where(deals.created_known, pick(events.day, created, NO_DAY), NO_DAY).astype(np.int32),
        closed_day=closed_day,
        valued_day=np.where(closed, closed_day, as_of.day).astype(np.int32),
        days_lost=past.days_lost().astype(np.int32),
        entry=entry.astype(np.int32),
        high_water=high_water.astype(np.int32),
    )


def pick(column: npt.NDArray[_Scalar], rows: Integers, missing: float) -> npt.NDArray[_Scalar]:
    """The column at some rows, and `missing` where a row is negative."""
    if not column.size:
        return np.full(rows.size, missing, dtype=column.dtype)
    picked = column[rows]
    picked[rows < 0] = missing
    return picked


class _Past:
    """The events that had happened by the as-of instant."""

    def __init__(self, history: History, as_of: AsOf) -> None:
        self._history = history
        self._events: Events = history.events
        # No kind is 0: an event still to come is found by no search.
        self._kind = np.where(history.events.at <= as_of.at, history.events.kind, 0).astype(np.int8)
        self._rows_by_id = history.stages.rows_by_id()
        self._open_rows_by_id = np.where(
            pick(history.stages.is_open, self._rows_by_id, missing=False), self._rows_by_id, UNKNOWN
        )

    def find(self, *kinds: EventKind) -> Int64s:
        """Rows of the events of some kinds, in order."""
        found = self._kind == kinds[0]
        for kind in kinds[1:]:
            found |= self._kind == kind
        return np.flatnonzero(found)

    def last(self, events: Int64s) -> Int64s:
        """For each deal the last of the given events, or −1."""
        rows = np.full(self._history.deals.ids.size, UNKNOWN, dtype=np.int64)
        deal = self._events.deal[events]
        is_last = np.ones(events.size, dtype=np.bool_)
        is_last[:-1] = deal[1:] != deal[:-1]
        rows[deal[is_last]] = events[is_last]
        return rows

    def last_known(self, kind: EventKind, until: Int64s) -> Int64s:
        """For each deal the last event that set what `kind` sets, at or before the deal's own instant."""
        events = self.find(EventKind.CREATED, kind)
        return self.last(events[self._events.at[events] <= until[self._events.deal[events]]])

    def stage(self) -> Int64s:
        """For each deal the row of the last stage that is on record."""
        events = self.find(EventKind.CREATED, EventKind.MOVED, EventKind.REOPENED, EventKind.PIPELINE)
        last = self.last(events[self._events.stage[events] != UNKNOWN])
        return self._rows_by_id[pick(self._events.stage, last, UNKNOWN)]

    def days_lost(self) -> Int64s:
        """For each deal the days between its losses and the status that followed each."""
        events = self.find(EventKind.WON, EventKind.LOST, EventKind.REOPENED)
        deal, day = self._events.deal[events], self._events.day[events]
        # A loss whose date no file told lay for an unknown time, which is none of the days that are known.
        lay_lost = (deal[1:] == deal[:-1]) & (self._kind[events[:-1]] == EventKind.LOST) & (day[:-1] != NO_DAY)
        lain = np.diff(day)[lay_lost]
        return np.bincount(deal[:-1][lay_lost], weights=lain, minlength=self._history.deals.ids.size).astype(np.int64)

    def visits(self, pipeline: Int64s) -> tuple[Int64s, Int64s]:
        """For each deal the first and the furthest open stage row of its pipeline, or UNKNOWN twice."""
        events = self.find(
            EventKind.CREATED, EventKind.MOVED, EventKind.PIPELINE, EventKind.WON, EventKind.LOST, EventKind.REOPENED
        )
        deal = self._events.deal[events]
        after = self._open_rows_by_id[self._events.stage[events]]
        before = self._open_rows_by_id[self._events.from_stage[events]]
        stages = self._history.stages
        if stages.has_several_pipelines:
            for rows in (after, before):
                rows[pick(stages.pipeline, rows, UNKNOWN) != pipeline[deal]] = UNKNOWN
        furthest = np.maximum(after, before)
        known = np.flatnonzero(furthest >= 0)
        entry = np.full(pipeline.size, UNKNOWN, dtype=np.int64)
        high_water = entry.copy()
        if known.size:
            deal_known = deal[known]
            first = np.append(0, np.flatnonzero(deal_known[1:] != deal_known[:-1]) + 1)
            start = known[first]
            entry[deal[start]] = np.where(before[start] >= 0, before[start], after[start])
            high_water[deal[start]] = np.maximum.reduceat(furthest[known], first)
        return entry, high_water
