"""What the review screen reads on a worker: the plan of a review, and the figures that it ends with."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from desktop_pipeline.domain.reviews import Cause, Opening, ReviewPlan, Standing
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.queries.gates import read_titles
from desktop_pipeline.queries.review_plan import measure_standing, plan_review
from desktop_pipeline.queries.reviews import ReviewView, read_planned, read_review_rules
from desktop_pipeline.ui.session import Session

if TYPE_CHECKING:
    from desktop_pipeline.reports.changing.review_closing import Closing


@dataclass(frozen=True, slots=True)
class Planned:
    """A review that could start now, the titles of the deals that were won and lost, the day it was planned for.

    `causes`: how many deals are in it by each.
    """

    plan: ReviewPlan
    causes: Mapping[Cause, int]
    titles: Mapping[int, str]
    planned_for: date | None


def gather_plan(session: Session, figures: Figures, owner_id: int | None) -> Planned:
    """The review of one owner, or of everybody, as it could start today."""
    with session.workspace.reading() as view:
        plan = plan_review(figures, view, read_review_rules(view), as_of=session.today(), owner_id=owner_id)
        titles = read_titles(view, list_closed(plan.opening))
        causes = Counter(line.cause for deal in plan.queue for line in deal.why)
        return Planned(plan, causes, titles, read_planned(view, owner_id=owner_id))


def gather_end(session: Session, figures: Figures, review: ReviewView, as_of: date) -> "Closing":
    """The figures after a review, and the forecast as it is kept."""
    # numpy comes with it: never before the first paint.
    from desktop_pipeline.reports.changing.review_closing import gather_closing  # noqa: PLC0415

    names = tuple(name for name in (review.owner, review.pipeline) if name)
    return gather_closing(
        figures,
        session.workspace,
        as_of=as_of,
        owner_id=review.owner_id,
        pipeline_id=review.pipeline_id,
        filters=names,
    )


def gather_standing(figures: Figures, review: ReviewView, as_of: date) -> Standing:
    """How the open deals of a review's people stand."""
    return measure_standing(figures, as_of, owner_id=review.owner_id, pipeline_id=review.pipeline_id)


def list_closed(opening: Opening) -> list[int]:
    """The deals that were won or lost since the last review."""
    return [line.deal_id for line in (*opening.won, *opening.lost)]
