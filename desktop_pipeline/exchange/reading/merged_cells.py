"""Cells that are merged over several rows of a table: what they say, they say of each of them."""

from collections.abc import Mapping, Sequence

from desktop_pipeline.exchange.reading.headers import Merge
from desktop_pipeline.exchange.tables import (
    Cell,
    PassedRow,
    Row,
    Rows,
    is_blank,
    keep_rows,
    numbers_of,
    show,
    width_of,
)


def fill_down(rows: Sequence[Row], left: int, merges: Sequence[Merge]) -> tuple[Sequence[Row], list[PassedRow]]:
    """The rows with words that are merged down a column in each of them; an amount stands for all rows once.

    A row with less of its own than of what is merged down to it, amount and all, is a part of the row above and passed
    over. `left` is the sheet's column in which the rows begin.
    """
    numbers = numbers_of(rows)
    if not merges or not numbers:
        return rows, []
    covered = _find_covered(rows, left, merges)
    if not covered:
        return rows, []
    parts = {place for place, cells in covered.items() if _is_part(rows[place], cells)}
    columns = [[_cell(row, column) for row in rows] for column in range(width_of(rows))]
    for place, cells in covered.items():
        for column, cell in cells.items():
            if isinstance(cell, str):
                columns[column][place] = cell
    passed = [
        PassedRow(numbers[place], "part of the row above", " · ".join(show(cell) for cell in rows[place].cells if cell))
        for place in sorted(parts)
    ]
    kept = [place not in parts for place in range(len(numbers))]
    return keep_rows(Rows(list(numbers), columns), kept), passed


def _find_covered(rows: Sequence[Row], left: int, merges: Sequence[Merge]) -> dict[int, dict[int, Cell]]:
    """What is merged down to which rows, by their index and the column."""
    width, numbers = width_of(rows), numbers_of(rows)
    places = {number: place for place, number in enumerate(numbers)}
    covered: dict[int, dict[int, Cell]] = {}
    for (top, start), (end, last) in merges:
        place, column = places.get(top + 1), start - left
        if place is None or start != last or top >= end or not 0 <= column < width:
            continue
        cell = _cell(rows[place], column)
        if not is_blank(cell):
            for number in range(top + 2, end + 2):
                if number in places:
                    covered.setdefault(places[number], {})[column] = cell
    return covered


def _is_part(row: Row, cells: Mapping[int, Cell]) -> bool:
    own = sum(not is_blank(cell) for cell in row.cells)
    return own < len(cells) and any(not isinstance(cell, str) for cell in cells.values())


def _cell(row: Row, column: int) -> Cell:
    return row.cells[column] if column < len(row.cells) else None
