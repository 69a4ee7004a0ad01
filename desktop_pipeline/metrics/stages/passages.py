"""How deals passed through the open stages of their pipeline: when, and for how long (METRICS §6, §7)."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from desktop_pipeline.domain.deals import EventKind
from desktop_pipeline.metrics.history import NO_DAY, UNKNOWN, Flags, History, Int8s, Int32s, Int64s
from desktop_pipeline.metrics.snapshot import Snapshot, Status, pick

_PLACING = (EventKind.CREATED, EventKind.MOVED, EventKind.REOPENED, EventKind.PIPELINE)
_DECIDING = (EventKind.WON, EventKind.LOST)


class Fate(IntEnum):
    """What became of a deal that reached a stage (METRICS §6)."""

    UNDECIDED = 0  # it got no further, and is open
    ADVANCED = 1  # it got further, or was won
    DROPPED = 2  # it got no further, and was lost


@dataclass(frozen=True, eq=False)
class Passages:
    """One row a deal and stage that it reached or was in, by deal and stage; removed ones only where it was in them."""

    deal: Int32s  # row in Deals
    stage: Int32s  # stage row
    reached: Flags  # False: it was moved back to before its entry, which is no reaching
    reached_day: Int32s  # of the first event that put it there or beyond; NO_DAY where the history tells none
    reached_event: Int32s  # the row of that event in Events
    entered: Flags  # False: it skipped the stage
    days: Int32s  # of all its visits; the running one counts too; −1 where one of them is of unknown length
    left_day: Int32s  # the last time; NO_DAY where unknown, and while it is there
    left_event: Int32s  # its row in Events, UNKNOWN where there is none
    is_running: Flags  # it is there as of the instant
    running_days: Int32s  # of that visit alone, −1 where there is none or its beginning is unknown
    moved_back: Flags  # at least once from here to an earlier stage
    fate: Int8s  # of a deal that reached the stage
    beyond_day: Int32s  # of the first event that put it beyond, or of its winning; NO_DAY where none did or told


def make_passages(history: History, snapshot: Snapshot) -> Passages:
    """From the events up to the snapshot's instant; what they do not tell is unknown, never filled in (METRICS §0)."""
    steps = _find_steps(history, snapshot)
    cells = _lay_out(history, snapshot, steps)
    reached, reached_day, reached_event = _find_reached(snapshot, cells, steps)
    visits = _add_visits(snapshot, cells, steps)
    stages, entered = history.stages, visits.entered
    # Nobody passes a stage that is no longer there; those who were in it before are told of.
    kept = stages.is_open[cells.stage] & (reached | entered) & (~stages.archived[cells.stage] | entered)
    deal, stage, reached_day = cells.deal[kept], cells.stage[kept], reached_day[kept]
    fate, beyond_day = _find_fates(snapshot, deal, stage, reached_day)
    return Passages(
        deal=deal.astype(np.int32),
        stage=stage.astype(np.int32),
        reached=reached[kept],
        reached_day=reached_day,
        reached_event=reached_event[kept],
        entered=entered[kept],
        days=visits.days[kept],
        left_day=visits.left_day[kept],
        left_event=visits.left_event[kept],
        is_running=visits.is_running[kept],
        running_days=visits.running_days[kept],
        moved_back=visits.moved_back[kept],
        fate=fate,
        beyond_day=beyond_day,
    )


def _find_fates(snapshot: Snapshot, deal: Int64s, stage: Int64s, reached_day: Int32s) -> tuple[Int8s, Int32s]:
    status = snapshot.status[deal]
    advanced = (status == Status.WON) | (snapshot.high_water[deal] > stage)
    fate = np.where(advanced, Fate.ADVANCED, np.where(status == Status.LOST, Fate.DROPPED, Fate.UNDECIDED))
    beyond = np.where(status == Status.WON, snapshot.closed_day[deal], NO_DAY)
    goes_on = np.flatnonzero(deal[1:] == deal[:-1])
    beyond[goes_on] = reached_day[goes_on + 1]
    return fate.astype(np.int8), np.where(advanced, beyond, NO_DAY).astype(np.int32)


