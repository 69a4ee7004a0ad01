"""What hangs on a deal: its people, products, files, objections, related deals and the owner's own fields."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from desktop_pipeline.domain.custom_fields import FieldKind, FieldSubject, Kept
from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.money import Money
from desktop_pipeline.queries.lists import Named
from desktop_pipeline.storage.instants import from_microseconds
from desktop_pipeline.storage.workspace import View

_MOST_OFFERED = 12


@dataclass(frozen=True, slots=True)
class DealPersonView:
    """Somebody on the customer's side; the first one is the main one. `role` is a domain.roles.Role or own words."""

    person_id: int
    name: str
    role: str
    job_title: str | None
    email: str | None
    phone: str | None
    has_left: bool


@dataclass(frozen=True, slots=True)
class DealProduct:
    """A line of the deal; price and amount are None where they are not known, the discount is in percent."""

    line_id: int
    product_id: int
    name: str
    quantity: Decimal
    price: Money | None
    discount: Decimal | None
    amount: Money | None


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file: kept in the workspace, or linked to where it lies."""

    attachment_id: int
    name: str
    size: int | None
    link: str | None
    at: datetime
    who: str


@dataclass(frozen=True, slots=True)
class ObjectionView:
    """What the customer holds against the deal; an empty answer is still owed."""

    objection_id: int
    text: str
    answer: str
    raised_on: date
    answered_on: date | None


@dataclass(frozen=True, slots=True)
class RelatedDeal:
    """Another deal; `follows` is true where it follows from this one, false where this one follows from it."""

    relation_id: int
    deal_id: int
    title: str
    organisation: str | None
    kind: str
    follows: bool
    status: DealStatus
    value: Money | None


@dataclass(frozen=True, slots=True)
class CustomFieldView:
    """A field of the owner's own with what it holds; choices are those that can be taken or are taken."""

    field_id: int
    name: str
    kind: FieldKind
    choices: tuple[Named, ...]
    value: Kept | None


def read_people(view: View, deal_id: int) -> tuple[DealPersonView, ...]:
    """The people of a deal, the main one first."""
    rows = view.rows(
        "select p.id, p.name, dp.role, p.job_title, p.email, p.phone, p.left_on is not null"
        " from deal_person dp join person p on p.id = dp.person_id"
        " where dp.deal_id = ? and p.deleted_at is null order by dp.id",
        (deal_id,),
    )
    return tuple(
        DealPersonView(person_id, name, role, job_title, email, phone, bool(has_left))
        for person_id, name, role, job_title, email, phone, has_left in rows
    )


def read_products(view: View, deal_id: int, currency: str) -> tuple[DealProduct, ...]:
    """The lines of a deal in their order."""
    rows = view.rows(
        "select li.id, p.id, p.name, li.quantity, li.price, li.discount, li.amount"
        " from line_item li join product p on p.id = li.product_id"
        " where li.deal_id = ? order by li.position, li.id",
        (deal_id,),
    )
    return tuple(
        DealProduct(
            line_id,
            product_id,
            name,
            Decimal(str(quantity)),
            None if price is None else Money(price, currency),
            None if discount is None else Decimal(discount),
            None if amount is None else Money(amount, currency),
        )
        for line_id, product_id, name, quantity, price, discount, amount in rows
    )


def add_up(products: tuple[DealProduct, ...], currency: str) -> Money | None:
    """What the lines come to; a sum in which an amount is missing would say too little, so there is none."""
    amounts = [product.amount.minor for product in products if product.amount is not None]
    return Money(sum(amounts), currency) if products and len(amounts) == len(products) else None


def read_files(view: View, subject: FieldSubject, subject_id: int) -> tuple[AttachedFile, ...]:
    """The files of a deal, person or organisation, the newest first."""
    # The column is our own name.
    sql = f"select id, name, size, link, at, who from attachment where {subject.value}_id = ? order by at desc, id desc"  # noqa: S608
    return tuple(
        AttachedFile(file_id, name, size, link, from_microseconds(at), who)
        for file_id, name, size, link, at, who in view.rows(sql, (subject_id,))
    )


