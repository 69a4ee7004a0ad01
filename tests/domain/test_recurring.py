from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_pipeline.domain.activities import LAST_DAY
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.recurring import Repeat, Unit, check_repeat, find_next
from desktop_pipeline.domain.working_days import USUAL_WORKING_DAYS, find_working_day

MONDAY = date(2026, 6, 8)
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def next_after(
    repeat: Repeat, anchor: date, after: date | None = None, holidays: frozenset[date] = frozenset()
) -> date | None:
    return find_next(repeat, anchor, after or anchor, working_days=USUAL_WORKING_DAYS, holidays=holidays)


def test_every_week_stays_on_its_day_however_late_it_is_done() -> None:
    weekly = Repeat(1, Unit.WEEK)
    assert next_after(weekly, MONDAY) == date(2026, 6, 15)
    assert next_after(weekly, MONDAY, date(2026, 6, 24)) == date(2026, 6, 29)
    # Done on a day of the series: the next one, not the same day again
    assert next_after(weekly, MONDAY, date(2026, 6, 22)) == date(2026, 6, 29)


def test_the_last_of_january_comes_again_on_the_last_of_shorter_months() -> None:
    monthly, anchor = Repeat(1, Unit.MONTH), date(2026, 1, 31)
    days = [anchor]
    for _month in range(4):
        found = next_after(monthly, anchor, days[-1])
        assert found is not None
        days.append(found)
    assert days[1:] == [date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31)]
    assert next_after(Repeat(3, Unit.MONTH), date(2025, 11, 30)) == date(2026, 2, 28)
    # Done two years late, the next is still the nearest
    assert next_after(monthly, date(2024, 1, 31), MONDAY) == date(2026, 6, 30)


def test_a_day_of_a_leap_year_comes_again_each_year() -> None:
    yearly, leap = Repeat(1, Unit.YEAR), date(2024, 2, 29)
    assert next_after(yearly, leap) == date(2025, 2, 28)
    assert next_after(yearly, leap, date(2027, 3, 1)) == date(2028, 2, 29)


def test_working_days_leave_out_weekends_and_holidays_and_other_days_do_not() -> None:
    friday, holiday = date(2026, 6, 12), frozenset({date(2026, 6, 15)})
    assert next_after(Repeat(1, Unit.WORKING_DAY), friday, holidays=holiday) == date(2026, 6, 16)
    assert next_after(Repeat(3, Unit.WORKING_DAY), friday, holidays=holiday) == date(2026, 6, 18)
    assert next_after(Repeat(1, Unit.DAY), friday, holidays=holiday) == date(2026, 6, 13)
    # Done on a day of the series, and however long it was left lying
    assert next_after(Repeat(1, Unit.WORKING_DAY), MONDAY, date(2026, 6, 9)) == date(2026, 6, 10)
    assert next_after(Repeat(1, Unit.WORKING_DAY), friday, date(2040, 6, 8)) == date(2040, 6, 11)


def test_holidays_without_end_end_the_series_instead_of_the_patience() -> None:
    endless = frozenset(MONDAY + timedelta(days=day) for day in range(5_000))
    assert next_after(Repeat(1, Unit.WORKING_DAY), MONDAY, holidays=endless) is None
    assert find_working_day(MONDAY, USUAL_WORKING_DAYS, endless) is None
    assert find_working_day(date.max, USUAL_WORKING_DAYS, {date.max}) is None
    assert find_working_day(date(2026, 6, 13), USUAL_WORKING_DAYS, frozenset({date(2026, 6, 15)})) == date(2026, 6, 16)


def test_a_series_ends_with_its_last_day_and_with_the_calendar() -> None:
    assert next_after(Repeat(1, Unit.WEEK, date(2026, 6, 15)), MONDAY) == date(2026, 6, 15)
    assert next_after(Repeat(1, Unit.WEEK, date(2026, 6, 14)), MONDAY) is None
    for unit in Unit:
        assert next_after(Repeat(300, unit), LAST_DAY - timedelta(days=1)) is None
    assert next_after(Repeat(1, Unit.DAY), LAST_DAY - timedelta(days=1)) == LAST_DAY
    assert next_after(Repeat(1, Unit.MONTH), date(2200, 10, 31)) == date(2200, 11, 30)


def test_a_distance_of_nothing_and_an_end_before_the_beginning_are_refused() -> None:
    for repeat in (Repeat(0, Unit.DAY), Repeat(-1, Unit.WEEK), Repeat(367, Unit.DAY)):
        with pytest.raises(InvalidError, match="every 1 to 366"):
            check_repeat(repeat, MONDAY)
    with pytest.raises(InvalidError, match="end before it begins"):
        check_repeat(Repeat(1, Unit.DAY, date(2026, 6, 7)), MONDAY)
    for allowed in (Repeat(1, Unit.DAY), Repeat(366, Unit.DAY, MONDAY)):
        assert check_repeat(allowed, MONDAY) == allowed


@given(anchor=DAYS, after=DAYS, every=st.integers(1, 40), unit=st.sampled_from(sorted(Unit)))
def test_the_next_day_is_the_first_of_the_series_after_a_day(anchor: date, after: date, every: int, unit: Unit) -> None:
    found = next_after(Repeat(every, unit), anchor, after)
    assert found == min(day for day in plain_series(anchor, every, unit, until=after) if day > max(anchor, after))


def plain_series(anchor: date, every: int, unit: Unit, *, until: date) -> list[date]:
    """The days of a series up to one after `until`, one by one."""
    days = [anchor]
    turn = 0
    while days[-1] <= max(until, anchor):
        turn += 1
        if unit in {Unit.DAY, Unit.WEEK}:
            days.append(days[-1] + timedelta(days=every * (7 if unit is Unit.WEEK else 1)))
        elif unit is Unit.WORKING_DAY:
            day, left = days[-1], every
            while left:
                day += timedelta(days=1)
                left -= day.isoweekday() <= 5
            days.append(day)
        else:
            days.append(later(anchor, turn * every * (12 if unit is Unit.YEAR else 1)))
    return days


def later(day: date, months: int) -> date:
    year, month = day.year + (day.month - 1 + months) // 12, (day.month - 1 + months) % 12 + 1
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, last)
        except ValueError:
            continue
    raise AssertionError
