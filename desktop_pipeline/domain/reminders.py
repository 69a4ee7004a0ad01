"""Reminders of activities: when each comes, which are to be told now, and which were missed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from desktop_pipeline.domain.activities import at_time

# What is due on a day without a time is reminded of as if it were at this time.
DAY_BEGINS = time(9)
# A reminder that comes later than this was missed: the program was closed, or the computer slept.
MISSED_AFTER = timedelta(minutes=10)
# Nobody looks at the clock less often: it may be set anew, and a sleeping computer stops every timer.
_LONGEST_WAIT = timedelta(minutes=1)
# None is put off for longer: where one seems to be, the clock was ahead then.
_LONGEST_SNOOZE = timedelta(days=2)
_EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)


class Snooze(StrEnum):
    """For how long a reminder is put off."""

    TEN_MINUTES = "ten minutes"
    HOUR = "hour"
    TOMORROW = "tomorrow"


@dataclass(frozen=True, slots=True)
class Reminder:
    """An open activity and the instant at which it is to be reminded of."""

    activity_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """What was told already: of each activity the instant of its reminder, and until when some are put off."""

    told: Mapping[int, datetime] = field(default_factory=dict)
    snoozed: Mapping[int, datetime] = field(default_factory=dict)

    def tell(self, reminders: Iterable[Reminder]) -> "Told":
        """With these told; what was put off is no longer."""
        told, snoozed = dict(self.told), dict(self.snoozed)
        for reminder in reminders:
            told[reminder.activity_id] = reminder.at
            snoozed.pop(reminder.activity_id, None)
        return Told(told, snoozed)

    def put_off(self, activity_ids: Iterable[int], until: datetime) -> "Told":
        """With these to be told again at an instant."""
        return replace(self, snoozed={**self.snoozed, **dict.fromkeys(activity_ids, until)})

    def keep(self, reminders: Iterable[Reminder]) -> "Told":
        """Without what is done or gone by now, or has another time."""
        there = {reminder.activity_id: reminder.at for reminder in reminders}
        told = {activity_id: at for activity_id, at in self.told.items() if there.get(activity_id) == at}
        # One that was moved is told at its new time; it is put off no longer.
        return Told(told, {activity_id: until for activity_id, until in self.snoozed.items() if activity_id in told})


@dataclass(frozen=True, slots=True)
class DueReminders:
    """What is to be told now: those whose time has come, and those whose time went by unseen."""

    now: tuple[Reminder, ...] = ()
    missed: tuple[Reminder, ...] = ()

    @property
    def all(self) -> tuple[Reminder, ...]:
        """Both."""
        return self.missed + self.now


def find_instant(
    due_on: date | None, due_at: datetime | None, remind_before: int | None, zone: ZoneInfo
) -> datetime | None:
    """The instant of a reminder, `remind_before` minutes ahead; None where there is none or no day.

    Without a time of day it is counted from 9:00.
    """
    if remind_before is None or due_on is None:
        return None
    due = due_at if due_at is not None else at_time(due_on, DAY_BEGINS, zone)
    return max(_EARLIEST, due - timedelta(minutes=remind_before))


def find_due(reminders: Iterable[Reminder], told: Told, *, now: datetime) -> DueReminders:
    """Those to be told now, the earliest first; each is told once, and again when it was put off."""
    due: list[Reminder] = []
    missed: list[Reminder] = []
    for reminder in sorted(reminders, key=lambda each: (each.at, each.activity_id)):
        at = _next_instant(reminder, told, now)
        if at is None or at > now:
            continue
        (missed if now - at > MISSED_AFTER else due).append(reminder)
    return DueReminders(tuple(due), tuple(missed))


def find_wait(reminders: Iterable[Reminder], told: Told, *, now: datetime) -> timedelta | None:
    """How long to sleep until one may be due, a minute at most; None where none is to come."""
    instants = [at for at in (_next_instant(reminder, told, now) for reminder in reminders) if at is not None]
    if not instants:
        return None
    return max(timedelta(0), min(_LONGEST_WAIT, min(instants) - now))


def find_snooze_end(snooze: Snooze, *, now: datetime, zone: ZoneInfo) -> datetime:
    """The instant until which it is put off; tomorrow begins at 9:00."""
    if snooze is Snooze.TEN_MINUTES:
        return now + timedelta(minutes=10)
    if snooze is Snooze.HOUR:
        return now + timedelta(hours=1)
    return at_time(now.astimezone(zone).date() + timedelta(days=1), DAY_BEGINS, zone)


def _next_instant(reminder: Reminder, told: Told, now: datetime) -> datetime | None:
    """When it is to be told next; None where it was told and not put off."""
    if told.told.get(reminder.activity_id) != reminder.at:
        return reminder.at
    until = told.snoozed.get(reminder.activity_id)
    return now if until is not None and until > now + _LONGEST_SNOOZE else until


def read_told(document: object) -> Told:
    """What a file says was told; what makes no sense in it is left out."""
    if not isinstance(document, dict):
        return Told()
    return Told(_read_instants(document.get("told")), _read_instants(document.get("snoozed")))


def to_document(told: Told) -> dict[str, dict[str, str]]:
    """What was told, as it is kept in a file."""
    return {
        "told": {str(row_id): at.isoformat() for row_id, at in sorted(told.told.items())},
        "snoozed": {str(row_id): at.isoformat() for row_id, at in sorted(told.snoozed.items())},
    }


def _read_instants(kept: object) -> dict[int, datetime]:
    found: dict[int, datetime] = {}
    if not isinstance(kept, dict):
        return found
    for key, value in kept.items():
        try:
            at = datetime.fromisoformat(value)
            row_id = int(key)
            if at.tzinfo is not None:
                found[row_id] = at.astimezone(UTC)
        except (TypeError, ValueError, OverflowError):
            continue
    return found
