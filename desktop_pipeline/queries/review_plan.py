"""What a review begins with: what moved since the last one, and which deals need a decision, by which causes."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from desktop_pipeline.domain.periods import local_day, trailing_year
from desktop_pipeline.domain.reviews import Opening, QueuedDeal, ReviewPlan, Rules, Standing, order_queue
from desktop_pipeline.queries.cadences import read_close_proposals
from desktop_pipeline.queries.deals_table import DealLine, read_lines
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.queries.reviews import ReviewView, read_review_rules, read_since
from desktop_pipeline.storage.workspace import View

if TYPE_CHECKING:
    # numpy comes after first paint: whatever needs it is imported on first use.
    from desktop_pipeline.metrics.changing.to_review import DealToReview, ToReview
    from desktop_pipeline.metrics.days import AsOf
    from desktop_pipeline.metrics.telling.asked import Asked


@dataclass(frozen=True, slots=True)
class ReviewSummary:
    """The open deals of a review's people, before it and now; minor units of `currency`."""

    currency: str
    before: Standing
    now: Standing


def plan_review(
    figures: Figures,
    view: View,
    rules: Rules,
    *,
    as_of: date,
    owner_id: int | None = None,
    pipeline_id: int | None = None,
) -> ReviewPlan:
    """The review that could start now; it looks back to the last one of the same people.

    For a worker thread: it measures.
    """
    from desktop_pipeline.metrics.changing.to_review import measure_moved, measure_open  # noqa: PLC0415

    since_at = read_since(view, owner_id=owner_id, as_of=as_of)
    asked, looked_back = _ask(figures, as_of, owner_id, pipeline_id), _to_as_of(view, since_at)
    found = _find(figures, view, asked, rules, looked_back, as_of)
    moved = measure_moved(asked, looked_back)
    return ReviewPlan(
        as_of=as_of,
        since=local_day(since_at, view.zone),
        owner_id=owner_id,
        pipeline_id=pipeline_id,
        rules=rules,
        opening=Opening(view.base_currency, measure_open(asked), moved.moved, moved.won, moved.lost),
        queue=_queue(view, found.deals),
        snoozed=found.snoozed,
    )


def measure_standing(
    figures: Figures, as_of: date, *, owner_id: int | None = None, pipeline_id: int | None = None
) -> Standing:
    """The open deals of a review's people as of the end of a day."""
    from desktop_pipeline.metrics.changing.to_review import measure_open  # noqa: PLC0415

    return measure_open(_ask(figures, as_of, owner_id, pipeline_id))


def count_to_decide(figures: Figures, view: View, *, as_of: date, owner_id: int | None = None) -> int:
    """How many deals a review that started now would hold: for the navigation, on a worker."""
    from desktop_pipeline.metrics.changing.to_review import count_to_review  # noqa: PLC0415

    asked = _ask(figures, as_of, owner_id, None)
    looked_back = _to_as_of(view, read_since(view, owner_id=owner_id, as_of=as_of))
    return count_to_review(asked, read_review_rules(view), looked_back, proposed=_read_proposed(view, as_of))


def read_summary(figures: Figures, review: ReviewView, *, as_of: date) -> ReviewSummary:
    """How the open deals of a review's people stand now, of a finished one as they stood then. For a worker."""
    now = review.closing or measure_standing(figures, as_of, owner_id=review.owner_id, pipeline_id=review.pipeline_id)
    return ReviewSummary(review.opening.currency, review.opening.standing, now)


def _ask(figures: Figures, as_of: date, owner_id: int | None, pipeline_id: int | None) -> "Asked":
    from desktop_pipeline.metrics.selection import Selection  # noqa: PLC0415

    return figures.ask(as_of, trailing_year(as_of), Selection(owner=owner_id, pipeline=pipeline_id))


def _find(figures: Figures, view: View, asked: "Asked", rules: Rules, since: "AsOf", as_of: date) -> "ToReview":
    from desktop_pipeline.metrics.changing.to_review import find_to_review  # noqa: PLC0415

    return find_to_review(
        asked, rules, since, usual_days=figures.usual_days(as_of), proposed=_read_proposed(view, as_of)
    )


def _read_proposed(view: View, as_of: date) -> dict[int, date]:
    return {found.deal_id: found.close_on for found in read_close_proposals(view, today=as_of)}


def _to_as_of(view: View, since: datetime) -> "AsOf":
    from desktop_pipeline.metrics.days import AsOf, day_number, microseconds  # noqa: PLC0415

    return AsOf(microseconds(since), day_number(local_day(since, view.zone)))


def _queue(view: View, deals: "tuple[DealToReview, ...]") -> tuple[QueuedDeal, ...]:
    lines = {
        line.deal_id: line
        for line in read_lines(view, [deal.deal_id for deal in deals], today=view.today(), now=view.now())
    }
    # One that was deleted meanwhile has no line any more.
    return order_queue([_to_queued(deal, lines[deal.deal_id]) for deal in deals if deal.deal_id in lines])


def _to_queued(deal: "DealToReview", line: DealLine) -> QueuedDeal:
    return QueuedDeal(
        deal_id=deal.deal_id,
        title=line.title,
        organisation=line.organisation,
        owner_id=line.owner_id,
        owner=line.owner,
        stage_id=line.stage_id,
        stage=line.stage,
        stage_place=line.stage_position,
        stages=line.stage_count,
        value=line.value,
        base_value=deal.base_value,
        weight=deal.weight,
        why=deal.why,
    )
