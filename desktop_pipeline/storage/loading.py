"""Adding very many rows at once: references and indexes are seen to at the end; it can be given up at any moment."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import apsw

from desktop_pipeline.domain.errors import DamagedError

# Steps of the engine between two questions whether to go on: some hundredths of a second.
_BETWEEN_BREATHS = 250_000


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
