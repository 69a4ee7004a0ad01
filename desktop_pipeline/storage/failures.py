"""Turns what the database engine throws into one plain sentence."""

from pathlib import Path

import apsw

from desktop_pipeline.domain.errors import (
    CannotOpenError,
    ClosingError,
    DamagedError,
    InvalidError,
    PipelineError,
    RefusedError,
)

# Text that is no UTF-8 was never written by us.
_DAMAGED = (apsw.CorruptError, apsw.NotADBError, apsw.FormatError, UnicodeDecodeError)
_TOLD: tuple[tuple[tuple[type[apsw.Error], ...], type[PipelineError], str], ...] = (
    (
        (apsw.FullError,),
        CannotOpenError,
        "The disk is full. Nothing of this change was saved to “{name}”; free some space.",
    ),
    (
        (apsw.BusyError, apsw.LockedError),
        CannotOpenError,
        "“{name}” is busy in another program. Nothing was changed; try again in a moment.",
    ),
    ((apsw.ReadOnlyError,), RefusedError, "“{name}” is open for reading only. Nothing was changed."),
    ((apsw.InterruptError,), ClosingError, "“{name}” is being closed."),
    (
        (apsw.IOError, apsw.CantOpenError, apsw.PermissionsError),
        CannotOpenError,
        "“{name}” cannot be reached on its disk. Nothing was changed.",
    ),
)


def find_cause(error: BaseException) -> BaseException:
    """The engine's own error under what peewee made of it (peewee hides a full disk, for one).

    After a full disk peewee fails once more over the transaction that is gone: what can be explained comes first.
    """
    engine: list[BaseException] = []
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, apsw.Error | UnicodeDecodeError):
            engine.append(seen)
        seen = seen.__cause__ or seen.__context__
    known = [cause for cause in engine if not isinstance(cause, apsw.SQLError)]
    return next(iter(known or engine), error)


def explain(error: BaseException, path: Path, *, foreign: bool = False) -> PipelineError | None:
    """The sentence for an engine error, or None where the error is our own fault.

    Where the content is `foreign` (a file being opened, a record being applied) nothing is our own fault.
    """
    cause = find_cause(error)
    if isinstance(cause, _DAMAGED):
        return DamagedError(describe_damage(path))
    for kinds, told, sentence in _TOLD:
        if isinstance(cause, kinds):
            return told(sentence.format(name=path.name))
    return DamagedError(describe_damage(path)) if foreign else None


def describe_damage(path: Path) -> str:
    """The sentence for a file whose inside does not fit together."""
    return f"“{path.name}” is damaged and cannot be read. Restore a backup, or ask for a rescue copy."


class plain_errors:  # noqa: N801 - used as one calls a function
    """Raises the plain sentence in place of an engine error; anything else passes as it is.

    `wrapped` is what a library makes of an engine error, peewee for one. A move asks a dozen questions, each inside
    one of these: a generator would take as long as some of the answers.
    """

    __slots__ = ("_foreign", "_path", "_wrapped")

    def __init__(self, path: Path, *, foreign: bool = False, wrapped: type[Exception] = apsw.Error) -> None:
        self._path = path
        self._foreign = foreign
        self._wrapped = wrapped

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if error is None:
            return
        explained: PipelineError | None = None
        if isinstance(error, (apsw.Error, self._wrapped, UnicodeDecodeError)):
            explained = explain(error, self._path, foreign=self._foreign)
        elif isinstance(error, OverflowError | UnicodeEncodeError):
            explained = _explain_value(error)
        if explained is not None:
            raise explained from error


def _explain_value(error: Exception) -> InvalidError | None:
    """The sentence for a value that no column can hold, or None where the error is our own fault."""
    if isinstance(error, UnicodeEncodeError):
        return InvalidError("The text has half a character in it, which cannot be kept. Type it again.")
    # What the engine says of a number beyond 64 bits; days beyond the calendar overflow too, in our own code.
    return InvalidError("A number is too large to be kept.") if "int too" in str(error) else None
