"""Where a workspace lies: a copy of it under a name of its own, and the whole of it in another place."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

import apsw

from desktop_pipeline.domain.errors import CannotOpenError
from desktop_pipeline.storage.backup import (
    backup_folder,
    check_is_free,
    check_may_write,
    describe_cause,
    follow_source,
    write_copy,
)
from desktop_pipeline.storage.database import settle_journal
from desktop_pipeline.storage.engine_log import remove_logs
from desktop_pipeline.storage.lock import acquire_lock


def copy_workspace(source: Path, target: Path) -> None:
    """The workspace as it stands, also while it is open, under another name; its backups are not its copy's.

    Raises RefusedError where that name is taken, CannotOpenError where it cannot be written.
    """
    check_may_write(source, target)
    with _explained(f"“{source.name}” was not copied"):
        write_copy(source, target)


def copy_open(connection: apsw.Connection, source: Path, target: Path) -> None:
    """The same of what a connection has open, wherever the file is by now; raises as that does."""
    check_is_free(target)
    with _explained(f"“{source.name}” was not copied"):
        write_copy(source, target, opened=connection)


def move_workspace(source: Path, target: Path, *, who: str, at: datetime) -> str | None:
    """The workspace, which nobody may have open, in another place or under another name, its backups with it.

    A copy that was read back takes the new place before the old file goes, so that a full disk or a stick that is
    pulled out loses nothing. Raises RefusedError, LockedError or CannotOpenError, all being as it was; a sentence is
    returned where the backups alone could not come along.
    """
    if is_only_respelt(source, target):
        return _respell(source, target, who=who, at=at)
    check_may_write(source, target)
    lock = acquire_lock(source, who, at)
    try:
        settle_journal(source)
        with _explained(f"“{source.name}” was not moved"):
            write_copy(source, target)
            try:
                source.unlink()
            except OSError:
                with suppress(OSError):
                    target.unlink()
                raise
            remove_logs(source)
    finally:
        lock.release()
    return _move_backups(source, target)


def is_only_respelt(source: Path, target: Path) -> bool:
    """Whether both names are one file's, on a disk that takes capitals and small letters for the same."""
    try:
        is_same = source.parent == target.parent and source.samefile(target)
        names = {path.name for path in source.parent.iterdir()}
    except OSError:
        return False
    return is_same and target.name not in names


def _respell(source: Path, target: Path, *, who: str, at: datetime) -> str | None:
    """The file takes its new name where it lies: a copy beside it would be itself."""
    lock = acquire_lock(source, who, at)
    try:
        settle_journal(source)
        with _explained(f"“{source.name}” was not renamed"):
            source.rename(target)
    finally:
        lock.release()
    before, now = backup_folder(source), backup_folder(target)
    try:
        if before.is_dir():
            before.rename(now)
            follow_source(now, source, target)
    except OSError as error:
        return f"The backups stayed in “{before}”: {describe_cause(error)}."
    return None


def _move_backups(source: Path, target: Path) -> str | None:
    before, now = backup_folder(source), backup_folder(target)
    if not before.is_dir():
        return None
    try:
        now.mkdir(exist_ok=True)
        # Data files first: one without its manifest is never removed by rotation.
        for path in sorted(before.iterdir()):
            if not (now / path.name).exists():
                shutil.move(path, now / path.name)
        follow_source(now, source, target)
        with suppress(OSError):
            before.rmdir()
    except OSError as error:
        return f"The backups stayed in “{before}”: {describe_cause(error)}."
    return None


@contextmanager
def _explained(failed: str) -> Iterator[None]:
    """One sentence for whatever keeps a file from being written."""
    try:
        yield
    except (CannotOpenError, OSError, apsw.Error, UnicodeDecodeError) as error:
        message = f"{failed}: {describe_cause(error)}. Nothing was changed."
        raise CannotOpenError(message) from error
