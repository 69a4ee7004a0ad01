"""What people type, amounts, percentages and dates, read strictly: what is not sure is refused in words."""

import re
from datetime import date, timedelta
from decimal import Decimal

from PySide6.QtCore import QCoreApplication, QLocale

from desktop_pipeline.domain.activities import check_day
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.money import LARGEST_MINOR, Money, minor_digits, to_minor
from desktop_pipeline.domain.periods import add_months
from desktop_pipeline.ui.formats import MINUS, Formats, to_qdate
from desktop_pipeline.ui.spelled_days import find_day

_GROUPS = "  \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}'\N{RIGHT SINGLE QUOTATION MARK}"
_YEAR = 12
# What turns the direction of an amount, as some locales show it.
_TURNS = re.compile("[\u061c\u200e\u200f\u2066-\u2069]")
_ARABIC_POINT = "\N{ARABIC DECIMAL SEPARATOR}"
_FAR = 1_000_000_000  # more than any limit
_FACTORS = {"k": Decimal(1000), "m": Decimal(1_000_000)}


def read_amount(text: str, currency: str, formats: Formats) -> Money | None:
    """`12,500`, `€12,500.50`, `12.5k` in the deal's currency; None for nothing. Raises InvalidError."""
    typed = _TURNS.sub("", text).strip()
    sign = "-" if typed.startswith(("-", MINUS)) else ""
    bare = sign + without_currency(typed[len(sign) :].strip(), currency, formats)
    if not bare:
        return None
    factor = _FACTORS.get(bare[-1].lower())
    number = _read_number(bare[:-1].strip() if factor else bare, formats.locale)
    if number is None:
        message = QCoreApplication.translate("Typed", "“{text}” is not an amount. Type a number such as {example}.")
        raise InvalidError(message.format(text=text.strip(), example=formats.number(12500)))
    amount = number * (factor or 1)
    digits = minor_digits(currency)
    # What is too large to keep is refused below, and cannot be rounded here.
    if abs(amount) < LARGEST_MINOR and amount != round(amount, digits):
        message = QCoreApplication.translate("Typed", "{currency} has {digits} decimal places, no more.")
        raise InvalidError(message.format(currency=currency, digits=digits))
    return Money(to_minor(amount, currency), currency)


def read_percent(text: str, formats: Formats) -> float | None:
    """`42`, `42 %` or `42.5` as a share from 0 to 1; None for nothing. Raises InvalidError."""
    bare = without_percent(text, formats)
    if not bare:
        return None
    number = _read_number(bare, formats.locale)
    if number is None:
        message = QCoreApplication.translate("Typed", "“{text}” is not a percentage. Type a number from 0 to 100.")
        raise InvalidError(message.format(text=text.strip()))
    return float(number / 100)


def read_number(text: str, formats: Formats) -> Decimal:
    """`12`, `1,250` or `2.5` exactly. Raises InvalidError, also for nothing."""
    number = _read_number(text.strip(), formats.locale)
    if number is None:
        message = QCoreApplication.translate("Typed", "“{text}” is not a number. Type one such as {example}.")
        raise InvalidError(message.format(text=text.strip()[:60], example=formats.number(Decimal("2.5"), 1)))
    return number


def read_whole(text: str, formats: Formats) -> int:
    """`12` or `1,250`; raises InvalidError for parts, for less than zero and for nothing."""
    number = _read_number(text.strip(), formats.locale)
    if number is None or number < 0 or number != int(number) or number >= _FAR:
        message = QCoreApplication.translate("Typed", "“{text}” is not a whole number.")
        raise InvalidError(message.format(text=text.strip()[:40]))
    return int(number)


def plain_figures(text: str, formats: Formats) -> str:
    """The text with the digits that everybody reads in place of the locale's own."""
    return _TURNS.sub("", text).translate(_own_digits(formats.locale))


def without_percent(text: str, formats: Formats) -> str:
    """A percentage without its sign, which stands first in some languages and looks differently in others."""
    return _TURNS.sub("", text).strip(" \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}%٪" + formats.locale.percent())


def read_day(text: str, today: date, formats: Formats) -> date | None:
    """`2026-09-18`, `18 Sep`, `18/9` as the locale has it; without a year the next such day. Raises InvalidError."""
    typed = " ".join(text.split())
    if not typed:
        return None
    found = find_day(typed, today, formats.locale)
    if found is None:
        message = QCoreApplication.translate("Typed", "“{text}” is not a date. Type it like {example}.")
        raise InvalidError(message.format(text=typed, example=formats.locale.toString(to_qdate(today), "d MMM yyyy")))
    return found


def read_past_day(text: str, today: date, formats: Formats) -> date | None:
    """The same for what has been; without a year the last such day. Raises InvalidError, also for a far century."""
    day = read_day(text, add_months(today, -_YEAR) + timedelta(days=1), formats)
    return None if day is None else check_day(day)


def plain_amount(value: Money | None, formats: Formats) -> str:
    """An amount as it is edited: grouped, without its currency."""
    if value is None:
        return ""
    digits = minor_digits(value.currency)
    places = 0 if value.minor % 10**digits == 0 else digits
    return formats.number(Decimal(value.minor).scaleb(-digits), places)


def without_currency(text: str, currency: str, formats: Formats) -> str:
    """An amount without the letters or the sign of the currency, where it bears them."""
    for sign in (currency, formats.symbol(currency)):
        folded = text.casefold()
        if folded.startswith(sign.casefold()):
            return text[len(sign) :].strip()
        if folded.endswith(sign.casefold()):
            return text[: -len(sign)].strip()
    return text


def _read_number(text: str, locale: QLocale) -> Decimal | None:
    point = re.escape(locale.decimalPoint())
    if locale.decimalPoint() == _ARABIC_POINT:
        # Their keyboards have the dot too, and it groups nothing.
        point = f"[{_ARABIC_POINT}.]"
    group = "[" + re.escape(_GROUPS + locale.groupSeparator()) + "]"
    # Groups of three, or of two before the last three as in India; 0.950 groups nothing, wherever a dot does.
    shape = re.compile(rf"(-|−)?(\d+|[1-9]\d{{0,2}}(?:{group}\d{{2,3}})*{group}\d{{3}})(?:{point}(\d+))?", re.ASCII)
    found = shape.fullmatch(text.translate(_own_digits(locale)))
    if found is None:
        return None
    sign, whole, fraction = found.groups()
    number = Decimal(re.sub(r"\D", "", whole) + "." + (fraction or "0"))
    return -number if sign else number


def _own_digits(locale: QLocale) -> dict[int, str]:
    """The locale's own digits are those that are shown."""
    return {ord(locale.toString(digit)): str(digit) for digit in range(10)}
