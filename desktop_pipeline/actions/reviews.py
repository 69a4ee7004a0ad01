"""What a person does with a review as a whole: begin it, finish it or give it up, and choose what comes into them."""

import json
from datetime import date, datetime

from desktop_pipeline.actions.deals import shorten
from desktop_pipeline.actions.records import require_row
from desktop_pipeline.domain.errors import InvalidError, NotFoundError
from desktop_pipeline.domain.forecasts import KeptForecast, write_forecast
from desktop_pipeline.domain.periods import local_day
from desktop_pipeline.domain.review_texts import write_opening, write_rules, write_standing, write_why
from desktop_pipeline.domain.reviews import (
    ReviewPlan,
    ReviewState,
    Rhythm,
    Rules,
    Standing,
    check_rules,
    clean_note,
)
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.tables import ForecastSnapshot, Review, ReviewDeal
from desktop_pipeline.storage.workspace import Workspace, write_setting


def set_review_rules(workspace: Workspace, rules: Rules) -> Change | None:
    """What puts deals into reviews from now on; raises InvalidError."""
    checked = check_rules(rules)
    with workspace.journal.change("Change what comes into reviews") as draft:
        write_setting(draft, "review_rules", write_rules(checked))
    return draft.result


def set_review_rhythm(workspace: Workspace, rhythm: Rhythm) -> Change | None:
    """How often reviews are held from now on."""
    with workspace.journal.change("Change how often reviews are held") as draft:
        write_setting(draft, "review_rhythm", rhythm.value)
    return draft.result


def start_review(workspace: Workspace, plan: ReviewPlan, *, at: datetime) -> int:
    """Begins a review as it was planned and returns its id.

    Raises InvalidError where one of the same people runs, or the queue names a deal twice.
    """
    with workspace.journal.change("Start a review") as draft:
        require_row(draft, "owner", plan.owner_id)
        require_row(draft, "pipeline", plan.pipeline_id)
        running = "select 1 from review where state = 'running' and owner_id is ?"
        if draft.value(running, (plan.owner_id,)) is not None:
            message = "A review is running already. Go on with it, or give it up first."
            raise InvalidError(message)
        draft.label = f"Start the {_name(draft, plan.owner_id, plan.as_of)}"
        review_id = draft.insert(
            Review,
            started_at=at,
            who=workspace.journal.who,
            as_of=plan.as_of,
            since=plan.since,
            owner=plan.owner_id,
            pipeline=plan.pipeline_id,
            state=ReviewState.RUNNING.value,
            rules=write_rules(plan.rules),
            opening=write_opening(plan.opening),
        )
        deals = [queued.deal_id for queued in plan.queue]
        if len(set(deals)) < len(deals):
            message = "A deal stands in the queue twice."
            raise InvalidError(message)
        missing = "select value from json_each(?) where value not in (select id from deal)"
        require_row(draft, "deal", draft.value(missing, (json.dumps(deals),)))
        # One statement for all of them: a queue may be of tens of thousands
        draft.insert_rows(
            ReviewDeal,
            ("review_id", "deal_id", "position", "why", "details", "note"),
            (
                (review_id, queued.deal_id, place, write_why(queued.why), "{}", "")
                for place, queued in enumerate(plan.queue)
            ),
        )
    return review_id


def finish_review(
    workspace: Workspace,
    review_id: int,
    closing: Standing,
    *,
    next_on: date | None,
    at: datetime,
    forecast: KeptForecast | None = None,
    note: str | None = None,
) -> Change | None:
    """Ends a review with the figures after it, a snapshot of the forecast and the day of the next one.

    What is still to be decided stays so. Raises InvalidError where it runs no more, or the next one comes before it.
    """
    with workspace.journal.change("Finish a review") as draft:
        require_running(draft, review_id)
        owner_id, as_of, kept_note = _read_review(draft, review_id)
        today = local_day(at, workspace.zone)
        if next_on is not None and next_on <= today:
            message = "The next review comes after today. Choose a later day."
            raise InvalidError(message)
        named = _name(draft, owner_id, as_of)
        draft.label = f"Finish the {named}"
        snapshot = None
        if forecast is not None:
            snapshot = draft.insert(
                ForecastSnapshot,
                at=at,
                who=workspace.journal.who,
                as_of=today,
                note=f"{named[:1].upper()}{named[1:]}",
                document=write_forecast(forecast),
            )
        draft.update(
            Review,
            review_id,
            state=ReviewState.FINISHED.value,
            closing=write_standing(closing),
            finished_at=at,
            next_on=next_on,
            note=kept_note if note is None else clean_note(note),
            snapshot=snapshot,
        )
    return draft.result


def drop_review(workspace: Workspace, review_id: int, *, at: datetime) -> Change | None:
    """Gives up a review that runs; what was decided in it stays done."""
    with workspace.journal.change("Give up a review") as draft:
        require_running(draft, review_id)
        owner_id, as_of, _note = _read_review(draft, review_id)
        draft.label = f"Give up the {_name(draft, owner_id, as_of)}"
        draft.update(Review, review_id, state=ReviewState.DROPPED.value, finished_at=at)
    return draft.result


def require_running(draft: Draft, review_id: int) -> None:
    """Raises InvalidError where the review is over, NotFoundError where there is none."""
    if _read_state(draft, review_id) != ReviewState.RUNNING:
        message = "This review is over. Start a new one to decide more."
        raise InvalidError(message)


def _read_state(draft: Draft, review_id: int) -> str:
    state = draft.value("select state from review where id = ?", (review_id,))
    if state is None:
        message = f"There is no review number {review_id}."
        raise NotFoundError(message)
    return str(state)


def _read_review(draft: Draft, review_id: int) -> tuple[int | None, date, str]:
    row = draft.row("select owner_id, as_of, note from review where id = ?", (review_id,))
    assert row is not None
    return row[0], date.fromisoformat(row[1]), str(row[2])


def _name(draft: Draft, owner_id: int | None, day: date) -> str:
    owner = None if owner_id is None else draft.value("select name from owner where id = ?", (owner_id,))
    whose = f" with {shorten(str(owner))}" if owner else ""
    return f"review{whose} of {day.day} {day:%B %Y}"
