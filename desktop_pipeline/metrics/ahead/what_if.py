"""Forecasts under the question what if: more often won, larger, sooner, more new leads (METRICS §13)."""

from dataclasses import dataclass

import numpy as np

from desktop_pipeline.metrics.history import NO_VALUE, Int64s


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Factors above 0; 1 leaves everything as the past tells it. `cycle` stretches the days until a deal is won."""

    win_rate: float = 1.0
    size: float = 1.0
    cycle: float = 1.0
    new_leads: float = 1.0


AS_IT_IS = WhatIf()


def resize(amounts: Int64s, what_if: WhatIf) -> Int64s:
    """The amounts at the size asked for; unknown ones stay unknown."""
    if what_if.size == 1:
        return amounts
    return np.where(amounts == NO_VALUE, NO_VALUE, np.rint(amounts * what_if.size).astype(np.int64))
