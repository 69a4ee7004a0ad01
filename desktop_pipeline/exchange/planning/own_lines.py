"""The products on the deals of another workspace: with the quantities and prices that our export of it tells."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.line_items import check_discount, check_price, check_quantity
from desktop_pipeline.domain.money import to_minor
from desktop_pipeline.domain.names import product_key, tidy
from desktop_pipeline.exchange.own_export import LINES, OF_DEAL, STATE_HEADER
from desktop_pipeline.exchange.planning.draft import PlanDraft
from desktop_pipeline.exchange.planning.own_rows import is_lines
from desktop_pipeline.exchange.records import PlannedDeal, PlannedLine, ProductFields, Target
from desktop_pipeline.exchange.states import read_state
from desktop_pipeline.exchange.tables import Cell, Row, Table, is_blank, show
from desktop_pipeline.exchange.understanding.amounts import read_amount
from desktop_pipeline.exchange.unreadable import UnreadableError

_OF_DEAL = next(column.header.casefold() for column in (*LINES.columns, *LINES.hidden) if column.key == OF_DEAL)
_HUNDRED = 100
_PLACES = 3


def take_lines(
    tables: Sequence[Table], ours: Mapping[tuple[str, str], Target], deals: Sequence[PlannedDeal], draft: PlanDraft
) -> tuple[PlannedLine, ...]:
    """The lines of deals that are new here; those of known deals stay as they are."""
    return tuple(
        line
        for table in tables
        if is_lines(table)
        for row in table.rows
        if (line := _Line(table, row, draft).read(ours, deals)) is not None
    )


def list_lined(tables: Sequence[Table], mark: str | None) -> frozenset[tuple[str, str]]:
    """File and id of the deals of other workspaces than that of `mark` whose products stand in a table of their own."""
    lined = set()
    for table in filter(is_lines, tables):
        headers = [header.strip().casefold() for header in table.headers]
        if _OF_DEAL not in headers or STATE_HEADER.casefold() not in headers:
            continue
        of_deal, state_at = headers.index(_OF_DEAL), headers.index(STATE_HEADER.casefold())
        for row in table.rows:
            told = row.cells[state_at] if state_at < len(row.cells) else None
            state = read_state(show(told), LINES.keys)
            if state is not None and state.mark != mark and of_deal < len(row.cells):
                lined.add((table.file, show(row.cells[of_deal]).strip()))
    return frozenset(lined)


class _Line:
    """One row of products."""

    def __init__(self, table: Table, row: Row, draft: PlanDraft) -> None:
        self._table = table
        self._row = row
        self._draft = draft
        headers = {header.strip().casefold(): place for place, header in enumerate(table.headers)}
        columns = (*LINES.columns, *LINES.hidden)
        self._places = {column.key: headers.get(column.header.casefold()) for column in columns}

    def read(self, ours: Mapping[tuple[str, str], Target], deals: Sequence[PlannedDeal]) -> PlannedLine | None:
        place = ours.get((self._table.file, show(self._cell(OF_DEAL)).strip()), Target()).deal
        name = tidy(show(self._cell("product")))
        if place is None or not name:
            return None
        key = product_key(name)
        self._draft.products.mention(key, ProductFields(name))
        currency = deals[place].fields.currency or ""
        try:
            quantity = check_quantity(self._number("quantity") or Decimal(1))
            share = self._number("discount")
            discount = check_discount(None if share is None else round(share * _HUNDRED, _PLACES))
            price, amount = (check_price(self._money(field, currency)) for field in ("price", "amount"))
        except (InvalidError, UnreadableError) as error:
            self._draft.notes.problem(self._table, self._row.number, None, name, str(error).rstrip("."))
            return None
        return PlannedLine(place, key, quantity, price, None if price is None else discount, amount)

    def _cell(self, field: str) -> Cell:
        place = self._places[field]
        return self._row.cells[place] if place is not None and place < len(self._row.cells) else None

    def _number(self, field: str) -> Decimal | None:
        cell = self._cell(field)
        return None if is_blank(cell) else read_amount(cell, mark=".").number

    def _money(self, field: str, currency: str) -> int | None:
        number = self._number(field)
        if number is not None and show(self._cell("currency")).strip() != currency:
            message = "in another currency than its deal"
            raise UnreadableError(message)
        return None if number is None else to_minor(number, currency)
