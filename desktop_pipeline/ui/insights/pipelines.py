"""Which pipeline a page about stages shows: the one that is asked for, else the busiest."""

from collections.abc import Iterable, Mapping

from desktop_pipeline.ui.insights.question import Question


def choose_pipeline(question: Question, deals: Iterable[tuple[int, int]]) -> int | None:
    """`deals` are counts by the id of a pipeline; of two that are alike the first one."""
    if question.selection.pipeline is not None:
        return question.selection.pipeline
    counted: dict[int, int] = {}
    for pipeline_id, count in deals:
        counted[pipeline_id] = counted.get(pipeline_id, 0) + count
    return max(counted, key=lambda pipeline_id: counted[pipeline_id], default=None)


def name_pipeline(pipelines: Mapping[int, str], pipeline_id: int | None, caption: str) -> str:
    """The caption, after the pipeline's name where there are several."""
    name = pipelines.get(pipeline_id) if pipeline_id is not None else None
    return f"{name}, {caption}" if name is not None and len(pipelines) > 1 else caption
