"""What the journal wrote to single rows: old and new columns by name, for the story of a deal."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import apsw

from desktop_pipeline.storage.database import Reader, Value
from desktop_pipeline.storage.failures import plain_errors
from desktop_pipeline.storage.instants import from_microseconds
from desktop_pipeline.storage.outline import DATA_COLUMNS

# An import or a merge of that size tells its story by the history events it writes.
_LARGEST = 1 << 20
_MOST_ROWS = 100


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row in one step of the journal; of an update `old` and `new` hold what changed, and `old` the id."""

    table: str
    row_id: int
    old: Mapping[str, Value]
    new: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the journal that stands, with its rows; `number` is its place in the journal."""

    number: int
    at: datetime
    who: str
    rows: tuple[RowChange, ...]


def read_steps_naming(reader: Reader, row_id: int) -> list[Step]:
    """Steps in which this id stands anywhere, oldest first; steps that were undone are left out.

    The id is looked for as the changeset writes it, so that thousands of steps need not be taken apart.
    """
    return _read(reader, "instr(changeset, ?) > 0", [_written(row_id)])


def read_steps_of(reader: Reader, rows: Mapping[str, Collection[int]], *, known: Collection[int]) -> list[Step]:
    """Steps that concern any of these rows by table, oldest first; of very many rows those made last.

    Those whose numbers are `known` are left out: taking one apart again takes as long as the first time.
    """
    conditions: list[str] = []
    values: list[Value] = []
    for table, ids in rows.items():
        latest = sorted(ids)[-_MOST_ROWS:]
        if latest:
            conditions.append(
                f"(instr(changeset, ?) > 0 and ({' or '.join(['instr(changeset, ?) > 0'] * len(latest))}))"
            )
            # A table's name stands before its rows, with a zero at its end.
            values += [table.encode() + b"\0", *map(_written, latest)]
    if not conditions:
        return []
    others = f"id not in (select value from json_each(?)) and ({' or '.join(conditions)})"  # noqa: S608
    return _read(reader, others, [json.dumps(list(known)), *values])


def _read(reader: Reader, condition: str, values: Sequence[Value]) -> list[Step]:
    # The condition is our own text.
    sql = (
        "select id, at, who, changeset from journal_entry"  # noqa: S608
        f" where state = 'done' and length(changeset) < ? and {condition} order by id"
    )
    with plain_errors(reader.path, foreign=True):
        return [
            Step(number, from_microseconds(at), str(who), tuple(_read_rows(changeset)))
            for number, at, who, changeset in reader.rows(sql, (_LARGEST, *values))
        ]


def _written(row_id: int) -> bytes:
    return b"\x01" + row_id.to_bytes(8, "big")


def _read_rows(changeset: bytes) -> Iterator[RowChange]:
    return (_read_row(change) for change in apsw.Changeset.iter(changeset) if change.name in DATA_COLUMNS)


def _read_row(change: apsw.TableChange) -> RowChange:
    names = DATA_COLUMNS[change.name]
    old, new = _by_name(names, change.old), _by_name(names, change.new)
    key = old.get("id", new.get("id", 0))
    return RowChange(change.name, int(key or 0), old, new)


def _by_name(names: tuple[str, ...], values: tuple[object, ...] | None) -> dict[str, Value]:
    if values is None:
        return {}
    # A step recorded before a column came to the end of its table has fewer values.
    return {name: value for name, value in zip(names, values, strict=False) if value is not apsw.no_change}  # type: ignore[misc]
