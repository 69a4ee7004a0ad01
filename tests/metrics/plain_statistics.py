"""Shares, quantiles and estimators of METRICS in plain Python."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, sqrt
from statistics import NormalDist
from typing import Any

Figures = dict[str, Any]


def rate(hits: int, n: int) -> Figures:
    """A share with Wilson's interval."""
    if not n:
        return {"value": None, "n": 0, "low": None, "high": None}
    z, p = NormalDist().inv_cdf(0.975), hits / n
    half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    low, high = ((p + z * z / (2 * n) + sign * half) / (1 + z * z / n) for sign in (-1, 1))
    return {"value": p, "n": n, "low": low, "high": high}


def quantile(ordered: Sequence[float], share: float) -> float | None:
    """By linear interpolation."""
    if not ordered:
        return None
    place = share * (len(ordered) - 1)
    low, high = ordered[int(place)], ordered[ceil(place)]
    return low + (high - low) * (place - int(place))


def median_of(values: Sequence[float]) -> float | None:
    """The median."""
    return quantile(sorted(values), 0.5)


def middle_amount(values: Sequence[int]) -> int | None:
    """The median, half to even."""
    ordered = sorted(values)
    return round(Fraction(ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2], 2)) if ordered else None


def spread(days: Sequence[int]) -> Figures:
    """Mean, median and quartiles."""
    ordered = sorted(days)
    return {
        "mean": sum(days) / len(days) if days else None,
        "median": quantile(ordered, 0.5),
        "p25": quantile(ordered, 0.25),
        "p75": quantile(ordered, 0.75),
        "n": len(days),
    }


def kaplan_meier(ended: Sequence[int], watched: Sequence[int]) -> float | None:
    """The first day by which half have ended."""
    left, counts, everybody = Fraction(1), Counter(ended), sorted((*ended, *watched))
    for day in sorted(counts):
        at_risk = len(everybody) - bisect_left(everybody, day)
        left *= 1 - Fraction(counts[day], at_risk)
        if left <= Fraction(1, 2):
            return float(day)
    return None


def incidence(told: Sequence[tuple[date, date | None, str]], within: int) -> float | None:
    """The share that advanced within so many days, by Aalen and Johansen."""
    lasted = [((end - begun).days, fate) for begun, end, fate in told if end is not None and end >= begun]
    left, advanced, at_risk = Fraction(1), Fraction(0), len(lasted)
    by_day: dict[int, Counter[str]] = {}
    for day, fate in lasted:
        by_day.setdefault(day, Counter())[fate] += 1
    for day, here in sorted(by_day.items()):
        if day <= within:
            advanced += left * Fraction(here["advanced"], at_risk)
        left *= 1 - Fraction(here["advanced"] + here["dropped"], at_risk)
        at_risk -= here.total()
    longest = max((day for day, _fate in lasted), default=-1)
    return None if not lasted or (within > longest and left > 0) else float(advanced)


def month_after(month: date) -> date:
    """The first day of the month after."""
    return (month.replace(day=1) + timedelta(days=31)).replace(day=1)


def month_before(month: date) -> date:
    """The first day of the month before."""
    return (month.replace(day=1) - timedelta(days=1)).replace(day=1)


def same_day_a_year_before(day: date) -> date:
    """Or the last of February."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
