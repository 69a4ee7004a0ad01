"""Values in the base currency, at the user's own dated rates (METRICS §0)."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np

from desktop_pipeline.domain.money import convert, minor_digits
from desktop_pipeline.metrics.history import NO_VALUE, Flags, History, Int16s, Int32s, Int64s, Rates
from desktop_pipeline.metrics.snapshot import Snapshot

_INT64 = 2**63


@dataclass(frozen=True, eq=False)
class Amounts:
    """A value in the base currency for each deal, NO_VALUE where unknown; `no_rate` marks what lacks only a rate."""

    minor: Int64s
    no_rate: Flags


def convert_values(history: History, snapshot: Snapshot) -> Amounts:
    """Closed deals at the rate of the day of their close, open ones at that of the as-of day."""
    return convert_at(history.rates, snapshot.value, snapshot.currency, snapshot.valued_day)


def convert_at(rates: Rates, value: Int64s, currency: Int16s, day: Int32s | Int64s) -> Amounts:
    """Values of any currency, each at the rate of its own day."""
    converted = np.where(currency >= 0, value, NO_VALUE)
    foreign = converted != NO_VALUE
    if rates.base in rates.currencies:
        foreign &= currency != rates.currencies.index(rates.base)
    if foreign.any():
        rows = np.flatnonzero(foreign)
        converted[rows] = _convert_foreign(
            rates, converted[rows], currency[rows].astype(np.int64), day[rows].astype(np.int64)
        )
    return Amounts(converted, foreign & (converted == NO_VALUE))


def _convert_foreign(rates: Rates, value: Int64s, currency: Int64s, day: Int64s) -> Int64s:
    converted = np.full(value.size, NO_VALUE, dtype=np.int64)
    for code in np.unique(currency).tolist():
        dated = sorted((rate for rate in rates.dated if rate.currency == code), key=lambda rate: rate.day)
        rows = np.flatnonzero(currency == code)
        applies = np.searchsorted(np.array([rate.day for rate in dated], dtype=np.int64), day[rows], side="right") - 1
        for index in np.unique(applies[applies >= 0]).tolist():
            those = rows[applies == index]
            converted[those] = _scale(value[those], dated[index].rate, rates.currencies[code], rates.base)
    return converted


def _scale(value: Int64s, rate: Decimal, currency: str, base: str) -> Int64s:
    """domain.money.convert over a column, half to even."""
    factor = Fraction(rate) * Fraction(10) ** (minor_digits(base) - minor_digits(currency))
    numerator, denominator = factor.numerator, factor.denominator
    if int(np.abs(value).max()) * numerator < _INT64 and 2 * denominator < _INT64:
        whole, rest = np.divmod(value * numerator, denominator)
        up = (2 * rest > denominator) | ((2 * rest == denominator) & (whole % 2 == 1))
        return np.asarray(whole + up, dtype=np.int64)
    exact = [convert(minor, rate, currency, base) for minor in value.tolist()]
    # What a column cannot hold exactly is no amount of money that anyone has; it counts as without a rate.
    return np.array([minor if abs(minor) < _INT64 else NO_VALUE for minor in exact], dtype=np.int64)


def list_currencies(history: History, snapshot: Snapshot) -> tuple[str, ...]:
    """The base currency, and the others that deals with a value are in."""
    rates = history.rates
    used = np.unique(
        snapshot.currency[snapshot.exists & (snapshot.value != NO_VALUE) & (snapshot.currency >= 0)]
    ).tolist()
    return (rates.base, *(code for code in (rates.currencies[place] for place in used) if code != rates.base))
