"""How wide the columns of a sheet are: as their contents need, within reason."""

from collections.abc import Sequence
from datetime import date
from textwrap import wrap

from desktop_pipeline.exchange.writing.cell_styles import RIGHT
from desktop_pipeline.exchange.writing.out_tables import Block, OutColumn, OutRow, OutValue

_LEAST, _MOST = 8.0, 46.0
_LONG = 60.0
_ROOM = 2.5  # the sides, and the button of the filter
_RIGHT_ROOM = 2.0  # what numbers keep free at their right
_BUTTON = 2.0
_LONGEST_LINE = 26  # of a head; what is longer has lines
_WIDEST = 200.0  # programs take a little more
_SHARE = 0.95
_SIX_FIGURES = 16
_MOST_DIGITS = 11
_FIRST_LEAST, _NARROW = 34.0, 12.0


def find_widths(columns: Sequence[OutColumn], sample: Sequence[OutRow]) -> list[float]:
    """Widths in characters: nearly all cells of the first rows are seen whole, and the heads are."""
    return [_find_width(column, [row[place] for row in sample]) for place, column in enumerate(columns)]


def _find_width(column: OutColumn, cells: Sequence[OutValue]) -> float:
    if column.kind == "hidden":
        return _LEAST
    lengths = sorted(_measure(column, cell) for cell in cells if cell is not None)
    wanted = lengths[min(len(lengths) - 1, int(len(lengths) * _SHARE))] if lengths else 0
    most = _LONG if column.kind == "long" else _MOST
    room = _ROOM + (_RIGHT_ROOM if column.kind in RIGHT else 0)
    words = max(map(len, column.header.split()), default=0)
    head = min(len(column.header), max(words, _LONGEST_LINE))
    return min(_WIDEST, max(_LEAST, head + _ROOM + _BUTTON, min(most, wanted + room)))


def count_head_lines(column: OutColumn, width: float) -> int:
    """How many lines its head takes."""
    return count_lines(column.header, width - _ROOM - _BUTTON)


def find_block_widths(blocks: Sequence[Block]) -> list[float]:
    """Widths of columns that several small tables share, whose heads may have lines."""
    widths: list[float] = []
    for place in range(max((len(block.columns) for block in blocks), default=0)):
        wanted = _NARROW if place else _FIRST_LEAST
        for block in blocks:
            if place < len(block.columns):
                column = block.columns[place]
                cells = [_measure(column, row[place], is_whole=True) for row in block.rows if row[place] is not None]
                words = [len(word) for word in column.header.split()]
                room = _ROOM + (_RIGHT_ROOM if column.kind in RIGHT else 0)
                wanted = max(wanted, min(_MOST, max((*cells, *words), default=0) + room))
        widths.append(wanted)
    return widths


def count_lines(text: str, width: float) -> int:
    """How many lines a text takes in a column of that width."""
    return sum(len(wrap(line, max(1, int(width)))) or 1 for line in text.split("\n"))


def _measure(column: OutColumn, cell: OutValue, *, is_whole: bool = False) -> int:
    """How many characters a cell shows."""
    if isinstance(cell, date):
        return 10
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _measure_number(column, cell, is_whole=is_whole)
    text = str(cell)
    return max((len(line) for line in text.splitlines()), default=0) if "\n" in text else len(text)


def _measure_number(column: OutColumn, number: float, *, is_whole: bool) -> int:
    if column.kind == "money":
        return len(f"{number:,.0f}") + 4 if is_whole else max(_SIX_FIGURES - 2, len(f"{number:,.2f}") + 4)
    if column.kind == "share":
        return len(f"{number:.0%}")
    if column.kind in {"count", "decimal"}:
        return len(f"{number:,.0f}" if column.kind == "count" else f"{number:,.2f}")
    # Programs show no more of a number that has no format of its own
    return min(_MOST_DIGITS, len(str(number)))
