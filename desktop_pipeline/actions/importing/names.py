"""Writes the names an import needs before its deals: organisations, people, owners, products, words and stages."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from desktop_pipeline.domain.contacts import PointKind
from desktop_pipeline.domain.deals import DealStatus, ReasonGroup
from desktop_pipeline.domain.names import name_key, product_key
from desktop_pipeline.domain.stages import DEFAULT_SLOW_LIMIT, DEFAULT_STALE_LIMIT, spread_probability, usual_category
from desktop_pipeline.exchange.known import Known, KnownRow
from desktop_pipeline.exchange.records import ImportPlan, NewName, Planned
from desktop_pipeline.storage.database import Value
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.tables import (
    ContactPoint,
    Currency,
    Label,
    Organisation,
    Owner,
    Person,
    Pipeline,
    Product,
    Reason,
    Source,
    Stage,
    Table,
)

F = TypeVar("F")
_FIRST_STAGE = "New"
_POINTS = frozenset(("emails", "phones"))  # rows of their own
_LAST = 100  # after the reasons the owner has put in order


@dataclass(frozen=True, slots=True)
class NameIds:
    """Row ids by key, of what was there and what the import made; a stage's key is (pipeline key, stage key)."""

    organisations: Mapping[str, int]
    people: Mapping[str, int]
    owners: Mapping[str, int]
    products: Mapping[str, int]
    sources: Mapping[str, int]
    labels: Mapping[str, int]
    reasons: Mapping[str, int]
    pipelines: Mapping[str, int]
    stages: Mapping[tuple[str, str], int]
    default_pipeline: str


def write_names(draft: Draft, plan: ImportPlan, known: Known) -> NameIds:
    """Creates and updates everything that deals refer to."""
    organisations = _write(
        draft,
        Organisation,
        plan.organisations,
        known.organisations,
        lambda row: {
            "name": row.name,
            "name_key": name_key(row.name),
            "industry": row.industry,
            "country": row.country,
            "size": row.size,
            "website": row.website,
            "address": row.address,
            "email": row.email,
            "phone": row.phone,
        },
    )
    pipelines = _read_ids(draft, "pipeline", "not is_archived", "position, id")
    default_pipeline = next(iter(pipelines))
    pipelines |= {new.key: draft.insert(Pipeline, name=new.name, position=_LAST) for new in plan.pipelines}
    _write_currencies(draft, plan)
    people = _write(
        draft,
        Person,
        [
            replace(row, changed=tuple(name for name in row.changed if name not in _POINTS)) if row.changed else row
            for row in plan.people
        ],
        known.people,
        lambda row: {
            "name": row.name,
            "organisation_id": organisations.get(row.organisation or ""),
            "email": row.email,
            "phone": row.phone,
            "job_title": row.job_title,
        },
    )
    _write_points(draft, plan, known, people)
    return NameIds(
        organisations=organisations,
        people=people,
        owners=_write(
            draft,
            Owner,
            plan.owners,
            known.owners,
            lambda row: {
                "name": row.name,
                "manager": row.manager,
                "region": row.region,
                "email": row.email,
                "is_active": 1,
            },
        ),
        products=_write(
            draft,
            Product,
            plan.products,
            known.products,
            lambda row: {
                "name": row.name,
                "name_key": product_key(row.name),
                "category": row.category,
                "price": row.price,
                "currency": row.currency,
                "is_active": 1,
            },
        ),
        sources=_read_ids(draft, "source") | _write_words(draft, Source, plan.sources),
        labels=_read_ids(draft, "label") | _write_words(draft, Label, plan.labels),
        reasons=_read_ids(draft, "reason", "reason_group <> 'won'") | _write_reasons(draft, plan.reasons),
        pipelines=pipelines,
        stages=_write_stages(draft, plan, pipelines, default_pipeline),
        default_pipeline=default_pipeline,
    )


def _write(
    draft: Draft,
    table: type[Table],
    planned: Iterable[Planned[F]],
    known: Mapping[str, KnownRow[F]],
    to_columns: Callable[[F], dict[str, Value]],
) -> dict[str, int]:
    ids = {key: row.id for key, row in known.items()}
    next_id = draft.next_id(table)
    names: list[str] = []
    rows: list[tuple[Value, ...]] = []
    for row in planned:
        columns = to_columns(row.fields)
        if row.known_id is not None:
            if not row.changed:
                continue
            draft.update(table, row.known_id, **{name: columns[_column(name, columns)] for name in row.changed})
            continue
        ids[row.key] = next_id + len(rows)
        names = ["id", *columns]
        rows.append((ids[row.key], *columns.values()))
    if rows:
        draft.insert_rows(table, names, rows)
    return ids


