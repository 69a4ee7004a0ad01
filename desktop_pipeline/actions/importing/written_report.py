"""The report of an import as a text file."""

from collections.abc import Sequence
from pathlib import Path

from desktop_pipeline.actions.outputs import check_may_replace
from desktop_pipeline.domain.errors import CannotOpenError


def write_text_report(out: Path, text: str, inputs: Sequence[Path]) -> None:
    """Writes it as UTF-8.

    Raises RefusedError where it would replace one of the inputs or a workspace, CannotOpenError where it cannot be
    written.
    """
    check_may_replace(out, inputs)
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        message = f"“{out.name}” cannot be written: {error.strerror or error}."
        raise CannotOpenError(message) from error
