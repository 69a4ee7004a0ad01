"""What a recorded change did, cell by cell: old and new values by the names of their columns."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import apsw

from desktop_pipeline.storage.database import Reader, Value

# The names of columns by table, as the file has them now; a record from before a column was added is shorter.
Columns = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row of a change: `kind` is "added", "changed" or "removed"; cells by column, None also where unknown.

    `before` is empty for an added row, `after` for a removed one; for a changed row they hold what differs, and
    `before` the id.
    """

    table: str
    row_id: int
    kind: str
    before: dict[str, Value]
    after: dict[str, Value]


_KINDS = {"INSERT": "added", "UPDATE": "changed", "DELETE": "removed"}


def read_row_changes(changeset: bytes, columns: Columns) -> Iterator[RowChange]:
    """The rows of a changeset in its order."""
    for change in apsw.Changeset.iter(changeset):
        names = columns.get(change.name, ())
        before, after = _cells(names, change.old), _cells(names, change.new)
        first = (change.new if change.op == "INSERT" else change.old) or (0,)
        if change.op == "UPDATE":
            before = {name: value for name, value in before.items() if name in after}
        yield RowChange(change.name, int(str(first[0])), _KINDS[change.op], before, after)


def read_columns(reader: Reader) -> Columns:
    """The columns of every table in the order in which changes record them."""
    found: dict[str, list[str]] = {}
    for table, column in reader.rows(
        "select t.name, c.name from sqlite_master t, pragma_table_info(t.name) c where t.type = 'table'"
        " and t.name not like 'search%' order by t.name, c.cid"
    ):
        found.setdefault(str(table), []).append(str(column))
    return {table: tuple(names) for table, names in found.items()}


def _cells(names: tuple[str, ...], values: tuple[object, ...] | None) -> dict[str, Value]:
    return {
        name: cast("Value", value)
        for name, value in zip(names, values or (), strict=False)
        if value is not apsw.no_change
    }
