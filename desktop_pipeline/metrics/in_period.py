"""Which days fall in a period, and which deals lived in it."""

import numpy as np

from desktop_pipeline.domain.periods import Period
from desktop_pipeline.metrics.days import day_number
from desktop_pipeline.metrics.history import NO_DAY, Flags, Int32s, Integers
from desktop_pipeline.metrics.snapshot import Snapshot


def falls_in(days: Int32s, period: Period) -> Flags:
    """Days from its start up to, but without, its end; an unknown day falls in none."""
    falls: Flags = (days >= day_number(period.start)) & (days < day_number(period.end))
    return falls


def lived_in(snapshot: Snapshot, period: Period) -> Flags:
    """Deals that were there on some day of a period, as far as is known."""
    ended = snapshot.closed_day
    lived: Flags = (ended == NO_DAY) | (ended >= day_number(period.start))
    return lived & (snapshot.created_day < day_number(period.end)) & snapshot.exists


def flag_rows(rows: Integers, size: int) -> Flags:
    """True at these rows of a column."""
    flags = np.zeros(size, dtype=np.bool_)
    flags[rows] = True
    return flags
