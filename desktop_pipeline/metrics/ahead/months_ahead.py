"""The calendar months that a forecast looks at: the first of them from the day after the as-of day."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import numpy as np

from desktop_pipeline.domain.periods import Period, add_months
from desktop_pipeline.metrics.days import AsOf, date_of, day_number
from desktop_pipeline.metrics.history import Int64s

MONTHS_AHEAD = 12


@dataclass(frozen=True, eq=False, slots=True)
class Ahead:
    """First days of the months; `edges` are day numbers: the day after the as-of day, then the end of each month."""

    as_of: AsOf
    months: tuple[date, ...]
    edges: Int64s

    @property
    def first_day(self) -> date:
        """The day after the as-of day."""
        return date_of(int(self.edges[0]))

    @property
    def period(self) -> Period:
        """All of the months, the part of the first that is over included."""
        return Period(self.months[0], add_months(self.months[-1], 1))

    def find(self, period: Period) -> slice:
        """Which months lie within a period; the period should begin and end with a month."""
        inside = [place for place, month in enumerate(self.months) if month in period]
        return slice(inside[0], inside[-1] + 1) if inside else slice(0, 0)

    def place(self, days: Int64s) -> Int64s:
        """For each day its place among the months: −1 before the first, their number after the last."""
        starts = np.append(day_number(self.months[0]), self.edges[1:])
        return np.searchsorted(starts, days, side="right").astype(np.int64) - 1


@lru_cache(maxsize=64)
def look_ahead(as_of: AsOf, months: int = MONTHS_AHEAD) -> Ahead:
    """So many months from the day after the as-of day."""
    tomorrow = date_of(as_of.day) + timedelta(days=1)
    this_month = tomorrow.replace(day=1)
    firsts = tuple(add_months(this_month, number) for number in range(months + 1))
    edges = [day_number(day) for day in (tomorrow, *firsts[1:])]
    return Ahead(as_of, firsts[:-1], np.array(edges, dtype=np.int64))
