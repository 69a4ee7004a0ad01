"""What the workspace has already, as an import compares it with its files."""

from collections.abc import Mapping, Sequence
from datetime import date

from desktop_pipeline.actions.importing.own_now import read_mark
from desktop_pipeline.actions.importing.parts import read_fields
from desktop_pipeline.domain.contacts import PointKind
from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.names import name_key, product_key
from desktop_pipeline.domain.periods import local_day
from desktop_pipeline.domain.stages import read_templates
from desktop_pipeline.exchange.known import Known, KnownRow, KnownStage
from desktop_pipeline.exchange.names import main_person_key, person_keys
from desktop_pipeline.exchange.records import DealFields, OrganisationFields, OwnerFields, PersonFields, ProductFields
from desktop_pipeline.storage.database import Reader
from desktop_pipeline.storage.instants import from_microseconds
from desktop_pipeline.storage.workspace import View


def read_known(view: View) -> Known:
    """All rows that files can refer to, by their keys."""
    people = _read_people(view)
    of_deals = _read_people_of_deals(view)
    return Known(
        organisations=_read_organisations(view),
        people=people,
        owners=_read_owners(view),
        products=_read_products(view),
        deals=_read_deals(view, of_deals),
        people_of_deals={deal_id: frozenset(keys) for deal_id, keys in of_deals.items() if len(keys) > 1},
        sources=_keys(view, "select name from source"),
        labels=_keys(view, "select name from label"),
        reasons=_keys(view, "select name from reason where reason_group <> 'won'"),
        pipelines=tuple(
            row[0] for row in view.rows("select name from pipeline where not is_archived order by position, id")
        ),
        stages=tuple(
            KnownStage(*row)
            for row in view.rows(
                "select s.name, p.name from stage s join pipeline p on p.id = s.pipeline_id"
                " where s.is_open and not s.is_archived and not p.is_archived"
                " order by p.position, p.id, s.position, s.id"
            )
        ),
        stage_orders=tuple(tuple(stage.name for stage in template.stages) for template in read_templates().values()),
        base_currency=view.base_currency,
        owners_are_complete=bool(view.value("select count(*) > 1 from owner")),
        spellings={
            name_key(name): name
            for table in ("source", "label", "reason")
            for (name,) in view.rows(f"select name from {table} order by id desc")  # noqa: S608 - our own names
        },
        fields=read_fields(view),
        mark=read_mark(view),
        activity_kinds={
            name_key(name): key
            for name, key in view.rows("select name, key from activity_kind where is_active order by position desc")
        },
    )


def _keys(reader: Reader, sql: str) -> frozenset[str]:
    return frozenset(name_key(row[0]) for row in reader.rows(sql))


def _read_organisations(reader: Reader) -> dict[str, KnownRow[OrganisationFields]]:
    rows = reader.rows(
        "select id, name, industry, country, size, website, address, email, phone from organisation"
        " where deleted_at is null order by id desc"
    )
    return {name_key(row[1]): KnownRow(row[0], OrganisationFields(*row[1:])) for row in rows}


def _read_people(reader: Reader) -> dict[str, KnownRow[PersonFields]]:
    points: dict[tuple[int, str], list[str]] = {}
    for person_id, kind, value in reader.rows(
        "select person_id, kind, value from contact_point where person_id is not null order by position, id"
    ):
        points.setdefault((person_id, kind), []).append(value)
    rows = reader.rows(
        "select p.id, p.name, o.name, p.email, p.phone, p.job_title from person p"
        " left join organisation o on o.id = p.organisation_id where p.deleted_at is null order by p.id desc"
    )
    people = {}
    for person_id, name, organisation, email, phone, job_title in rows:
        key = name_key(organisation) if organisation else None
        emails = tuple(points.get((person_id, PointKind.EMAIL), ()))
        phones = tuple(points.get((person_id, PointKind.PHONE), ()))
        known = KnownRow(person_id, PersonFields(name, key, email, phone, job_title, emails, phones))
        people.update(dict.fromkeys(person_keys(name, key, email), known))
    return people


