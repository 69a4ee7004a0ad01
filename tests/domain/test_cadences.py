from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_pipeline.domain.cadences import (
    EndedBy,
    Touch,
    check_days_found,
    plan_days,
    settle_close,
    why_closing_ends,
)
from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.errors import InvalidError

WEEKDAYS = frozenset((1, 2, 3, 4, 5))
MONDAY = date(2026, 3, 2)


def days_of(start: date, offsets: list[int], holidays: set[date] | None = None) -> list[date | None]:
    return [day.due_on for day in plan_days(start, [Touch(days) for days in offsets], WEEKDAYS, holidays or set())]


def test_touches_are_due_so_many_days_after_the_start() -> None:
    assert days_of(MONDAY, [0, 2, 4]) == [date(2026, 3, 2), date(2026, 3, 4), date(2026, 3, 6)]


def test_a_weekend_and_a_holiday_put_a_touch_on_the_next_working_day() -> None:
    assert days_of(MONDAY, [5], {date(2026, 3, 9)}) == [date(2026, 3, 10)]


def test_a_touch_that_skips_nothing_stays_on_a_sunday() -> None:
    (day,) = plan_days(MONDAY, [Touch(6, skips_free_days=False)], WEEKDAYS, ())
    assert day.due_on == date(2026, 3, 8)
    assert day.is_moved is False
    (day,) = plan_days(MONDAY, [Touch(6)], WEEKDAYS, ())
    assert day.is_moved is True


def test_two_touches_that_lie_apart_do_not_fall_on_one_day() -> None:
    # Saturday and Sunday both go to the week after.
    assert days_of(MONDAY, [5, 6, 7]) == [date(2026, 3, 9), date(2026, 3, 10), date(2026, 3, 11)]


def test_two_touches_of_one_day_stay_together_over_a_weekend() -> None:
    assert days_of(MONDAY, [5, 5]) == [date(2026, 3, 9), date(2026, 3, 9)]


def test_holidays_that_swallow_a_cadence_put_it_behind_them_day_by_day() -> None:
    away = {date(2026, 12, 21) + timedelta(days=day) for day in range(14)}
    assert days_of(date(2026, 12, 21), [0, 3, 7], away) == [date(2027, 1, 4), date(2027, 1, 5), date(2027, 1, 6)]


def test_no_working_day_within_a_year_is_said_in_words() -> None:
    away = {MONDAY + timedelta(days=day) for day in range(800)}
    planned = plan_days(MONDAY, [Touch(0), Touch(3)], WEEKDAYS, away)
    assert [day.due_on for day in planned] == [None, None]
    with pytest.raises(InvalidError, match="“New lead” finds no day to work on within a year from 2 March 2026"):
        check_days_found(planned, "New lead")
    # Only the touch that skips days off found none.
    planned = plan_days(MONDAY, [Touch(0, skips_free_days=False), Touch(3)], WEEKDAYS, away)
    with pytest.raises(InvalidError, match="from 5 March 2026"):
        check_days_found(planned, "New lead")


def test_a_touch_without_a_working_day_still_holds_those_below_it_back() -> None:
    away = {MONDAY + timedelta(days=day) for day in range(800) if day != 9}
    planned = plan_days(MONDAY, [Touch(0), Touch(1), Touch(2, skips_free_days=False)], WEEKDAYS, away)
    assert [day.due_on for day in planned] == [date(2026, 3, 11), None, date(2026, 3, 13)]


def test_a_year_that_is_too_far_away_is_said_in_words() -> None:
    with pytest.raises(InvalidError, match="year 2201"):
        plan_days(date(2200, 12, 30), [Touch(5)], WEEKDAYS, ())
    with pytest.raises(InvalidError, match="outside of the calendar"):
        plan_days(MONDAY, [Touch(10_000_000)], WEEKDAYS, ())


def test_closing_is_never_proposed_before_the_last_touch() -> None:
    assert settle_close(MONDAY, 21, [MONDAY]) == date(2026, 3, 23)
    assert settle_close(MONDAY, 3, [date(2026, 3, 20)]) == date(2026, 3, 21)
    assert settle_close(MONDAY, None, [MONDAY]) is None


def test_the_reason_not_a_fit_is_told_apart_from_other_losses() -> None:
    assert why_closing_ends(DealStatus.WON, None) is EndedBy.WON
    assert why_closing_ends(DealStatus.LOST, "not a  FIT") is EndedBy.NOT_A_FIT
    assert why_closing_ends(DealStatus.LOST, "Price") is EndedBy.LOST


@given(
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.lists(st.tuples(st.integers(0, 90), st.booleans()), max_size=12),
    st.sets(st.integers(1, 7), min_size=1),
    st.sets(st.integers(0, 200)),
)
def test_touches_keep_their_order_and_fall_on_working_days(
    start: date, steps: list[tuple[int, bool]], working: set[int], free: set[int]
) -> None:
    holidays = {start + timedelta(days=day) for day in free}
    planned = plan_days(start, [Touch(days, skips) for days, skips in steps], working, holidays)
    last, highest = start, 0
    for (days, skips), day in zip(steps, planned, strict=True):
        assert day.due_on is not None
        assert day.due_on >= max(last, start + timedelta(days=days))
        if skips:
            assert day.due_on.isoweekday() in working
            assert day.due_on not in holidays
        if days > highest and day is not planned[0]:
            assert day.due_on > last
        last, highest = day.due_on, max(highest, days)
