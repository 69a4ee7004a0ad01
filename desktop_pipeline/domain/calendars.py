"""What stands in a calendar of other programs: activities as events."""

from dataclasses import dataclass
from datetime import date, datetime

# What was done stays so long in a calendar that is kept up to date.
DONE_DAYS = 90


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """An activity as a calendar shows it.

    `uid` stays the same for ever, so that a calendar that has the event changes it. `begins` is a day for one without
    a time of day, else an instant; `minutes` is how long one with a time takes, `remind_before` in minutes too.
    """

    uid: str
    summary: str
    begins: date | datetime
    minutes: int
    description: str = ""
    location: str = ""
    category: str = ""
    remind_before: int | None = None
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class Calendar:
    """The events of one owner, or of everybody; `key` tells it from all other calendars, of other workspaces too."""

    key: str
    name: str
    events: tuple[CalendarEvent, ...]


def make_uid(workspace_mark: int, activity_id: int) -> str:
    """Of one activity in one workspace, and of no other in the world; the mark is when the workspace began."""
    return f"activity-{activity_id}-{workspace_mark:x}@desktop-pipeline"


def make_key(workspace_mark: int, owner_id: int | None) -> str:
    """Of the calendar of one owner of a workspace, or of everybody."""
    return f"{workspace_mark:x}-{'everybody' if owner_id is None else owner_id}"


def is_of(key: str, other: str) -> bool:
    """Whether two keys are of calendars of the same workspace."""
    return key.partition("-")[0] == other.partition("-")[0]
