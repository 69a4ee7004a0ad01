from decimal import ROUND_HALF_EVEN, Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.money import (
    LARGEST_MINOR,
    Money,
    check_currency,
    convert,
    minor_digits,
    to_major,
    to_minor,
    weigh,
)

CURRENCIES = ("EUR", "JPY", "KWD", "CLF")


@pytest.mark.parametrize(
    ("currency", "digits"), [("EUR", 2), ("USD", 2), ("JPY", 0), ("KRW", 0), ("KWD", 3), ("CLF", 4)]
)
def test_a_currency_has_the_minor_digits_of_iso_4217(currency: str, digits: int) -> None:
    assert minor_digits(currency) == digits


@pytest.mark.parametrize(
    ("digits", "currencies"),
    [
        (0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
        (3, "BHD IQD JOD KWD LYD OMR TND"),
        (4, "CLF UYW"),
        (2, "AUD BRL CAD CHF CNY CZK DKK EUR GBP HUF INR MXN NOK PLN SEK TRY USD ZAR"),
    ],
)
def test_each_currency_of_iso_4217_has_its_digits(digits: int, currencies: str) -> None:
    assert {code: minor_digits(code) for code in currencies.split()} == dict.fromkeys(currencies.split(), digits)


@pytest.mark.parametrize(
    ("amount", "currency", "minor", "text"),
    [
        ("1200", "EUR", 120_000, "1200.00"),
        ("0", "EUR", 0, "0.00"),
        ("0.05", "EUR", 5, "0.05"),
        ("-3.5", "EUR", -350, "-3.50"),
        ("1200", "JPY", 1200, "1200"),
        ("1.234", "KWD", 1234, "1.234"),
    ],
)
def test_major_units_become_minor_ones_and_back(amount: str, currency: str, minor: int, text: str) -> None:
    assert to_minor(Decimal(amount), currency) == minor
    assert to_major(minor, currency) == text


@pytest.mark.parametrize(("amount", "minor"), [("0.005", 0), ("0.015", 2), ("0.025", 2), ("-0.015", -2), ("0.0051", 1)])
def test_halves_go_to_the_even_cent(amount: str, minor: int) -> None:
    assert to_minor(Decimal(amount), "EUR") == minor


def test_a_long_fraction_is_rounded_once() -> None:
    assert to_minor(Decimal("0.005" + "0" * 40 + "1"), "EUR") == 1


@given(st.integers(-LARGEST_MINOR, LARGEST_MINOR), st.sampled_from(CURRENCIES))
def test_every_amount_survives_its_own_text(minor: int, currency: str) -> None:
    assert to_minor(Decimal(to_major(minor, currency)), currency) == minor


@given(st.decimals(-(10**12), 10**12, places=9), st.sampled_from(CURRENCIES))
def test_rounding_is_never_off_by_more_than_half_a_minor_unit(amount: Decimal, currency: str) -> None:
    with localcontext(prec=60):
        exact = amount.scaleb(minor_digits(currency))
        assert abs(to_minor(amount, currency) - exact) <= Decimal("0.5")
        assert to_minor(amount, currency) == int(exact.quantize(Decimal(1), rounding=ROUND_HALF_EVEN))


@pytest.mark.parametrize("amount", ["1e15", "-1e15", "1e400"])
def test_what_cannot_be_kept_exactly_is_refused(amount: str) -> None:
    with pytest.raises(InvalidError, match=r"^The amount is too large to keep exactly\.$"):
        to_minor(Decimal(amount), "EUR")


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_refused(amount: str) -> None:
    with pytest.raises(InvalidError, match=r"^The amount is not a number\.$"):
        to_minor(Decimal(amount), "EUR")


def test_the_largest_amount_is_still_taken() -> None:
    assert LARGEST_MINOR == 10**16
    assert to_minor(Decimal(LARGEST_MINOR), "JPY") == LARGEST_MINOR
    assert to_minor(Decimal(LARGEST_MINOR).scaleb(-2), "EUR") == LARGEST_MINOR
    with pytest.raises(InvalidError):
        to_minor(Decimal(LARGEST_MINOR + 1).scaleb(-2), "EUR")


@pytest.mark.parametrize(
    ("minor", "rate", "currency", "base", "converted"),
    [
        (10_000, "0.95", "CHF", "EUR", 9_500),
        (10_000, "0.0062", "JPY", "EUR", 6_200),
        (6_200, "161", "EUR", "JPY", 9_982),
        (1_000, "3.25", "KWD", "USD", 325),
        (5, "0.5", "CHF", "EUR", 2),
        (15, "0.5", "CHF", "EUR", 8),
    ],
)
def test_a_rate_is_base_units_for_one_unit(minor: int, rate: str, currency: str, base: str, converted: int) -> None:
    assert convert(minor, Decimal(rate), currency, base) == converted


@given(st.integers(-(10**14), 10**14), st.sampled_from(CURRENCIES))
def test_a_rate_of_one_changes_nothing_in_the_same_currency(minor: int, currency: str) -> None:
    assert convert(minor, Decimal(1), currency, currency) == minor


@pytest.mark.parametrize(("typed", "code"), [("EUR", "EUR"), (" eur ", "EUR"), ("Chf", "CHF")])
def test_a_currency_code_is_kept_in_capitals(typed: str, code: str) -> None:
    assert check_currency(typed) == code


@pytest.mark.parametrize("typed", ["", "€", "EURO", "EU", "E1R", "ÄÖÜ"])
def test_anything_but_three_letters_is_no_currency(typed: str) -> None:
    said = rf"^“{typed}” is not a currency code\. Use three letters such as EUR\.$"
    with pytest.raises(InvalidError, match=said):
        check_currency(typed)


@pytest.mark.parametrize(("minor", "chance", "weighs"), [(10_000, 0.25, 2_500), (5, 0.5, 2), (15, 0.5, 8), (7, 0.0, 0)])
def test_a_value_weighs_its_share(minor: int, chance: float, weighs: int) -> None:
    assert weigh(Money(minor, "CHF"), chance) == Money(weighs, "CHF")
