"""Win rate, value win rate and the size of won deals (METRICS §2, §3)."""

from dataclasses import dataclass

import numpy as np

from desktop_pipeline.metrics.history import NO_VALUE, Flags, Int64s
from desktop_pipeline.metrics.population import Population
from desktop_pipeline.metrics.rates import Rate, rate_of
from desktop_pipeline.metrics.sums import add_up, mean_of, median_of


@dataclass(frozen=True, slots=True)
class DealSize:
    """Value at the close of n won deals, in minor units of the base currency."""

    mean: int | None
    median: int | None
    n: int


@dataclass(frozen=True, slots=True)
class ValueRate:
    """Won value ÷ (won + lost value), over the n deals with a known value."""

    won: int
    lost: int
    value: float | None
    n: int


def win_rate(population: Population) -> Rate:
    """Won ÷ (won + lost); open deals never count."""
    won = int(np.count_nonzero(population.won))
    return rate_of(won, won + int(np.count_nonzero(population.lost)))


def value_win_rate(population: Population) -> ValueRate:
    """The same with Σ value."""
    won, lost = known_amounts(population.amount, population.won), known_amounts(population.amount, population.lost)
    won_value, lost_value = add_up(won), add_up(lost)
    closed_value = won_value + lost_value
    return ValueRate(won_value, lost_value, won_value / closed_value if closed_value else None, won.size + lost.size)


def deal_size(population: Population) -> DealSize:
    """Mean and median side by side; unknown values are left out."""
    amounts = known_amounts(population.amount, population.won)
    return DealSize(mean_of(add_up(amounts), amounts.size), median_of(amounts), amounts.size)


def known_amounts(amounts: Int64s, deals: Flags) -> Int64s:
    """The amounts of some deals, without the unknown ones."""
    return np.asarray(amounts[deals & (amounts != NO_VALUE)], dtype=np.int64)
