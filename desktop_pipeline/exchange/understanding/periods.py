"""Plans that name no day, as “Q2/24”, “H2 2025” and “end of March 2026”, by the last day of what they name."""

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta

from desktop_pipeline.exchange.tables import Cell
from desktop_pipeline.exchange.understanding.vocabulary import vocabulary

_LONGEST = 40
_CENTURY = 2000
_YEARS = range(2000, 2100)
_IN_YEAR = {4: 3, 2: 6}
_YEAR = r"(?:[\s./,'’-]*(?:(?:de|del|di|do|of|im\sJahr)\s+)?(?P<year>(?:20)?\d\d))?"
_YEAR_FIRST = r"(?P<before>20\d\d)[\s./-]*"
_ENDS = (
    r"(?:(?:by|bis|till|until)\s+)?"
    r"(?:(?:the\s+)?(?:end|ende|fin|final|finales|fine|eind|einde|koniec|slutet|konec)\s+"
    r"(?:of\s+|de\s+|di\s+|du\s+|av\s+)?)?"
)
_ORDINALS = (
    "i first erstes premier primer primero primeiro primo eerste första",
    "ii second zweites deuxième segundo secondo tweede andra",
    "iii third drittes troisième tercer terceiro terzo derde tredje",
    "iv fourth viertes quatrième cuarto quarto vierde fjärde",
)
_NUMBERS = {word: number for number, words in enumerate(_ORDINALS, start=1) for word in words.split()}
_DOTLESS = {0x130: "i", 0x131: "i"}
_NTH = r"(?:\.?[ºª°]|\.|st|nd|rd|th|er|re|e|[èe]me|nde?|ste|de|:[ae])?"
_QUARTERS = r"quartal|quarter|qtr|kwartaal|trimestre|trim|kvartal|kwartał|čtvrtletí|çeyrek"
_HALVES = (
    r"halbjahr|half(?:[\s-]?year)?|semest(?:er|re)|sem|helft|halvår(?:et)?|półrocze|połowa|pololetí|polovina|yarıyıl|hj"
)


def _numbered(letters: str, words: str, most: int) -> re.Pattern[str]:
    """“Q2/24”, “2Q24”, “2024 Q2”, “2. Quartal 2024”, “second quarter of 2024”, “Quartal 2/2024”."""
    number = f"[1-{most}]"
    named = "|".join(word for word, meant in _NUMBERS.items() if meant <= most)
    return re.compile(
        rf"{_ENDS}(?:{_YEAR_FIRST})?(?:(?:[{letters}]|(?:{words})\.?\s?)(?P<number>{number})"
        rf"|(?P<plain>{number}|(?:{named}))(?:(?<=\d){_NTH})?\.?\s?(?:[{letters}]|{words}|kw)\.?){_YEAR}",
        re.IGNORECASE,
    )


_QUARTER = _numbered("qtk", _QUARTERS, 4)
_HALF = _numbered("hs", _HALVES, 2)
_WEEK = re.compile(
    rf"(?:{_YEAR_FIRST})?(?:kw|cw|wk|week|w|v|s|vecka|uke|uge|semaine|semana|settimana|tydzień|týden)\.?\s?(?P<number>\d{{1,2}}){_YEAR}",
    re.IGNORECASE,
)
# French and Spanish weeks are called as their half-years are
_ONLY_WEEK = re.compile(r"s\s?(?:0\d|[3-9]|[1-5]\d)(?!\d)", re.IGNORECASE)
# “Mar 14” may be a day
_MONTH = re.compile(
    rf"{_ENDS}(?P<word>[^\W\d_]{{3,12}})\.?(?:[\s./'’-]*(?P<year>20\d\d)|[./'’-](?P<short>\d\d))?", re.IGNORECASE
)
_WHOLE_YEAR = re.compile(
    rf"{_ENDS}(?:(?:year[\s-]?end|end\sof\s(?:the\s)?year|eoy|jahresende|fin\sd['’]année|fin\sde\saño)[\s,]*)?(?P<year>20\d\d)",
    re.IGNORECASE,
)
_FIGURES = re.compile(r"(?P<month>0?[1-9]|1[0-2])[/.](?P<year>20\d\d)|(?P<before>20\d\d)-(?P<later>0[1-9]|1[0-2])")
_DAY = re.compile(
    r"\d{1,2}[./-]\d{1,2}\.?|\d{1,2}(?:\.|st|nd|rd|th)?\s?(?P<word>[^\W\d_]{3,12})\.?|(?P<first>[^\W\d_]{3,12})\.?\s\d{1,2}(?:st|nd|rd|th)?"
)
# Which months they are depends on where the owner lives
_SEASON = re.compile(
    r"(?:spring|summer|autumn|fall|winter|frühling|frühjahr|sommer|herbst|printemps|été|automne|hiver|primavera|verano"
    r"|otoño|invierno|estate|autunno|inverno|verão|outono|voorjaar|lente|zomer|herfst|najaar|wiosna|lato|jesień|zima"
    r"|våren?|sommaren?|hösten?|vintern?|ilkbahar|yaz|sonbahar|kış)(?:[\s/'’-]+(?:de\s+|of\s+)?\d{2,4}(?:/\d{2,4})?)?",
    re.IGNORECASE,
)
_FISCAL = re.compile(r"(?:[qh][1-4][\s/-]*)?(?:fy|gj)[\s'’]*(?:20)?\d\d(?:[\s/-]*[qh][1-4])?", re.IGNORECASE)


