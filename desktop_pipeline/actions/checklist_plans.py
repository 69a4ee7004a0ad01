"""What begins with a win and ends where it is taken back: the place after the sale, and the planned checklist."""

from datetime import date, datetime

from desktop_pipeline.actions.gates import find_due_day
from desktop_pipeline.actions.records import DealRow, list_people_there
from desktop_pipeline.domain.after_sale import USUAL_CHECKLIST, TickState
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.periods import local_day
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.tables import Activity, AfterSaleStep, AfterSaleTick, Deal
from desktop_pipeline.storage.workspace import Workspace


def begin_after_sale(draft: Draft, workspace: Workspace, deal: DealRow, *, at: datetime) -> None:
    """Puts a deal that was just won into the first stage after the sale, and plans its pipeline's checklist."""
    placed, first = draft.value("select after_sale_stage_id from deal where id = ?", (deal.deal_id,)), None
    if placed is None:
        first = draft.value(
            "select id from stage where pipeline_id = ? and not is_open and not is_archived order by position, id",
            (deal.pipeline_id,),
        )
    if first is not None:
        draft.update(Deal, deal.deal_id, after_sale_stage=first)
    plan_checklist(draft, deal, local_day(at, workspace.zone), at=at)


def plan_checklist(draft: Draft, deal: DealRow, sold_on: date, *, at: datetime) -> int:
    """Plans every line of the checklist that the deal does not have yet, so many days on; returns how many.

    Each falls on a day that is worked on.
    """
    steps = draft.rows(
        "select id, text, kind, after_days from after_sale_step where pipeline_id = ? and not is_archived"
        " and id not in (select step_id from after_sale_tick where deal_id = ?) order by after_days, position, id",
        (deal.pipeline_id, deal.deal_id),
    )
    for step_id, text, kind, after_days in steps:
        due_on = find_due_day(draft, sold_on, after_days, text)
        activity_id = plan_line(draft, deal, text, kind, due_on, at=at)
        draft.insert(
            AfterSaleTick,
            deal=deal.deal_id,
            step=step_id,
            due_on=due_on,
            state=TickState.OPEN.value,
            activity=activity_id,
        )
    return len(steps)


def plan_line(draft: Draft, deal: DealRow, text: str, kind: str, due_on: date, *, at: datetime) -> int:
    """Plans the activity of one line, for the deal's main person; returns its id."""
    return draft.insert(
        Activity,
        deal=deal.deal_id,
        person=next(iter(list_people_there(draft, deal.deal_id)), None),
        owner=deal.owner_id,
        kind=kind,
        subject=text,
        due_on=due_on,
        created_at=at,
    )


def end_after_sale(draft: Draft, deal_id: int) -> None:
    """Takes away what is still planned after a sale that is none any more; what was done stays."""
    rows = draft.rows(
        "select t.id, t.activity_id from after_sale_tick t left join activity a on a.id = t.activity_id"
        " where t.deal_id = ? and t.state = 'open' and a.done_at is null order by t.id",
        (deal_id,),
    )
    for tick_id, activity_id in rows:
        draft.delete(AfterSaleTick, tick_id)
        if activity_id is not None:
            draft.delete(Activity, activity_id)


def write_usual_checklist(draft: Draft, pipeline_id: int) -> None:
    """The checklist that is shipped, within a change that may hold more; InvalidError where there are lines."""
    if draft.value("select 1 from after_sale_step where pipeline_id = ? and not is_archived", (pipeline_id,)):
        message = "The pipeline has a checklist already. Take its lines away first."
        raise InvalidError(message)
    for place, step in enumerate(USUAL_CHECKLIST):
        draft.insert(
            AfterSaleStep,
            pipeline=pipeline_id,
            position=place,
            purpose=step.purpose.value,
            text=step.text,
            kind=step.kind,
            after_days=step.after_days,
        )
