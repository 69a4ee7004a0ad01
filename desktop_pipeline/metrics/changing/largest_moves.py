"""The deals that moved the open value most (METRICS §17)."""

from dataclasses import dataclass

import numpy as np

from desktop_pipeline.metrics.changing.movement import Bar, Moves
from desktop_pipeline.metrics.history import NO_VALUE

_BARS = tuple(Bar)


@dataclass(frozen=True, slots=True)
class LargeMove:
    """What a deal adds to a bar, all its steps together, in minor units; None where no value of it is known."""

    deal_id: int
    bar: Bar
    value: int | None


def find_largest(moves: Moves, most: int) -> tuple[LargeMove, ...]:
    """So many of all bars but the ends, the largest first, those of unknown value last."""
    rows = np.flatnonzero(~moves.is_in(Bar.OPENING, Bar.CLOSING))
    pairs, groups = np.unique(moves.deal[rows] * len(_BARS) + moves.bar[rows], return_inverse=True)
    known = moves.amount[rows] != NO_VALUE
    totals = np.zeros(pairs.size, dtype=np.int64)
    np.add.at(totals, groups[known], moves.amount[rows[known]])
    is_known = np.zeros(pairs.size, dtype=np.bool_)
    is_known[groups[known]] = True
    order = np.lexsort((pairs, -totals, ~is_known))[:most]
    deals, bars = np.divmod(pairs[order], len(_BARS))
    return tuple(
        LargeMove(deal_id, _BARS[bar], value if told else None)
        for deal_id, bar, value, told in zip(
            moves.ids[deals].tolist(), bars.tolist(), totals[order].tolist(), is_known[order].tolist(), strict=True
        )
    )
