"""Which row of a block names its columns: known headers first, else the shape of the rows."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from desktop_pipeline.exchange.tables import Cell, Row, show
from desktop_pipeline.exchange.understanding.columns import count_known, normalise_header

_WITHIN = 25
_ENOUGH_KNOWN = 2
_ABOUT_AS_WIDE = 0.7
_LOOKED_AT = 12
_MOSTLY = 0.6
_TALLEST = 3
_ALPHABET = 26
# What is no name of a column: an amount, a date, an address, a number with its unit
_VALUE = re.compile(
    r"(?:[A-Z]{3}\s|[$€£¥]\s?)?[-+(]{0,2}[$€£¥]?\d[\d.,'\u00a0\u202f ]*\)?"
    r"\s?(?:[%€$£¥k]|[A-Z]{3}|kr\.?|zł|Kč|Ft|лв\.?|руб\.?)?"
    r"|\d{1,4}[-./]\d{1,2}[-./]\d{1,4}.*|\d{1,2}:\d\d(?::\d\d)?|[^\s@]+@[^\s@]+\.\S+|https?://\S+|\+?[\d ()/.-]{6,}"
)
_ADDRESS = re.compile(r"[^@\s,;<>()]+@[^@\s,;<>()]+\.[^@\s,;<>()]+")
# Whose name it is, the group above says
_BARE_NAMES = frozenset(
    ("name", "nom", "nombre", "nome", "naam", "nazwa", "namn", "navn", "nimi", "název", "ad", "adı", "名称", "名前")
)
_NOTHING = frozenset(("null", "na", "n/a", "none", "-", "–", "nan"))

Merge = tuple[tuple[int, int], tuple[int, int]]


class Header(NamedTuple):
    """The index of the first row below the header, the header's row number, its texts, and how many rows it takes."""

    below: int
    number: int
    texts: tuple[str, ...]
    height: int


def is_value(cell: Cell) -> bool:
    """Whether a cell holds what stands under a header rather than in one."""
    return not isinstance(cell, str) or _VALUE.fullmatch(cell.strip()) is not None


def find_header(
    rows: Sequence[Row], left: int, merges: Sequence[Merge], named: frozenset[str], hint: int | None = None
) -> Header:
    """The header of a block of rows; where its first row is one of values already, columns are called by letters.

    `hint` is the index of the row that looks like the header while none has known names.
    """
    found = _find_row(rows, named, hint)
    return read_header(rows, found, left, merges)


def read_header(
    rows: Sequence[Row], index: int, left: int, merges: Sequence[Merge], *, is_sure: bool = False
) -> Header:
    """The header that stands in that row and, where cells are merged downwards or left to the row above, around it."""
    row = rows[index]
    if not is_sure and _is_without_header(rows, index):
        return name_by_letters(rows, index, left)
    bottom = _bottom(rows, index, left, merges)
    texts = [show(cell).strip() for cell in row.cells]
    height = 1
    for lower in rows[index + 1 : bottom + 1]:
        texts = _join(texts, [show(cell).strip() for cell in lower.cells], _spread(texts, row.number - 1, left, merges))
        height += 1
    above = rows[index - 1] if index else None
    is_above = above is not None and above.number == row.number - 1
    if (
        above is not None
        and is_above
        and (_complements(above, row, rows[bottom + 1 :]) or _groups(above, row, left, merges))
    ):
        names = [show(cell).strip() for cell in above.cells]
        groups = _spread(names, above.number - 1, left, merges) if merges else _carry(names, len(texts))
        texts = _join([show(cell).strip() for cell in above.cells], texts, groups)
        height += 1
    return Header(bottom + 1, rows[bottom].number, tuple(texts), height)


def name_by_letters(rows: Sequence[Row], index: int, left: int) -> Header:
    """No header at all: columns are called as a spreadsheet calls them, and the first row counts."""
    width = max(len(row.cells) for row in rows[index : index + _LOOKED_AT])
    return Header(index, rows[index].number - 1, tuple(name_column(left + column) for column in range(width)), 0)


