from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.periods import (
    Period,
    add_months,
    check_zone,
    end_of_day,
    local_day,
    months_between,
    start_of_day,
    trailing_year,
)

# Offsets on both sides of Greenwich, on quarters of an hour, with and without nights that change the clock.
ZONES = tuple(
    ZoneInfo(name)
    for name in ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "America/Havana")
)
days = st.dates(date(1995, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "result"),
    [
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), -12, date(2023, 2, 28)),
        (date(2025, 12, 15), 1, date(2026, 1, 15)),
        (date(2025, 1, 15), -1, date(2024, 12, 15)),
        (date(2025, 5, 31), -3, date(2025, 2, 28)),
    ],
)
def test_a_month_on_is_the_same_day_or_the_months_last(day: date, months: int, result: date) -> None:
    assert add_months(day, months) == result


@given(days, st.integers(-300, 300))
def test_adding_months_moves_by_exactly_that_many_months(day: date, months: int) -> None:
    moved = add_months(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day <= day.day


@pytest.mark.parametrize(
    ("as_of", "start", "length"),
    [
        (date(2025, 12, 31), date(2025, 1, 1), 365),
        (date(2024, 2, 29), date(2023, 3, 1), 366),
        (date(2023, 2, 28), date(2022, 3, 1), 365),
    ],
)
def test_the_trailing_year_ends_with_the_as_of_day(as_of: date, start: date, length: int) -> None:
    year = trailing_year(as_of)
    assert (year.start, year.end, year.days) == (start, as_of + timedelta(days=1), length)
    assert as_of in year


def test_a_period_has_its_first_day_and_lacks_its_last() -> None:
    march = Period(date(2024, 3, 1), date(2024, 4, 1))
    assert date(2024, 3, 1) in march
    assert date(2024, 4, 1) not in march
    assert march.days == 31


def test_the_period_before_has_equal_length_and_no_gap() -> None:
    before = Period(date(2024, 3, 1), date(2024, 4, 1)).before()
    assert before == Period(date(2024, 1, 30), date(2024, 3, 1))


def test_months_are_those_the_period_touches() -> None:
    assert months_between(Period(date(2023, 11, 30), date(2024, 2, 1))) == [
        date(2023, 11, 1),
        date(2023, 12, 1),
        date(2024, 1, 1),
    ]
    assert months_between(Period(date(2024, 2, 1), date(2024, 2, 1))) == []


@given(days, st.sampled_from(ZONES))
def test_a_local_day_begins_where_the_one_before_ends(day: date, zone: ZoneInfo) -> None:
    start = start_of_day(day, zone)
    assert local_day(start, zone) == day
    assert end_of_day(day - timedelta(days=1), zone) == start - timedelta(microseconds=1)
    assert local_day(start - timedelta(microseconds=1), zone) == day - timedelta(days=1)
    assert start.tzinfo is UTC


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Berlin", date(2025, 3, 30), 23),
        ("Europe/Berlin", date(2025, 10, 26), 25),
        ("America/New_York", date(2025, 3, 9), 23),
        ("Australia/Lord_Howe", date(2025, 4, 6), 24.5),
        ("America/Havana", date(2025, 11, 2), 25),
    ],
)
def test_a_day_of_a_clock_change_has_its_own_length(zone: str, day: date, hours: float) -> None:
    here = ZoneInfo(zone)
    assert start_of_day(day + timedelta(days=1), here) - start_of_day(day, here) == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("zone", "day", "start"),
    [
        ("America/Sao_Paulo", date(2018, 11, 4), datetime(2018, 11, 4, 3, tzinfo=UTC)),
        ("Asia/Beirut", date(2024, 3, 31), datetime(2024, 3, 30, 22, tzinfo=UTC)),
    ],
)
def test_a_day_without_midnight_begins_with_its_first_instant(zone: str, day: date, start: datetime) -> None:
    here = ZoneInfo(zone)
    assert start_of_day(day, here) == start
    assert local_day(start, here) == day
    assert local_day(start - timedelta(microseconds=1), here) == day - timedelta(days=1)


def test_a_day_that_never_was_is_empty() -> None:
    samoa = ZoneInfo("Pacific/Apia")  # went from 29 to 31 December 2011
    starts = [start_of_day(date(2011, 12, day), samoa) for day in (29, 30, 31)]
    assert [later - earlier for earlier, later in pairwise(starts)] == [timedelta(days=1), timedelta()]


@pytest.mark.parametrize("name", ["Europe/Nowhere", "", "../etc/passwd", "/etc/localtime", "Europe", "a\0b"])
def test_a_time_zone_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(InvalidError, match="no time zone"):
        check_zone(name)


def test_a_time_zone_is_found_by_its_name() -> None:
    assert check_zone("Europe/Berlin") == ZoneInfo("Europe/Berlin")
