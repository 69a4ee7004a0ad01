"""What a person does with the checklist of a won deal: begin it, tick a line, leave one out."""

from dataclasses import dataclass
from datetime import date, datetime

from desktop_pipeline.actions.activities import finish_activity, reopen_activity
from desktop_pipeline.actions.checklist_plans import plan_checklist, plan_line, write_usual_checklist
from desktop_pipeline.actions.deals import shorten
from desktop_pipeline.actions.records import DealRow, read_deal_row
from desktop_pipeline.domain.after_sale import TickState, clean_words
from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.errors import InvalidError, NotFoundError
from desktop_pipeline.domain.periods import local_day
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.tables import Activity, AfterSaleTick
from desktop_pipeline.storage.workspace import Workspace


@dataclass(frozen=True, slots=True)
class _Tick:
    deal_id: int
    title: str
    text: str
    kind: str
    state: TickState
    due_on: date
    activity_id: int | None
    is_finished: bool  # its activity is done


def start_checklist(workspace: Workspace, deal_id: int, *, at: datetime) -> Change | None:
    """Plans what a won deal does not have of its pipeline's checklist, from today on; raises InvalidError."""
    with workspace.journal.change("Checklist") as draft:
        deal = _require_won(draft, deal_id)
        draft.label = f"Plan the checklist of “{shorten(deal.title)}”"
        if not plan_checklist(draft, deal, local_day(at, workspace.zone), at=at):
            message = "The pipeline’s checklist has no lines that the deal does not have. Settings has its lines."
            raise InvalidError(message)
    return draft.result


def start_usual_checklist(workspace: Workspace, deal_id: int, *, at: datetime) -> Change | None:
    """Gives the pipeline of a won deal the checklist that is shipped, and plans it; InvalidError where it has one."""
    with workspace.journal.change("Checklist") as draft:
        deal = _require_won(draft, deal_id)
        draft.label = f"Plan the usual checklist of “{shorten(deal.title)}”"
        write_usual_checklist(draft, deal.pipeline_id)
        plan_checklist(draft, deal, local_day(at, workspace.zone), at=at)
    return draft.result


def tick_line(workspace: Workspace, tick_id: int, *, at: datetime, result: str = "") -> Change | None:
    """Says that a line is done: its activity is finished, a real touch of the customer. Raises InvalidError."""
    tick = _read(workspace, tick_id)
    if tick.state is not TickState.OPEN or tick.is_finished:
        message = f"“{shorten(tick.text)}” is {'done' if tick.is_finished else tick.state} already."
        raise InvalidError(message)
    if tick.activity_id is not None:
        return finish_activity(workspace, tick.activity_id, at=at, result=result)
    with workspace.journal.change(f"Tick “{shorten(tick.text)}” for “{shorten(tick.title)}”") as draft:
        draft.update(AfterSaleTick, tick_id, state=TickState.DONE.value, settled_at=at, note=clean_words(result))
    return draft.result


def open_line(workspace: Workspace, tick_id: int, *, at: datetime) -> Change | None:
    """Opens a line again that was done or left out, with its activity; raises InvalidError for an open one."""
    tick = _read(workspace, tick_id)
    if tick.state is TickState.OPEN and tick.is_finished and tick.activity_id is not None:
        return reopen_activity(workspace, tick.activity_id)
    if tick.state is TickState.OPEN:
        message = f"“{shorten(tick.text)}” is open."
        raise InvalidError(message)
    with workspace.journal.change(f"Open “{shorten(tick.text)}” for “{shorten(tick.title)}” again") as draft:
        activity_id = tick.activity_id
        if activity_id is None:
            deal = read_deal_row(draft, tick.deal_id)
            activity_id = plan_line(draft, deal, tick.text, tick.kind, tick.due_on, at=at)
        draft.update(AfterSaleTick, tick_id, state=TickState.OPEN.value, settled_at=None, note="", activity=activity_id)
    return draft.result


def leave_out_line(workspace: Workspace, tick_id: int, *, at: datetime, note: str = "") -> Change | None:
    """Says that a line does not apply to this deal: its activity goes. Raises InvalidError."""
    tick = _read(workspace, tick_id)
    if tick.state is not TickState.OPEN or tick.is_finished:
        message = f"“{shorten(tick.text)}” is {'done' if tick.is_finished else tick.state} already."
        raise InvalidError(message)
    with workspace.journal.change(f"Leave out “{shorten(tick.text)}” for “{shorten(tick.title)}”") as draft:
        draft.update(
            AfterSaleTick,
            tick_id,
            state=TickState.LEFT_OUT.value,
            settled_at=at,
            note=clean_words(note),
            activity=None,
        )
        if tick.activity_id is not None:
            draft.delete(Activity, tick.activity_id)
    return draft.result


def _require_won(draft: Draft, deal_id: int) -> DealRow:
    deal = read_deal_row(draft, deal_id)
    if deal.status is not DealStatus.WON:
        message = f"“{shorten(deal.title)}” is {deal.status}. The checklist is for won deals."
        raise InvalidError(message)
    return deal


def _read(workspace: Workspace, tick_id: int) -> _Tick:
    found = workspace.row(
        "select t.deal_id, d.title, s.text, s.kind, t.state, t.due_on, t.activity_id, a.done_at is not null"
        " from after_sale_tick t join deal d on d.id = t.deal_id join after_sale_step s on s.id = t.step_id"
        " left join activity a on a.id = t.activity_id where t.id = ? and d.deleted_at is null",
        (tick_id,),
    )
    if found is None:
        message = "This line is not on the deal’s checklist any more."
        raise NotFoundError(message)
    deal_id, title, text, kind, state, due_on, activity_id, is_finished = found
    return _Tick(
        deal_id, title, text, kind, TickState(state), date.fromisoformat(due_on), activity_id, bool(is_finished)
    )
