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
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.money import Money, check_currency, minor_digits
from desktop_pipeline.domain.names import brief
from desktop_pipeline.domain.stages import ForecastCategory
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.tables import Deal, DealPerson, LineItem
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
    forecast_category: str | None
    currency: str


def edit_deal(workspace: Workspace, deal_id: int, *, at: datetime, **fields: Unpack[DealEdit]) -> Change | None:
    """Changes the given fields of a deal; those that keep their value leave no trace. Raises InvalidError."""
    with workspace.journal.change("Edit") as draft:
        deal = read_deal_row(draft, deal_id)
        apply_edit(draft, workspace, deal, fields, at)
        draft.label = f"Edit “{shorten(clean_title(fields['title']) if 'title' in fields else deal.title)}”"
    return draft.result


def apply_edit(draft: Draft, workspace: Workspace, deal: DealRow, fields: DealEdit, at: datetime) -> None:
    """Changes the fields of one deal within a change that may hold more. Raises InvalidError."""
    settled = replace(deal, last_event_at=settle_instant(workspace, at, deal.last_event_at))
    if "currency" in fields:
        settled = _edit_currency(draft, workspace, settled, check_currency(fields["currency"]))
    _edit_plain(draft, settled, fields)
    _edit_dated(draft, workspace, settled, fields)


def _edit_currency(draft: Draft, workspace: Workspace, deal: DealRow, currency: str) -> DealRow:
    """The same figures in another currency, the products' too; raises InvalidError where cents would be lost."""
    if currency == deal.currency:
        return deal
    places = minor_digits(currency) - minor_digits(deal.currency)
    value = _rescale(deal.value, places, currency)
    draft.update(Deal, deal.deal_id, value=value, currency=currency)
    for line_id, amount, price in draft.rows(
        "select id, amount, price from line_item where deal_id = ?", (deal.deal_id,)
    ):
        if places:
            rescaled = _rescale(amount, places, currency)
            draft.update(LineItem, line_id, amount=rescaled, price=_rescale(price, places, currency))
    _add(draft, workspace, deal, EventKind.VALUE, value=value, currency=currency)
    return replace(deal, value=value, currency=currency)


def _rescale(minor: int | None, places: int, currency: str) -> int | None:
    if minor is None:
        return None
    scale = int(10 ** abs(places))
    if places >= 0:
        check_value(Money(minor * scale, currency))
        return minor * scale
    if minor % scale:
        message = f"{currency} has fewer decimal places, so an amount would lose some. Round it first."
        raise InvalidError(message)
    return minor // scale


def _edit_plain(draft: Draft, deal: DealRow, fields: DealEdit) -> None:
    if "title" in fields:
        draft.update(Deal, deal.deal_id, title=clean_title(fields["title"]))
    if "organisation" in fields:
        draft.update(Deal, deal.deal_id, organisation=find_organisation(draft, fields["organisation"]))
    if "source_id" in fields:
        require_row(draft, "source", fields["source_id"])
        draft.update(Deal, deal.deal_id, source=fields["source_id"])
    if "forecast_category" in fields:
        category = fields["forecast_category"]
        draft.update(Deal, deal.deal_id, forecast_category=None if category is None else check_category(category))
    if "person" in fields:
        _name_person(draft, deal.deal_id, fields["person"])


def _edit_dated(draft: Draft, workspace: Workspace, deal: DealRow, fields: DealEdit) -> None:
    if "value" in fields:
        value = fields["value"]
        check_value(value)
        amount, currency = (None, deal.currency) if value is None else (value.minor, value.currency)
        if (amount, currency) != (deal.value, deal.currency):
            # From now on the products do not change it any more.
            draft.update(Deal, deal.deal_id, value=amount, currency=currency, is_value_by_hand=True)
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


def check_category(category: str) -> str:
    """One of the known categories; raises InvalidError."""
    if category not in {known.value for known in ForecastCategory}:
        message = f"“{brief(category)}” is not a forecast category."
        raise InvalidError(message)
    return category


def _name_person(draft: Draft, deal_id: int, name: str | None) -> None:
    # The first person on the deal is the main one; actions.deal_people does the rest.
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
