"""Sums that follow what comes and goes are those of what is there."""

from collections import Counter
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from desktop_pipeline.domain.money import Money
from desktop_pipeline.queries.board_sums import NOTHING, DealSums

_VALUES = st.lists(st.none() | st.builds(Money, st.integers(-100, 100), st.sampled_from(("EUR", "GBP", "JPY"))))


@given(_VALUES, _VALUES, _VALUES)
def test_following_is_the_same_as_adding_up_again(
    stay: list[Money | None], go: list[Money | None], come: list[Money | None]
) -> None:
    assert _add_up(stay + go).follow(go, come) == _add_up(stay + come)


@given(_VALUES, _VALUES)
def test_two_sums_are_the_sum_of_both(some: list[Money | None], others: list[Money | None]) -> None:
    assert _add_up(some) + _add_up(others) == _add_up(some + others)
    assert _add_up(some) + NOTHING == _add_up(some)


def _add_up(values: Sequence[Money | None]) -> DealSums:
    currencies = Counter(value.currency if value else "EUR" for value in values)
    rows = []
    for currency, deals in currencies.items():
        valued = [value.minor for value in values if value is not None and value.currency == currency]
        rows.append((currency, deals, sum(valued), len(valued)))
    return DealSums.join(rows)
