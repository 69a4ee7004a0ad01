"""The schema of a workspace file: what is ours, what is newer, and the numbered steps that bring old files up."""

from pathlib import Path

import apsw

from desktop_pipeline.domain.errors import CannotOpenError, RefusedError
from desktop_pipeline.storage.database import APPLICATION_ID, Reader, WorkspaceDatabase
from desktop_pipeline.storage.failures import plain_errors

MIGRATIONS = Path(__file__).with_name("migrations")
_HEADER = b"SQLite format 3\0"
_HEADER_BYTES = 100
_APPLICATION_ID_AT = slice(68, 72)


def latest_version(folder: Path = MIGRATIONS) -> int:
    """The number of the newest migration."""
    return max(int(step.name[:4]) for step in folder.glob("[0-9]*.py"))


def check_header(path: Path) -> None:
    """Refuses what is not a workspace before the engine touches it; raises CannotOpenError."""
    try:
        with path.open("rb") as stream:
            header = stream.read(_HEADER_BYTES)
    except FileNotFoundError:
        message = f"There is no file “{path.name}”."
        raise CannotOpenError(message) from None
    except OSError as error:
        message = f"“{path.name}” cannot be read: {error.strerror}."
        raise CannotOpenError(message) from error
    if len(header) < _HEADER_BYTES or not header.startswith(_HEADER):
        message = f"“{path.name}” is not a Desktop Pipeline file, or its beginning is damaged."
        raise CannotOpenError(message)
    if int.from_bytes(header[_APPLICATION_ID_AT], "big") != APPLICATION_ID:
        message = f"“{path.name}” belongs to another program. It was left as it is."
        raise CannotOpenError(message)


def check_version(reader: Reader, folder: Path = MIGRATIONS) -> int:
    """The file's schema version; raises RefusedError for one from a newer program."""
    version = int(reader.value("pragma user_version"))
    if version > latest_version(folder):
        message = (
            f"“{reader.path.name}” was made by a newer version of Desktop Pipeline. "
            "It was left as it is; install the newer version to open it."
        )
        raise RefusedError(message)
    return version


def check_objects(reader: Reader) -> None:
    """Refuses triggers and views that we did not make: they would run with our rights."""
    strange = reader.value("select name from sqlite_master where type in ('trigger', 'view') limit 1")
    if strange is not None:
        message = f"“{reader.path.name}” holds parts that Desktop Pipeline did not make. It was left as it is."
        raise CannotOpenError(message)


def copy_before_migration(path: Path, version: int) -> Path:
    """A verified copy of the file as it was before its schema changes."""
    copy = path.with_name(f"{path.stem} (before version {version + 1}){path.suffix}")
    with plain_errors(path):
        source = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
        target = apsw.Connection(str(copy))
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
    return copy


def migrate(database: WorkspaceDatabase, path: Path, folder: Path = MIGRATIONS) -> None:
    """Runs the missing steps, each in a transaction of its own."""
    from playhouse.migrations import Runner  # noqa: PLC0415 - only files of another version need it

    with plain_errors(path):
        Runner(database, str(folder)).up()
        database.execute_sql(f"pragma user_version={latest_version(folder)}")
