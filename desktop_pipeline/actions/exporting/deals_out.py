"""The deals of an export, read as the owner's own spreadsheet has them."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.periods import local_day
from desktop_pipeline.storage.closed_values import AT_CLOSE, CLOSED_AT, CURRENCY_AT_CLOSE, VALUE_AT_CLOSE
from desktop_pipeline.storage.database import Row, Value
from desktop_pipeline.storage.instants import from_microseconds
from desktop_pipeline.storage.workspace import View

_PORTION = 2_000


@dataclass(frozen=True, slots=True)
class DealOut:
    """A deal as it is exported; `value` is in minor units, `sum_value` what counts in sums: that of the close.

    `stage` is None for closed deals.
    """

    deal_id: int
    title: str
    organisation: str | None
    person: str | None
    pipeline: str
    stage: str | None
    status: DealStatus
    value: int | None
    currency: str
    probability: float | None
    expected_close: date | None
    owner: str | None
    source: str | None
    labels: tuple[str, ...]
    products: tuple[str, ...]
    created: date | None
    closed: date | None
    lost_reason: str | None
    next_step: str | None
    next_on: date | None
    last_touch: date | None
    external_id: str | None
    sum_value: int | None
    sum_currency: str
    custom: dict[int, str]


def read_all_ids(view: View) -> list[int]:
    """Ids of all deals that are not in the bin."""
    return [int(row[0]) for row in view.rows("select id from deal where deleted_at is null order by id")]


def read_deals(view: View, deal_ids: Sequence[int]) -> Iterator[DealOut]:
    """The deals of those ids in their order, so many at a time; those that are gone or in the bin are left out."""
    for start in range(0, len(deal_ids), _PORTION):
        asked: tuple[Value, ...] = (json.dumps(list(deal_ids[start : start + _PORTION])),)
        custom = read_own_values(view, "deal", asked)
        for row in view.rows(_DEALS, asked):
            yield _to_deal(view, row, custom.get(row[0], {}))


def read_own_values(view: View, subject: str, asked: Sequence[Value]) -> dict[int, dict[int, str]]:
    """What the owner's own fields hold for some rows: JSON by row id and field id."""
    custom: dict[int, dict[int, str]] = {}
    for row_id, field_id, value in view.rows(
        f"select v.{subject}_id, v.field_id, v.value from json_each(?) j"  # noqa: S608 - one of our own three words
        f" join custom_value v on v.{subject}_id = j.value join custom_field f on f.id = v.field_id"
        " order by f.position, f.id",
        asked,
    ):
        custom.setdefault(row_id, {})[field_id] = value
    return custom


_DEALS = f"""
    select d.id, d.title, o.name,
           (select p.name from deal_person dp join person p on p.id = dp.person_id
             where dp.deal_id = d.id and p.deleted_at is null order by dp.id limit 1),
           l.name, case d.status when 'open' then s.name end, d.status, d.value, d.currency, d.probability,
           d.expected_close_on, w.name, c.name,
           (select json_group_array(m.name) from deal_label dl join label m on m.id = dl.label_id
             where dl.deal_id = d.id),
           (select json_group_array(p.name) from line_item li join product p on p.id = li.product_id
             where li.deal_id = d.id),
           d.created_at,
           {CLOSED_AT},
           case d.status when 'lost' then r.name end,
           case d.status when 'open' then
             (select json_array(k.name, a.subject, a.due_on) from activity a
               left join activity_kind k on k.key = a.kind where a.deal_id = d.id and a.done_at is null
               order by a.due_on is null, a.due_on, a.due_at, a.id limit 1) end,
           d.last_touch_on, d.external_id, {VALUE_AT_CLOSE}, {CURRENCY_AT_CLOSE}
    from json_each(?) j cross join deal d on d.id = j.value {AT_CLOSE}
    left join pipeline l on l.id = d.pipeline_id
    left join stage s on s.id = d.stage_id left join organisation o on o.id = d.organisation_id
    left join owner w on w.id = d.owner_id left join source c on c.id = d.source_id
    left join reason r on r.id = d.reason_id
    where d.deleted_at is null order by j.key
"""  # noqa: S608 - our own text


def _to_deal(view: View, row: Row, custom: dict[int, str]) -> DealOut:
    (deal_id, title, organisation, person, pipeline, stage, status, value, currency, probability) = row[:10]
    (expected, owner, source, labels, products, created, closed, reason, step, touch, external) = row[10:21]
    sum_value, sum_currency = row[21:]
    kind, subject, due = json.loads(str(step)) if step else (None, None, None)
    return DealOut(
        deal_id=deal_id,
        title=title,
        organisation=organisation,
        person=person,
        pipeline=pipeline,
        stage=stage,
        status=DealStatus(status),
        value=value,
        currency=currency,
        probability=probability,
        expected_close=_day(expected),
        owner=owner,
        source=source,
        labels=_names(labels),
        products=_names(products),
        created=_local(view, created),
        closed=_local(view, closed),
        lost_reason=reason,
        next_step=f"{kind}: {subject}" if kind and subject else kind or subject,
        next_on=_day(due),
        last_touch=_day(touch),
        external_id=external,
        sum_value=sum_value,
        sum_currency=sum_currency,
        custom=custom,
    )


def _names(told: Value) -> tuple[str, ...]:
    return () if told in ("[]", None) else tuple(dict.fromkeys(json.loads(str(told))))


def _day(told: Value) -> date | None:
    return None if told is None else date.fromisoformat(str(told))


def _local(view: View, instant: Value) -> date | None:
    return local_day(from_microseconds(instant), view.zone) if isinstance(instant, int) else None
