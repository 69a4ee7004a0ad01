"""Turns what the database engine throws into one plain sentence."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw
import peewee

from desktop_pipeline.domain.errors import CannotOpenError, PipelineError, RefusedError

_DAMAGED = (apsw.CorruptError, apsw.NotADBError, apsw.FormatError)
_NO_ROOM = (apsw.FullError,)
_NO_ACCESS = (apsw.IOError, apsw.CantOpenError, apsw.PermissionsError)


def find_cause(error: BaseException) -> BaseException:
    """The engine's own error under what peewee made of it (peewee hides a full disk, for one)."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, apsw.Error):
            return seen
        seen = seen.__cause__ or seen.__context__
    return error


def explain(error: BaseException, path: Path) -> PipelineError | None:
    """The sentence for an engine error, or None where the error is our own fault."""
    cause = find_cause(error)
    name = path.name
    if isinstance(cause, _DAMAGED):
        return CannotOpenError(f"“{name}” is damaged and cannot be read. Restore a backup, or ask for a rescue copy.")
    if isinstance(cause, _NO_ROOM):
        return CannotOpenError(f"The disk is full. Nothing of this change was saved to “{name}”; free some space.")
    if isinstance(cause, apsw.BusyError | apsw.LockedError):
        return CannotOpenError(f"“{name}” is busy in another program. Nothing was changed; try again in a moment.")
    if isinstance(cause, apsw.ReadOnlyError):
        return RefusedError(f"“{name}” is open for reading only. Nothing was changed.")
    if isinstance(cause, _NO_ACCESS):
        return CannotOpenError(f"“{name}” cannot be reached on its disk. Nothing was changed.")
    return None


@contextmanager
def plain_errors(path: Path) -> Iterator[None]:
    """Raises the plain sentence in place of an engine error; anything else passes as it is."""
    try:
        yield
    except (apsw.Error, peewee.PeeweeException) as error:
        explained = explain(error, path)
        if explained is None:
            raise
        raise explained from error
