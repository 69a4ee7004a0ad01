"""When a lost deal is to be tried again, as a part of the changes that lose or reopen it."""

from datetime import date, datetime

from desktop_pipeline.domain.activities import check_day
from desktop_pipeline.domain.after_sale import check_retry
from desktop_pipeline.domain.periods import local_day
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.tables import Retry
from desktop_pipeline.storage.workspace import Workspace


def keep_retry(
    draft: Draft, workspace: Workspace, deal_id: int, day: date, *, at: datetime, note: str | None = None
) -> None:
    """Notes the day on which a lost deal is proposed again, instead of an earlier note; raises InvalidError."""
    check_retry(check_day(day), local_day(at, workspace.zone))
    found = draft.value("select id from retry where deal_id = ?", (deal_id,))
    if found is None:
        draft.insert(Retry, deal=deal_id, on=day, note=note or "")
    else:
        draft.update(Retry, int(found), on=day, settled_at=None, later=None)
        if note is not None:
            draft.update(Retry, int(found), note=note)


def drop_retry(draft: Draft, deal_id: int) -> None:
    """A deal that is open again needs no other try; one that led to a later deal keeps saying so."""
    found = draft.value("select id from retry where deal_id = ? and later_id is null", (deal_id,))
    if found is not None:
        draft.delete(Retry, int(found))
