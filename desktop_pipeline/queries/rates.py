"""Sums of several currencies in the base currency, at the owner's own dated rates (METRICS §0)."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from desktop_pipeline.domain.money import convert
from desktop_pipeline.storage import rates as stored
from desktop_pipeline.storage.workspace import View

_RATES = frozenset(("currency", "currency_rate"))


class BaseSum(NamedTuple):
    """A sum in the base currency's minor units, and how many deals had no rate and are left out."""

    minor: int
    without_rate: int


def read_rates(view: View, base: str, day: date) -> Mapping[str, Decimal]:
    """The rate in force on a day by currency; the base currency is always 1."""
    return view.keep("rates", (base, day), lambda: stored.read_rates(view, base, day), of=_RATES)


def add_up(sums: Iterable[tuple[str, int, int]], rates: Mapping[str, Decimal], base: str) -> BaseSum:
    """Adds (currency, minor units, deals) up in the base currency; currencies are never added as if they were one."""
    total = without_rate = 0
    for currency, minor, deals in sums:
        rate = rates.get(currency)
        if rate is None:
            without_rate += deals
        else:
            total += convert(minor, rate, currency, base)
    return BaseSum(total, without_rate)
