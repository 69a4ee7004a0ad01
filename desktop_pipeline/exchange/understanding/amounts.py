"""Reading amounts and shares: exact decimals, the decimal mark decided for a whole column."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from desktop_pipeline.exchange.options import DecimalMark
from desktop_pipeline.exchange.tables import Cell
from desktop_pipeline.exchange.unreadable import UnreadableError

_SPACES = re.compile(r"[\s\u00a0\u202f\u2009'’]+")
_FIGURES = re.compile(r"[0-9][0-9.,]*")
SIGN_CURRENCIES = {
    "€": "EUR", "£": "GBP", "zł": "PLN", "US$": "USD", "₹": "INR", "₺": "TRY", "₩": "KRW", "₪": "ILS", "₽": "RUB",
    "₴": "UAH", "₫": "VND", "Kč": "CZK", "Ft": "HUF", "R$": "BRL", "A$": "AUD", "AU$": "AUD", "CA$": "CAD",
    "C$": "CAD", "NZ$": "NZD", "HK$": "HKD", "S$": "SGD", "NT$": "TWD", "MX$": "MXN", "円": "JPY", "元": "CNY",
    "руб.": "RUB", "руб": "RUB", "грн": "UAH", "₸": "KZT", "฿": "THB", "₱": "PHP", "₦": "NGN",
    "Euro": "EUR", "euro": "EUR",
}  # fmt: skip
_CODE_OR_SIGN = re.compile(
    "|".join(map(re.escape, sorted(SIGN_CURRENCIES, key=len, reverse=True)))
    + r"|[A-Z]{3}|(?i:eur|usd|gbp|chf|pln|sek|nok|dkk|czk)|\$|[Kk]r\.?|[Ff]r\.?|¥|￥|Rs\.?"
)
_CODE = re.compile(r"[A-Z]{3}")
# Three capitals that are no currency: millions, thousands, pieces
_NO_CODES = frozenset(("MIO", "MRD", "TSD", "PCS", "STK", "QTY", "TBD"))
# “1.200,-” has no cents and is not below zero
_NO_CENTS = re.compile(r"(?<=[0-9])[.,][-–—]{1,2}(?![0-9])")
_PLAIN: Mapping[str, re.Pattern[str]] = {
    ".": re.compile(r"(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?"),
    ",": re.compile(r"(?:[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+)(?:,[0-9]+)?"),
}
_AMBIGUOUS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
_MINUS = frozenset("-−–")
_GROUP = 3


class Amount(NamedTuple):
    """A number with the currency written beside it, as an ISO code, or as a sign (`$`) that several countries use."""

    number: Decimal
    currency: str | None = None
    sign: str | None = None
    is_computed: bool = False  # a number of a workbook, which shows fewer places than it holds


@dataclass(frozen=True, slots=True)
class AmountHabit:
    """How a column writes its numbers; `example` is a number that reads two ways where nothing proves which.

    `both`: one number with each decimal mark where the column has both; each is then read by its own last separator.
    """

    mark: DecimalMark
    example: str | None = None
    both: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class _Parts:
    figures: str
    is_negative: bool
    factor: int
    currency: str | None
    sign: str | None


def infer_mark(cells: Iterable[Cell]) -> AmountHabit:
    """Decides by the numbers that read one way only; “1.234” alone is taken for a thousand, and asked about."""
    votes = {".": 0, ",": 0}
    proofs: dict[str, str] = {}
    open_marks: dict[str, str] = {}
    for text in dict.fromkeys(cell for cell in cells if isinstance(cell, str)):
        if _FIGURES.fullmatch(text):
            # Nearly every number stands alone; a column may have a hundred thousand different ones
            figures = text.rstrip(".,")
        else:
            try:
                figures = _take_apart(text).figures
            except UnreadableError:
                continue
        mark = _proved_mark(figures)
        if mark:
            votes[mark] += 1
            proofs.setdefault(mark, text.strip())
        elif _AMBIGUOUS.fullmatch(figures):
            open_marks.setdefault("." if "." in figures else ",", text)
    if len(proofs) > 1:
        usual: DecimalMark = "," if votes[","] > votes["."] else "."
        return AmountHabit(usual, next(iter(open_marks.values()), None), (proofs["."], proofs[","]))
    if proofs:
        return AmountHabit("." if "." in proofs else ",")
    if len(open_marks) == 1:
        separator, example = next(iter(open_marks.items()))
        return AmountHabit("," if separator == "." else ".", example)
    return AmountHabit(".", next(iter(open_marks.values()), None))


def _proved_mark(figures: str) -> DecimalMark | None:
    """The decimal mark that a number's own separators prove, if they do."""
    last = max(figures.rfind("."), figures.rfind(","))
    if last < 0:
        return None
    separator: DecimalMark = "." if figures[last] == "." else ","
    other: DecimalMark = "," if separator == "." else "."
    if other in figures:
        return separator
    if figures.count(separator) > 1:
        return other
    return None if _AMBIGUOUS.fullmatch(figures) else separator


