"""A change while it is written: what an action reads, adds, updates and removes within one transaction."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import apsw

from desktop_pipeline.storage.database import Reader, Value
from desktop_pipeline.storage.kept_rules import KeptRules
from desktop_pipeline.storage.loading import add_rows, without_indexes
from desktop_pipeline.storage.outline import name_of
from desktop_pipeline.storage.statements import make_insert, make_update

if TYPE_CHECKING:
    from desktop_pipeline.storage.change import Change
    from desktop_pipeline.storage.tables import Table


class Draft(Reader):
    """An open change: reads see its own writes; nothing is kept until it ends without an error."""

    def __init__(self, connection: apsw.Connection, path: Path, label: str, rules: KeptRules) -> None:
        super().__init__(connection, path)
        self.label = label
        self.result: Change | None = None
        self._rules = rules
        # What every move asks again of stages, criteria, planned activities and holidays.
        self.keep_rule = rules.keep

    def insert(self, table: "type[Table]", **values: object) -> int:
        """Adds a row and returns its id."""
        self._rules.note(name_of(table))
        self._connection.execute(*make_insert(table, values))
        return int(self._connection.last_insert_rowid())

    def update(self, table: "type[Table]", row_id: int, **values: object) -> None:
        """Changes columns of one row."""
        self._rules.note(name_of(table))
        self._connection.execute(*make_update(table, row_id, values))

    def delete(self, table: "type[Table]", row_id: int) -> None:
        """Removes one row (and what hangs on it)."""
        name = name_of(table)
        self._rules.note(name)
        self._connection.execute(f"delete from {name} where id = ?", (row_id,))  # noqa: S608 - our own name

    def next_id(self, table: "type[Table]") -> int:
        """The id the next row of the table will get; for bulk inserts that refer to each other."""
        last = self.value("select seq from sqlite_sequence where name = ?", (name_of(table),))
        return int(last or 0) + 1

    def insert_rows(self, table: "type[Table]", columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
        """Adds many rows at once, past the ORM: values as they are stored (instants in microseconds, days as ISO)."""
        self._rules.note(name_of(table))
        add_rows(self._connection, name_of(table), columns, rows)

    def loading(self, *tables: "type[Table]") -> AbstractContextManager[None]:
        """While very many rows are added to these tables: without their indexes, which are made anew at its end."""
        return without_indexes(self._connection, tuple(map(name_of, tables)))

    def execute(self, sql: str, parameters: Sequence[Value] = ()) -> None:
        """Runs one of our own statements on many rows."""
        self._rules.bend()
        self._connection.execute(sql, tuple(parameters))
