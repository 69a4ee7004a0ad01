"""The checklist after a sale, as a pipeline has it: its lines are planned for each deal that is won."""

from collections.abc import Sequence

from desktop_pipeline.actions.checklist_plans import write_usual_checklist
from desktop_pipeline.actions.deals import shorten
from desktop_pipeline.actions.records import write_order
from desktop_pipeline.domain.after_sale import Purpose
from desktop_pipeline.domain.errors import NotFoundError
from desktop_pipeline.domain.lists import clean_name
from desktop_pipeline.domain.names import brief
from desktop_pipeline.domain.stage_settings import check_days
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.tables import AfterSaleStep
from desktop_pipeline.storage.workspace import Workspace


def use_usual_checklist(workspace: Workspace, pipeline_id: int) -> Change | None:
    """Gives a pipeline without a checklist the one that is shipped; raises InvalidError where it has lines."""
    with workspace.journal.change("Checklist") as draft:
        draft.label = f"Usual checklist for pipeline “{shorten(_name_pipeline(draft, pipeline_id))}”"
        write_usual_checklist(draft, pipeline_id)
    return draft.result


def add_checklist_step(
    workspace: Workspace, pipeline_id: int, text: str, *, kind: str = "task", after_days: int = 0
) -> int:
    """Adds a line at the end and returns its id; deals that are won already do not get it. Raises InvalidError."""
    cleaned = clean_name(text, "line")
    check_days(after_days, least=0)
    with workspace.journal.change("Checklist") as draft:
        name = _name_pipeline(draft, pipeline_id)
        draft.label = f"Add “{shorten(cleaned)}” to the checklist of “{shorten(name)}”"
        _require_kind(draft, kind)
        position = draft.value(
            "select coalesce(max(position) + 1, 0) from after_sale_step where pipeline_id = ?", (pipeline_id,)
        )
        return draft.insert(
            AfterSaleStep,
            pipeline=pipeline_id,
            position=position,
            purpose=Purpose.OWN.value,
            text=cleaned,
            kind=kind,
            after_days=after_days,
        )


def edit_checklist_step(
    workspace: Workspace,
    step_id: int,
    *,
    text: str | None = None,
    purpose: Purpose | None = None,
    kind: str | None = None,
    after_days: int | None = None,
) -> Change | None:
    """Changes a line; what is planned for deals already stays as it is. Raises InvalidError."""
    with workspace.journal.change("Checklist") as draft:
        former, former_kind = _read_step(draft, step_id)
        draft.label = f"Edit “{shorten(former)}” of the checklist"
        changed: dict[str, object] = {}
        if text is not None:
            changed["text"] = clean_name(text, "line")
        if purpose is not None:
            changed["purpose"] = purpose.value
        if kind is not None and kind != former_kind:
            _require_kind(draft, kind)
            changed["kind"] = kind
        if after_days is not None:
            changed["after_days"] = check_days(after_days, least=0)
        if changed:
            draft.update(AfterSaleStep, step_id, **changed)
    return draft.result


def remove_checklist_step(workspace: Workspace, step_id: int) -> Change | None:
    """Takes a line off the checklist; deals that have it keep it."""
    with workspace.journal.change("Checklist") as draft:
        text, _kind = _read_step(draft, step_id)
        draft.label = f"Take “{shorten(text)}” off the checklist"
        if draft.value("select 1 from after_sale_tick where step_id = ?", (step_id,)) is None:
            draft.delete(AfterSaleStep, step_id)
        else:
            draft.update(AfterSaleStep, step_id, is_archived=True)
    return draft.result


def reorder_checklist(workspace: Workspace, pipeline_id: int, ids: Sequence[int]) -> Change | None:
    """Puts the lines of a pipeline into this order; raises InvalidError for other ids."""
    with workspace.journal.change("Reorder the checklist") as draft:
        lines = "select id, position from after_sale_step where pipeline_id = ? and not is_archived"
        rows: dict[int, int] = dict(draft.rows(lines, (pipeline_id,)))
        write_order(draft, AfterSaleStep, rows, ids, "lines of the checklist")
    return draft.result


def _name_pipeline(draft: Draft, pipeline_id: int) -> str:
    found = draft.value("select name from pipeline where id = ?", (pipeline_id,))
    if found is None:
        message = f"There is no pipeline number {pipeline_id}."
        raise NotFoundError(message)
    return str(found)


def _read_step(draft: Draft, step_id: int) -> tuple[str, str]:
    found = draft.row("select text, kind from after_sale_step where id = ? and not is_archived", (step_id,))
    if found is None:
        message = "This line is not on the checklist any more."
        raise NotFoundError(message)
    return str(found[0]), str(found[1])


def _require_kind(draft: Draft, kind: str) -> None:
    if draft.value("select 1 from activity_kind where key = ? and is_active", (kind,)) is None:
        message = f"There is no kind “{brief(kind)}” of activity."
        raise NotFoundError(message)
