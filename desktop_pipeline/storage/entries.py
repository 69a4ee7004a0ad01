"""The lines of the journal: what was done, when, by whom, and where it stands."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, cast

from desktop_pipeline.domain.errors import DamagedError
from desktop_pipeline.storage.database import Reader, Row
from desktop_pipeline.storage.failures import describe_damage
from desktop_pipeline.storage.instants import from_microseconds


class State(StrEnum):
    """Where an entry of the journal stands."""

    DONE = "done"
    UNDONE = "undone"
    DROPPED = "dropped"  # undone, and no longer to be redone since something else was done after
    SEALED = "sealed"  # kept for the record, cannot be undone


class Entry(NamedTuple):
    """A line of the History: what was done, when and by whom."""

    entry_id: int
    at: datetime
    who: str
    label: str
    state: State
    takes_back: int | None


def to_entry(row: Row) -> Entry:
    """A line of the History from its columns."""
    entry_id, at, who, label, state, takes_back = cast("tuple[int, int, str, str, str, int | None]", row)
    return Entry(entry_id, from_microseconds(at), who, label, State(state), takes_back)


def read_entries(reader: Reader, where: str = "1", order: str = "id", limit: int = -1) -> list[Entry]:
    """The journal's lines; the conditions are our own text. Raises DamagedError for a line that makes no sense."""
    sql = f"select id, at, who, label, state, takes_back from journal_entry where {where} order by {order} limit ?"  # noqa: S608
    rows = reader.rows(sql, (limit,))
    try:
        return [to_entry(row) for row in rows]
    except (ValueError, OverflowError) as error:
        raise DamagedError(describe_damage(reader.path)) from error
