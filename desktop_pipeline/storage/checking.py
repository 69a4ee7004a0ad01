"""The examination of a workspace file: engine, references, history against deals, journal, search index."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from desktop_pipeline.domain.cadences import EndedBy, Start, State
from desktop_pipeline.domain.deals import DealStatus, EventKind
from desktop_pipeline.domain.offer_text import read_document
from desktop_pipeline.domain.offers import read_state
from desktop_pipeline.storage.changeset import is_intact
from desktop_pipeline.storage.database import Reader, Row
from desktop_pipeline.storage.entries import State as EntryState
from desktop_pipeline.storage.failures import plain_errors
from desktop_pipeline.storage.files import list_logos, list_mailed
from desktop_pipeline.storage.search import find_faults, look_again

_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in the file that does not fit together, in words."""

    where: str
    what: str


def check_file(reader: Reader) -> list[Fault]:
    """Everything that is wrong with the file; an empty list is a sound file.

    Raises CannotOpenError for one that is too damaged to be examined.
    """
    # A table whose key is damaged cannot even be asked for its references.
    with plain_errors(reader.path, foreign=True):
        look_again(reader)
        faults = [Fault("file", str(row[0])) for row in reader.rows("pragma integrity_check") if row[0] != "ok"]
        if faults:
            return faults[:_SHOWN]
        for table, row_id, parent, *_rest in reader.rows("pragma foreign_key_check"):
            faults.append(Fault(str(table), f"row {row_id} refers to a row of {parent} that is not there"))
        faults.extend(fault for _id, _deal, fault in _check_history(reader))
        faults.extend(_check_journal(reader))
        faults.extend(_check_attached(reader))
        faults.extend(fault for _id, _number, fault in _check_offers(reader))
        faults.extend(_check_cadences(reader))
        faults.extend(Fault("search", fault) for fault in find_faults(reader))
    return faults


def list_contradicted(reader: Reader, deal_ids: Collection[int]) -> list[str]:
    """Names of those deals that their history does not lead to."""
    return [deal for _id, deal, _fault in _check_history(reader, deal_ids)]


def list_torn(reader: Reader, deal_ids: Collection[int] | None = None) -> list[int]:
    """Ids of those deals that their history does not lead to; without ids of all deals."""
    return list(dict.fromkeys(deal_id for deal_id, _deal, _fault in _check_history(reader, deal_ids)))


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
    strayed: bool = False  # an event left a stage in which the deal was not

    def take(self, kind: EventKind, event: Row) -> None:
        """Follows one event."""
        at, from_stage, to_stage, value, currency, owner, expected, probability = event
        self.strayed |= from_stage is not None and self.stage not in (None, from_stage)
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

    def columns(self) -> tuple[object, ...]:
        """What the deal's columns should hold, in the order of _COLUMNS."""
        return (
            self.status,
            self.stage,
            self.value,
            self.currency,
            self.owner,
            self.expected,
            self.probability,
            int(self.deleted),
            self.closed_at,
        )


_COLUMNS = ("status", "stage", "value", "currency", "owner", "expected close", "probability", "bin", "closing date")
_EVENT_KINDS = frozenset(kind.value for kind in EventKind)
_MANY = 500


def _check_history(reader: Reader, deal_ids: Collection[int] | None = None) -> Iterator[tuple[int, str, Fault]]:
    """Each fault with the id and name of its deal; without ids of all deals."""
    # Ids are whole numbers; more of them than a statement should list are found by reading all.
    few = deal_ids is not None and len(deal_ids) <= _MANY
    among = f"in ({', '.join(str(int(deal_id)) for deal_id in deal_ids or ())})" if few else "is not null"
    replayed: dict[int, _Replayed] = {}
    # A creation is followed first: an outcome that a file dates before it must not be undone by it.
    for deal_id, kind, *event in reader.rows(
        "select deal_id, kind, at, from_stage_id, to_stage_id, value, currency, owner_id, expected_close_on,"  # noqa: S608
        f" probability from history_event where deal_id {among} order by deal_id, kind <> 1, at, id"
    ):
        if kind in _EVENT_KINDS:
            replayed.setdefault(deal_id, _Replayed()).take(EventKind(kind), tuple(event))
        else:
            yield deal_id, f"deal {deal_id}", Fault("deal", f"number {deal_id} has an event of no known kind ({kind})")
    for deal_id, title, *columns in reader.rows(
        "select id, title, status, stage_id, value, currency, owner_id, expected_close_on, probability,"  # noqa: S608
        f" deleted_at is not null, closed_at from deal where id {among} order by id"
    ):
        if deal_ids is not None and deal_id not in deal_ids:
            continue
        name = f"deal “{title}”"
        told = replayed.get(deal_id)
        if told is None or not told.created:
            yield deal_id, name, Fault("deal", f"“{title}” has no creation in its history")
            continue
        if told.strayed:
            yield deal_id, name, Fault("deal", f"“{title}”: its history leaves a stage in which it was not")
        for word, column, event_value in zip(_COLUMNS, columns, told.columns(), strict=True):
            if column != event_value:
                yield deal_id, name, Fault("deal", f"“{title}”: its {word} is {column}, its history says {event_value}")


