"""Taking back a change but for the rows that later changes stand on: which these are, and what is left without them."""

from collections.abc import Collection

import apsw

from desktop_pipeline.storage.changeset import Portions
from desktop_pipeline.storage.outline import DATA_NAMES

Row = tuple[str, int]
_RECORDED = frozenset(DATA_NAMES)


class InTheWayError(Exception):
    """Rows that keep a changeset from being applied as a whole; the transaction must be given up."""

    def __init__(self, rows: set[Row]) -> None:
        super().__init__(rows)
        self.rows = rows


def leave_out(connection: apsw.Connection, changeset: bytes, spared: Collection[Row]) -> bytes:
    """The changeset without those rows; a deal is left out with all that hangs on it, so that its history holds."""
    rows = set(spared)
    deals = {row_id for table, row_id in rows if table == "deal"}
    places = {
        table: names.index("deal_id") for table in _RECORDED if "deal_id" in (names := _column_names(connection, table))
    }
    # A spared row of a deal spares the deal.
    for change in apsw.Changeset.iter(changeset):
        deal = _deal_of(change, places)
        if deal is not None and _row_of(change) in rows:
            deals.add(deal)
    builder = apsw.ChangesetBuilder()  # type: ignore[no-untyped-call]
    builder.schema(connection, "main")
    is_empty = True
    for change in apsw.Changeset.iter(changeset):
        if _row_of(change) not in rows and _deal_of(change, places) not in deals:
            builder.add_change(change)
            is_empty = False
    return b"" if is_empty else bytes(builder.output())


def apply_whole(connection: apsw.Connection, changeset: bytes) -> set[Row]:
    """Applies a changeset inside the open transaction; with any row returned the caller must roll back."""
    rows: set[Row] = set()

    def note_conflict(reason: int, change: apsw.TableChange) -> int:
        if reason != apsw.SQLITE_CHANGESET_FOREIGN_KEY:
            rows.add(_row_of(change))
        return apsw.SQLITE_CHANGESET_OMIT

    apsw.Changeset.apply(
        Portions(changeset),
        connection,
        filter=_RECORDED.__contains__,
        conflict=note_conflict,
        flags=apsw.SQLITE_CHANGESETAPPLY_FKNOACTION,
    )
    for table, row_id, parent, number in list(connection.execute("pragma foreign_key_check")):
        # Either the row came back without what it refers to, or what it refers to went from under it.
        rows.add((str(table), int(str(row_id))))
        column = next(row[3] for row in connection.execute(f"pragma foreign_key_list({table})") if row[0] == number)
        # Names of our own schema.
        for (gone,) in connection.execute(f"select {column} from {table} where rowid = ?", (row_id,)):  # noqa: S608
            rows.add((str(parent), int(str(gone))))
    return rows


def _column_names(connection: apsw.Connection, table: str) -> list[str]:
    return [str(row[1]) for row in connection.execute(f"pragma table_info({table})")]


def _row_of(change: apsw.TableChange) -> Row:
    values = change.new if change.op == "INSERT" else change.old
    assert values is not None
    return change.name, int(str(values[0]))


def _deal_of(change: apsw.TableChange, places: dict[str, int]) -> int | None:
    """The deal that a row is or hangs on, where the change tells."""
    if change.name == "deal":
        return _row_of(change)[1]
    place = places.get(change.name)
    for values in (change.new, change.old):
        if place is not None and values is not None and len(values) > place and isinstance(values[place], int):
            return int(str(values[place]))
    return None
