"""Historical probability of stages, and what open deals weigh by it (METRICS §1, §9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

import numpy as np

from desktop_pipeline.metrics.base_values import convert_values
from desktop_pipeline.metrics.history import NO_VALUE, UNKNOWN, Flags, Floats, History, Int64s
from desktop_pipeline.metrics.population import Population
from desktop_pipeline.metrics.selection import EVERYTHING, Selection, select
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


@dataclass(frozen=True, slots=True)
class Weighted:
    """Σ value × p of `n` active deals in minor units; `stage_unknown` ones have a value and nowhere to take p from."""

    value: int
    n: int
    stage_unknown: int


def weigh(snapshot: Snapshot, population: Population, chances: StageChances) -> Weighted:
    """Take p from the deal where set by hand, else from its stage."""
    rows = np.flatnonzero(population.active & (population.amount != NO_VALUE))
    chance = _chance_of(snapshot, chances, rows)
    known = ~np.isnan(chance)
    # fsum rounds once, whatever the order of the deals.
    value = fsum((population.amount[rows[known]] * chance[known]).tolist())
    return Weighted(round(value), int(np.count_nonzero(known)), int(np.count_nonzero(~known)))


def weighted_by_stage(
    history: History,
    snapshot: Snapshot,
    selection: Selection = EVERYTHING,
    *,
    only: Sequence[int] | None = None,
    set_only: bool = False,
) -> dict[int, int]:
    """Σ value × p of each stage's open deals, by stage id, in minor units; a stage without a known value is absent.

    `only` narrows the deals further, by id.
    """
    chances = stage_chances(history, snapshot, set_only=set_only)
    amount = convert_values(history, snapshot).minor
    active = select(history, snapshot, selection) & (snapshot.status == Status.OPEN)
    if only is not None:
        active &= np.isin(history.deals.ids, np.array(only, dtype=np.int64))
    rows = np.flatnonzero(active & (amount != NO_VALUE) & (snapshot.stage >= 0))
    weight = amount[rows] * _chance_of(snapshot, chances, rows)
    stage = snapshot.stage[rows]
    ids = history.stages.ids
    return {int(ids[row]): round(fsum(weight[stage == row].tolist())) for row in np.unique(stage).tolist()}


def chance_of_deal(history: History, snapshot: Snapshot, deal_id: int, *, set_only: bool = False) -> float | None:
    """The probability of one deal: set by hand, else its stage's; None where there is no such deal or stage."""
    row = np.flatnonzero((history.deals.ids == deal_id) & snapshot.exists)
    if not row.size:
        return None
    chance = float(_chance_of(snapshot, stage_chances(history, snapshot, set_only=set_only), row)[0])
    return None if np.isnan(chance) else chance


def _chance_of(snapshot: Snapshot, chances: StageChances, rows: Int64s) -> Floats:
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