def read_objections(view: View, deal_id: int) -> tuple[ObjectionView, ...]:
    """The objections to a deal: those without an answer first, then the newest."""
    rows = view.rows(
        "select id, text, answer, raised_on, answered_on from objection where deal_id = ?"
        " order by answer <> '', raised_on desc, id desc",
        (deal_id,),
    )
    return tuple(
        ObjectionView(
            row_id, text, answer, date.fromisoformat(raised), None if day is None else date.fromisoformat(day)
        )
        for row_id, text, answer, raised, day in rows
    )


def read_related(view: View, deal_id: int) -> tuple[RelatedDeal, ...]:
    """The deals that this one follows from, then those that follow from it; none from the bin."""
    rows = view.rows(
        "select r.id, d.id, d.title, o.name, r.kind, r.earlier_id = ?1, d.status, d.value, d.currency"
        " from deal_relation r join deal d on d.id = case when r.earlier_id = ?1 then r.deal_id else r.earlier_id end"
        " left join organisation o on o.id = d.organisation_id"
        " where (r.deal_id = ?1 or r.earlier_id = ?1) and d.deleted_at is null order by 6, r.id",
        (deal_id,),
    )
    return tuple(
        RelatedDeal(
            relation_id,
            other_id,
            title,
            organisation,
            kind,
            bool(follows),
            DealStatus(status),
            None if value is None else Money(value, currency),
        )
        for relation_id, other_id, title, organisation, kind, follows, status, value, currency in rows
    )


def read_custom_fields(view: View, subject: FieldSubject, subject_id: int) -> tuple[CustomFieldView, ...]:
    """The owner's own fields in their order; one that was put away shows only where it holds something."""
    # The column is our own name.
    sql = (
        "select f.id, f.name, f.kind, v.value from custom_field f"  # noqa: S608
        f" left join custom_value v on v.field_id = f.id and v.{subject.value}_id = ?"
        " where f.subject = ? and (not f.is_archived or v.id is not null) order by f.position, f.id"
    )
    return tuple(
        _read_field(view, field_id, name, kind, None if value is None else json.loads(value))
        for field_id, name, kind, value in view.rows(sql, (subject_id, subject.value))
    )


def _read_field(view: View, field_id: int, name: str, kind: str, value: Kept | None) -> CustomFieldView:
    taken = value if isinstance(value, list) else [value]
    choices = view.rows(
        "select id, name, is_archived from custom_choice where field_id = ? order by position, id", (field_id,)
    )
    offered = tuple(Named(row_id, word) for row_id, word, is_archived in choices if not is_archived or row_id in taken)
    return CustomFieldView(field_id, name, FieldKind(kind), offered, value)


def find_deals(view: View, text: str, *, but: int) -> list[Named]:
    """Deals whose title or organisation holds the text, the newest first; without `but`."""
    rows = view.rows(
        "select d.id, d.title || coalesce(', ' || o.name, '') from deal d"
        " left join organisation o on o.id = d.organisation_id"
        " where d.deleted_at is null and d.id <> ?"
        " and (instr(fold(d.title), fold(?2)) or instr(fold(coalesce(o.name, '')), fold(?2)))"
        " order by d.id desc limit ?",
        (but, text, _MOST_OFFERED),
    )
    return [Named(*row) for row in rows]


def find_person_names(view: View, text: str, organisation_id: int | None) -> list[str]:
    """Names of people that hold the text, those of the organisation first."""
    rows = view.rows(
        "select distinct name from (select name, organisation_id is ? as own from person"
        " where deleted_at is null and left_on is null and instr(fold(name), fold(?)) order by own desc, name) limit ?",
        (organisation_id, text, _MOST_OFFERED),
    )
    return [str(row[0]) for row in rows]


def find_product_names(view: View, text: str) -> list[str]:
    """Names of products on offer that hold the text."""
    sql = "select name from product where is_active and instr(fold(name), fold(?)) order by name limit ?"
    return [str(row[0]) for row in view.rows(sql, (text, _MOST_OFFERED))]


def read_label_names(view: View) -> list[str]:
    """The owner's labels, by name."""
    return [str(row[0]) for row in view.rows("select name from label where is_active order by name")]


def read_competitor_names(view: View) -> list[str]:
    """The owner's competitors, by name."""
    return [str(row[0]) for row in view.rows("select name from competitor where is_active order by name")]


def read_currencies(view: View) -> list[str]:
    """The currencies the owner uses, and the base currency."""
    return sorted({view.base_currency, *(str(row[0]) for row in view.rows("select code from currency"))})
