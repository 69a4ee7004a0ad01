"""Products on a deal as lines; the deal's value follows them unless it was set by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TypedDict, Unpack

from desktop_pipeline.actions.deals import shorten
from desktop_pipeline.actions.records import DealRow, add_event, read_deal_row, settle_instant
from desktop_pipeline.domain.deals import EventKind
from desktop_pipeline.domain.errors import InvalidError, NotFoundError
from desktop_pipeline.domain.line_items import (
    check_discount,
    check_price,
    check_quantity,
    plain_number,
    rescale_amount,
    work_out_amount,
)
from desktop_pipeline.domain.money import LARGEST_MINOR
from desktop_pipeline.domain.names import product_key, tidy
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.tables import Deal, LineItem, Product
from desktop_pipeline.storage.workspace import Workspace

LONGEST_PRODUCT = 300


class LineEdit(TypedDict, total=False):
    """What can be edited: the price is in minor units of the deal's currency, the discount in percent."""

    quantity: Decimal
    price: int | None
    discount: Decimal | None


@dataclass(frozen=True, slots=True)
class _Line:
    line_id: int
    product: str
    quantity: Decimal
    amount: int | None
    price: int | None
    discount: Decimal | None


def add_line(workspace: Workspace, deal_id: int, product: str, *, at: datetime, quantity: Decimal | None = None) -> int:
    """Puts a product on a deal, at its list price in the deal's currency; a new name makes the product.

    Returns the id of the line; raises InvalidError.
    """
    name = _clean_product(product)
    count = check_quantity(quantity or Decimal(1))
    with workspace.journal.change("Add a product") as draft:
        deal = read_deal_row(draft, deal_id)
        draft.label = f"Add {shorten(name)} to “{shorten(deal.title)}”"
        begins = draft.value("select 1 from line_item where deal_id = ?", (deal_id,)) is None
        product_id, price = _find_product(draft, name, deal.currency)
        place = draft.value("select coalesce(max(position) + 1, 0) from line_item where deal_id = ?", (deal_id,))
        line_id = draft.insert(
            LineItem,
            deal=deal_id,
            product=product_id,
            quantity=count,
            price=price,
            amount=None if price is None else work_out_amount(count, price, None),
            position=place,
        )
        if begins and deal.value is None:
            draft.update(Deal, deal_id, is_value_by_hand=False)
        _follow_lines(draft, workspace, deal, at)
    return line_id


def edit_line(workspace: Workspace, line_id: int, *, at: datetime, **fields: Unpack[LineEdit]) -> Change | None:
    """Changes quantity, price or discount of a line; what keeps its value leaves no trace. Raises InvalidError."""
    with workspace.journal.change("Edit a product") as draft:
        deal, line = _read_line(draft, line_id)
        quantity = check_quantity(fields["quantity"]) if "quantity" in fields else line.quantity
        price = check_price(fields["price"]) if "price" in fields else line.price
        discount = check_discount(fields["discount"]) if "discount" in fields else line.discount
        if (quantity, price, discount) == (line.quantity, line.price, line.discount):
            return None
        if price is None and discount is not None:
            message = "Type a price first: a discount needs one."
            raise InvalidError(message)
        draft.label = f"Edit {shorten(line.product)} on “{shorten(deal.title)}”"
        draft.update(
            LineItem,
            line_id,
            quantity=quantity,
            price=price,
            discount=None if discount is None else plain_number(discount),
            amount=_amount(line, quantity, price, discount),
        )
        _follow_lines(draft, workspace, deal, at)
    return draft.result


def remove_line(workspace: Workspace, line_id: int, *, at: datetime) -> Change | None:
    """Takes a line off its deal."""
    with workspace.journal.change("Remove a product") as draft:
        deal, line = _read_line(draft, line_id)
        draft.label = f"Remove {shorten(line.product)} from “{shorten(deal.title)}”"
        draft.delete(LineItem, line_id)
        _follow_lines(draft, workspace, deal, at)
    return draft.result


