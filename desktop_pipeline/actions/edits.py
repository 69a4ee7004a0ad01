"""Editing the fields of a deal, each with the history event that METRICS §0 asks for."""

from dataclasses import replace
from datetime import date, datetime
from typing import TypedDict, Unpack

from desktop_pipeline.actions.deals import check_value, shorten
from desktop_pipeline.actions.records import (
    DealRow,
    add_event,
    find_organisation,
    find_person,
    read_deal_row,
    require_row,
    settle_instant,
)
from desktop_pipeline.domain.deals import EventKind, check_probability, clean_title
from desktop_pipeline.domain.money import Money
from desktop_pipeline.storage.journal import Change, Draft
from desktop_pipeline.storage.tables import Deal, DealPerson
from desktop_pipeline.storage.workspace import Workspace


class DealEdit(TypedDict, total=False):
    """What can be edited; None empties a field."""

    title: str
    value: Money | None
    organisation: str | None
    person: str | None
    owner_id: int | None
    source_id: int | None
    expected_close_on: date | None
    probability: float | None


def edit_deal(workspace: Workspace, deal_id: int, *, at: datetime, **fields: Unpack[DealEdit]) -> Change | None:
    """Changes the given fields of a deal; those that keep their value leave no trace. Raises InvalidError."""
    with workspace.journal.change("Edit") as draft:
        deal = read_deal_row(draft, deal_id)
        settled = replace(deal, last_event_at=settle_instant(workspace, at, deal.last_event_at))
        _edit_plain(draft, settled, fields)
        _edit_dated(draft, workspace, settled, fields)
        draft.label = f"Edit “{shorten(clean_title(fields['title']) if 'title' in fields else deal.title)}”"
    return draft.result


def _edit_plain(draft: Draft, deal: DealRow, fields: DealEdit) -> None:
    if "title" in fields:
        draft.update(Deal, deal.deal_id, title=clean_title(fields["title"]))
    if "organisation" in fields:
        draft.update(Deal, deal.deal_id, organisation=find_organisation(draft, fields["organisation"]))
    if "source_id" in fields:
        require_row(draft, "source", fields["source_id"])
        draft.update(Deal, deal.deal_id, source=fields["source_id"])
    if "person" in fields:
        _name_person(draft, deal.deal_id, fields["person"])


def _edit_dated(draft: Draft, workspace: Workspace, deal: DealRow, fields: DealEdit) -> None:
    if "value" in fields:
        value = fields["value"]
        check_value(value)
        amount, currency = (None, deal.currency) if value is None else (value.minor, value.currency)
        if (amount, currency) != (deal.value, deal.currency):
            draft.update(Deal, deal.deal_id, value=amount, currency=currency)
            _add(draft, workspace, deal, EventKind.VALUE, value=amount, currency=currency)
    if "owner_id" in fields and fields["owner_id"] != deal.owner_id:
        require_row(draft, "owner", fields["owner_id"])
        draft.update(Deal, deal.deal_id, owner=fields["owner_id"])
        _add(draft, workspace, deal, EventKind.OWNER, owner=fields["owner_id"])
    if "expected_close_on" in fields:
        day = fields["expected_close_on"]
        if (day.isoformat() if day else None) != deal.expected_close_on:
            draft.update(Deal, deal.deal_id, expected_close_on=day)
            _add(draft, workspace, deal, EventKind.EXPECTED_CLOSE, expected_close_on=day)
    if "probability" in fields:
        probability = check_probability(fields["probability"])
        if probability != deal.probability:
            draft.update(Deal, deal.deal_id, probability=probability)
            _add(draft, workspace, deal, EventKind.PROBABILITY, probability=probability)


def _add(draft: Draft, workspace: Workspace, deal: DealRow, kind: EventKind, **columns: object) -> None:
    add_event(draft, workspace, deal.deal_id, kind, deal.last_event_at, **columns)


def _name_person(draft: Draft, deal_id: int, name: str | None) -> None:
    # The first person on the deal is the one shown and edited; further ones come with the contacts screen.
    first = draft.row("select id from deal_person where deal_id = ? order by id", (deal_id,))
    organisation_id = draft.value("select organisation_id from deal where id = ?", (deal_id,))
    person_id = find_person(draft, name, organisation_id)
    if first is not None and person_id is None:
        draft.delete(DealPerson, int(first[0]))
    elif first is not None and person_id is not None:
        taken = draft.value("select 1 from deal_person where deal_id = ? and person_id = ?", (deal_id, person_id))
        if taken is None:
            draft.update(DealPerson, int(first[0]), person=person_id)
    elif person_id is not None:
        draft.insert(DealPerson, deal=deal_id, person=person_id)