def _read_owners(reader: Reader) -> dict[str, KnownRow[OwnerFields]]:
    rows = reader.rows("select id, name, manager, region, email from owner order by id desc")
    return {name_key(row[1]): KnownRow(row[0], OwnerFields(*row[1:])) for row in rows}


def _read_products(reader: Reader) -> dict[str, KnownRow[ProductFields]]:
    rows = reader.rows("select id, name, category, price, currency from product order by id desc")
    return {product_key(row[1]): KnownRow(row[0], ProductFields(*row[1:])) for row in rows}


def _read_people_of_deals(reader: Reader) -> dict[int, list[str]]:
    keys: dict[int, list[str]] = {}
    for deal_id, name, organisation, email in reader.rows(
        "select dp.deal_id, p.name, o.name, p.email from deal_person dp join person p on p.id = dp.person_id"
        " left join organisation o on o.id = p.organisation_id order by dp.id"
    ):
        key = main_person_key(name, name_key(organisation) if organisation else None, email)
        keys.setdefault(deal_id, []).append(key)
    return keys


def _read_deals(view: View, of_deals: Mapping[int, Sequence[str]]) -> dict[int, DealFields]:
    products = _gather(view, "select li.deal_id, p.name from line_item li join product p on p.id = li.product_id")
    labels = _gather(view, "select dl.deal_id, l.name from deal_label dl join label l on l.id = dl.label_id")
    people = {deal_id: keys[0] for deal_id, keys in of_deals.items()}
    deals = {}
    for row in view.rows(_DEALS):
        deal_id, title, organisation, owner, source, value, currency, status, pipeline, stage = row[:10]
        created, closed, expected, last_touch, reason, probability, external_id = row[10:]
        deals[deal_id] = DealFields(
            title=title,
            organisation=_key(organisation),
            person=people.get(deal_id),
            owner=_key(owner),
            products=tuple(product_key(name) for name in products.get(deal_id, ())),
            source=_key(source),
            labels=tuple(name_key(name) for name in labels.get(deal_id, ())),
            value=value,
            currency=currency if value is not None else None,
            status=DealStatus(status),
            pipeline=_key(pipeline),
            stage=_key(stage) if status == DealStatus.OPEN else None,
            created=_day(view, created),
            closed=_day(view, closed),
            expected=None if expected is None else date.fromisoformat(expected),
            last_touch=None if last_touch is None else date.fromisoformat(last_touch),
            lost_reason=_key(reason),
            probability=probability,
            external_id=external_id,
        )
    return deals


_DEALS = """
    select d.id, d.title, o.name, w.name, c.name, d.value, d.currency, d.status, p.name, s.name,
           d.created_at, (select e.at from history_event e where e.deal_id = d.id and e.kind in (3, 4) and e.is_dated
                           and e.at = d.closed_at order by e.id desc limit 1),
           d.expected_close_on, d.last_touch_on, r.name, d.probability, d.external_id
    from deal d join pipeline p on p.id = d.pipeline_id
    left join stage s on s.id = d.stage_id
    left join organisation o on o.id = d.organisation_id
    left join owner w on w.id = d.owner_id
    left join source c on c.id = d.source_id
    left join reason r on r.id = d.reason_id
    where d.deleted_at is null order by d.id
"""


def _gather(reader: Reader, sql: str) -> dict[int, list[str]]:
    gathered: dict[int, list[str]] = {}
    for deal_id, name in reader.rows(sql):
        gathered.setdefault(deal_id, []).append(name)
    return gathered


def _key(name: str | None) -> str | None:
    return None if name is None else name_key(name)


def _day(view: View, instant: int | None) -> date | None:
    return None if instant is None else local_day(from_microseconds(instant), view.zone)
