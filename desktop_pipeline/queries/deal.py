"""One deal with everything its panel shows: fields, way through the stages, products, people and timeline."""

from dataclasses import dataclass
from datetime import date, datetime

from desktop_pipeline.domain.custom_fields import FieldSubject
from desktop_pipeline.domain.deals import DealStatus, EventKind
from desktop_pipeline.domain.hygiene import NextStep, Pace, judge_next_step, judge_pace
from desktop_pipeline.domain.money import Money
from desktop_pipeline.domain.periods import local_day
from desktop_pipeline.queries.deal_parts import (
    AttachedFile,
    CustomFieldView,
    DealPersonView,
    DealProduct,
    ObjectionView,
    RelatedDeal,
    add_up,
    read_custom_fields,
    read_files,
    read_objections,
    read_people,
    read_products,
    read_related,
)
from desktop_pipeline.queries.timeline import EntryKind, TimelineEntry, read_timeline
from desktop_pipeline.storage.closed_values import CLOSED_AT
from desktop_pipeline.storage.instants import from_microseconds
from desktop_pipeline.storage.workspace import View


@dataclass(frozen=True, slots=True)
class StageVisit:
    """A stage of the deal's pipeline and the days the deal has spent in it, all visits added; None: never there.

    `usual` is how many days deals stay there: a figure, which whoever shows the deal adds once it is known.
    """

    stage_id: int
    name: str
    days: int | None
    is_current: bool
    pace: Pace
    usual: int | None = None


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """The next activity that is planned."""

    kind: str
    subject: str
    due_on: date | None
    due_at: datetime | None
    state: NextStep


@dataclass(frozen=True, slots=True)
class DealView:
    """What the deal panel shows; `probability` and `forecast_category` are set only where they were set by hand."""

    deal_id: int
    title: str
    status: DealStatus
    pipeline_id: int
    pipeline: str
    stage_id: int | None
    stage: str | None
    stage_position: int
    value: Money | None
    currency: str
    probability: float | None
    stage_probability: float | None
    forecast_category: str | None
    stage_category: str | None
    is_value_by_hand: bool
    organisation_id: int | None
    organisation: str | None
    owner_id: int | None
    owner: str | None
    source_id: int | None
    source: str | None
    expected_close_on: date | None
    created_at: datetime | None
    closed_at: datetime | None
    changed_at: datetime
    reason: str | None
    reason_note: str | None
    labels: tuple[str, ...]
    competitors: tuple[str, ...]
    custom: tuple[CustomFieldView, ...]
    visits: tuple[StageVisit, ...]
    people: tuple[DealPersonView, ...]
    products: tuple[DealProduct, ...]
    products_total: Money | None
    files: tuple[AttachedFile, ...]
    objections: tuple[ObjectionView, ...]
    related: tuple[RelatedDeal, ...]
    next_step: PlannedStep | None
    timeline: tuple[TimelineEntry, ...]


def read_deal(view: View, deal_id: int, *, today: date) -> DealView | None:
    """The deal, or None where there is none or it is in the bin."""
    row = view.row(_DEAL, (deal_id,))
    if row is None:
        return None
    (title, status, pipeline_id, pipeline, stage_id, stage, value, currency, probability, stage_probability) = row[:10]
    (organisation, owner_id, owner, source_id, source, expected, created, closed, changed, reason, note) = row[10:21]
    (category, stage_category, is_by_hand, organisation_id) = row[21:]
    visits = _read_visits(view, deal_id, pipeline_id, stage_id if status == DealStatus.OPEN else None, today)
    position = next((index for index, visit in enumerate(visits) if visit.stage_id == stage_id), 0)
    products = read_products(view, deal_id, currency)
    timeline = read_timeline(view, deal_id)
    touched = [entry.at for entry in timeline if entry.kind in {EntryKind.FIELD, EntryKind.NOTE}]
    return DealView(
        deal_id=deal_id,
        title=title,
        status=DealStatus(status),
        pipeline_id=pipeline_id,
        pipeline=pipeline,
        stage_id=stage_id,
        stage=stage,
        stage_position=position,
        value=None if value is None else Money(value, currency),
        currency=currency,
        probability=probability,
        stage_probability=stage_probability,
        forecast_category=category,
        stage_category=stage_category,
        is_value_by_hand=bool(is_by_hand),
        organisation_id=organisation_id,
        organisation=organisation,
        owner_id=owner_id,
        owner=owner,
        source_id=source_id,
        source=source,
        expected_close_on=None if expected is None else date.fromisoformat(expected),
        created_at=None if created is None else from_microseconds(created),
        closed_at=None if closed is None else from_microseconds(closed),
        changed_at=max([from_microseconds(changed or 0), *touched]),
        reason=reason,
        reason_note=note,
        labels=_read_names(view, "label", deal_id),
        competitors=_read_names(view, "competitor", deal_id),
        custom=read_custom_fields(view, FieldSubject.DEAL, deal_id),
        visits=visits,
        people=read_people(view, deal_id),
        products=products,
        products_total=add_up(products, currency),
        files=read_files(view, FieldSubject.DEAL, deal_id),
        objections=read_objections(view, deal_id),
        related=read_related(view, deal_id),
        next_step=_read_next_step(view, deal_id, today),
        timeline=timeline,
    )


