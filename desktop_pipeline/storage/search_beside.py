"""The index to search by, made anew beside a very large change: on another core, while the change comes to its end.

A connection does one thing at a time. So the texts go over to a database in memory, which a thread makes the index in,
and that comes back whole.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager

import apsw

from desktop_pipeline.storage import search

# Seconds between two questions whether to go on
_BETWEEN_BREATHS = 0.05
# The attached databases that texts and index travel in
_TEXTS, _MADE = "search_texts", "search_made"


class IndexBeside:
    """An index in the making; `begin` and `put` belong into one transaction of the connection."""

    def __init__(self, connection: apsw.Connection, thread: ThreadPoolExecutor) -> None:
        self._connection = connection
        self._thread = thread
        self._apart = apsw.Connection(":memory:")
        self._made: Future[bytes] | None = None

    def begin(self) -> None:
        """Takes the texts as the tables hold them; from here on nothing may be written that is to be found."""
        _attach(self._connection, _TEXTS)
        search.copy_texts(self._connection, _TEXTS)
        texts = self._connection.serialize(_TEXTS)
        self._made = self._thread.submit(self._make, texts)

    def put(self, breathe: Callable[[], None] | None) -> None:
        """Puts the index in place of the one in the file; what `breathe` raises ends the waiting for it."""
        assert self._made is not None
        while not self._made.done():
            if breathe is not None:
                breathe()
            wait((self._made,), _BETWEEN_BREATHS)
        _attach(self._connection, _MADE)
        self._connection.deserialize(_MADE, self._made.result())
        search.take_over(self._connection, _MADE)

    def give_up(self) -> None:
        """Ends what is still being made."""
        while self._made is not None and not self._made.done():
            self._apart.interrupt()
            wait((self._made,), _BETWEEN_BREATHS)
        self._apart.close()

    def _make(self, texts: bytes) -> bytes:
        _attach(self._apart, _TEXTS)
        self._apart.deserialize(_TEXTS, texts)
        search.make_of_texts(self._apart, _TEXTS)
        return self._apart.serialize("main")


@contextmanager
def index_beside(connection: apsw.Connection) -> Iterator[IndexBeside]:
    """An index for the transaction inside: none lets go of an attached database before it has ended."""
    try:
        with ThreadPoolExecutor(1) as thread:
            index = IndexBeside(connection, thread)
            try:
                yield index
            finally:
                index.give_up()
    finally:
        for schema in {_TEXTS, _MADE}.intersection(connection.db_names()):
            connection.execute(f"detach {schema}")


def _attach(connection: apsw.Connection, schema: str) -> None:
    connection.execute(f"attach ':memory:' as {schema}")
