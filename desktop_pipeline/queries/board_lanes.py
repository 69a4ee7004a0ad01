"""The lanes that deals stand in: a stage, a month of expected close, what was won this month, an after-sale stage."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from desktop_pipeline.domain.periods import add_months, end_of_day, start_of_day
from desktop_pipeline.storage.closed_values import HAS_CLOSING_DAY
from desktop_pipeline.storage.database import Value
from desktop_pipeline.storage.instants import to_microseconds
from desktop_pipeline.storage.workspace import View

# This month and so many more have a column each; what lies beyond is “later”.
MONTHS_SHOWN = 5
OVERDUE = 0
LATER = 1_000_000
NO_DATE = 1_000_001
_OPEN = "d.status = 'open'"
_WON = "d.status = 'won'"


class Axis(StrEnum):
    """What the open deals are laid out by."""

    STAGE = "stage"
    MONTH = "month"


class LaneKind(StrEnum):
    """What a lane holds; won and after-sale lanes hold won deals, which are in no sum of the board."""

    STAGE = "stage"
    MONTH = "month"
    WON = "won"
    AFTER_SALE = "after sale"


class Lane(NamedTuple):
    """One column: `number` is the id of its stage; of a month year × 12 + month − 1, or OVERDUE, LATER or NO_DATE."""

    kind: LaneKind
    number: int

    @property
    def is_open(self) -> bool:
        """Whether open deals stand in it."""
        return self.kind in {LaneKind.STAGE, LaneKind.MONTH}


WON_LANE = Lane(LaneKind.WON, 0)


def stage_lane(stage_id: int) -> Lane:
    """The lane of an open stage."""
    return Lane(LaneKind.STAGE, stage_id)


def month_lanes(today: date) -> list[Lane]:
    """All lanes of the board by month: overdue, this month and the next ones, later, no date."""
    first = _number_month(today)
    numbers = [OVERDUE, *range(first, first + MONTHS_SHOWN), LATER, NO_DATE]
    return [Lane(LaneKind.MONTH, number) for number in numbers]


def month_lane(day: date | None, today: date) -> Lane:
    """The lane of an expected close."""
    if day is None:
        number = NO_DATE
    elif day < today:
        number = OVERDUE
    else:
        number = _number_month(day)
        number = number if number < _number_month(today) + MONTHS_SHOWN else LATER
    return Lane(LaneKind.MONTH, number)


def first_day(lane: Lane, today: date) -> date | None:
    """The first day of a lane's month, and of the first month that is later; None for overdue and no date."""
    if lane.number in {OVERDUE, NO_DATE}:
        return None
    number = _number_month(today) + MONTHS_SHOWN if lane.number == LATER else lane.number
    return date(number // 12, number % 12 + 1, 1)


def place_close(day: date | None, lane: Lane, today: date) -> date | None:
    """The expected close of a deal that is put into a month: the day of the month is kept where it can be.

    A day that has passed becomes the month's last one. There is no such day for overdue: check before.
    """
    first = first_day(lane, today)
    if first is None:
        return None
    last = date.fromordinal(add_months(first, 1).toordinal() - 1)
    kept = first.replace(day=min(day.day, last.day)) if day is not None else last
    return kept if kept >= today else last


def lane_sql(axis: Axis, today: date) -> str:
    """The number of the lane that an open deal `d` stands in."""
    if axis is Axis.STAGE:
        return "d.stage_id"
    later = add_months(today.replace(day=1), MONTHS_SHOWN)
    month = "cast(substr(d.expected_close_on, 1, 4) as int) * 12 + cast(substr(d.expected_close_on, 6, 2) as int) - 1"
    return (
        f"case when d.expected_close_on is null then {NO_DATE}"
        f" when d.expected_close_on < '{today.isoformat()}' then {OVERDUE}"
        f" when d.expected_close_on >= '{later.isoformat()}' then {LATER} else {month} end"
    )


def lane_condition(view: View, lane: Lane, pipeline_id: int, today: date) -> tuple[str, list[Value]]:
    """The condition on deals `d` in a lane of a pipeline, and what is bound to it."""
    if lane.kind is LaneKind.STAGE:
        return f"d.stage_id = ? and {_OPEN}", [lane.number]
    if lane.kind is LaneKind.AFTER_SALE:
        return f"d.after_sale_stage_id = ? and {_WON}", [lane.number]
    if lane.kind is LaneKind.WON:
        # As all figures count: up to today, and only what is known to have been won in the month.
        span = (start_of_day(today.replace(day=1), view.zone), end_of_day(today, view.zone))
        return (
            f"d.pipeline_id = ? and {_WON} and d.closed_at between ? and ? and {HAS_CLOSING_DAY}",
            [pipeline_id, *map(to_microseconds, span)],
        )
    condition, bound = _close_condition(lane, today)
    return f"d.pipeline_id = ? and {_OPEN} and {condition}", [pipeline_id, *bound]


def _close_condition(lane: Lane, today: date) -> tuple[str, list[Value]]:
    column = "d.expected_close_on"
    if lane.number == NO_DATE:
        return f"{column} is null", []
    if lane.number == OVERDUE:
        return f"{column} < ?", [today.isoformat()]
    first = first_day(lane, today) or today
    since = max(first, today).isoformat()
    if lane.number == LATER:
        return f"{column} >= ?", [since]
    return f"{column} >= ? and {column} < ?", [since, add_months(first, 1).isoformat()]


def _number_month(day: date) -> int:
    return day.year * 12 + day.month - 1