_DEAL = f"""
    select d.title, d.status, d.pipeline_id, p.name, d.stage_id, s.name, d.value, d.currency,
           d.probability, s.probability,
           o.name, d.owner_id, w.name, d.source_id, c.name, d.expected_close_on, d.created_at, {CLOSED_AT},
           (select max(recorded_at) from history_event where deal_id = d.id), r.name, d.reason_note,
           d.forecast_category, s.forecast_category, d.is_value_by_hand, d.organisation_id
    from deal d join pipeline p on p.id = d.pipeline_id
    left join stage s on s.id = d.stage_id
    left join organisation o on o.id = d.organisation_id
    left join owner w on w.id = d.owner_id
    left join source c on c.id = d.source_id
    left join reason r on r.id = d.reason_id
    where d.id = ? and d.deleted_at is null
"""  # noqa: S608 - our own text


def _read_names(view: View, table: str, deal_id: int) -> tuple[str, ...]:
    """Names of the labels or competitors on a deal; the table is our own name."""
    sql = (
        f"select t.name from deal_{table} dt join {table} t on t.id = dt.{table}_id"  # noqa: S608
        " where dt.deal_id = ? order by t.name"
    )
    return tuple(str(row[0]) for row in view.rows(sql, (deal_id,)))


def _read_visits(
    view: View, deal_id: int, pipeline_id: int, current: int | None, today: date
) -> tuple[StageVisit, ...]:
    days: dict[int, int] = {}
    running: int | None = None
    entered: date | None = None
    outcomes = (EventKind.WON, EventKind.LOST)
    entries = (EventKind.CREATED, EventKind.MOVED, EventKind.PIPELINE, EventKind.REOPENED)
    guessed: set[int] = set()
    for kind, at, to_stage, stands_in in view.rows(
        "select kind, at, to_stage_id, is_inferred and at = recorded_at from history_event where deal_id = ?"
        " order by at, id",
        (deal_id,),
    ):
        if kind not in (*entries, *outcomes):
            continue
        day = local_day(from_microseconds(at), view.zone)
        if running is not None and entered is not None:
            days[running] = days.get(running, 0) + max(0, (day - entered).days)
        running, entered = (to_stage, day) if kind in entries else (None, None)
        if running is not None:
            days.setdefault(running, 0)
            if stands_in:
                # In the stage since the import at least; how much longer is not known.
                guessed.add(running)
    if running is not None and entered is not None:
        days[running] = days.get(running, 0) + max(0, (today - entered).days)
    running_days = None if entered is None else max(0, (today - entered).days)
    stages = view.rows(
        "select id, name, slow_limit from stage where pipeline_id = ? and is_open and (not is_archived or id = ?)"
        " order by position, id",
        (pipeline_id, current),
    )
    return tuple(
        StageVisit(
            stage_id,
            name,
            None if stage_id in guessed and days[stage_id] <= slow_limit else days.get(stage_id),
            stage_id == current,
            judge_pace(running_days, slow_limit) if stage_id == current else Pace.USUAL,
        )
        for stage_id, name, slow_limit in stages
    )


def _read_next_step(view: View, deal_id: int, today: date) -> PlannedStep | None:
    row = view.row(
        "select kind, subject, due_on, due_at from activity where deal_id = ? and done_at is null"
        " order by due_on is null, due_on, due_at, id limit 1",
        (deal_id,),
    )
    if row is None:
        return None
    kind, subject, due_on, due_at = row
    day = None if due_on is None else date.fromisoformat(due_on)
    instant = None if due_at is None else from_microseconds(due_at)
    return PlannedStep(
        kind,
        subject,
        day,
        instant,
        judge_next_step(planned=True, due_on=day, due_at=instant, today=today, now=view.now()),
    )
