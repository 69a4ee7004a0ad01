"""Adding very many rows at once: references and indexes are seen to at the end; it can be given up at any moment."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice

import apsw

from desktop_pipeline.domain.errors import DamagedError
from desktop_pipeline.storage.database import Value

# Steps of the engine between two questions whether to go on: some hundredths of a second.
_BETWEEN_BREATHS = 250_000
# Values that one statement adds
_VALUES_AT_ONCE = 480


@contextmanager
def breathing(connection: apsw.Connection, breathe: Callable[[], None] | None) -> Iterator[None]:
    """Asks again and again while the engine works; what `breathe` raises ends the statement that runs."""
    if breathe is None:
        yield
        return

    def ask() -> bool:
        breathe()
        return False

    connection.set_progress_handler(ask, _BETWEEN_BREATHS, id=breathing)
    try:
        yield
    finally:
        connection.set_progress_handler(None, id=breathing)


def add_rows(connection: apsw.Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    """Adds many rows, several with each statement: that takes two thirds of the time of one at a time.

    Table and columns are our own names, never those of a file.
    """
    at_once = max(1, _VALUES_AT_ONCE // len(columns))
    insert = f"insert into {table} ({', '.join(columns)}) values "  # noqa: S608
    marks = f"({', '.join('?' * len(columns))})"
    left = iter(rows)
    while portion := list(islice(left, at_once)):
        connection.execute(insert + ", ".join([marks] * len(portion)), tuple(chain.from_iterable(portion)))


@contextmanager
def without_indexes(connection: apsw.Connection, tables: tuple[str, ...]) -> Iterator[None]:
    """Takes the indexes of these tables away and makes them anew: sorted once, they cost a third of the time.

    Those that keep rows unique stay. Inside the caller's transaction, which keeps them if it fails.
    """
    indexes = [
        (str(name), str(sql))
        for name, table, sql in connection.execute(
            "select name, tbl_name, sql from sqlite_master where type = 'index' and sql is not null order by rowid"
        )
        if table in tables and not str(sql).lower().startswith("create unique")
    ]
    for name, _sql in indexes:
        connection.execute(f'drop index "{name}"')
    yield
    for _name, sql in indexes:
        connection.execute(sql)


def check_references(connection: apsw.Connection) -> None:
    """Raises DamagedError where a row refers to one that is not there, which our own writing never does."""
    for table, row_id, parent, *_rest in connection.execute("pragma foreign_key_check"):
        message = f"Row {row_id} of {table} refers to a row of {parent} that is not there. Nothing was changed."
        raise DamagedError(message)
