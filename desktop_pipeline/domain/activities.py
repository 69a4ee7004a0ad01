"""Activities: what is to be done, by when, and what comes first."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from heapq import heappop, heappush
from zoneinfo import ZoneInfo

from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.names import clean_text, tidy

LONGEST_SUBJECT = 500
LONGEST_NOTE = 20_000
LONGEST_MINUTES = 7 * 24 * 60
# What is planned lies in the calendar of people; other years are slips of the hand.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 12, 31)
# How long they usually take where nobody said so, in minutes.
USUAL_MINUTES = {"call": 15, "email": 10, "meeting": 60, "visit": 60, "task": 30}
_USUAL = 30
_WEEK = 7
_MOST_URGENT = 5.0
_SOON = timedelta(hours=1)
_TIME = re.compile(r"(\d{1,2})(?:[:.h]?(\d{2}))?\s*(am|pm)?", re.IGNORECASE | re.ASCII)
_LENGTH = re.compile(r"(?:(\d{1,3})\s*(?:h|:)\s*)?(?:(\d{1,4})\s*(?:m|min)?)?", re.IGNORECASE | re.ASCII)


class DueGroup(StrEnum):
    """The heading that an open activity stands under."""

    LATE = "late"
    TODAY = "today"
    TOMORROW = "tomorrow"
    LATER = "later"
    NO_DATE = "no date"


@dataclass(frozen=True, slots=True)
class Weight:
    """What decides how much an activity matters: its deal's value in the base currency, and its likelihood."""

    value: int | None
    likelihood: float | None


def group_due(due_on: date | None, due_at: datetime | None, *, today: date, now: datetime) -> DueGroup:
    """Where an open activity stands; one with a time of day is late from that time on."""
    if due_on is None:
        return DueGroup.NO_DATE
    if due_on < today or (due_on == today and due_at is not None and due_at < now):
        return DueGroup.LATE
    away = (due_on - today).days
    return DueGroup.TODAY if away == 0 else DueGroup.TOMORROW if away == 1 else DueGroup.LATER


def judge_urgency(due_on: date | None, due_at: datetime | None, *, today: date, now: datetime) -> float:
    """How pressing an activity is. Today is 1, and 2 where its time comes within the hour or is past.

    Each week of being late adds 1, up to 5 in all. Ahead it is 1 ÷ (1 + days to go). Without a day it is that of a
    day one month off.
    """
    if due_on is None:
        return 1 / 31
    away = (due_on - today).days
    if away > 0:
        return 1 / (1 + away)
    if away < 0:
        return min(_MOST_URGENT, 1 - away / _WEEK)
    return 2.0 if due_at is not None and due_at < now + _SOON else 1.0


def rank_activity(weight: Weight, urgency: float) -> float:
    """Value × likelihood × urgency: the larger, the earlier.

    The value is the deal's in the base currency, the likelihood the deal's own probability or else its stage's. What
    belongs to no deal, or to one without a known value, has the rank 0 and so stands below, by its urgency and time.
    """
    return (weight.value or 0) * (weight.likelihood or 0.0) * urgency


def clean_subject(subject: str, kind_name: str) -> str:
    """One line, trimmed; nothing typed means the kind's own name. Raises InvalidError for a very long one."""
    cleaned = tidy(subject) or kind_name
    if len(cleaned) > LONGEST_SUBJECT:
        message = f"A subject can have {LONGEST_SUBJECT} characters at most; this one has {len(cleaned)}."
        raise InvalidError(message)
    return cleaned


def clean_note(note: str) -> str | None:
    """The text trimmed, None where there is none; raises InvalidError for a very long one."""
    cleaned = clean_text(note)
    if len(cleaned) > LONGEST_NOTE:
        message = f"A note can have {LONGEST_NOTE:,} characters at most; this one has {len(cleaned):,}."
        raise InvalidError(message)
    return cleaned or None


def check_day(day: date) -> date:
    """A day on which something can be planned or was done; raises InvalidError for one in a far century."""
    if not FIRST_DAY <= day <= LAST_DAY:
        message = f"The year {day.year} is too far away. Choose a day from {FIRST_DAY.year} to {LAST_DAY.year}."
        raise InvalidError(message)
    return day


