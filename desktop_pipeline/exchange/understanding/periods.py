"""Plans that name no day, as “Q2/24” and “end of March 2026”, by the last day of what they name."""

import re
from calendar import monthrange
from datetime import date, timedelta

from desktop_pipeline.exchange.tables import Cell
from desktop_pipeline.exchange.understanding.vocabulary import vocabulary

_LONGEST = 40
_CENTURY = 2000
_YEAR = r"(?:[\s./'’-]*(?P<year>(?:20)?\d\d))?"
_YEAR_FIRST = r"(?P<before>20\d\d)[\s./-]*"
_ENDS = (
    r"(?:(?:end|ende|fin|final|finales|fine|eind|einde|koniec|slutet|konec|by|bis|till|until)\s+"
    r"(?:of\s+|de\s+|di\s+|av\s+)?)?"
)
_QUARTER = re.compile(
    rf"(?:{_YEAR_FIRST})?(?:[qt](?P<number>[1-4])|(?P<plain>[1-4]|i{{1,3}}|iv)\.?\s?(?:q|quartal|quarter|kwartaal|"
    rf"trimestre|kvartal|kwartał|kw\.?|čtvrtletí)){_YEAR}",
    re.IGNORECASE,
)
_WEEK = re.compile(
    rf"(?:{_YEAR_FIRST})?(?:kw|cw|wk|week|w|v|vecka|uke|uge|semaine|semana|settimana|tydzień|týden)\.?\s?(?P<number>\d{{1,2}}){_YEAR}",
    re.IGNORECASE,
)
# “Mar 14” may be a day
_MONTH = re.compile(
    rf"{_ENDS}(?P<word>[^\W\d_]{{3,12}})\.?(?:[\s./'’-]*(?P<year>20\d\d)|[./'’-](?P<short>\d\d))?", re.IGNORECASE
)
_FIGURES = re.compile(r"(?P<month>0?[1-9]|1[0-2])[/.](?P<year>20\d\d)|(?P<before>20\d\d)-(?P<later>0[1-9]|1[0-2])")
_DAY = re.compile(
    r"\d{1,2}[./-]\d{1,2}\.?|\d{1,2}(?:\.|st|nd|rd|th)?\s?(?P<word>[^\W\d_]{3,12})\.?|(?P<first>[^\W\d_]{3,12})\.?\s\d{1,2}(?:st|nd|rd|th)?"
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def find_period_end(cell: Cell) -> date | None:
    """The last day of the month, quarter or week that a text names with its year; None for anything else."""
    return _read(cell)[1]


def say_why(text: str) -> str | None:
    """What keeps a text that tells a time from being a day; None where it tells none."""
    tells, end = _read(text)
    if end is not None:
        return "a month, quarter or week, not a day"
    return "a date without its year" if tells or _tells_day(text) else None


def _read(cell: Cell) -> tuple[bool, date | None]:
    """Whether a text tells a month, quarter or week, and its last day where it tells the year as well."""
    if not isinstance(cell, str) or len(cell) > _LONGEST:
        return False, None
    text = " ".join(cell.split())
    if match := _FIGURES.fullmatch(text):
        return True, _end_of_month(int(match["year"] or match["before"]), int(match["month"] or match["later"]))
    if match := _QUARTER.fullmatch(text):
        number = match["number"] or match["plain"].lower()
        month = 3 * (_ROMAN.get(number) or int(number))
        year = _year_of(match["before"] or match["year"])
        return True, None if year is None else _end_of_month(year, month)
    if match := _WEEK.fullmatch(text):
        return True, _end_of_week(_year_of(match["before"] or match["year"]), int(match["number"]))
    match = _MONTH.fullmatch(text)
    if match is None or (named := vocabulary().months.get(match["word"].lower())) is None:
        return False, None
    year = _year_of(match["year"] or match["short"])
    return True, None if year is None else _end_of_month(year, named)


def _tells_day(text: str) -> bool:
    match = _DAY.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    if match is None:
        return False
    word = match["word"] or match["first"]
    return word is None or word.lower() in vocabulary().months


def _year_of(figures: str | None) -> int | None:
    return None if figures is None else int(figures) % _CENTURY + _CENTURY


def _end_of_month(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _end_of_week(year: int | None, week: int) -> date | None:
    """The Friday: work is planned in weeks that end with it."""
    try:
        return None if year is None else date.fromisocalendar(year, week, 1) + timedelta(days=4)
    except ValueError:
        return None
