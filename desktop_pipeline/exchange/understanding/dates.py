"""Reading dates: the order of day and month is decided for a whole column, and what is no date stays none."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

from desktop_pipeline.exchange.options import DateOrder
from desktop_pipeline.exchange.tables import Cell
from desktop_pipeline.exchange.understanding.columns import vocabulary
from desktop_pipeline.exchange.unreadable import UnreadableError

_MONTHS_IN_A_YEAR = 12
_YEARS = range(1900, 2200)
# Days since the last of 1899, Excel's and its followers' count: 1954 to 2119
_SERIALS = range(20_000, 80_000)
_SERIAL_ZERO = date(1899, 12, 30)
_TIME = (
    r"(?:[T,\s]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?"
)
_ISO = re.compile(r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})" + _TIME)
_COMPACT = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})")
_FIGURES = re.compile(r"(?P<first>\d{1,2})(?P<mark>[-/.])\s?(?P<second_>\d{1,2})(?P=mark)\s?(?P<year>\d{4})" + _TIME)
_DAY_WORD = re.compile(r"(?P<day>\d{1,2})\.?[-\s]+(?P<word>[^\W\d_]{3,12})\.?,?[-\s]+(?P<year>\d{4})" + _TIME)
_WORD_DAY = re.compile(r"(?P<word>[^\W\d_]{3,12})\.?\s+(?P<day>\d{1,2}),?\s+(?P<year>\d{4})" + _TIME)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class DateHabit:
    """How a column writes its dates; `is_proved` by a day above 12, `is_needed` where some date reads both ways."""

    order: DateOrder
    is_proved: bool
    is_needed: bool


def infer_order(cells: Iterable[Cell], *, otherwise: DateOrder = "day") -> DateHabit:
    """Decides by the dates that read one way only; with dots the day comes first unless they prove it does not."""
    day_first = month_first = open_with_marks = open_with_dots = 0
    for text in {cell.strip() for cell in cells if isinstance(cell, str)}:
        match = _FIGURES.fullmatch(text)
        if match is None:
            continue
        first, second = int(match["first"]), int(match["second_"])
        if first > _MONTHS_IN_A_YEAR >= second:
            day_first += 1
        elif second > _MONTHS_IN_A_YEAR >= first:
            month_first += 1
        elif first != second:
            open_with_dots += match["mark"] == "."
            open_with_marks += match["mark"] != "."
    if day_first != month_first:
        order: DateOrder = "day" if day_first > month_first else "month"
        contradicted = bool(day_first and month_first)
        return DateHabit(order, not contradicted, bool(open_with_marks or open_with_dots))
    if day_first == 0 and open_with_dots and not open_with_marks:
        return DateHabit("day", is_proved=True, is_needed=True)
    return DateHabit(otherwise, is_proved=False, is_needed=bool(open_with_marks or open_with_dots))


def read_date(cell: Cell, *, order: DateOrder, zone: tzinfo) -> date:
    """The day that a cell names; an instant with a time zone becomes the day in `zone`. Raises UnreadableError."""
    if isinstance(cell, datetime):
        return _within_years(cell.date())
    if isinstance(cell, date):
        return _within_years(cell)
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _read_serial(float(cell))
    if isinstance(cell, str):
        return _within_years(_read_text(cell.strip(), order, zone))
    raise _no_date()


def _no_date() -> UnreadableError:
    return UnreadableError("not a date")


def _within_years(day: date) -> date:
    if day.year not in _YEARS:
        raise _no_date()
    return day


def _read_serial(number: float) -> date:
    if int(number) not in _SERIALS:
        raise _no_date()
    return _SERIAL_ZERO + timedelta(days=int(number))


def _read_text(text: str, order: DateOrder, zone: tzinfo) -> date:
    try:
        if match := _ISO.fullmatch(text):
            return _at_hour(match, date(int(match["year"]), int(match["month"]), int(match["day"])), zone)
        if match := _FIGURES.fullmatch(text):
            first, second = int(match["first"]), int(match["second_"])
            day, month = (first, second) if order == "day" else (second, first)
            return _at_hour(match, date(int(match["year"]), month, day), zone)
        if match := _DAY_WORD.fullmatch(text) or _WORD_DAY.fullmatch(text):
            month = vocabulary().months[match["word"].lower()]
            return _at_hour(match, date(int(match["year"]), month, int(match["day"])), zone)
        if match := _COMPACT.fullmatch(text):
            return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except (ValueError, KeyError, OverflowError) as error:
        raise _no_date() from error
    if _SERIAL.fullmatch(text):
        return _read_serial(float(text))
    raise _no_date()


def _at_hour(match: re.Match[str], day: date, zone: tzinfo) -> date:
    """The local day of an instant; without a time zone the day stands as it is written."""
    if match["hour"] is None:
        return day
    hour = int(match["hour"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"].lower().startswith("p") else 0)
    stated = match["zone"]
    if stated is None or stated in {"Z", "UTC", "GMT"}:
        offset = UTC
    else:
        minutes = int(stated[1:3]) * 60 + int(stated[-2:])
        offset = timezone(timedelta(minutes=-minutes if stated[0] == "-" else minutes))
    instant = datetime(
        day.year, day.month, day.day, hour, int(match["minute"]), int(match["second"] or 0), tzinfo=offset
    )
    return instant.astimezone(zone).date() if stated else day
