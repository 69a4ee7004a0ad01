"""Leaving deals alone for a while with a reason, and waking them before their day."""

from collections.abc import Sequence
from datetime import date, datetime

from desktop_pipeline.actions.deals import name_deals, shorten
from desktop_pipeline.actions.records import DealRow, read_deal_rows
from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.periods import local_day
from desktop_pipeline.domain.snoozing import check_snooze
from desktop_pipeline.storage.journal import Change, Draft
from desktop_pipeline.storage.tables import DealSnooze
from desktop_pipeline.storage.workspace import Workspace


def snooze_deals(
    workspace: Workspace, deal_ids: Sequence[int], *, until: date, why: str, at: datetime
) -> Change | None:
    """Leaves open deals alone until a day; raises InvalidError as `check_snooze` does, and for a closed deal."""
    with workspace.journal.change("Snooze") as draft:
        deals = read_deal_rows(draft, deal_ids)
        draft.label = f"Snooze {name_deals(deals)} until {until.day} {until:%B %Y}"
        for deal in deals:
            snooze_within(draft, workspace, deal, until=until, why=why, at=at)
    return draft.result


def snooze_within(draft: Draft, workspace: Workspace, deal: DealRow, *, until: date, why: str, at: datetime) -> int:
    """Snoozes a deal within a change that may hold more, and returns the snooze's id; one that still runs ends."""
    if deal.status is not DealStatus.OPEN:
        message = f"“{shorten(deal.title)}” is {deal.status}. Only open deals are snoozed."
        raise InvalidError(message)
    limit = draft.value("select stale_limit from stage where id = ?", (deal.stage_id,))
    cleaned = check_snooze(why, until, today=local_day(at, workspace.zone), stale_limit=int(limit or 1))
    _end_running(draft, deal.deal_id, at)
    return draft.insert(DealSnooze, deal=deal.deal_id, at=at, who=workspace.journal.who, until=until, why=cleaned)


def wake_deal(workspace: Workspace, deal_id: int, *, at: datetime) -> Change | None:
    """Ends a deal's snooze before its day; raises InvalidError where it has none."""
    return wake_deals(workspace, [deal_id], at=at)


def wake_deals(workspace: Workspace, deal_ids: Sequence[int], *, at: datetime) -> Change | None:
    """The same for several deals as one change; those that are awake stay so, unless all are."""
    with workspace.journal.change("Wake") as draft:
        deals = read_deal_rows(draft, deal_ids)
        today = local_day(at, workspace.zone).isoformat()
        running = "select 1 from deal_snooze where deal_id = ? and ended_at is null and until > ?"
        asleep = [deal for deal in deals if draft.value(running, (deal.deal_id, today)) is not None]
        if not asleep:
            message = (
                f"“{shorten(deals[0].title)}” is not snoozed." if len(deals) == 1 else "None of these deals is snoozed."
            )
            raise InvalidError(message)
        draft.label = f"Wake {name_deals(asleep)}"
        for deal in asleep:
            _end_running(draft, deal.deal_id, at)
    return draft.result


def _end_running(draft: Draft, deal_id: int, at: datetime) -> None:
    """Ends those that nobody ended yet, also past their day: so that each deal has one that runs at most."""
    for (snooze_id,) in draft.rows("select id from deal_snooze where deal_id = ? and ended_at is null", (deal_id,)):
        draft.update(DealSnooze, snooze_id, ended_at=at)
