"""The offers of a deal, and one of them with all that is printed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from desktop_pipeline.domain.errors import DamagedError, NotFoundError
from desktop_pipeline.domain.money import Money
from desktop_pipeline.domain.offer_text import read_document
from desktop_pipeline.domain.offers import OfferDocument, OfferState, read_state
from desktop_pipeline.storage.company_facts import DealLine, read_company, read_deal_lines, read_logo
from desktop_pipeline.storage.database import Reader, Row


@dataclass(frozen=True, slots=True)
class OfferRow:
    """An offer in the list of those of a deal; `net` and `gross` are None where its document cannot be read.

    `decided_on` is when it was accepted or declined, `note` what was said then.
    """

    offer_id: int
    deal_id: int
    number: str
    state: OfferState
    made_on: date
    valid_until: date | None
    sent_on: date | None
    decided_on: date | None
    note: str
    net: Money | None
    gross: Money | None

    def is_over(self, today: date) -> bool:
        """Whether it was sent, and its time ran out without an answer."""
        return self.state is OfferState.SENT and self.valid_until is not None and self.valid_until < today


@dataclass(frozen=True, slots=True)
class Offer:
    """One offer; a draft bears the company's card as it is now, another one as it was when it was sent.

    `is_behind`: a draft whose lines are no longer those of its deal.
    """

    row: OfferRow
    document: OfferDocument
    deal_title: str
    is_behind: bool


def read_offers(reader: Reader, deal_id: int) -> list[OfferRow]:
    """The offers of a deal, the newest first; what is in no state, or of no day, that we know is passed over."""
    rows = reader.rows(f"{_COLUMNS} where o.deal_id = ? order by o.made_on desc, o.id desc", (deal_id,))
    return [found for row in rows if (found := _to_row(row)) is not None]


def read_offer(reader: Reader, offer_id: int) -> Offer:
    """One offer with its document; raises NotFoundError, or DamagedError where the document cannot be read."""
    row = reader.row(f"{_COLUMNS} where o.id = ?", (offer_id,))
    if row is None:
        message = f"There is no offer number {offer_id}."
        raise NotFoundError(message)
    found = _to_row(row)
    document = None if found is None else _read(row, lambda digest: read_logo(reader, digest))
    if document is None or found is None:
        message = f"What offer {row[2]} says cannot be read. Restore a backup, or install the newest version."
        raise DamagedError(message)
    if found.state is not OfferState.DRAFT:
        return Offer(found, document, str(row[10]), is_behind=False)
    own = [DealLine(line.name, line.quantity, line.price, line.discount, line.amount) for line in document.lines]
    is_behind = (document.currency, own) != (str(row[11]), read_deal_lines(reader, found.deal_id))
    return Offer(found, replace(document, company=read_company(reader)), str(row[10]), is_behind=is_behind)


_COLUMNS = (
    "select o.id, o.deal_id, o.number, o.state, o.made_on, o.valid_until, o.sent_on, o.decided_on, o.note, o.document,"
    " d.title, d.currency from offer o join deal d on d.id = o.deal_id"
)


def _to_row(row: Row) -> OfferRow | None:
    """The row of a list; None for one of no state or day that we know."""
    offer_id, deal_id, number, kept, made_on, valid_until, sent_on, decided_on, note, *_rest = row
    state = read_state(kept)
    try:
        days = [date.fromisoformat(made_on), *map(_day, (valid_until, sent_on, decided_on))]
    except (ValueError, TypeError):
        return None
    if state is None or days[0] is None:
        return None
    document = _read(row)
    return OfferRow(
        offer_id=offer_id,
        deal_id=deal_id,
        number=number,
        state=state,
        made_on=days[0],
        valid_until=days[1],
        sent_on=days[2],
        decided_on=days[3],
        note=note,
        net=None if document is None else Money(document.totals.net, document.currency),
        gross=None if document is None else Money(document.totals.gross, document.currency),
    )


def _read(row: Row, find_logo: Callable[[str], bytes | None] = lambda _digest: None) -> OfferDocument | None:
    """The document of a row."""
    return read_document(row[9], row[2], date.fromisoformat(row[4]), _day(row[5]), find_logo)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
