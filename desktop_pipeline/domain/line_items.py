"""What a line of a deal is worth: quantity × price less a discount, exact, rounded once."""

from decimal import ROUND_HALF_EVEN, Context, Decimal

from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.money import LARGEST_MINOR

LARGEST_QUANTITY = 1_000_000_000
QUANTITY_PLACES = 3
DISCOUNT_PLACES = 3
_HUNDRED = Decimal(100)
# The usual 28 digits would round before the end.
_WIDE = Context(prec=100)


def check_quantity(quantity: Decimal) -> Decimal:
    """A quantity above nothing with at most three decimals; raises InvalidError."""
    if not quantity.is_finite() or not 0 < quantity <= LARGEST_QUANTITY:
        message = "A quantity lies above 0, up to 1,000,000,000."
        raise InvalidError(message)
    if quantity != round(quantity, QUANTITY_PLACES):
        message = f"A quantity has {QUANTITY_PLACES} decimal places, no more."
        raise InvalidError(message)
    return quantity.normalize()


def check_price(price: int | None) -> int | None:
    """A price in minor units, not below nothing; raises InvalidError."""
    if price is not None and not 0 <= price <= LARGEST_MINOR:
        message = "A price cannot be below zero." if price < 0 else "The price is too large to keep exactly."
        raise InvalidError(message)
    return price


def check_discount(discount: Decimal | None) -> Decimal | None:
    """A percentage from 0 to 100 with at most three decimals, None for none; raises InvalidError."""
    if discount is None:
        return None
    if not discount.is_finite() or not 0 <= discount <= _HUNDRED:
        message = "A discount lies between 0 % and 100 %."
        raise InvalidError(message)
    if discount != round(discount, DISCOUNT_PLACES):
        message = f"A discount has {DISCOUNT_PLACES} decimal places, no more."
        raise InvalidError(message)
    return discount.normalize() if discount else None


def work_out_amount(quantity: Decimal, price: int, discount: Decimal | None) -> int:
    """Minor units of a line, rounded half to even once; raises InvalidError where it is too large to keep."""
    whole = _WIDE.multiply(quantity, Decimal(price))
    left = _WIDE.divide(_WIDE.multiply(whole, _HUNDRED - (discount or 0)), _HUNDRED)
    return _to_amount(left)


def rescale_amount(amount: int, quantity: Decimal, before: Decimal) -> int:
    """A line of which only the amount is known, for another quantity at the same rate."""
    return _to_amount(_WIDE.divide(_WIDE.multiply(Decimal(amount), quantity), before))


def plain_number(number: Decimal) -> str:
    """Without an exponent and without zeros at the end: how a discount is kept."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _to_amount(exact: Decimal) -> int:
    if abs(exact) > LARGEST_MINOR:
        message = "The line comes to more than can be kept exactly."
        raise InvalidError(message)
    return int(exact.quantize(Decimal(1), ROUND_HALF_EVEN, _WIDE))
