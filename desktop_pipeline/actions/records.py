"""Rows that several actions need: a deal as it stands, its history events, organisations and people by name."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from desktop_pipeline.domain.contacts import clean_name
from desktop_pipeline.domain.deals import DealStatus, EventKind
from desktop_pipeline.domain.errors import InvalidError, NotFoundError
from desktop_pipeline.domain.lists import check_order
from desktop_pipeline.domain.names import brief, name_key, tidy
from desktop_pipeline.storage.database import Row
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.instants import from_microseconds
from desktop_pipeline.storage.tables import HistoryEvent, Organisation, Person, Table
from desktop_pipeline.storage.workspace import Workspace

# An act dated within this time of the clock happens “now”: it may follow a history that a set-back clock left ahead.
_NOW = timedelta(minutes=5)

# What a deal and an event are written with in bulk, whoever tells them; each adds columns of its own.
DEAL_COLUMNS = (
    "id",
    "pipeline_id",
    "stage_id",
    "status",
    "title",
    "organisation_id",
    "owner_id",
    "source_id",
    "value",
    "currency",
    "probability",
    "expected_close_on",
    "created_at",
    "closed_at",
    "reason_id",
)
EVENT_COLUMNS = (
    "deal_id",
    "kind",
    "at",
    "recorded_at",
    "from_stage_id",
    "to_stage_id",
    "value",
    "currency",
    "owner_id",
    "expected_close_on",
    "probability",
    "reason_id",
)


@dataclass(frozen=True, slots=True)
class DealRow:
    """The columns of a deal that decide what can be done with it."""

    deal_id: int
    title: str
    pipeline_id: int
    stage_id: int | None
    status: DealStatus
    value: int | None
    currency: str
    owner_id: int | None
    expected_close_on: str | None
    probability: float | None
    is_deleted: bool
    last_event_at: datetime


@dataclass(frozen=True, slots=True)
class StageRow:
    """The columns of a stage that decide whether a deal can stand in it."""

    stage_id: int
    pipeline_id: int
    name: str


def read_deal_row(draft: Draft, deal_id: int, *, deleted: bool = False) -> DealRow:
    """A deal as it stands; raises NotFoundError where there is none, or where the bin has it against `deleted`."""
    return _to_deal_row(deal_id, draft.row(f"{_DEAL} from deal where id = ?", (deal_id,)), deleted=deleted)


_DEAL = (
    "select id, title, pipeline_id, stage_id, status, value, currency, owner_id, expected_close_on, probability,"
    " deleted_at is not null, (select max(at) from history_event where deal_id = deal.id)"
)


def _to_deal_row(deal_id: int, found: Row | None, *, deleted: bool) -> DealRow:
    if found is None:
        message = f"There is no deal number {deal_id}."
        raise NotFoundError(message)
    row_id, title, pipeline_id, stage_id, status, value, currency, owner_id, expected, probability, binned, last = found
    row = DealRow(
        deal_id=row_id,
        title=title,
        pipeline_id=pipeline_id,
        stage_id=stage_id,
        status=DealStatus(status),
        value=value,
        currency=currency,
        owner_id=owner_id,
        expected_close_on=expected,
        probability=probability,
        is_deleted=bool(binned),
        last_event_at=from_microseconds(last or 0),
    )
    if row.is_deleted != deleted:
        message = f"“{row.title}” is {'not ' if deleted else ''}in the bin."
        raise NotFoundError(message)
    return row


def list_people_there(draft: Draft, deal_id: int) -> tuple[int, ...]:
    """The people of a deal who still work there and are not in the bin, the main person first."""
    rows = draft.rows(
        "select p.id from deal_person dp join person p on p.id = dp.person_id"
        " where dp.deal_id = ? and p.left_on is null and p.deleted_at is null order by dp.id",
        (deal_id,),
    )
    return tuple(int(row[0]) for row in rows)


def read_stage_row(draft: Draft, stage_id: int) -> StageRow:
    """An open stage in use; raises NotFoundError for any other, InvalidError for one of an archived pipeline."""
    found = draft.keep_rule(("stage", stage_id), lambda: draft.row(_STAGE, (stage_id,)))
    if found is None:
        message = f"There is no open stage number {stage_id}."
        raise NotFoundError(message)
    *columns, archived = found
    if archived is not None:
        # No board shows it: a deal that came there would be lost from sight.
        message = f"The pipeline “{brief(archived)}” is archived. Bring it back in the settings first."
        raise InvalidError(message)
    return StageRow(*columns)


_STAGE = (
    "select s.id, s.pipeline_id, s.name, case when p.is_archived then p.name end from stage s"
    " join pipeline p on p.id = s.pipeline_id where s.id = ? and s.is_open and not s.is_archived"
)


def read_deal_rows(draft: Draft, deal_ids: Iterable[int], *, deleted: bool = False) -> list[DealRow]:
    """Deals as they stand, each once, in the given order; raises NotFoundError as for one, and for none at all."""
    ids = list(dict.fromkeys(deal_ids))
    if not ids:
        message = "Choose a deal first."
        raise NotFoundError(message)
    # Always the named ones one by one, never all deals.
    named = f"{_DEAL} from (select value as named from json_each(?)) cross join deal on id = named"  # noqa: S608
    found = {row[0]: row for row in draft.rows(named, (json.dumps(ids),))}
    return [_to_deal_row(deal_id, found.get(deal_id), deleted=deleted) for deal_id in ids]


def write_order(draft: Draft, table: type[Table], positions: Mapping[int, int], ids: Sequence[int], what: str) -> None:
    """Gives rows the places of a new order, which names all of them; `positions` are those they have. InvalidError."""
    check_order(ids, list(positions), what)
    for position, row_id in enumerate(ids):
        if positions[row_id] != position:
            draft.update(table, row_id, position=position)


def require_row(draft: Draft, table: str, row_id: int | None) -> None:
    """Raises NotFoundError where the table has no row of that id."""
    # The table is one of our own names.
    if row_id is not None and draft.value(f"select 1 from {table} where id = ?", (row_id,)) is None:  # noqa: S608
        message = f"There is no {table} number {row_id}."
        raise NotFoundError(message)


def settle_instant(workspace: Workspace, at: datetime, last_event_at: datetime) -> datetime:
    """The instant an act holds for: never before what happened to the deal already; raises InvalidError."""
    if at >= last_event_at:
        return at
    if abs(at - workspace.now()) < _NOW:
        return last_event_at
    last = last_event_at.astimezone(workspace.zone)
    message = f"The deal’s history goes on to {last:%Y-%m-%d %H:%M}; choose that time or a later one."
    raise InvalidError(message)


def add_event(
    draft: Draft, workspace: Workspace, deal_id: int, kind: EventKind, at: datetime, **columns: object
) -> None:
    """Appends to the deal's history (METRICS §0)."""
    draft.insert(HistoryEvent, deal=deal_id, kind=kind.value, at=at, recorded_at=workspace.now(), **columns)


def find_organisation(draft: Draft, name: str | None) -> int | None:
    """The organisation of that name, made where there is none; None for an empty name."""
    cleaned = _clean_contact(name, "organisation")
    if cleaned is None:
        return None
    key = name_key(cleaned)
    found = draft.value("select id from organisation where name_key = ? and deleted_at is null order by id", (key,))
    return cast("int", found) if found is not None else draft.insert(Organisation, name=cleaned, name_key=key)


def find_person(draft: Draft, name: str | None, organisation_id: int | None) -> int | None:
    """The person of that name at that organisation, made where there is none; None for an empty name."""
    cleaned = _clean_contact(name, "person")
    if cleaned is None:
        return None
    found = draft.value(
        "select id from person where name = ? and organisation_id is ? and deleted_at is null order by id",
        (cleaned, organisation_id),
    )
    if found is not None:
        return cast("int", found)
    return draft.insert(Person, name=cleaned, organisation=organisation_id)


def _clean_contact(name: str | None, what: str) -> str | None:
    cleaned = tidy(name or "")
    return clean_name(cleaned, what) if cleaned else None
