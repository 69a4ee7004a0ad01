"""Backups: a copy of the file as it stands, read back before it counts, with its SHA-256 in a manifest beside it.

A backup is there once its data file bears its final name; the manifest is written before that, and what a killed
program leaves unfinished is hidden and cleared away by the next one.
"""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from enum import StrEnum
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import apsw

from desktop_pipeline.domain.errors import CannotOpenError, RefusedError
from desktop_pipeline.storage.contents import Contents, contents_from_document, contents_to_document, read_contents
from desktop_pipeline.storage.database import Reader, connect_reader, open_for_reading
from desktop_pipeline.storage.engine_log import remove_logs
from desktop_pipeline.storage.failures import find_cause, plain_errors
from desktop_pipeline.storage.loading import breathing
from desktop_pipeline.storage.schema import check_header, check_objects, check_version, latest_version

SUFFIX = ".pipeline"
_MANIFEST = ".json"
_UNFINISHED = ".part"
# As names of backups tell it behind the name of the workspace
_MADE_AT = r"\d{4}-\d\d-\d\d \d\d\.\d\d"
# Between two steps others get their turn: a megabyte takes about a millisecond.
_STEP_PAGES = 256
_BLOCK = 1 << 20

Progress = Callable[[int, int], None]


class Reason(StrEnum):
    """Why a backup was made."""

    BY_HAND = "by hand"
    BY_ITSELF = "by itself"
    BEFORE_IMPORT = "before import"
    BEFORE_DELETING = "before deleting"
    BEFORE_RESTORE = "before restore"


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup as its manifest tells; without a readable manifest `digest` and `contents` are unknown."""

    path: Path
    made_at: datetime
    size: int
    reason: str = ""
    source: str = ""
    digest: str | None = None
    contents: Contents | None = None


def backup_folder(workspace: Path) -> Path:
    """Where the backups of a workspace lie: beside it, so that they are found when nothing else can be read."""
    return workspace.with_name(f"{workspace.name}.backups")


def make_backup(
    source: Path,
    folder: Path,
    *,
    at: datetime,
    reason: Reason,
    zone: tzinfo | None = None,
    progress: Progress | None = None,
) -> Backup:
    """A new verified backup in the folder, named by date and time; raises CannotOpenError, all else being as it was."""
    with _explained(source):
        folder.mkdir(parents=True, exist_ok=True)
        clear_unfinished(folder, source.stem)
    return write_backup(source, _free_name(folder, source.stem, at, zone), at=at, reason=reason, progress=progress)


def write_backup(
    source: Path, target: Path, *, at: datetime, reason: Reason, progress: Progress | None = None
) -> Backup:
    """A verified copy under that very name, with its manifest; raises RefusedError where the name is taken."""
    backup = Backup(target, at, 0, reason.value, str(source.resolve()))

    def describe(unfinished: Path, contents: Contents) -> None:
        nonlocal backup
        backup = replace(backup, size=unfinished.stat().st_size, digest=read_digest(unfinished), contents=contents)
        _write_manifest(backup)

    check_may_write(source, target)
    try:
        with _explained(source):
            write_copy(source, target, progress=progress, describe=describe)
    finally:
        if not target.exists():
            with suppress(OSError):
                manifest_path(target).unlink(missing_ok=True)
    return backup


def check_may_write(source: Path, target: Path) -> None:
    """Raises RefusedError where the name is taken, CannotOpenError for what is no workspace."""
    check_is_free(target)
    check_header(source)


def check_is_free(target: Path) -> None:
    """Raises RefusedError where the name is taken."""
    if target.exists():
        message = f"“{target.name}” is there already. It was left as it is; choose another name."
        raise RefusedError(message)


def write_copy(
    source: Path,
    target: Path,
    *,
    progress: Progress | None = None,
    describe: Callable[[Path, Contents], object] | None = None,
    opened: apsw.Connection | None = None,
) -> None:
    """A copy that is read back before it bears its name; `describe` may write what shall lie beside it before that.

    It is of what is `opened`, where that is given, whatever became of the file it was opened as.
    """
    unfinished = target.with_name(f".{target.name}.{os.getpid()}{_UNFINISHED}")
    try:
        unfinished.unlink(missing_ok=True)
        with closing(open_for_reading(source)) if opened is None else nullcontext(opened) as steady:
            expected = _copy_pages(steady, source, unfinished, progress)
        if _read_back(unfinished, progress) != expected:
            message = "the copy does not hold what the file holds"
            raise CannotOpenError(message)
        _sync(unfinished)
        if describe is not None:
            describe(unfinished, expected)
        remove_logs(target)
        unfinished.rename(target)
        _sync(target.parent)
    finally:
        for left in (unfinished, *(unfinished.with_name(unfinished.name + end) for end in ("-journal", "-wal"))):
            with suppress(OSError):
                left.unlink(missing_ok=True)


def copy_backup(backup: Backup, folder: Path) -> Backup:
    """The same backup in another folder, its bytes compared there; raises CannotOpenError."""
    with _explained(Path(backup.source or backup.path)):
        folder.mkdir(parents=True, exist_ok=True)
        clear_unfinished(folder, Path(backup.source or backup.path).stem)
        target = _free(folder, backup.path.stem)
        unfinished = target.with_name(f".{target.name}.{os.getpid()}{_UNFINISHED}")
        try:
            shutil.copyfile(backup.path, unfinished)
            _sync(unfinished)
            if read_digest(unfinished) != backup.digest:
                message = f"the copy in “{folder}” is not the same"
                raise CannotOpenError(message)
            copied = replace(backup, path=target)
            _write_manifest(copied)
            unfinished.rename(target)
            _sync(folder)
        finally:
            unfinished.unlink(missing_ok=True)
            if not target.exists():
                manifest_path(target).unlink(missing_ok=True)
    return copied


def list_backups(folder: Path) -> list[Backup]:
    """What lies in the folder, newest first; an empty list where there is none."""
    try:
        files = [path for path in folder.iterdir() if path.suffix == SUFFIX and not path.name.startswith(".")]
        found = [read_backup(path) for path in files if path.is_file()]
    except OSError:
        return []
    return sorted(found, key=lambda backup: (backup.made_at, backup.path.name), reverse=True)


def read_backup(path: Path) -> Backup:
    """A backup with what its manifest tells of it; any other file likewise, as far as the file system knows it."""
    state = path.stat()
    bare = Backup(path, datetime.fromtimestamp(state.st_mtime, UTC), state.st_size)
    try:
        document = json.loads(manifest_path(path).read_text(encoding="utf-8"))
        made_at = datetime.fromisoformat(document["made_at"])
        return Backup(
            path=path,
            made_at=made_at if made_at.tzinfo else made_at.replace(tzinfo=UTC),
            size=state.st_size,
            reason=str(document["reason"]),
            source=str(document["source"]),
            digest=str(document["sha256"]),
            contents=contents_from_document(document["contents"]),
        )
    except (OSError, ValueError, TypeError, KeyError):
        return bare


def verify_backup(path: Path) -> Contents:
    """What the backup holds, after its bytes were compared with the manifest and its inside was examined.

    Raises CannotOpenError for one that is damaged, RefusedError for one from a newer program.
    """
    check_header(path)
    backup = read_backup(path)
    if backup.digest is not None and read_digest(path) != backup.digest:
        message = f"The backup “{path.name}” is damaged: its bytes are not those that were written. Choose another."
        raise CannotOpenError(message)
    return examine(path)


def examine(path: Path) -> Contents:
    """Counts the content of a file whose inside fits together; raises CannotOpenError or RefusedError otherwise."""
    reader = connect_reader(path)
    try:
        with plain_errors(path, foreign=True):
            check_version(reader, latest_version())
            check_objects(reader)
            if reader.value("pragma integrity_check(1)") != "ok":
                message = f"“{path.name}” is damaged inside. Choose a backup of another day."
                raise CannotOpenError(message)
            return read_contents(reader)
    finally:
        reader.close()


def read_digest(path: Path) -> str:
    """The SHA-256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def is_as_written(backup: Backup) -> bool:
    """Whether its bytes are those of its manifest."""
    try:
        return backup.digest is not None and read_digest(backup.path) == backup.digest
    except OSError:
        return False


