"""Currencies that only the formats of cells show, told to their rows as a column where no other names them."""

from collections.abc import Mapping

from desktop_pipeline.exchange.own_export import find_shape
from desktop_pipeline.exchange.reading.further_columns import add_column
from desktop_pipeline.exchange.tables import Table, numbers_of
from desktop_pipeline.exchange.understanding.columns import normalise_header, vocabulary
from desktop_pipeline.exchange.understanding.kinds import Kind
from desktop_pipeline.exchange.understanding.units import read_unit

SHOWN_CURRENCY = "Currency shown"


def tell_currencies(table: Table, currencies: Mapping[int, str]) -> Table:
    """The table with a further column for the currencies of its rows, by number, unless it names any itself."""
    said = [currencies.get(number) for number in numbers_of(table.rows)] if currencies else []
    if not any(said) or not _has_amounts(table) or _names_any(table) or find_shape(table.headers) is not None:
        return table
    return add_column(table, SHOWN_CURRENCY, said)


def _has_amounts(table: Table) -> bool:
    words = vocabulary()
    amounts = {
        *words.fields[Kind.DEALS].get("value", ()),
        *words.further[Kind.DEALS].get("value", ()),
        *words.fields[Kind.PRODUCTS].get("price", ()),
    }
    return not amounts.isdisjoint(map(normalise_header, table.headers))


def _names_any(table: Table) -> bool:
    words = vocabulary()
    known = {key for kind in (Kind.DEALS, Kind.PRODUCTS) for key in words.fields[kind].get("currency", ())}
    if not known.isdisjoint(map(normalise_header, table.headers)):
        return True
    titles = [row.text for row in table.passed if row.why == "title"]
    units = [read_unit(header, titles) for header in table.headers]
    return any(unit.currency or unit.sign for unit in units)
