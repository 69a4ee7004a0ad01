"""Money: integer minor units with an ISO 4217 currency, never floats."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal

from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.names import brief

# ISO 4217 currencies whose minor unit is not the hundredth.
_DIGITS = (
    dict.fromkeys(
        (
            "BIF",
            "CLP",
            "DJF",
            "GNF",
            "ISK",
            "JPY",
            "KMF",
            "KRW",
            "PYG",
            "RWF",
            "UGX",
            "UYI",
            "VND",
            "VUV",
            "XAF",
            "XOF",
            "XPF",
        ),
        0,
    )
    | dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3)
    | {"CLF": 4, "UYW": 4}
)

LARGEST_MINOR = 10**16
# Rounding happens once, at the end: the usual 28 digits would round a long fraction first.
_WIDE = Context(prec=200)
_CODE = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units of one currency."""

    minor: int
    currency: str


def check_currency(code: str) -> str:
    """The ISO code in capitals; raises InvalidError for anything but three letters."""
    capitals = code.strip().upper()
    if not _CODE.fullmatch(capitals):
        message = f"“{brief(code)}” is not a currency code. Use three letters such as EUR."
        raise InvalidError(message)
    return capitals


def minor_digits(currency: str) -> int:
    """How many decimal places the currency's minor unit has."""
    return _DIGITS.get(currency, 2)


def to_minor(amount: Decimal, currency: str) -> int:
    """Major units to minor units, half to even; raises InvalidError beyond what can be kept exactly."""
    if not amount.is_finite():
        message = "The amount is not a number."
        raise InvalidError(message)
    minor = (
        int(amount.scaleb(minor_digits(currency), _WIDE).quantize(Decimal(1), ROUND_HALF_EVEN, _WIDE))
        if abs(amount) <= LARGEST_MINOR
        else LARGEST_MINOR + 1
    )
    if abs(minor) > LARGEST_MINOR:
        message = "The amount is too large to keep exactly."
        raise InvalidError(message)
    return minor


def to_major(minor: int, currency: str) -> str:
    """Minor units as a plain decimal text in major units: 120000 EUR → "1200.00"."""
    digits = minor_digits(currency)
    return f"{Decimal(minor).scaleb(-digits):.{digits}f}"


def weigh(value: Money, chance: float) -> Money:
    """What an amount weighs at a chance from 0 to 1 (METRICS §1)."""
    return Money(round(value.minor * chance), value.currency)


def convert(minor: int, rate: Decimal, currency: str, base: str) -> int:
    """An amount in the base currency's minor units; `rate` is base major units for one major unit."""
    shift = minor_digits(base) - minor_digits(currency)
    return int((Decimal(minor) * rate).scaleb(shift).quantize(Decimal(1), rounding=ROUND_HALF_EVEN))