def check_minutes(minutes: int | None) -> int | None:
    """A length in minutes, from one minute to a week; raises InvalidError."""
    if minutes is not None and not 0 < minutes <= LONGEST_MINUTES:
        message = "A length is from 1 minute to 7 days."
        raise InvalidError(message)
    return minutes


def check_reminder(minutes: int | None) -> int | None:
    """How long before its time a reminder comes, in minutes, 0 for just then; raises InvalidError."""
    if minutes is not None and not 0 <= minutes <= LONGEST_MINUTES * 4:
        message = "A reminder comes at most 28 days ahead."
        raise InvalidError(message)
    return minutes


def settle_due(due_on: date | None, due_at: datetime | None, zone: ZoneInfo) -> tuple[date | None, datetime | None]:
    """Day and instant that belong together: a time of day decides its day. Raises InvalidError."""
    if due_at is None:
        return (None if due_on is None else check_day(due_on)), None
    check_day(due_at.date())
    return due_at.astimezone(zone).date(), due_at.astimezone(UTC)


def at_time(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """The instant of a local time, in UTC.

    A time that the clocks skip that night is the one they show instead, an hour later; one that they show twice is
    its first.
    """
    return datetime.combine(check_day(day), clock, zone).astimezone(UTC)


def move_to_day(day: date | None, due_at: datetime | None, zone: ZoneInfo) -> datetime | None:
    """The same local time of day on another day; without a day there is no time."""
    if due_at is None or day is None:
        return None
    return at_time(day, due_at.astimezone(zone).time(), zone)


def usual_minutes(kind: str, duration: int | None) -> int:
    """How long it takes: as planned, or else as its kind usually does."""
    return duration or USUAL_MINUTES.get(kind, _USUAL)


def read_time(text: str) -> time | None:
    """`9`, `15:30`, `1530`, `3 pm` as a time of day; None for nothing. Raises InvalidError."""
    bare = " ".join(text.split())
    if not bare:
        return None
    found = _TIME.fullmatch(bare)
    if found is not None:
        hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
        if half and 1 <= hour <= 12:  # noqa: PLR2004 - hours of half a day
            hour = hour % 12 + (12 if half == "pm" else 0)
            half = ""
        if not half and hour < 24 and minute < 60:  # noqa: PLR2004 - a day's hours, an hour's minutes
            return time(hour, minute)
    message = f"“{bare}” is not a time of day. Type it like 15:30."
    raise InvalidError(message)


def read_minutes(text: str) -> int | None:
    """`45`, `1 h`, `1 h 20 min`, `1:30` as minutes; None for nothing. Raises InvalidError."""
    bare = " ".join(text.split())
    if not bare:
        return None
    found = _LENGTH.fullmatch(bare)
    if found is None:
        message = f"“{bare}” is not a length of time. Type minutes such as 45, or 1 h 30."
        raise InvalidError(message)
    return check_minutes(60 * int(found[1] or 0) + int(found[2] or 0))


@dataclass(frozen=True, slots=True)
class Lane:
    """Which of how many columns side by side something stands in."""

    place: int
    count: int


def share_lanes(spans: Sequence[tuple[int, int]]) -> list[Lane]:
    """Columns for spans of time (start, end) so that none covers another; spans come by their start."""
    lanes = [Lane(0, 1)] * len(spans)
    group: list[tuple[int, int]] = []
    # Lanes by when they are free again, and those that are free, the first one first.
    taken: list[tuple[int, int]] = []
    free: list[int] = []
    latest = 0

    def close_group() -> None:
        count = len(taken) + len(free)
        for index, place in group:
            lanes[index] = Lane(place, count)
        for some in (group, taken, free):
            some.clear()

    for index, (start, end) in enumerate(spans):
        if group and start >= latest:
            close_group()
            latest = 0
        while taken and taken[0][0] <= start:
            heappush(free, heappop(taken)[1])
        place = heappop(free) if free else len(taken)
        heappush(taken, (end, place))
        latest = max(latest, end)
        group.append((index, place))
    close_group()
    return lanes
