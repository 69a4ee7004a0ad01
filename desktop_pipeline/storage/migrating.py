"""Makes the schema of a new file and brings up an older one; only this and `storage.tables` lean on peewee."""

from datetime import date, datetime
from pathlib import Path

import apsw
from peewee import PeeweeException
from playhouse.apsw_ext import APSWDatabase
from playhouse.migrations import Runner

from desktop_pipeline.domain.errors import CannotOpenError
from desktop_pipeline.storage import search
from desktop_pipeline.storage.database import open_for_writing
from desktop_pipeline.storage.failures import plain_errors
from desktop_pipeline.storage.schema import MIGRATIONS, latest_version


class _MigratedDatabase(APSWDatabase):  # type: ignore[misc] # playhouse.apsw_ext is untyped
    """The file as peewee sees it, over a writing connection like that of every change."""

    def __init__(self, path: Path, journal_mode: str) -> None:
        super().__init__(str(path), thread_safe=False)
        self._path = path
        self._journal_mode = journal_mode

    def _connect(self) -> apsw.Connection:
        connection = open_for_writing(self._path, journal_mode=self._journal_mode)
        # apsw binds no dates; the migration runner's own table stores some.
        connection.convert_binding = _bind_date
        self._add_conn_hooks(connection)
        return connection


def _bind_date(_cursor: apsw.Cursor, _number: int, value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    message = f"cannot store a {type(value).__name__}"
    raise TypeError(message)


def migrate(path: Path, folder: Path = MIGRATIONS, *, journal_mode: str = "wal", named: Path | None = None) -> None:
    """Runs the missing steps in one transaction; raises CannotOpenError, the file then being as it was.

    Errors name the file `named` instead, where the user knows it by that name.
    """
    known = named or path
    database = _MigratedDatabase(path, journal_mode)
    try:
        with plain_errors(known, foreign=True, wrapped=PeeweeException):
            database.connect()
        with plain_errors(known, wrapped=PeeweeException):
            # Rebuilding a table must not fire its cascades; this has no effect once a transaction is open.
            database.execute_sql("pragma foreign_keys=0")
            with database.atomic():
                # The index to search by holds nothing of its own: it is made anew, as this version wants it.
                search.remove(database.connection())
                Runner(database, str(folder)).up()
                search.install(database.connection())
                database.execute_sql(f"pragma user_version={latest_version(folder)}")
    except (PeeweeException, apsw.Error) as error:
        message = f"“{known.name}” could not be brought to the format of this version. It was left as it was."
        raise CannotOpenError(message) from error
    finally:
        database.close()
