"""Exit criteria: what the owner asks of a stage, and what is ticked for a deal."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict, Unpack

from desktop_pipeline.actions.deals import shorten
from desktop_pipeline.actions.records import read_deal_row, write_order
from desktop_pipeline.domain.errors import InvalidError, NotFoundError
from desktop_pipeline.domain.gates import (
    Criterion,
    CriterionKind,
    check_asks_for,
    check_kind,
    clean_text,
    custom_field,
)
from desktop_pipeline.domain.qualification import clean_evidence
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.gate_facts import to_criterion
from desktop_pipeline.storage.tables import Criterion as CriterionTable
from desktop_pipeline.storage.tables import CriterionTick
from desktop_pipeline.storage.workspace import Workspace

_MET_BY = {
    CriterionKind.FIELD: "Fill in its field; it is ticked by that.",
    CriterionKind.ACTIVITY: "Finish an activity of its kind; it is ticked by that.",
    CriterionKind.ANSWER: "Answer its question with yes; it is ticked by that.",
}


class CriterionEdit(TypedDict, total=False):
    """What can be edited; `kind` is a domain.gates.CriterionKind."""

    kind: str
    text: str
    asks_for: str | None
    is_required: bool


def add_criterion(
    workspace: Workspace,
    stage_id: int,
    *,
    kind: str,
    text: str,
    asks_for: str | None = None,
    is_required: bool = False,
) -> int:
    """Adds an exit criterion at the end of an open stage's list and returns its id; raises InvalidError."""
    cleaned, chosen = clean_text(text), check_kind(kind)
    with workspace.journal.change("Add") as draft:
        stage = draft.value("select name from stage where id = ? and is_open and not is_archived", (stage_id,))
        if stage is None:
            message = f"There is no open stage number {stage_id}."
            raise NotFoundError(message)
        draft.label = f"Add exit criterion “{shorten(cleaned)}” to “{shorten(str(stage))}”"
        last = draft.value("select coalesce(max(position), -1) from criterion where stage_id = ?", (stage_id,))
        return draft.insert(
            CriterionTable,
            stage=stage_id,
            position=int(last) + 1,
            kind=chosen.value,
            text=cleaned,
            asks_for=_check_asks_for(draft, chosen, asks_for),
            is_required=is_required,
        )


def edit_criterion(workspace: Workspace, criterion_id: int, **fields: Unpack[CriterionEdit]) -> Change | None:
    """Changes an exit criterion; what was ticked before stays ticked. Raises InvalidError."""
    with workspace.journal.change("Edit") as draft:
        criterion = _read_criterion(draft, criterion_id)
        text = clean_text(fields.get("text", criterion.text))
        kind = check_kind(fields.get("kind", criterion.kind))
        asks_for = fields.get("asks_for", criterion.asks_for)
        if (kind, asks_for) != (criterion.kind, criterion.asks_for):
            # What it asks for already may be used no more; only something new must be there.
            asks_for = _check_asks_for(draft, kind, asks_for)
        draft.label = f"Edit exit criterion “{shorten(text)}”"
        is_required = fields.get("is_required", criterion.is_required)
        draft.update(
            CriterionTable, criterion_id, kind=kind.value, text=text, asks_for=asks_for, is_required=is_required
        )
    return draft.result


def reorder_criteria(workspace: Workspace, stage_id: int, ids: Sequence[int]) -> Change | None:
    """Puts the exit criteria of a stage into this order; raises InvalidError for other ids."""
    with workspace.journal.change("Reorder exit criteria") as draft:
        rows: dict[int, int] = dict(
            draft.rows("select id, position from criterion where stage_id = ? and not is_archived", (stage_id,))
        )
        write_order(draft, CriterionTable, rows, ids, "exit criteria")
    return draft.result


def archive_criterion(workspace: Workspace, criterion_id: int) -> Change | None:
    """Asks it no more; what was ticked stays known."""
    with workspace.journal.change("Delete") as draft:
        draft.label = f"Delete exit criterion “{shorten(_read_criterion(draft, criterion_id).text)}”"
        draft.update(CriterionTable, criterion_id, is_archived=True)
    return draft.result


def tick_criterion(
    workspace: Workspace, deal_id: int, criterion_id: int, *, at: datetime, evidence: str = ""
) -> Change | None:
    """Ticks a criterion for a deal; where it is ticked already the evidence is replaced.

    Raises InvalidError for a criterion that is met by a field, an activity or an answer, and for another pipeline's.
    """
    cleaned = clean_evidence(evidence)
    with workspace.journal.change("Tick") as draft:
        deal = read_deal_row(draft, deal_id)
        criterion = _read_criterion(draft, criterion_id)
        if criterion.kind is not CriterionKind.TICK:
            message = f"“{criterion.text}” cannot be ticked by hand. {_MET_BY[criterion.kind]}"
            raise InvalidError(message)
        if draft.value("select pipeline_id from stage where id = ?", (criterion.stage_id,)) != deal.pipeline_id:
            message = f"“{criterion.text}” belongs to another pipeline."
            raise InvalidError(message)
        draft.label = f"Tick “{shorten(criterion.text)}” for “{shorten(deal.title)}”"
        tick_id = _find_tick(draft, deal_id, criterion_id)
        if tick_id is None:
            who = workspace.journal.who
            draft.insert(CriterionTick, deal=deal_id, criterion=criterion_id, at=at, who=who, evidence=cleaned)
        else:
            draft.update(CriterionTick, tick_id, evidence=cleaned)
    return draft.result


def untick_criterion(workspace: Workspace, deal_id: int, criterion_id: int) -> Change | None:
    """Takes a tick away; nothing happens where there is none."""
    with workspace.journal.change("Untick") as draft:
        deal = read_deal_row(draft, deal_id)
        criterion = _read_criterion(draft, criterion_id)
        draft.label = f"Untick “{shorten(criterion.text)}” for “{shorten(deal.title)}”"
        tick_id = _find_tick(draft, deal_id, criterion_id)
        if tick_id is not None:
            draft.delete(CriterionTick, tick_id)
    return draft.result


def _read_criterion(draft: Draft, criterion_id: int) -> Criterion:
    found = draft.row(
        "select stage_id, id, kind, text, asks_for, is_required from criterion where id = ? and not is_archived",
        (criterion_id,),
    )
    if found is None:
        message = f"There is no exit criterion number {criterion_id}."
        raise NotFoundError(message)
    return to_criterion(found[0], found[1:])


def _find_tick(draft: Draft, deal_id: int, criterion_id: int) -> int | None:
    found = draft.value("select id from criterion_tick where deal_id = ? and criterion_id = ?", (deal_id, criterion_id))
    return None if found is None else int(found)


def _check_asks_for(draft: Draft, kind: CriterionKind, asks_for: str | None) -> str | None:
    checked = check_asks_for(kind, asks_for)
    if kind is CriterionKind.ACTIVITY:
        if draft.value("select 1 from activity_kind where key = ? and is_active", (checked,)) is None:
            message = f"There is no kind “{shorten(checked or '')}” of activity."
            raise InvalidError(message)
    elif kind is CriterionKind.FIELD and (field_id := custom_field(checked)) is not None:
        sql = "select 1 from custom_field where id = ? and subject = 'deal' and not is_archived"
        if draft.value(sql, (field_id,)) is None:
            message = f"There is no field number {field_id} of your own on deals."
            raise InvalidError(message)
    return checked
