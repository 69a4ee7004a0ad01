"""Pipelines: add, from a template or empty, rename, order, archive, bring back."""

from collections.abc import Sequence
from datetime import datetime

from desktop_pipeline.actions.deals import shorten
from desktop_pipeline.actions.records import write_order
from desktop_pipeline.actions.stages import move_all_deals, read_standing_stage, read_standing_stages
from desktop_pipeline.actions.workspaces import fill_pipeline
from desktop_pipeline.domain.errors import InvalidError, NotFoundError, RefusedError
from desktop_pipeline.domain.lists import clean_name
from desktop_pipeline.domain.names import name_key
from desktop_pipeline.domain.stages import DEFAULT_SLOW_LIMIT, DEFAULT_STALE_LIMIT, find_template
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.tables import Pipeline, Stage
from desktop_pipeline.storage.workspace import Workspace

# A pipeline without any stage could hold no deal.
_FIRST_STAGE = "New"
_FIRST_PROBABILITY = 0.5


def add_pipeline(workspace: Workspace, name: str, *, template: str | None = None) -> int:
    """Adds a pipeline with the stages of a template, or with one stage, and returns its id; raises InvalidError."""
    cleaned = clean_name(name, "pipeline")
    chosen = None if template is None else find_template(template)
    with workspace.journal.change(f"Add pipeline “{shorten(cleaned)}”") as draft:
        _require_free(draft, cleaned)
        position = int(draft.value("select coalesce(max(position) + 1, 0) from pipeline"))
        pipeline_id = fill_pipeline(draft, chosen, name=cleaned, position=position)
        if chosen is None:
            draft.insert(
                Stage,
                pipeline=pipeline_id,
                name=_FIRST_STAGE,
                position=0,
                probability=_FIRST_PROBABILITY,
                slow_limit=DEFAULT_SLOW_LIMIT,
                stale_limit=DEFAULT_STALE_LIMIT,
            )
    return pipeline_id


def rename_pipeline(workspace: Workspace, pipeline_id: int, name: str) -> Change | None:
    """Gives a pipeline another name; raises InvalidError for one that is taken."""
    cleaned = clean_name(name, "pipeline")
    with workspace.journal.change("Rename pipeline") as draft:
        before, _archived = _read(draft, pipeline_id)
        draft.label = f"Rename pipeline “{shorten(before)}” to “{shorten(cleaned)}”"
        _require_free(draft, cleaned, but=pipeline_id)
        draft.update(Pipeline, pipeline_id, name=cleaned)
    return draft.result


def reorder_pipelines(workspace: Workspace, ids: Sequence[int]) -> Change | None:
    """Puts the pipelines in use into this order; raises InvalidError for other ids."""
    with workspace.journal.change("Reorder pipelines") as draft:
        rows: dict[int, int] = dict(draft.rows("select id, position from pipeline where not is_archived"))
        write_order(draft, Pipeline, rows, ids, "pipelines")
    return draft.result


def archive_pipeline(
    workspace: Workspace, pipeline_id: int, *, at: datetime, move_deals_to: int | None = None
) -> Change | None:
    """Puts a pipeline away; its open deals go to the stage `move_deals_to` of another one.

    Raises RefusedError while open deals stand in it and no stage is given, and for the last pipeline.
    """
    with workspace.journal.change("Archive pipeline") as draft:
        name, is_archived = _read(draft, pipeline_id)
        draft.label = f"Archive pipeline “{shorten(name)}”"
        if is_archived:
            return None
        if draft.value("select 1 from pipeline where not is_archived and id <> ?", (pipeline_id,)) is None:
            message = f"“{shorten(name)}” is the last pipeline. Add another one first."
            raise RefusedError(message)
        _empty(draft, workspace, pipeline_id, name, move_deals_to, at)
        draft.update(Pipeline, pipeline_id, is_archived=True)
    return draft.result


def unarchive_pipeline(workspace: Workspace, pipeline_id: int) -> Change | None:
    """Brings an archived pipeline back, with its stages; raises InvalidError where its name is taken by now."""
    with workspace.journal.change("Bring back pipeline") as draft:
        name, is_archived = _read(draft, pipeline_id)
        draft.label = f"Bring back pipeline “{shorten(name)}”"
        if is_archived:
            _require_free(draft, name, but=pipeline_id)
            draft.update(Pipeline, pipeline_id, is_archived=False)
    return draft.result


def _empty(
    draft: Draft, workspace: Workspace, pipeline_id: int, name: str, target_id: int | None, at: datetime
) -> None:
    count = int(draft.value("select count(*) from deal where pipeline_id = ? and status = 'open'", (pipeline_id,)))
    if not count:
        return
    if target_id is None:
        deals = "1 open deal stands" if count == 1 else f"{count} open deals stand"
        message = f"{deals} in “{shorten(name)}”. Say where to move {'it' if count == 1 else 'them'} first."
        raise RefusedError(message)
    target = read_standing_stage(draft, target_id)
    archived = draft.value("select is_archived from pipeline where id = ?", (target.pipeline_id,))
    if target.pipeline_id == pipeline_id or target.is_archived or not target.is_open or archived:
        message = "Choose an open stage of another pipeline for its deals."
        raise InvalidError(message)
    for stage in read_standing_stages(draft, pipeline_id):
        move_all_deals(draft, workspace, stage, target, at)


def _read(draft: Draft, pipeline_id: int) -> tuple[str, bool]:
    found = draft.row("select name, is_archived from pipeline where id = ?", (pipeline_id,))
    if found is None:
        message = f"There is no pipeline number {pipeline_id}."
        raise NotFoundError(message)
    return str(found[0]), bool(found[1])


def _require_free(draft: Draft, name: str, *, but: int | None = None) -> None:
    for pipeline_id, other in draft.rows("select id, name from pipeline where not is_archived"):
        if pipeline_id != but and name_key(other) == name_key(name):
            message = f"There is a pipeline “{shorten(other)}” already. Choose another name."
            raise InvalidError(message)
