"""One deal with everything its panel shows: fields, way through the stages, products, people and timeline."""

from dataclasses import dataclass
from datetime import date, datetime

from desktop_pipeline.domain.deals import DealStatus, EventKind
from desktop_pipeline.domain.hygiene import NextStep, Pace, judge_next_step, judge_pace
from desktop_pipeline.domain.money import Money
from desktop_pipeline.domain.periods import local_day
from desktop_pipeline.queries.timeline import TimelineEntry, read_timeline
from desktop_pipeline.storage.instants import from_microseconds
from desktop_pipeline.storage.workspace import View


@dataclass(frozen=True, slots=True)
class StageVisit:
    """A stage of the deal's pipeline and the days the deal has spent in it, all visits added; None: never there."""

    stage_id: int
    name: str
    days: int | None
    is_current: bool
    pace: Pace


@dataclass(frozen=True, slots=True)
class DealProduct:
    """A product on the deal; the amount is None where the offer names none."""

    name: str
    quantity: int
    amount: Money | None


@dataclass(frozen=True, slots=True)
class DealPersonView:
    """Somebody on the customer's side."""

    name: str
    role: str
    email: str | None
    phone: str | None


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
    """What the deal panel shows; `probability` is set only where it was set by hand."""

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
    visits: tuple[StageVisit, ...]
    people: tuple[DealPersonView, ...]
    products: tuple[DealProduct, ...]
    products_total: Money | None
    next_step: PlannedStep | None
    timeline: tuple[TimelineEntry, ...]


def read_deal(view: View, deal_id: int, *, today: date) -> DealView | None:
    """The deal, or None where there is none or it is in the bin."""
    row = view.row(_DEAL, (deal_id,))
    if row is None:
        return None
    (title, status, pipeline_id, pipeline, stage_id, stage, value, currency, probability, stage_probability) = row[:10]
    (organisation, owner_id, owner, source_id, source, expected, created, closed, changed, reason, note) = row[10:]
    visits = _read_visits(view, deal_id, pipeline_id, stage_id if status == DealStatus.OPEN else None, today)
    position = next((index for index, visit in enumerate(visits) if visit.stage_id == stage_id), 0)
    products = _read_products(view, deal_id, currency)
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
        organisation=organisation,
        owner_id=owner_id,
        owner=owner,
        source_id=source_id,
        source=source,
        expected_close_on=None if expected is None else date.fromisoformat(expected),
        created_at=None if created is None else from_microseconds(created),
        closed_at=None if closed is None else from_microseconds(closed),
        changed_at=from_microseconds(changed or 0),
        reason=reason,
        reason_note=note,
        labels=tuple(
            str(found[0])
            for found in view.rows(
                "select l.name from deal_label dl join label l on l.id = dl.label_id where dl.deal_id = ?"
                " order by l.name",
                (deal_id,),
            )
        ),
        visits=visits,
        people=_read_people(view, deal_id),
        products=products,
        products_total=_add_up(products, currency),
        next_step=_read_next_step(view, deal_id, today),
        timeline=read_timeline(view, deal_id),
    )


_DEAL = """
    select d.title, d.status, d.pipeline_id, p.name, d.stage_id, s.name, d.value, d.currency,
           d.probability, s.probability,
           o.name, d.owner_id, w.name, d.source_id, c.name, d.expected_close_on, d.created_at, d.closed_at,
           (select max(recorded_at) from history_event where deal_id = d.id), r.name, d.reason_note
    from deal d join pipeline p on p.id = d.pipeline_id
    left join stage s on s.id = d.stage_id
    left join organisation o on o.id = d.organisation_id
    left join owner w on w.id = d.owner_id
    left join source c on c.id = d.source_id
    left join reason r on r.id = d.reason_id
    where d.id = ? and d.deleted_at is null
"""


def _read_visits(
    view: View, deal_id: int, pipeline_id: int, current: int | None, today: date
) -> tuple[StageVisit, ...]:
    days: dict[int, int] = {}
    running: int | None = None
    entered: date | None = None
    outcomes = (EventKind.WON, EventKind.LOST)
    entries = (EventKind.CREATED, EventKind.MOVED, EventKind.PIPELINE, EventKind.REOPENED)
    guessed: set[int] = set()
    for kind, at, to_stage, is_inferred in view.rows(
        "select kind, at, to_stage_id, is_inferred from history_event where deal_id = ? order by at, id", (deal_id,)
    ):
        if kind not in (*entries, *outcomes):
            continue
        day = local_day(from_microseconds(at), view.zone)
        if running is not None and entered is not None:
            days[running] = days.get(running, 0) + max(0, (day - entered).days)
        running, entered = (to_stage, day) if kind in entries else (None, None)
        if running is not None:
            days.setdefault(running, 0)
            if is_inferred:
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


def _read_people(view: View, deal_id: int) -> tuple[DealPersonView, ...]:
    rows = view.rows(
        "select p.name, coalesce(nullif(dp.role, ''), p.job_title, ''), p.email, p.phone"
        " from deal_person dp join person p on p.id = dp.person_id"
        " where dp.deal_id = ? and p.deleted_at is null order by dp.id",
        (deal_id,),
    )
    return tuple(DealPersonView(*row) for row in rows)


def _read_products(view: View, deal_id: int, currency: str) -> tuple[DealProduct, ...]:
    rows = view.rows(
        "select p.name, li.quantity, li.amount from line_item li join product p on p.id = li.product_id"
        " where li.deal_id = ? order by li.id",
        (deal_id,),
    )
    return tuple(
        DealProduct(name, quantity, None if amount is None else Money(amount, currency))
        for name, quantity, amount in rows
    )


def _add_up(products: tuple[DealProduct, ...], currency: str) -> Money | None:
    # A sum in which an amount is missing would say too little.
    amounts = [product.amount.minor for product in products if product.amount is not None]
    return Money(sum(amounts), currency) if products and len(amounts) == len(products) else None


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
