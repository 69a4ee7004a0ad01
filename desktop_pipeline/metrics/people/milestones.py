"""Which deals became MQL and SQL, by their stage or by hand, and when (METRICS §10)."""

from dataclasses import dataclass

import numpy as np

from desktop_pipeline.domain.milestones import Milestone
from desktop_pipeline.metrics.history import NO_DAY, UNKNOWN, Flags, History, Int32s, Stages
from desktop_pipeline.metrics.snapshot import Snapshot
from desktop_pipeline.metrics.stages.passages import Passages

_PLACES = {milestone: place for place, milestone in enumerate(Milestone)}


@dataclass(frozen=True, eq=False)
class Passing:
    """One row a deal: who passed a milestone."""

    passed: Flags
    day: Int32s  # NO_DAY where it did not, or nobody knows when
    event: Int32s  # row in Events of what put it there, UNKNOWN where a mark did
    has_stage: Flags  # its pipeline has a stage that carries the milestone
    unknown: Flags  # its stages are not on record, so that nobody can tell


@dataclass(frozen=True, eq=False)
class Milestones:
    """Who became MQL, and who SQL."""

    mql: Passing
    sql: Passing


def find_milestones(history: History, snapshot: Snapshot, passages: Passages) -> Milestones:
    """By the first stage at the milestone or beyond, or by the mark that a person set, whichever was earlier."""
    deals = history.deals
    mql = _find_passing(history, snapshot, passages, Milestone.MQL, deals.mql_day)
    sql = _find_passing(history, snapshot, passages, Milestone.SQL, deals.sql_day)
    # A mark of the later milestone says that the earlier one is behind, where the pipeline knows an earlier one.
    implied = sql.passed & mql.has_stage
    day = np.where(implied, _earlier(mql.day, sql.day), mql.day)
    event = np.where(implied & (day != mql.day), sql.event, mql.event)
    return Milestones(Passing(mql.passed | implied, day, event, mql.has_stage, mql.unknown & ~implied), sql)


def _find_passing(
    history: History, snapshot: Snapshot, passages: Passages, milestone: Milestone, marked: Int32s
) -> Passing:
    stages = history.stages
    carries = stages.is_open & (stages.milestone == _PLACES[milestone])
    behind = passages.reached & _at_or_beyond(stages, carries)[passages.stage]
    deal = passages.deal[behind]
    # Passages stand by deal and stage: the first is the lowest stage.
    is_first = np.ones(deal.size, dtype=np.bool_)
    is_first[1:] = deal[1:] != deal[:-1]
    passed = np.zeros(snapshot.exists.size, dtype=np.bool_)
    day = np.full(snapshot.exists.size, NO_DAY, dtype=np.int32)
    passed[deal[is_first]] = True
    day[deal[is_first]] = passages.reached_day[behind][is_first]
    event = np.full(day.size, UNKNOWN, dtype=np.int32)
    event[deal[is_first]] = passages.reached_event[behind][is_first]
    is_marked = snapshot.exists & (marked != NO_DAY) & (marked <= snapshot.as_of.day)
    has_stage = np.isin(snapshot.pipeline, np.unique(stages.pipeline[carries & ~stages.archived]))
    unknown = snapshot.exists & has_stage & (snapshot.entry < 0) & ~is_marked
    first = np.where(is_marked, _earlier(day, marked), day)
    return Passing(
        passed | is_marked,
        first,
        np.where(first == day, event, UNKNOWN).astype(np.int32),
        has_stage,
        unknown,
    )


def _at_or_beyond(stages: Stages, carries: Flags) -> Flags:
    """Stage rows from a pipeline's first one with the milestone on; a removed one counts for itself alone."""
    rows = np.arange(carries.size)
    last = np.maximum.accumulate(np.where(carries & ~stages.archived, rows, -1))
    beyond: Flags = last >= np.searchsorted(stages.pipeline, stages.pipeline)
    return beyond | carries


def _earlier(one: Int32s, other: Int32s) -> Int32s:
    """The earlier of two days; an unknown one is no day."""
    earlier: Int32s = np.where(one == NO_DAY, other, np.where(other == NO_DAY, one, np.minimum(one, other))).astype(
        np.int32
    )
    return earlier
