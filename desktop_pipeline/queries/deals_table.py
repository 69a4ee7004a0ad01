"""The table of deals: the ids that answer a question, their sums and groups, and the lines of those that are shown."""

import json
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.hygiene import NextStep, Pace, judge_next_step, judge_pace
from desktop_pipeline.domain.money import Money, minor_digits
from desktop_pipeline.domain.periods import local_day
from desktop_pipeline.queries.board_filter import TOUCH
from desktop_pipeline.queries.deal_question import (
    ENTERED,
    GROUP_NAMES,
    GROUPS,
    JOINS,
    SCORED,
    SCORES,
    DealQuestion,
    build_conditions,
    build_order,
    needs_scores,
    order_groups,
)
from desktop_pipeline.queries.deal_sums import NOTHING, DealSums, OfCurrency, add_up
from desktop_pipeline.queries.rates import read_rates
from desktop_pipeline.queries.scores import read_all_scores, read_scores
from desktop_pipeline.storage.closed_values import CLOSED_AT
from desktop_pipeline.storage.database import Row, Value
from desktop_pipeline.storage.instants import from_microseconds
from desktop_pipeline.storage.rates import RatesOfDays
from desktop_pipeline.storage.workspace import View


@dataclass(frozen=True, slots=True)
class DealGroup:
    """Deals that have something in common; `name` None where that is unknown."""

    key: int | str | None
    name: str | None
    summed: DealSums


@dataclass(frozen=True, slots=True)
class DealLine:
    """One deal as the table shows it; `probability` is its own, None where the stage's holds."""

    deal_id: int
    title: str
    status: DealStatus
    value: Money | None
    currency: str
    pipeline_id: int
    stage_id: int | None
    stage: str | None
    stage_position: int
    stage_count: int
    organisation: str | None
    person: str | None
    owner_id: int | None
    owner: str | None
    source_id: int | None
    source: str | None
    products: tuple[str, ...]
    labels: tuple[str, ...]
    expected_close_on: date | None
    probability: float | None
    stage_probability: float | None
    forecast_category: str | None
    created_on: date | None
    closed_on: date | None
    days_in_stage: int | None
    pace: Pace
    next_step: NextStep
    next_kind: str | None
    next_due_on: date | None
    next_due_at: datetime | None
    touched_on: date | None
    reason: str | None
    custom: dict[int, str]
    score: int | None = None


def read_ids(view: View, question: DealQuestion, *, chances: Mapping[int, float] | None = None) -> "array[int]":
    """Ids of all deals that answer the question, in its order: the table asks for their lines page by page.

    `chances` are those of stages by their history (Figures.stage_chances), for an order by likelihood.
    """
    where, parameters = build_conditions(view, question)
    order, ordered_by = build_order(question, _read_factors(view), chances or {})
    sql = f"select d.id {JOINS} where {where} order by {order}"
    if needs_scores(question):
        sql = f"{SCORES} select d.id {JOINS} {SCORED} where {where} order by {order}"
        parameters = [json.dumps(read_all_scores(view, today=view.today())), *parameters]
    ids: array[int] = array("q")
    for portion in view.portions(sql, (*parameters, *ordered_by)):
        ids.extend(row[0] for row in portion)
    return ids


def sum_deals(view: View, question: DealQuestion, *, today: date) -> DealSums:
    """What answers the question, added up; each deal at the rate of today, or of its close."""
    where, parameters = build_conditions(view, question)
    return _sum(view, f"from deal d where {where}", parameters, today).get(None, NOTHING)


def sum_ids(view: View, deal_ids: Sequence[int], *, today: date) -> DealSums:
    """The sum of the deals that are selected."""
    source = "from json_each(?) j join deal d on d.id = j.value where 1"
    return _sum(view, source, (json.dumps(list(deal_ids)),), today).get(None, NOTHING)


