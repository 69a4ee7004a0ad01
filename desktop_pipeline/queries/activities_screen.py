"""Everything that the Activities screen shows, read at once: by a worker where the file is large."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from desktop_pipeline.queries.activities import ActivityRow, read_day
from desktop_pipeline.queries.after_sale import DueRetry, read_due_retries
from desktop_pipeline.queries.agenda import (
    Agenda,
    AgendaFilter,
    DealsWithoutStep,
    DueCounts,
    count_due,
    read_agenda,
    read_deals_without_step,
)
from desktop_pipeline.queries.cadences import CloseProposal, read_close_proposals
from desktop_pipeline.queries.free_days import read_free_days
from desktop_pipeline.queries.new_leads import WaitingLeads, read_waiting_leads
from desktop_pipeline.storage.workspace import View

MOST_WAITING = 6


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be shown: the filter, how many deals without a step, and of when."""

    agenda_filter: AgendaFilter
    most_deals: int
    chances: Mapping[int, float]
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class SideRead:
    """What stands in the right column."""

    day: tuple[ActivityRow, ...]
    waiting: WaitingLeads
    proposals: tuple[CloseProposal, ...]
    retries: tuple[DueRetry, ...]
    without_step: DealsWithoutStep


@dataclass(frozen=True, slots=True)
class AgendaRead:
    """What was found."""

    asked: Asked
    agenda: Agenda
    holidays: Mapping[date, str]
    due: DueCounts
    side: SideRead


def weigh(view: View) -> int:
    """How many open activities and deals are gone through for it."""
    activities = int(view.value("select count(*) from activity where done_at is null"))
    return activities + int(view.value("select count(*) from deal where status = 'open'"))


def read_everything(view: View, asked: Asked) -> AgendaRead:
    """The list, the numbers and the right column."""
    today, now, owners = asked.today, asked.now, asked.agenda_filter.owner_ids
    return AgendaRead(
        asked,
        read_agenda(view, asked.agenda_filter, today=today, now=now, chances=asked.chances),
        read_free_days(view).holidays,
        count_due(view, today=today, now=now),
        SideRead(
            tuple(read_day(view, today, owners)),
            read_waiting_leads(view, now=now, limit=MOST_WAITING, owner_ids=owners),
            tuple(read_close_proposals(view, today=today, owner_ids=owners)),
            tuple(read_due_retries(view, today=today, owner_ids=owners)),
            read_deals_without_step(view, limit=asked.most_deals, owner_ids=owners, chances=asked.chances),
        ),
    )
