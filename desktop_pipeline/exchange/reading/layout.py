"""The tables of a sheet: one as a rule, several where blank rows or columns part blocks with headers of their own."""

from collections.abc import Sequence
from itertools import pairwise

from desktop_pipeline.exchange.reading.bands import tell_bands, tell_ticks
from desktop_pipeline.exchange.reading.boards import part_board
from desktop_pipeline.exchange.reading.headers import (
    Header,
    Merge,
    find_header,
    is_value,
    name_by_letters,
    read_header,
    starts_table,
)
from desktop_pipeline.exchange.reading.merged_cells import fill_down
from desktop_pipeline.exchange.reading.pairs import tell_pairs
from desktop_pipeline.exchange.reading.passed_rows import sort_out
from desktop_pipeline.exchange.tables import (
    PassedRow,
    Row,
    Rows,
    Table,
    few_filled,
    keep_rows,
    numbers_of,
    show,
    width_of,
)
from desktop_pipeline.exchange.understanding.columns import normalise_header

_MOST_TABLES = 50
_FEW_ROWS = 3
_TWO = 2


class Sheet:
    """The rows of one sheet while its tables are found; `rows` hold something each and are in order."""

    def __init__(
        self, file: str, name: str | None, rows: Sequence[Row], merges: Sequence[Merge], named: frozenset[str]
    ) -> None:
        self.file = file
        self.name = name
        self.rows = rows
        self.merges = merges
        self.named = named

    def find_tables(self, top: int | None = None) -> list[Table]:
        """The tables as they are found, or the one whose header is the row of that number (0: it has none)."""
        if not self.rows:
            return []
        if top is not None:
            return [self._find_below(top)]
        tables = []
        for start, end in self._part_columns():
            rows, left = _cut(self.rows, start, end)
            for block, hint in self._part_rows(rows):
                tables += part_board(self._make_table(block, left, hint=hint))
        return tables

    def _find_below(self, top: int) -> Table:
        rows, left = _cut(self.rows, *_extent(self.rows))
        index = next((index for index, row in enumerate(rows) if row.number >= top), len(rows) - 1)
        if top <= 0:
            header = name_by_letters(rows, 0, left)
        else:
            header = read_header(rows, index, left, self.merges, is_sure=True)
        return self._make_table(rows, left, header)

    def _make_table(
        self, rows: Sequence[Row], left: int, header: Header | None = None, hint: int | None = None
    ) -> Table:
        header = header or find_header(rows, left, self.merges, self.named, hint)
        above = rows[: max(0, header.below - header.height)]
        titles = [PassedRow(row.number, "title", join_texts(row)) for row in above]
        body, texts, first = _trim(rows[header.below :], header.texts)
        body, parts = fill_down(body, left + first, self.merges)
        taken, passed, bands = sort_out(body, texts, self._merged_across(len(texts)))
        table = Table(
            self.file, self.name, header.number, texts, taken, left + first, (*titles, *sorted((*parts, *passed)))
        )
        return tell_pairs(tell_ticks(tell_bands(table, bands)))

    def _merged_across(self, width: int) -> frozenset[int]:
        """The numbers of rows with a cell that is merged over most of the table's columns."""
        least = max(_FEW_ROWS, width // _TWO)
        return frozenset(
            top + 1 for (top, start), (end, last) in self.merges if end == top and last - start + 1 >= least
        )

    def _part_rows(self, rows: Sequence[Row]) -> list[tuple[Sequence[Row], int | None]]:
        """The blocks that begin, below a gap, with a header of their own, and where that is; else all rows as one."""
        starts: dict[int, int] = {}
        for index in (0, *_list_gaps(rows)):
            header = starts_table(rows, index, self.named)
            if header is not None and not _repeats(rows, index, header, starts):
                starts[index] = header
            if len(starts) > _MOST_TABLES:
                return [(rows, None)]
        headers: list[int | None] = list(starts.values())
        bounds = list(starts)
        if bounds and (bounds[0] <= _FEW_ROWS or not any(map(_is_wide, rows[: bounds[0]]))):
            # What stands above the first table is its title
            bounds[0] = 0
        else:
            bounds.insert(0, 0)
            headers.insert(0, None)
        return [
            (rows[start:end], None if header is None else header - start)
            for (start, end), header in zip(pairwise([*bounds, len(rows)]), headers, strict=True)
        ]

    def _part_columns(self) -> list[tuple[int, int]]:
        """Ranges of columns that are tables beside each other; one range where blank columns are mere spacing."""
        start, end = _extent(self.rows)
        groups = _group_columns(self.rows, start, end)
        if len(groups) == 1 or len(groups) > _MOST_TABLES:
            return [(start, end)]
        parts = [groups[0]]
        for group in groups[1:]:
            if self._stand_apart(parts[-1], group):
                parts.append(group)
            else:
                parts[-1] = (parts[-1][0], group[1])
        return parts

    def _stand_apart(self, one: tuple[int, int], other: tuple[int, int]) -> bool:
        """Whether two ranges are tables of their own: by their headers' rows or names, or by where they end."""
        (left_rows, _left), (right_rows, _right) = _cut(self.rows, *one), _cut(self.rows, *other)
        if max(map(_fill, right_rows)) < _TWO or max(map(_fill, left_rows)) < _TWO:
            return False
        left, right = (
            find_header(rows, start, self.merges, self.named)
            for rows, start in ((left_rows, one[0]), (right_rows, other[0]))
        )
        if left.number != right.number or _is_named(left) != _is_named(right):
            return True
        names = [{normalise_header(text) for text in header.texts if text} for header in (left, right)]
        return bool(names[0] & names[1]) or _ends_early(left_rows[left.below :], right_rows[right.below :])


def join_texts(row: Row) -> str:
    """What a row says, in one line."""
    return " ".join(" · ".join(show(cell) for cell in row.cells if cell is not None).split())


def _repeats(rows: Sequence[Row], index: int, header: int, starts: dict[int, int]) -> bool:
    """Whether a header below a gap is the one before it once more, on a new page as it were."""
    if not starts:
        return False
    last_start, last_header = next(reversed(starts.items()))
    is_same = rows[header].cells == rows[last_header].cells
    has_own_title = header > index and rows[index].cells != rows[last_start].cells
    return is_same and not has_own_title


def _is_named(header: Header) -> bool:
    return header.height > 0 and not any(is_value(text) for text in header.texts if text)


def _is_wide(row: Row) -> bool:
    return _fill(row) >= _TWO


def _fill(row: Row) -> int:
    return len(row.cells) - row.cells.count(None)


def _list_gaps(rows: Sequence[Row]) -> list[int]:
    """The indexes of the rows above which the sheet has a blank one."""
    if isinstance(rows, Rows) and rows.adjoin():
        return []
    gaps = enumerate(pairwise(numbers_of(rows)), start=1)
    return [index for index, (above, number) in gaps if number > above + 1]


def _extent(rows: Sequence[Row]) -> tuple[int, int]:
    """The first column that holds something, and the one after the last."""
    end = width_of(rows)
    start = next(column for column in range(end) if _is_used(rows, column))
    return start, end


def _is_used(rows: Sequence[Row], column: int) -> bool:
    if isinstance(rows, Rows):
        return column < len(rows.columns) and any(cell is not None for cell in rows.columns[column])
    return any(column < len(row.cells) and row.cells[column] is not None for row in rows)


def _group_columns(rows: Sequence[Row], start: int, end: int) -> list[tuple[int, int]]:
    """Ranges of columns between columns that hold nothing at all."""
    groups: list[tuple[int, int]] = []
    for column in range(start, end):
        if _is_used(rows, column):
            if groups and groups[-1][1] == column:
                groups[-1] = (groups[-1][0], column + 1)
            else:
                groups.append((column, column + 1))
    return groups


def _cut(rows: Sequence[Row], start: int, end: int) -> tuple[Sequence[Row], int]:
    """The rows that hold something between two columns, cut to them; and the first of these columns."""
    if start == 0 and end >= width_of(rows):
        return rows, 0
    if isinstance(rows, Rows):
        part = rows.between(start, end)
        empty = frozenset(few_filled(part, 0))
        return keep_rows(part, [index not in empty for index in range(len(part))]) if empty else part, start
    cut = (Row(row.number, row.cells[start:end]) for row in rows)
    return [row for row in cut if _fill(row)], start


def _trim(rows: Sequence[Row], texts: tuple[str, ...]) -> tuple[Sequence[Row], tuple[str, ...], int]:
    """Rows and headers without the columns around them that hold at most a title; and how many are left out before."""
    named = next((column for column, text in enumerate(texts) if text), len(texts))
    first = next((column for column in range(named) if _is_used(rows, column)), named)
    last = next((column for column in range(len(texts), 0, -1) if texts[column - 1] or _is_used(rows, column - 1)), 0)
    texts = texts[:last]
    if first == 0:
        return rows, texts, 0
    if isinstance(rows, Rows):
        return rows.between(first), texts[first:], first
    return [Row(row.number, row.cells[first:]) for row in rows], texts[first:], first


def _ends_early(left: Sequence[Row], right: Sequence[Row]) -> bool:
    """Whether one of two bodies is full to its last row and the other goes on well below it."""
    if not left or not right:
        return False
    short, long = sorted((left, right), key=lambda rows: rows[-1].number)
    if long[-1].number - short[-1].number < _FEW_ROWS or len(short) < _TWO:
        return False
    is_full = short[-1].number - short[0].number + 1 == len(short)
    return is_full and all(row.cells and row.cells[0] is not None and not is_value(row.cells[0]) for row in short)
