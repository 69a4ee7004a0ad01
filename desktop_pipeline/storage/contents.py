"""What a workspace file holds, counted: to verify a backup by, and to tell what a restore would change."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from desktop_pipeline.domain.money import Money
from desktop_pipeline.storage.database import Reader
from desktop_pipeline.storage.instants import from_microseconds

_COUNTS = {
    "open_deals": "deal where status = 'open' and deleted_at is null",
    "won_deals": "deal where status = 'won' and deleted_at is null",
    "lost_deals": "deal where status = 'lost' and deleted_at is null",
    "binned_deals": "deal where deleted_at is not null",
    "people": "person where deleted_at is null",
    "organisations": "organisation where deleted_at is null",
    "activities": "activity",
    "notes": "note",
    "events": "history_event",
}


@dataclass(frozen=True, slots=True)
class Contents:
    """Counts of a file of any schema so far. Two files with one `mark` hold the same.

    `values` is what the open deals are worth, by currency. `newest_change` is the label of the last change.
    """

    version: int
    open_deals: int
    won_deals: int
    lost_deals: int
    binned_deals: int
    people: int
    organisations: int
    activities: int
    notes: int
    events: int
    files: int
    values: tuple[Money, ...]
    changes: int
    newest_change: str
    newest_change_at: datetime | None
    mark: str


def read_contents(reader: Reader) -> Contents:
    """Counts what is there; raises CannotOpenError where the file is too damaged for that."""
    # The conditions are our own text.
    counts = {name: int(reader.value(f"select count(*) from {table}")) for name, table in _COUNTS.items()}  # noqa: S608
    version = int(reader.value("pragma user_version"))
    has_files = reader.value("select 1 from sqlite_master where type = 'table' and name = 'stored_file'")
    values = reader.rows(
        "select coalesce(sum(value), 0), currency from deal where status = 'open' and deleted_at is null"
        " and value is not null group by currency order by currency"
    )
    newest = reader.row("select id, at, label, digest from journal_entry order by id desc limit 1")
    states: dict[str, int] = dict(reader.rows("select state, count(*) from journal_entry group by state"))
    last_id, at, label, digest = newest or (0, None, "", "")
    return Contents(
        version=version,
        **counts,
        files=int(reader.value("select count(*) from stored_file")) if has_files else 0,
        values=tuple(Money(int(minor), str(currency)) for minor, currency in values),
        changes=sum(states.values()),
        newest_change=str(label),
        newest_change_at=None if at is None else from_microseconds(at),
        # After a restore the numbers of changes are given once more: time and digest tell two of them apart.
        # Undoing adds no entry: it is told by how many are undone. What was undone and done again is as it was.
        mark=f"{version}-{last_id}-{at}-{digest[:16]}-{states.get('undone', 0)}-{states.get('dropped', 0)}",
    )


def contents_to_document(contents: Contents) -> dict[str, Any]:
    """As JSON takes it."""
    document = asdict(contents)
    document["values"] = [[money.minor, money.currency] for money in contents.values]
    document["newest_change_at"] = contents.newest_change_at.isoformat() if contents.newest_change_at else None
    return document


def contents_from_document(document: Mapping[str, Any]) -> Contents:
    """From JSON; raises ValueError, TypeError or KeyError where it is none of ours."""
    at = document["newest_change_at"]
    counts = {name: int(document[name]) for name in (*_COUNTS, "files", "changes", "version")}
    return Contents(
        **counts,
        values=tuple(Money(int(minor), str(currency)) for minor, currency in document["values"]),
        newest_change=str(document["newest_change"]),
        newest_change_at=None if at is None else datetime.fromisoformat(at),
        mark=str(document["mark"]),
    )
