"""Cells that are merged over several rows of a table: what they say, they say of each of them."""

from collections.abc import Sequence

from desktop_pipeline.exchange.reading.headers import Merge
from desktop_pipeline.exchange.tables import Cell, Row, Rows, numbers_of, width_of


def fill_down(rows: Sequence[Row], left: int, merges: Sequence[Merge]) -> Sequence[Row]:
    """The rows with words that are merged down a column in each of them; an amount stands for all rows once.

    `left` is the sheet's column in which the rows begin.
    """
    numbers = numbers_of(rows)
    if not merges or not numbers:
        return rows
    width = width_of(rows)
    places = {number: place for place, number in enumerate(numbers)}
    filled: dict[tuple[int, int], Cell] = {}
    for (top, start), (end, last) in merges:
        place, column = places.get(top + 1), start - left
        if place is None or start != last or top >= end or not 0 <= column < width:
            continue
        cells = rows[place].cells
        cell = cells[column] if column < len(cells) else None
        if isinstance(cell, str) and cell.strip():
            below = (places[number] for number in range(top + 2, end + 2) if number in places)
            filled |= {(each, column): cell for each in below}
    if not filled:
        return rows
    columns = [[_cell(row, column) for row in rows] for column in range(width)]
    for (place, column), cell in filled.items():
        columns[column][place] = cell
    return Rows(list(numbers), columns)


def _cell(row: Row, column: int) -> Cell:
    return row.cells[column] if column < len(row.cells) else None
