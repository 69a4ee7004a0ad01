"""Reading amounts and shares: exact decimals, the decimal mark decided for a whole column."""

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import NamedTuple
from unicodedata import decimal

from desktop_pipeline.exchange.options import DecimalMark
from desktop_pipeline.exchange.tables import Cell
from desktop_pipeline.exchange.understanding.units import (
    CODE_OR_SIGN,
    NO_UNIT,
    SIGN_CURRENCIES,
    Unit,
    take_factor,
    take_leading_factor,
)
from desktop_pipeline.exchange.unreadable import UnreadableError

_SPACES = re.compile(r"[\s\u00a0\u202f\u2009'’]+")
_FIGURES = re.compile(r"[0-9][0-9.,]*")
_CODE = re.compile(r"[A-Z]{3}")
# Three capitals that are no currency: pieces, milliards
_NO_CODES = frozenset(("MIO", "MRD", "TSD", "PCS", "STK", "QTY", "TBD"))
# “ca. 5.000 €”: all that its owner says of it; “CA$” is a currency
_ABOUT = re.compile(
    r"(?:~|≈|±|c(?:irc|c)?a\.?(?!\$)|approx\.?|about|around|rund|etwa|env(?:\.|iron)|aprox\.?|ungefähr|ongeveer|około)",
    re.IGNORECASE,
)
# “5-8k”, “40 bis 50”, “£750 pm”
_RANGE = re.compile(
    r"(?<!\d)(?<!\d[.,])(?<![.,]{2})\d[\d.,]*\D{0,5}?(?:-|–|—|bis|to|tot|à|až|do|hasta)[€$£]?\d", re.IGNORECASE
)
_PER = re.compile(
    r"\d\D{0,5}?(?:/\s?[^\W\d]|\b(?:p\.?m|p\.?a|mtl|per|pro|par)\b|(?:pm|pa|p\.m\.|p\.a\.|mtl\.?)$)", re.IGNORECASE
)
# “1.200,-” has no cents and is not below zero
_NO_CENTS = re.compile(r"(?<=[0-9])(?P<mark>[.,])[-–—]{1,2}(?![0-9])")
_PLAIN: Mapping[str, re.Pattern[str]] = {
    ".": re.compile(r"(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3})(?:\.[0-9]+)?"),
    ",": re.compile(r"(?:[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+)(?:,[0-9]+)?"),
}
# Thousands, then hundreds of them: “12,50,000”
_BY_HUNDREDS = re.compile(r"[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}")
_AMBIGUOUS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
# “+ MwSt”, “(netto)”, “HT”: taxes change nothing of what is written
_TAXES = re.compile(
    r"(?<=[\d€$£.,kKA-Złč-])[(+,]?(?:(?:zzgl|plus|exkl|excl|ex|inkl|incl|hors|bez|sin|con|iva)\.?)?"
    r"(?:mwst|ust|vat|iva|btw|tva|moms|gst|dph|taxe?s?|netto|brutto|net|gross|ht|ttc)\.?\)?$",
    re.IGNORECASE,
)
# Neither figures nor the usual codes end so
_TAX_ENDS = frozenset("acehostwx).")
_WIDE_MARKS = str.maketrans("，．、٫٬", ",.,.,")
_MINUS = frozenset("-−–")
_GROUP = 3
_LONGEST = 80


class Amount(NamedTuple):
    """A number with the currency written beside it, as an ISO code, or as a sign (`$`) that several countries use."""

    number: Decimal
    currency: str | None = None
    sign: str | None = None
    is_computed: bool = False  # a number of a workbook, which shows fewer places than it holds
    is_whole: bool = False  # its cell says itself what its figures stand for, whatever its header says


@dataclass(frozen=True, slots=True)
class AmountHabit:
    """How a column writes its numbers; `example` is a number that reads two ways where nothing proves which.

    `both`: one number with each decimal mark where the column has both; each is then read by its own marks.
    `unit` is what the header says of all of them.
    """

    mark: DecimalMark
    example: str | None = None
    both: tuple[str, str] | None = None
    unit: Unit = NO_UNIT


@dataclass(frozen=True, slots=True)
class _Parts:
    figures: str
    is_negative: bool
    factor: int | None
    currency: str | None
    sign: str | None


