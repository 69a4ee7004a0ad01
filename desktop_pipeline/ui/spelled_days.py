"""Days as people write them in their locale: in figures or with the month in letters, with or without a year."""

import re
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale

if TYPE_CHECKING:
    from collections.abc import Callable

_MONTHS = range(1, 13)
_WEEKDAYS = range(1, 8)
_LETTERS = 3  # tell a month where no other begins with them
_LEAP_YEARS_APART = 8
# Of two figures a year is of this century, but for what lies further ahead than anybody plans.
_AHEAD = 20
_CENTURY = 100
_YEAR_FIGURES = (2, 4)
_DAY_FIGURES = 2
_NOT_SEEN = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
_YEAR_FIRST = re.compile(r"(\d{4})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{1,2})\.?", re.ASCII)
_FIGURES = re.compile(r"(\d{1,2})\s?([./-])\s?(\d{1,2})(?:\s?\2\s?(\d{4}|\d{1,2}))?\.?(?: г\.?)?", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})\.? (.+?)\.?(?: (\d{4}))?", re.ASCII)
_MONTH_FIRST = re.compile(r"(.+?)\.? (\d{1,2})(?: (\d{4}))?", re.ASCII)


def find_day(text: str, today: date, locale: QLocale) -> date | None:
    """The day that is meant, without a year the next such day from today on; None for what is no day."""
    own = {ord(locale.toString(digit)): str(digit) for digit in range(10)}
    plain = " ".join(_NOT_SEEN.sub("", text).translate(own).replace(",", " ").split()).casefold()
    return _read_figures(plain, today, locale) or _read_words(plain, today, locale)


def _read_figures(text: str, today: date, locale: QLocale) -> date | None:
    found = _YEAR_FIRST.fullmatch(text)
    if found is not None:
        year, _mark, month, day = found.groups()
        return _make(int(year), int(month), int(day))
    found = _FIGURES.fullmatch(text)
    if found is None:
        return None
    first, _mark, second, third = found.groups()
    order = _order(locale)
    if third is None:
        month, day = (first, second) if order.index("M") < order.index("d") else (second, first)
        return _next(int(month), int(day), today)
    parts = dict(zip(order, (first, second, third), strict=True))
    # Where years come first, nobody knows what stands before one that comes last.
    if len(parts["y"]) not in _YEAR_FIGURES or len(parts["d"]) > _DAY_FIGURES:
        return None
    year = int(parts["y"])
    if year < _CENTURY:
        year += today.year - today.year % _CENTURY
        year -= _CENTURY if year > today.year + _AHEAD else 0
    return _make(year, int(parts["M"]), int(parts["d"]))


def _order(locale: QLocale) -> str:
    """`dMy`, `Mdy` or `yMd`: how the locale writes a day in figures."""
    pattern = re.sub("'[^']*'", "", locale.dateFormat(QLocale.FormatType.ShortFormat))
    return "".join(sorted("dMy", key=pattern.find))


def _read_words(text: str, today: date, locale: QLocale) -> date | None:
    months, weekdays = _names(locale.bcp47Name())
    for weekday in weekdays:
        if text.startswith(weekday) and text[len(weekday) :].lstrip(".")[:1] == " ":
            text = text[len(weekday) :].lstrip(". ")
            break
    found = _DAY_FIRST.fullmatch(text)
    if found is not None:
        day, name, year = found.groups()
    else:
        found = _MONTH_FIRST.fullmatch(text)
        if found is None:
            return None
        name, day, year = found.groups()
    month = _find_month(name, months)
    if month is None:
        return None
    return _make(int(year), month, int(day)) if year else _next(month, int(day), today)


def _find_month(name: str, months: dict[str, int]) -> int | None:
    """The month of that name, or the only one whose names begin so: “18 Sep” is “18 Sept” in Britain."""
    if name in months:
        return months[name]
    begun = {month for known, month in months.items() if len(name) >= _LETTERS and known.startswith(name)}
    return begun.pop() if len(begun) == 1 else None


@lru_cache(maxsize=8)
def _names(language: str) -> tuple[dict[str, int], tuple[str, ...]]:
    """The months by each of their names, and the days of a week with the longest name first, without last dots."""
    locale = QLocale(language)
    formats = (QLocale.FormatType.LongFormat, QLocale.FormatType.ShortFormat)
    months: dict[str, int] = {}
    for month in _MONTHS:
        shown = [locale.toString(QDate(2000, month, 1), pattern) for pattern in ("MMMM", "MMM")]
        says: tuple[Callable[[int, QLocale.FormatType], str], ...] = (locale.monthName, locale.standaloneMonthName)
        for name in (*shown, *(say(month, length) for say in says for length in formats)):
            months[_tidy(name)] = month
    days = {_tidy(locale.dayName(day, length)) for day in _WEEKDAYS for length in formats}
    return months, tuple(sorted(days, key=len, reverse=True))


def _tidy(name: str) -> str:
    return " ".join(_NOT_SEEN.sub("", name).split()).casefold().rstrip(".")


def _next(month: int, day: int, today: date) -> date | None:
    days = (_make(year, month, day) for year in range(today.year, today.year + _LEAP_YEARS_APART + 1))
    return next((found for found in days if found is not None and found >= today), None)


def _make(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