def manifest_path(backup: Path) -> Path:
    """Where the manifest of a backup lies."""
    return backup.with_name(backup.name + _MANIFEST)


def remove_backup(backup: Backup) -> None:
    """Takes a backup away, its manifest last."""
    backup.path.unlink(missing_ok=True)
    manifest_path(backup.path).unlink(missing_ok=True)


def follow_source(folder: Path, before: Path, now: Path) -> None:
    """The backups in the folder that were made of a workspace are those of the place it lies in now; raises OSError."""
    place = os.path.normcase(before.resolve())
    for backup in list_backups(folder):
        if os.path.normcase(backup.source or "") == place and backup.contents is not None:
            _write_manifest(replace(backup, source=str(now.resolve())))


def clear_unfinished(folder: Path, stem: str) -> None:
    """Takes away what a program that was killed left; whoever makes backups here holds the workspace's lock."""
    # Backups of “Sales” and of “Sales 2026” can lie in one folder.
    ours = re.compile(rf"\.?{re.escape(stem)} {_MADE_AT}")
    for left in folder.glob(f".*{_UNFINISHED}*"):
        if ours.match(left.name):
            left.unlink(missing_ok=True)
    for manifest in folder.glob(f"*{SUFFIX}{_MANIFEST}"):
        if ours.match(manifest.name) and not manifest.with_suffix("").exists():
            manifest.unlink(missing_ok=True)