def starts_table(rows: Sequence[Row], index: int, named: frozenset[str]) -> int | None:
    """Where rows below a gap begin with a header of their own, perhaps under a title, the header's index."""
    at = index
    while at < len(rows) - 1 and at < index + _TALLEST and _fill(rows[at]) == 1 and _adjoins(rows, at + 1):
        at += 1
    filled = [cell for cell in rows[at].cells if cell is not None]
    if len(filled) < _ENOUGH_KNOWN or any(map(is_value, filled)) or len(set(filled)) < len(filled):
        return None
    if at + 1 >= len(rows) or not _adjoins(rows, at + 1):
        return None
    known = count_known([cell for cell in filled if isinstance(cell, str)], named)
    if known >= _ENOUGH_KNOWN and 2 * known >= len(filled):
        return at
    over_values = _over_values(rows, at)
    # Without a title a text over amounts, with amounts above it too, is a word among them: “to be agreed”
    goes_on = at == index and any(
        _are_values(_column(rows[max(0, at - _LOOKED_AT) : at], each)) for each in over_values
    )
    return at if over_values and not goes_on else None


def _find_row(rows: Sequence[Row], named: frozenset[str], hint: int | None) -> int:
    """The row with most cells known as headers, two at least; else the first about as wide as most."""
    top = rows[:_WITHIN]
    known = [count_known([cell for cell in row.cells if isinstance(cell, str)], named) for row in top]
    if max(known) >= _ENOUGH_KNOWN:
        return known.index(max(known))
    if hint is not None:
        return hint
    widths = [_fill(row) for row in top]
    usual = sorted(widths)[len(widths) // 2]
    return next(index for index, width in enumerate(widths) if width >= _ABOUT_AS_WIDE * usual)


def _fill(row: Row) -> int:
    return len(row.cells) - row.cells.count(None)


def _adjoins(rows: Sequence[Row], index: int) -> bool:
    return rows[index].number == rows[index - 1].number + 1


def _column(rows: Sequence[Row], column: int) -> list[Cell]:
    return [row.cells[column] for row in rows if column < len(row.cells) and row.cells[column] is not None]


def _are_values(cells: Sequence[Cell]) -> bool:
    return sum(map(is_value, cells)) > _MOSTLY * len(cells) if cells else False


def _over_values(rows: Sequence[Row], index: int) -> list[int]:
    """The columns in which a row has texts over values; none where it is not as wide as what is below."""
    below = rows[index + 1 : index + 1 + _LOOKED_AT]
    if _fill(rows[index]) < max(map(_fill, below)):
        return []
    cells = enumerate(rows[index].cells)
    return [column for column, cell in cells if cell is not None and _are_values(_column(below, column))]


def _is_without_header(rows: Sequence[Row], index: int) -> bool:
    """Whether the first row is values over values of the same kind, column by column."""
    filled = [(column, cell) for column, cell in enumerate(rows[index].cells) if cell is not None]
    if any(_is_address(cell) and _holds_addresses(rows, index, column) for column, cell in filled):
        return True
    values = [(column, cell) for column, cell in filled if show(cell).strip().lower() not in _NOTHING]
    if not values or not all(is_value(cell) for _column, cell in values):
        return False
    if any(isinstance(cell, str) and len(cell.strip()) == len("2024") for _column, cell in values):
        # Years make headers
        return False
    below = [_column(rows[index + 1 : index + 1 + _LOOKED_AT], column) for column, _cell in values]
    return all(_are_values(cells) for cells in below if cells)


def _is_address(cell: Cell) -> bool:
    return isinstance(cell, str) and _ADDRESS.fullmatch(cell.strip()) is not None


def _holds_addresses(rows: Sequence[Row], index: int, column: int) -> bool:
    """Whether the rows below have e-mail addresses in that column as well: no header is one."""
    below = _column(rows[index + 1 : index + 1 + _LOOKED_AT], column)
    return bool(below) and sum(map(_is_address, below)) > _MOSTLY * len(below)


def _bottom(rows: Sequence[Row], index: int, left: int, merges: Sequence[Merge]) -> int:
    """The last row that a header cell of that row reaches down to."""
    number = rows[index].number - 1
    width = len(rows[index].cells)
    ends = [
        end
        for (top, start), (end, _last) in merges
        if top == number < end < top + _TALLEST
        and left <= start < left + width
        and rows[index].cells[start - left] is not None
    ]
    # A cell merged far down is no header
    last = max(ends, default=number)
    bottom = index
    while bottom + 1 < len(rows) - 1 and rows[bottom + 1].number - 1 <= last:
        bottom += 1
    return bottom


def _complements(above: Row, row: Row, body: Sequence[Row]) -> bool:
    """Whether the row above names columns that this one leaves open though they are filled below."""
    open_columns = {
        column
        for body_row in body[:_LOOKED_AT]
        for column, cell in enumerate(body_row.cells)
        if cell is not None and (column >= len(row.cells) or row.cells[column] is None)
    }
    names = [column for column, cell in enumerate(above.cells) if cell is not None]
    return len(names) >= _ENOUGH_KNOWN and bool(open_columns & set(names))


def _groups(above: Row, row: Row, left: int, merges: Sequence[Merge]) -> bool:
    """Whether the row above names groups of columns: several of its cells are merged over some of them each.

    A text has no merged cells: there a known name with nothing behind it stands above the first of several columns.
    """
    width = len(above.cells)
    if not merges:
        names = [cell for cell in above.cells if cell is not None]
        return (
            above.cells[0] is not None
            and _ENOUGH_KNOWN <= len(names) == count_known([show(name) for name in names])
            and len(names) <= _fill(row) - _ENOUGH_KNOWN
            and None not in row.cells
        )
    spans = [
        last - start
        for (top, start), (end, last) in merges
        if top == end == above.number - 1 and left <= start < left + width and start < last
    ]
    return len(spans) >= _ENOUGH_KNOWN


def _spread(texts: Sequence[str], number: int, left: int, merges: Sequence[Merge]) -> list[str]:
    """The texts of a row with each merged one over all the columns it spans."""
    spread = list(texts)
    for (top, start), (_end, last) in merges:
        if top == number and left <= start < left + len(texts):
            for column in range(start - left, min(last + 1 - left, len(texts))):
                spread[column] = texts[start - left]
    return spread


def _carry(texts: Sequence[str], width: int) -> list[str]:
    """The texts of a row with each over the blank columns behind it."""
    padded = [*texts, *[""] * (width - len(texts))]
    for column in range(1, len(padded)):
        padded[column] = padded[column] or padded[column - 1]
    return padded


def _join(upper: Sequence[str], lower: Sequence[str], groups: Sequence[str]) -> list[str]:
    """Two rows of headers as one: the lower text, with its group's before it where it would say too little alone."""
    width = max(len(upper), len(lower))
    padded_upper, padded_lower, padded_groups = (
        [*texts, *[""] * (width - len(texts))] for texts in (upper, lower, groups)
    )
    keys = [normalise_header(text) for text in padded_lower]
    joined = []
    for key, above, text, group in zip(keys, padded_upper, padded_lower, padded_groups, strict=True):
        if not text:
            joined.append(above)
        elif keys.count(key) > 1 and group:
            joined.append(f"{group} {text}")
        elif group and (key in _BARE_NAMES or not count_known([text])) and count_known([group]):
            joined.append(f"{group} / {text}")
        else:
            joined.append(text)
    return joined


def name_column(column: int) -> str:
    """What a spreadsheet calls a column by its index."""
    letters = ""
    while column >= 0:
        letters = chr(ord("A") + column % _ALPHABET) + letters
        column = column // _ALPHABET - 1
    return letters
