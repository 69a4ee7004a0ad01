"""Leaving deals alone for a while with a reason, and waking them before their day."""

import json
from collections.abc import Sequence
from datetime import date, datetime

from desktop_pipeline.actions.deals import name_deals, shorten
from desktop_pipeline.actions.records import DealRow, read_deal_rows
from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.periods import local_day
from desktop_pipeline.domain.snoozing import check_snooze
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.instants import to_microseconds
from desktop_pipeline.storage.tables import DealSnooze
from desktop_pipeline.storage.workspace import Workspace


def snooze_deals(
    workspace: Workspace, deal_ids: Sequence[int], *, until: date, why: str, at: datetime
) -> Change | None:
    """Leaves open deals alone until a day; raises InvalidError as `check_snooze` does, and for a closed deal."""
    with workspace.journal.change("Snooze") as draft:
        deals = read_deal_rows(draft, deal_ids)
        draft.label = f"Snooze {name_deals(deals)} until {until.day} {until:%B %Y}"
        snooze_within(draft, workspace, deals, until=until, why=why, at=at)
    return draft.result


def snooze_within(
    draft: Draft, workspace: Workspace, deals: Sequence[DealRow], *, until: date, why: str, at: datetime
) -> None:
    """Snoozes deals within a change that may hold more; what still runs of them ends."""
    today, limits, cleaned = local_day(at, workspace.zone), dict[int | None, int](), ""
    for deal in deals:
        if deal.status is not DealStatus.OPEN:
            message = f"“{shorten(deal.title)}” is {deal.status}. Only open deals are snoozed."
            raise InvalidError(message)
        if deal.stage_id not in limits:
            limit = draft.value("select stale_limit from stage where id = ?", (deal.stage_id,))
            limits[deal.stage_id] = int(limit or 1)
            cleaned = check_snooze(why, until, today=today, stale_limit=limits[deal.stage_id])
    _end_running(draft, deals, at)
    draft.insert_rows(
        DealSnooze,
        ("deal_id", "at", "who", "until", "why"),
        ((deal.deal_id, to_microseconds(at), workspace.journal.who, until.isoformat(), cleaned) for deal in deals),
    )


def wake_deal(workspace: Workspace, deal_id: int, *, at: datetime) -> Change | None:
    """Ends a deal's snooze before its day; raises InvalidError where it has none."""
    return wake_deals(workspace, [deal_id], at=at)


def wake_deals(workspace: Workspace, deal_ids: Sequence[int], *, at: datetime) -> Change | None:
    """The same for several deals as one change; those that are awake stay so, unless all are."""
    with workspace.journal.change("Wake") as draft:
        deals = read_deal_rows(draft, deal_ids)
        today = local_day(at, workspace.zone).isoformat()
        named = (_name(deals), today)
        running = {row[0] for row in draft.rows(f"select s.deal_id {_RUNNING} and s.until > ?", named)}
        asleep = [deal for deal in deals if deal.deal_id in running]
        if not asleep:
            message = (
                f"“{shorten(deals[0].title)}” is not snoozed." if len(deals) == 1 else "None of these deals is snoozed."
            )
            raise InvalidError(message)
        draft.label = f"Wake {name_deals(asleep)}"
        _end_running(draft, asleep, at)
    return draft.result


# Deal by deal of those that are named.
_RUNNING = "from json_each(?) named cross join deal_snooze s on s.deal_id = named.value where s.ended_at is null"


def _end_running(draft: Draft, deals: Sequence[DealRow], at: datetime) -> None:
    """Ends those that nobody ended yet, also past their day: so that each deal has one that runs at most."""
    for (snooze_id,) in draft.rows(f"select s.id {_RUNNING}", (_name(deals),)):
        draft.update(DealSnooze, snooze_id, ended_at=at)


def _name(deals: Sequence[DealRow]) -> str:
    return json.dumps([deal.deal_id for deal in deals])
