"""What the review screen reads on a worker: the plan of a review, and the figures that it ends with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from desktop_pipeline.domain.forecasts import KeptForecast
from desktop_pipeline.domain.reviews import Opening, ReviewPlan, Standing
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.queries.gates import read_titles
from desktop_pipeline.queries.review_plan import measure_standing, plan_review
from desktop_pipeline.queries.reviews import ReviewView, read_review_rules
from desktop_pipeline.ui.session import Session


@dataclass(frozen=True, slots=True)
class Planned:
    """A review that could start now, with the titles of the deals that were won and lost."""

    plan: ReviewPlan
    titles: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Ended:
    """How the open deals stand at the end, and the forecast where it is to be kept."""

    standing: Standing
    forecast: KeptForecast | None


def gather_plan(session: Session, figures: Figures, owner_id: int | None) -> Planned:
    """The review of one owner, or of everybody, as it could start today."""
    with session.workspace.reading() as view:
        plan = plan_review(figures, view, read_review_rules(view), as_of=session.today(), owner_id=owner_id)
        return Planned(plan, read_titles(view, list_closed(plan.opening)))


def gather_end(session: Session, figures: Figures, review: ReviewView, as_of: date, *, forecast: bool) -> Ended:
    """The figures after a review."""
    standing = measure_standing(figures, as_of, owner_id=review.owner_id, pipeline_id=review.pipeline_id)
    return Ended(standing, _keep_forecast(session, figures, review, as_of) if forecast else None)


def list_closed(opening: Opening) -> list[int]:
    """The deals that were won or lost since the last review."""
    return [line.deal_id for line in (*opening.won, *opening.lost)]


def _keep_forecast(session: Session, figures: Figures, review: ReviewView, as_of: date) -> KeptForecast:
    # numpy comes with it: never before the first paint.
    from desktop_pipeline.metrics.selection import Selection  # noqa: PLC0415
    from desktop_pipeline.reports.ahead.forecast_findings import gather_forecast, keep_as  # noqa: PLC0415

    selection = Selection(pipeline=review.pipeline_id, owner=review.owner_id)
    names = [name for name in (review.owner, review.pipeline) if name]
    return keep_as(gather_forecast(figures, session.workspace, as_of, selection), names)
