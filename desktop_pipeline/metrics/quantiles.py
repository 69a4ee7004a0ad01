"""Mean, median and quartiles of days, by linear interpolation (METRICS §0)."""

from dataclasses import dataclass

import numpy as np

from desktop_pipeline.metrics.history import Int64s


@dataclass(frozen=True, slots=True)
class Spread:
    """How a number of days is spread over n deals; all None without deals."""

    mean: float | None
    median: float | None
    p25: float | None
    p75: float | None
    n: int


def spread_of(days: Int64s) -> Spread:
    """Σ days ÷ deals, and the quartiles."""
    if not days.size:
        return Spread(None, None, None, None, 0)
    low, middle, high = np.quantile(days, (0.25, 0.5, 0.75)).tolist()
    return Spread(int(days.sum()) / days.size, middle, low, high, days.size)
