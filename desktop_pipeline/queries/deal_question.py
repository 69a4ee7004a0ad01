"""What a list of deals is asked for: which deals, in which order, in which groups; and as SQL with bound values."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from desktop_pipeline.domain.deals import DealStatus, EventKind
from desktop_pipeline.domain.names import fold
from desktop_pipeline.queries.board_filter import TOUCH
from desktop_pipeline.queries.id_sets import build_set_conditions
from desktop_pipeline.storage.closed_values import CLOSED_AT
from desktop_pipeline.storage.database import Value
from desktop_pipeline.storage.workspace import View


class SortKey(StrEnum):
    """What deals can be ordered by; the names are kept in saved views."""

    TITLE = "title"
    ORGANISATION = "organisation"
    PERSON = "person"
    STAGE = "stage"
    STATUS = "status"
    VALUE = "value"
    OWNER = "owner"
    SOURCE = "source"
    EXPECTED_CLOSE = "expected_close"
    PROBABILITY = "probability"
    CREATED = "created"
    CLOSED = "closed"
    DAYS_IN_STAGE = "days_in_stage"
    NEXT_STEP = "next_step"
    LAST_TOUCH = "last_touch"
    REASON = "reason"
    SCORE = "score"


class GroupKey(StrEnum):
    """What deals can be grouped by."""

    STAGE = "stage"
    OWNER = "owner"
    SOURCE = "source"
    ORGANISATION = "organisation"
    CLOSE_MONTH = "close_month"
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class Sort:
    """One order; unknown values always stand last."""

    key: SortKey
    descending: bool = False


@dataclass(frozen=True, slots=True)
class DealQuestion:
    """Conditions that all hold; an empty one asks for everything. Values are minor units, dates are inclusive.

    `id_sets.NONE` among ids asks for deals that have none.
    """

    status: DealStatus | None = DealStatus.OPEN
    pipeline_id: int | None = None
    owner_ids: frozenset[int] = frozenset()
    stage_ids: frozenset[int] = frozenset()
    source_ids: frozenset[int] = frozenset()
    product_ids: frozenset[int] = frozenset()
    label_ids: frozenset[int] = frozenset()
    text: str = ""
    value_from: int | None = None
    value_to: int | None = None
    closes_from: date | None = None
    closes_to: date | None = None
    without_step: bool = False
    best_fifth: bool = False
    sorts: tuple[Sort, ...] = ()
    group: GroupKey | None = None


def build_conditions(view: View, question: DealQuestion) -> tuple[str, list[Value]]:
    """The condition on deals `d` and what is bound to it."""
    conditions = ["d.deleted_at is null"]
    parameters: list[Value] = []
    if question.status is not None:
        conditions.append("d.status = ?")
        parameters.append(question.status.value)
    if question.pipeline_id is not None:
        conditions.append("d.pipeline_id = ?")
        parameters.append(question.pipeline_id)
    for condition, values in build_set_conditions(
        (
            ("owner", question.owner_ids),
            ("stage", question.stage_ids),
            ("source", question.source_ids),
            ("product", question.product_ids),
            ("label", question.label_ids),
        )
    ):
        conditions.append(condition)
        parameters.extend(values)
    bounds: tuple[tuple[str, Value], ...] = (
        ("d.value >= ?", question.value_from),
        ("d.value <= ?", question.value_to),
        ("d.expected_close_on >= ?", _iso(question.closes_from)),
        ("d.expected_close_on <= ?", _iso(question.closes_to)),
    )
    for condition, bound in bounds:
        if bound is not None:
            conditions.append(condition)
            parameters.append(bound)
    if question.without_step:
        conditions.append("not exists (select 1 from activity a where a.deal_id = d.id and a.done_at is null)")
    if question.best_fifth:
        conditions.append("d.id in (select value from json_each(?))")
        parameters.append(json.dumps(sorted(_read_best_fifth(view))))
    for word in question.text.split():
        conditions.append(
            "(instr(fold(d.title), ?) or d.organisation_id in (select id from organisation where instr(fold(name), ?)))"
        )
        parameters.extend([fold(word)] * 2)
    return " and ".join(conditions), parameters


def _read_best_fifth(view: View) -> frozenset[int]:
    from desktop_pipeline.queries.scores import read_best_fifth  # noqa: PLC0415 - when somebody asks for them

    return read_best_fifth(view, today=view.today())


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def needs_scores(question: DealQuestion) -> bool:
    """Whether the order is by scores: then `SCORED` joins them, and their points are bound first."""
    return any(sort.key is SortKey.SCORE for sort in question.sorts)


def build_order(
    question: DealQuestion, factors: Mapping[str, float], chances: Mapping[int, float]
) -> tuple[str, list[Value]]:
    """The order and what is bound to it, groups first; deals that are equal in it stand with the newest first.

    `factors` turn minor units of a currency into those of the base currency: good enough for an order. `chances` are
    those of stages by their history.
    """
    sorts = [order_groups(question.group)] if question.group else []
    parameters: list[Value] = []
    for sort in question.sorts:
        expression = _SORTS[sort.key]
        bound: list[Value] = []
        if sort.key is SortKey.VALUE and factors:
            expression = f"d.value * case d.currency {'when ? then ? ' * len(factors)}else 1 end"
            bound = [part for pair in factors.items() for part in pair]
        if sort.key is SortKey.PROBABILITY and chances:
            whens = "when ? then ? " * len(chances)
            expression = f"coalesce(d.probability, case d.stage_id {whens}end, s.probability)"
            bound = [part for pair in chances.items() for part in pair]
        sorts.append(f"{expression} is null, {expression}{' desc' if sort.descending else ''}")
        parameters.extend(bound * 2)
    return ", ".join([*sorts, "d.created_at desc", "d.id desc"]), parameters


def order_groups(key: GroupKey) -> str:
    """The order of groups; those of which it is unknown stand last."""
    return f"{_GROUP_ORDERS[key]}, {GROUPS[key]}"


_ENTRIES = ", ".join(
    str(kind.value) for kind in (EventKind.CREATED, EventKind.MOVED, EventKind.REOPENED, EventKind.PIPELINE)
)
# When the deal came into its stage: the instant doubled, plus one where it is only known from the import on: what
# stands in for a visit that a file does not date is entered at the very instant of the import.
ENTERED = (
    "(select max(e.at * 2 + (e.is_inferred and e.at = e.recorded_at)) from history_event e where e.deal_id = d.id"  # noqa: S608 - our own text
    f" and e.to_stage_id = d.stage_id and e.kind in ({_ENTRIES}))"
)
# METRICS §15: before any real touch there is the creation, or the last activity that a file tells.
_LAST_TOUCH = (
    f"coalesce(nullif({TOUCH}, 0), nullif(max(coalesce(d.created_at, 0),"
    " coalesce(cast(strftime('%s', d.last_touch_on) as integer) * 1000000, 0)), 0))"
)
_STEP = "(select min(coalesce(a.due_on, '9')) from activity a where a.deal_id = d.id and a.done_at is null)"
_PERSON = (
    "(select p.name from deal_person dp join person p on p.id = dp.person_id where dp.deal_id = d.id"
    " and p.deleted_at is null order by dp.id limit 1)"
)
_SORTS: Mapping[SortKey, str] = {
    SortKey.TITLE: "fold(d.title)",
    SortKey.ORGANISATION: "fold(o.name)",
    SortKey.PERSON: f"fold({_PERSON})",
    SortKey.STAGE: "s.position",
    SortKey.STATUS: "d.status",
    SortKey.VALUE: "d.value",
    SortKey.OWNER: "fold(w.name)",
    SortKey.SOURCE: "fold(c.name)",
    SortKey.EXPECTED_CLOSE: "d.expected_close_on",
    SortKey.PROBABILITY: "coalesce(d.probability, s.probability)",
    SortKey.CREATED: "d.created_at",
    SortKey.CLOSED: CLOSED_AT,
    SortKey.DAYS_IN_STAGE: f"-{ENTERED}",
    SortKey.NEXT_STEP: _STEP,
    SortKey.LAST_TOUCH: _LAST_TOUCH,
    SortKey.REASON: "r.position",
    SortKey.SCORE: "scored.points",
}
# What deals of one group have in common.
GROUPS: Mapping[GroupKey, str] = {
    GroupKey.STAGE: "d.stage_id",
    GroupKey.OWNER: "d.owner_id",
    GroupKey.SOURCE: "d.source_id",
    GroupKey.ORGANISATION: "d.organisation_id",
    GroupKey.CLOSE_MONTH: "substr(d.expected_close_on, 1, 7)",
    GroupKey.STATUS: "d.status",
}
GROUP_NAMES: Mapping[GroupKey, str] = {
    GroupKey.STAGE: "s.name",
    GroupKey.OWNER: "w.name",
    GroupKey.SOURCE: "c.name",
    GroupKey.ORGANISATION: "o.name",
    GroupKey.CLOSE_MONTH: "substr(d.expected_close_on, 1, 7)",
    GroupKey.STATUS: "d.status",
}
_GROUP_ORDERS: Mapping[GroupKey, str] = {
    GroupKey.STAGE: "d.stage_id is null, s.pipeline_id, s.position",
    GroupKey.OWNER: "d.owner_id is null, fold(w.name)",
    GroupKey.SOURCE: "d.source_id is null, fold(c.name)",
    GroupKey.ORGANISATION: "d.organisation_id is null, fold(o.name)",
    GroupKey.CLOSE_MONTH: "d.expected_close_on is null, substr(d.expected_close_on, 1, 7)",
    GroupKey.STATUS: "d.status <> 'open', d.status <> 'won'",
}
# Points by the ids of deals, from one JSON object.
SCORES = "with scored (deal_id, points) as materialized (select cast(key as integer), value from json_each(?)) "
SCORED = " left join scored on scored.deal_id = d.id"
JOINS = (
    "from deal d left join stage s on s.id = d.stage_id left join organisation o on o.id = d.organisation_id"
    " left join owner w on w.id = d.owner_id left join source c on c.id = d.source_id"
    " left join reason r on r.id = d.reason_id"
)
