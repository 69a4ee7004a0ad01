"""A plain list of deals, as the command line tells it."""

import json
from dataclasses import dataclass
from datetime import date, datetime

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.money import Money
from desktop_pipeline.queries.deal_question import DealQuestion, build_conditions
from desktop_pipeline.storage.closed_values import CLOSED_AT
from desktop_pipeline.storage.database import Row
from desktop_pipeline.storage.instants import from_microseconds
from desktop_pipeline.storage.workspace import View


@dataclass(frozen=True, slots=True)
class ListedDeal:
    """A deal with what a list says of it; `probability` is set only where it was set by hand."""

    deal_id: int
    title: str
    organisation: str | None
    pipeline: str
    stage: str | None
    status: DealStatus
    value: Money | None
    probability: float | None
    owner: str | None
    source: str | None
    labels: tuple[str, ...]
    expected_close_on: date | None
    created_at: datetime | None
    closed_at: datetime | None


def read_listed(view: View, question: DealQuestion) -> list[ListedDeal]:
    """The deals that are asked for, by their id."""
    where, bound = build_conditions(view, question)
    return [_to_listed(row) for row in view.rows(_DEALS.format(where=where, closed_at=CLOSED_AT), bound)]


def _to_listed(row: Row) -> ListedDeal:
    (deal_id, title, organisation, pipeline, stage, status, value, currency, *rest) = row
    probability, owner, source, labels, expected, created, closed = rest
    return ListedDeal(
        deal_id=deal_id,
        title=title,
        organisation=organisation,
        pipeline=pipeline,
        stage=stage,
        status=DealStatus(status),
        value=None if value is None else Money(value, currency),
        probability=probability,
        owner=owner,
        source=source,
        labels=tuple(json.loads(labels)),
        expected_close_on=None if expected is None else date.fromisoformat(expected),
        created_at=None if created is None else from_microseconds(created),
        closed_at=None if closed is None else from_microseconds(closed),
    )


_DEALS = """
    select d.id, d.title, o.name, p.name, s.name, d.status, d.value, d.currency, d.probability, w.name, c.name,
           (select json_group_array(l.name order by l.name) from deal_label dl join label l on l.id = dl.label_id
            where dl.deal_id = d.id),
           d.expected_close_on, d.created_at, {closed_at}
    from deal d join pipeline p on p.id = d.pipeline_id left join stage s on s.id = d.stage_id
    left join organisation o on o.id = d.organisation_id left join owner w on w.id = d.owner_id
    left join source c on c.id = d.source_id
    where {where} order by d.id
"""
