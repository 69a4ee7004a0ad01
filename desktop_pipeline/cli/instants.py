"""The instant that a command holds for, as it is typed."""

from datetime import UTC, datetime

from desktop_pipeline.actions import Workspace
from desktop_pipeline.domain.activities import at_time, check_day
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.periods import start_of_day


def read_instant(text: str | None, workspace: Workspace) -> datetime:
    """The instant a command holds for: a day means its beginning, a time without a zone is the file's own."""
    if text is None:
        return workspace.now()
    try:
        instant = datetime.fromisoformat(text.strip())
    except ValueError:
        message = f"“{text}” is not a date. Write it like 2026-03-31 or 2026-03-31 15:30."
        raise InvalidError(message) from None
    check_day(instant.date())
    if instant.tzinfo is not None:
        return instant.astimezone(UTC)
    if instant.time() == datetime.min.time():
        return start_of_day(instant.date(), workspace.zone)
    return at_time(instant.date(), instant.time(), workspace.zone)
