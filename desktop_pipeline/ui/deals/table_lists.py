"""The owner's lists as the table of deals has them: what its filters offer, and the own fields that are columns."""

from desktop_pipeline.actions import Change, Workspace
from desktop_pipeline.domain.custom_fields import FieldSubject
from desktop_pipeline.queries.lists import (
    Named,
    read_labels,
    read_owners,
    read_pipelines,
    read_products,
    read_sources,
    read_stages,
)
from desktop_pipeline.queries.settings import FieldRow, read_choice_rows, read_field_rows
from desktop_pipeline.ui.deals.toolbar import DealsToolbar

_TABLES = ("owner", "source", "label", "product", "stage", "pipeline", "custom_field", "custom_choice")


def touches_lists(change: Change) -> bool:
    """Whether filters or columns may be others than before."""
    return any(change.touches(table) for table in _TABLES)


def offer_filters(workspace: Workspace, toolbar: DealsToolbar) -> None:
    """Hands the toolbar what there is to filter by; of several pipelines each stage bears the name of its own."""
    pipelines = read_pipelines(workspace)
    stages = [
        Named(stage.row_id, stage.name if len(pipelines) == 1 else f"{pipeline.name}: {stage.name}")
        for pipeline in pipelines
        for stage in read_stages(workspace, pipeline.row_id)
    ]
    toolbar.set_choices(
        owners=read_owners(workspace),
        stages=stages,
        sources=read_sources(workspace),
        labels=read_labels(workspace),
        products=read_products(workspace),
    )


def read_own_fields(workspace: Workspace) -> list[tuple[FieldRow, dict[int, str]]]:
    """The owner's own fields of deals that are in use, each with the names of its choices by id."""
    return [
        (field, {choice.choice_id: choice.name for choice in read_choice_rows(workspace, field.field_id)})
        for field in read_field_rows(workspace, FieldSubject.DEAL)
        if not field.is_archived
    ]
