"""What an offer takes from its deal, the settings and the other offers: lines, recipient, tax and number."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from desktop_pipeline.actions.deals import shorten
from desktop_pipeline.actions.records import DealRow
from desktop_pipeline.domain.company import LONGEST_LINE, clean_lines
from desktop_pipeline.domain.errors import InvalidError, NotFoundError
from desktop_pipeline.domain.offers import (
    MOST_LINES,
    USUAL_PREFIX,
    OfferLine,
    TaxRate,
    begin_number,
    read_serial,
    write_number,
)
from desktop_pipeline.storage.company_facts import find_largest_serial, read_deal_lines, read_tax_rates, read_text
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.workspace import write_setting


def take_lines(draft: Draft, deal: DealRow, known: Sequence[OfferLine] = ()) -> tuple[OfferLine, ...]:
    """Lines of an offer from those of its deal; raises InvalidError where there are none, or one has no price.

    Where a line of that name is `known` it keeps its note and tax; others begin with the usual tax.
    """
    found = read_deal_lines(draft, deal.deal_id)
    usual = next((row.rate for row in read_tax_rates(draft) if row.is_default and row.is_active), None)
    by_name: Mapping[str, OfferLine] = {line.name: line for line in known}
    if not found:
        message = f"“{shorten(deal.title)}” has no products yet. Add what you offer to the deal first."
        raise InvalidError(message)
    if len(found) > MOST_LINES:
        message = f"An offer can have {MOST_LINES} lines at most; this deal has {len(found)}."
        raise InvalidError(message)
    lines = []
    for line in found:
        if line.amount is None:
            message = f"Nobody knows yet what {shorten(line.name)} costs. Give it a price on the deal first."
            raise InvalidError(message)
        before = by_name.get(line.name)
        lines.append(
            OfferLine(
                name=line.name,
                note=before.note if before else "",
                quantity=line.quantity,
                price=line.price,
                discount=line.discount,
                amount=line.amount,
                tax=before.tax if before else usual,
            )
        )
    return tuple(lines)


def read_recipient(draft: Draft, deal_id: int) -> tuple[str, ...]:
    """Organisation, the main person who still works there, address and country: as on an envelope."""
    organisation = draft.row(
        "select o.name, o.address, o.country from deal d join organisation o on o.id = d.organisation_id"
        " where d.id = ?",
        (deal_id,),
    )
    person = draft.value(
        "select p.name from deal_person dp join person p on p.id = dp.person_id where dp.deal_id = ?"
        " and p.deleted_at is null and p.left_on is null order by dp.id",
        (deal_id,),
    )
    name, address, country = organisation or (None, None, None)
    # An address is kept as one line.
    lines: Iterable[str | None] = (name, person, *(address or "").split(","), country)
    return tuple(clean_lines("\n".join(line[:LONGEST_LINE] for line in lines if line)).splitlines())


def read_contact(draft: Draft, deal_id: int) -> tuple[str, ...]:
    """Who answers for the offer: the deal's owner, with an e-mail where one is known."""
    owner = draft.row("select w.name, w.email from deal d join owner w on w.id = d.owner_id where d.id = ?", (deal_id,))
    return tuple(str(line) for line in owner or () if line)


def find_rate(draft: Draft, rate_id: int | None) -> TaxRate | None:
    """A tax by its id, None for no tax; raises NotFoundError."""
    if rate_id is None:
        return None
    found = next((row.rate for row in read_tax_rates(draft) if row.rate_id == rate_id), None)
    if found is None:
        message = f"There is no tax number {rate_id}."
        raise NotFoundError(message)
    return found


def refuse_taken(draft: Draft, number: str) -> None:
    """Raises InvalidError where an offer has that number."""
    if draft.value("select 1 from offer where number = ?", (number,)) is not None:
        message = f"There is an offer {shorten(number)} already. Choose another number."
        raise InvalidError(message)


def pass_number(draft: Draft, number: str, today: date) -> None:
    """The number of a draft that goes is passed over: the next one is higher, although no offer has it any more."""
    prefix = read_text(draft, "offer_prefix", USUAL_PREFIX)
    beginning = begin_number(prefix, today)
    serial = read_serial(number, beginning)
    if serial is None or serial <= find_largest_serial(draft, beginning):
        return
    if serial >= (read_serial(read_text(draft, "offer_next"), beginning) or 1):
        write_setting(draft, "offer_next", write_number(prefix, today, serial + 1))
