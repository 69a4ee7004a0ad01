"""What settings and lists hold of the company, its taxes and what it sells, for those who show or make offers."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desktop_pipeline.domain.company import CompanyCard
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.domain.offers import (
    LARGEST_VALID_DAYS,
    USUAL_PREFIX,
    USUAL_VALID_DAYS,
    OfferSettings,
    TaxRate,
    begin_number,
    read_serial,
)
from desktop_pipeline.storage.database import Reader
from desktop_pipeline.storage.files import read_content

CARD_FIELDS = ("name", "address", "tax_number", "email", "phone", "website", "bank")
LOGO = "company_logo"


@dataclass(frozen=True, slots=True)
class TaxRateRow:
    """A tax rate as the owner keeps it."""

    rate_id: int
    name: str
    percent: Decimal
    is_default: bool
    is_active: bool

    @property
    def rate(self) -> TaxRate:
        """As an offer bears it."""
        return TaxRate(self.name, self.percent)


@dataclass(frozen=True, slots=True)
class DealLine:
    """A product on a deal as an offer would take it; `amount` None: nobody knows what it costs."""

    name: str
    quantity: Decimal
    price: int | None
    discount: Decimal | None
    amount: int | None


def read_company(reader: Reader) -> CompanyCard:
    """The card as it is now; a logo that cannot be read is left out."""
    fields = {name: read_text(reader, f"company_{name}") for name in CARD_FIELDS}
    return CompanyCard(**fields, logo=read_logo(reader, read_text(reader, LOGO)))


def read_logo(reader: Reader, digest: str) -> bytes | None:
    """A kept logo; None where there is none, or it cannot be read any more."""
    try:
        return read_content(reader, digest) if digest else None
    except PipelineError:
        return None


def read_offer_settings(reader: Reader, on: date) -> OfferSettings:
    """What an offer made on that day begins with; its serial is one that no offer had."""
    prefix = read_text(reader, "offer_prefix", USUAL_PREFIX)
    days = read_text(reader, "offer_valid_days")
    return OfferSettings(
        prefix=prefix,
        next_serial=_find_serial(reader, begin_number(prefix, on)),
        valid_days=min(int(days), LARGEST_VALID_DAYS) if days.isascii() and days.isdecimal() else USUAL_VALID_DAYS,
        intro=read_text(reader, "offer_intro"),
        terms=read_text(reader, "offer_terms"),
        tax_note=read_text(reader, "offer_tax_note"),
    )


def read_tax_rates(reader: Reader) -> list[TaxRateRow]:
    """All rates: those in use in their order, then the others."""
    rows = reader.rows(
        "select id, name, percent, is_default, is_active from tax_rate order by is_active desc, position, id"
    )
    return [TaxRateRow(row[0], row[1], Decimal(row[2]), bool(row[3]), bool(row[4])) for row in rows]


def read_deal_lines(reader: Reader, deal_id: int) -> list[DealLine]:
    """The products of a deal in their order."""
    rows = reader.rows(
        "select p.name, li.quantity, li.price, li.discount, li.amount from line_item li"
        " join product p on p.id = li.product_id where li.deal_id = ? order by li.position, li.id",
        (deal_id,),
    )
    return [
        DealLine(
            str(name), Decimal(str(quantity)), price, None if discount is None else Decimal(discount) or None, amount
        )
        for name, quantity, price, discount, amount in rows
    ]


def read_text(reader: Reader, key: str, default: str = "") -> str:
    """One text setting."""
    found = reader.value("select value from setting where key = ?", (key,))
    return default if found is None else str(json.loads(found))


def find_largest_serial(reader: Reader, beginning: str) -> int:
    """The largest serial number among the offers whose number begins so, 0 for none."""
    rows = reader.rows("select number from offer where substr(number, 1, ?) = ?", (len(beginning), beginning))
    return max((read_serial(str(number), beginning) or 0 for (number,) in rows), default=0)


def _find_serial(reader: Reader, beginning: str) -> int:
    """One more than the largest in use, and what the owner set, or a draft that was deleted left, at least."""
    kept = read_serial(read_text(reader, "offer_next"), beginning) or 1
    return max(kept, find_largest_serial(reader, beginning) + 1)