def read_amount(cell: Cell, *, mark: DecimalMark, by_itself: bool = False) -> Amount:
    """An amount of zero or more; raises UnreadableError, also for one below zero.

    `by_itself`: where the number's own separators prove its decimal mark they go before the column's.
    """
    if isinstance(cell, bool) or not isinstance(cell, (str, int, float)):
        raise _no_amount()
    if isinstance(cell, str):
        if not by_itself and _PLAIN[mark].fullmatch(cell):
            return Amount(Decimal(cell.replace("," if mark == "." else ".", "").replace(",", ".")))
        parts = _take_apart(cell)
        own = _proved_mark(parts.figures) if by_itself else None
        amount = Amount(_to_decimal(parts.figures, own or mark) * parts.factor, parts.currency, parts.sign)
        is_negative = parts.is_negative and amount.number != 0
    else:
        amount = Amount(Decimal(repr(cell)), is_computed=True)
        if not amount.number.is_finite():
            raise _no_amount()
        is_negative = amount.number < 0
    if is_negative:
        message = "negative amount"
        raise UnreadableError(message)
    return amount


def _no_amount() -> UnreadableError:
    return UnreadableError("not an amount")


def _take_apart(text: str) -> _Parts:
    """Sign, currency, figures and the `k` for thousands of a written amount."""
    rest = _NO_CENTS.sub("", _SPACES.sub("", text))
    is_negative = rest.startswith("(") and rest.endswith(")")
    if is_negative:
        rest = rest[1:-1]
    if rest[:1] in _MINUS or rest[-1:] in _MINUS:
        is_negative = True
        rest = rest.strip("".join(_MINUS))
    currency = _CODE_OR_SIGN.match(rest)
    if currency:
        rest = rest[currency.end() :]
        if rest[:1] in _MINUS:
            is_negative, rest = True, rest[1:]
    figures = _FIGURES.match(rest.lstrip("+"))
    if figures is None:
        raise _no_amount()
    after = rest.lstrip("+")[figures.end() :]
    factor = 1
    if after[:1] in {"k", "K"} and not _CODE_OR_SIGN.fullmatch(after):
        factor, after = 1000, after[1:]
    if after and currency is None:
        currency = _CODE_OR_SIGN.fullmatch(after)
        after = "" if currency else after
    written = currency[0] if currency else None
    if after or written in _NO_CODES:
        raise _no_amount()
    code = SIGN_CURRENCIES.get(written or "")
    if written and code is None and _CODE.fullmatch(written.upper()):
        code = written.upper()
    return _Parts(figures[0].rstrip(".,"), is_negative, factor, code, None if code else written)


def _to_decimal(figures: str, mark: DecimalMark) -> Decimal:
    """The number under one decimal mark; its groups must be of three figures."""
    whole, separator, fraction = figures.partition(mark)
    grouping = "," if mark == "." else "."
    groups = whole.split(grouping)
    if grouping in fraction or mark in fraction:
        raise _no_amount()
    if len(groups) > 1 and (not 1 <= len(groups[0]) <= _GROUP or any(len(group) != _GROUP for group in groups[1:])):
        raise _no_amount()
    try:
        return Decimal("".join(groups) + (f".{fraction}" if separator else ""))
    except InvalidOperation as error:
        raise _no_amount() from error


def are_shares(cells: Iterable[Cell]) -> bool:
    """Whether a column of probabilities runs from 0 to 1 rather than from 0 to 100: by its largest bare number."""
    largest = Decimal(0)
    for cell in set(cells):
        if isinstance(cell, str) and cell.rstrip().endswith("%"):
            continue
        try:
            largest = max(largest, _share_number(cell))
        except UnreadableError:
            continue
    return largest <= 1


def read_share(cell: Cell, *, as_shares: bool) -> float:
    """A probability from 0 to 1; raises UnreadableError."""
    has_sign = isinstance(cell, str) and cell.rstrip().endswith("%")
    number = _share_number(cell)
    whole = 1 if as_shares and not has_sign else 100
    if not 0 <= number <= whole:
        message = "not a probability"
        raise UnreadableError(message)
    return float(number / whole)


def _share_number(cell: Cell) -> Decimal:
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        cell = repr(cell)
    try:
        number = Decimal(_SPACES.sub("", cell).rstrip("%").replace(",", ".")) if isinstance(cell, str) else None
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite():
        message = "not a probability"
        raise UnreadableError(message)
    return number
