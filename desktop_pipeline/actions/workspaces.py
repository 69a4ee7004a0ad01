"""Making a workspace: empty, or with the stages of a template and the lists every owner needs."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from desktop_pipeline.actions.checklist_plans import write_usual_checklist
from desktop_pipeline.actions.mail_templates import write_ready_templates
from desktop_pipeline.domain.deals import ReasonGroup
from desktop_pipeline.domain.money import check_currency
from desktop_pipeline.domain.names import tidy
from desktop_pipeline.domain.periods import check_zone
from desktop_pipeline.domain.stages import DEFAULT_STALE_LIMIT, PipelineTemplate, find_template, usual_category
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.tables import ActivityKind, Criterion, Currency, Owner, Pipeline, Reason, Stage
from desktop_pipeline.storage.workspace import Workspace, create_workspace, read_clock, remove_workspace, write_setting

_REASONS: tuple[tuple[str, ReasonGroup, bool], ...] = (
    ("Price", ReasonGroup.WE_LOST, False),
    ("Chose another", ReasonGroup.WE_LOST, False),
    ("Something missing in the offer", ReasonGroup.WE_LOST, False),
    ("Not a fit", ReasonGroup.WE_LOST, False),
    ("No decision", ReasonGroup.NO_DECISION, False),
    ("Bad timing", ReasonGroup.NO_DECISION, False),
    ("No answer", ReasonGroup.NO_DECISION, False),
    ("Duplicate or test", ReasonGroup.NOT_REAL, False),
    ("Other", ReasonGroup.WE_LOST, True),
)


def make_workspace(
    path: Path,
    *,
    template: str | None,
    currency: str = "EUR",
    owner: str | None = None,
    time_zone: str = "UTC",
    with_log: bool = True,
    clock: Callable[[], datetime] = read_clock,
    who: str | None = None,
) -> Workspace:
    """Makes a workspace file and opens it. Without a template its one pipeline has no stages yet (an import fills it).

    Raises RefusedError where the file is there already, InvalidError for an unknown template, currency or time zone.
    """
    base = check_currency(currency)
    check_zone(time_zone)
    chosen = find_template(template) if template is not None else None
    workspace = create_workspace(path, with_log=with_log, clock=clock, who=who)
    try:
        with workspace.journal.change("New workspace", sealed=True) as draft:
            write_setting(draft, "base_currency", base)
            write_setting(draft, "time_zone", time_zone)
            draft.insert(Currency, code=base)
            fill_pipeline(draft, chosen)
            for position, (name, group, needs_note) in enumerate(_REASONS):
                draft.insert(Reason, name=name, reason_group=group.value, needs_note=needs_note, position=position)
            if owner and tidy(owner):
                draft.insert(Owner, name=tidy(owner))
            # A touch by another network; older files have the kinds of their owner.
            position = int(draft.value("select count(*) from activity_kind"))
            draft.insert(ActivityKind, key="message", name="Message", icon="send", position=position)
            write_ready_templates(draft)
        workspace.refresh()
    except BaseException:
        # A file without its stages and reasons would look like a workspace and be none.
        workspace.close()
        remove_workspace(path)
        raise
    return workspace


def fill_pipeline(
    draft: Draft, template: PipelineTemplate | None, *, name: str = "New business", position: int = 0
) -> int:
    """A new pipeline with the stages of a template, or with none; returns its id."""
    pipeline_id = draft.insert(Pipeline, name=name, position=position)
    if template is None:
        return pipeline_id
    for place, stage in enumerate(template.stages):
        stage_id = draft.insert(
            Stage,
            pipeline=pipeline_id,
            name=stage.name,
            position=place,
            probability=stage.probability,
            slow_limit=stage.slow_limit,
            stale_limit=DEFAULT_STALE_LIMIT,
            milestone=stage.milestone.value,
            forecast_category=usual_category(stage.probability).value,
            definition=stage.definition,
            guidance=stage.guidance,
        )
        for row, criterion in enumerate(stage.exit_criteria):
            draft.insert(
                Criterion,
                stage=stage_id,
                position=row,
                kind=criterion.kind.value,
                text=criterion.text,
                asks_for=criterion.asks_for,
            )
    for place, after_sale in enumerate(template.after_sale, len(template.stages)):
        draft.insert(
            Stage,
            pipeline=pipeline_id,
            name=after_sale,
            position=place,
            is_open=False,
            probability=1.0,
            slow_limit=DEFAULT_STALE_LIMIT,
            stale_limit=DEFAULT_STALE_LIMIT,
        )
    if template.after_sale:
        write_usual_checklist(draft, pipeline_id)
    return pipeline_id
