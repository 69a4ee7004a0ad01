"""The reviews that the sample company has held: of the two weeks before, told by what happened after them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from desktop_pipeline.domain.activities import FIRST_DAY, at_time
from desktop_pipeline.domain.deals import EventKind
from desktop_pipeline.domain.periods import Period, end_of_day, start_of_day, trailing_year
from desktop_pipeline.domain.review_texts import write_act, write_opening, write_rules, write_standing, write_why
from desktop_pipeline.domain.reviews import Act, Cause, Decision, Opening, ReviewState, Rules
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.instants import to_microseconds
from desktop_pipeline.storage.tables import Review, ReviewDeal
from desktop_pipeline.storage.workspace import Workspace

if TYPE_CHECKING:
    # numpy comes with the first sample company, not with the start.
    from desktop_pipeline.metrics.changing.to_review import DealToReview
    from desktop_pipeline.metrics.history import History

_WEEKS = (2, 1)
_WEEK = timedelta(days=7)
# Begun in the morning and finished when the day was over: the next one looks back to what it ended with.
_BEGAN, _TOOK, _EACH = time(9, 0), timedelta(hours=9, minutes=30), timedelta(minutes=2)
_MOST = 9
_SOON = timedelta(days=10)
_NOTE = "The price of oak goes up next month: send what is promised before."
_PLACES: Mapping[Cause, int] = {cause: place for place, cause in enumerate(Cause)}


def write_reviews(draft: Draft, workspace: Workspace, who: str, today: date) -> None:
    """After everything that happens to deals: the decisions of then are those that were followed."""
    from desktop_pipeline.storage.columns import load_history  # noqa: PLC0415 - likewise

    history = load_history(draft, workspace.base_currency, workspace.zone).history
    for weeks in _WEEKS:
        if (day := today - weeks * _WEEK) - _WEEK >= FIRST_DAY:
            _write_review(draft, workspace, history, who, day)


def _write_review(draft: Draft, workspace: Workspace, history: "History", who: str, day: date) -> None:
    from desktop_pipeline.metrics.changing.to_review import (  # noqa: PLC0415 - likewise
        find_to_review,
        measure_moved,
        measure_open,
    )
    from desktop_pipeline.metrics.days import AsOf, day_number, microseconds  # noqa: PLC0415 - likewise
    from desktop_pipeline.metrics.moment import look  # noqa: PLC0415 - likewise
    from desktop_pipeline.metrics.telling.asked import Asked  # noqa: PLC0415 - likewise

    zone, began = workspace.zone, at_time(day, _BEGAN, workspace.zone)
    before = Asked(look(history, AsOf(microseconds(began), day_number(day))), trailing_year(day))
    after = Asked(look(history, AsOf(microseconds(began + _TOOK), day_number(day))), trailing_year(day))
    since = at_time(day - _WEEK, _BEGAN, zone) + _TOOK
    looked_back = AsOf(microseconds(since), day_number(day - _WEEK))
    found = find_to_review(before, Rules(), looked_back, usual_days={}, proposed={})
    if not found.deals:
        return
    moved = measure_moved(before, looked_back)
    review_id = draft.insert(
        Review,
        started_at=began,
        who=who,
        as_of=day,
        since=day - _WEEK,
        state=ReviewState.FINISHED.value,
        rules=write_rules(Rules()),
        opening=write_opening(
            Opening(workspace.base_currency, measure_open(before), moved.moved, moved.won, moved.lost)
        ),
        closing=write_standing(measure_open(after)),
        finished_at=began + _TOOK,
        next_on=day + _WEEK,
        note=_NOTE if day.isocalendar().week % 2 else "",
    )
    gravest = sorted(found.deals, key=lambda deal: (_PLACES[deal.why[0].cause], -deal.weight, deal.deal_id))
    _write_deals(draft, workspace, review_id, gravest[:_MOST], day, began)


def _write_deals(
    draft: Draft, workspace: Workspace, review_id: int, deals: "Sequence[DealToReview]", day: date, began: datetime
) -> None:
    for place, deal in enumerate(deals):
        decision, act = _find_decision(draft, workspace, deal.deal_id, day)
        draft.insert(
            ReviewDeal,
            review=review_id,
            deal=deal.deal_id,
            position=place,
            why=write_why(deal.why),
            decision=decision.value,
            decided_at=began + (place + 1) * _EACH,
            details=write_act(act),
        )


def _find_decision(draft: Draft, workspace: Workspace, deal_id: int, day: date) -> tuple[Decision, Act]:
    """Lost where it was lost that day, kept with what was to be done soon after; otherwise nothing was decided."""
    first, last = (
        to_microseconds(instant) for instant in (start_of_day(day, workspace.zone), end_of_day(day, workspace.zone))
    )
    lost = draft.row(
        "select r.id, r.name, e.note from history_event e join reason r on r.id = e.reason_id"
        " where e.deal_id = ? and e.kind = ? and e.at between ? and ?",
        (deal_id, EventKind.LOST, first, last),
    )
    if lost is not None:
        return Decision.LOST, Act(lost[0], name=lost[1], text=lost[2] or "")
    soon = Period(day, day + _SOON)
    step = draft.row(
        "select id, kind, subject, due_on from activity where deal_id = ? and due_on >= ? and due_on < ?"
        " and (done_at is null or done_at > ?) order by due_on, id",
        (deal_id, soon.start.isoformat(), soon.end.isoformat(), last),
    )
    if step is None:
        return Decision.SKIPPED, Act()
    return Decision.KEEP, Act(step[0], kind=step[1], text=step[2], day=date.fromisoformat(step[3]))
