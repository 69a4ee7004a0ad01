"""What a person does with deals: create, move, win, lose, reopen, delete, restore."""

from collections.abc import Sequence
from datetime import date, datetime

from desktop_pipeline.actions.cadence_ends import end_closed, end_enrolments
from desktop_pipeline.actions.cadences import start_on_entry
from desktop_pipeline.actions.checklist_plans import begin_after_sale, end_after_sale
from desktop_pipeline.actions.gates import Answered, GatedChange, ask_gate, keep_passes, name_event, plan_on_entry
from desktop_pipeline.actions.placing import place_deals, rank_on_top
from desktop_pipeline.actions.records import (
    DealRow,
    StageRow,
    add_event,
    find_organisation,
    find_person,
    read_deal_row,
    read_deal_rows,
    read_stage_row,
    require_row,
    settle_instant,
)
from desktop_pipeline.actions.retry_rows import drop_retry, keep_retry
from desktop_pipeline.domain.cadences import EndedBy
from desktop_pipeline.domain.deals import DealStatus, EventKind, check_loss, check_probability, clean_title
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.gates import check_why
from desktop_pipeline.domain.money import LARGEST_MINOR, Money, check_currency
from desktop_pipeline.domain.names import brief, clean_text
from desktop_pipeline.domain.periods import local_day
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.tables import Deal, DealPerson
from desktop_pipeline.storage.workspace import Workspace


def create_deal(  # noqa: PLR0913 - the fields of a new deal
    workspace: Workspace,
    *,
    title: str,
    stage_id: int,
    at: datetime,
    organisation: str | None = None,
    person: str | None = None,
    value: Money | None = None,
    owner_id: int | None = None,
    source_id: int | None = None,
    expected_close_on: date | None = None,
    probability: float | None = None,
) -> int:
    """Adds an open deal at the top of a stage and returns its id; raises InvalidError."""
    with workspace.journal.change(f"New deal “{shorten(clean_title(title))}”") as draft:
        organisation_id = find_organisation(draft, organisation)
        person_id = find_person(draft, person, organisation_id)
        return create_within(
            draft,
            workspace,
            title=title,
            stage_id=stage_id,
            at=at,
            organisation_id=organisation_id,
            person_ids=() if person_id is None else (person_id,),
            value=value,
            owner_id=owner_id,
            source_id=source_id,
            expected_close_on=expected_close_on,
            probability=probability,
        )


def create_within(  # noqa: PLR0913 - the fields of a new deal
    draft: Draft,
    workspace: Workspace,
    *,
    title: str,
    stage_id: int,
    at: datetime,
    organisation_id: int | None = None,
    person_ids: Sequence[int] = (),
    value: Money | None = None,
    owner_id: int | None = None,
    source_id: int | None = None,
    expected_close_on: date | None = None,
    probability: float | None = None,
) -> int:
    """Adds an open deal within a change that may hold more; raises as `create_deal` does."""
    cleaned = clean_title(title)
    check_value(value)
    check_probability(probability)
    stage = read_stage_row(draft, stage_id)
    require_row(draft, "owner", owner_id)
    require_row(draft, "source", source_id)
    amount = None if value is None else value.minor
    currency = workspace.base_currency if value is None else value.currency
    deal_id = draft.insert(
        Deal,
        pipeline=stage.pipeline_id,
        stage=stage_id,
        status=DealStatus.OPEN.value,
        title=cleaned,
        organisation=organisation_id,
        owner=owner_id,
        source=source_id,
        value=amount,
        currency=currency,
        probability=probability,
        expected_close_on=expected_close_on,
        created_at=at,
        rank=rank_on_top(draft, stage_id),
    )
    add_event(
        draft,
        workspace,
        deal_id,
        EventKind.CREATED,
        at,
        to_stage=stage_id,
        value=amount,
        currency=currency,
        owner=owner_id,
        expected_close_on=expected_close_on,
        probability=probability,
    )
    for person_id in person_ids:
        draft.insert(DealPerson, deal=deal_id, person=person_id)
    plan_on_entry(draft, workspace, [(deal_id, owner_id)], stage_id, at)
    start_on_entry(draft, workspace, [deal_id], stage_id, at=at)
    return deal_id


def move_deals(
    workspace: Workspace,
    deal_ids: Sequence[int],
    stage_id: int,
    *,
    after: int | None,
    at: datetime,
    why: str | None = None,
) -> GatedChange | None:
    """Puts open deals into a stage, in the given order, below the deal `after` (None: at the top).

    Within one stage this is their order only and leaves no event. Raises InvalidError for a closed deal, GateError
    where required exit criteria are open; with a sentence `why` these are passed, and that is noted.
    """
    reason = check_why(why)
    with workspace.journal.change("Move") as draft:
        stage = read_stage_row(draft, stage_id)
        deals = read_deal_rows(draft, deal_ids)
        enters = any(deal.stage_id != stage_id for deal in deals)
        named = name_deals(deals)
        draft.label = f"Move {named} to {stage.name}" if enters else f"Reorder {named}"
        answered = move_within(draft, workspace, deals, stage, after=after, at=at, why=reason)
        if answered.passed:
            draft.label += ", passing what is required"
    return answered.on(draft.result)


