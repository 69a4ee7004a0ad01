"""Activities that are planned by themselves for a deal that enters a stage."""

from collections.abc import Sequence

from desktop_pipeline.actions.deals import shorten
from desktop_pipeline.actions.records import write_order
from desktop_pipeline.domain.errors import InvalidError, NotFoundError
from desktop_pipeline.domain.lists import clean_name
from desktop_pipeline.domain.names import brief
from desktop_pipeline.domain.stage_settings import check_days
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.tables import StageActivity
from desktop_pipeline.storage.workspace import Workspace


def add_stage_activity(workspace: Workspace, stage_id: int, *, kind: str, subject: str, after_days: int = 0) -> int:
    """Plans an activity so many days after a deal enters the stage; `kind` is a key. Raises InvalidError."""
    cleaned = clean_name(subject, "activity")
    check_days(after_days, least=0)
    with workspace.journal.change("Add") as draft:
        stage = draft.value("select name from stage where id = ?", (stage_id,))
        if stage is None:
            message = f"There is no stage number {stage_id}."
            raise NotFoundError(message)
        draft.label = f"Add planned activity “{shorten(cleaned)}” to stage “{shorten(str(stage))}”"
        _require_kind(draft, kind)
        position = draft.value("select count(*) from stage_activity where stage_id = ?", (stage_id,))
        return draft.insert(
            StageActivity, stage=stage_id, position=position, kind=kind, subject=cleaned, after_days=after_days
        )


def edit_stage_activity(
    workspace: Workspace, planned_id: int, *, kind: str, subject: str, after_days: int
) -> Change | None:
    """Changes a planned activity; those that deals have already stay. Raises InvalidError."""
    cleaned = clean_name(subject, "activity")
    check_days(after_days, least=0)
    with workspace.journal.change(f"Edit planned activity “{shorten(cleaned)}”") as draft:
        _read_subject(draft, planned_id)
        # A kind that is used no more may stay where it is.
        if kind != draft.value("select kind from stage_activity where id = ?", (planned_id,)):
            _require_kind(draft, kind)
        draft.update(StageActivity, planned_id, kind=kind, subject=cleaned, after_days=after_days)
    return draft.result


def remove_stage_activity(workspace: Workspace, planned_id: int) -> Change | None:
    """Plans it no longer; what deals have already stays."""
    with workspace.journal.change("Delete") as draft:
        draft.label = f"Delete planned activity “{shorten(_read_subject(draft, planned_id))}”"
        draft.delete(StageActivity, planned_id)
    return draft.result


def reorder_stage_activities(workspace: Workspace, stage_id: int, ids: Sequence[int]) -> Change | None:
    """Puts the planned activities of a stage into this order; raises InvalidError for other ids."""
    with workspace.journal.change("Reorder planned activities") as draft:
        rows: dict[int, int] = dict(
            draft.rows("select id, position from stage_activity where stage_id = ? and not is_archived", (stage_id,))
        )
        write_order(draft, StageActivity, rows, ids, "planned activities")
    return draft.result


def _read_subject(draft: Draft, planned_id: int) -> str:
    found = draft.value("select subject from stage_activity where id = ?", (planned_id,))
    if found is None:
        message = f"There is no planned activity number {planned_id}."
        raise NotFoundError(message)
    return str(found)


def _require_kind(draft: Draft, kind: str) -> None:
    if draft.value("select 1 from activity_kind where key = ? and is_active", (kind,)) is None:
        message = f"There is no kind “{brief(kind)}” of activity."
        raise InvalidError(message)
