"""What a deal sheet tells of one deal, read from one steady view."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.errors import NotFoundError
from desktop_pipeline.domain.periods import local_day
from desktop_pipeline.queries.activities import ActivityRow, read_open_activities
from desktop_pipeline.queries.contact import OrganisationView, read_organisation
from desktop_pipeline.queries.deal import DealView, StageVisit, read_deal
from desktop_pipeline.queries.gates import DealGate, read_criteria
from desktop_pipeline.queries.scores import read_score
from desktop_pipeline.reports.making import Making
from desktop_pipeline.storage.workspace import View


@dataclass(frozen=True, slots=True)
class DealFound:
    """A deal with its customer, gate, plans, chance and score; `usual` are median days of past stays by stage."""

    deal: DealView
    organisation: OrganisationView | None
    gate: DealGate | None
    planned: tuple[ActivityRow, ...]
    chance: float | None
    score: int | None
    usual: Mapping[int, int]
    today: date
    now: datetime
    zone: ZoneInfo

    @property
    def is_open(self) -> bool:
        """Whether it is neither won nor lost."""
        return self.deal.status is DealStatus.OPEN

    @property
    def current(self) -> StageVisit | None:
        """The stage it stands in."""
        return next((visit for visit in self.deal.visits if visit.is_current), None)

    @property
    def weighted(self) -> int | None:
        """Value × chance in minor units of its own currency; None where one of them is not known."""
        if not self.is_open or self.deal.value is None or self.chance is None:
            return None
        return round(self.deal.value.minor * self.chance)

    def day(self, instant: datetime) -> date:
        """The local day of an instant."""
        return local_day(instant, self.zone)


def find_deal(making: Making, view: View, deal_id: int, usual: Mapping[int, int]) -> DealFound:
    """Raises NotFoundError where there is no such deal, or the bin has it."""
    today, now = making.today, view.now()
    deal = read_deal(view, deal_id, today=today)
    if deal is None:
        message = f"There is no deal {deal_id}."
        raise NotFoundError(message)
    customer = deal.organisation_id
    score = read_score(view, deal_id, today=today)
    return DealFound(
        deal=deal,
        organisation=None if customer is None else read_organisation(view, customer, today=today, now=now),
        gate=read_criteria(view, deal_id),
        planned=tuple(read_open_activities(view, deal_id=deal_id)),
        chance=making.figures.chance(deal_id, today) if deal.status is DealStatus.OPEN else None,
        score=None if score is None else score.points,
        usual=usual,
        today=today,
        now=now,
        zone=view.zone,
    )
