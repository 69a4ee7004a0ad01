"""Local days and instants as the whole numbers that columns hold."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from desktop_pipeline.domain.periods import end_of_day

_FIRST_DAY = date(1970, 1, 1)
_FIRST_INSTANT = datetime(1970, 1, 1, tzinfo=UTC)


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - _FIRST_DAY).days


def date_of(number: int) -> date:
    """The date of a day number."""
    return _FIRST_DAY + timedelta(days=number)


def microseconds(instant: datetime) -> int:
    """Microseconds since 1970 in UTC."""
    return (instant - _FIRST_INSTANT) // timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class AsOf:
    """The instant up to which history is read, and its local day."""

    at: int
    day: int


def as_of_day(day: date, zone: ZoneInfo) -> AsOf:
    """All that happened until the end of a local day."""
    return AsOf(microseconds(end_of_day(day, zone)), day_number(day))
