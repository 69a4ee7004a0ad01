"""Round numbers for an axis."""

from math import ceil, floor, log10

_STEPS = (1, 2, 2.5, 5, 10)
_MOST_TICKS = 4


def find_ticks(highest: float, *, whole: bool = False) -> list[float]:
    """Round numbers from 0 to at least the highest value, five at most."""
    if highest <= 0:
        return [0.0]
    size = 10.0 ** floor(log10(highest / _MOST_TICKS))
    step = next(size * step for step in _STEPS if size * step * _MOST_TICKS >= highest)
    if whole:
        step = max(1.0, float(ceil(step)))
    return [step * count for count in range(ceil(highest / step - 1e-9) + 1)]
