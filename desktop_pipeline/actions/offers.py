"""Offers of a deal: made from its line items, sent, accepted or declined.

Only a draft can be edited or deleted. What was sent never changes any more, whatever happens to the deal, the
company's card, a price or a tax.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypedDict, Unpack

from desktop_pipeline.actions.deals import shorten
from desktop_pipeline.actions.offer_parts import (
    find_rate,
    pass_number,
    read_contact,
    read_recipient,
    refuse_taken,
    take_lines,
)
from desktop_pipeline.actions.records import DealRow, read_deal_row
from desktop_pipeline.domain.company import LONGEST_LINE, CompanyCard, clean_line, clean_lines, clean_passage
from desktop_pipeline.domain.errors import DamagedError, InvalidError, NotFoundError
from desktop_pipeline.domain.offer_text import read_document, write_document
from desktop_pipeline.domain.offers import (
    OfferDocument,
    OfferLine,
    OfferState,
    add_up,
    check_days,
    clean_number,
    read_state,
)
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.company_facts import LOGO, read_company, read_offer_settings, read_text
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.tables import Offer
from desktop_pipeline.storage.workspace import Workspace


class OfferEdit(TypedDict, total=False):
    """What can be edited of a draft; `valid_until` None: it holds without an end.

    `recipient` is its lines, None for whom the deal names now; `tax_rate_id` goes for all lines, None for no tax.
    """

    number: str
    made_on: date
    valid_until: date | None
    subject: str
    recipient: str | None
    intro: str
    terms: str
    tax_note: str
    tax_rate_id: int | None


class OfferLineEdit(TypedDict, total=False):
    """What can be edited of a line of a draft; quantity and price are those of the deal."""

    name: str
    note: str
    tax_rate_id: int | None


def make_offer(
    workspace: Workspace, deal_id: int, *, on: date, valid_until: date | None = None, number: str | None = None
) -> int:
    """Makes a draft from the line items of a deal, dated `on`, and returns its id.

    Without a day it is valid as long as the settings say, without a number it gets the next one. Raises InvalidError
    where the deal has no products, one has no price, or the number is taken.
    """
    with workspace.journal.change("Make an offer") as draft:
        deal = read_deal_row(draft, deal_id)
        check_days(on, valid_until)
        settings = read_offer_settings(draft, on)
        until = valid_until or (on + timedelta(days=settings.valid_days) if settings.valid_days else None)
        chosen = settings.number_on(on) if number is None else clean_number(number)
        refuse_taken(draft, chosen)
        lines = take_lines(draft, deal)
        document = OfferDocument(
            number=chosen,
            made_on=on,
            valid_until=until,
            subject=clean_line(deal.title[:LONGEST_LINE]),
            company=CompanyCard(),
            recipient=read_recipient(draft, deal_id),
            contact=read_contact(draft, deal_id),
            intro=settings.intro,
            lines=lines,
            terms=settings.terms,
            tax_note=settings.tax_note,
            currency=deal.currency,
            totals=add_up(lines),
        )
        draft.label = f"Make offer {chosen} for “{shorten(deal.title)}”"
        return draft.insert(
            Offer,
            deal=deal_id,
            number=chosen,
            state=OfferState.DRAFT.value,
            made_on=on,
            valid_until=until,
            document=write_document(document, logo=None),
        )


def edit_offer(workspace: Workspace, offer_id: int, **fields: Unpack[OfferEdit]) -> Change | None:
    """Changes the given parts of a draft; those that stay leave no trace. Raises InvalidError."""
    with workspace.journal.change("Edit an offer") as draft:
        offer = _read_draft(draft, offer_id)
        before = offer.document
        document = _edit(before, fields)
        if "recipient" in fields:
            lines = fields["recipient"]
            own = None if lines is None else tuple(clean_lines(lines).splitlines())
            document = replace(document, recipient=read_recipient(draft, offer.deal.deal_id) if own is None else own)
        if "tax_rate_id" in fields:
            rate = find_rate(draft, fields["tax_rate_id"])
            document = document.with_lines(replace(line, tax=rate) for line in document.lines)
        check_days(document.made_on, document.valid_until)
        if document.number != before.number:
            refuse_taken(draft, document.number)
        draft.label = f"Edit offer {shorten(document.number)}"
        _write(draft, offer_id, document)
    return draft.result


def edit_offer_line(workspace: Workspace, offer_id: int, place: int, **fields: Unpack[OfferLineEdit]) -> Change | None:
    """Changes name, note or tax of the line at this place from 0 of a draft. Raises InvalidError."""
    with workspace.journal.change("Edit an offer") as draft:
        offer = _read_draft(draft, offer_id)
        lines = list(offer.document.lines)
        line = _find_line(offer, place)
        if "name" in fields and not clean_line(fields["name"]):
            message = "A line of an offer needs a name."
            raise InvalidError(message)
        lines[place] = replace(
            line,
            name=clean_line(fields["name"]) if "name" in fields else line.name,
            note=clean_line(fields["note"]) if "note" in fields else line.note,
            tax=find_rate(draft, fields["tax_rate_id"]) if "tax_rate_id" in fields else line.tax,
        )
        draft.label = f"Edit offer {shorten(offer.document.number)}"
        _write(draft, offer_id, offer.document.with_lines(lines))
    return draft.result


def remove_offer_line(workspace: Workspace, offer_id: int, place: int) -> Change | None:
    """Leaves the line at this place from 0 out of a draft; the deal keeps its product. Raises InvalidError."""
    with workspace.journal.change("Edit an offer") as draft:
        offer = _read_draft(draft, offer_id)
        lines = list(offer.document.lines)
        line = _find_line(offer, place)
        if len(lines) == 1:
            message = "An offer needs one line at least. Delete the draft if nothing of it is offered."
            raise InvalidError(message)
        del lines[place]
        draft.label = f"Take “{shorten(line.name)}” off offer {shorten(offer.document.number)}"
        _write(draft, offer_id, offer.document.with_lines(lines))
    return draft.result


def _find_line(offer: "_Kept", place: int) -> OfferLine:
    if not 0 <= place < len(offer.document.lines):
        message = f"Offer {offer.document.number} has no such line any more."
        raise NotFoundError(message)
    return offer.document.lines[place]


def renew_lines(workspace: Workspace, offer_id: int) -> Change | None:
    """Takes the lines of a draft anew from its deal; those of the same name keep note and tax. Raises InvalidError."""
    with workspace.journal.change("Renew an offer") as draft:
        offer = _read_draft(draft, offer_id)
        lines = take_lines(draft, offer.deal, offer.document.lines)
        draft.label = f"Renew the lines of offer {shorten(offer.document.number)}"
        _write(draft, offer_id, replace(offer.document, currency=offer.deal.currency).with_lines(lines))
    return draft.result


def send_offer(workspace: Workspace, offer_id: int, *, on: date) -> Change | None:
    """Notes that a draft was sent on a day; from then on nothing of it changes. Raises InvalidError."""
    with workspace.journal.change("Send an offer") as draft:
        offer = _read_draft(draft, offer_id)
        document = offer.document
        _check_day(workspace, on, document.made_on, f"Offer {document.number} is dated")
        if document.valid_until is not None and on > document.valid_until:
            message = f"Offer {document.number} ended on {document.valid_until.isoformat()}. Choose a later end first."
            raise InvalidError(message)
        draft.label = f"Send offer {shorten(document.number)}"
        logo = read_text(draft, LOGO) or None
        text = write_document(replace(document, company=read_company(draft)), logo=logo)
        draft.update(Offer, offer_id, state=OfferState.SENT.value, sent_on=on, document=text)
    return draft.result


def accept_offer(workspace: Workspace, offer_id: int, *, on: date, note: str = "") -> Change | None:
    """Notes that an offer was accepted on a day; its deal stays as it is. Raises InvalidError."""
    return _decide(workspace, offer_id, OfferState.ACCEPTED, on, note)


def decline_offer(workspace: Workspace, offer_id: int, *, on: date, note: str = "") -> Change | None:
    """Notes that an offer was declined on a day, and what was said. Raises InvalidError."""
    return _decide(workspace, offer_id, OfferState.DECLINED, on, note)


def withdraw_answer(workspace: Workspace, offer_id: int) -> Change | None:
    """An offer that was accepted or declined waits for its answer again. Raises InvalidError."""
    with workspace.journal.change("Withdraw an answer") as draft:
        offer = _read_offer(draft, offer_id)
        if offer.state not in (OfferState.ACCEPTED, OfferState.DECLINED):
            message = f"Offer {offer.number} has no answer that could be withdrawn."
            raise InvalidError(message)
        draft.label = f"Withdraw the answer to offer {shorten(offer.number)}"
        draft.update(Offer, offer_id, state=OfferState.SENT.value, decided_on=None, note="")
    return draft.result


def delete_offer(workspace: Workspace, offer_id: int) -> Change | None:
    """Deletes a draft; its number is not given again. Raises InvalidError for what was sent."""
    with workspace.journal.change("Delete an offer") as draft:
        offer = _read_draft(draft, offer_id)
        draft.label = f"Delete offer {shorten(offer.number)}"
        draft.delete(Offer, offer_id)
        pass_number(draft, offer.number, workspace.today())
    return draft.result


_STATE_WORDS = {
    OfferState.DRAFT: "was not sent yet",
    OfferState.SENT: "was sent",
    OfferState.ACCEPTED: "was accepted",
    OfferState.DECLINED: "was declined",
}


@dataclass(frozen=True, slots=True)
class _Kept:
    """An offer as it is kept, and its deal."""

    number: str
    state: OfferState
    made_on: date
    valid_until: date | None
    sent_on: date | None
    text: str
    deal: DealRow

    @property
    def document(self) -> OfferDocument:
        """What is printed; raises DamagedError where it cannot be read."""
        document = read_document(self.text, self.number, self.made_on, self.valid_until)
        if document is None:
            message = f"What offer {self.number} says cannot be read. Restore a backup, or install the newest version."
            raise DamagedError(message)
        return document


def _read_offer(draft: Draft, offer_id: int) -> _Kept:
    row = draft.row(
        "select deal_id, number, state, made_on, valid_until, sent_on, document from offer where id = ?", (offer_id,)
    )
    if row is None:
        message = f"There is no offer number {offer_id}."
        raise NotFoundError(message)
    deal_id, number, kept, made_on, valid_until, sent_on, text = row
    state, days = read_state(kept), _read_days(made_on, valid_until, sent_on)
    if state is None or days is None:
        message = f"Offer {number} is in no state that this version knows. Restore a backup, or install the newest."
        raise DamagedError(message)
    return _Kept(number, state, *days, text, read_deal_row(draft, deal_id))


def _read_days(
    made_on: str, valid_until: str | None, sent_on: str | None
) -> tuple[date, date | None, date | None] | None:
    """The days as the file has them; None where it holds what is none."""
    try:
        return date.fromisoformat(made_on), _day(valid_until), _day(sent_on)
    except (ValueError, TypeError):
        return None


def _read_draft(draft: Draft, offer_id: int) -> _Kept:
    offer = _read_offer(draft, offer_id)
    if offer.state is not OfferState.DRAFT:
        message = f"Offer {offer.number} {_STATE_WORDS[offer.state]}, so it stays as it is. Make a new offer instead."
        raise InvalidError(message)
    return offer


def _decide(workspace: Workspace, offer_id: int, state: OfferState, on: date, note: str) -> Change | None:
    said = clean_passage(note)
    with workspace.journal.change("Answer an offer") as draft:
        offer = _read_offer(draft, offer_id)
        if offer.state is not OfferState.SENT or offer.sent_on is None:
            message = f"Offer {offer.number} {_STATE_WORDS[offer.state]}. {_NEXT[offer.state]}"
            raise InvalidError(message)
        _check_day(workspace, on, offer.sent_on, f"Offer {offer.number} was sent on")
        verb = "Accept" if state is OfferState.ACCEPTED else "Decline"
        draft.label = f"{verb} offer {shorten(offer.number)}"
        draft.update(Offer, offer_id, state=state.value, decided_on=on, note=said)
    return draft.result


_NEXT = {
    OfferState.DRAFT: "Send it first.",
    OfferState.SENT: "The day is missing.",
    OfferState.ACCEPTED: "Withdraw that answer first.",
    OfferState.DECLINED: "Withdraw that answer first.",
}


def _check_day(workspace: Workspace, on: date, first: date, begins: str) -> None:
    if on < first:
        message = f"{begins} {first.isoformat()}; choose that day or a later one."
        raise InvalidError(message)
    if on > workspace.today():
        message = f"{on.isoformat()} is still to come. Choose today or an earlier day."
        raise InvalidError(message)


def _edit(document: OfferDocument, fields: OfferEdit) -> OfferDocument:
    """The document with what is given of its own texts and days."""
    return replace(
        document,
        number=clean_number(fields["number"]) if "number" in fields else document.number,
        made_on=fields.get("made_on", document.made_on),
        valid_until=fields.get("valid_until", document.valid_until),
        subject=clean_line(fields["subject"]) if "subject" in fields else document.subject,
        intro=clean_passage(fields["intro"]) if "intro" in fields else document.intro,
        terms=clean_passage(fields["terms"]) if "terms" in fields else document.terms,
        tax_note=clean_passage(fields["tax_note"]) if "tax_note" in fields else document.tax_note,
    )


def _write(draft: Draft, offer_id: int, document: OfferDocument) -> None:
    draft.update(
        Offer,
        offer_id,
        number=document.number,
        made_on=document.made_on,
        valid_until=document.valid_until,
        document=write_document(document, logo=None),
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
