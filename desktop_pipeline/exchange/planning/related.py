"""Tables that stand beside the deals: organisations, people, products with prices, owners with manager and region."""

from typing import TYPE_CHECKING, TypeVar

from desktop_pipeline.domain.names import name_key, product_key
from desktop_pipeline.exchange.planning.contact_cells import (
    check_line,
    check_name,
    first_of,
    read_mails,
    read_phones,
)
from desktop_pipeline.exchange.planning.draft import PlanDraft
from desktop_pipeline.exchange.planning.hanging_rows import hang_notes
from desktop_pipeline.exchange.planning.register import Register
from desktop_pipeline.exchange.records import (
    NO_NAME,
    SEVERAL_PEOPLE,
    OrganisationFields,
    OwnerFields,
    PersonFields,
    ProductFields,
    Target,
)
from desktop_pipeline.exchange.tables import is_blank
from desktop_pipeline.exchange.understanding.columns import Kind, Recognised
from desktop_pipeline.exchange.understanding.currencies import ASSUMED
from desktop_pipeline.exchange.understanding.values import ColumnReader
from desktop_pipeline.exchange.unreadable import UnreadableError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

F = TypeVar("F", bound="DataclassInstance")
_ANOTHER = "another value stands in an earlier row of the same name"


def take_related(recognised: Recognised, draft: PlanDraft) -> None:
    """Adds the rows of one table to the draft; rows without a name are listed."""
    reader = ColumnReader(recognised, draft.notes)
    match recognised.kind:
        case Kind.ORGANISATIONS:
            _take_organisations(reader, draft)
        case Kind.PEOPLE:
            _take_people(reader, draft)
        case Kind.PRODUCTS:
            _take_products(reader, draft)
        case Kind.OWNERS:
            _take_owners(reader, draft)


def _take_organisations(reader: ColumnReader, draft: PlanDraft) -> None:
    sizes, mails, phones, places = (
        reader.whole_numbers("size"),
        read_mails(reader),
        read_phones(reader),
        check_line(reader, "address", reader.texts("address")),
    )
    fields = ("name", "industry", "country", "website", "domain", "external_id")
    texts = [reader.texts("name"), *(check_line(reader, field, reader.texts(field)) for field in fields[1:])]
    own = draft.own_fields.read(reader)
    targets: list[Target | None] = []
    for index, (name, industry, country, website, domain, number) in enumerate(zip(*texts, strict=True)):
        targets.append(None)
        if name is None or (why := check_name(name)):
            reader.fault(index, "name", NO_NAME if name is None else why or "")
            continue
        mail, phone = first_of(mails[index]), first_of(phones[index])
        row = OrganisationFields(name, industry, country, sizes[index], website or domain, places[index], mail, phone)
        key, contradicted = draft.organisations.take(row)
        for field in contradicted:
            if not is_blank(reader.cells(field)[index]):
                reader.fault(index, field, _ANOTHER)
        if number:
            draft.ids.setdefault(("organisation", number), key)
        target = targets[-1] = Target(organisation=key)
        for field_key, values in own:
            if (value := values[index]) is not None:
                draft.own_fields.put(field_key, target, value)
    hang_notes(reader, targets, draft)


def _take_people(reader: ColumnReader, draft: PlanDraft) -> None:
    names, mails, phones = reader.texts("name"), read_mails(reader), read_phones(reader)
    texts = [reader.texts(field) for field in ("organisation", "organisation_id", "job_title", "external_id")]
    own = draft.own_fields.read(reader)
    targets: list[Target | None] = [None] * len(reader.rows)
    places: list[int] = []
    people: list[PersonFields] = []
    for index, (organisation, organisation_id, job_title, _number) in enumerate(zip(*texts, strict=True)):
        name = names[index] or first_of(mails[index])
        if name is None or check_name(name):
            reader.fault(index, _name_column(reader), NO_NAME if name is None else check_name(name) or "")
            continue
        home = draft.find_organisation(organisation, organisation_id)
        mail, phone = first_of(mails[index]), first_of(phones[index])
        places.append(index)
        people.append(PersonFields(name, home, mail, phone, job_title, mails[index][1:], phones[index][1:]))
    for index, taken in zip(places, draft.people.take_all(people), strict=True):
        if taken is None:
            reader.fault(index, _name_column(reader), SEVERAL_PEOPLE)
            continue
        key, contradicted = taken
        for field in contradicted:
            if reader.has(field):
                reader.fault(index, field, _ANOTHER)
        if number := texts[-1][index]:
            draft.ids.setdefault(("person", number), key)
        target = targets[index] = Target(person=key)
        for field_key, values in own:
            if (value := values[index]) is not None:
                draft.own_fields.put(field_key, target, value)
    hang_notes(reader, targets, draft)


def _name_column(reader: ColumnReader) -> str:
    return next((field for field in ("name", "last_name", "first_name") if reader.has(field)), "name")


def _take_products(reader: ColumnReader, draft: PlanDraft) -> None:
    prices, currencies = reader.amounts("price"), reader.currencies("currency")
    if any(price and not price.currency for price in prices) and not any(currencies) and draft.currency.usual is None:
        reader.ask("price", "which currency?", ASSUMED, subject="currency")
    for index, (name, category) in enumerate(zip(reader.texts("name"), reader.texts("category"), strict=True)):
        if name is None:
            reader.fault(index, "name", NO_NAME)
            continue
        price = currency = None
        amount = prices[index]
        if amount is not None:
            try:
                price, currency = draft.currency.settle(amount, currencies[index])
            except UnreadableError as error:
                reader.fault(index, "price", str(error))
        _take(reader, index, draft.products, product_key(name), ProductFields(name, category, price, currency))


def _take_owners(reader: ColumnReader, draft: PlanDraft) -> None:
    emails = reader.addresses("email")
    texts = [reader.texts(field) for field in ("name", "manager", "region")]
    numbers = reader.texts("external_id")
    for index, (name, manager, region) in enumerate(zip(*texts, strict=True)):
        if name is None:
            reader.fault(index, "name", NO_NAME)
            continue
        if number := numbers[index]:
            draft.ids.setdefault(("owner", number), name_key(name))
        _take(reader, index, draft.owners, name_key(name), OwnerFields(name, manager, region, emails[index]))


def _take(reader: ColumnReader, index: int, register: Register[F], key: str, row: F) -> None:
    for field in register.take(key, row):
        reader.fault(index, field, _ANOTHER)
