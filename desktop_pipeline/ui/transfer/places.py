"""What the workspace has that an import asks for: where stages stand, and the names of each kind."""

from desktop_pipeline.actions import Workspace
from desktop_pipeline.domain.names import name_key
from desktop_pipeline.queries import lists


def read_stage_names(workspace: Workspace) -> list[list[str]]:
    """The stages of each pipeline in their order."""
    return [
        [stage.name for stage in lists.read_stages(workspace, pipeline.row_id)]
        for pipeline in lists.read_pipelines(workspace)
    ]


def find_marks(workspace: Workspace) -> dict[str, tuple[int, int]]:
    """The place of each stage and how many its pipeline has, by the key of its name."""
    pipelines = reversed(read_stage_names(workspace))
    return {name_key(name): (place, len(names)) for names in pipelines for place, name in enumerate(names)}


def read_names(workspace: Workspace, field: str) -> list[str]:
    """The names that words of a field may stand for."""
    if field == "stage":
        return list(dict.fromkeys(name for names in read_stage_names(workspace) for name in names))
    if field == "lost_reason":
        return [reason.name for reason in lists.read_lost_reasons(workspace)]
    read = {
        "owner": lists.read_owners,
        "source": lists.read_sources,
        "product": lists.read_products,
        "label": lists.read_labels,
        "pipeline": lists.read_pipelines,
    }.get(field)
    return [] if read is None else [named.name for named in read(workspace)]
