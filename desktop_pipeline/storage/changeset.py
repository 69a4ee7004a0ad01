"""Reading and applying changesets of SQLite's session extension, with the names of the rows they concern."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import apsw

from desktop_pipeline.domain.errors import RefusedError
from desktop_pipeline.storage.outline import DATA_NAMES

# Above this size nobody needs the single ids: everything is read afresh.
_LARGE = 1 << 20
# Above this size references are checked once, at the end.
_CHECKED_AT_END = 1 << 18
_RECORDED = frozenset(DATA_NAMES)

_NAMES = {
    "deal": "title",
    "organisation": "name",
    "person": "name",
    "owner": "name",
    "source": "name",
    "reason": "name",
    "label": "name",
    "pipeline": "name",
    "stage": "name",
    "product": "name",
    "activity": "subject",
    "note": "text",
    "setting": "key",
    "tax_rate": "name",
    "offer": "number",
}


class Touched(NamedTuple):
    """Tables and ids that a changeset concerns; None for `ids_by_table` means: take everything as touched."""

    ids_by_table: Mapping[str, frozenset[int]] | None

    def touches(self, table: str, ids: Iterable[int] | None = None) -> bool:
        """Whether it concerns the table at all, or any of these rows of it."""
        if self.ids_by_table is None:
            return True
        touched = self.ids_by_table.get(table, frozenset())
        return bool(touched) if ids is None else not touched.isdisjoint(ids)


def is_checked_at_end(changeset: bytes) -> bool:
    """Whether references are better checked once at the end than row by row.

    Row by row the engine keeps a way back for each, and looks through what it noted of all others: the merge of a
    source with 14,000 deals took half a minute to be undone.
    """
    return len(changeset) > _CHECKED_AT_END


def digest_record(*pieces: bytes) -> str:
    """What is kept with a record, whole or in pieces, so that damage is seen before it is applied."""
    import hashlib  # noqa: PLC0415 - brings OpenSSL along, which no start needs

    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()


def is_intact(changeset: object, digest: object) -> bool:
    """Whether a record is the one whose digest was kept with it."""
    return isinstance(changeset, bytes) and digest_record(changeset) == digest


def read_touched(changeset: bytes) -> Touched:
    """The tables and ids in a changeset."""
    if len(changeset) > _LARGE:
        return Touched(None)
    found: dict[str, set[int]] = {}
    for change in apsw.Changeset.iter(changeset):
        found.setdefault(change.name, set()).add(_row_id(change))
    return Touched({table: frozenset(ids) for table, ids in found.items()})


class Written:
    """The cells that a changeset wrote: which columns of which rows; a row that came or went counts as a whole."""

    def __init__(self, changeset: bytes) -> None:
        self._columns = {(change.name, _row_id(change)): _changed(change) for change in apsw.Changeset.iter(changeset)}

    def find_overlap(self, later: bytes) -> list[tuple[str, int]]:
        """Tables and ids of the rows of which a later changeset wrote the same columns."""
        return [
            row
            for change in apsw.Changeset.iter(later)
            if (own := self._columns.get(row := (change.name, _row_id(change)))) is not None
            and (not own or not (others := _changed(change)) or own & others)
        ]

    def all_rows(self) -> set[tuple[str, int]]:
        """Tables and ids of all rows in it."""
        return set(self._columns)

    def rows(self, table: str) -> set[int]:
        """Ids of the table's rows in it."""
        return {row_id for name, row_id in self._columns if name == table}


def _changed(change: apsw.TableChange) -> frozenset[int]:
    # Nothing stands for: the row as a whole. The unchanged columns of an update have no new value.
    if change.op != "UPDATE" or change.new is None:
        return frozenset()
    return frozenset(place for place, value in enumerate(change.new) if value is not apsw.no_change)


class Portions:
    """Hands a changeset to the engine a piece at a time, as it asks for them.

    Handed over whole, it would be applied in one call that never lets another thread have its turn: the window would
    stand still for the seconds that an import takes to be undone.
    """

    def __init__(self, changeset: bytes) -> None:
        self._rest = memoryview(changeset)

    def __call__(self, most: int) -> bytes:
        piece, self._rest = bytes(self._rest[:most]), self._rest[most:]
        return piece


def apply_changeset(connection: apsw.Connection, changeset: bytes) -> list[str]:
    """Applies a changeset inside the open transaction; returns the names of the rows that stand in its way.

    With any name returned the caller must roll back. For a large one the caller switches foreign keys off before its
    transaction. Cascades do not fire (SQLITE_CHANGESETAPPLY_FKNOACTION):
    a row that was added later under one that goes is named, never silently deleted.
    """
    in_the_way: list[str] = []
    orphans = False

    def note_conflict(reason: int, change: apsw.TableChange) -> int:
        nonlocal orphans
        if reason == apsw.SQLITE_CHANGESET_FOREIGN_KEY:
            orphans = True
        else:
            in_the_way.append(describe_row(connection, change.name, _row_id(change)))
        return apsw.SQLITE_CHANGESET_OMIT

    before = connection.total_changes()
    apsw.Changeset.apply(
        Portions(changeset),
        connection,
        filter=_RECORDED.__contains__,
        conflict=note_conflict,
        flags=apsw.SQLITE_CHANGESETAPPLY_FKNOACTION,
    )
    if orphans or is_checked_at_end(changeset):
        in_the_way.extend(
            describe_row(connection, str(table), int(row_id))
            for table, row_id, *_rest in connection.execute("pragma foreign_key_check")
        )
    if not in_the_way:
        # Where a table has lost columns SQLite skips it and reports success.
        expected = sum(1 for _change in apsw.Changeset.iter(changeset))
        applied = connection.total_changes() - before
        if applied != expected:
            message = f"The record holds {expected} rows, of which the file takes {applied}. Nothing was changed."
            raise RefusedError(message)
    return in_the_way


def describe_row(connection: apsw.Connection, table: str, row_id: int) -> str:
    """A row by its own name where it has one."""
    column = _NAMES.get(table)
    spoken = table.replace("_", " ")
    if column is not None:
        # Both names come from the table above.
        for (name,) in connection.execute(f"select {column} from {table} where id = ?", (row_id,)):  # noqa: S608
            return f"{spoken} “{str(name)[:60]}”"
    return f"{spoken} {row_id}"


def _row_id(change: apsw.TableChange) -> int:
    # The id is every table's first column; an insert has only new values, an update keeps the key in the old ones.
    values = change.new if change.op == "INSERT" else change.old
    assert values is not None
    return int(str(values[0]))