@dataclass(slots=True)
class _Signs:
    """What a column's numbers say of its decimal mark.

    `proofs` and `votes`: numbers that read one way only; `hints`: “780.-”, which tells its mark and no places; `open`:
    “1.234”, by its separator; `parts_none`: a proof has three places, as no amount of money has, or a thousand that is
    not parted.
    """

    votes: dict[str, int] = field(default_factory=lambda: {".": 0, ",": 0})
    proofs: dict[str, str] = field(default_factory=dict)
    hints: dict[str, str] = field(default_factory=dict)
    open: dict[str, str] = field(default_factory=dict)
    parts_none: bool = False

    def note(self, text: str, figures: str) -> None:
        mark = _proved_mark(figures)
        if mark:
            self.votes[mark] += 1
            self.proofs.setdefault(mark, text.strip())
            whole, _mark, places = figures.partition(mark)
            self.parts_none = self.parts_none or len(places) >= _GROUP or (whole.isdigit() and len(whole) > _GROUP)
            return
        without_cents = _mark_without_cents(text)
        if without_cents:
            self.hints.setdefault(without_cents, text.strip())
        if _AMBIGUOUS.fullmatch(figures):
            self.open.setdefault("." if "." in figures else ",", text.strip())


def infer_mark(cells: Iterable[Cell]) -> AmountHabit:
    """Decides by the numbers that read one way only; “1.234” alone is taken for a thousand, and asked about."""
    signs = _Signs()
    for text in dict.fromkeys(cell for cell in cells if isinstance(cell, str)):
        if _FIGURES.fullmatch(text):
            # Nearly every number stands alone; a column may have a hundred thousand different ones
            signs.note(text, text.rstrip(".,"))
        else:
            with suppress(UnreadableError):
                signs.note(text, _take_apart(text).figures)
    proofs = signs.proofs or {mark: text for mark, text in signs.hints.items() if mark not in signs.open}
    if len(proofs) > 1:
        usual: DecimalMark = "," if signs.votes[","] > signs.votes["."] else "."
        return AmountHabit(usual, next(iter(signs.open.values()), None), (proofs["."], proofs[","]))
    if proofs:
        mark: DecimalMark = "." if "." in proofs else ","
        thousands = None if signs.parts_none else signs.open.get(mark)
        if thousands is None:
            return AmountHabit(mark)
        # “45.000” beside “12.50” has the other mark
        return AmountHabit(mark, both=(proofs["."], thousands) if mark == "." else (thousands, proofs[","]))
    if len(signs.open) == 1:
        separator, example = next(iter(signs.open.items()))
        return AmountHabit("," if separator == "." else ".", example)
    return AmountHabit(".", next(iter(signs.open.values()), None))


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


def _own_mark(figures: str) -> DecimalMark | None:
    """The decimal mark of a number that is read by itself."""
    if _AMBIGUOUS.fullmatch(figures):
        return "," if "." in figures else "."
    return _proved_mark(figures)


def _mark_without_cents(text: str) -> DecimalMark | None:
    """“1.200,-” proves its comma."""
    match = _NO_CENTS.search(text)
    return None if match is None else "." if match["mark"] == "." else ","


def in_unit(amount: Amount, unit: Unit) -> Amount:
    """An amount as its header means it; what stands beside the figures in the cell itself goes before that."""
    if unit == NO_UNIT or amount.currency or amount.sign:
        return amount
    if amount.is_whole:
        return amount._replace(currency=unit.currency, sign=unit.sign)
    number = amount.number * unit.factor
    return amount._replace(number=number, currency=unit.currency, sign=unit.sign)


def read_amount(cell: Cell, *, mark: DecimalMark, by_itself: bool = False) -> Amount:
    """An amount of zero or more; raises UnreadableError, also for one below zero.

    `by_itself`: the number's own separators go before the column's mark, and one before three figures parts thousands.
    """
    if isinstance(cell, bool) or not isinstance(cell, (str, int, float)):
        raise _no_amount()
    if isinstance(cell, str):
        if not by_itself and _PLAIN[mark].fullmatch(cell):
            return Amount(Decimal(cell.replace("," if mark == "." else ".", "").replace(",", ".")))
        parts = _take_apart(cell)
        own = _own_mark(parts.figures) if by_itself else None
        number = _to_decimal(parts.figures, own or mark) * (parts.factor or 1)
        amount = Amount(number, parts.currency, parts.sign, is_whole=parts.factor is not None)
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


def is_amount(cell: Cell) -> bool:
    """Whether a cell is an amount, or one that cannot be taken: below zero, a range, or per month."""
    try:
        read_amount(cell, mark=".", by_itself=True)
    except UnreadableError as error:
        return str(error) != str(_no_amount())
    return True


def _no_amount() -> UnreadableError:
    return UnreadableError("not an amount")


