"""What stands open in each stage as of the instant: deals, their value by itself and weighted, and the slow ones."""

from dataclasses import dataclass
from math import fsum

import numpy as np

from desktop_pipeline.metrics.history import NO_VALUE, UNKNOWN, Flags
from desktop_pipeline.metrics.stages.probability import chance_of
from desktop_pipeline.metrics.stages.stage_days import flag_slow
from desktop_pipeline.metrics.sums import add_up, total_or_unknown
from desktop_pipeline.metrics.telling.asked import Asked


@dataclass(frozen=True, slots=True)
class OpenStage:
    """A stage's open deals; sums in minor units of the base currency, None where deals are there and none counts.

    `stage_id` is UNKNOWN and `name` None for those whose stage is not on record.
    """

    stage_id: int
    name: str | None
    pipeline_id: int
    archived: bool
    deals: int
    value: int | None
    weighted: int | None
    slow: int  # METRICS §15


def sum_open_stages(asked: Asked) -> tuple[OpenStage, ...]:
    """Every open stage, in order of pipeline and stage; one that was removed only where deals are left in it.

    Deals whose stage is not on record follow, those of each pipeline by themselves.
    """
    moment, active = asked.moment, asked.population.active
    stages, place = moment.history.stages, moment.snapshot.stage
    slow = flag_slow(moment, asked.chosen)
    found = []
    for row in np.flatnonzero(stages.is_open).tolist():
        there = active & (place == row)
        if stages.archived[row] and not there.any():
            continue
        pipeline = int(stages.pipeline[row])
        found.append(_sum_up(asked, there, slow, (int(stages.ids[row]), stages.names[row], pipeline)))
    lost = active & (place < 0)
    for pipeline in np.unique(moment.snapshot.pipeline[lost]).tolist():
        there = lost & (moment.snapshot.pipeline == pipeline)
        found.append(_sum_up(asked, there, slow, (UNKNOWN, None, pipeline)))
    return tuple(found)


def _sum_up(asked: Asked, there: Flags, slow: Flags, stage: tuple[int, str | None, int]) -> OpenStage:
    moment, amount, deals = asked.moment, asked.population.amount, int(np.count_nonzero(there))
    valued = np.flatnonzero(there & (amount != NO_VALUE))
    chance = chance_of(moment.snapshot, moment.chances, valued)
    known = ~np.isnan(chance)
    weights = amount[valued[known]] * chance[known]
    stage_id, name, pipeline_id = stage
    rows = moment.history.stages.rows_by_id()
    return OpenStage(
        stage_id=stage_id,
        name=name,
        pipeline_id=pipeline_id,
        archived=name is not None and bool(moment.history.stages.archived[rows[stage_id]]),
        deals=deals,
        value=total_or_unknown(add_up(amount[valued]), valued.size, deals),
        weighted=total_or_unknown(round(fsum(weights.tolist())), weights.size, deals),
        slow=int(np.count_nonzero(there & slow)),
    )