def read_pipelines_of(view: View, deal_ids: Sequence[int]) -> list[int]:
    """Ids of the pipelines that some deals stand in."""
    sql = "select distinct d.pipeline_id from json_each(?) j join deal d on d.id = j.value"
    return [int(row[0]) for row in view.rows(sql, (json.dumps(list(deal_ids)),))]


def read_groups(view: View, question: DealQuestion, *, today: date) -> list[DealGroup]:
    """The groups in the order in which `read_ids` has their deals; raises ValueError where none are asked for."""
    if question.group is None:
        message = "the question asks for no groups"
        raise ValueError(message)
    key, name = GROUPS[question.group], GROUP_NAMES[question.group]
    where, parameters = build_conditions(view, question)
    names: dict[int | str | None, str | None] = dict(
        view.rows(
            f"select {key}, {name} {JOINS} where {where} group by {key} order by {order_groups(question.group)}",
            parameters,
        )
    )
    sums = _sum(view, f"{JOINS} where {where}", parameters, today, key=key)
    return [DealGroup(found, named, sums[found]) for found, named in names.items()]


def read_lines(
    view: View,
    deal_ids: Sequence[int],
    *,
    today: date,
    now: datetime,
    chances: Mapping[int, float] | None = None,
) -> list[DealLine]:
    """The lines of some deals, in the order of their ids; those that are gone are left out.

    `chances` are those of stages by their history (Figures.stage_chances); without them the stages' own set ones count.
    """
    rows = view.rows(_LINES, (json.dumps(list(deal_ids)),))
    custom: dict[int, dict[int, str]] = {}
    for deal_id, field_id, value in view.rows(
        "select v.deal_id, v.field_id, v.value from json_each(?) j join custom_value v on v.deal_id = j.value",
        (json.dumps(list(deal_ids)),),
    ):
        custom.setdefault(deal_id, {})[field_id] = value
    scores = read_scores(view, [row[0] for row in rows], today=today)
    lines = [replace(_to_line(view, row, custom.get(row[0], {}), today, now), score=scores.get(row[0])) for row in rows]
    return [_with_chance(line, chances) for line in lines] if chances else lines


def _with_chance(line: DealLine, chances: Mapping[int, float]) -> DealLine:
    chance = None if line.stage_id is None else chances.get(line.stage_id)
    return line if chance is None else replace(line, stage_probability=chance)


_LINES = f"""
    select d.id, d.title, d.status, d.value, d.currency, d.pipeline_id, d.stage_id, s.name, s.position, s.slow_limit,
           (select count(*) from stage t where t.pipeline_id = d.pipeline_id and t.is_open and not t.is_archived),
           o.name, d.owner_id, w.name, d.source_id, c.name, d.expected_close_on, d.probability, s.probability,
           d.forecast_category, d.created_at, {CLOSED_AT}, d.last_touch_on, r.name,
           case when d.status = 'open' then {ENTERED} end,
           {TOUCH},
           (select p.name from deal_person dp join person p on p.id = dp.person_id
             where dp.deal_id = d.id and p.deleted_at is null order by dp.id limit 1),
           (select json_group_array(p.name) from line_item li join product p on p.id = li.product_id
             where li.deal_id = d.id),
           (select json_group_array(l.name) from deal_label dl join label l on l.id = dl.label_id
             where dl.deal_id = d.id),
           (select json_array(a.kind, a.due_on, a.due_at) from activity a where a.deal_id = d.id and a.done_at is null
             order by a.due_on is null, a.due_on, a.due_at, a.id limit 1)
    from json_each(?) j cross join deal d on d.id = j.value
    left join stage s on s.id = d.stage_id left join organisation o on o.id = d.organisation_id
    left join owner w on w.id = d.owner_id left join source c on c.id = d.source_id
    left join reason r on r.id = d.reason_id
    where d.deleted_at is null order by j.key
"""  # noqa: S608 - our own text


