"""Reads a workbook in a process of its own, so that a sheet made to break readers breaks nothing else."""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread
from typing import NamedTuple

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
from desktop_pipeline.exchange.reading.packing import Packed, RawCell, is_nothing, pack
from desktop_pipeline.exchange.reading.prescan import TALLEST, WIDEST, inspect
from desktop_pipeline.exchange.reading.row_colours import find_colours
from desktop_pipeline.exchange.reading.row_currencies import find_currencies
from desktop_pipeline.exchange.reading.workbooks import ROWS_A_MESSAGE
from desktop_pipeline.exchange.unreadable import UnreadableFileError, too_large

# What the rows may take as objects of the program, in bytes
_MOST_HELD = 400 << 20
# Beyond this merged cells are decoration, and going through them costs more than they tell
_MOST_MERGES = 20_000

Corner = tuple[int, int]
Merge = tuple[Corner, Corner]
Portion = tuple[Sequence[int], list[Packed]]
Columns = list[Sequence[RawCell]]


def read_workbook(path: str, wanted: Sequence[str] | None, connection: Connection) -> None:
    """Sends ("kind", kind), then for each worksheet ("sheet", name, height, width, is hidden, is taken, left, merges).

    A taken one is followed by ("rows", numbers, packed columns), … and, where rows are painted or show a currency,
    ("colours", by row) and ("currencies", by row). Last comes ("end",), or instead of it
    ("refused", why), ("protected",), ("damaged",) or ("no sheet", name, names).
    """
    is_limited = be_modest()
    with contextlib.closing(connection):
        try:
            _send_workbook(path, wanted, connection, is_limited=is_limited)
        except UnreadableFileError as error:
            connection.send(("refused", str(error)))
        except PasswordError:
            connection.send(("protected",))
        except (CalamineError, OSError, MemoryError):
            connection.send(("damaged",))


class _Ahead(Thread):
    """Reads the first sheet while what the parts hold is still gone through, which is over much earlier.

    Whatever fails here fails again where it is told; of a file that the look into its parts refuses nobody asks.
    """

    def __init__(self, path: str, wanted: Sequence[str] | None) -> None:
        super().__init__(daemon=True)
        self._path, self._wanted = path, wanted
        self.workbook: CalamineWorkbook | None = None
        self.sheets: dict[str, CalamineSheet] = {}

    def run(self) -> None:
        with contextlib.suppress(CalamineError, OSError, MemoryError):
            workbook = CalamineWorkbook.from_path(self._path)
            self.workbook = workbook
            chosen = _choose(workbook, self._wanted)
            first = next((name for name in chosen.names if name in chosen.taken), None)
            if first is not None:
                self.sheets[first] = workbook.get_sheet_by_name(first)


def _send_workbook(path: str, wanted: Sequence[str] | None, connection: Connection, *, is_limited: bool) -> None:
    ahead = _Ahead(path, wanted)
    # A sheet of far-away cells is found in time only where it cannot fill the memory before
    inspected = inspect(Path(path), ahead.start) if is_limited else inspect(Path(path))
    connection.send(("kind", inspected.kind))
    if ahead.ident is not None:
        ahead.join()
    with ahead.workbook or CalamineWorkbook.from_path(path) as workbook:
        chosen = _choose(workbook, wanted)
        if chosen.missing is not None:
            connection.send(("no sheet", chosen.missing, chosen.names))
            return
        has_styles = inspected.kind in {"xlsx", "xlsm"}
        colours = find_colours(Path(path), chosen.taken) if has_styles else {}
        currencies = find_currencies(Path(path), chosen.taken) if has_styles else {}
        for name in chosen.names:
            errors = inspected.errors.get(name, {}) if name in chosen.taken else None
            sheet = ahead.sheets.pop(name, None)
            _send_sheet(workbook, name, connection, sheet, is_hidden=name in chosen.hidden, errors=errors)
            if colours.get(name):
                connection.send(("colours", colours[name]))
            if currencies.get(name):
                connection.send(("currencies", currencies[name]))
    connection.send(("end",))