def _copy_pages(steady: apsw.Connection, source: Path, target_path: Path, progress: Progress | None) -> Contents:
    """SQLite's own backup of a steady view, in steps; the copy needs no log beside it."""
    with closing(apsw.Connection(str(target_path))) as target:
        steady.execute("begin")
        try:
            expected = read_contents(Reader(steady, source))
            with target.backup("main", steady, "main") as copying:
                while not copying.done:
                    copying.step(_STEP_PAGES)
                    if progress is not None:
                        # The last page counts once all of them were read back.
                        total = copying.page_count
                        progress(min(total - copying.remaining, total - 1), total)
        finally:
            steady.execute("rollback")
        target.pragma("journal_mode", "delete")
    return expected


def _read_back(path: Path, progress: Progress | None) -> Contents:
    with closing(open_for_reading(path)) as connection:
        reader = Reader(connection, path)
        total = int(reader.value("pragma page_count"))
        breathe = None if progress is None else partial(progress, total - 1, total)
        with breathing(connection, breathe):
            if reader.value("pragma integrity_check(1)") != "ok":
                message = "the file is damaged inside"
                raise CannotOpenError(message)
            contents = read_contents(reader)
    if progress is not None:
        progress(total, total)
    return contents


def _write_manifest(backup: Backup) -> None:
    assert backup.contents is not None
    document: dict[str, Any] = {
        "made_at": backup.made_at.isoformat(),
        "reason": backup.reason,
        "source": backup.source,
        "bytes": backup.size,
        "sha256": backup.digest,
        "contents": contents_to_document(backup.contents),
    }
    path = manifest_path(backup.path)
    path.write_text(json.dumps(document, indent=1, ensure_ascii=False), encoding="utf-8")
    _sync(path)


def _sync(path: Path) -> None:
    """Waits until it is on the disk; folders cannot be waited for everywhere."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _free_name(folder: Path, stem: str, at: datetime, zone: tzinfo | None) -> Path:
    return _free(folder, f"{stem} {at.astimezone(zone):%Y-%m-%d %H.%M}")


def _free(folder: Path, name: str) -> Path:
    names = (f"{name}{f' ({number})' if number > 1 else ''}{SUFFIX}" for number in count(1))
    return next(path for each in names if not (path := folder / each).exists())


@contextmanager
def _explained(source: Path) -> Iterator[None]:
    """One sentence for whatever keeps a backup from being made."""
    try:
        yield
    except (CannotOpenError, OSError, apsw.Error, UnicodeDecodeError) as error:
        message = f"No backup of “{source.name}” was made: {describe_cause(error)}."
        raise CannotOpenError(message) from error


def describe_cause(error: BaseException) -> str:
    """Why a file could not be written or read, as the end of a sentence."""
    cause = find_cause(error)
    words = str(error).removesuffix(".")
    if isinstance(cause, apsw.FullError):
        words = "the disk is full; free some space"
    elif isinstance(cause, apsw.CorruptError | apsw.NotADBError | apsw.FormatError | UnicodeDecodeError):
        words = "the file is damaged inside"
    elif isinstance(cause, apsw.Error):
        words = "the disk does not take it"
    elif isinstance(error, OSError):
        words = str(error.strerror or error)
    return words[:1].lower() + words[1:]
