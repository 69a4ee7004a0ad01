"""What a person decides about the deals of a review, one after the other."""

from dataclasses import dataclass
from datetime import date, datetime

from desktop_pipeline.actions.activities import ActivityEdit, edit_within, plan_within
from desktop_pipeline.actions.cadences import start_within
from desktop_pipeline.actions.deals import lose_within, move_within, shorten, win_within
from desktop_pipeline.actions.gates import GatedChange
from desktop_pipeline.actions.records import DealRow, read_deal_row, read_stage_row
from desktop_pipeline.actions.reviews import require_running
from desktop_pipeline.actions.snoozing import snooze_within
from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.errors import InvalidError, NotFoundError
from desktop_pipeline.domain.gates import check_why
from desktop_pipeline.domain.review_texts import write_act
from desktop_pipeline.domain.reviews import (
    Act,
    Decision,
    clean_note,
)
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.tables import ReviewDeal
from desktop_pipeline.storage.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Step:
    """The next step that a deal is kept with; with `due_at` the day is its local day. `duration` in minutes.

    `instead_of` is what was planned before and becomes this step: kind, subject, day and time.
    """

    kind: str
    subject: str = ""
    due_on: date | None = None
    due_at: datetime | None = None
    duration: int | None = None
    owner_id: int | None = None
    note: str = ""
    instead_of: int | None = None


def decide_keep(
    workspace: Workspace,
    review_id: int,
    deal_id: int,
    *,
    at: datetime,
    step: Step | None = None,
    note: str | None = None,
) -> Change | None:
    """Keeps a deal with a next step, a new one or (None) what is planned for it already.

    Like all decisions it is one change with what it does, so that one undo takes both back; `note` takes the place of
    the one that the deal has in this review. Raises InvalidError, also where nothing is planned; NotFoundError.
    """
    with workspace.journal.change("Review") as draft:
        deal = _read_open(draft, review_id, deal_id)
        if step is None:
            act = _find_planned(draft, deal)
        else:
            act = _name_step(draft, _plan_step(draft, workspace, deal, step, at))
        draft.label = f"Keep “{shorten(deal.title)}” with a next step"
        _decide(draft, review_id, deal_id, Decision.KEEP, act, at, note)
    return draft.result


def decide_re_engage(
    workspace: Workspace, review_id: int, deal_id: int, cadence_id: int, *, at: datetime, note: str | None = None
) -> Change | None:
    """Starts a cadence for the deal's main person; raises InvalidError as starting one does."""
    with workspace.journal.change("Review") as draft:
        deal = _read_open(draft, review_id, deal_id)
        enrolment_id = start_within(draft, workspace, cadence_id, deal_id, None, at=at)
        name = draft.value("select name from cadence where id = ?", (cadence_id,))
        close_on = draft.value("select close_on from enrolment where id = ?", (enrolment_id,))
        draft.label = f"Re-engage “{shorten(deal.title)}”"
        act = Act(enrolment_id, name=str(name), day=date.fromisoformat(close_on) if close_on else None)
        _decide(draft, review_id, deal_id, Decision.RE_ENGAGE, act, at, note)
    return draft.result


def decide_move_back(
    workspace: Workspace, review_id: int, deal_id: int, stage_id: int, *, at: datetime, note: str | None = None
) -> Change | None:
    """Moves the deal to a stage further back; raises InvalidError where it is not further back."""
    with workspace.journal.change("Review") as draft:
        deal = _read_open(draft, review_id, deal_id)
        stage = read_stage_row(draft, stage_id)
        place = "select position from stage where id = ?"
        here, there = draft.value(place, (deal.stage_id,)), draft.value(place, (stage_id,))
        if stage.pipeline_id != deal.pipeline_id or here is None or there is None or there >= here:
            message = f"{stage.name} is not further back than the stage that “{shorten(deal.title)}” is in."
            raise InvalidError(message)
        move_within(draft, workspace, [deal], stage, after=None, at=at, why=None)
        draft.label = f"Move “{shorten(deal.title)}” back to {stage.name}"
        _decide(draft, review_id, deal_id, Decision.MOVE_BACK, Act(stage_id, name=stage.name), at, note)
    return draft.result


def decide_lost(
    workspace: Workspace,
    review_id: int,
    deal_id: int,
    reason_id: int | None,
    *,
    at: datetime,
    loss_note: str = "",
    note: str | None = None,
) -> Change | None:
    """Closes the deal as lost; raises InvalidError where the reason is missing or wants a note."""
    with workspace.journal.change("Review") as draft:
        deal = _read_open(draft, review_id, deal_id)
        reason = lose_within(draft, workspace, [deal], reason_id=reason_id, note=loss_note, at=at)
        draft.label = f"Lose “{shorten(deal.title)}”"
        act = Act(reason_id, name=reason, text=clean_note(loss_note))
        _decide(draft, review_id, deal_id, Decision.LOST, act, at, note)
    return draft.result


def decide_snooze(
    workspace: Workspace, review_id: int, deal_id: int, *, until: date, why: str, at: datetime, note: str | None = None
) -> Change | None:
    """Leaves the deal alone until a day, with a reason; raises InvalidError as snoozing does."""
    with workspace.journal.change("Review") as draft:
        deal = _read_open(draft, review_id, deal_id)
        snooze_within(draft, workspace, [deal], until=until, why=why, at=at)
        draft.label = f"Snooze “{shorten(deal.title)}” until {until.day} {until:%B %Y}"
        running = "select id, why from deal_snooze where deal_id = ? and ended_at is null"
        ((snooze_id, kept),) = draft.rows(running, (deal_id,))
        _decide(draft, review_id, deal_id, Decision.SNOOZE, Act(snooze_id, text=kept, day=until), at, note)
    return draft.result


