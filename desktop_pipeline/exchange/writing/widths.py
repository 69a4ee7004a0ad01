"""How wide the columns of a sheet are: as their contents need, within reason."""

from collections.abc import Sequence
from datetime import date

from desktop_pipeline.exchange.writing.out_tables import OutColumn, OutRow, OutValue

_LEAST, _MOST = 8.0, 46.0
_LONG = 60.0
_ROOM = 2.5  # the sides, and the button of the filter
_BUTTON = 2.0
_SHARE = 0.95
_SIX_FIGURES = 16


def find_widths(columns: Sequence[OutColumn], sample: Sequence[OutRow]) -> list[float]:
    """Widths in characters: nearly all cells of the first rows are seen whole, and the heads are."""
    return [_find_width(column, [row[place] for row in sample]) for place, column in enumerate(columns)]


def _find_width(column: OutColumn, cells: Sequence[OutValue]) -> float:
    if column.kind == "hidden":
        return _LEAST
    lengths = sorted(_measure(column, cell) for cell in cells if cell is not None)
    wanted = lengths[min(len(lengths) - 1, int(len(lengths) * _SHARE))] if lengths else 0
    most = _LONG if column.kind == "long" else _MOST
    return max(_LEAST, len(column.header) + _ROOM + _BUTTON, min(most, wanted + _ROOM))


def _measure(column: OutColumn, cell: OutValue) -> int:
    """How many characters a cell shows."""
    if column.kind == "money" and isinstance(cell, int | float):
        return max(_SIX_FIGURES - 2, len(f"{cell:,.2f}") + 4)
    if isinstance(cell, date):
        return 10
    text = str(cell)
    return max((len(line) for line in text.splitlines()), default=0) if "\n" in text else len(text)
