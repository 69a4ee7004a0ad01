"""New leads that nobody has called, written to or met yet."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from desktop_pipeline.domain.leads_clock import (
    CONTACT_KINDS,
    NEW_FOR,
    LeadClock,
    LeadStage,
    find_lead_stages,
    read_target,
)
from desktop_pipeline.domain.milestones import Milestone
from desktop_pipeline.storage.database import Value
from desktop_pipeline.storage.instants import from_microseconds, to_microseconds
from desktop_pipeline.storage.workspace import View

TARGET_SETTING = "response_target"


class WaitingLead(NamedTuple):
    """A new lead without contact."""

    deal_id: int
    title: str
    organisation: str | None
    clock: LeadClock


@dataclass(frozen=True, slots=True)
class WaitingLeads:
    """How many wait, and those that have waited longest."""

    count: int
    leads: tuple[WaitingLead, ...]


def read_response_target(view: View) -> timedelta:
    """Within what time a new lead is to be answered."""
    return view.keep("response target", None, lambda: read_target(view.setting(TARGET_SETTING, "")), of=_SETTINGS)


def read_lead_stages(view: View) -> frozenset[int]:
    """The stages whose deals are leads."""
    return view.keep("lead stages", None, lambda: _read_lead_stages(view), of=_STAGES)


def find_clocks(view: View, deal_ids: Collection[int], *, now: datetime) -> dict[int, LeadClock]:
    """The clocks that run, by the ids of those of the deals that wait."""
    if not deal_ids:
        return {}
    target = read_response_target(view)
    among_them = "d.id in (select value from json_each(?))"
    rows = view.rows(
        _WAITING.format(what="d.id, d.created_at", joined="", more=among_them),
        (*_bind(view, now), json.dumps(list(deal_ids))),
    )
    return {deal_id: LeadClock(from_microseconds(at), target) for deal_id, at in rows}


def find_clocks_of(view: View, deals: Mapping[int, tuple[int, int | None]], *, now: datetime) -> dict[int, LeadClock]:
    """As `find_clocks`, where stage and creation (microseconds) of the deals are at hand: mostly nothing is asked."""
    stages, since = read_lead_stages(view), to_microseconds(now - NEW_FOR)
    new = [
        deal_id
        for deal_id, (stage_id, created) in deals.items()
        if stage_id in stages and created is not None and created >= since
    ]
    return find_clocks(view, new, now=now)


def read_clock(view: View, deal_id: int, *, now: datetime) -> LeadClock | None:
    """The clock of one deal, where it runs."""
    return find_clocks(view, (deal_id,), now=now).get(deal_id)


def read_waiting_leads(
    view: View, *, now: datetime, limit: int, owner_ids: frozenset[int] = frozenset()
) -> WaitingLeads:
    """Those of some owners, or all; the longest wait first."""
    from desktop_pipeline.queries.activities import among  # noqa: PLC0415 - the cards of the first paint need no more

    owners, bound = among("d.owner_id", owner_ids)
    rows = view.rows(
        _WAITING.format(
            what="d.id, d.title, o.name, d.created_at",
            joined="left join organisation o on o.id = d.organisation_id",
            more=f"true{owners}",
        ),
        (*_bind(view, now), *bound),
    )
    target = read_response_target(view)
    leads = (
        WaitingLead(deal_id, title, organisation, LeadClock(from_microseconds(at), target))
        for deal_id, title, organisation, at in rows[:limit]
    )
    return WaitingLeads(len(rows), tuple(leads))


def _bind(view: View, now: datetime) -> tuple[Value, ...]:
    stages = json.dumps(sorted(read_lead_stages(view)))
    return (stages, to_microseconds(now - NEW_FOR), json.dumps(CONTACT_KINDS), stages)


def _read_lead_stages(view: View) -> frozenset[int]:
    rows = view.rows(
        "select id, pipeline_id, milestone from stage where is_open and not is_archived"
        " order by pipeline_id, position, id"
    )
    return find_lead_stages(LeadStage(row_id, pipeline, Milestone(key)) for row_id, pipeline, key in rows)


_SETTINGS, _STAGES = frozenset(("setting",)), frozenset(("stage",))
# Whoever was further, or came from a file that tells the last contact, is a lead no more, or was answered elsewhere.
_WAITING = """
    select {what} from deal d {joined}
    where d.status = 'open' and d.deleted_at is null and d.stage_id in (select value from json_each(?))
      and d.created_at >= ? and d.last_touch_on is null
      and not exists (select 1 from activity a where a.deal_id = d.id and a.done_at is not null
                      and a.kind in (select value from json_each(?)))
      and not exists (select 1 from milestone_mark m where m.deal_id = d.id and m.milestone = 'sql')
      and not exists (select 1 from history_event e where e.deal_id = d.id and e.to_stage_id is not null
                      and e.to_stage_id not in (select value from json_each(?)))
      and {more}
    order by d.created_at, d.id
"""
