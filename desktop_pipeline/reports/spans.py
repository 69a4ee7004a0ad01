"""Periods a reader can choose, each with its as-of day and what it is compared with (METRICS §0)."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from desktop_pipeline.domain.periods import Period, add_months, trailing_year
from desktop_pipeline.reports.words import Words

# Earlier than any deal; months before the first close are not shown.
_BEGINNING = date(1900, 1, 1)
_ONE_DAY = timedelta(days=1)
_YEAR = 12


class SpanName(StrEnum):
    """The periods on offer."""

    THIS_MONTH = "this_month"
    THIS_QUARTER = "this_quarter"
    THIS_YEAR = "this_year"
    TWELVE_MONTHS = "twelve_months"
    LAST_MONTH = "last_month"
    LAST_QUARTER = "last_quarter"
    LAST_YEAR = "last_year"
    ALL = "all"


_MONTHS = {SpanName.THIS_MONTH: 1, SpanName.THIS_QUARTER: 3, SpanName.THIS_YEAR: _YEAR}
_PAST_MONTHS = {SpanName.LAST_MONTH: 1, SpanName.LAST_QUARTER: 3, SpanName.LAST_YEAR: _YEAR}


@dataclass(frozen=True, slots=True)
class Span:
    """A period, the day as of which its figures are known, and the period before it where there is one.

    `name` is None for dates that were given. A running period ends with the as-of day before it is over.
    """

    name: SpanName | None
    period: Period
    as_of: date
    before: Period | None

    @property
    def is_running(self) -> bool:
        """Whether the calendar month, quarter or year goes on after the as-of day."""
        months = _MONTHS.get(self.name) if self.name else None
        return months is not None and self.period.end < add_months(self.period.start, months)

    def runs_in(self, month: date) -> bool:
        """Whether the as-of day lies in the calendar month with that first day, which is not over with it."""
        return month <= self.as_of < add_months(month, 1) - _ONE_DAY

    def holds_month(self, month: date) -> bool:
        """Whether all days of the calendar month with that first day count."""
        whole = self.period.start <= month and add_months(month, 1) <= self.period.end
        return whole and not self.runs_in(month)

    def stepped_back(self, months: int) -> "Span":
        """The same length of time ending some months earlier, for the points of a trend."""
        as_of = add_months(self.as_of, -months)
        shift = self.as_of - as_of
        start = self.period.start if self.name is SpanName.ALL else self.period.start - shift
        return Span(self.name, Period(start, self.period.end - shift), as_of, None)


def find_span(name: SpanName, today: date) -> Span:
    """The dates that a name stands for on a day; running periods are compared with the same days of the last one."""
    end = today + _ONE_DAY
    if name is SpanName.TWELVE_MONTHS:
        return span_of(trailing_year(today), name=name)
    if name is SpanName.ALL:
        return Span(name, Period(_BEGINNING, end), today, None)
    if name in _PAST_MONTHS:
        months = _PAST_MONTHS[name]
        over = _first_day(today, months)
        first = add_months(over, -months)
        return Span(name, Period(first, over), over - _ONE_DAY, Period(add_months(first, -months), first))
    months = _MONTHS[name]
    start = _first_day(today, months)
    before_start = add_months(start, -months)
    # The last day of a longer month has no like in a shorter one: then up to that one's end.
    is_over = end >= add_months(start, months)
    # Of a year the same dates: counted in days, a 29 February on either side would shift all that comes after it.
    before_end = add_months(end, -months) if name is SpanName.THIS_YEAR else before_start + (end - start)
    before = Period(before_start, start if is_over else min(start, before_end))
    return Span(name, Period(start, end), today, before)


def _first_day(today: date, months: int) -> date:
    """Of the calendar month, quarter or year that is running."""
    return date(today.year, (today.month - 1) // months * months + 1, 1)


def span_of(period: Period, *, as_of: date | None = None, name: SpanName | None = None) -> Span:
    """Given dates, compared with the period of equal length just before."""
    return Span(name, period, as_of or period.end - _ONE_DAY, period.before())


def span_title(name: SpanName, words: Words) -> str:
    """What a period is called in the menu."""
    translate = words.translate
    return {
        SpanName.THIS_MONTH: translate("Report", "This month"),
        SpanName.THIS_QUARTER: translate("Report", "This quarter"),
        SpanName.THIS_YEAR: translate("Report", "This year"),
        SpanName.TWELVE_MONTHS: translate("Report", "Last 12 months"),
        SpanName.LAST_MONTH: translate("Report", "Last month"),
        SpanName.LAST_QUARTER: translate("Report", "Last quarter"),
        SpanName.LAST_YEAR: translate("Report", "Last year"),
        SpanName.ALL: translate("Report", "All"),
    }[name]


def describe_dates(span: Span, words: Words) -> str:
    """`1 Apr to 9 Jun 2026`, `up to 9 Jun 2026`."""
    last = span.period.end - _ONE_DAY
    if span.name is SpanName.ALL:
        return words.translate("Report", "up to {day}").format(day=words.full_day(last))
    return _from_to(span.period, words)


def describe_briefly(span: Span, words: Words) -> str:
    """`last 12 months`, or the dates that were given: for captions."""
    return describe_dates(span, words) if span.name is None else span_title(span.name, words).lower()


def describe_span(span: Span, words: Words) -> str:
    """The name with its dates where they say more: `This quarter, 1 Apr to 9 Jun 2026`."""
    if span.name is None:
        return describe_dates(span, words)
    title = span_title(span.name, words)
    if span.name in {SpanName.ALL, SpanName.TWELVE_MONTHS}:
        return title
    if span.name is SpanName.LAST_YEAR:
        return f"{title}, {words.formats.year(span.period.start.year)}"
    # What runs now needs no year.
    return f"{title}, {_without_year(_from_to(span.period, words), span.as_of.year, words)}"


def describe_comparison(span: Span, words: Words) -> str:
    """`against the same days last quarter`; empty where nothing lies before."""
    translate = words.translate
    if span.before is None:
        return ""
    if span.is_running and span.name is not None:
        return {
            SpanName.THIS_MONTH: translate("Report", "so far, against the same days last month"),
            SpanName.THIS_QUARTER: translate("Report", "so far, against the same days last quarter"),
            SpanName.THIS_YEAR: translate("Report", "so far, against the same days last year"),
        }[span.name]
    if span.name is SpanName.TWELVE_MONTHS:
        return translate("Report", "against the 12 months before")
    return translate("Report", "against {dates}").format(dates=_from_to(span.before, words))


def _from_to(period: Period, words: Words) -> str:
    last = period.end - _ONE_DAY
    if (period.start.month, period.start.day, last.month, last.day) == (
        1,
        1,
        12,
        31,
    ) and period.start.year == last.year:
        return words.formats.year(last.year)
    start = words.full_day(period.start)
    if period.start.year == last.year:
        start = _without_year(start, last.year, words)
    return words.translate("Report", "{first} to {last}").format(first=start, last=words.full_day(last))


def _without_year(said: str, year: int, words: Words) -> str:
    return said.replace(f" {words.formats.year(year)}", "")
