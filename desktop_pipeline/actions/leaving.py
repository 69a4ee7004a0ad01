"""Somebody leaves: a person at a customer, whose deals go back to qualification, or an owner, who hands over."""

from collections.abc import Mapping
from datetime import date, datetime

from desktop_pipeline.actions.contact_rows import PERSON, read_contact
from desktop_pipeline.actions.deals import move_within, shorten
from desktop_pipeline.actions.records import add_event, read_deal_row, read_stage_row, settle_instant
from desktop_pipeline.domain.deals import EventKind
from desktop_pipeline.domain.errors import InvalidError, NotFoundError
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.tables import Activity, Deal, Owner, Person
from desktop_pipeline.storage.workspace import Workspace


def mark_left(
    workspace: Workspace,
    person_id: int,
    *,
    left_on: date,
    at: datetime,
    back: Mapping[int, int] | None = None,
) -> Change | None:
    """Notes the day a person left; `back` names the open deals to move back, each with its stage of qualification.

    Raises InvalidError for a deal that is closed or a stage of another pipeline; then nothing is changed.
    """
    with workspace.journal.change("Left") as draft:
        person = read_contact(draft, PERSON, person_id)
        draft.update(Person, person_id, left_on=left_on)
        moved = dict(back or {})
        draft.label = f"“{shorten(person.name)}” has left"
        if moved:
            draft.label += f", {len(moved)} {'deal' if len(moved) == 1 else 'deals'} back to qualification"
        for deal_id, stage_id in moved.items():
            _move_back(draft, workspace, deal_id, stage_id, at)
    return draft.result


def mark_back(workspace: Workspace, person_id: int) -> Change | None:
    """Notes that a person works there after all; deals stay where they are."""
    with workspace.journal.change("Back") as draft:
        person = read_contact(draft, PERSON, person_id)
        draft.update(Person, person_id, left_on=None)
        draft.label = f"“{shorten(person.name)}” is back"
    return draft.result


def hand_over(
    workspace: Workspace, from_owner_id: int, to_owner_id: int, *, at: datetime, leaves: bool = False
) -> Change | None:
    """Gives one owner's open deals and planned activities to another; with `leaves` the first is active no more.

    Closed deals stay with who closed them. Raises InvalidError.
    """
    with workspace.journal.change("Hand over") as draft:
        giver, taker = _read_owner(draft, from_owner_id), _read_owner(draft, to_owner_id, active=True)
        if from_owner_id == to_owner_id:
            message = "Choose another owner to hand over to."
            raise InvalidError(message)
        deals = [
            int(row[0])
            for row in draft.rows(
                "select id from deal where owner_id = ? and status = 'open' and deleted_at is null order by id",
                (from_owner_id,),
            )
        ]
        draft.label = f"Hand over {len(deals)} {'deal' if len(deals) == 1 else 'deals'} of {giver} to {taker}"
        for deal_id in deals:
            deal = read_deal_row(draft, deal_id)
            draft.update(Deal, deal_id, owner=to_owner_id)
            instant = settle_instant(workspace, at, deal.last_event_at)
            add_event(draft, workspace, deal_id, EventKind.OWNER, instant, owner=to_owner_id)
        for (activity_id,) in draft.rows(
            "select id from activity where owner_id = ? and done_at is null order by id", (from_owner_id,)
        ):
            draft.update(Activity, activity_id, owner=to_owner_id)
        if leaves:
            draft.update(Owner, from_owner_id, is_active=False)
    return draft.result


def _read_owner(draft: Draft, owner_id: int, *, active: bool = False) -> str:
    row = draft.row("select name, is_active from owner where id = ?", (owner_id,))
    if row is None:
        message = f"There is no owner number {owner_id}."
        raise NotFoundError(message)
    if active and not row[1]:
        message = f"{shorten(row[0])} is not active any more. Choose another owner."
        raise InvalidError(message)
    return shorten(row[0])


def _move_back(draft: Draft, workspace: Workspace, deal_id: int, stage_id: int, at: datetime) -> None:
    deal, stage = read_deal_row(draft, deal_id), read_stage_row(draft, stage_id)
    if stage.pipeline_id != deal.pipeline_id:
        message = f"“{stage.name}” is a stage of another pipeline than “{shorten(deal.title)}”."
        raise InvalidError(message)
    if deal.stage_id != stage_id:
        move_within(draft, workspace, [deal], stage, after=None, at=at, why=None)
