"""What was typed into cells of the grid stands in place of what the file has."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from desktop_pipeline.exchange.options import CellPlace
from desktop_pipeline.exchange.tables import Row, Table


def correct_tables(tables: Sequence[Table], corrections: Mapping[CellPlace, str]) -> list[Table]:
    """The tables with their corrected cells; those without any are the same ones."""
    return [_correct(table, corrections) for table in tables] if corrections else list(tables)


def _correct(table: Table, corrections: Mapping[CellPlace, str]) -> Table:
    typed: dict[int, dict[int, str]] = {}
    for place, text in corrections.items():
        column = place.column - table.left
        if (place.file, place.sheet) == (table.file, table.sheet) and 0 <= column < len(table.headers):
            typed.setdefault(place.row, {})[column] = text
    if not typed:
        return table
    return replace(
        table, rows=tuple(_put(row, typed[row.number]) if row.number in typed else row for row in table.rows)
    )


def _put(row: Row, typed: Mapping[int, str]) -> Row:
    cells = [*row.cells, *([None] * (max(typed) + 1 - len(row.cells)))]
    for column, text in typed.items():
        cells[column] = text.strip() or None
    return Row(row.number, tuple(cells))
