"""Putting a backup in the place of a workspace: the file there is kept, whatever its state, and can be put back.

A sound file becomes one more backup first; a damaged one is kept beside, byte by byte. The place is never empty: the
new file takes it in one step.
"""

import os
import shutil
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import count
from pathlib import Path

import apsw

from desktop_pipeline.domain.errors import CannotOpenError, PipelineError, RefusedError
from desktop_pipeline.storage.backup import (
    SUFFIX,
    Backup,
    Reason,
    backup_folder,
    describe_cause,
    examine,
    make_backup,
    read_digest,
    verify_backup,
)
from desktop_pipeline.storage.contents import Contents
from desktop_pipeline.storage.database import open_for_writing, settle_journal
from desktop_pipeline.storage.engine_log import remove_logs
from desktop_pipeline.storage.lock import acquire_lock


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: the file that was there before is in `kept` (None where there was none)."""

    path: Path
    contents: Contents
    kept: Path | None
    was_damaged: bool


def read_present(path: Path) -> Contents | None:
    """What the file in the place holds; None where there is none or it is damaged."""
    try:
        return examine(path)
    except PipelineError:
        return None


def restore_backup(backup: Path, target: Path, *, at: datetime, who: str, zone: tzinfo | None = None) -> Restored:
    """Puts a verified copy of the backup in the place of the workspace.

    Raises LockedError where that is open, CannotOpenError for a damaged backup or a full disk, RefusedError for one
    from a newer program or a place that holds something else; then the file is as it was.
    """
    _check_place(backup, target)
    contents = verify_backup(backup)
    lock = acquire_lock(target, who, at)
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.restore")
    try:
        _copy_whole(backup, unfinished, target)
        kept, was_damaged = _keep_present(target, backup_folder(target), at, zone)
        unfinished.replace(target)
        _sync_folder(target.parent)
    except OSError as error:
        message = f"“{target.name}” was not restored: {describe_cause(error)}. It is as it was."
        raise CannotOpenError(message) from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        lock.release()
    return Restored(target, contents, kept, was_damaged)


def put_back(restored: Restored, *, at: datetime, who: str) -> Restored:
    """Undoes a restore: the file that was there before takes its place again, as damaged as it may have been."""
    kept = restored.kept
    if kept is None or not kept.exists():
        message = f"There was no file before “{restored.path.name}” was restored, or it is gone."
        raise RefusedError(message)
    if not restored.was_damaged:
        return restore_backup(kept, restored.path, at=at, who=who)
    target = restored.path
    lock = acquire_lock(target, who, at)
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.restore")
    try:
        _copy_whole(kept, unfinished, target)
        earlier, was_damaged = _keep_present(target, backup_folder(target), at, None)
        unfinished.replace(target)
        _copy_logs(kept, target)
        _sync_folder(target.parent)
    except OSError as error:
        message = f"“{target.name}” was not put back: {describe_cause(error)}. It is as it was."
        raise CannotOpenError(message) from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        lock.release()
    return Restored(target, restored.contents, earlier, was_damaged)


def keep_beside(path: Path, word: str, at: datetime, zone: tzinfo | None = None) -> Path:
    """A copy of the file as it is, with its log, under a name that tells what and when."""
    kept = _free_beside(path, f"{word} {at.astimezone(zone):%Y-%m-%d %H.%M}")
    shutil.copyfile(path, kept)
    _sync_file(kept)
    _copy_logs(path, kept)
    return kept


def _copy_logs(path: Path, copy: Path) -> None:
    """What the engine keeps beside a file, beside its copy."""
    for ending in ("-wal", "-journal"):
        log = path.with_name(path.name + ending)
        if log.exists():
            shutil.copyfile(log, copy.with_name(copy.name + ending))


def _check_place(backup: Path, target: Path) -> None:
    if target.suffix != SUFFIX:
        message = f"“{target.name}” is not the name of a workspace; it ends in {SUFFIX}. Nothing was changed."
        raise RefusedError(message)
    if target.exists() and backup.exists() and target.samefile(backup):
        message = f"“{target.name}” is the backup itself. Choose the workspace that it shall replace."
        raise RefusedError(message)
    if not target.parent.is_dir():
        message = f"There is no folder “{target.parent}”."
        raise CannotOpenError(message)


def _copy_whole(source: Path, unfinished: Path, target: Path) -> None:
    unfinished.unlink(missing_ok=True)
    shutil.copyfile(source, unfinished)
    _sync_file(unfinished)
    if read_digest(unfinished) != read_digest(source):
        message = f"“{target.name}” was not restored: the copy is not the same as the backup. It is as it was."
        raise CannotOpenError(message)


def _keep_present(target: Path, folder: Path, at: datetime, zone: tzinfo | None) -> tuple[Path | None, bool]:
    """Keeps what is in the place and takes its logs away: they would be played into the file that comes."""
    if not target.exists():
        remove_logs(target)
        return None, False
    backup = _back_up_sound(target, folder, at, zone)
    if backup is not None:
        _fold_log(target)
        remove_logs(target)
        return backup.path, False
    kept = keep_beside(target, "damaged", at, zone)
    remove_logs(target)
    return kept, True


def _back_up_sound(target: Path, folder: Path, at: datetime, zone: tzinfo | None) -> Backup | None:
    try:
        settle_journal(target)
        examine(target)
    except RefusedError:  # of a newer program: kept byte by byte
        return None
    except CannotOpenError:
        return None
    return make_backup(target, folder, at=at, reason=Reason.BEFORE_RESTORE, zone=zone)


def _fold_log(target: Path) -> None:
    """Brings what stands in the log into the file, so that nothing hangs on the log when it goes."""
    with closing(open_for_writing(target)) as connection:
        try:
            connection.execute("pragma journal_mode=delete")
        except apsw.Error as error:
            message = f"“{target.name}” was not restored: {describe_cause(error)}. It is as it was."
            raise CannotOpenError(message) from error


def _free_beside(path: Path, word: str) -> Path:
    names = (f"{path.stem} ({word}{f', {number}' if number > 1 else ''}){path.suffix}" for number in count(1))
    return next(free for name in names if not (free := path.with_name(name)).exists())


def _sync_file(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
