"""A further column beside those of a table, for what the sheet tells in another way."""

from collections.abc import Sequence
from dataclasses import replace

from desktop_pipeline.exchange.tables import Cell, Row, Rows, Table, width_of


def add_column(table: Table, header: str, cells: Sequence[Cell]) -> Table:
    """The table with that column behind all others."""
    width = max(len(table.headers), width_of(table.rows))
    headers = (*table.headers, *[""] * (width - len(table.headers)), header)
    if isinstance(table.rows, Rows):
        blank = [None] * len(table.rows)
        columns = [*table.rows.columns, *[blank] * (width - len(table.rows.columns)), cells]
        return replace(table, headers=headers, rows=Rows(table.rows.numbers, columns))
    rows = tuple(
        Row(row.number, (*row.cells, *[None] * (width - len(row.cells)), cell))
        for row, cell in zip(table.rows, cells, strict=True)
    )
    return replace(table, headers=headers, rows=rows)
