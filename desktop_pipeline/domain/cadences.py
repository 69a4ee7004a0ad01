"""Cadences: touches that are proposed one after the other, on which days, and what ends them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from desktop_pipeline.domain.activities import check_day
from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.names import brief, name_key
from desktop_pipeline.domain.qualification import NOT_A_FIT
from desktop_pipeline.domain.working_days import find_working_day

MOST_STEPS = 50
# Both are meetings: one at the customer's. Agreeing on one, or holding it, is what a cadence is for.
MEETING_KINDS = frozenset(("meeting", "visit"))


class Start(StrEnum):
    """What starts a cadence: somebody who chooses deals or people, or a deal that enters a stage."""

    HAND = "hand"
    STAGE = "stage"


class State(StrEnum):
    """How far somebody is in a cadence; it is finished where every touch was done and nothing ended it before."""

    RUNNING = "running"
    FINISHED = "finished"
    ENDED = "ended"


class EndedBy(StrEnum):
    """What ended a cadence before its last touch, or before the answer to its proposal to close."""

    REPLY = "reply"
    MEETING = "meeting"
    WON = "won"
    LOST = "lost"
    NOT_A_FIT = "not_a_fit"
    HAND = "hand"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Touch:
    """When a touch of a cadence is due: so many days after the start, or on the next day that is worked on."""

    after_days: int
    skips_free_days: bool = True


@dataclass(frozen=True, slots=True)
class TouchDay:
    """The day of a touch, and the one it would have without days off; no day: none is worked on for a year."""

    wished_on: date
    due_on: date | None

    @property
    def is_moved(self) -> bool:
        """Whether days off, or the touch before, moved it."""
        return self.due_on != self.wished_on


def plan_days(
    start: date, touches: Sequence[Touch], working_days: Collection[int], holidays: Collection[date]
) -> list[TouchDay]:
    """The days of the touches of a cadence that starts on a day; raises InvalidError for days in a far century.

    No touch comes before the one above it, and two that lie apart do not fall on one day: holidays that swallow
    several of them put them on the working days that follow, one after the other.
    """
    days: list[TouchDay] = []
    last: date | None = None
    offset = 0
    for touch in touches:
        offset, is_apart = max(offset, touch.after_days), touch.after_days > offset
        wished = _add(start, offset)
        earliest = wished if last is None else max(wished, _add(last, 1) if is_apart else last)
        due: date | None = earliest
        if touch.skips_free_days:
            due = find_working_day(earliest, working_days, holidays)
        days.append(TouchDay(wished, due))
        last = due or earliest
    return days


def check_days_found(days: Sequence[TouchDay], cadence: str) -> list[date]:
    """The days of all touches; raises InvalidError where one found none."""
    found = [day.due_on for day in days if day.due_on is not None]
    if len(found) < len(days):
        first = next(day.wished_on for day in days if day.due_on is None)
        message = (
            f"“{brief(cadence)}” finds no day to work on within a year from {first.day} {first:%B %Y}. "
            "Look at the working days and holidays in Settings."
        )
        raise InvalidError(message)
    return found


def settle_close(start: date, closes_after: int | None, days: Sequence[date]) -> date | None:
    """The day on which closing is proposed, after the last touch in any case; None: it never is."""
    if closes_after is None:
        return None
    return max([_add(start, closes_after), *(_add(day, 1) for day in days[-1:])])


def why_closing_ends(status: DealStatus, reason: str | None) -> EndedBy:
    """What ends the cadences of a deal that is won, or lost for the reason of that name."""
    if status is DealStatus.WON:
        return EndedBy.WON
    return EndedBy.NOT_A_FIT if reason is not None and name_key(reason) == NOT_A_FIT else EndedBy.LOST


def _add(day: date, days: int) -> date:
    try:
        return check_day(day + timedelta(days=days))
    except OverflowError:
        message = "That would be planned outside of the calendar."
        raise InvalidError(message) from None
