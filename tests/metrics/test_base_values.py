"""The column conversion gives what domain.money gives for each amount."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_pipeline.domain.money import convert
from desktop_pipeline.metrics.base_values import convert_values
from desktop_pipeline.metrics.history import NO_VALUE
from desktop_pipeline.metrics.snapshot import replay
from tests.metrics.histories import YEAR_END, created, deal, history_of

rates = st.decimals(min_value="0.000001", max_value="90000", places=6, allow_nan=False, allow_infinity=False)
amounts = st.integers(-(10**11), 10**11)


@given(rate=rates, values=st.lists(amounts, min_size=1, max_size=5), currency=st.sampled_from(("CHF", "JPY")))
def test_each_amount_is_converted_as_money_is(rate: Decimal, values: list[int], currency: str) -> None:
    history = history_of(
        *(deal(n, created("2024-01-01", value=value, currency=currency)) for n, value in enumerate(values, 1)),
        rates=((currency, "2024-01-01", str(rate)),),
    )
    minor = convert_values(history, replay(history, YEAR_END)).minor.tolist()
    assert minor == [convert(value, rate, currency, "EUR") for value in values]


@pytest.mark.parametrize(("value", "rate", "euros"), [(25, "0.1", 2), (35, "0.1", 4), (-25, "0.1", -2), (1, "0.3", 0)])
def test_halves_go_to_the_even_cent(value: int, rate: str, euros: int) -> None:
    history = history_of(
        deal(1, created("2024-01-01", value=value, currency="CHF")), rates=(("CHF", "2024-01-01", rate),)
    )
    assert convert_values(history, replay(history, YEAR_END)).minor.tolist() == [euros]


def test_an_amount_too_large_for_whole_numbers_of_64_bits_is_still_exact() -> None:
    rate = "0.123456789012345678"
    history = history_of(
        deal(1, created("2024-01-01", value=10**16, currency="CHF")),
        deal(2, created("2024-01-01", value=10**16, currency="JPY")),
        rates=(("CHF", "2024-01-01", rate), ("JPY", "2024-01-01", "900")),
    )
    amounts = convert_values(history, replay(history, YEAR_END))
    assert amounts.minor.tolist() == [1234567890123457, NO_VALUE]
    assert amounts.no_rate.tolist() == [False, True]
