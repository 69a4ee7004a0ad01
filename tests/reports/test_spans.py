from datetime import date

import pytest
from PySide6.QtCore import QLocale

from desktop_pipeline.domain.periods import Period
from desktop_pipeline.reports.spans import (
    SpanName,
    describe_comparison,
    describe_span,
    find_span,
    span_of,
)
from desktop_pipeline.reports.words import Words
from desktop_pipeline.ui.formats import Formats
from tests.reports.companies import make_words

TODAY = date(2026, 6, 9)


@pytest.mark.parametrize(
    ("name", "start", "end", "before"),
    [
        (SpanName.THIS_MONTH, "2026-06-01", "2026-06-10", ("2026-05-01", "2026-05-10")),
        (SpanName.THIS_QUARTER, "2026-04-01", "2026-06-10", ("2026-01-01", "2026-03-12")),
        (SpanName.THIS_YEAR, "2026-01-01", "2026-06-10", ("2025-01-01", "2025-06-10")),
        (SpanName.TWELVE_MONTHS, "2025-06-10", "2026-06-10", ("2024-06-10", "2025-06-10")),
        (SpanName.LAST_YEAR, "2025-01-01", "2026-01-01", ("2024-01-01", "2025-01-01")),
    ],
)
def test_a_named_period_is_compared_with_as_many_days_before(
    name: SpanName, start: str, end: str, before: tuple[str, str]
) -> None:
    span = find_span(name, TODAY)
    assert span.period == Period(date.fromisoformat(start), date.fromisoformat(end))
    assert span.before == Period(date.fromisoformat(before[0]), date.fromisoformat(before[1]))


def test_the_comparison_of_a_long_month_ends_with_the_shorter_one() -> None:
    assert find_span(SpanName.THIS_MONTH, date(2026, 3, 31)).before == Period(date(2026, 2, 1), date(2026, 3, 1))


@pytest.mark.parametrize(
    ("today", "end"), [("2024-05-31", "2023-06-01"), ("2025-05-31", "2024-06-01"), ("2024-02-29", "2023-03-01")]
)
def test_this_year_is_compared_with_the_same_dates_across_a_29_february(today: str, end: str) -> None:
    span = find_span(SpanName.THIS_YEAR, date.fromisoformat(today))
    assert span.before == Period(date(span.as_of.year - 1, 1, 1), date.fromisoformat(end))


def test_all_time_has_nothing_before_it() -> None:
    span = find_span(SpanName.ALL, TODAY)
    assert (span.before, describe_comparison(span, make_words())) == (None, "")


def test_a_past_year_is_seen_as_of_its_last_day() -> None:
    assert find_span(SpanName.LAST_YEAR, TODAY).as_of == date(2025, 12, 31)


def test_a_running_period_is_labelled_as_such() -> None:
    running = find_span(SpanName.THIS_QUARTER, TODAY)
    assert running.is_running
    assert describe_span(running, make_words()) == "This quarter, 1 Apr to 9 Jun"
    assert describe_comparison(running, make_words()) == "so far, against the same days last quarter"


def test_a_quarter_on_its_last_day_is_over() -> None:
    span = find_span(SpanName.THIS_QUARTER, date(2026, 6, 30))
    assert not span.is_running
    assert describe_comparison(span, make_words()) == "against 1 Jan to 1 Apr 2026".replace("1 Apr", "31 Mar")


def test_given_dates_are_compared_with_the_days_just_before() -> None:
    span = span_of(Period(date(2016, 1, 1), date(2018, 1, 1)), as_of=date(2018, 1, 1))
    assert span.before == Period(date(2013, 12, 31), date(2016, 1, 1))
    assert (span.as_of, span.is_running) == (date(2018, 1, 1), False)
    assert describe_span(span, make_words()) == "1 Jan 2016 to 31 Dec 2017"


def test_the_points_of_a_trend_have_the_length_of_the_period() -> None:
    span = find_span(SpanName.TWELVE_MONTHS, TODAY)
    earlier = span.stepped_back(3)
    assert earlier.as_of == date(2026, 3, 9)
    assert earlier.period.days == span.period.days
    assert earlier.period.end == date(2026, 3, 10)


def test_years_stand_in_the_figures_of_the_locale() -> None:
    words = Words(Formats(QLocale("ar_EG")))
    assert words.month(TODAY) == "\u2068يونيو ٢٠٢٦\u2069"
    assert describe_span(find_span(SpanName.LAST_YEAR, TODAY), words) == "Last year, ٢٠٢٥"
    period = describe_span(find_span(SpanName.THIS_QUARTER, TODAY), words)
    assert period.translate(dict.fromkeys(map(ord, "\u2068\u2069"))) == "This quarter, ١ أبريل to ٩ يونيو"
