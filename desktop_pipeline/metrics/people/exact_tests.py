"""Fisher's exact test of a two-by-two table, and Holm's correction for asking many times (METRICS §16)."""

from collections.abc import Sequence

import numpy as np

# Tables whose probability differs from that of the one seen by no more than rounding are as likely as it.
_ALIKE = 1 + 1e-9


def fisher_exact(hits: int, misses: int, other_hits: int, other_misses: int) -> float:
    """The two-sided p: how likely a table at least as unlikely as this one is, with the same sums of rows and columns.

    p is 1 where a row or a column is empty.
    """
    first, second, column = hits + misses, other_hits + other_misses, hits + other_hits
    low, high = max(0, column - second), min(first, column)
    count = np.arange(low, high, dtype=np.float64)
    # How much likelier one more hit is; each step multiplies four numbers, whatever the size of the table.
    steps = (first - count) * (column - count) / ((count + 1) * (second - column + count + 1))
    # From the likeliest table outwards nothing overflows.
    peak = int(np.count_nonzero(steps > 1))
    upward, downward = np.cumprod(steps[peak:]), np.cumprod(1 / steps[:peak][::-1])[::-1]
    weights = np.concatenate((downward, [1.0], upward))
    seen = weights[hits - low]
    return min(float(weights[weights <= seen * _ALIKE].sum() / weights.sum()), 1.0)


def correct_by_holm(chances: Sequence[float]) -> list[float]:
    """Each p as Holm's step-down procedure adjusts it, in the order given."""
    order = sorted(range(len(chances)), key=lambda place: chances[place])
    corrected = [0.0] * len(chances)
    highest = 0.0
    for rank, place in enumerate(order):
        highest = max(highest, min((len(chances) - rank) * chances[place], 1.0))
        corrected[place] = highest
    return corrected