def move_within(
    draft: Draft,
    workspace: Workspace,
    deals: Sequence[DealRow],
    stage: StageRow,
    *,
    after: int | None,
    at: datetime,
    why: str | None,
) -> Answered:
    """Moves open deals within a change that may hold more; raises as `move_deals` does."""
    for deal in deals:
        _require_open(deal)
    entering = [deal for deal in deals if deal.stage_id != stage.stage_id]
    answered = ask_gate(draft, entering, stage.stage_id, today=local_day(at, workspace.zone), why=why)
    place_deals(draft, [deal.deal_id for deal in deals], stage.stage_id, after)
    for deal in entering:
        if deal.pipeline_id != stage.pipeline_id:
            draft.update(Deal, deal.deal_id, pipeline=stage.pipeline_id)
        add_event(
            draft,
            workspace,
            deal.deal_id,
            name_event(deal, stage.pipeline_id),
            settle_instant(workspace, at, deal.last_event_at),
            from_stage=deal.stage_id,
            to_stage=stage.stage_id,
        )
    if entering:
        plan_on_entry(draft, workspace, [(deal.deal_id, deal.owner_id) for deal in entering], stage.stage_id, at)
        start_on_entry(draft, workspace, [deal.deal_id for deal in entering], stage.stage_id, at=at)
    if answered.passed:
        keep_passes(draft, workspace, deals, answered, to_stage=stage.stage_id, why=why, at=at)
    return answered


def win_deals(
    workspace: Workspace, deal_ids: Sequence[int], *, at: datetime, why: str | None = None
) -> GatedChange | None:
    """Closes open deals as won; raises InvalidError for one that is closed.

    Raises GateError where required exit criteria of its stage are open; with a sentence `why` these are passed.
    """
    reason = check_why(why)
    with workspace.journal.change("Win") as draft:
        deals = read_deal_rows(draft, deal_ids)
        draft.label = f"Win {name_deals(deals)}"
        answered = win_within(draft, workspace, deals, at=at, why=reason)
        if answered.passed:
            draft.label += ", passing what is required"
    return answered.on(draft.result)


def win_within(
    draft: Draft, workspace: Workspace, deals: Sequence[DealRow], *, at: datetime, why: str | None
) -> Answered:
    """Wins open deals within a change that may hold more; raises as `win_deals` does."""
    for deal in deals:
        _require_open(deal)
    answered = ask_gate(draft, deals, None, today=local_day(at, workspace.zone), why=why)
    for deal in deals:
        _close(draft, workspace, deal, DealStatus.WON, at)
        begin_after_sale(draft, workspace, deal, at=at)
    if answered.passed:
        keep_passes(draft, workspace, deals, answered, to_stage=None, why=why, at=at)
    return answered


def lose_deals(
    workspace: Workspace,
    deal_ids: Sequence[int],
    *,
    reason_id: int | None,
    note: str = "",
    at: datetime,
    retry_on: date | None = None,
) -> Change | None:
    """Closes open deals as lost, always with a reason; raises InvalidError where it is missing or wants a note.

    With a day `retry_on` they are proposed to be tried again from then on.
    """
    with workspace.journal.change("Lose") as draft:
        deals = read_deal_rows(draft, deal_ids)
        draft.label = f"Lose {name_deals(deals)}"
        lose_within(draft, workspace, deals, reason_id=reason_id, note=note, at=at, retry_on=retry_on)
    return draft.result


def lose_within(
    draft: Draft,
    workspace: Workspace,
    deals: Sequence[DealRow],
    *,
    reason_id: int | None,
    note: str,
    at: datetime,
    retry_on: date | None = None,
) -> str:
    """Loses open deals within a change that may hold more, and returns the reason's name; raises as `lose_deals`."""
    reason = draft.row(
        "select name, needs_note from reason where id = ? and is_active and reason_group <> 'won'", (reason_id,)
    )
    check_loss(reason_id if reason else None, clean_text(note), needs_note=bool(reason and reason[1]))
    for deal in deals:
        _close(draft, workspace, deal, DealStatus.LOST, at, reason_id=reason_id, note=clean_text(note) or None)
        if retry_on is not None:
            keep_retry(draft, workspace, deal.deal_id, retry_on, at=at)
    return str(reason[0]) if reason else ""


