"""Reads a workbook in a process of its own, so that a sheet made to break readers breaks nothing else."""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from sys import getsizeof

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from desktop_pipeline.exchange.reading.error_cells import ErrorCell
from desktop_pipeline.exchange.reading.modesty import be_modest
from desktop_pipeline.exchange.reading.prescan import inspect
from desktop_pipeline.exchange.reading.workbooks import ROWS_A_MESSAGE
from desktop_pipeline.exchange.tables import Cell
from desktop_pipeline.exchange.unreadable import UnreadableFileError, too_large

# What the rows take as objects of the program, in bytes: a text its size, anything else about this
_NUMBER = 32
_MOST_HELD = 400 << 20
# Beyond this merged cells are decoration, and going through them costs more than they tell
_MOST_MERGES = 20_000

RawCell = str | int | float | bool | date | datetime | time | timedelta
Corner = tuple[int, int]
Merge = tuple[Corner, Corner]
Portion = tuple[list[int], list[tuple[Cell, ...]]]


def read_workbook(path: str, wanted: Sequence[str] | None, connection: Connection) -> None:
    """Sends ("kind", kind), then for each worksheet ("sheet", name, height, width, is hidden, is taken, left, merges).

    A taken one is followed by ("rows", numbers, columns), …. Last comes ("end",), or instead of it
    ("refused", why), ("protected",), ("damaged",) or ("no sheet", name, names).
    """
    be_modest()
    with contextlib.closing(connection):
        try:
            _send_workbook(path, wanted, connection)
        except UnreadableFileError as error:
            connection.send(("refused", str(error)))
        except PasswordError:
            connection.send(("protected",))
        except (CalamineError, OSError, MemoryError):
            connection.send(("damaged",))


def _send_workbook(path: str, wanted: Sequence[str] | None, connection: Connection) -> None:
    inspected = inspect(Path(path))
    connection.send(("kind", inspected.kind))
    with CalamineWorkbook.from_path(path) as workbook:
        sheets = [meta for meta in workbook.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet]
        hidden = {meta.name for meta in sheets if meta.visible != SheetVisibleEnum.Visible}
        names = [meta.name for meta in sheets]
        if wanted is None:
            taken = set(names) - hidden
        else:
            found = {name: _find(names, name) for name in wanted}
            missing = next((name for name, there in found.items() if there is None), None)
            if missing is not None:
                connection.send(("no sheet", missing, names))
                return
            taken = {name for name in found.values() if name is not None}
        for name in names:
            errors = inspected.errors.get(name, {})
            _send_sheet(workbook, name, connection, is_hidden=name in hidden, errors=errors if name in taken else None)
    connection.send(("end",))


def _find(names: Sequence[str], wanted: str) -> str | None:
    """The sheet of that name, else of that name in other letters."""
    if wanted in names:
        return wanted
    return next((name for name in names if name.casefold() == wanted.strip().casefold()), None)


def _send_sheet(
    workbook: CalamineWorkbook,
    name: str,
    connection: Connection,
    *,
    is_hidden: bool,
    errors: Mapping[int, Sequence[ErrorCell]] | None,
) -> None:
    """One sheet; only its size where `errors` is None."""
    try:
        sheet = workbook.get_sheet_by_name(name)
    except CalamineError:
        if errors is not None:
            raise
        # What nobody asked for may be broken
        connection.send(("sheet", name, 0, 0, is_hidden, False, 0, []))
        return
    merges = (sheet.merged_cell_ranges or []) if errors is not None else []
    if len(merges) > _MOST_MERGES:
        merges = []
    left = sheet.start[1] if sheet.start else 0
    connection.send(("sheet", name, sheet.height, sheet.width, is_hidden, errors is not None, left, merges))
    if errors is not None and sheet.start is not None:
        for portion in _read_rows(sheet, left, merges, errors):
            connection.send(("rows", *portion))


def _read_rows(
    sheet: CalamineSheet, left: int, merges: Sequence[Merge], errors: Mapping[int, Sequence[ErrorCell]]
) -> Iterator[Portion]:
    """Portions of the rows that hold something: their numbers, and the columns from `left` on."""
    rows = sheet.iter_rows()
    first = 0
    held = 0
    while raw := list(islice(rows, ROWS_A_MESSAGE)):
        # Equal texts and dates become one object: a message carries each once
        shared = _Shared({"": None})
        columns = [_tidy_column(column, shared) for column in zip(*raw, strict=True)]
        held += sum(map(getsizeof, shared)) + _NUMBER * len(raw) * len(columns)
        if held > _MOST_HELD:
            raise too_large()
        last = first + len(raw)
        _drop_covered(columns, [merge for merge in merges if merge[0][0] < last and merge[1][0] >= first], first, left)
        for row in range(first, last) if errors else ():
            for error in errors.get(row, ()):
                if 0 <= error.column - left < len(columns):
                    columns[error.column - left][row - first] = error.text
        yield _drop_empty(list(range(first + 1, last + 1)), columns)
        first = last


class _Shared(dict[str | date, str | date | None]):
    """Each text and date once, under itself; a text of blanks is nothing."""

    def __missing__(self, cell: str | date) -> str | date | None:
        kept = self[cell] = None if isinstance(cell, str) and not cell.strip() else cell
        return kept


def _tidy_column(column: Sequence[RawCell], shared: _Shared) -> list[Cell]:
    """Times and spans as text, nothing as None; worked on by the column, most of which hold one type."""
    types = set(map(type, column))
    if types <= {float, int, bool}:
        return list(column)  # type: ignore[arg-type] # the types were just looked at
    if types <= {str, date, datetime}:
        return list(map(shared.__getitem__, column))  # type: ignore[arg-type] # likewise
    return [_tidy(cell, shared) for cell in column]


def _tidy(cell: RawCell, shared: _Shared) -> Cell:
    if isinstance(cell, (str, date)):
        return shared[cell]
    if isinstance(cell, timedelta):
        seconds = round(cell.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return str(cell) if isinstance(cell, time) else cell


def _drop_covered(columns: list[list[Cell]], merges: Sequence[Merge], first: int, left: int) -> None:
    """Of merged cells only the first is seen, whatever the others hold."""
    height = len(columns[0])
    for (top, start), (bottom, end) in merges:
        for row in range(max(top, first), min(bottom + 1, first + height)):
            for column in range(max(start, left), min(end + 1, left + len(columns))):
                if (row, column) != (top, start):
                    columns[column - left][row - first] = None


def _drop_empty(numbers: list[int], columns: list[list[Cell]]) -> Portion:
    if None in columns[0]:
        kept = [index for index, row in enumerate(zip(*columns, strict=True)) if row.count(None) < len(row)]
        if len(kept) < len(numbers):
            numbers = [numbers[index] for index in kept]
            columns = [[column[index] for index in kept] for column in columns]
    return numbers, list(map(tuple, columns))
