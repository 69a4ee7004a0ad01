"""A copy of the workspace under a name of its own, and its move to another place with all that was chosen for it."""

from datetime import datetime
from pathlib import Path

from desktop_pipeline.actions.calendars import choose_calendar_folder, read_calendar_folder
from desktop_pipeline.domain.errors import RefusedError
from desktop_pipeline.storage.backup import follow_source
from desktop_pipeline.storage.backup_choices import keep_choices, read_choices
from desktop_pipeline.storage.moving import copy_workspace
from desktop_pipeline.storage.moving import move_workspace as move_file
from desktop_pipeline.storage.workspace import Workspace

__all__ = ["copy_open_workspace", "copy_workspace", "move_workspace"]


def copy_open_workspace(workspace: Workspace, target: Path) -> None:
    """A copy of what is open here, also where its file was moved or deleted meanwhile; raises as `copy_workspace`."""
    if workspace.is_read_only or not workspace.journal.is_lost:
        copy_workspace(workspace.path, target)
    else:
        workspace.journal.copy_to(target)


def move_workspace(source: Path, target: Path, settings: Path, *, who: str, at: datetime) -> str | None:
    """Moves the file and its backups; what this computer keeps about it in the settings folder follows.

    Raises RefusedError, LockedError or CannotOpenError, all being as it was. A sentence tells what did not come along.
    """
    choices, calendars = read_choices(settings, source), read_calendar_folder(settings, source)
    warnings = [move_file(source, target, who=who, at=at)]
    try:
        keep_choices(settings, target, choices)
        if choices.second_folder is not None:
            follow_source(choices.second_folder, source, target)
        choose_calendar_folder(settings, source, None)
        choose_calendar_folder(settings, target, calendars)
    except (OSError, RefusedError):
        warnings.append("What was chosen for backups and calendars did not come along; look at the settings.")
    said = " ".join(warning for warning in warnings if warning)
    return said or None
