"""Connections to a workspace file: one that writes, others that only read."""

import json
import os
from array import array
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import quote

import apsw

from desktop_pipeline.domain.errors import ClosingError
from desktop_pipeline.domain.names import fold
from desktop_pipeline.storage.failures import plain_errors

APPLICATION_ID = 0x44504C4E  # "DPLN": tells our files from any other SQLite file
BUSY_MILLISECONDS = 5000
_CACHE_KIB = 65536
_PORTION = 2_000
# Steps of the engine: a millisecond or a few.
_BETWEEN_LOOKS = 100_000

Value = int | float | str | bytes | None
Row = tuple[Any, ...]


def _count_no_memory() -> None:
    """Keeps the engine from adding up what it holds, at which threads wait for each other with every piece of memory.

    An import, whose index to search by is made on another core meanwhile, takes 6 % less time. It is settled before
    the first connection, or not at all.
    """
    if not apsw.connections():
        apsw.shutdown()
        apsw.config(apsw.SQLITE_CONFIG_MEMSTATUS, False)
        apsw.initialize()


_count_no_memory()


def open_for_writing(path: Path, *, journal_mode: str = "wal", named: Path | None = None) -> apsw.Connection:
    """A connection that writes: every commit is on the disk before it is announced (WAL, synchronous FULL).

    Errors name the file `named` instead, where the user knows it by that name.
    """
    pragmas = (
        ("trusted_schema", 0),
        ("journal_mode", journal_mode),
        ("synchronous", "full"),
        ("fullfsync", 1),  # a Mac else leaves it in the memory of the disk
        ("foreign_keys", 1),
        ("temp_store", "memory"),
        ("cache_size", -_CACHE_KIB),
    )
    with plain_errors(named or path, foreign=True):
        connection = apsw.Connection(str(path))
        try:
            connection.set_busy_timeout(BUSY_MILLISECONDS)
            keep_plans(connection)
            for name, setting in pragmas:
                connection.execute(f"pragma {name}={setting}")
        except BaseException:
            connection.close()
            raise
    return connection


def has_moved(connection: apsw.Connection) -> bool:
    """Whether the open file lies no more where it was opened: moved, renamed, removed, or another one put there.

    Without a log the engine asks this before it writes; with one it would write on into what nobody finds again.
    """
    # The engine writes a C int there, or nothing on Windows, where an open file can be neither moved nor removed.
    found = array("i", [0])
    connection.file_control("main", apsw.SQLITE_FCNTL_HAS_MOVED, found.buffer_info()[0])
    return bool(found[0])


def keep_plans(connection: apsw.Connection) -> None:
    """Lets no bound value decide on a plan: the engine would prepare most statements anew for each of them."""
    connection.config(apsw.SQLITE_DBCONFIG_ENABLE_QPSG, 1)


def holds_journal(path: Path) -> bool:
    """Whether the engine would put something back: of a change that goes on, or that never came to its end."""
    journal = path.with_name(path.name + "-journal")
    return journal.exists() and journal.stat().st_size > 0


def settle_journal(path: Path) -> None:
    """Lets the engine undo what a killed program was writing; a connection for reading is not able to.

    Only for who holds the workspace's lock. Raises CannotOpenError.
    """
    if holds_journal(path):
        open_for_writing(path, journal_mode="delete").close()


class Reader:
    """Asks questions of one connection; each connection sees only what is committed, unless it is the writer's own.

    Once `stopped` is set, what is asked is refused with a ClosingError, and what is being answered broken off.
    """

    def __init__(self, connection: apsw.Connection, path: Path, stopped: Event | None = None) -> None:
        self._connection = connection
        self.path = path
        self._stopped = stopped
        if stopped is not None:
            connection.set_progress_handler(stopped.is_set, _BETWEEN_LOOKS)

    def rows(self, sql: str, parameters: Sequence[Value] = ()) -> list[Row]:
        """All rows of the answer."""
        with plain_errors(self.path):
            return list(self._ask(sql, parameters))

    def portions(self, sql: str, parameters: Sequence[Value] = ()) -> Iterator[list[Row]]:
        """The rows of a long answer, so many at a time; one empty portion where there are none."""
        with plain_errors(self.path):
            rows = iter(self._ask(sql, parameters))
            portion = list(islice(rows, _PORTION))
            yield portion
            while len(portion) == _PORTION:
                portion = list(islice(rows, _PORTION))
                yield portion

    def row(self, sql: str, parameters: Sequence[Value] = ()) -> Row | None:
        """The first row of the answer, or None."""
        with plain_errors(self.path):
            for found in self._ask(sql, parameters):
                return tuple(found)
        return None

    def value(self, sql: str, parameters: Sequence[Value] = ()) -> Any:  # noqa: ANN401 - a column can hold any value
        """The first column of the first row, or None."""
        found = self.row(sql, parameters)
        return found[0] if found else None

    def setting(self, key: str, default: str) -> str:
        """One text setting."""
        found = self.value("select value from setting where key = ?", (key,))
        return default if found is None else str(json.loads(found))

    def breathe(self) -> None:
        """Raises ClosingError once it was stopped: for who works long on what was read."""
        if self._stopped is not None and self._stopped.is_set():
            message = f"“{self.path.name}” is being closed."
            raise ClosingError(message)

    def _ask(self, sql: str, parameters: Sequence[Value]) -> Iterator[Row]:
        self.breathe()
        return self._connection.execute(sql, tuple(parameters))

    def begin(self) -> None:
        """Holds the view steady: what others commit from now on stays unseen."""
        with plain_errors(self.path):
            self._connection.execute("begin")

    def close(self) -> None:
        """Gives the connection back."""
        self._connection.close()


def reading_uri(path: Path, *, writable: bool) -> str:
    """The engine's address of a file to read; `writable` tells of its folder.

    To read a file in WAL mode the engine makes two others beside it. Where it cannot (a medium that is read only) and
    nobody has the file open, it is told that the file will not change.
    """
    log, index = (path.with_name(path.name + ending) for ending in ("-wal", "-shm"))
    in_use = log.exists() and (log.stat().st_size > 0 or index.exists())
    return f"file:{quote(str(path))}?mode=ro" + ("" if writable or in_use else "&immutable=1")


def open_for_reading(path: Path) -> apsw.Connection:
    """A connection that takes no lock and never writes."""
    resolved = path.resolve()
    uri = reading_uri(resolved, writable=os.access(resolved.parent, os.W_OK))
    with plain_errors(path, foreign=True):
        connection = apsw.Connection(uri, flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI)
        connection.set_busy_timeout(BUSY_MILLISECONDS)
        keep_plans(connection)
        connection.execute("pragma trusted_schema=0")
        connection.execute("pragma query_only=1")
        connection.create_scalar_function("fold", _fold, 1, deterministic=True)
    return connection


def _fold(*values: Any) -> Any:  # noqa: ANN401 - SQLite hands over any value
    (text,) = values
    if not isinstance(text, str):
        return text
    return text.lower() if text.isascii() else fold(text)


def connect_reader(path: Path) -> Reader:
    """Opens the file for reading only."""
    return Reader(open_for_reading(path), path)
