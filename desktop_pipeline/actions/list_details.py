"""What else the owner's lists hold: a team mate's address, a product's price, a reason's group, a kind's icon."""

from typing import TypedDict, Unpack

from desktop_pipeline.actions.deals import shorten
from desktop_pipeline.actions.lists import read_listed_row
from desktop_pipeline.domain.currency_codes import check_known_currency
from desktop_pipeline.domain.deals import DealStatus, ReasonGroup
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.lists import LONGEST_NAME, OwnedList
from desktop_pipeline.domain.money import LARGEST_MINOR, Money
from desktop_pipeline.domain.names import brief, tidy
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.tables import ActivityKind, Owner, Product, Reason
from desktop_pipeline.storage.workspace import Workspace

KIND_ICONS = (
    "phone",
    "mail",
    "users",
    "map-pin",
    "pencil",
    "calendar-check",
    "clipboard-check",
    "file-text",
    "flag",
    "compass",
    "send",
)


class OwnerEdit(TypedDict, total=False):
    """What is kept of somebody on the team beside the name; None empties it."""

    email: str | None
    manager: str | None
    region: str | None


class ProductEdit(TypedDict, total=False):
    """What is kept of a product beside its name; None empties it."""

    category: str | None
    price: Money | None


class ReasonEdit(TypedDict, total=False):
    """What is kept of a reason beside its name."""

    group: ReasonGroup
    needs_note: bool


def edit_owner(workspace: Workspace, owner_id: int, **fields: Unpack[OwnerEdit]) -> Change | None:
    """Changes what is kept of somebody on the team; raises InvalidError for an address that is none."""
    email = _clean(fields.get("email"), "e-mail")
    if email is not None and ("@" not in email.strip("@") or " " in email):
        message = f"“{shorten(email)}” is not an e-mail address."
        raise InvalidError(message)
    with workspace.journal.change("Edit") as draft:
        row = read_listed_row(draft, OwnedList.OWNERS, owner_id)
        draft.label = f"Edit “{shorten(row.name)}”"
        if "email" in fields:
            draft.update(Owner, owner_id, email=email)
        if "manager" in fields:
            draft.update(Owner, owner_id, manager=_clean(fields["manager"], "manager"))
        if "region" in fields:
            draft.update(Owner, owner_id, region=_clean(fields["region"], "region"))
    return draft.result


def edit_product(workspace: Workspace, product_id: int, **fields: Unpack[ProductEdit]) -> Change | None:
    """Changes category or list price of a product; product lines keep what they cost. Raises InvalidError."""
    price = fields.get("price")
    if price is not None:
        check_known_currency(price.currency)
        if not 0 <= price.minor <= LARGEST_MINOR:
            message = "A price cannot be below zero." if price.minor < 0 else "The price is too large."
            raise InvalidError(message)
    with workspace.journal.change("Edit") as draft:
        row = read_listed_row(draft, OwnedList.PRODUCTS, product_id)
        draft.label = f"Edit “{shorten(row.name)}”"
        if "category" in fields:
            draft.update(Product, product_id, category=_clean(fields["category"], "category"))
        if "price" in fields:
            minor, currency = (None, None) if price is None else (price.minor, price.currency)
            draft.update(Product, product_id, price=minor, currency=currency)
    return draft.result


def edit_reason(workspace: Workspace, reason_id: int, **fields: Unpack[ReasonEdit]) -> Change | None:
    """Changes the group of a reason for losing, or whether a reason asks for a note; raises InvalidError."""
    with workspace.journal.change("Edit") as draft:
        row = read_listed_row(draft, OwnedList.REASONS, reason_id)
        draft.label = f"Edit “{shorten(row.name)}”"
        if "group" in fields:
            group = fields["group"]
            if (group is ReasonGroup.WON) != (row.side is DealStatus.WON):
                message = "A reason for losing cannot become one for winning, nor the other way round."
                raise InvalidError(message)
            draft.update(Reason, reason_id, reason_group=group.value)
        if "needs_note" in fields:
            draft.update(Reason, reason_id, needs_note=fields["needs_note"])
    return draft.result


def edit_kind(workspace: Workspace, kind_id: int, *, icon: str) -> Change | None:
    """Gives a kind of activity another icon, one of KIND_ICONS; raises InvalidError."""
    if icon not in KIND_ICONS:
        message = f"There is no icon “{brief(icon)}”."
        raise InvalidError(message)
    with workspace.journal.change("Edit") as draft:
        row = read_listed_row(draft, OwnedList.KINDS, kind_id)
        draft.label = f"Edit “{shorten(row.name)}”"
        draft.update(ActivityKind, kind_id, icon=icon)
    return draft.result


def _clean(text: str | None, what: str) -> str | None:
    cleaned = tidy(text or "")
    if len(cleaned) > LONGEST_NAME:
        message = f"Use {LONGEST_NAME} characters at most for the {what}; these are {len(cleaned)}."
        raise InvalidError(message)
    return cleaned or None
