"""The open deals that something stands against, one by one with its numbers (METRICS §15)."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from desktop_pipeline.metrics.changing.hygiene import (
    Flag,
    count_pushes,
    find_last_touch,
    find_snoozed,
    find_stale,
    find_without_prospect,
)
from desktop_pipeline.metrics.days import date_of
from desktop_pipeline.metrics.history import NO_DAY, NO_VALUE, Flags
from desktop_pipeline.metrics.moment import Moment
from desktop_pipeline.metrics.snapshot import pick

# Nobody touched it for so many times as long as its stage allows.
_DEAD = 2


@dataclass(frozen=True, slots=True)
class DealToClean:
    """An open deal and what stands against it; `value` in the base currency's minor units, None where unknown.

    `pushes`: how often its close was moved to a later month. `is_dead`: untouched for twice its stale limit, with
    nothing planned ahead.
    """

    deal: int  # its id
    value: int | None
    flags: tuple[Flag, ...]
    touched_on: date | None
    pushes: int
    is_dead: bool
    is_snoozed: bool


def find_to_clean(moment: Moment, active: Flags) -> tuple[DealToClean, ...]:
    """Among the active deals those under a flag and those that are snoozed: the largest first, then by their id."""
    amount, ids = moment.amounts.minor, moment.history.deals.ids
    snoozed, dead = find_snoozed(moment), find_dead(moment)
    touched, pushes = find_last_touch(moment), count_pushes(moment)
    rows = np.flatnonzero(active & (moment.flagged.any(active.size) | snoozed))
    known = amount[rows] != NO_VALUE
    order = np.lexsort((rows, np.where(known, -amount[rows], 1)))
    by_flag = moment.flagged.by_flag
    return tuple(
        DealToClean(
            deal=int(ids[row]),
            value=None if amount[row] == NO_VALUE else int(amount[row]),
            flags=tuple(flag for flag, flags in by_flag.items() if flags[row]),
            touched_on=None if touched[row] == NO_DAY else date_of(int(touched[row])),
            pushes=int(pushes[row]),
            is_dead=bool(dead[row]),
            is_snoozed=bool(snoozed[row]),
        )
        for row in rows[order].tolist()
    )


def find_dead(moment: Moment) -> Flags:
    """Stale for as long again as the limit is, and nothing is planned from today on."""
    limit = pick(moment.history.stages.stale_limit, moment.snapshot.stage, np.iinfo(np.int32).max)
    silent = moment.as_of.day - find_last_touch(moment).astype(np.int64)
    return np.asarray(find_stale(moment) & (silent > _DEAD * limit) & find_without_prospect(moment), dtype=np.bool_)