def _to_line(view: View, row: Row, custom: dict[int, str], today: date, now: datetime) -> DealLine:
    deal_id, title, status, value, currency, pipeline_id, stage_id, stage, position, slow_limit, stages = row[:11]
    organisation, owner_id, owner, source_id, source, expected, probability, stage_probability, category = row[11:20]
    created, closed, last_touch, reason, entered, touched, person, products, labels, step = row[20:]
    days = None if entered is None else max(0, (today - _local(view, entered // 2)).days)
    if days is not None and entered % 2 and days <= slow_limit:
        days = None  # in the stage since the import at least; how much longer is not known
    kind, due_on, due_at = json.loads(step) if step else (None, None, None)
    due_day, due_instant = _day(due_on), None if due_at is None else from_microseconds(due_at)
    return DealLine(
        deal_id=deal_id,
        title=title,
        status=DealStatus(status),
        value=None if value is None else Money(value, currency),
        currency=currency,
        pipeline_id=pipeline_id,
        stage_id=stage_id,
        stage=stage,
        stage_position=position or 0,
        stage_count=stages,
        organisation=organisation,
        person=person,
        owner_id=owner_id,
        owner=owner,
        source_id=source_id,
        source=source,
        products=tuple(json.loads(products)),
        labels=tuple(json.loads(labels)),
        expected_close_on=_day(expected),
        probability=probability,
        stage_probability=stage_probability,
        forecast_category=category,
        created_on=None if created is None else _local(view, created),
        closed_on=None if closed is None else _local(view, closed),
        days_in_stage=days,
        pace=judge_pace(days, slow_limit or 0),
        next_step=judge_next_step(planned=kind is not None, due_on=due_day, due_at=due_instant, today=today, now=now),
        next_kind=kind,
        next_due_on=due_day,
        next_due_at=due_instant,
        touched_on=_local(view, touched) if touched else _find_first_touch(view, created, last_touch, today),
        reason=reason,
        custom=custom,
    )


def _find_first_touch(view: View, created: int | None, last_touch: str | None, today: date) -> date | None:
    """What stands for a touch before any: the creation, or the last activity as a file tells it."""
    told = _day(last_touch)
    days = [None if created is None else _local(view, created), told if told is not None and told <= today else None]
    return max((day for day in days if day is not None), default=None)


def _local(view: View, microseconds: int) -> date:
    return local_day(from_microseconds(microseconds), view.zone)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _read_factors(view: View) -> dict[str, float]:
    """What a minor unit of each further currency is worth in base minor units today."""
    base = view.base_currency
    rates = read_rates(view, base, view.today())
    return {
        currency: float(rate.scaleb(minor_digits(base) - minor_digits(currency)))
        for currency, rate in rates.items()
        if currency != base
    }


def _sum(
    view: View, source: str, parameters: Sequence[Value], today: date, *, key: str = "null"
) -> dict[int | str | None, DealSums]:
    """The sums of some deals `d` by what they have in common."""
    counted: dict[int | str | None, list[OfCurrency]] = {}
    for found, *row in view.rows(
        f"select {key} as common, d.currency, count(*), coalesce(sum(d.value), 0), count(d.value) {source}"
        " group by common, d.currency",
        parameters,
    ):
        counted.setdefault(found, []).append(tuple(row))
    base, rates = view.base_currency, RatesOfDays(view)
    sums = {found: add_up(rows, (), {base: Decimal(1)}, base) for found, rows in counted.items()}
    if all(currency == base for rows in counted.values() for currency, *_ in rows):
        return sums
    for found, closed_at, is_open, *row in view.rows(
        f"select {key}, {CLOSED_AT}, d.status = 'open', d.currency, d.value {source}"
        " and d.currency <> ? and d.value is not null",
        (*parameters, base),
    ):
        currency, value = row
        in_base = rates.convert(value, currency, today) if is_open else rates.convert_closed(value, currency, closed_at)
        if in_base is not None:
            sums[found] = sums[found].plus(DealSums(0, in_base, 0, -1))
    return sums