def _write_points(draft: Draft, plan: ImportPlan, known: Known, people: Mapping[str, int]) -> None:
    """Further e-mails and phones that are not there yet."""
    there = {row.id: row.fields for row in known.people.values()}
    rows: list[tuple[Value, ...]] = []
    for planned in plan.people:
        if not (planned.fields.emails or planned.fields.phones):
            continue
        old = there.get(planned.known_id or 0)
        for kind, values, held in (
            (PointKind.EMAIL, planned.fields.emails, (old.email, *old.emails) if old else ()),
            (PointKind.PHONE, planned.fields.phones, (old.phone, *old.phones) if old else ()),
        ):
            folded = {text.casefold() for text in held if text}
            new = [text for text in values if text.casefold() not in folded]
            rows += [(people[planned.key], kind.value, "", text, len(folded) + place) for place, text in enumerate(new)]
    draft.insert_rows(ContactPoint, ("person_id", "kind", "label", "value", "position"), rows)


def _column(field: str, columns: Mapping[str, Value]) -> str:
    return field if field in columns else f"{field}_id"


def _read_ids(draft: Draft, table: str, where: str = "1", order: str = "id") -> dict[str, int]:
    # Table, condition and order are our own text.
    ids: dict[str, int] = {}
    for name, row_id in draft.rows(f"select name, id from {table} where {where} order by {order}"):  # noqa: S608
        ids.setdefault(name_key(name), row_id)
    return ids


def _write_words(draft: Draft, table: type[Source] | type[Label], new: Iterable[NewName]) -> dict[str, int]:
    return {word.key: draft.insert(table, name=word.name) for word in new}


def _write_reasons(draft: Draft, new: Iterable[NewName]) -> dict[str, int]:
    group = ReasonGroup.WE_LOST.value
    return {word.key: draft.insert(Reason, name=word.name, reason_group=group, position=_LAST) for word in new}


def _write_currencies(draft: Draft, plan: ImportPlan) -> None:
    there = {row[0] for row in draft.rows("select code from currency")}
    for code in sorted({deal.fields.currency for deal in plan.deals if deal.fields.currency} - there):
        draft.insert(Currency, code=code)


def _write_stages(
    draft: Draft, plan: ImportPlan, pipelines: Mapping[str, int], default_pipeline: str
) -> dict[tuple[str, str], int]:
    keys = {pipeline_id: key for key, pipeline_id in pipelines.items()}
    stages: dict[tuple[str, str], int] = {}
    rows = draft.rows("select pipeline_id, name, id from stage where is_open and not is_archived order by position, id")
    for pipeline_id, name, stage_id in rows:
        stages.setdefault((keys.get(pipeline_id, ""), name_key(name)), stage_id)
    new = [*plan.stages, *_missing_stages(plan, stages, default_pipeline)]
    for word in new:
        pipeline_key = word.pipeline or default_pipeline
        together = [other for other in new if (other.pipeline or default_pipeline) == pipeline_key]
        pipeline_id = pipelines[pipeline_key]
        # New stages stand behind those that are there, and before the after-sale ones by being open.
        probability = spread_probability(together.index(word), len(together))
        behind = draft.value("select coalesce(max(position) + 1, 0) from stage where pipeline_id = ?", (pipeline_id,))
        stages[(pipeline_key, word.key)] = draft.insert(
            Stage,
            pipeline=pipeline_id,
            name=word.name,
            position=int(behind),
            probability=probability,
            forecast_category=usual_category(probability).value,
            slow_limit=DEFAULT_SLOW_LIMIT,
            stale_limit=DEFAULT_STALE_LIMIT,
        )
    return stages


def _missing_stages(plan: ImportPlan, there: Mapping[tuple[str, str], int], default_pipeline: str) -> list[NewName]:
    # An open deal stands somewhere: where neither the file nor the pipeline has a stage, one is made.
    staged = {key for key, _stage in there} | {word.pipeline or default_pipeline for word in plan.stages}
    needed = {deal.fields.pipeline or default_pipeline for deal in plan.deals if deal.fields.status is DealStatus.OPEN}
    return [NewName(name_key(_FIRST_STAGE), _FIRST_STAGE, pipeline) for pipeline in sorted(needed - staged)]
