"""Records of very large changes, read and kept a piece at a time.

The engine would copy one whole in a call that lets no other thread have its turn: the window would stand still for a
sixth of a second, twice.
"""

from collections.abc import Callable, Sequence

import apsw

_PIECE = 1 << 20


def read_pieces(session: apsw.Session, breathe: Callable[[], None] | None = None) -> list[bytes]:
    """The changeset of what was recorded so far; empty where nothing was changed. What `breathe` raises ends it."""
    apsw.session_config(apsw.SQLITE_SESSION_CONFIG_STRMSIZE, _PIECE)
    pieces: list[bytes] = []

    def take(piece: memoryview) -> None:
        if breathe is not None:
            breathe()
        pieces.append(bytes(piece))

    session.changeset_stream(take)
    return pieces


def fill_record(connection: apsw.Connection, entry_id: int, pieces: Sequence[bytes]) -> None:
    """Puts the changeset into an entry that has as many zeros in its place."""
    with connection.blob_open("main", "journal_entry", "changeset", entry_id, True) as record:
        for piece in pieces:
            record.write(piece)
