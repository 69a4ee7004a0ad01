"""The engine's own log beside the file: given its full length when idle, emptied after something was erased."""

from contextlib import suppress
from pathlib import Path

import apsw

# The engine empties its log when a commit ends beyond 1,000 pages.
_PAGES = 1_050
_BESIDE = ("-wal", "-shm", "-journal")


def lengthen(connection: apsw.Connection) -> None:
    """Gives the log its full length, so that no commit must (a third of its time); nothing while a change is open.

    A large row is written and taken back at once; the part of the log that it leaves is written over later.
    """
    if connection.in_transaction:
        return
    cached = connection.pragma("cache_size")
    try:
        connection.pragma("cache_size", 10)  # what the cache does not hold goes to the log before any commit
        connection.execute("begin immediate")
        connection.execute(
            "insert into journal_entry (at, who, label, state, changeset, digest)"
            " values (0, '', '', 'dropped', zeroblob(?), '')",
            (_PAGES * int(connection.pragma("page_size")),),
        )
    except apsw.FullError:
        pass  # what is changed next may still have room, or will tell
    finally:
        if connection.in_transaction:
            connection.execute("rollback")
        connection.pragma("cache_size", cached)


def rewrite(connection: apsw.Connection) -> bool:
    """Writes the whole file anew, so that nothing of what was removed is left in it or in the log.

    False where somebody still reads the log; it is emptied when the file is closed.
    """
    connection.execute("pragma secure_delete=1")
    try:
        connection.execute("vacuum")
        for is_busy, *_pages in connection.execute("pragma wal_checkpoint(truncate)"):
            return not is_busy
    finally:
        connection.execute("pragma secure_delete=0")
    return True


def remove_logs(path: Path) -> None:
    """Takes away what the engine has left beside a file that is gone or goes.

    Else it would be played into the next file of that name, whatever that holds.
    """
    for ending in _BESIDE:
        path.with_name(path.name + ending).unlink(missing_ok=True)


def close_writer(connection: apsw.Connection) -> None:
    """Closes the connection that writes; without a log the engine keeps an empty journal until it is told not to."""
    with suppress(apsw.Error):
        if connection.pragma("journal_mode") == "truncate":
            connection.pragma("journal_mode", "delete")
    connection.close()


def tidy_up(path: Path) -> None:
    """Takes an empty log away where nobody has the file open: who only reads makes the engine leave one behind.

    The engine itself does it for the last connection that could write.
    """
    resolved = path.resolve()
    with suppress(OSError, apsw.Error):
        if resolved.with_name(resolved.name + "-wal").stat().st_size == 0:
            connection = apsw.Connection(str(resolved), flags=apsw.SQLITE_OPEN_READWRITE)
            try:
                connection.execute("select 1 from sqlite_master")
            finally:
                connection.close()
