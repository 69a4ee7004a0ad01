"""The menu of the other pipelines and their stages, for deals that belong into one of them."""

from collections.abc import Callable

from PySide6.QtWidgets import QMenu

from desktop_pipeline.actions import Workspace
from desktop_pipeline.queries.lists import Named, read_pipelines, read_stages


def list_other_pipelines(workspace: Workspace, pipeline_id: int) -> list[tuple[Named, list[Named]]]:
    """The other pipelines in use that have a stage, each with its stages."""
    others = [each for each in read_pipelines(workspace) if each.row_id != pipeline_id]
    known = [(each, read_stages(workspace, each.row_id)) for each in others]
    return [(pipeline, stages) for pipeline, stages in known if stages]


def fill_pipeline_menu(
    menu: QMenu, workspace: Workspace, pipeline_id: int, move: Callable[[Named, Named], object]
) -> None:
    """Offers every stage of the other pipelines; `move(pipeline, stage)` when one is taken."""
    for pipeline, stages in list_other_pipelines(workspace, pipeline_id):
        # Names are the owner's text: their & stays one.
        below = menu.addMenu(pipeline.name.replace("&", "&&"))
        for stage in stages:
            action = below.addAction(stage.name.replace("&", "&&"))
            action.triggered.connect(lambda _=False, taken=(pipeline, stage): move(*taken))
