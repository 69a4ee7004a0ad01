"""The document of an offer as the text that is kept, and back: the same document gives the same text."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from desktop_pipeline.domain.company import CompanyCard
from desktop_pipeline.domain.line_items import plain_number
from desktop_pipeline.domain.offers import OfferDocument, OfferLine, OfferTotals, TaxRate, TaxTotal

_VERSION = 1
# A file from elsewhere could hold numbers that take for ever to be written out.
_LARGEST, _MOST_PLACES = 10**18, 12
_CARD = ("name", "address", "tax_number", "email", "phone", "website", "bank")


def write_document(document: OfferDocument, *, logo: str | None) -> str:
    """The text; number and dates are columns of their own, and `logo` is the digest of the kept picture."""
    company = {name: getattr(document.company, name) for name in _CARD}
    totals = document.totals
    return json.dumps(
        {
            "version": _VERSION,
            "subject": document.subject,
            "company": {**company, "logo": logo},
            "recipient": list(document.recipient),
            "contact": list(document.contact),
            "intro": document.intro,
            "lines": [_write_line(line) for line in document.lines],
            "net": totals.net,
            "taxes": [{**_write_rate(total.rate), "net": total.net, "tax": total.tax} for total in totals.taxes],
            "gross": totals.gross,
            "terms": document.terms,
            "tax_note": document.tax_note,
            "currency": document.currency,
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def read_document(
    text: str,
    number: str,
    made_on: date,
    valid_until: date | None,
    find_logo: Callable[[str], bytes | None] = lambda _digest: None,
) -> OfferDocument | None:
    """The document that a text holds; None where it is none, or one of a newer program."""
    try:
        kept = json.loads(text)
        if not isinstance(kept, dict) or kept.get("version") != _VERSION:
            return None
        company = kept["company"]
        digest = company["logo"]
        return OfferDocument(
            number=number,
            made_on=made_on,
            valid_until=valid_until,
            subject=_text(kept["subject"]),
            company=CompanyCard(
                **{name: _text(company[name]) for name in _CARD},
                logo=None if digest is None else find_logo(_text(digest)),
            ),
            recipient=tuple(map(_text, kept["recipient"])),
            contact=tuple(map(_text, kept["contact"])),
            intro=_text(kept["intro"]),
            lines=tuple(map(_read_line, kept["lines"])),
            terms=_text(kept["terms"]),
            tax_note=_text(kept["tax_note"]),
            currency=_text(kept["currency"]),
            totals=OfferTotals(
                _whole(kept["net"]),
                tuple(
                    TaxTotal(_read_rate(total), _whole(total["net"]), _whole(total["tax"])) for total in kept["taxes"]
                ),
                _whole(kept["gross"]),
            ),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, InvalidOperation):
        return None


def reword_document(text: str, reword: Callable[[str], str]) -> str:
    """The text with what it says to its customer worded anew; what the company says of itself stays.

    A text that is no document is reworded as it is.
    """
    try:
        kept = json.loads(text)
        reworded = {name: _reword(value, reword) if name in _SAID else value for name, value in kept.items()}
    except (ValueError, AttributeError, RecursionError):
        return reword(text)
    return text if reworded == kept else json.dumps(reworded, ensure_ascii=False, separators=(",", ":"))


# What is said to the customer, and the parts of a line in which anything is said.
_SAID = frozenset(("subject", "recipient", "intro", "lines", "terms", "tax_note"))
_SAID_OF_LINE = frozenset(("name", "note"))


def _reword(part: object, reword: Callable[[str], str]) -> object:
    if isinstance(part, str):
        return reword(part)
    if isinstance(part, list):
        return [_reword(one, reword) for one in part]
    if isinstance(part, dict):
        return {name: _reword(value, reword) if name in _SAID_OF_LINE else value for name, value in part.items()}
    return part


def _write_line(line: OfferLine) -> dict[str, object]:
    return {
        "name": line.name,
        "note": line.note,
        "quantity": plain_number(line.quantity),
        "price": line.price,
        "discount": None if line.discount is None else plain_number(line.discount),
        "amount": line.amount,
        "tax": None if line.tax is None else _write_rate(line.tax),
    }


def _read_line(line: Mapping[str, object]) -> OfferLine:
    discount, price, tax = line["discount"], line["price"], line["tax"]
    return OfferLine(
        name=_text(line["name"]),
        note=_text(line["note"]),
        quantity=_number(line["quantity"]),
        price=None if price is None else _whole(price),
        discount=None if discount is None else _number(discount),
        amount=_whole(line["amount"]),
        tax=None if tax is None else _read_rate(tax),
    )


def _write_rate(rate: TaxRate) -> dict[str, object]:
    return {"name": rate.name, "percent": plain_number(rate.percent)}


def _read_rate(rate: object) -> TaxRate:
    if not isinstance(rate, dict):
        raise TypeError
    return TaxRate(_text(rate["name"]), _number(rate["percent"]))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError
    if abs(value) > _LARGEST:
        raise ValueError
    return value


def _number(value: object) -> Decimal:
    number = Decimal(_text(value))
    if not number.is_finite() or abs(number) > _LARGEST or int(number.as_tuple().exponent) < -_MOST_PLACES:
        raise ValueError
    return number