def _take_apart(text: str) -> _Parts:
    """Sign, currency, figures and the `k` for thousands of a written amount."""
    rest = _SPACES.sub("", text if text.isascii() else _in_plain_digits(text))
    rest = _NO_CENTS.sub("", _TAXES.sub("", rest) if rest[-1:].lower() in _TAX_ENDS else rest)
    rest = _ABOUT.sub("", rest, count=1) if _ABOUT.match(rest) else rest
    is_negative = rest.startswith("(") and rest.endswith(")")
    if is_negative:
        rest = rest[1:-1]
    if rest[:1] in _MINUS or rest[-1:] in _MINUS:
        is_negative = True
        rest = rest.strip("".join(_MINUS))
    factor, rest = take_leading_factor(rest)
    currency = CODE_OR_SIGN.match(rest)
    if currency:
        rest = rest[currency.end() :]
        if rest[:1] in _MINUS:
            is_negative, rest = True, rest[1:]
    figures = _FIGURES.match(rest.lstrip("+"))
    if figures is None:
        raise _no_amount()
    after = rest.lstrip("+")[figures.end() :]
    if factor is None:
        factor, after = take_factor(after)
    if after and currency is None:
        currency = CODE_OR_SIGN.fullmatch(after)
        after = "" if currency else after
    written = currency[0] if currency else None
    if after or written in _NO_CODES:
        raise _no_whole_amount(text)
    code = SIGN_CURRENCIES.get(written or "")
    if written and _CODE.fullmatch(written.upper()):
        code = written.upper()
    return _Parts(figures[0].rstrip(".,"), is_negative, factor, code, None if code else written)


def _in_plain_digits(text: str) -> str:
    """“１２，０００” and “١٢٠٠٠” with the digits of all others."""
    plain = text.translate(_WIDE_MARKS)
    return "".join(str(decimal(each)) if each.isdecimal() else each for each in plain)


def _no_whole_amount(text: str) -> UnreadableError:
    """Why an amount with something behind it is none: which of two it is, or how often it is paid, is not known."""
    if len(text) > _LONGEST:
        return _no_amount()
    if _RANGE.search(text.replace(" ", "")):
        return UnreadableError("between two amounts, not one")
    if _PER.search(text):
        return UnreadableError("an amount per month or piece, not the whole")
    return _no_amount()


def _to_decimal(figures: str, mark: DecimalMark) -> Decimal:
    """The number under one decimal mark; its groups must be of three figures."""
    whole, separator, fraction = figures.partition(mark)
    grouping = "," if mark == "." else "."
    groups = whole.split(grouping)
    if grouping in fraction or mark in fraction:
        raise _no_amount()
    if mark == "." and _BY_HUNDREDS.fullmatch(whole):
        groups = ["".join(groups)]
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


def read_whole(cell: Cell, *, mark: DecimalMark) -> int:
    """A count; raises UnreadableError, also for money."""
    message = "not a whole number"
    try:
        amount = read_amount(cell, mark=mark)
    except UnreadableError as error:
        raise UnreadableError(message) from error
    if amount.currency or amount.sign or amount.number != amount.number.to_integral_value():
        raise UnreadableError(message)
    return int(amount.number)


def mix_shares(cells: Iterable[Cell]) -> bool:
    """Whether bare numbers below one stand among whole ones alone: 0.8 beside 80 is hardly 0.8 %."""
    bare = []
    for cell in set(cells):
        if not (isinstance(cell, str) and cell.rstrip().endswith("%")):
            with suppress(UnreadableError):
                bare.append(_share_number(cell))
    return all(number == number.to_integral_value() for number in bare if number >= 1)


def read_share(cell: Cell, *, as_shares: bool, are_mixed: bool = False) -> float:
    """A probability from 0 to 1; raises UnreadableError, `are_mixed` also for a bare number between nothing and one."""
    has_sign = isinstance(cell, str) and cell.rstrip().endswith("%")
    number = _share_number(cell)
    if are_mixed and not has_sign and 0 < number < 1:
        message = "a share of one among percents"
        raise UnreadableError(message)
    whole = 1 if as_shares and not has_sign else 100
    if not 0 <= number <= whole:
        message = "not a probability"
        raise UnreadableError(message)
    return float(number / whole)


def _share_number(cell: Cell) -> Decimal:
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        cell = repr(cell)
    try:
        text = _SPACES.sub("", cell).rstrip("%").replace(",", ".") if isinstance(cell, str) else ""
        number = Decimal(_ABOUT.sub("", text, count=1) if _ABOUT.match(text) else text) if text else None
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite():
        message = "not a probability"
        raise UnreadableError(message)
    return number
