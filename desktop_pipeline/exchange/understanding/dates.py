"""Reading dates: the order of day and month is decided for a whole column, and what is no date stays none."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import NamedTuple

from desktop_pipeline.exchange.options import DateOrder
from desktop_pipeline.exchange.tables import Cell
from desktop_pipeline.exchange.understanding.periods import say_why
from desktop_pipeline.exchange.understanding.vocabulary import vocabulary
from desktop_pipeline.exchange.unreadable import UnreadableError

_MONTHS_IN_A_YEAR = 12
_YEARS = range(1900, 2200)
# Two figures of a year mean 1969 to 2068, as everywhere
_CENTURY_TURNS = 69
_SHORT_YEAR = 2
# Days since the last of 1899, Excel's and its followers' count: 1954 to 2119
_SERIALS = range(20_000, 80_000)
_SECONDS = 86_400
_SERIAL_ZERO = date(1899, 12, 30)
_TIME = (
    r"(?:[T,\s]+(?:at\s+)?(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<part>\d+))?)?"
    r"[\s\u202f]*+(?P<half>[AaPp]\.?\s?[Mm]\.?)?\s*+(?P<zone>Z|(?:UTC|GMT)(?:[+-]\d{1,2}(?::\d{2})?)?|[+-]\d{2}(?::?\d{2})?)?)?"
)
_YEAR = r"(?P<year>\d{4}|\d{2})"
_WEEKDAY = r"(?:[^\W\d_]{2,10}\.?,?\s+)?"
_WORD = r"(?P<word>[^\W\d_]{3,12})\.?"
_PARTING = r"[-\s/]+(?:de\s+)?"
_ISO = re.compile(r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})\.?" + _TIME)
_COMPACT = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})")
_FIGURES = re.compile(r"(?P<first>\d{1,2})(?P<mark>[-/.])\s?(?P<second_>\d{1,2})(?P=mark)\s?" + _YEAR + r"\.?" + _TIME)
_DAY_WORD = re.compile(
    _WEEKDAY + r"(?P<day>\d{1,2})(?:\.|st|nd|rd|th|er|e|º|ª)?" + _PARTING + _WORD + ",?" + _PARTING + _YEAR + _TIME
)
_WORD_DAY = re.compile(_WEEKDAY + _WORD + r"\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})" + _TIME)
_CHARACTERS = re.compile(r"(?P<year>\d{4})\s?[年년]\s?(?P<month>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日일]" + _TIME)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class DateHabit:
    """How a column writes its dates; `is_proved` by a day above 12, `is_needed` where some date reads both ways.

    `example` is a date that does.
    """

    order: DateOrder
    is_proved: bool
    is_needed: bool
    example: str | None = None


class Moment(NamedTuple):
    """A date as it is written, with its time and the zone that it names, if it does."""

    day: date
    clock: time | None = None
    zone: tzinfo | None = None


def infer_order(cells: Iterable[Cell], *, otherwise: DateOrder = "day") -> DateHabit:
    """Decides by the dates that read one way only; with dots the day comes first unless they prove it does not."""
    day_first = month_first = open_with_marks = open_with_dots = 0
    example: str | None = None
    for text in dict.fromkeys(cells):
        if not isinstance(text, str):
            continue
        match = _FIGURES.fullmatch(text.strip())
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
            example = example or text.strip()
    is_needed = bool(open_with_marks or open_with_dots)
    if day_first != month_first:
        order: DateOrder = "day" if day_first > month_first else "month"
        contradicted = bool(day_first and month_first)
        return DateHabit(order, not contradicted, is_needed, example)
    if day_first == 0 and open_with_dots and not open_with_marks:
        return DateHabit("day", is_proved=True, is_needed=True, example=example)
    return DateHabit(otherwise, is_proved=False, is_needed=is_needed, example=example)


def read_date(cell: Cell, *, order: DateOrder, zone: tzinfo, is_utc: bool = False) -> date:
    """The day that a cell names; an instant with a time zone becomes the day in `zone`. Raises UnreadableError.

    `is_utc`: an instant that names no zone is meant in UTC.
    """
    moment = read_moment(cell, order=order)
    at_zone = moment.zone or (UTC if is_utc else None)
    if moment.clock is None or at_zone is None:
        return moment.day
    return datetime.combine(moment.day, moment.clock, at_zone).astimezone(zone).date()


def read_instant(cell: Cell, *, order: DateOrder, zone: tzinfo, is_utc: bool = False) -> datetime:
    """The instant that a cell names, in UTC; a day without a time begins in `zone`. Raises UnreadableError."""
    moment = read_moment(cell, order=order)
    at_zone = moment.zone or (UTC if is_utc and moment.clock else zone)
    return datetime.combine(moment.day, moment.clock or time(), at_zone).astimezone(UTC)


def read_moment(cell: Cell, *, order: DateOrder) -> Moment:
    """Whatever of day, time and zone a cell tells; raises UnreadableError."""
    if isinstance(cell, datetime):
        moment = Moment(cell.date(), cell.time().replace(microsecond=0, tzinfo=None), cell.tzinfo)
    elif isinstance(cell, date):
        moment = Moment(cell)
    elif isinstance(cell, (int, float)) and not isinstance(cell, bool):
        moment = _read_serial(cell)
    elif isinstance(cell, str):
        moment = _read_text(cell.strip(), order)
    else:
        raise _no_date()
    if moment.day.year not in _YEARS:
        raise _no_date()
    return moment


def looks_like_date(cell: Cell) -> bool:
    """Whether a cell is written as a date, whichever order it has; a bare number is not."""
    if isinstance(cell, (int, float)) or (isinstance(cell, str) and _SERIAL.fullmatch(cell.strip())):
        return False
    try:
        read_moment(cell, order="day")
    except UnreadableError:
        return isinstance(cell, str) and _FIGURES.fullmatch(cell.strip()) is not None
    return True


def _no_date() -> UnreadableError:
    return UnreadableError("not a date")


def _read_serial(number: float) -> Moment:
    if not _SERIALS.start <= number < _SERIALS.stop:
        raise _no_date()
    days = int(number)
    day = _SERIAL_ZERO + timedelta(days=days)
    seconds = min(round((number - days) * _SECONDS), _SECONDS - 1)
    return Moment(day, (datetime.combine(day, time()) + timedelta(seconds=seconds)).time() if seconds else None)


def _read_text(text: str, order: DateOrder) -> Moment:
    try:
        if match := _ISO.fullmatch(text) or _CHARACTERS.fullmatch(text):
            return _at_hour(match, date(int(match["year"]), int(match["month"]), int(match["day"])))
        if match := _FIGURES.fullmatch(text):
            first, second = int(match["first"]), int(match["second_"])
            day, month = (first, second) if order == "day" else (second, first)
            return _at_hour(match, date(_read_year(match["year"]), month, day))
        if match := _DAY_WORD.fullmatch(text) or _WORD_DAY.fullmatch(text):
            month = vocabulary().months[match["word"].lower()]
            return _at_hour(match, date(_read_year(match["year"]), month, int(match["day"])))
        if match := _COMPACT.fullmatch(text):
            return Moment(date(int(match["year"]), int(match["month"]), int(match["day"])))
    except (ValueError, KeyError, OverflowError) as error:
        raise _no_date() from error
    if _SERIAL.fullmatch(text):
        return _read_serial(float(text))
    raise UnreadableError(say_why(text) or str(_no_date()))


def _read_year(figures: str) -> int:
    year = int(figures)
    if len(figures) > _SHORT_YEAR:
        return year
    return year + (1900 if year >= _CENTURY_TURNS else 2000)


def _at_hour(match: re.Match[str], day: date) -> Moment:
    if match["hour"] is None:
        return Moment(day)
    hour = int(match["hour"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"].lower().startswith("p") else 0)
    part = int((match["part"] or "0")[:6].ljust(6, "0"))
    clock = time(hour, int(match["minute"]), int(match["second"] or 0), part)
    return Moment(day, clock, _read_zone(match["zone"]))


def _read_zone(stated: str | None) -> tzinfo | None:
    if stated is None:
        return None
    # “GMT+2”, as forms on the web stamp their answers
    shift = stated.removeprefix("UTC").removeprefix("GMT")
    if shift in {"", "Z"}:
        return UTC
    hours, _colon, rest = shift[1:].partition(":")
    minutes = int(hours[:2]) * 60 + int(rest or hours[2:] or 0)
    return timezone(timedelta(minutes=-minutes if shift[0] == "-" else minutes))
