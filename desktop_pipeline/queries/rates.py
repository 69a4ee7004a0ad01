"""Sums of several currencies in the base currency, at the owner's own dated rates (METRICS §0)."""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from desktop_pipeline.domain.money import convert
from desktop_pipeline.storage.rates import read_rates

__all__ = ["BaseSum", "add_up", "read_rates"]


class BaseSum(NamedTuple):
    """A sum in the base currency's minor units, and how many deals had no rate and are left out."""

    minor: int
    without_rate: int


def add_up(sums: Iterable[tuple[str, int, int]], rates: dict[str, Decimal], base: str) -> BaseSum:
    """Adds (currency, minor units, deals) up in the base currency; currencies are never added as if they were one."""
    total = without_rate = 0
    for currency, minor, deals in sums:
        rate = rates.get(currency)
        if rate is None:
            without_rate += deals
        else:
            total += convert(minor, rate, currency, base)
    return BaseSum(total, without_rate)
