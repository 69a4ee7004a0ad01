"""The examination of a workspace file: engine, references, history against deals, journal (RELIABILITY.md)."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from desktop_pipeline.domain.deals import DealStatus, EventKind
from desktop_pipeline.storage.database import Reader, Row

_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in the file that does not fit together, in words."""

    where: str
    what: str


def check_file(reader: Reader) -> list[Fault]:
    """Everything that is wrong with the file; an empty list is a sound file."""
    faults = [Fault("file", str(row[0])) for row in reader.rows("pragma integrity_check") if row[0] != "ok"]
    if faults:
        return faults[:_SHOWN]
    for table, row_id, parent, *_rest in reader.rows("pragma foreign_key_check"):
        faults.append(Fault(str(table), f"row {row_id} refers to a {parent} that is not there"))
    faults.extend(_check_history(reader))
    faults.extend(_check_journal(reader))
    return faults


@dataclass(slots=True)
class _Replayed:
    """A deal as its events tell it."""

    status: str = DealStatus.OPEN.value
    stage: int | None = None
    value: int | None = None
    currency: str | None = None
    owner: int | None = None
    expected: str | None = None
    probability: float | None = None
    deleted: bool = False
    closed_at: int | None = None
    created: bool = False

    def take(self, kind: EventKind, event: Row) -> None:
        """Follows one event."""
        at, to_stage, value, currency, owner, expected, probability = event
        match kind:
            case EventKind.CREATED:
                self.created = True
                self.stage = to_stage if self.stage is None else self.stage
                self.value, self.currency, self.owner = value, currency, owner
                self.expected, self.probability = expected, probability
            case EventKind.MOVED | EventKind.PIPELINE:
                self.stage = to_stage
            case EventKind.WON | EventKind.LOST:
                self.status = (DealStatus.WON if kind is EventKind.WON else DealStatus.LOST).value
                self.closed_at = at
            case EventKind.REOPENED:
                self.status, self.stage, self.closed_at = DealStatus.OPEN.value, to_stage, None
            case EventKind.VALUE:
                self.value, self.currency = value, currency
            case EventKind.OWNER:
                self.owner = owner
            case EventKind.EXPECTED_CLOSE:
                self.expected = expected
            case EventKind.PROBABILITY:
                self.probability = probability
            case EventKind.DELETED | EventKind.RESTORED:
                self.deleted = kind is EventKind.DELETED


def _check_history(reader: Reader) -> Iterator[Fault]:
    replayed: dict[int, _Replayed] = {}
    # A creation is followed first: an outcome that a file dates before it must not be undone by it.
    for deal_id, kind, *event in reader.rows(
        "select deal_id, kind, at, to_stage_id, value, currency, owner_id, expected_close_on, probability"
        " from history_event order by deal_id, kind <> 1, at, id"
    ):
        replayed.setdefault(deal_id, _Replayed()).take(EventKind(kind), tuple(event))
    for deal_id, title, *columns in reader.rows(
        "select id, title, status, stage_id, value, currency, owner_id, expected_close_on, probability,"
        " deleted_at is not null, closed_at from deal order by id"
    ):
        told = replayed.get(deal_id)
        if told is None or not told.created:
            yield Fault("deal", f"“{title}” has no creation in its history")
            continue
        names = (
            "status",
            "stage",
            "value",
            "currency",
            "owner",
            "expected close",
            "probability",
            "bin",
            "closing date",
        )
        history = (
            told.status,
            told.stage,
            told.value,
            told.currency,
            told.owner,
            told.expected,
            told.probability,
            int(told.deleted),
            told.closed_at,
        )
        for name, column, event_value in zip(names, columns, history, strict=True):
            if column != event_value:
                yield Fault("deal", f"“{title}”: its {name} is {column}, its history says {event_value}")


def _check_journal(reader: Reader) -> Iterator[Fault]:
    newest_undone: int | None = None
    for entry_id, state, changeset, digest, label in reader.rows(
        "select id, state, changeset, digest, label from journal_entry order by id"
    ):
        if changeset is not None and hashlib.sha256(changeset).hexdigest() != digest:
            yield Fault("journal", f"the record of “{label}” is damaged")
        if state in {"done", "undone"} and changeset is None:
            yield Fault("journal", f"the record of “{label}” is missing")
        if state == "undone":
            newest_undone = entry_id
        elif state == "done" and newest_undone is not None:
            yield Fault("journal", f"“{label}” was done after a change that can still be done again")
