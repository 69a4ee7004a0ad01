"""What was won and lost in each calendar month of a period, months without a deal included."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from desktop_pipeline.domain.periods import Period, months_between
from desktop_pipeline.metrics.days import day_number
from desktop_pipeline.metrics.history import NO_VALUE, Int64s
from desktop_pipeline.metrics.population import Population
from desktop_pipeline.metrics.rates import Rate, rate_of
from desktop_pipeline.metrics.snapshot import Snapshot
from desktop_pipeline.metrics.sums import add_up_by_group, total_or_unknown


@dataclass(frozen=True, slots=True)
class Month:
    """Closes of one calendar month within the period; `value` is won, None where no won deal's value is known."""

    first_day: date
    won: int
    lost: int
    value: int | None

    @property
    def win_rate(self) -> Rate:
        """METRICS §3 over the month."""
        return rate_of(self.won, self.won + self.lost)


def by_month(snapshot: Snapshot, population: Population, period: Period) -> tuple[Month, ...]:
    """One row for each month that the period touches, in order."""
    months = months_between(period)
    starts = np.array([day_number(month) for month in months], dtype=np.int64)

    def month_of(deals: Int64s) -> Int64s:
        return np.searchsorted(starts, snapshot.closed_day[deals], side="right").astype(np.int64) - 1

    won, lost = np.flatnonzero(population.won), np.flatnonzero(population.lost)
    valued = won[population.amount[won] != NO_VALUE]
    count = len(months)
    columns = zip(
        months,
        np.bincount(month_of(won), minlength=count).tolist(),
        np.bincount(month_of(lost), minlength=count).tolist(),
        np.bincount(month_of(valued), minlength=count).tolist(),
        add_up_by_group(month_of(valued), population.amount[valued], count),
        strict=True,
    )
    return tuple(
        Month(month, won_deals, lost_deals, total_or_unknown(value, known, won_deals))
        for month, won_deals, lost_deals, known, value in columns
    )
