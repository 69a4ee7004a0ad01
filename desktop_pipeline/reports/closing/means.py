"""The means of a row of owners, sources, …: of fewer than five won deals they say too little (METRICS §0)."""

from desktop_pipeline.metrics.closing.breakdown import Row
from desktop_pipeline.reports.said_values import FEWEST


def find_size(row: Row) -> int | None:
    """The mean won deal."""
    return row.mean_size if row.won >= FEWEST else None


def find_days(row: Row) -> float | None:
    """The mean days to won."""
    return row.cycle_mean if row.won >= FEWEST else None