@dataclass(frozen=True, eq=False, slots=True)
class _Steps:
    """The events that put a deal somewhere or decide it, in order; stage rows outside its pipeline are UNKNOWN."""

    event: Int64s  # row in Events
    deal: Int64s
    kind: Int8s
    day: Int32s  # NO_DAY where the history does not tell it
    after: Int64s
    before: Int64s
    follows: Flags  # the step before is of the same deal

    def previous(self, column: Int64s, missing: int) -> Int64s:
        """The column one step earlier in the same deal."""
        shifted = np.full_like(column, missing)
        shifted[1:] = column[:-1]
        shifted[~self.follows] = missing
        return shifted


@dataclass(frozen=True, eq=False, slots=True)
class _Cells:
    """A row for each deal and stage from its first to its last; `start[deal] + stage` is the row."""

    deal: Int64s
    stage: Int64s
    start: Int64s


@dataclass(frozen=True, eq=False, slots=True)
class _Visits:
    """What was done in each cell."""

    entered: Flags
    days: Int32s
    left_day: Int32s
    left_event: Int32s
    is_running: Flags
    running_days: Int32s
    moved_back: Flags


def _find_steps(history: History, snapshot: Snapshot) -> _Steps:
    events, stages = history.events, history.stages
    wanted = np.zeros(max(EventKind) + 1, dtype=np.bool_)
    wanted[[*_PLACING, *_DECIDING]] = True
    rows = np.flatnonzero(wanted[events.kind] & (events.at <= snapshot.as_of.at) & snapshot.exists[events.deal])
    deal, kind = events.deal[rows].astype(np.int64), events.kind[rows]
    known = stages.rows_by_id()
    known = np.where(pick(stages.is_open, known, missing=False), known, UNKNOWN)
    after, before = known[events.stage[rows]], known[events.from_stage[rows]]
    if stages.has_several_pipelines:
        for column in (after, before):
            column[pick(stages.pipeline, column, UNKNOWN) != snapshot.pipeline[deal]] = UNKNOWN
    is_creation = kind == EventKind.CREATED
    undated = np.where(is_creation, ~history.deals.created_known[deal], events.stands_in[rows] & ~_decides(kind))
    follows = np.zeros(rows.size, dtype=np.bool_)
    follows[1:] = deal[1:] == deal[:-1]
    day = np.where(undated, NO_DAY, events.day[rows]).astype(np.int32)
    return _Steps(rows, deal, kind, day, after, before, follows)


def _decides(kind: Int8s) -> Flags:
    decides: Flags = (kind == EventKind.WON) | (kind == EventKind.LOST)
    return decides


def _lay_out(history: History, snapshot: Snapshot, steps: _Steps) -> _Cells:
    lowest = np.minimum(
        np.where(steps.after < 0, steps.before, steps.after), np.where(steps.before < 0, steps.after, steps.before)
    )
    known = np.flatnonzero(lowest >= 0)
    first = snapshot.entry.astype(np.int64)
    last = np.where(snapshot.status == Status.WON, pick(_last_open_rows(history), first, UNKNOWN), snapshot.high_water)
    if known.size:
        deal = steps.deal[known]
        begins = np.append(0, np.flatnonzero(deal[1:] != deal[:-1]) + 1)
        first[deal[begins]] = np.minimum.reduceat(lowest[known], begins)
    counts = np.where(snapshot.exists & (first >= 0), last - first + 1, 0)
    start = np.cumsum(counts) - counts - first
    deals = np.repeat(np.arange(counts.size), counts)
    return _Cells(deals, np.arange(deals.size) - start[deals], start)


def _last_open_rows(history: History) -> Int64s:
    """For each stage row the last open one of its pipeline."""
    stages = history.stages
    last = np.full(stages.ids.size, UNKNOWN, dtype=np.int64)
    for pipeline in np.unique(stages.pipeline).tolist():
        of_pipeline = stages.pipeline == pipeline
        last[of_pipeline] = np.flatnonzero(of_pipeline & stages.is_open).max(initial=UNKNOWN)
    return last