def order_lines(workspace: Workspace, deal_id: int, line_ids: Sequence[int]) -> Change | None:
    """Puts the lines of a deal into this order; raises InvalidError where they are not exactly its lines."""
    with workspace.journal.change("Reorder products") as draft:
        deal = read_deal_row(draft, deal_id)
        rows = draft.rows("select id, position from line_item where deal_id = ?", (deal_id,))
        if sorted(line_ids) != sorted(row[0] for row in rows):
            message = "These are not the lines of the deal any more."
            raise InvalidError(message)
        draft.label = f"Reorder products of “{shorten(deal.title)}”"
        positions: dict[int, int] = dict(rows)
        for place, line_id in enumerate(line_ids):
            if positions[line_id] != place:
                draft.update(LineItem, line_id, position=place)
    return draft.result


def follow_products(workspace: Workspace, deal_id: int, *, at: datetime) -> Change | None:
    """Lets the deal's value follow its lines again; raises InvalidError where they do not add up to one."""
    with workspace.journal.change("Follow the products") as draft:
        deal = read_deal_row(draft, deal_id)
        if _add_up(draft, deal_id) is None:
            message = "Give every product a price first; then the value can follow them."
            raise InvalidError(message)
        draft.label = f"Let the value of “{shorten(deal.title)}” follow its products"
        draft.update(Deal, deal_id, is_value_by_hand=False)
        _follow_lines(draft, workspace, deal, at)
    return draft.result


def _follow_lines(draft: Draft, workspace: Workspace, deal: DealRow, at: datetime) -> None:
    """The value becomes what the lines add up to; while one has no amount, or there are none, it stays."""
    if draft.value("select is_value_by_hand from deal where id = ?", (deal.deal_id,)):
        return
    total = _add_up(draft, deal.deal_id)
    if total is None or total == deal.value:
        return
    draft.update(Deal, deal.deal_id, value=total)
    instant = settle_instant(workspace, at, deal.last_event_at)
    add_event(draft, workspace, deal.deal_id, EventKind.VALUE, instant, value=total, currency=deal.currency)


def _add_up(draft: Draft, deal_id: int) -> int | None:
    amounts = [row[0] for row in draft.rows("select amount from line_item where deal_id = ?", (deal_id,))]
    if not amounts or None in amounts:
        return None
    total = int(sum(amounts))
    if not 0 <= total <= LARGEST_MINOR:
        message = "The products add up to more than can be kept exactly."
        raise InvalidError(message)
    return total


def _amount(line: _Line, quantity: Decimal, price: int | None, discount: Decimal | None) -> int | None:
    if price is not None:
        return work_out_amount(quantity, price, discount)
    if line.price is not None or line.amount is None:
        return None
    return rescale_amount(line.amount, quantity, line.quantity)


def _read_line(draft: Draft, line_id: int) -> tuple[DealRow, _Line]:
    row = draft.row(
        "select li.deal_id, p.name, li.quantity, li.amount, li.price, li.discount from line_item li"
        " join product p on p.id = li.product_id where li.id = ?",
        (line_id,),
    )
    if row is None:
        message = "This product is not on the deal any more."
        raise NotFoundError(message)
    deal_id, product, quantity, amount, price, discount = row
    line = _Line(
        line_id, product, Decimal(str(quantity)), amount, price, None if discount is None else Decimal(discount)
    )
    return read_deal_row(draft, deal_id), line


def _clean_product(text: str) -> str:
    name = tidy(text)
    if not name or len(name) > LONGEST_PRODUCT:
        message = f"A product can have {LONGEST_PRODUCT} characters at most." if name else "Name a product."
        raise InvalidError(message)
    return name


def _find_product(draft: Draft, name: str, currency: str) -> tuple[int, int | None]:
    """The product and its list price in that currency."""
    key = product_key(name)
    found = draft.row("select id, price, currency from product where name_key = ?", (key,))
    if found is None:
        return draft.insert(Product, name=name, name_key=key), None
    product_id, price, listed_in = found
    return int(product_id), price if listed_in == currency else None
