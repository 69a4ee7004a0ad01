"""The Kaplan–Meier estimator over whole days (METRICS §4, §7)."""

import numpy as np

from desktop_pipeline.metrics.history import Int64s

# Products of fractions that make exactly one half may miss it by a rounding error.
_HALF = 0.5 + 1e-12


def kaplan_meier_median(event_days: Int64s, censored_days: Int64s) -> float | None:
    """The first day by which half are decided; None where more than half may be undecided. Days are not negative."""
    if not event_days.size:
        return None
    length = int(event_days.max()) + 1
    events = np.bincount(event_days, minlength=length)
    leaving = events + np.bincount(np.minimum(censored_days, length - 1), minlength=length)
    total = event_days.size + censored_days.size
    at_risk = total - np.cumsum(leaving) + leaving
    surviving = np.cumprod(1 - events / np.maximum(at_risk, 1))
    halved = np.flatnonzero(surviving <= _HALF)
    return float(halved[0]) if halved.size else None
