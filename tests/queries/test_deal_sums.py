"""Sums that follow what comes and goes are those of what is there, and parts add up to the whole."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from desktop_pipeline.domain.money import Money
from desktop_pipeline.queries.deal_sums import NOTHING, DealSums, add_up, add_up_values

# 100 yen are 0.6135 EUR, and nobody knows what a dollar is.
_RATES = {"EUR": Decimal(1), "GBP": Decimal("1.1735"), "JPY": Decimal("0.006135")}
_VALUES = st.lists(
    st.none() | st.builds(Money, st.integers(0, 10_000), st.sampled_from(("EUR", "GBP", "JPY", "USD"))), max_size=20
)


@given(_VALUES, _VALUES, _VALUES)
def test_following_is_the_same_as_adding_up_again(
    stay: list[Money | None], go: list[Money | None], come: list[Money | None]
) -> None:
    assert _sum(stay + go).minus(_sum(go)).plus(_sum(come)) == _sum(stay + come)


@given(_VALUES, _VALUES)
def test_two_sums_are_the_sum_of_both(some: list[Money | None], others: list[Money | None]) -> None:
    assert _count(some).plus(_count(others)) == _count(some + others)
    assert _count(some).plus(NOTHING) == _count(some)


@given(_VALUES)
def test_deals_that_are_counted_by_value_come_to_the_same_as_one_by_one(values: list[Money | None]) -> None:
    assert _count(values) == _sum(values)


def test_a_sum_is_known_where_any_of_it_is() -> None:
    assert NOTHING.is_known
    assert not _sum([None, Money(1, "USD")]).is_known
    assert _sum([None, Money(1, "USD"), Money(0, "EUR")]).is_known


def _sum(values: Sequence[Money | None]) -> DealSums:
    return add_up_values(values, _RATES, "EUR")


def _count(values: Sequence[Money | None]) -> DealSums:
    deals = Counter(value.currency if value else "EUR" for value in values)
    rows = []
    for currency, number in deals.items():
        valued = [value.minor for value in values if value is not None and value.currency == currency]
        rows.append((currency, number, sum(valued), len(valued)))
    each = Counter(value for value in values if value is not None and value.currency != "EUR")
    return add_up(rows, [(value.currency, value.minor, number) for value, number in each.items()], _RATES, "EUR")