def reopen_deal(workspace: Workspace, deal_id: int, *, at: datetime, stage_id: int | None = None) -> Change | None:
    """Makes a closed deal open again, in the stage it was closed from or in another.

    Raises InvalidError, and GateError where that is further on and required exit criteria are open.
    """
    with workspace.journal.change("Reopen") as draft:
        deal = read_deal_row(draft, deal_id)
        if deal.status is DealStatus.OPEN:
            message = f"“{shorten(deal.title)}” is open already."
            raise InvalidError(message)
        target = stage_id if stage_id is not None else _stage_in_use(draft, deal)
        stage = read_stage_row(draft, target)
        if stage_id is not None:
            # Further on than it was closed from it would otherwise slip past the gate.
            ask_gate(draft, [deal], stage_id, today=local_day(at, workspace.zone), why=None)
        draft.label = f"Reopen {name_deals([deal])}"
        end_after_sale(draft, deal_id)
        drop_retry(draft, deal_id)
        draft.update(
            Deal,
            deal_id,
            status=DealStatus.OPEN.value,
            stage=target,
            pipeline=stage.pipeline_id,
            closed_at=None,
            reason=None,
            reason_note=None,
            rank=rank_on_top(draft, target),
            after_sale_stage=None,
        )
        instant = settle_instant(workspace, at, deal.last_event_at)
        add_event(draft, workspace, deal_id, EventKind.REOPENED, instant, to_stage=target)
    return draft.result


def delete_deals(workspace: Workspace, deal_ids: Sequence[int], *, at: datetime) -> Change | None:
    """Puts deals into the bin."""
    with workspace.journal.change("Delete") as draft:
        deals = read_deal_rows(draft, deal_ids)
        draft.label = f"Delete {name_deals(deals)}"
        for deal in deals:
            instant = settle_instant(workspace, at, deal.last_event_at)
            draft.update(Deal, deal.deal_id, deleted_at=instant)
            add_event(draft, workspace, deal.deal_id, EventKind.DELETED, instant)
            end_enrolments(draft, [deal.deal_id], EndedBy.DELETED, at=instant)
    return draft.result


def restore_deals(workspace: Workspace, deal_ids: Sequence[int], *, at: datetime) -> Change | None:
    """Takes deals out of the bin, as they were."""
    with workspace.journal.change("Restore") as draft:
        deals = read_deal_rows(draft, deal_ids, deleted=True)
        draft.label = f"Restore {name_deals(deals)}"
        for deal in deals:
            draft.update(Deal, deal.deal_id, deleted_at=None)
            instant = settle_instant(workspace, at, deal.last_event_at)
            add_event(draft, workspace, deal.deal_id, EventKind.RESTORED, instant)
    return draft.result


def check_value(value: Money | None) -> None:
    """A deal's value is unknown or not below nothing, and small enough to add up; raises InvalidError."""
    if value is not None and not 0 <= value.minor <= LARGEST_MINOR:
        message = "A deal’s value cannot be below zero." if value.minor < 0 else "The value is too large."
        raise InvalidError(message)
    if value is not None and check_currency(value.currency) != value.currency:
        message = f"“{brief(value.currency)}” is not a currency code. Use three capital letters such as EUR."
        raise InvalidError(message)


def shorten(title: str) -> str:
    """A title as it fits into a line of the History."""
    return title if len(title) <= 60 else title[:59] + "…"  # noqa: PLR2004 - a line of a menu


def name_deals(deals: Sequence[DealRow]) -> str:
    """One deal by its title, several by their number."""
    return f"“{shorten(deals[0].title)}”" if len(deals) == 1 else f"{len(deals)} deals"


def _close(
    draft: Draft,
    workspace: Workspace,
    deal: DealRow,
    status: DealStatus,
    at: datetime,
    *,
    reason_id: int | None = None,
    note: str | None = None,
) -> None:
    _require_open(deal)
    instant = settle_instant(workspace, at, deal.last_event_at)
    draft.update(Deal, deal.deal_id, status=status.value, closed_at=instant, reason=reason_id, reason_note=note)
    kind = EventKind.WON if status is DealStatus.WON else EventKind.LOST
    add_event(draft, workspace, deal.deal_id, kind, instant, from_stage=deal.stage_id, reason=reason_id, note=note)
    end_closed(draft, deal.deal_id, status, reason_id, at=instant)


def _require_open(deal: DealRow) -> None:
    if deal.status is not DealStatus.OPEN:
        message = f"“{shorten(deal.title)}” is {deal.status}. Reopen it first."
        raise InvalidError(message)


def _stage_in_use(draft: Draft, deal: DealRow) -> int:
    """The stage the deal was closed in, or the pipeline's first where that one was removed since."""
    found = draft.value("select id from stage where id = ? and is_open and not is_archived", (deal.stage_id,))
    return int(found) if found is not None else _first_stage(draft, deal.pipeline_id)


def _first_stage(draft: Draft, pipeline_id: int) -> int:
    found = draft.value(
        "select id from stage where pipeline_id = ? and is_open and not is_archived order by position", (pipeline_id,)
    )
    if found is None:
        message = "The pipeline has no open stage. Add one first."
        raise InvalidError(message)
    return int(found)
