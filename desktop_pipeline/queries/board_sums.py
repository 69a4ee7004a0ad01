"""Counts and sums of some deals in their own currencies, which can follow the deals that come and go."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from desktop_pipeline.domain.money import Money


@dataclass(frozen=True, slots=True)
class DealSums:
    """`by_currency` holds the currency, the sum in minor units and the number of deals of those that have a value."""

    deals: int = 0
    without_value: int = 0
    by_currency: tuple[tuple[str, int, int], ...] = ()

    @classmethod
    def join(cls, rows: Iterable[tuple[str, int, int, int]]) -> Self:
        """From a currency, its deals, their sum and how many of them have a value, one row for each currency."""
        known = sorted(rows)
        deals = sum(deals for _currency, deals, _minor, _valued in known)
        by_currency = tuple((currency, minor, valued) for currency, _deals, minor, valued in known if valued)
        return cls(deals, deals - sum(valued for _currency, _minor, valued in by_currency), by_currency)

    def follow(self, gone: Iterable[Money | None], come: Iterable[Money | None]) -> Self:
        """After deals of these values have gone and deals of those have come; None is a deal without a value."""
        deals, without_value = self.deals, self.without_value
        sums = {currency: (minor, valued) for currency, minor, valued in self.by_currency}
        for step, values in ((-1, gone), (1, come)):
            for value in values:
                deals += step
                if value is None:
                    without_value += step
                else:
                    minor, valued = sums.get(value.currency, (0, 0))
                    sums[value.currency] = (minor + step * value.minor, valued + step)
        by_currency = tuple((currency, *own) for currency, own in sorted(sums.items()) if own[1])
        return type(self)(deals, without_value, by_currency)

    def __add__(self, other: "DealSums") -> "DealSums":
        sums = dict.fromkeys((currency for currency, *_ in self.by_currency + other.by_currency), (0, 0))
        for currency, minor, valued in self.by_currency + other.by_currency:
            sums[currency] = (sums[currency][0] + minor, sums[currency][1] + valued)
        by_currency = tuple((currency, *own) for currency, own in sorted(sums.items()))
        return DealSums(self.deals + other.deals, self.without_value + other.without_value, by_currency)


NOTHING = DealSums()
