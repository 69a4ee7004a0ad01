"""The sample company's lists: team, sources, labels, currencies, products, customers and their people."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from desktop_pipeline.actions.sample_book import Book
from desktop_pipeline.actions.sample_parts import SampleOrganisation
from desktop_pipeline.domain.names import fold, name_key
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.tables import (
    Competitor,
    Currency,
    CurrencyRate,
    Label,
    Organisation,
    Owner,
    Person,
    Product,
    Source,
    Stage,
)
from desktop_pipeline.storage.workspace import write_setting

_BOOK_IS_ENOUGH_FOR = 600  # deals; a larger company has more customers than the book names
_DEALS_PER_CUSTOMER = 10


@dataclass(frozen=True, slots=True)
class Cast:
    """Ids of everybody and everything that deals refer to."""

    pipeline: int
    stages: tuple[int, ...]
    after_sale: int
    owners: dict[str, int]
    sources: dict[str, int]
    labels: dict[str, int]
    competitors: dict[str, int]
    reasons: dict[str, int]
    products: dict[str, int]
    prices: dict[int, int]
    organisations: dict[str, int]
    people: dict[str, int]
    customers: tuple[int, ...]  # every organisation's id, those of the book first
    contacts: dict[int, tuple[tuple[int, str], ...]]  # people of an organisation with the part they take


def write_lists(draft: Draft, book: Book, *, today: date, deals: int) -> Cast:
    """Fills the lists; so many deals need so many customers."""
    write_setting(draft, "sample", "yes")
    write_setting(draft, "company_name", book.company)
    owners = _write_owners(draft, book)
    sources = {name: draft.insert(Source, name=name) for name in book.sources}
    labels = {name: draft.insert(Label, name=name) for name in book.labels}
    _write_currencies(draft, book, today)
    products = {
        product.name: draft.insert(
            Product,
            name=product.name,
            name_key=name_key(product.name),
            category=product.category,
            price=product.price,
            currency="EUR",
        )
        for product in book.products
    }
    organisations, customers = _write_organisations(draft, book, deals)
    people = _write_people(draft, book, organisations)
    pipeline = int(draft.value("select id from pipeline order by position, id"))
    return Cast(
        pipeline=pipeline,
        stages=_set_limits(draft, book, pipeline),
        after_sale=int(draft.value("select id from stage where not is_open and pipeline_id = ?", (pipeline,))),
        owners=owners,
        sources=sources,
        labels=labels,
        competitors={
            name: draft.insert(Competitor, name=name, is_active=name not in book.put_away) for name in book.competitors
        },
        reasons={name: row_id for row_id, name in draft.rows("select id, name from reason order by id")},
        products=products,
        prices={products[product.name]: product.price for product in book.products},
        organisations=organisations,
        people=people,
        customers=customers,
        contacts={
            organisations[name]: tuple((people[person.name], person.role) for person in those)
            for name, those in book.people_of.items()
        },
    )


def _write_owners(draft: Draft, book: Book) -> dict[str, int]:
    return {
        owner.name: draft.insert(
            Owner,
            name=owner.name,
            email=_address(owner.name, book.company),
            manager=owner.manager,
            region=owner.region,
            is_active=owner.name != book.former_owner,
        )
        for owner in book.owners
    }


def _write_currencies(draft: Draft, book: Book, today: date) -> None:
    currencies = {code: draft.insert(Currency, code=code) for code in book.currencies}
    for code, days_ago, rate in book.rates:
        draft.insert(CurrencyRate, currency=currencies[code], from_on=today - timedelta(days=days_ago), rate=rate)


def _set_limits(draft: Draft, book: Book, pipeline: int) -> tuple[int, ...]:
    # The workshop knows its own pace: its limits differ a little from the template's.
    rows = draft.rows("select id from stage where pipeline_id = ? and is_open order by position", (pipeline,))
    stages = tuple(int(row[0]) for row in rows)
    for stage, limit, (few, many) in zip(stages, book.slow_limits, book.deal_limits, strict=True):
        draft.update(Stage, stage, slow_limit=limit, too_few=few, too_many=many)
    return stages


def _write_organisations(draft: Draft, book: Book, deals: int) -> tuple[dict[str, int], tuple[int, ...]]:
    further = max(0, deals - _BOOK_IS_ENOUGH_FOR) // _DEALS_PER_CUSTOMER
    customers = [*book.organisations, *islice(_invent_customers(book), further)]
    first = draft.next_id(Organisation)
    draft.insert_rows(
        Organisation,
        ("id", "name", "name_key", "industry", "size", "country", "website", "address"),
        (
            (
                row_id,
                customer.name,
                name_key(customer.name),
                customer.industry,
                customer.size,
                customer.country,
                _website(customer.name),
                customer.city,
            )
            for row_id, customer in enumerate(customers, first)
        ),
    )
    named = {customer.name: row_id for row_id, customer in enumerate(book.organisations, first)}
    return named, tuple(range(first, first + len(customers)))


def _invent_customers(book: Book) -> Iterator[SampleOrganisation]:
    """Names put together from stems, trades and towns, each once; they end when all are used."""
    stems, trades, towns = book.stems, book.trades, book.towns
    for number in range(len(stems) * len(trades) * len(towns)):
        turn, stem = divmod(number, len(stems))
        lap, trade = turn // len(trades), (turn + 7 * stem) % len(trades)
        word, industry = trades[trade]
        city, country = towns[(lap + 3 * stem + trade) % len(towns)]
        yield SampleOrganisation(f"{stems[stem]} {word} {city}", industry, 3 + number * 37 % 180, country, city)


def _write_people(draft: Draft, book: Book, organisations: dict[str, int]) -> dict[str, int]:
    return {
        person.name: draft.insert(
            Person,
            name=person.name,
            organisation=organisations[person.organisation],
            email=_address(person.name, person.organisation),
            phone=f"+44 5550 {10200 + number}",
            job_title=person.job_title,
        )
        for number, person in enumerate(book.people)
    }


def _website(organisation: str) -> str | None:
    name = _domain(organisation)
    return f"https://{name}" if name else None


def _address(person: str, organisation: str) -> str | None:
    """An address that leads nowhere (.example is reserved); None for names that Latin letters cannot write."""
    words, domain = _letters(person), _domain(organisation)
    return f"{words[0][0]}.{words[-1]}@{domain}" if words and domain else None


def _domain(organisation: str) -> str | None:
    words = _letters(organisation)
    return f"{''.join(words[:2])}.example" if words else None


def _letters(name: str) -> list[str]:
    words = ["".join(filter(str.isalpha, word)) for word in fold(name).split()]
    return [word for word in words if word.isascii() and word]
