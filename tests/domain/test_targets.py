"""Targets as they are kept, and the days that count for them."""

from dataclasses import replace
from datetime import date

import pytest

from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.periods import Period
from desktop_pipeline.domain.targets import (
    Target,
    TargetMeasure,
    TargetScope,
    TargetSpan,
    check_target,
    count_working_days,
    share_of_month,
    span_around,
)

MONTH = Target(TargetScope.COMPANY, None, TargetSpan.MONTH, date(2024, 6, 1), TargetMeasure.MONEY, 5_000_000, "EUR")
WEEKDAYS = frozenset((1, 2, 3, 4, 5))


@pytest.mark.parametrize(
    ("span", "day", "fiscal_start", "start", "end"),
    [
        (TargetSpan.MONTH, date(2024, 2, 29), 4, date(2024, 2, 1), date(2024, 3, 1)),
        (TargetSpan.QUARTER, date(2024, 5, 31), 1, date(2024, 4, 1), date(2024, 7, 1)),
        (TargetSpan.QUARTER, date(2024, 5, 31), 2, date(2024, 5, 1), date(2024, 8, 1)),
        (TargetSpan.QUARTER, date(2024, 1, 31), 3, date(2023, 12, 1), date(2024, 3, 1)),
        (TargetSpan.YEAR, date(2024, 5, 31), 1, date(2024, 1, 1), date(2025, 1, 1)),
        (TargetSpan.YEAR, date(2024, 3, 31), 4, date(2023, 4, 1), date(2024, 4, 1)),
        (TargetSpan.YEAR, date(2024, 4, 1), 4, date(2024, 4, 1), date(2025, 4, 1)),
    ],
)
def test_quarters_and_years_follow_the_fiscal_year(
    span: TargetSpan, day: date, fiscal_start: int, start: date, end: date
) -> None:
    assert span_around(span, day, fiscal_start) == Period(start, end)


def test_a_target_begins_with_its_span() -> None:
    checked = check_target(replace(MONTH, span=TargetSpan.QUARTER, starts_on=date(2024, 6, 17)), 1)
    assert checked.starts_on == date(2024, 4, 1)
    assert checked.period == Period(date(2024, 4, 1), date(2024, 7, 1))


@pytest.mark.parametrize(
    "wrong",
    [
        replace(MONTH, amount=0),
        replace(MONTH, amount=-5),
        replace(MONTH, amount=10**17),
        replace(MONTH, currency=None),
        replace(MONTH, currency="euros"),
        replace(MONTH, of=3),
        replace(MONTH, scope=TargetScope.OWNER),
        replace(MONTH, measure=TargetMeasure.COUNT, amount=10**12),
    ],
)
def test_what_is_no_target_is_refused(wrong: Target) -> None:
    with pytest.raises(InvalidError):
        check_target(wrong, 1)


def test_a_count_has_no_currency() -> None:
    assert check_target(replace(MONTH, measure=TargetMeasure.COUNT, amount=12), 1).currency is None


def test_the_months_of_a_target_add_up_to_it() -> None:
    year = replace(MONTH, span=TargetSpan.YEAR, starts_on=date(2023, 4, 1), amount=100)
    months = [date(2023 + (3 + number) // 12, (3 + number) % 12 + 1, 1) for number in range(12)]
    shares = [share_of_month(year, month) for month in months]
    assert sum(share or 0 for share in shares) == 100
    assert set(shares) == {8, 9}
    assert share_of_month(year, date(2024, 4, 1)) is None


def test_working_days_are_those_that_are_worked_on() -> None:
    june = Period(date(2024, 6, 1), date(2024, 7, 1))
    assert count_working_days(june, date(2024, 6, 14), WEEKDAYS, ()).total == 20
    assert count_working_days(june, date(2024, 6, 14), WEEKDAYS, ()).gone == 10
    with_holiday = count_working_days(june, date(2024, 6, 14), WEEKDAYS, {date(2024, 6, 3)})
    assert (with_holiday.gone, with_holiday.total, with_holiday.share) == (9, 19, 9 / 19)
    assert count_working_days(june, date(2024, 5, 1), WEEKDAYS, ()).share == 0
    assert count_working_days(june, date(2024, 8, 1), WEEKDAYS, ()).share == 1
    assert count_working_days(Period(date(2024, 6, 1), date(2024, 6, 3)), date(2024, 6, 2), WEEKDAYS, ()).share is None
