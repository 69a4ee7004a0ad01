"""From a file to tables: its kind, where its header row stands, and one sentence when it cannot be read."""

from collections.abc import Collection, Sequence
from pathlib import Path

from desktop_pipeline.domain.errors import CannotOpenError
from desktop_pipeline.exchange.reading.csv_text import LARGEST_TEXT, NotTextError, decode, read_records
from desktop_pipeline.exchange.reading.prescan import LARGEST_FILE, OLE_MAGIC, ZIP_MAGIC
from desktop_pipeline.exchange.reading.workbooks import NoSuchSheetError, read_sheets
from desktop_pipeline.exchange.tables import Row, Table, is_blank, show
from desktop_pipeline.exchange.understanding.columns import count_known, normalise_header
from desktop_pipeline.exchange.unreadable import UnreadableFileError, too_large

_HEADER_WITHIN = 25
_ENOUGH_KNOWN = 2
_ABOUT_AS_WIDE = 0.7
_WORKBOOK_SUFFIXES = frozenset((".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlsb", ".ods", ".ots"))
_LONGEST_MAGIC = 64


def read_tables(path: Path, *, sheet: str | None = None, named: Collection[str] = ()) -> tuple[Table, ...]:
    """The tables of a spreadsheet: one of a text file, one for each visible sheet of a workbook.

    `named` are headers that the caller will use though no alias knows them. Raises CannotOpenError with one sentence.
    """
    try:
        sheets = _read_rows(path, sheet)
    except NoSuchSheetError as error:
        there = f"There are: {', '.join(error.names)}." if error.names else "It has no sheets."
        message = f"There is no sheet “{sheet}” in “{path.name}”. {there}"
        raise CannotOpenError(message) from error
    except NotTextError as error:
        message = f"“{path.name}” is not a spreadsheet."
        raise CannotOpenError(message) from error
    except UnreadableFileError as error:
        message = f"“{path.name}” {error}."
        raise CannotOpenError(message) from error
    except FileNotFoundError as error:
        message = f"There is no file “{path.name}”."
        raise CannotOpenError(message) from error
    except OSError as error:
        message = f"“{path.name}” cannot be read: {error.strerror}."
        raise CannotOpenError(message) from error
    named_keys = frozenset(normalise_header(header) for header in named)
    tables = [_make_table(path.name, name, rows, named_keys) for name, rows in sheets.items()]
    filled = tuple(table for table in tables if table is not None)
    if not any(table.rows for table in filled):
        message = f"There is nothing to import in “{path.name}”."
        raise CannotOpenError(message)
    return filled


def _read_rows(path: Path, sheet: str | None) -> dict[str | None, list[Row]]:
    if path.exists() and not path.is_file():
        message = "is a folder, not a file" if path.is_dir() else "is not a file"
        raise UnreadableFileError(message)
    with path.open("rb") as file:
        head = file.read(_LONGEST_MAGIC)
    is_workbook = head.startswith((ZIP_MAGIC, OLE_MAGIC))
    if path.stat().st_size > (LARGEST_FILE if is_workbook else LARGEST_TEXT):
        raise too_large()
    if is_workbook:
        return read_sheets(path, sheet=sheet)
    _refuse_other_kinds(path, head)
    if sheet is not None:
        raise NoSuchSheetError([])
    return {None: read_records(decode(path.read_bytes()), score=_count_headers)}


def _refuse_other_kinds(path: Path, head: bytes) -> None:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html")):
        message = "is a web page, not a spreadsheet"
        raise UnreadableFileError(message)
    if head and path.suffix.lower() in _WORKBOOK_SUFFIXES:
        message = "is not a spreadsheet, whatever its name says, or it is damaged"
        raise UnreadableFileError(message)
    if start.startswith((b"<?xml", b"%pdf", b"{\\rtf", b"sqlite format")):
        message = "is not a spreadsheet"
        raise UnreadableFileError(message)


def _count_headers(records: Sequence[Sequence[str]]) -> int:
    return max((count_known(record) for record in records[:_HEADER_WITHIN]), default=0)


def _make_table(file: str, sheet: str | None, rows: list[Row], named: frozenset[str]) -> Table | None:
    """The rows below the header row; None where there is no row at all."""
    rows = [row for row in rows if not all(map(is_blank, row.cells))]
    if not rows:
        return None
    header = _find_header(rows, named)
    return Table(
        file=file,
        sheet=sheet,
        header_row=rows[header].number,
        headers=tuple(show(cell) for cell in rows[header].cells),
        rows=tuple(rows[header + 1 :]),
    )


def _find_header(rows: list[Row], named: frozenset[str]) -> int:
    """Index of the row with most cells known as headers, two at least; else of the first about as wide as most."""
    top = rows[:_HEADER_WITHIN]
    known = [count_known([cell for cell in row.cells if isinstance(cell, str)], named) for row in top]
    if max(known) >= _ENOUGH_KNOWN:
        return known.index(max(known))
    widths = [sum(not is_blank(cell) for cell in row.cells) for row in top]
    usual = sorted(widths)[len(widths) // 2]
    return next(index for index, width in enumerate(widths) if width >= _ABOUT_AS_WIDE * usual)