def _check_journal(reader: Reader) -> Iterator[Fault]:
    newest_undone: int | None = None
    for entry_id, state, changeset, digest, label in reader.rows(
        "select id, state, changeset, digest, label from journal_entry order by id"
    ):
        if state not in _ENTRY_STATES:
            yield Fault("journal", f"the state of “{label}” is none that we know ({state})")
        elif state in {EntryState.DONE, EntryState.UNDONE} and changeset is None:
            yield Fault("journal", f"the record of “{label}” is missing")
        elif changeset is not None and not is_intact(changeset, digest):
            yield Fault("journal", f"the record of “{label}” is damaged")
        if state == EntryState.UNDONE:
            newest_undone = entry_id
        elif state == EntryState.DONE and newest_undone is not None:
            yield Fault("journal", f"“{label}” was done after a change that can still be done again")


def _check_attached(reader: Reader) -> Iterator[Fault]:
    """Whether each file that was attached is there, and is the one whose digest was kept with it."""
    for digest, size in reader.rows("select digest, size from stored_file order by id"):
        # One at a time: together they may not fit into memory.
        content = reader.value("select content from stored_file where digest = ?", (digest,))
        if not is_intact(content, digest) or len(content) != size:
            yield Fault("files", f"{_name_file(reader, digest)} is damaged: its bytes are not those that were attached")
    for (digest,) in reader.rows(
        "select distinct digest from attachment where digest is not null"
        " and not exists (select 1 from stored_file s where s.digest = attachment.digest) order by digest"
    ):
        yield Fault("files", f"{_name_file(reader, digest)} is attached, but its content is missing")

    stored = {str(digest) for (digest,) in reader.rows("select digest from stored_file")}
    for digest in sorted(list_logos(reader) - stored):
        yield Fault("files", f"a logo is missing ({digest[:12]})")
    for digest in sorted(list_mailed(reader) - stored):
        yield Fault("files", f"{_name_file(reader, digest)} goes with an e-mail, but its content is missing")


def list_torn_offers(reader: Reader) -> list[tuple[int, str]]:
    """Ids and numbers of the offers that cannot be printed, or do not add up to what they say."""
    return [(offer_id, number) for offer_id, number, _fault in _check_offers(reader)]


def _check_offers(reader: Reader) -> Iterator[tuple[int, str, Fault]]:
    for offer_id, number, state, made_on, valid_until, document in reader.rows(
        "select id, number, state, made_on, valid_until, document from offer order by id"
    ):
        try:
            until = None if valid_until is None else date.fromisoformat(valid_until)
            found = read_document(document, number, date.fromisoformat(made_on), until)
        except (ValueError, TypeError):
            found = None
        if read_state(state) is None:
            yield offer_id, number, Fault("offer", f"{number} is in no state that we know ({state})")
        elif found is None:
            yield offer_id, number, Fault("offer", f"what {number} says cannot be read")
        elif not found.adds_up:
            yield offer_id, number, Fault("offer", f"{number} does not add up to what it says")


def _check_cadences(reader: Reader) -> Iterator[Fault]:
    starts, states, ends = ({kind.value for kind in kinds} for kinds in (Start, State, EndedBy))
    for name, start in reader.rows("select name, starts from cadence order by id"):
        if start not in starts:
            yield Fault("cadence", f"“{name}” is started in no known way ({start})")
    for row_id, state, ended_at, ended_by, deal_id, person_id in reader.rows(
        "select id, state, ended_at, ended_by, deal_id, person_id from enrolment order by id"
    ):
        is_over = state != State.RUNNING
        if state not in states or (ended_by is not None and ended_by not in ends):
            yield Fault("cadence", f"start number {row_id} is in no known state ({state}, {ended_by})")
        elif (ended_at is not None) != is_over or (ended_by is not None) != (state == State.ENDED):
            yield Fault("cadence", f"start number {row_id} is {state}, and its end says otherwise")
        elif deal_id is None and person_id is None:
            yield Fault("cadence", f"start number {row_id} is for no deal and no person")


def _name_file(reader: Reader, digest: str) -> str:
    name = reader.value(
        "select name from attachment where digest = ?"
        " union all select name from template_attachment where digest = ? limit 1",
        (digest, digest),
    )
    return f"“{name}”" if name is not None else "a file that was attached once"


_ENTRY_STATES = frozenset(state.value for state in EntryState)
