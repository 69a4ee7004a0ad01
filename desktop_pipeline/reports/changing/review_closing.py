"""What a review ends with: how its people's open deals stand then, and their forecast as it is kept."""

from dataclasses import dataclass
from datetime import date

from desktop_pipeline.actions import Workspace
from desktop_pipeline.domain.forecasts import KeptForecast
from desktop_pipeline.domain.reviews import Standing
from desktop_pipeline.metrics.selection import Selection
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.queries.review_plan import measure_standing
from desktop_pipeline.reports.ahead.forecast_findings import gather_forecast, keep_as


@dataclass(frozen=True, slots=True)
class Closing:
    """For actions.reviews.finish_review."""

    standing: Standing
    forecast: KeptForecast


def gather_closing(
    figures: Figures,
    workspace: Workspace,
    *,
    as_of: date,
    owner_id: int | None,
    pipeline_id: int | None,
    filters: tuple[str, ...] = (),
) -> Closing:
    """Worked out as of the end of a day, on a worker; `filters` are the names of whom and what the review is of."""
    selection = Selection(owner=owner_id, pipeline=pipeline_id)
    return Closing(
        measure_standing(figures, as_of, owner_id=owner_id, pipeline_id=pipeline_id),
        keep_as(gather_forecast(figures, workspace, as_of, selection), filters),
    )
