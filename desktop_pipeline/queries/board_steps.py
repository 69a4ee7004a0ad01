"""How many of the deals that reached a stage of a pipeline went on, for the heads of the board (METRICS §6, §8)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from desktop_pipeline.domain.periods import trailing_year
from desktop_pipeline.queries.figures import Figures

if TYPE_CHECKING:
    # numpy comes after the first paint: whatever needs it is imported on first use.
    from desktop_pipeline.metrics.stages.bottleneck import Narrowest
    from desktop_pipeline.metrics.stages.stage_conversion import Step


@dataclass(frozen=True, slots=True)
class BoardSteps:
    """The steps of the last 12 months by the stage that deals leave, and the narrowest where one stands out."""

    steps: Mapping[int, "Step"] = field(default_factory=dict)
    narrowest: "Narrowest | None" = None


def read_steps(figures: Figures, pipeline_id: int, today: date) -> BoardSteps:
    """Of all deals of the pipeline, whatever the board is filtered by: a share of few deals says little."""
    from desktop_pipeline.metrics.selection import Selection  # noqa: PLC0415
    from desktop_pipeline.metrics.stages.bottleneck import find_bottleneck  # noqa: PLC0415
    from desktop_pipeline.metrics.stages.stage_conversion import measure_conversion  # noqa: PLC0415

    period = trailing_year(today)
    asked = figures.ask(today, period, Selection(pipeline=pipeline_id))
    conversion = measure_conversion(asked.moment, asked.chosen, period)
    bottleneck = find_bottleneck(asked.moment, asked.population, conversion, period)
    own = [step for step in conversion.steps if step.pipeline_id == pipeline_id]
    return BoardSteps({step.stage_id: step for step in own}, bottleneck.conversion)
