"""Tables that stand beside the deals: organisations, products with their prices, owners with manager and region."""

from typing import TYPE_CHECKING, TypeVar

from desktop_pipeline.domain.names import name_key, product_key
from desktop_pipeline.exchange.planning.draft import PlanDraft
from desktop_pipeline.exchange.planning.register import Register
from desktop_pipeline.exchange.records import OrganisationFields, OwnerFields, ProductFields
from desktop_pipeline.exchange.understanding.columns import Kind, Recognised
from desktop_pipeline.exchange.understanding.currencies import ASSUMED
from desktop_pipeline.exchange.understanding.values import ColumnReader
from desktop_pipeline.exchange.unreadable import UnreadableError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

F = TypeVar("F", bound="DataclassInstance")


def take_related(recognised: Recognised, draft: PlanDraft) -> None:
    """Adds the rows of one table to the draft; rows without a name are listed."""
    reader = ColumnReader(recognised, draft.notes)
    match recognised.kind:
        case Kind.ORGANISATIONS:
            _take_organisations(reader, draft)
        case Kind.PRODUCTS:
            _take_products(reader, draft)
        case Kind.OWNERS:
            _take_owners(reader, draft)


def _take_organisations(reader: ColumnReader, draft: PlanDraft) -> None:
    sizes = reader.whole_numbers("size")
    texts = [reader.texts(field) for field in ("name", "industry", "country", "website", "address")]
    for index, (name, industry, country, website, address) in enumerate(zip(*texts, strict=True)):
        if name is None:
            reader.fault(index, "name", "no name")
            continue
        row = OrganisationFields(name, industry, country, sizes[index], website, address)
        _take(reader, index, draft.organisations, name_key(name), row)


def _take_products(reader: ColumnReader, draft: PlanDraft) -> None:
    prices, currencies = reader.amounts("price"), reader.currencies("currency")
    if any(price and not price.currency for price in prices) and not any(currencies) and draft.currency.usual is None:
        reader.ask("price", "which currency?", ASSUMED)
    for index, (name, category) in enumerate(zip(reader.texts("name"), reader.texts("category"), strict=True)):
        if name is None:
            reader.fault(index, "name", "no name")
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
    for index, (name, manager, region) in enumerate(zip(*texts, strict=True)):
        if name is None:
            reader.fault(index, "name", "no name")
            continue
        _take(reader, index, draft.owners, name_key(name), OwnerFields(name, manager, region, emails[index]))


def _take(reader: ColumnReader, index: int, register: Register[F], key: str, row: F) -> None:
    for field in register.take(key, row):
        reader.fault(index, field, "another value stands in an earlier row of the same name")