def _find_reached(snapshot: Snapshot, cells: _Cells, steps: _Steps) -> tuple[Flags, Int32s, Int32s]:
    days = np.full(cells.deal.size, NO_DAY, dtype=np.int32)
    events = np.full(cells.deal.size, UNKNOWN, dtype=np.int32)
    furthest = np.maximum(steps.after, steps.before)
    # One running maximum for all deals: each deal's numbers begin above those of the deal before.
    base = steps.deal * (int(furthest.max(initial=0)) + 2) + 1
    before = steps.previous(np.maximum.accumulate(furthest + base), UNKNOWN) - base
    before = np.maximum(before, np.maximum(snapshot.entry[steps.deal] - 1, UNKNOWN))
    further = np.flatnonzero(furthest > before)
    counts = furthest[further] - before[further]
    step = np.repeat(further, counts)
    offset = cells.start[steps.deal[further]] + before[further] + 1 - (np.cumsum(counts) - counts)
    cell = np.repeat(offset, counts) + np.arange(step.size)
    # That a deal had been somewhere, told by its leaving alone, does not say since when.
    days[cell] = np.where(cells.stage[cell] > steps.before[step], steps.day[step], NO_DAY)
    events[cell] = steps.event[step]
    # Whoever won has passed all stages that were left, that day.
    rest = np.flatnonzero(cells.stage > snapshot.high_water[cells.deal])
    days[rest] = snapshot.closed_day[cells.deal[rest]]
    last_event = np.full(snapshot.exists.size, UNKNOWN, dtype=np.int32)
    last_event[steps.deal] = steps.event
    events[rest] = last_event[cells.deal[rest]]
    return cells.stage >= snapshot.entry[cells.deal], days, events


def _add_visits(snapshot: Snapshot, cells: _Cells, steps: _Steps) -> _Visits:
    size = cells.deal.size
    visit = np.flatnonzero(steps.after >= 0)
    cell = cells.start[steps.deal[visit]] + steps.after[visit]
    has_end = np.append(steps.follows, False)[visit + 1]
    runs = ~has_end & (snapshot.status[steps.deal[visit]] == Status.OPEN)
    begun = steps.day[visit]
    ended = np.where(has_end, np.append(steps.day, NO_DAY)[visit + 1], NO_DAY)
    ended[runs] = snapshot.as_of.day
    is_known = (begun != NO_DAY) & (ended != NO_DAY)
    # Where clocks are set back over midnight the local day may be the earlier one.
    length = np.where(is_known, np.maximum(ended.astype(np.int64) - begun, 0), 0)
    days = np.bincount(cell, weights=length, minlength=size).astype(np.int32)
    stray = _find_strays(steps)
    stray_cell = cells.start[steps.deal[stray]] + steps.before[stray]
    for unknown in (cell[~is_known], stray_cell):
        days[unknown] = UNKNOWN
    entered = np.zeros(size, dtype=np.bool_)
    entered[cell] = True
    entered[stray_cell] = True
    running = np.flatnonzero(runs)
    is_running = np.zeros(size, dtype=np.bool_)
    is_running[cell[running]] = True
    running_days = np.full(size, UNKNOWN, dtype=np.int32)
    running_days[cell[running]] = np.where(is_known, length, UNKNOWN)[running]
    left = np.full(size, NO_DAY, dtype=np.int32)
    leaves, leave_cell = np.append(visit[has_end] + 1, stray), np.append(cell[has_end], stray_cell)
    in_order = np.argsort(leaves, kind="stable") if stray.size else np.arange(leaves.size)
    left[leave_cell[in_order]] = steps.day[leaves[in_order]]
    left[is_running] = NO_DAY
    left_event = np.full(size, UNKNOWN, dtype=np.int32)
    left_event[leave_cell[in_order]] = steps.event[leaves[in_order]]
    return _Visits(entered, days, left, left_event, is_running, running_days, _find_returns(cells, steps))


def _find_strays(steps: _Steps) -> Int64s:
    """Steps that leave a stage in which the history did not place the deal: it was there, for how long is not known."""
    decided = steps.previous(_decides(steps.kind).astype(np.int64), 0) > 0
    return np.flatnonzero((steps.before >= 0) & (steps.previous(steps.after, UNKNOWN) != steps.before) & ~decided)


def _find_returns(cells: _Cells, steps: _Steps) -> Flags:
    # Imported moves may not say where they came from.
    origin = np.where(steps.before >= 0, steps.before, steps.previous(steps.after, UNKNOWN))
    back = np.flatnonzero((steps.kind == EventKind.MOVED) & (steps.after >= 0) & (origin > steps.after))
    moved_back = np.zeros(cells.deal.size, dtype=np.bool_)
    moved_back[cells.start[steps.deal[back]] + origin[back]] = True
    return moved_back
