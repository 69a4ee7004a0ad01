"""Writes the products on new deals with the quantities and prices that a file tells of them."""

from collections.abc import Mapping, Sequence

from desktop_pipeline.actions.importing.names import NameIds
from desktop_pipeline.domain.line_items import plain_number
from desktop_pipeline.exchange.records import PlannedLine
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.tables import LineItem

_COLUMNS = ("deal_id", "product_id", "quantity", "amount", "price", "discount", "position")


def write_lines(draft: Draft, ids: NameIds, lines: Sequence[PlannedLine], deals: Mapping[int, int]) -> None:
    """Puts these in place of the lines that the deals got for the names of products; `deals` are ids by place."""
    told = [(deals[line.deal], ids.products[line.product], line) for line in lines]
    for deal_id, product_id in dict.fromkeys((deal_id, product_id) for deal_id, product_id, _line in told):
        draft.execute("delete from line_item where deal_id = ? and product_id = ?", (deal_id, product_id))
    rows = [
        (
            *(deal_id, product_id),
            int(line.quantity) if line.quantity == line.quantity.to_integral_value() else float(line.quantity),
            *(line.amount, line.price),
            None if line.discount is None else plain_number(line.discount),
            position,
        )
        for position, (deal_id, product_id, line) in enumerate(told)
    ]
    draft.insert_rows(LineItem, _COLUMNS, rows)