class _Chosen(NamedTuple):
    """The names of the worksheets, those that are hidden, those that are taken; and the first that is not there."""

    names: list[str]
    hidden: set[str]
    taken: set[str]
    missing: str | None


def _choose(workbook: CalamineWorkbook, wanted: Sequence[str] | None) -> _Chosen:
    sheets = [meta for meta in workbook.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet]
    hidden = {meta.name for meta in sheets if meta.visible != SheetVisibleEnum.Visible}
    names = [meta.name for meta in sheets]
    if wanted is None:
        return _Chosen(names, hidden, set(names) - hidden, None)
    found = {name: _find(names, name) for name in wanted}
    missing = next((name for name, there in found.items() if there is None), None)
    return _Chosen(names, hidden, {name for name in found.values() if name is not None}, missing)


def _find(names: Sequence[str], wanted: str) -> str | None:
    """The sheet of that name, else of that name in other letters."""
    if wanted in names:
        return wanted
    return next((name for name in names if name.casefold() == wanted.strip().casefold()), None)


def _send_sheet(
    workbook: CalamineWorkbook,
    name: str,
    connection: Connection,
    sheet: CalamineSheet | None,
    *,
    is_hidden: bool,
    errors: Mapping[int, Sequence[ErrorCell]] | None,
) -> None:
    """One sheet, which may have been read; only its size where `errors` is None."""
    try:
        sheet = sheet or workbook.get_sheet_by_name(name)
    except CalamineError:
        if errors is not None:
            raise
        # What nobody asked for may be broken
        connection.send(("sheet", name, 0, 0, is_hidden, False, 0, []))
        return
    merges = (sheet.merged_cell_ranges or []) if errors is not None else []
    if len(merges) > _MOST_MERGES:
        merges = []
    top, left = sheet.start or (0, 0)
    if errors is not None and (left + sheet.width > WIDEST or top + sheet.height > TALLEST):
        raise too_large()
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
        columns: Columns = list(zip(*raw, strict=True))
        last = first + len(raw)
        covering = [merge for merge in merges if merge[0][0] < last and merge[1][0] >= first]
        failed = [error for row in range(first, last) for error in errors.get(row, ())] if errors else []
        if covering or failed:
            columns = _put_right(columns, covering, failed, first, left)
        numbers, columns = _drop_empty(range(first + 1, last + 1), columns)
        portion = []
        for column in columns:
            packed, size = pack(column)
            portion.append(packed)
            held += size
        if held > _MOST_HELD:
            raise too_large()
        yield numbers, portion
        first = last


def _put_right(raw: Columns, merges: Sequence[Merge], errors: Sequence[ErrorCell], first: int, left: int) -> Columns:
    """Of merged cells only the first is seen, whatever the others hold; a cell whose formula failed says so."""
    columns = list(map(list, raw))
    height = len(columns[0])
    for (top, start), (bottom, end) in merges:
        for row in range(max(top, first), min(bottom + 1, first + height)):
            for column in range(max(start, left), min(end + 1, left + len(columns))):
                if (row, column) != (top, start):
                    columns[column - left][row - first] = ""
    for error in errors:
        if 0 <= error.column - left < len(columns):
            columns[error.column - left][error.row - first] = error.text
    return [*columns]


def _drop_empty(numbers: Sequence[int], columns: Columns) -> tuple[Sequence[int], Columns]:
    doubtful = [index for index, cell in enumerate(columns[0]) if cell.__class__ is str and not cell.strip()]
    empty = {index for index in doubtful if all(is_nothing(column[index]) for column in columns)}
    if not empty:
        return numbers, columns
    kept = [index for index in range(len(numbers)) if index not in empty]
    return [numbers[index] for index in kept], [[column[index] for index in kept] for column in columns]
