"""Milestones that a deal is marked with by hand: marketing and sales have qualified it (METRICS §10)."""

from datetime import date

from desktop_pipeline.actions.deals import shorten
from desktop_pipeline.actions.records import read_deal_row
from desktop_pipeline.domain.activities import FIRST_DAY
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.milestones import Milestone
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.tables import MilestoneMark
from desktop_pipeline.storage.workspace import Workspace


def mark_milestone(workspace: Workspace, deal_id: int, milestone: Milestone, *, on: date) -> Change | None:
    """Says that a deal passed a milestone on a day, beside what its stages tell; raises InvalidError.

    With it is kept which rule held when it was said: the stage of its pipeline that carried the milestone.
    """
    if milestone is Milestone.NONE or not FIRST_DAY <= on <= workspace.today():
        message = "A deal passed MQL or SQL today or on an earlier day."
        raise InvalidError(message)
    with workspace.journal.change("Mark") as draft:
        deal = read_deal_row(draft, deal_id)
        draft.label = f"Mark “{shorten(deal.title)}” as {milestone.value.upper()}"
        stage = draft.value(
            "select name from stage where pipeline_id = ? and milestone = ? and is_open and not is_archived"
            " order by position, id",
            (deal.pipeline_id, milestone.value),
        )
        rule = "by hand, no stage carries it" if stage is None else f"by hand, else from “{stage}” on"
        known = _find(draft, deal_id, milestone)
        if known is None:
            draft.insert(MilestoneMark, deal=deal_id, milestone=milestone.value, on=on, rule=rule)
        else:
            draft.update(MilestoneMark, known, on=on, rule=rule)
    return draft.result


def unmark_milestone(workspace: Workspace, deal_id: int, milestone: Milestone) -> Change | None:
    """Takes the mark back; nothing happens where there is none."""
    with workspace.journal.change("Unmark") as draft:
        deal = read_deal_row(draft, deal_id)
        draft.label = f"No longer mark “{shorten(deal.title)}” as {milestone.value.upper()}"
        known = _find(draft, deal_id, milestone)
        if known is not None:
            draft.delete(MilestoneMark, known)
    return draft.result


def _find(draft: Draft, deal_id: int, milestone: Milestone) -> int | None:
    sql = "select id from milestone_mark where deal_id = ? and milestone = ?"
    found = draft.value(sql, (deal_id, milestone.value))
    return None if found is None else int(found)
