"""Everything in a workspace as plain rows in id order, without the journal: for the export of the whole."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from desktop_pipeline.domain.deals import EventKind
from desktop_pipeline.domain.file_names import clean_file_name
from desktop_pipeline.domain.money import to_major
from desktop_pipeline.domain.targets import TargetMeasure
from desktop_pipeline.storage.database import Row
from desktop_pipeline.storage.files import read_contents
from desktop_pipeline.storage.instants import from_microseconds
from desktop_pipeline.storage.mail_facts import read_files
from desktop_pipeline.storage.outline import DATA_NAMES
from desktop_pipeline.storage.workspace import View

_YES_NO = frozenset(("needs_note", "skips_free_days"))
# In minor units of the currency beside them, or else of the deal's.
_MONEY = frozenset(
    (
        *(("deal", "value"), ("history_event", "value"), ("product", "price")),
        *(("line_item", "price"), ("line_item", "amount"), ("target", "amount")),
    )
)


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


def tell_whole(view: View) -> Iterator[WholeTable]:
    """The same as other programs read it: instants in ISO, money in major units, yes and no, events by name."""
    currencies: Mapping[int, str] = dict(view.rows("select id, currency from deal"))
    for table in read_whole(view):
        tell = _Teller(table, currencies).tell
        yield replace(table, rows=tuple(tell(row) for row in table.rows))


class _Teller:
    """Tells the rows of one table."""

    def __init__(self, table: WholeTable, currencies: Mapping[int, str]) -> None:
        self._places = {name: place for place, name in enumerate(table.columns)}
        self._currencies = currencies
        found = ((place, self._find(table.name, name)) for name, place in self._places.items())
        self._told = [(place, told) for place, told in found if told is not None]

    def tell(self, row: Row) -> Row:
        """A row with every cell told."""
        cells = list(row)
        for place, told in self._told:
            if cells[place] is not None:
                cells[place] = told(cells[place], row)
        return tuple(cells)

    def _find(self, table: str, column: str) -> Callable[[Any, Row], Any] | None:
        """How the cells of a column are told; None for those that are told as they are."""
        if column == "at" or column.endswith("_at"):
            return lambda cell, _row: from_microseconds(cell).isoformat()
        if column.startswith("is_") or column in _YES_NO:
            return lambda cell, _row: bool(cell)
        if (table, column) in _MONEY:
            return self._tell_money
        if (table, column) == ("history_event", "kind"):
            return lambda cell, _row: EventKind(cell).name.lower()
        return None

    def _tell_money(self, cell: int, row: Row) -> str:
        if "measure" in self._places and row[self._places["measure"]] != TargetMeasure.MONEY:
            return str(cell)
        own = row[self._places["currency"]] if "currency" in self._places else None
        return to_major(cell, own or self._currencies[row[self._places["deal_id"]]])


def read_attached(view: View) -> Iterator[tuple[str, bytes]]:
    """Every file that is kept in the workspace, logos too: a name from its digest and its ending, and its content."""
    # Of several names of one content the last one's ending is as good as any.
    named: dict[str, str] = {
        file.digest: file.name
        for (files,) in view.rows("select files from message where files <> '[]' order by id")
        for file in read_files(files)
        if file.digest is not None
    }
    named |= dict(view.rows("select digest, name from template_attachment"))
    named |= dict(view.rows("select digest, name from attachment where digest is not null"))
    for digest, content in read_contents(view):
        name = named.get(digest, "logo.png")
        ending = clean_file_name(name).rpartition(".")[2] if "." in name else ""
        yield f"{digest}.{ending}" if ending.isalnum() else digest, content
