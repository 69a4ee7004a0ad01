"""What is left of a file that could not be written to its end."""

from contextlib import suppress
from pathlib import Path


def forget(unfinished: Path) -> None:
    """Removes it; why the file could not be written is what is told, not that this cannot be removed either."""
    # The folder is gone or read-only, or the name is too long for it
    with suppress(OSError):
        unfinished.unlink(missing_ok=True)
