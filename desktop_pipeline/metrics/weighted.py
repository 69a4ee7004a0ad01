"""What open deals are worth by their likelihood (METRICS §1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

import numpy as np

from desktop_pipeline.metrics.history import NO_VALUE, Flags
from desktop_pipeline.metrics.moment import Moment
from desktop_pipeline.metrics.population import Population
from desktop_pipeline.metrics.selection import EVERYTHING, Selection, select
from desktop_pipeline.metrics.snapshot import Status
from desktop_pipeline.metrics.stages.probability import chance_of


@dataclass(frozen=True, eq=False)
class Weighted:
    """Σ value × p of `n` active deals in minor units; `stage_unknown` ones have a value and nowhere to take p from."""

    value: int
    n: int
    stage_unknown: Flags


def weigh(moment: Moment, population: Population) -> Weighted:
    """Take p from the deal where set by hand, else from its stage."""
    rows = np.flatnonzero(population.active & (population.amount != NO_VALUE))
    chance = chance_of(moment.snapshot, moment.chances, rows)
    known = ~np.isnan(chance)
    # fsum rounds once, whatever the order of the deals.
    value = fsum((population.amount[rows[known]] * chance[known]).tolist())
    unknown = np.zeros(population.active.size, dtype=np.bool_)
    unknown[rows[~known]] = True
    return Weighted(round(value), int(np.count_nonzero(known)), unknown)


def weighted_by_stage(
    moment: Moment, selection: Selection = EVERYTHING, *, only: Sequence[int] | None = None
) -> dict[int, int]:
    """Σ value × p of each stage's open deals, by stage id, in minor units; a stage without a known value is absent.

    `only` narrows the deals further, by id.
    """
    history, snapshot, amount = moment.history, moment.snapshot, moment.amounts.minor
    active = select(history, snapshot, selection) & (snapshot.status == Status.OPEN)
    if only is not None:
        active &= np.isin(history.deals.ids, np.array(only, dtype=np.int64))
    rows = np.flatnonzero(active & (amount != NO_VALUE) & (snapshot.stage >= 0))
    weight = amount[rows] * chance_of(snapshot, moment.chances, rows)
    stage = snapshot.stage[rows]
    ids = history.stages.ids
    return {int(ids[row]): round(fsum(weight[stage == row].tolist())) for row in np.unique(stage).tolist()}


def chance_of_deal(moment: Moment, deal_id: int) -> float | None:
    """The probability of one deal: set by hand, else its stage's; None where there is no such deal or stage."""
    row = np.flatnonzero((moment.history.deals.ids == deal_id) & moment.snapshot.exists)
    if not row.size:
        return None
    chance = float(chance_of(moment.snapshot, moment.chances, row)[0])
    return None if np.isnan(chance) else chance
