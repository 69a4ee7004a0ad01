"""Wilson's interval of a share (METRICS §0)."""

from math import sqrt

# NormalDist().inv_cdf(0.975): a score on a card must not wait for `statistics` and all that it brings.
_Z = 1.9599639845400536


def wilson(hits: int, n: int) -> tuple[float, float]:
    """Wilson's 95 % score interval of hits of n (n > 0)."""
    share, square = hits / n, _Z * _Z
    centre = share + square / (2 * n)
    reach = _Z * sqrt(share * (1 - share) / n + square / (4 * n * n))
    scale = 1 + square / n
    # At 0 and n of n the bound is the end itself; the arithmetic misses it by a rounding error.
    low = 0.0 if hits == 0 else (centre - reach) / scale
    high = 1.0 if hits == n else (centre + reach) / scale
    return low, high
