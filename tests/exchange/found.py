"""The tables of a spreadsheet as it is found."""

from collections.abc import Collection
from pathlib import Path

from desktop_pipeline.exchange.options import ReadingChoices
from desktop_pipeline.exchange.reading.files import read_book
from desktop_pipeline.exchange.tables import Table


def read_tables(path: Path, *, sheet: str | None = None, named: Collection[str] = ()) -> tuple[Table, ...]:
    """What is found in a file, or in one sheet of it."""
    return read_book(path, ReadingChoices(sheets=None if sheet is None else (sheet,)), named=named).tables
