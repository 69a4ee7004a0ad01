from decimal import Decimal

import pytest

from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.line_items import (
    LARGEST_QUANTITY,
    check_discount,
    check_price,
    check_quantity,
    plain_number,
    rescale_amount,
    work_out_amount,
)
from desktop_pipeline.domain.money import LARGEST_MINOR


@pytest.mark.parametrize("quantity", ["0.001", "1", "2.5", str(LARGEST_QUANTITY)])
def test_a_quantity_up_to_the_largest_is_taken(quantity: str) -> None:
    assert check_quantity(Decimal(quantity)) == Decimal(quantity)


@pytest.mark.parametrize("quantity", ["0", "-1", f"{LARGEST_QUANTITY}.001", "Infinity", "NaN"])
def test_a_quantity_beyond_its_ends_is_refused(quantity: str) -> None:
    with pytest.raises(InvalidError, match=r"^A quantity lies above 0, up to 1,000,000,000\.$"):
        check_quantity(Decimal(quantity))


def test_a_quantity_has_three_decimals_at_most() -> None:
    with pytest.raises(InvalidError, match=r"^A quantity has 3 decimal places, no more\.$"):
        check_quantity(Decimal("0.0005"))


@pytest.mark.parametrize("price", [None, 0, 1, LARGEST_MINOR])
def test_a_price_from_nothing_to_the_largest_amount_is_taken(price: int | None) -> None:
    assert check_price(price) == price


@pytest.mark.parametrize(
    ("price", "said"),
    [(-1, "A price cannot be below zero."), (LARGEST_MINOR + 1, "The price is too large to keep exactly.")],
)
def test_a_price_beyond_its_ends_is_refused_and_told_which(price: int, said: str) -> None:
    with pytest.raises(InvalidError) as refused:
        check_price(price)
    assert str(refused.value) == said


@pytest.mark.parametrize(
    ("typed", "kept"), [("0.001", "0.001"), ("12.50", "12.5"), ("100", "100"), ("99.999", "99.999")]
)
def test_a_discount_up_to_the_whole_price_is_taken(typed: str, kept: str) -> None:
    found = check_discount(Decimal(typed))
    assert found is not None
    assert plain_number(found) == kept


def test_a_discount_of_nothing_is_none() -> None:
    assert check_discount(None) is None
    assert check_discount(Decimal(0)) is None
    assert check_discount(Decimal("0.000")) is None


@pytest.mark.parametrize("discount", ["-0.001", "-1", "100.001", "101", "Infinity", "NaN"])
def test_a_discount_beyond_its_ends_is_refused(discount: str) -> None:
    with pytest.raises(InvalidError, match=r"^A discount lies between 0 % and 100 %\.$"):
        check_discount(Decimal(discount))


def test_a_discount_has_three_decimals_at_most() -> None:
    with pytest.raises(InvalidError, match=r"^A discount has 3 decimal places, no more\.$"):
        check_discount(Decimal("12.5005"))


@pytest.mark.parametrize(("number", "text"), [("1E+2", "100"), ("100", "100"), ("12.50", "12.5"), ("5.000", "5")])
def test_a_plain_number_loses_only_the_zeros_after_its_point(number: str, text: str) -> None:
    assert plain_number(Decimal(number)) == text


def test_a_line_may_come_to_the_largest_amount_and_to_no_more() -> None:
    assert work_out_amount(Decimal(1), LARGEST_MINOR, None) == LARGEST_MINOR
    assert rescale_amount(LARGEST_MINOR // 2, Decimal(2), Decimal(1)) == LARGEST_MINOR
    for quantity in (Decimal("1.001"), Decimal(LARGEST_QUANTITY)):
        with pytest.raises(InvalidError, match=r"^The line comes to more than can be kept exactly\.$"):
            work_out_amount(quantity, LARGEST_MINOR, None)


@pytest.mark.parametrize(
    ("amount", "quantity", "before", "expected"), [(5, "1", "2", 2), (15, "1", "2", 8), (10, "1", "3", 3)]
)
def test_a_line_for_another_quantity_is_rounded_half_to_even(
    amount: int, quantity: str, before: str, expected: int
) -> None:
    assert rescale_amount(amount, Decimal(quantity), Decimal(before)) == expected
