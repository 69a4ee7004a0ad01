"""Shares of counts with their Wilson interval, and how far a small sample may be believed (METRICS §0)."""

from dataclasses import dataclass
from enum import StrEnum

from desktop_pipeline.metrics.wilson import wilson

_FEW = 5
_ENOUGH = 30


class Sample(StrEnum):
    """What a screen may show of a rate."""

    COUNTS_ONLY = "counts_only"
    WITH_INTERVAL = "with_interval"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Rate:
    """`hits` of n, with the 95 % interval; no value where n is 0."""

    hits: int
    n: int
    value: float | None
    low: float | None
    high: float | None

    @property
    def sample(self) -> Sample:
        """Below 5 counts only, below 30 the percentage with its interval."""
        if self.n < _FEW:
            return Sample.COUNTS_ONLY
        return Sample.WITH_INTERVAL if self.n < _ENOUGH else Sample.PLAIN


def rate_of(hits: int, n: int) -> Rate:
    """Hits ÷ n, with the interval."""
    if not n:
        return Rate(hits, n, None, None, None)
    low, high = wilson(hits, n)
    return Rate(hits, n, hits / n, low, high)
