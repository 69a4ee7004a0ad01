"""Reads a workbook in a process of its own, so that a sheet made to break readers breaks nothing else."""

import contextlib
import os
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from multiprocessing.connection import Connection

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from desktop_pipeline.exchange.tables import Cell

MOST_MEMORY = 512 << 20
_ROWS_A_MESSAGE = 4000

RawCell = str | int | float | bool | date | datetime | time | timedelta


def read_workbook(path: str, sheet: str | None, connection: Connection) -> None:
    """Sends ("sheet", name), ("rows", [(number, cells), …]), … and ("end",).

    Instead of the end may come ("protected",), ("damaged",) or ("no sheet", names).
    """
    _be_modest()
    with contextlib.closing(connection):
        try:
            _send_workbook(path, sheet, connection)
        except PasswordError:
            connection.send(("protected",))
        except (CalamineError, OSError, MemoryError):
            connection.send(("damaged",))


def _be_modest() -> None:
    """A memory limit where the system has one, and silence: what a crash says is for the parent's words alone."""
    with open(os.devnull, "w") as nothing:  # noqa: PTH123 - a device, not a path of ours
        os.dup2(nothing.fileno(), 2)
    try:
        import resource  # noqa: PLC0415 - POSIX only
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _send_workbook(path: str, wanted: str | None, connection: Connection) -> None:
    with CalamineWorkbook.from_path(path) as workbook:
        names = _choose(workbook, wanted)
        if names is None:
            connection.send(("no sheet", list(workbook.sheet_names)))
            return
        for name in names:
            sheet = workbook.get_sheet_by_name(name)
            if sheet.start is not None:
                connection.send(("sheet", name))
                _send_rows(sheet, sheet.start[1], connection)
    connection.send(("end",))


def _choose(workbook: CalamineWorkbook, wanted: str | None) -> list[str] | None:
    """The sheet asked for, hidden or not; else every visible worksheet; None where there is no such sheet."""
    if wanted is None:
        return [
            sheet.name
            for sheet in workbook.sheets_metadata
            if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
        ]
    names = workbook.sheet_names
    exact = [name for name in names if name == wanted]
    return exact or [name for name in names if name.casefold() == wanted.strip().casefold()][:1] or None


def _send_rows(sheet: CalamineSheet, first_column: int, connection: Connection) -> None:
    lead: tuple[Cell, ...] = (None,) * first_column
    batch: list[tuple[int, tuple[Cell, ...]]] = []
    # Equal texts and dates become one object: a message carries each once
    shared: dict[Cell, Cell] = {}
    for number, raw in enumerate(sheet.iter_rows(), start=1):
        cells = _tidy_row(raw, shared)
        if cells is not None:
            batch.append((number, (*lead, *cells)))
        if len(batch) >= _ROWS_A_MESSAGE:
            connection.send(("rows", batch))
            batch = []
            shared.clear()
    connection.send(("rows", batch))


def _tidy_row(raw: Sequence[RawCell], shared: dict[Cell, Cell]) -> list[Cell] | None:
    """Times and spans as text, nothing as None; None for a row of nothing."""
    cells: list[Cell] = []
    is_filled = False
    for cell in raw:
        if isinstance(cell, (str, date)):
            kept = shared.setdefault(cell, cell) if cell else None
        elif isinstance(cell, (time, timedelta)):
            kept = str(cell)
        else:
            kept = cell
        is_filled = is_filled or kept is not None
        cells.append(kept)
    return cells if is_filled else None
