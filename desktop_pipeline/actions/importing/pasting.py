"""Rows on the clipboard are kept as a file, so that they come in the way every file does."""

import re
from pathlib import Path

from desktop_pipeline.exchange.reading.clipboards import is_one_cell
from desktop_pipeline.exchange.reading.pasted import Holding, Pasted, write_pasted

__all__ = ["Holding", "Pasted", "holds_rows", "keep_rows"]

_CELL = re.compile(r"<t[dh]\b", re.IGNORECASE)
_TWO = 2


def holds_rows(pasted: Pasted) -> bool:
    """Whether it is more than a single cell or a line of text."""
    return not is_one_cell(pasted.text) or len(_CELL.findall(pasted.html)) >= _TWO


def keep_rows(pasted: Pasted, path: Path) -> None:
    """Writes the rows where a study can read them, under the name that they are to have in the import."""
    write_pasted(path, pasted)
