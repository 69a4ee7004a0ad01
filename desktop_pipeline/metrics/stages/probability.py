"""Historical probability of winning from each stage (METRICS §9)."""

from dataclasses import dataclass

import numpy as np

from desktop_pipeline.metrics.history import UNKNOWN, Flags, Floats, History, Int64s
from desktop_pipeline.metrics.snapshot import Snapshot, Status, pick

_PRIOR_WEIGHT = 5


@dataclass(frozen=True, eq=False)
class StageChances:
    """Probability of winning from each stage row."""

    probability: Floats
    stages_unknown: Flags  # one row a deal: closed, and its stages are not on record


def stage_chances(history: History, snapshot: Snapshot, *, set_only: bool = False) -> StageChances:
    """p(s) = (won + k·p0) ÷ (n + k) of the whole company, whatever the filter: parts of a weighted sum add up."""
    stages = history.stages
    closed = snapshot.exists & (snapshot.status != Status.OPEN) & ~snapshot.not_real
    known = closed & (snapshot.entry >= 0)
    won = known & (snapshot.status == Status.WON)
    # Whoever won has passed every later stage of the pipeline too.
    furthest = np.where(won, pick(_last_rows(history), snapshot.entry, UNKNOWN), snapshot.high_water)
    won_reached = _count_reached(snapshot.entry[won], furthest[won], stages.ids.size)
    reached = _count_reached(snapshot.entry[known], furthest[known], stages.ids.size)
    probability = (
        stages.probability
        if set_only
        else (won_reached + _PRIOR_WEIGHT * stages.probability) / (reached + _PRIOR_WEIGHT)
    )
    return StageChances(probability, closed & ~known)


def chance_of(snapshot: Snapshot, chances: StageChances, rows: Int64s) -> Floats:
    """The probability of some deals by row: set by hand, else their stage's; nan where neither is known."""
    own = snapshot.probability[rows]
    return np.where(np.isnan(own), pick(chances.probability, snapshot.stage[rows], np.nan), own)


def _count_reached(entry: Int64s, furthest: Int64s, stages: int) -> Int64s:
    """For each stage row the deals with entry ≤ row ≤ furthest; both lie in one pipeline's block of rows."""
    change = np.bincount(entry, minlength=stages + 1) - np.bincount(furthest + 1, minlength=stages + 1)
    return np.cumsum(change)[:stages]


def _last_rows(history: History) -> Int64s:
    """For each stage row the last one of its pipeline."""
    pipeline = history.stages.pipeline
    last = np.full(pipeline.size, UNKNOWN, dtype=np.int64)
    for one in np.unique(pipeline).tolist():
        of_pipeline: Flags = pipeline == one
        last[of_pipeline] = np.flatnonzero(of_pipeline).max()
    return last