def find_period_end(cell: Cell, *, counts_weeks: bool = False) -> date | None:
    """The last day of the year, half-year, quarter, month or week that a cell names; None for anything else.

    `counts_weeks`: “S2 2025” is a week, as others of its column can only be.
    """
    if isinstance(cell, (int, float)):
        return date(int(cell), 12, 31) if cell in _YEARS else None
    return _read(cell, counts_weeks=counts_weeks)[1]


def are_weeks(cells: Iterable[Cell]) -> bool:
    """Whether what a column tells with an “S” and a number are weeks rather than half-years."""
    return any(isinstance(cell, str) and _ONLY_WEEK.match(cell.strip()) is not None for cell in cells)


def tells_period(text: str) -> bool:
    """Whether a text names a time that is longer than a day, with its year or without."""
    return _read(text)[0]


def say_why(text: str) -> str | None:
    """What keeps a text that tells a time from being a day; None where it tells none."""
    tells, end = _read(text)
    if end is not None:
        return "a period, not a day"
    if tells or _tells_day(text):
        return "a date without its year"
    if len(text) > _LONGEST:
        return None
    if _SEASON.fullmatch(text.strip()):
        return "a season, not a day"
    return "a period of a fiscal year, not a day" if _FISCAL.fullmatch(text.strip()) else None


def _read(cell: Cell, *, counts_weeks: bool = False) -> tuple[bool, date | None]:
    """Whether a text tells a period, and its last day where it tells the year as well."""
    if not isinstance(cell, str) or len(cell) > _LONGEST:
        return False, None
    text = " ".join(cell.split())
    if match := _FIGURES.fullmatch(text):
        return True, _end_of_month(int(match["year"] or match["before"]), int(match["month"] or match["later"]))
    if match := _WHOLE_YEAR.fullmatch(text):
        return True, date(int(match["year"]), 12, 31)
    week = _WEEK.fullmatch(text)
    part = None if week and counts_weeks else _QUARTER.fullmatch(text) or _HALF.fullmatch(text)
    if part:
        return True, _end_of_part(part, 4 if part.re is _QUARTER else 2)
    if week:
        return True, _end_of_week(_year_of(week["before"] or week["year"]), int(week["number"]))
    return _read_month(text)


def _read_month(text: str) -> tuple[bool, date | None]:
    match = _MONTH.fullmatch(text)
    if match is None or (named := vocabulary().months.get(match["word"].lower())) is None:
        return False, None
    year = _year_of(match["year"] or match["short"])
    return True, None if year is None else _end_of_month(year, named)


def _end_of_part(match: re.Match[str], parts: int) -> date | None:
    """The last day of one of four quarters, or of two halves."""
    # Turkish has an “i” without a dot, and one that keeps it
    number = match["number"] or match["plain"].translate(_DOTLESS).lower()
    year = _year_of(match["before"] or match["year"])
    if year is None:
        return None
    return _end_of_month(year, _IN_YEAR[parts] * (_NUMBERS.get(number) or int(number)))


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
