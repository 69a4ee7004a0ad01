"""Editing many deals as one change, by the same functions and through the same gate as a single one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from desktop_pipeline.actions.deal_marks import clean_mark, find_mark
from desktop_pipeline.actions.deals import move_within, shorten
from desktop_pipeline.actions.edits import DealEdit, apply_edit
from desktop_pipeline.actions.gates import Answered, GatedChange
from desktop_pipeline.actions.records import DealRow, read_deal_rows, read_stage_row
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.gates import check_why
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.tables import DealLabel, Label
from desktop_pipeline.storage.workspace import Workspace


@dataclass(frozen=True, slots=True)
class BulkEdit:
    """What is to be changed on every deal; what is not named stays as it is.

    `shift_days` moves each expected close by as many days; deals without one keep none.
    """

    fields: DealEdit = field(default_factory=dict)  # type: ignore[assignment] # an empty edit is an empty dict
    shift_days: int | None = None
    stage_id: int | None = None
    add_label: str | None = None
    remove_label: int | None = None


def edit_deals(
    workspace: Workspace, deal_ids: Sequence[int], wish: BulkEdit, *, at: datetime, why: str | None = None
) -> GatedChange | None:
    """Changes all of these deals or none; returns the change with what the gate reminds of, None where nothing changed.

    Raises InvalidError, and GateError where a deal may not enter the stage (`why` passes it, as in `move_deals`).
    """
    reason = check_why(why)
    answered = Answered()
    with workspace.journal.change("Edit") as draft:
        deals = read_deal_rows(draft, deal_ids)
        draft.label = f"Edit {len(deals)} deals"
        for deal in deals:
            fields = _fields_of(deal, wish)
            if fields:
                apply_edit(draft, workspace, deal, fields, at)
        _change_labels(draft, deals, wish)
        if wish.stage_id is not None:
            # Read again: what was edited before is in their history now.
            moved = [deal for deal in read_deal_rows(draft, deal_ids) if deal.stage_id != wish.stage_id]
            stage = read_stage_row(draft, wish.stage_id)
            answered = move_within(draft, workspace, moved, stage, after=None, at=at, why=reason)
    return answered.on(draft.result)


def _fields_of(deal: DealRow, wish: BulkEdit) -> DealEdit:
    fields = DealEdit(**wish.fields)
    if wish.shift_days is not None and deal.expected_close_on is not None:
        day = date.fromisoformat(deal.expected_close_on)
        try:
            fields["expected_close_on"] = day + timedelta(days=wish.shift_days)
        except OverflowError:
            message = f"“{shorten(deal.title)}” would be expected outside of the calendar."
            raise InvalidError(message) from None
    return fields


def _change_labels(draft: Draft, deals: Sequence[DealRow], wish: BulkEdit) -> None:
    added = None if wish.add_label is None else find_mark(draft, Label, "label", clean_mark(wish.add_label))
    for deal in deals:
        if added is not None:
            known = draft.value("select 1 from deal_label where deal_id = ? and label_id = ?", (deal.deal_id, added))
            if known is None:
                draft.insert(DealLabel, deal=deal.deal_id, label=added)
        if wish.remove_label is not None:
            sql = "select id from deal_label where deal_id = ? and label_id = ?"
            marked = draft.value(sql, (deal.deal_id, wish.remove_label))
            if marked is not None:
                draft.delete(DealLabel, int(marked))
