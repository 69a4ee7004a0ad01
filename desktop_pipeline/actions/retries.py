"""Lost deals that are tried again: planned for a day, proposed then, and begun anew only by hand."""

from datetime import date, datetime

from desktop_pipeline.actions.deals import shorten
from desktop_pipeline.actions.later_deals import start_within
from desktop_pipeline.actions.records import read_deal_row
from desktop_pipeline.actions.relations import RelationKind
from desktop_pipeline.actions.retry_rows import keep_retry
from desktop_pipeline.domain.after_sale import clean_words
from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.errors import InvalidError, NotFoundError
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.tables import Retry
from desktop_pipeline.storage.workspace import Workspace


def plan_retry(workspace: Workspace, deal_id: int, day: date, *, at: datetime, note: str = "") -> Change | None:
    """Has a lost deal proposed again on a day; said again it is that day. Raises InvalidError."""
    words = clean_words(note)
    with workspace.journal.change("Try again") as draft:
        deal = read_deal_row(draft, deal_id)
        if deal.status is not DealStatus.LOST:
            message = f"“{shorten(deal.title)}” is {deal.status}. Only a lost deal is tried again."
            raise InvalidError(message)
        draft.label = f"Try “{shorten(deal.title)}” again from {day.day} {day:%B %Y}"
        keep_retry(draft, workspace, deal_id, day, at=at, note=words)
    return draft.result


def settle_retry(workspace: Workspace, deal_id: int, *, at: datetime) -> Change | None:
    """A lost deal is not proposed any more."""
    with workspace.journal.change("Try again") as draft:
        draft.label = f"Do not try “{shorten(read_deal_row(draft, deal_id).title)}” again"
        found = draft.value("select id from retry where deal_id = ? and settled_at is null", (deal_id,))
        if found is None:
            message = "This deal is not planned to be tried again."
            raise NotFoundError(message)
        draft.update(Retry, int(found), settled_at=at)
    return draft.result


def try_again(workspace: Workspace, deal_id: int, *, at: datetime) -> int:
    """Begins the lost deal anew as a linked open one, with all that is known of it; returns its id."""
    with workspace.journal.change("Try again") as draft:
        earlier = read_deal_row(draft, deal_id)
        draft.label = f"Try “{shorten(earlier.title)}” again"
        later_id = start_within(draft, workspace, earlier, RelationKind.RETRY, at=at)
        found = draft.value("select id from retry where deal_id = ?", (deal_id,))
        if found is not None:
            draft.update(Retry, int(found), settled_at=at, later=later_id)
    return later_id
