"""What the screen needs of a deal to ask for a decision, gathered on a worker."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop_pipeline.domain.cadences import Start, TouchDay, check_days_found, settle_close
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.reviews import Cause
from desktop_pipeline.queries.activities import ActivityKind, ActivityRow, read_kinds, read_next_activity
from desktop_pipeline.queries.cadences import CadenceRow, preview_days, read_cadences, read_close_proposals
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.queries.lists import LostReason, read_lost_reasons
from desktop_pipeline.queries.review_deal import ReviewDealView, read_review_deal
from desktop_pipeline.queries.settings import read_stage_row
from desktop_pipeline.ui.session import Session

_USUAL_LIMIT = 30


@dataclass(frozen=True, slots=True)
class TouchPlan:
    """A touch of a cadence that would start today."""

    due_on: date
    icon: str
    text: str


@dataclass(frozen=True, slots=True)
class CadencePlan:
    """A cadence as it would run from today; `refusal` says why it cannot."""

    cadence_id: int
    name: str
    touches: tuple[TouchPlan, ...]
    close_on: date | None
    reason: str | None
    refusal: str = ""

    @property
    def days(self) -> int:
        """From the first touch to the last."""
        return (self.touches[-1].due_on - self.touches[0].due_on).days if self.touches else 0


@dataclass(frozen=True, slots=True)
class Needs:
    """A deal of the review with what its choices offer; `proposed_reason` is what a cadence proposes to close with."""

    view: ReviewDealView
    planned: ActivityRow | None
    kinds: tuple[ActivityKind, ...]
    reasons: tuple[LostReason, ...]
    cadences: tuple[CadencePlan, ...]
    stale_limit: int
    proposed_reason: int | None


def gather_needs(session: Session, figures: Figures, review_id: int, deal_id: int) -> Needs | None:
    """All of it; None where the deal is not in the review any more."""
    today = session.today()
    with session.workspace.reading() as view:
        found = read_review_deal(view, figures, review_id, deal_id, today=today)
        if found is None:
            return None
        stage = None if found.deal.stage_id is None else read_stage_row(view, found.deal.stage_id)
        proposed = None
        if any(line.cause is Cause.CLOSE_PROPOSED for line in found.why):
            proposals = read_close_proposals(view, today=today, deal_ids=(deal_id,))
            proposed = proposals[0].reason_id if proposals else None
        plans = [
            _plan(row, preview_days(view, row.steps, today), today)
            for row in read_cadences(view, active_only=True)
            if row.starts is Start.HAND
        ]
        return Needs(
            found,
            read_next_activity(view, deal_id),
            tuple(read_kinds(view)),
            tuple(read_lost_reasons(view)),
            # Those that ask for the end where nobody replies are made for it.
            tuple(sorted(plans, key=lambda plan: (plan.close_on is None, len(plan.touches)))),
            _USUAL_LIMIT if stage is None else stage.stale_limit,
            proposed,
        )


def _plan(row: CadenceRow, days: Sequence[TouchDay], today: date) -> CadencePlan:
    try:
        found = check_days_found(days, row.name)
    except InvalidError as error:
        return CadencePlan(row.cadence_id, row.name, (), None, row.reason, str(error))
    touches = tuple(
        TouchPlan(day, step.icon, step.subject or step.kind_name) for day, step in zip(found, row.steps, strict=True)
    )
    return CadencePlan(row.cadence_id, row.name, touches, settle_close(today, row.closes_after, found), row.reason)
