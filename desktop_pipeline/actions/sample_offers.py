"""The sample company's card, its taxes, and the offers it made: some in each state."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count

from desktop_pipeline.actions.offer_parts import read_contact, read_recipient, take_lines
from desktop_pipeline.actions.records import read_deal_row
from desktop_pipeline.actions.sample_book import Book
from desktop_pipeline.actions.sample_parts import SampleDeal, SampleWin
from desktop_pipeline.actions.sample_tale import DAY, Diary, Row, Tale
from desktop_pipeline.domain.company import CompanyCard
from desktop_pipeline.domain.offer_text import write_document
from desktop_pipeline.domain.offers import (
    USUAL_PREFIX,
    USUAL_VALID_DAYS,
    OfferDocument,
    OfferState,
    add_up,
    write_number,
)
from desktop_pipeline.storage.company_facts import CARD_FIELDS, read_company, read_tax_rates
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.tables import Offer, TaxRate
from desktop_pipeline.storage.workspace import write_setting

# A deal that was won had its offer so many days before.
_WAITED = 9


@dataclass(frozen=True, slots=True)
class _Told:
    """An offer of a deal, with its days."""

    deal_id: int
    made_on: date
    valid_until: date
    state: OfferState
    decided_on: date | None = None
    note: str = ""


def write_card(draft: Draft, book: Book) -> None:
    """Address, taxes and what stands on offers."""
    for name in CARD_FIELDS:
        if name in book.card:
            write_setting(draft, f"company_{name}", book.card[name])
    write_setting(draft, "offer_intro", book.offer_intro)
    write_setting(draft, "offer_terms", book.offer_terms)
    for place, (name, percent) in enumerate(book.taxes):
        draft.insert(TaxRate, name=name, percent=percent, position=place, is_default=not place)


def write_offers(draft: Draft, book: Book, diary: Diary, known: Sequence[tuple[int, Tale]]) -> None:
    """The offers that the book tells of open deals, and those of the deals that are still spoken of as won."""
    told = [*_tell_open(book, diary, known), *_tell_won(diary, known)]
    serials: dict[int, Iterator[int]] = {}
    company = read_company(draft)
    rows = []
    for offer in sorted(told, key=lambda offer: (offer.made_on, offer.deal_id)):
        serial = next(serials.setdefault(offer.made_on.year, count(1)))
        rows.append(_write_row(draft, book, company, offer, write_number(USUAL_PREFIX, offer.made_on, serial)))
    draft.insert_rows(Offer, _COLUMNS, rows)


def _tell_open(book: Book, diary: Diary, known: Sequence[tuple[int, Tale]]) -> Iterator[_Told]:
    titles = {tale.told.title: deal_id for deal_id, tale in known if isinstance(tale.told, SampleDeal)}
    for offer in book.offers:
        if offer.title in titles:
            made_on = _workday(diary, offer.days_ago)
            decided = None if offer.decided_days_ago is None else _workday(diary, offer.decided_days_ago)
            until = made_on + timedelta(days=offer.valid_days)
            yield _Told(titles[offer.title], made_on, until, OfferState(offer.state), decided, offer.note)


def _workday(diary: Diary, days_ago: int) -> date:
    return diary.date(diary.workday(diary.today - days_ago))


def _tell_won(diary: Diary, known: Sequence[tuple[int, Tale]]) -> Iterator[_Told]:
    for deal_id, tale in known:
        if isinstance(tale.told, SampleWin) and tale.closed_at is not None:
            won_on = diary.date(tale.closed_at // DAY)
            made_on = diary.date(max(tale.created_at // DAY, diary.workday(tale.closed_at // DAY - _WAITED)))
            until = made_on + timedelta(days=USUAL_VALID_DAYS)
            yield _Told(deal_id, made_on, until, OfferState.ACCEPTED, won_on)


def _write_row(draft: Draft, book: Book, company: CompanyCard, offer: _Told, number: str) -> Row:
    deal = read_deal_row(draft, offer.deal_id)
    rates = [row.rate for row in read_tax_rates(draft)]
    lines = tuple(replace(line, tax=rates[book.lines_of_tax.get(line.name, 0)]) for line in take_lines(draft, deal))
    is_draft = offer.state is OfferState.DRAFT
    document = OfferDocument(
        number=number,
        made_on=offer.made_on,
        valid_until=offer.valid_until,
        subject=deal.title,
        company=CompanyCard() if is_draft else company,
        recipient=read_recipient(draft, offer.deal_id),
        contact=read_contact(draft, offer.deal_id),
        intro=book.offer_intro,
        lines=lines,
        terms=book.offer_terms,
        tax_note="",
        currency=deal.currency,
        totals=add_up(lines),
    )
    return (
        offer.deal_id,
        number,
        offer.state.value,
        offer.made_on.isoformat(),
        offer.valid_until.isoformat(),
        None if is_draft else offer.made_on.isoformat(),
        None if offer.decided_on is None else offer.decided_on.isoformat(),
        offer.note,
        write_document(document, logo=None),
    )


_COLUMNS = (
    *("deal_id", "number", "state", "made_on", "valid_until", "sent_on", "decided_on"),
    *("note", "document"),
)
