"""What scipy and statsmodels say, imported by the first test that asks: each collection would take seconds."""

# ruff: noqa: PLC0415 - that is what this module is for

from collections.abc import Sequence
from typing import Any


def fisher_p(table: Sequence[Sequence[int]]) -> float:
    """The two-sided p of Fisher's exact test."""
    from scipy.stats import fisher_exact

    return float(fisher_exact(table).pvalue)


def holm(chances: Sequence[float]) -> list[float]:
    """Holm's correction of some p."""
    from statsmodels.stats.multitest import multipletests

    return [float(p) for p in multipletests(chances, method="holm")[1]]


def wilson_interval(hits: int, n: int) -> tuple[float, float]:
    """Wilson's interval at 95 %."""
    from statsmodels.stats.proportion import proportion_confint

    low, high = proportion_confint(hits, n, method="wilson")
    return float(low), float(high)


def survival(days: Any, ended: Any) -> Any:
    """Statsmodels' Kaplan–Meier estimate."""
    from statsmodels.duration.survfunc import SurvfuncRight

    return SurvfuncRight(days, ended)


def incidence(days: Any, causes: Any) -> Any:
    """Statsmodels' cumulative incidence of competing causes."""
    from statsmodels.duration.survfunc import CumIncidenceRight

    return CumIncidenceRight(days, causes)
