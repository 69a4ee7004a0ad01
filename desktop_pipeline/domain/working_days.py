"""Which days are worked on, and when the fiscal year begins."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from desktop_pipeline.domain.errors import InvalidError

# Monday is 1, as in ISO 8601.
USUAL_WORKING_DAYS = frozenset((1, 2, 3, 4, 5))
_DAYS_OF_WEEK = frozenset(range(1, 8))
_MONTHS = range(1, 13)
_LONGEST_REST = 366


def check_working_days(days: Iterable[int]) -> frozenset[int]:
    """Days of the week from 1 (Monday) to 7; raises InvalidError for none at all."""
    chosen = frozenset(days)
    if not chosen or not chosen <= _DAYS_OF_WEEK:
        message = "Choose at least one day of the week to work on."
        raise InvalidError(message)
    return chosen


def check_fiscal_start(month: int) -> int:
    """The month from 1 to 12 that the fiscal year begins with; raises InvalidError."""
    if month not in _MONTHS:
        message = "The fiscal year begins with one of the twelve months."
        raise InvalidError(message)
    return month


def is_working_day(day: date, working_days: Collection[int], holidays: Collection[date]) -> bool:
    """Whether anybody works on that day."""
    return day.isoweekday() in working_days and day not in holidays


def find_working_day(day: date, working_days: Collection[int], holidays: Collection[date]) -> date | None:
    """The day itself or the first one after it on which anybody works; None where a whole year is free."""
    for _turn in range(_LONGEST_REST):
        if is_working_day(day, working_days, holidays):
            return day
        if day == date.max:
            break
        day += timedelta(days=1)
    return None
