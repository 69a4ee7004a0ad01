"""The schema of a workspace file: what is ours, what is newer, and the copy made before an older file is brought up."""

import os
import stat
from itertools import count
from pathlib import Path

import apsw

from desktop_pipeline.domain.errors import CannotOpenError, DamagedError, RefusedError
from desktop_pipeline.storage.database import APPLICATION_ID, Reader
from desktop_pipeline.storage.failures import describe_damage, plain_errors
from desktop_pipeline.storage.outline import DATA_COLUMNS, FILE_COLUMNS, JOURNAL_COLUMNS
from desktop_pipeline.storage.search import OBJECTS

MIGRATIONS = Path(__file__).with_name("migrations")
_HEADER = b"SQLite format 3\0"
_HEADER_BYTES = 100
_APPLICATION_ID_AT = slice(68, 72)


def latest_version(folder: Path = MIGRATIONS) -> int:
    """The number of the newest migration."""
    return max(int(step.name[:4]) for step in folder.glob("[0-9]*.py"))


def check_is_file(path: Path) -> None:
    """Raises CannotOpenError for what is not there and for folders, pipes and devices: reading a pipe would wait."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        message = f"There is no file “{path.name}”."
        raise CannotOpenError(message) from None
    except OSError as error:
        message = f"“{path.name}” cannot be read: {error.strerror}."
        raise CannotOpenError(message) from error
    if not stat.S_ISREG(mode):
        message = f"“{path.name}” is {'a folder, not a file' if stat.S_ISDIR(mode) else 'not a file'}."
        raise CannotOpenError(message)


def check_header(path: Path) -> None:
    """Refuses what is not a workspace before the engine touches it; raises CannotOpenError."""
    check_is_file(path)
    try:
        with path.open("rb") as stream:
            header = stream.read(_HEADER_BYTES)
    except OSError as error:
        message = f"“{path.name}” cannot be read: {error.strerror}."
        raise CannotOpenError(message) from error
    if len(header) < _HEADER_BYTES or not header.startswith(_HEADER):
        message = f"“{path.name}” is not a Desktop Pipeline file, or its beginning is damaged."
        raise CannotOpenError(message)
    if int.from_bytes(header[_APPLICATION_ID_AT], "big") != APPLICATION_ID:
        message = f"“{path.name}” belongs to another program. It was left as it is."
        raise CannotOpenError(message)


def check_version(reader: Reader, latest: int) -> int:
    """The file's schema version; raises RefusedError for one from a newer program."""
    version = int(reader.value("pragma user_version"))
    if version > latest:
        message = (
            f"“{reader.path.name}” was made by a newer version of Desktop Pipeline. "
            "It was left as it is; install the newer version to open it."
        )
        raise RefusedError(message)
    return version


def check_objects(reader: Reader) -> None:
    """Refuses triggers, views and virtual tables that we did not make: their code would run with our rights."""
    for name, sql in reader.rows(
        "select name, sql from sqlite_master where type in ('trigger', 'view') or sql like 'create virtual %'"
    ):
        if OBJECTS.get(name) != sql:
            message = f"“{reader.path.name}” holds parts that Desktop Pipeline did not make. It was left as it is."
            raise CannotOpenError(message)


def check_tables(reader: Reader) -> None:
    """Refuses a file of this version that lacks a table or column of ours; raises CannotOpenError."""
    there: dict[str, set[str]] = {}
    for table, column in reader.rows(
        "select t.name, c.name from sqlite_master t, pragma_table_info(t.name) c where t.type = 'table'"
    ):
        there.setdefault(table, set()).add(column)
    for table, columns in {**DATA_COLUMNS, "stored_file": FILE_COLUMNS, "journal_entry": JOURNAL_COLUMNS}.items():
        if not there.get(table, set()).issuperset(columns):
            raise DamagedError(describe_damage(reader.path))
    if not OBJECTS.keys() <= {name for (name,) in reader.rows("select name from sqlite_master")}:
        raise DamagedError(describe_damage(reader.path))


def copy_before_migration(path: Path, version: int) -> Path:
    """A verified copy of the file as it was before its schema changes; never replaces an earlier copy."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.copy")
    unfinished.unlink(missing_ok=True)
    try:
        with plain_errors(path):
            _copy(path, unfinished)
        copy = _free_name(path, f"before version {version + 1}")
        unfinished.rename(copy)
    finally:
        unfinished.unlink(missing_ok=True)
    return copy


def _copy(path: Path, target_path: Path) -> None:
    source = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    target = apsw.Connection(str(target_path))
    try:
        with target.backup("main", source, "main") as backup:
            while not backup.done:
                backup.step(1000)
        if target.pragma("integrity_check") != "ok":
            message = f"A copy of “{path.name}” could not be made, so its format was not changed."
            raise CannotOpenError(message)
    finally:
        target.close()
        source.close()


def _free_name(path: Path, word: str) -> Path:
    names = (f"{path.stem} ({word}{f', {number}' if number > 1 else ''}){path.suffix}" for number in count(1))
    return next(copy for name in names if not (copy := path.with_name(name)).exists())