def decide_won(
    workspace: Workspace,
    review_id: int,
    deal_id: int,
    *,
    at: datetime,
    why: str | None = None,
    note: str | None = None,
) -> GatedChange | None:
    """Wins the deal through the gate, as `win_deals` does: raises GateError, which a sentence `why` passes."""
    reason = check_why(why)
    with workspace.journal.change("Review") as draft:
        deal = _read_open(draft, review_id, deal_id)
        answered = win_within(draft, workspace, [deal], at=at, why=reason)
        draft.label = f"Win “{shorten(deal.title)}”"
        if answered.passed:
            draft.label += ", passing what is required"
        _decide(draft, review_id, deal_id, Decision.WON, Act(), at, note)
    return answered.on(draft.result)


def skip_deal(
    workspace: Workspace, review_id: int, deal_id: int, *, at: datetime, note: str | None = None
) -> Change | None:
    """Passes over a deal that nothing was decided about; it stays as it is."""
    with workspace.journal.change("Review") as draft:
        title = _read_title(draft, review_id, deal_id)
        draft.label = f"Skip “{shorten(title)}” in the review"
        _decide(draft, review_id, deal_id, Decision.SKIPPED, Act(), at, note)
    return draft.result


def take_up_again(workspace: Workspace, review_id: int, deal_id: int) -> Change | None:
    """Puts a deal that was decided or skipped back among those to be decided; what was done for it stays done."""
    with workspace.journal.change("Review") as draft:
        title = _read_title(draft, review_id, deal_id)
        draft.label = f"Decide again about “{shorten(title)}”"
        row_id, _decision = _read_line(draft, review_id, deal_id)
        draft.update(ReviewDeal, row_id, decision=None, decided_at=None, details="{}")
    return draft.result


def note_deal(workspace: Workspace, review_id: int, deal_id: int, note: str) -> Change | None:
    """Writes what was said about a deal in a review, decided or not; raises InvalidError for a very long note."""
    with workspace.journal.change("Review") as draft:
        title = _read_title(draft, review_id, deal_id)
        draft.label = f"Note on “{shorten(title)}” in the review"
        row_id, _decision = _read_line(draft, review_id, deal_id)
        draft.update(ReviewDeal, row_id, note=clean_note(note))
    return draft.result


def _decide(
    draft: Draft, review_id: int, deal_id: int, decision: Decision, act: Act, at: datetime, note: str | None
) -> None:
    row_id, former = _read_line(draft, review_id, deal_id)
    if former is not None:
        message = "That deal is decided already. Undo it first, or take it up again."
        raise InvalidError(message)
    columns: dict[str, object] = {} if note is None else {"note": clean_note(note)}
    draft.update(ReviewDeal, row_id, decision=decision.value, decided_at=at, details=write_act(act), **columns)


def _read_open(draft: Draft, review_id: int, deal_id: int) -> DealRow:
    """An open deal of a review that runs; raises InvalidError or NotFoundError for any other."""
    require_running(draft, review_id)
    _read_line(draft, review_id, deal_id)
    deal = read_deal_row(draft, deal_id)
    if deal.status is not DealStatus.OPEN:
        message = f"“{shorten(deal.title)}” is {deal.status} by now. Skip it."
        raise InvalidError(message)
    return deal


def _read_title(draft: Draft, review_id: int, deal_id: int) -> str:
    require_running(draft, review_id)
    return str(draft.value("select title from deal where id = ?", (deal_id,)) or "")


def _read_line(draft: Draft, review_id: int, deal_id: int) -> tuple[int, str | None]:
    row = draft.row("select id, decision from review_deal where review_id = ? and deal_id = ?", (review_id, deal_id))
    if row is None:
        message = "That deal is not in this review."
        raise NotFoundError(message)
    return int(row[0]), row[1]


def _plan_step(draft: Draft, workspace: Workspace, deal: DealRow, step: Step, at: datetime) -> int:
    """A new step, or the one it takes the place of; returns its id."""
    if step.instead_of is None:
        return plan_within(
            draft,
            workspace,
            kind=step.kind,
            subject=step.subject,
            at=at,
            deal_id=deal.deal_id,
            due_on=step.due_on,
            due_at=step.due_at,
            duration=step.duration,
            owner_id=step.owner_id,
            note=step.note,
        )
    planned = "select 1 from activity where id = ? and deal_id = ? and done_at is null"
    if draft.value(planned, (step.instead_of, deal.deal_id)) is None:
        message = "What was planned is done or gone by now. Plan the next step anew."
        raise InvalidError(message)
    words: ActivityEdit = {"kind": step.kind, "subject": step.subject, "due_on": step.due_on, "due_at": step.due_at}
    edit_within(draft, workspace, step.instead_of, **words)
    return step.instead_of


def _find_planned(draft: Draft, deal: DealRow) -> Act:
    found = draft.value(
        "select id from activity where deal_id = ? and done_at is null order by due_on is null, due_on, due_at, id",
        (deal.deal_id,),
    )
    if found is None:
        message = f"Nothing is planned for “{shorten(deal.title)}”. Plan a next step to keep it."
        raise InvalidError(message)
    return _name_step(draft, int(found))


def _name_step(draft: Draft, activity_id: int) -> Act:
    row = draft.row("select kind, subject, due_on from activity where id = ?", (activity_id,))
    assert row is not None
    return Act(activity_id, kind=row[0], text=row[1], day=date.fromisoformat(row[2]) if row[2] else None)
