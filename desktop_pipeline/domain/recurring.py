"""Activities that come again: how often, and the next day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from desktop_pipeline.domain.activities import LAST_DAY, check_day
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.periods import add_months
from desktop_pipeline.domain.working_days import is_working_day

_MOST = 366
# Holidays can fill a year or two; who works on no day in ten years works on none.
_LONGEST_SEARCH = timedelta(days=3_660)


class Unit(StrEnum):
    """What the distance from one time to the next is counted in."""

    DAY = "day"
    WORKING_DAY = "working day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Repeat:
    """Every so many units, up to and including a day where one is set."""

    every: int
    unit: Unit
    until: date | None = None


def check_repeat(repeat: Repeat, first: date) -> Repeat:
    """Raises InvalidError for a distance that makes no sense, or an end before the first day."""
    if not 0 < repeat.every <= _MOST:
        message = f"It can come again every 1 to {_MOST} {repeat.unit}s."
        raise InvalidError(message)
    if repeat.until is not None and check_day(repeat.until) < first:
        message = "It would end before it begins. Choose a later last day."
        raise InvalidError(message)
    return repeat


def find_next(
    repeat: Repeat, anchor: date, after: date, *, working_days: Collection[int], holidays: Collection[date]
) -> date | None:
    """The first day of the series that lies after `after`; None where it ends before, or no day can be found.

    Days, weeks, months and years are counted from the anchor: what is done late or moved does not shift the series,
    and the 31st stays the last day of shorter months. Working days are counted from the anchor too, holidays left out.
    """
    if repeat.unit is Unit.WORKING_DAY:
        found = _find_working(repeat.every, anchor, after, working_days, holidays)
    elif repeat.unit in {Unit.MONTH, Unit.YEAR}:
        found = _find_by_months(repeat.every * (12 if repeat.unit is Unit.YEAR else 1), anchor, after)
    else:
        found = _find_by_days(repeat.every * (7 if repeat.unit is Unit.WEEK else 1), anchor, after)
    is_over = found is None or found > (repeat.until or LAST_DAY)
    return None if is_over else found


def _find_by_days(days: int, anchor: date, after: date) -> date:
    turns = max(0, (after - anchor).days) // days + 1
    return anchor + timedelta(days=turns * days)


def _find_by_months(months: int, anchor: date, after: date) -> date:
    apart = (after.year - anchor.year) * 12 + after.month - anchor.month
    turns = max(1, apart // months)
    while (found := add_months(anchor, turns * months)) <= after:
        turns += 1
    return found


def _find_working(
    every: int, anchor: date, after: date, working_days: Collection[int], holidays: Collection[date]
) -> date | None:
    day, counted = anchor, 0
    last = min(max(anchor, after) + _LONGEST_SEARCH, LAST_DAY)
    while day < last:
        day += timedelta(days=1)
        if is_working_day(day, working_days, holidays):
            counted += 1
            if day > after and counted % every == 0:
                return day
    return None
