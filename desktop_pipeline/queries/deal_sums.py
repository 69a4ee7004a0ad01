"""Counts and sums of deals in the base currency: each is converted by itself, so that parts add up to the whole."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple, TypeAlias

from desktop_pipeline.domain.money import Money, convert

# A currency, its deals, their sum in its own minor units and how many of them have a value.
OfCurrency: TypeAlias = tuple[str, int, int, int]
# A currency other than the base one, the value that deals have in it, and how many have that value.
OfValue: TypeAlias = tuple[str, int, int]


class DealSums(NamedTuple):
    """How many deals, what those with a value and a rate are worth in base minor units, and how many lack either."""

    deals: int = 0
    value: int = 0
    without_value: int = 0
    without_rate: int = 0

    def plus(self, other: "DealSums") -> "DealSums":
        """Together with other deals."""
        return DealSums(*(own + its for own, its in zip(self, other, strict=True)))

    def minus(self, other: "DealSums") -> "DealSums":
        """Without deals that are among them."""
        return DealSums(*(own - its for own, its in zip(self, other, strict=True)))

    @property
    def is_known(self) -> bool:
        """Whether the sum is known: some deal has a value and a rate, or there is no deal at all."""
        return not self.deals or self.deals > self.without_value + self.without_rate


NOTHING = DealSums()


def add_up(
    of_currency: Iterable[OfCurrency], of_value: Iterable[OfValue], rates: Mapping[str, Decimal], base: str
) -> DealSums:
    """Deals that are counted by currency, and those of other currencies with a value by that value too."""
    deals = total = without_value = without_rate = 0
    for currency, number, minor, valued in of_currency:
        deals += number
        without_value += number - valued
        if currency == base:
            total += minor
        elif currency not in rates:
            without_rate += valued
    for currency, value, number in of_value:
        if currency in rates:
            total += number * convert(value, rates[currency], currency, base)
    return DealSums(deals, total, without_value, without_rate)


def add_up_values(values: Iterable[Money | None], rates: Mapping[str, Decimal], base: str) -> DealSums:
    """Deals of these values; None is one without."""
    deals = total = without_value = without_rate = 0
    for value in values:
        deals += 1
        if value is None:
            without_value += 1
        elif value.currency == base:
            total += value.minor
        elif value.currency in rates:
            total += convert(value.minor, rates[value.currency], value.currency, base)
        else:
            without_rate += 1
    return DealSums(deals, total, without_value, without_rate)
