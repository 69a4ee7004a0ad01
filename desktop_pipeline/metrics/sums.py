"""Exact sums, means and medians of money in minor units."""

from fractions import Fraction

import numpy as np

from desktop_pipeline.metrics.history import Int64s

_EXACT_IN_FLOATS = 2.0**53
_EXACT_IN_INT64 = 2.0**62


def add_up(amounts: Int64s) -> int:
    """The sum, exact also where 64 bits do not hold it."""
    if np.abs(amounts).sum(dtype=np.float64) < _EXACT_IN_INT64:
        return int(amounts.sum())
    return sum(amounts.tolist())


def add_up_by_group(groups: Int64s, amounts: Int64s, count: int) -> list[int]:
    """The exact sum of each of `count` groups."""
    if np.abs(amounts).sum(dtype=np.float64) < _EXACT_IN_FLOATS:
        return [int(total) for total in np.bincount(groups, weights=amounts, minlength=count)]
    sums = [0] * count
    for group, amount in zip(groups.tolist(), amounts.tolist(), strict=True):
        sums[group] += amount
    return sums


def total_or_unknown(total: int, known: int, deals: int) -> int | None:
    """A sum over deals of which none has a known value is unknown; over no deals it is nothing."""
    return None if deals and not known else total


def mean_of(total: int, count: int) -> int | None:
    """The mean to the minor unit, half to even."""
    return round(Fraction(total, count)) if count else None


def median_of(amounts: Int64s) -> int | None:
    """The median to the minor unit, half to even."""
    if not amounts.size:
        return None
    middle = (amounts.size - 1) // 2, amounts.size // 2
    low, high = np.partition(amounts, middle)[list(middle)].tolist()
    return round(Fraction(low + high, 2))
