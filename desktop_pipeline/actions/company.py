"""The company's card, what new offers begin with, and the taxes they can bear."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TypedDict, Unpack

from desktop_pipeline.actions.deals import shorten
from desktop_pipeline.actions.records import write_order
from desktop_pipeline.domain.company import check_logo, clean_line, clean_lines, clean_passage
from desktop_pipeline.domain.contacts import clean_email
from desktop_pipeline.domain.errors import InvalidError, NotFoundError
from desktop_pipeline.domain.line_items import plain_number
from desktop_pipeline.domain.lists import clean_name
from desktop_pipeline.domain.offers import (
    USUAL_PREFIX,
    begin_number,
    check_percent,
    check_prefix,
    check_serial,
    check_valid_days,
    write_number,
)
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.company_facts import LOGO, find_largest_serial, read_text
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.files import keep_content
from desktop_pipeline.storage.tables import TaxRate
from desktop_pipeline.storage.workspace import Workspace, write_setting


class CompanyEdit(TypedDict, total=False):
    """What can be edited of the card; empty for nothing."""

    name: str
    address: str
    tax_number: str
    email: str
    phone: str
    website: str
    bank: str


class OfferSettingsEdit(TypedDict, total=False):
    """What can be set for new offers; `next_serial` holds for the beginning of this day's numbers."""

    prefix: str
    next_serial: int
    valid_days: int
    intro: str
    terms: str
    tax_note: str


class TaxRateEdit(TypedDict, total=False):
    """What can be edited of a tax rate; one at most is the one that new offers begin with."""

    name: str
    percent: Decimal
    is_default: bool
    is_active: bool


def edit_company(workspace: Workspace, **fields: Unpack[CompanyEdit]) -> Change | None:
    """Changes the given lines of the card; those that stay leave no trace. Raises InvalidError."""
    cleaned = {f"company_{name}": _CLEAN[name](str(text)) for name, text in fields.items()}
    with workspace.journal.change("Change the company") as draft:
        for key, value in cleaned.items():
            _write(draft, key, value)
    return draft.result


def set_logo(workspace: Workspace, png: bytes | None) -> Change | None:
    """Keeps the logo, a PNG of at most 512 kB; None for no logo. Raises InvalidError."""
    logo = None if png is None else check_logo(png)
    with workspace.journal.change("Change the logo") as draft:
        _write(draft, LOGO, "" if logo is None else keep_content(draft, logo))
    return draft.result


def edit_offer_settings(workspace: Workspace, **fields: Unpack[OfferSettingsEdit]) -> Change | None:
    """Changes what new offers begin with; those that were made stay as they are. Raises InvalidError.

    A next number up to that of an offer is refused.
    """
    with workspace.journal.change("Change the offers’ settings") as draft:
        today = workspace.today()
        for name in ("intro", "terms", "tax_note"):
            if name in fields:
                _write(draft, f"offer_{name}", clean_passage(fields[name]))
        if "valid_days" in fields:
            _write(draft, "offer_valid_days", str(check_valid_days(fields["valid_days"])))
        if "prefix" in fields:
            _write(draft, "offer_prefix", check_prefix(fields["prefix"]))
        if "next_serial" in fields:
            _set_next(draft, check_serial(fields["next_serial"]), today)
    return draft.result


def add_tax_rate(workspace: Workspace, name: str, percent: Decimal) -> int:
    """Adds a tax; the first one is what new offers begin with. Raises InvalidError, also for one that is there."""
    cleaned, rate = clean_name(name, "tax"), check_percent(percent)
    with workspace.journal.change(f"Add the tax “{shorten(cleaned)}”") as draft:
        _refuse_second(draft, cleaned, rate)
        place = draft.value("select coalesce(max(position) + 1, 0) from tax_rate")
        is_first = draft.value("select 1 from tax_rate where is_active") is None
        return draft.insert(TaxRate, name=cleaned, percent=plain_number(rate), position=int(place), is_default=is_first)


def edit_tax_rate(workspace: Workspace, rate_id: int, **fields: Unpack[TaxRateEdit]) -> Change | None:
    """Changes a tax for new offers; those that were made keep theirs. Raises InvalidError."""
    with workspace.journal.change("Edit a tax") as draft:
        name, percent, is_default, is_active = _read_rate(draft, rate_id)
        draft.label = f"Edit the tax “{shorten(name)}”"
        name = clean_name(fields["name"], "tax") if "name" in fields else name
        percent = check_percent(fields["percent"]) if "percent" in fields else percent
        is_active = fields.get("is_active", is_active)
        is_default = fields.get("is_default", is_default) and is_active
        _refuse_second(draft, name, percent, but=rate_id)
        if is_default:
            for (other,) in draft.rows("select id from tax_rate where is_default and id <> ?", (rate_id,)):
                draft.update(TaxRate, int(other), is_default=False)
        draft.update(
            TaxRate,
            rate_id,
            name=name,
            percent=plain_number(percent),
            is_default=is_default,
            is_active=is_active,
        )
    return draft.result


def remove_tax_rate(workspace: Workspace, rate_id: int) -> Change | None:
    """Forgets a tax; offers that bear it keep it."""
    with workspace.journal.change("Remove a tax") as draft:
        draft.label = f"Remove the tax “{shorten(_read_rate(draft, rate_id)[0])}”"
        draft.delete(TaxRate, rate_id)
    return draft.result


def reorder_tax_rates(workspace: Workspace, rate_ids: Sequence[int]) -> Change | None:
    """Puts the taxes in use into this order; raises InvalidError where they are not exactly these."""
    with workspace.journal.change("Reorder taxes") as draft:
        positions: dict[int, int] = dict(draft.rows("select id, position from tax_rate where is_active"))
        write_order(draft, TaxRate, positions, rate_ids, "taxes")
    return draft.result


def _clean_email(text: str) -> str:
    return clean_email(text) or ""


_CLEAN: Mapping[str, Callable[[str], str]] = {
    "name": clean_line,
    "address": clean_lines,
    "tax_number": clean_line,
    "email": _clean_email,
    "phone": clean_line,
    "website": clean_line,
    "bank": clean_lines,
}


def _write(draft: Draft, key: str, value: str) -> None:
    if read_text(draft, key) != value:
        write_setting(draft, key, value)


def _set_next(draft: Draft, serial: int, today: date) -> None:
    prefix = read_text(draft, "offer_prefix", USUAL_PREFIX)
    largest = find_largest_serial(draft, begin_number(prefix, today))
    if serial <= largest:
        message = f"There is an offer {write_number(prefix, today, largest)} already. Choose a later number."
        raise InvalidError(message)
    _write(draft, "offer_next", write_number(prefix, today, serial))


def _refuse_second(draft: Draft, name: str, percent: Decimal, *, but: int = 0) -> None:
    for row_id, other, kept in draft.rows("select id, name, percent from tax_rate"):
        if row_id != but and other == name and Decimal(kept) == percent:
            message = f"There is a tax “{shorten(name)}” of {plain_number(percent)} % already."
            raise InvalidError(message)


def _read_rate(draft: Draft, rate_id: int) -> tuple[str, Decimal, bool, bool]:
    row = draft.row("select name, percent, is_default, is_active from tax_rate where id = ?", (rate_id,))
    if row is None:
        message = f"There is no tax number {rate_id}."
        raise NotFoundError(message)
    return str(row[0]), Decimal(row[1]), bool(row[2]), bool(row[3])
