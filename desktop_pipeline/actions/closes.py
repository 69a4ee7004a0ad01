"""The days on which several deals are expected to close, each its own, as one change."""

from collections.abc import Mapping
from datetime import date, datetime

from desktop_pipeline.actions.deals import name_deals
from desktop_pipeline.actions.records import add_event, read_deal_rows, settle_instant
from desktop_pipeline.domain.deals import DealStatus, EventKind
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.tables import Deal
from desktop_pipeline.storage.workspace import Workspace


def set_closes(workspace: Workspace, days: Mapping[int, date | None], *, at: datetime) -> Change | None:
    """Gives open deals their expected close by id (None: no date); those that keep theirs leave no trace.

    Raises InvalidError for a closed deal.
    """
    with workspace.journal.change("Expected close") as draft:
        deals = read_deal_rows(draft, list(days))
        draft.label = f"Expected close of {name_deals(deals)}"
        for deal in deals:
            if deal.status is not DealStatus.OPEN:
                message = f"“{deal.title}” is {deal.status}. Reopen it first."
                raise InvalidError(message)
            day = days[deal.deal_id]
            if (day.isoformat() if day else None) == deal.expected_close_on:
                continue
            draft.update(Deal, deal.deal_id, expected_close_on=day)
            instant = settle_instant(workspace, at, deal.last_event_at)
            add_event(draft, workspace, deal.deal_id, EventKind.EXPECTED_CLOSE, instant, expected_close_on=day)
    return draft.result
