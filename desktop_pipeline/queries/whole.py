"""Everything in a workspace as plain rows in id order, without the journal: for the export of the whole."""

from collections.abc import Iterator
from dataclasses import dataclass

from desktop_pipeline.storage.database import Row
from desktop_pipeline.storage.outline import DATA_NAMES
from desktop_pipeline.storage.workspace import View


@dataclass(frozen=True, slots=True)
class WholeTable:
    """One table: its columns, and its rows as they are stored."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def read_whole(view: View) -> Iterator[WholeTable]:
    """Every table of the owner's data; the same content gives the same rows."""
    for name in DATA_NAMES:
        # Table names are our own.
        columns = tuple(str(row[1]) for row in view.rows(f"pragma table_info({name})"))
        rows = tuple(view.rows(f"select {', '.join(columns)} from {name} order by id"))  # noqa: S608
        yield WholeTable(name, columns, rows)
