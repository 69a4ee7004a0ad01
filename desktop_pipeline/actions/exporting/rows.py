"""The rows of an export: what is in the workspace as cells, each row with its id and its state."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from desktop_pipeline.actions.exporting.deals_out import DealOut, read_own_values
from desktop_pipeline.actions.exporting.own_values import OwnColumns
from desktop_pipeline.actions.exporting.related_out import HANGING, Which, read_rows
from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.money import minor_digits, to_major
from desktop_pipeline.domain.periods import local_day
from desktop_pipeline.exchange.own_export import OwnShape, plain
from desktop_pipeline.exchange.states import write_state
from desktop_pipeline.exchange.writing.cell_texts import fit_text
from desktop_pipeline.exchange.writing.out_tables import OutRow, OutValue
from desktop_pipeline.storage.database import Row
from desktop_pipeline.storage.instants import from_microseconds
from desktop_pipeline.storage.workspace import View

_EXACT = 10**15
_PORTION = 2_000
_STATUSES = {DealStatus.OPEN: "Open", DealStatus.WON: "Won", DealStatus.LOST: "Lost"}
STATUSES = tuple(_STATUSES.values())


class StateWriter:
    """Adds to each row its id and the state it is exported in."""

    def __init__(self, mark: str, shape: OwnShape, own: OwnColumns) -> None:
        self._mark = mark
        self._kinds = tuple(column.kind for column in shape.columns)
        self._own = tuple((field.field_id, column.kind) for field, column in zip(own.fields, own.columns, strict=True))

    def finish(
        self, row_id: int, cells: Sequence[OutValue], own: Sequence[OutValue], further: Sequence[OutValue] = ()
    ) -> OutRow:
        """The whole row; its state is that of the cells as they can be written. `further`: hidden, no part of it."""
        plains = [
            "" if cell is None else plain(kind, _fit(cell)) for kind, cell in zip(self._kinds, cells, strict=True)
        ]
        of_owner = [
            (number, plain(kind, _fit(cell)))
            for (number, kind), cell in zip(self._own, own, strict=True)
            if cell is not None
        ]
        return (*cells, *own, row_id, write_state(self._mark, plains, of_owner), *further)


def deal_cells(deal: DealOut) -> tuple[OutValue, ...]:
    """The cells of a deal, in the order of our columns."""
    return (
        deal.title,
        deal.organisation,
        deal.person,
        deal.pipeline,
        deal.stage,
        _STATUSES[deal.status],
        to_number(deal.value, deal.currency),
        deal.currency,
        deal.probability,
        deal.expected_close,
        deal.owner,
        deal.source,
        "; ".join(deal.labels) or None,
        "; ".join(deal.products) or None,
        deal.created,
        deal.closed,
        deal.lost_reason,
        deal.next_step,
        deal.next_on,
        deal.last_touch,
        deal.external_id,
    )


def related_cells(view: View, what: str) -> Callable[[Row], Sequence[OutValue]]:
    """How a row of organisations, people, activities or line items is told in cells."""

    def tell_activity(row: Row) -> Sequence[OutValue]:
        _id, subject, kind, key, due_on, due_at, done_at, *rest, _deal_id = row
        time = "" if due_at is None else f"{from_microseconds(due_at).astimezone(view.zone):%H:%M}"
        done = None if done_at is None else local_day(from_microseconds(done_at), view.zone)
        day = None if due_on is None else date.fromisoformat(due_on)
        return (subject, kind or key, day, time or None, "No" if done_at is None else "Yes", done, *rest)

    tellers: dict[str, Callable[[Row], Sequence[OutValue]]] = {
        "organisation": lambda row: row[1:],
        "person": lambda row: (*row[1:6], _join(row[6]), _join(row[7])),
        "activity": tell_activity,
        "line": _tell_line,
    }
    return tellers[what]


def _tell_line(row: Row) -> Sequence[OutValue]:
    _id, deal, organisation, product, quantity, price, currency, discount, amount, _deal_id = row
    return (
        deal,
        organisation,
        product,
        float(quantity) if quantity is not None else None,
        to_number(price, currency),
        None if discount is None else round(float(discount) / 100, 6),
        to_number(amount, currency),
        currency,
    )


def related_rows(view: View, what: str, which: Which, own: OwnColumns, writer: StateWriter) -> Iterator[OutRow]:
    """The rows of organisations, people, activities or line items."""
    to_cells = related_cells(view, what)
    for portion in _portions(read_rows(view, what, which)):
        kept = read_own_values(view, what, (json.dumps([row[0] for row in portion]),)) if own.fields else {}
        for row in portion:
            further = row[-1:] if what in HANGING else ()
            yield writer.finish(row[0], to_cells(row), own.values(kept.get(row[0], {})), further)


def to_number(minor: int | None, currency: str) -> OutValue:
    """An amount in major units, exact; beyond what spreadsheet programs keep exactly, a text."""
    if minor is None:
        return None
    if abs(minor) >= _EXACT:
        return to_major(minor, currency)
    digits = minor_digits(currency)
    return minor / 10**digits if digits else minor


def _portions(rows: Iterable[Row]) -> Iterator[list[Row]]:
    portion: list[Row] = []
    for row in rows:
        portion.append(row)
        if len(portion) == _PORTION:
            yield portion
            portion = []
    if portion:
        yield portion


def _join(told: str | None) -> str | None:
    return None if told in (None, "[]") else "; ".join(json.loads(str(told))) or None


def _fit(cell: OutValue) -> OutValue:
    return fit_text(cell)[0] if isinstance(cell, str) else cell
