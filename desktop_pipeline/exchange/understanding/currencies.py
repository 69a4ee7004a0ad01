"""Which currency an amount is in: its own column, then the sign beside it, then what the user said; never a guess."""

import re
from decimal import Decimal

from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.money import check_currency, minor_digits, to_minor
from desktop_pipeline.exchange.known import Known
from desktop_pipeline.exchange.options import ImportOptions
from desktop_pipeline.exchange.tables import Cell, show
from desktop_pipeline.exchange.understanding.amounts import Amount
from desktop_pipeline.exchange.understanding.units import SIGN_CURRENCIES
from desktop_pipeline.exchange.unreadable import UnreadableError

ASSUMED = "EUR"
# “EUR - Euro”, “US Dollar (USD)”
_CODE = re.compile(r"\b[A-Z]{3}\b")
_NAMES = {
    "euro": "EUR", "us dollar": "USD", "u.s. dollar": "USD", "british pound": "GBP", "pound sterling": "GBP",
    "swiss franc": "CHF", "japanese yen": "JPY", "polish zloty": "PLN", "swedish krona": "SEK",
    "norwegian krone": "NOK", "danish krone": "DKK", "canadian dollar": "CAD", "australian dollar": "AUD",
}  # fmt: skip
_USERS_OF = {
    "$": frozenset(("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN", "ARS", "CLP", "COP")),
    "¥": frozenset(("JPY", "CNY")),
    "kr": frozenset(("SEK", "NOK", "DKK", "ISK")),
    "fr": frozenset(("CHF",)),
}


def read_currency(cell: Cell) -> str:
    """The ISO code that a cell of a currency column names, also by its sign, its name or a code beside that name.

    Raises UnreadableError.
    """
    text = show(cell).strip()
    named = SIGN_CURRENCIES.get(text) or _NAMES.get(text.lower().removesuffix("s"))
    codes = set(_CODE.findall(text))
    if named is None and len(codes) == 1:
        named = next(iter(codes))
    try:
        return named or check_currency(text)
    except InvalidError as error:
        message = "not a currency code"
        raise UnreadableError(message) from error


def is_shared(text: str) -> bool:
    """Whether it is a sign that several currencies have."""
    return _fold(text) in _USERS_OF


def _fold(sign: str) -> str:
    return sign.lower().rstrip(".")


class CurrencyRule:
    """The currency of amounts that bear none, and whether somebody chose it."""

    def __init__(self, options: ImportOptions, known: Known) -> None:
        self.usual = options.currency or known.base_currency
        self.is_said = options.currency is not None

    def settle(self, amount: Amount, stated: str | None) -> tuple[int, str]:
        """Minor units and currency; raises UnreadableError where the currency is not certain or it is too much."""
        if stated and amount.currency and stated != amount.currency:
            message = f"{amount.currency} here, {stated} in the currency column"
            raise UnreadableError(message)
        currency = stated or amount.currency or self._by_sign(amount.sign)
        try:
            minor = to_minor(amount.number, currency)
        except InvalidError as error:
            message = "too large an amount"
            raise UnreadableError(message) from error
        digits = minor_digits(currency)
        is_rounded = Decimal(minor).scaleb(-digits) != amount.number
        # A workbook shows fewer places than its numbers hold; but something never becomes nothing.
        if is_rounded and (not amount.is_computed or not minor):
            message = f"{currency} has {digits} decimal places, no more"
            raise UnreadableError(message)
        return minor, currency

    def _by_sign(self, sign: str | None) -> str:
        usual = self.usual or ASSUMED
        if sign is None or self.is_said or usual in _USERS_OF.get(_fold(sign), frozenset()):
            return usual
        message = f"“{sign}” does not tell which currency"
        raise UnreadableError(message)
