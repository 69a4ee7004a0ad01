"""Instants, local days and half-open periods (METRICS §0)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.names import brief

_IN_EVERY_MONTH = 28


@dataclass(frozen=True, slots=True)
class Period:
    """Dates from `start` up to, but without, `end`."""

    start: date
    end: date

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    @property
    def days(self) -> int:
        """How many days the period has."""
        return (self.end - self.start).days

    def before(self) -> "Period":
        """The period of equal length just before this one."""
        return Period(self.start - timedelta(days=self.days), self.start)


def check_zone(name: str) -> ZoneInfo:
    """The time zone of that name, Europe/Berlin say; raises InvalidError where there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        message = f"There is no time zone “{brief(name)}”. Use a name such as Europe/Berlin."
        raise InvalidError(message) from None


def add_months(day: date, months: int) -> date:
    """The same day some months on, or that month's last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if day.day <= _IN_EVERY_MONTH:
        return date(year, month + 1, day.day)
    from calendar import monthrange  # noqa: PLC0415 - brings locale along, which no start needs

    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def trailing_year(as_of: date) -> Period:
    """The 12 months that end with the as-of day."""
    end = as_of + timedelta(days=1)
    return Period(add_months(end, -12), end)


def start_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The instant at which a local day begins, in UTC; also what an imported date without a time means."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The last instant that still belongs to a local day, in UTC."""
    return start_of_day(day + timedelta(days=1), zone) - timedelta(microseconds=1)


def local_day(instant: datetime, zone: ZoneInfo) -> date:
    """The calendar date of an instant in the workspace's time zone."""
    try:
        return instant.astimezone(zone).date()
    except OverflowError:  # the first or the last hours of the calendar
        return instant.date()


def months_between(period: Period) -> list[date]:
    """First days of the calendar months that the period touches."""
    month = period.start.replace(day=1)
    months = []
    while month < period.end:
        months.append(month)
        month = add_months(month, 1)
    return months
