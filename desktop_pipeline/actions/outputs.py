"""Where a file may be written: never over a workspace, never over what a command was given to read."""

from collections.abc import Sequence
from pathlib import Path

from desktop_pipeline.domain.errors import RefusedError
from desktop_pipeline.storage.workspace import SUFFIX

_DATABASE = b"SQLite format 3\0"


def check_is_new(out: Path) -> None:
    """Raises RefusedError where something of that name is there already."""
    if out.exists():
        message = f"“{out.name}” is there already. It was left as it is; choose another name."
        raise RefusedError(message)


def check_may_replace(out: Path, inputs: Sequence[Path] = ()) -> None:
    """Raises RefusedError where writing would replace a workspace, any other database or one of the inputs."""
    if out.suffix.lower() == SUFFIX or _is_database(out):
        message = f"“{out.name}” is the name of a workspace. Nothing was written; choose another name."
        raise RefusedError(message)
    if any(out.resolve() == path.resolve() or _is_same(out, path) for path in inputs):
        message = f"“{out.name}” is the file that was read. It was left as it is; choose another name."
        raise RefusedError(message)


def _is_database(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            return stream.read(len(_DATABASE)) == _DATABASE
    except OSError:  # nothing there to replace, or the writing itself will say what is wrong
        return False


def _is_same(first: Path, second: Path) -> bool:
    try:
        return first.samefile(second)
    except OSError:
        return False
