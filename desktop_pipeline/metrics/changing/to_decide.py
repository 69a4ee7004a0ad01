"""The open deals that need a decision: those under a flag (METRICS §15), and those that are slow in their stage."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from desktop_pipeline.metrics.changing.hygiene import Flag
from desktop_pipeline.metrics.history import NO_VALUE, Flags
from desktop_pipeline.metrics.stages.stage_days import flag_slow
from desktop_pipeline.metrics.sums import add_up, total_or_unknown
from desktop_pipeline.metrics.telling.asked import Asked


@dataclass(frozen=True, slots=True)
class DealToDecide:
    """An open deal and what stands against it; `value` in the base currency's minor units."""

    deal: int  # its id
    value: int | None
    flags: tuple[Flag, ...]
    is_slow: bool


@dataclass(frozen=True, slots=True)
class ToDecide:
    """The largest of them, how many there are in all and what those are worth; of `active` open deals."""

    largest: tuple[DealToDecide, ...]
    deals: int
    value: int | None
    active: int


def find_to_decide(asked: Asked, most: int) -> ToDecide:
    """Deals without a value follow the others, in the order of their ids."""
    moment, population = asked.moment, asked.population
    active, amount = population.active, population.amount
    slow, ids = flag_slow(moment, asked.chosen), moment.history.deals.ids
    rows = np.flatnonzero(active & (moment.flagged.any(active.size) | slow))
    known = amount[rows] != NO_VALUE
    order = np.lexsort((rows, np.where(known, -amount[rows], 1)))
    return ToDecide(
        largest=tuple(
            DealToDecide(
                deal=int(ids[row]),
                value=None if amount[row] == NO_VALUE else int(amount[row]),
                flags=_flags_of(moment.flagged.by_flag.items(), row),
                is_slow=bool(slow[row]),
            )
            for row in rows[order][:most].tolist()
        ),
        deals=rows.size,
        value=total_or_unknown(add_up(amount[rows[known]]), int(np.count_nonzero(known)), rows.size),
        active=int(np.count_nonzero(active)),
    )


def _flags_of(by_flag: Iterable[tuple[Flag, Flags]], row: int) -> tuple[Flag, ...]:
    return tuple(flag for flag, flags in by_flag if flags[row])
