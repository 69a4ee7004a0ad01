"""Care of the file: backups by themselves and by hand, restoring one, rescuing what is readable, pruning the journal.

Everything here opens connections of its own, so that a worker can run it while the window goes on.
"""

import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from tempfile import mkdtemp

from desktop_pipeline.domain.errors import CannotOpenError
from desktop_pipeline.storage.backup import (
    Backup,
    Reason,
    backup_folder,
    copy_backup,
    is_as_written,
    list_backups,
    make_backup,
    read_backup,
    verify_backup,
    write_backup,
)
from desktop_pipeline.storage.backup_choices import MOST_DAYS, BackupChoices, keep_choices, read_choices
from desktop_pipeline.storage.backup_rotation import rotate
from desktop_pipeline.storage.contents import Contents, read_contents
from desktop_pipeline.storage.database import connect_reader
from desktop_pipeline.storage.journal_pruning import JournalLimits, Pruned, prune_journal
from desktop_pipeline.storage.network import find_network
from desktop_pipeline.storage.repair import Repaired, repair_file
from desktop_pipeline.storage.rescue import Rescued, rescue_file
from desktop_pipeline.storage.restoring import Restored, put_back, read_present, restore_backup
from desktop_pipeline.storage.schema import latest_version
from desktop_pipeline.storage.workspace import Workspace, open_workspace

__all__ = [
    "MOST_DAYS",
    "Backup",
    "BackupChoices",
    "BackupMade",
    "Contents",
    "JournalLimits",
    "Pruned",
    "Reason",
    "Repaired",
    "Rescued",
    "Restored",
    "back_up",
    "back_up_if_due",
    "backup_folder",
    "compare_backup",
    "find_network",
    "keep_choices",
    "list_all_backups",
    "make_backup",
    "open_backup",
    "prune_journal",
    "put_back",
    "read_choices",
    "repair_file",
    "rescue_file",
    "restore_backup",
    "write_backup",
]

APART = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class BackupMade:
    """How a backup ended: None where nothing had changed since the newest; `warning` tells what did not work beside."""

    backup: Backup | None
    warning: str | None = None


def back_up(
    path: Path,
    choices: BackupChoices,
    *,
    at: datetime,
    reason: Reason,
    zone: tzinfo | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> BackupMade:
    """A verified backup of the workspace as it stands, unless the newest one holds the same already.

    Older ones go only after that, by the owner's limit. Raises CannotOpenError where none could be made.
    """
    folder = backup_folder(path)
    newest = _find_newest(folder)
    if newest is not None and _holds_the_same(newest, path):
        return BackupMade(None, _copy_to_second(newest, path, choices, at, zone))
    backup = make_backup(path, folder, at=at, reason=reason, zone=zone, progress=progress)
    warnings = [_copy_to_second(backup, path, choices, at, zone)]
    try:
        rotate(folder, at=at, limit=choices.limit, zone=zone)
    except OSError as error:
        warnings.append(f"Old backups in “{folder.name}” cannot be removed: {error.strerror}.")
    said = " ".join(warning for warning in warnings if warning)
    return BackupMade(backup, said or None)


def back_up_if_due(
    path: Path,
    choices: BackupChoices,
    *,
    at: datetime,
    opened: bool,
    zone: tzinfo | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> BackupMade:
    """The backup that comes by itself: where something changed and the newest is 30 minutes old.

    Just after opening: where there is none of this day. Raises CannotOpenError.
    """
    # One of the future was made before the clock was set back, and tells nothing of the last half hour.
    newest = next((each for each in list_backups(backup_folder(path)) if each.contents and each.made_at <= at), None)
    if newest is not None:
        is_of_today = newest.made_at.astimezone(zone).date() == at.astimezone(zone).date()
        if at - newest.made_at < APART or (opened and is_of_today):
            return BackupMade(None)
    return back_up(path, choices, at=at, reason=Reason.BY_ITSELF, zone=zone, progress=progress)


def list_all_backups(path: Path, choices: BackupChoices) -> list[Backup]:
    """Backups of the workspace in its own folder and in the second one, newest first; one in both stands once."""
    own = list_backups(backup_folder(path))
    second = [] if choices.second_folder is None else list_backups(choices.second_folder)
    digests = {backup.digest for backup in own if backup.digest}
    others = [backup for backup in second if backup.source == str(path.resolve()) and backup.digest not in digests]
    return sorted([*own, *others], key=lambda backup: backup.made_at, reverse=True)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A backup beside the file whose place it would take; `present` is None where that is damaged or missing."""

    backup: Backup
    contents: Contents
    present: Contents | None


def compare_backup(backup: Path, path: Path) -> Comparison:
    """What restoring would change; raises CannotOpenError or RefusedError for a backup that cannot be restored."""
    return Comparison(read_backup(backup), verify_backup(backup), read_present(path))


def open_backup(backup: Path, *, clock: Callable[[], datetime], who: str | None = None) -> Workspace:
    """A backup to look at: never written. One of an older schema is brought up in a copy that goes with the program.

    Raises CannotOpenError or RefusedError.
    """
    if verify_backup(backup).version == latest_version():
        return open_workspace(backup, read_only=True, clock=clock, who=who)
    folder = Path(mkdtemp(prefix="desktop-pipeline-"))
    try:
        copy = folder / backup.name
        shutil.copyfile(backup, copy)
        open_workspace(copy, clock=clock, who=who).close()
        return _FleetingWorkspace.of(copy, folder, clock=clock, who=who)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


class _FleetingWorkspace(Workspace):
    """Takes its folder along when it is closed."""

    _folder: Path

    @classmethod
    def of(cls, path: Path, folder: Path, *, clock: Callable[[], datetime], who: str | None) -> "_FleetingWorkspace":
        workspace = cls(path, clock, None, None, who or "")
        workspace._folder = folder
        return workspace

    def close(self) -> None:
        super().close()
        shutil.rmtree(self._folder, ignore_errors=True)


def _find_newest(folder: Path) -> Backup | None:
    return next((backup for backup in list_backups(folder) if backup.contents is not None), None)


def _holds_the_same(newest: Backup, path: Path) -> bool:
    """Whether a new backup would add nothing; one whose bytes have changed since is none."""
    with closing(connect_reader(path)) as reader:
        mark = read_contents(reader).mark
    return newest.contents is not None and newest.contents.mark == mark and is_as_written(newest)


def _copy_to_second(
    backup: Backup, path: Path, choices: BackupChoices, at: datetime, zone: tzinfo | None
) -> str | None:
    """Keeps the second folder up; what does not work there is a warning, for the backup itself stands."""
    second = choices.second_folder
    if second is None:
        return None
    if not second.is_dir():
        return f"The second folder for backups, “{second}”, is not there. The backup lies in the first one."
    try:
        if not any(there.digest == backup.digest for there in list_backups(second)):
            copy_backup(backup, second)
            rotate(second, at=at, limit=choices.limit, zone=zone, source=path)
    except CannotOpenError as error:
        return f"{error} The backup lies in the first folder."
    except OSError as error:
        return f"The second folder for backups, “{second}”, cannot be written: {error.strerror}."
    return None
