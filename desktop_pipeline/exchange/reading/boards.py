"""Sheets that are boards: a stage over each column, a deal in each cell."""

from collections.abc import Sequence
from itertools import zip_longest

from desktop_pipeline.exchange.tables import Row, Table, show, width_of
from desktop_pipeline.exchange.understanding.columns import normalise_header, vocabulary

_WIDE = 3
_TWO = 2
_LOOKED_AT = 200
_MOSTLY = 0.6
_STAGE = "Stage"


def part_board(table: Table) -> list[Table]:
    """A sheet that is a board, a stage over each column and a deal in each cell, as a table for each of its stages."""
    keys = [normalise_header(header) for header in table.headers]
    if len(keys) < _WIDE or width_of(table.rows) > len(keys) or not _is_board(keys, table.rows):
        return [table]
    return [
        Table(
            table.file,
            # A row holds a deal in each column: the sheet tells which one is meant
            f"{table.sheet} · {header}" if table.sheet else header,
            table.header_row,
            ("Deal", _STAGE),
            tuple(
                Row(row.number, (row.cells[column], header))
                for row in table.rows
                if column < len(row.cells) and row.cells[column] is not None
            ),
            table.left + column,
            table.passed if column == 0 else (),
        )
        for column, header in enumerate(table.headers)
    ]


def _is_board(keys: Sequence[str], rows: Sequence[Row]) -> bool:
    outcomes = vocabulary().outcomes
    ends = {outcomes.get(key) for key in keys} & {"won", "lost"}
    if not _are_texts(rows):
        return False
    if _stand_on_top(rows) and _are_different(rows):
        # No table has columns of different heights, as stacks of cards have
        is_known = len(keys) > _WIDE and all(map(is_stage, keys))
        others = [key for key in keys if not is_stage(key)]
        if is_known or (len(ends) == _TWO and "" not in others and vocabulary().known.isdisjoint(others)):
            return True
    # What nobody knows may as well be called a deal, with what became of it beside it
    is_sure = all(map(is_stage, keys)) or (is_stage(keys[0]) and _are_different(rows))
    return bool(ends) and is_sure and _are_stages(keys)


def _stand_on_top(rows: Sequence[Row]) -> bool:
    """Whether some columns end above others, and none has a gap."""
    columns = list(zip_longest(*(row.cells for row in rows)))
    heights = [next((place for place, cell in enumerate(column) if cell is None), len(column)) for column in columns]
    has_gaps = any(any(cell is not None for cell in column[end:]) for column, end in zip(columns, heights, strict=True))
    return not has_gaps and len(set(heights)) > 1


def is_stage(key: str) -> bool:
    """Whether a column so called may be a stage or an outcome."""
    return key in vocabulary().stages or key in vocabulary().outcomes


def _are_stages(keys: Sequence[str]) -> bool:
    """Whether columns are called as stages: all of them, or most beside others that are called as nothing else."""
    unknown = [key for key in keys if not is_stage(key)]
    return len(unknown) <= (1 - _MOSTLY) * len(keys) and vocabulary().known.isdisjoint(unknown) and "" not in unknown


def _are_different(rows: Sequence[Row]) -> bool:
    """Whether each cell says something else, as cards do, and ticks, days and colleagues do not."""
    cells = [show(cell).strip().casefold() for row in rows[:_LOOKED_AT] for cell in row.cells if cell is not None]
    return len(set(cells)) == len(cells)


def _are_texts(rows: Sequence[Row]) -> bool:
    cells = [cell for row in rows[:_LOOKED_AT] for cell in row.cells if cell is not None]
    texts = sum(isinstance(cell, str) and len(cell.strip()) > _TWO for cell in cells)
    return bool(cells) and texts >= _MOSTLY * len(cells)
