"""Writes the rows that were not wholly taken as a workbook, with the reasons, to correct and import again."""

import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from desktop_pipeline.domain.errors import CannotOpenError
from desktop_pipeline.exchange.records import REASON, Problem
from desktop_pipeline.exchange.tables import Cell, Row, Table
from desktop_pipeline.exchange.writing.cell_styles import dress_head
from desktop_pipeline.exchange.writing.out_tables import OutColumn
from desktop_pipeline.exchange.writing.summary_sheet import fit_to_paper
from desktop_pipeline.exchange.writing.widths import count_head_lines, count_lines, find_widths

_LONGEST_CELL = 32_767
_REASON_WIDTH, _MEASURED = 60.0, 500
_STRIKING = "FFFDE9D0"
_HEAD_HEIGHT, _LINE_HEIGHT, _HIGHEST = 21, 15, 400
_FILLED = 0.9  # of a line, before its last word goes to the next
_LONGEST_TITLE = 31
_NOT_IN_TITLES = re.compile(r"[/:*?\[\]\\]")
_NOT_IN_CELLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")


def write_problems(path: Path, tables: Sequence[Table], problems: Iterable[Problem]) -> int:
    """One sheet for each table with problems: its rows as they were, and why they were not taken; how many rows.

    Raises CannotOpenError where the file cannot be written.
    """
    reasons: dict[tuple[str, str | None], dict[int, list[str]]] = {}
    for problem in problems:
        by_row = reasons.setdefault((problem.file, problem.sheet), {})
        by_row.setdefault(problem.row, []).append(_describe(problem))
    try:
        # The file takes its place only once it is complete
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".problems-") as folder:
            unfinished = Path(folder) / path.name
            count = _write_workbook(unfinished, tables, reasons)
            unfinished.replace(path)
    except OSError as error:
        message = f"“{path.name}” cannot be written: {error.strerror}."
        raise CannotOpenError(message) from error
    return count


def _write_workbook(
    path: Path, tables: Sequence[Table], reasons: Mapping[tuple[str, str | None], Mapping[int, list[str]]]
) -> int:
    workbook = Workbook(write_only=True)
    count = 0
    for table in tables:
        by_row = reasons.get((table.file, table.sheet))
        if by_row:
            count += _write_table(workbook.create_sheet(_title(table, workbook.sheetnames)), table, by_row)
    if not workbook.sheetnames:
        workbook.create_sheet(REASON)
    # On a full disk the library's archive would complain once more when Python frees it.
    packed = BytesIO()
    workbook.save(packed)
    path.write_bytes(packed.getvalue())
    return count


def _describe(problem: Problem) -> str:
    return f"{problem.column}: {problem.problem}" if problem.column else problem.problem


def _write_table(sheet: Worksheet, table: Table, reasons: Mapping[int, list[str]]) -> int:
    rows = [_with_reason(row, len(table.headers), reasons[row.number]) for row in table.rows if row.number in reasons]
    heads = (*table.headers, REASON)
    _lay_out(sheet, heads, rows)
    sheet.append([_make_head(sheet, header, is_reason=place == len(heads)) for place, header in enumerate(heads, 1)])
    for number, cells in enumerate(rows, start=2):
        # Not every program makes room for lines by itself
        lines = count_lines(str(cells[-1]), _REASON_WIDTH * _FILLED)
        if lines > 1:
            sheet.row_dimensions[number].height = min(_HIGHEST, lines * _LINE_HEIGHT)
        *kept, why = (_make_cell(sheet, cell) for cell in cells)
        why.alignment = Alignment(vertical="top", wrap_text=True)
        for cell in kept if lines > 1 else ():
            cell.alignment = Alignment(vertical="top")
        sheet.append([*kept, why])
    return len(rows)


def _with_reason(row: Row, width: int, reasons: Iterable[str]) -> tuple[Cell, ...]:
    return (*[*row.cells, *([None] * (width - len(row.cells)))][:width], "; ".join(reasons))


def _lay_out(sheet: Worksheet, heads: Sequence[str], rows: Sequence[tuple[Cell, ...]]) -> None:
    columns = [OutColumn(str(place), str(head or ""), "text") for place, head in enumerate(heads)]
    shown = [tuple(value if value is None else str(value) for value in row) for row in rows[:_MEASURED]]
    widths = find_widths(columns, shown)
    lines = max(count_head_lines(column, width) for column, width in zip(columns, widths, strict=True))
    sheet.row_dimensions[1].height = _HEAD_HEIGHT + (lines - 1) * _LINE_HEIGHT
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = _REASON_WIDTH if place == len(heads) else width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{len(rows) + 1}"
    sheet.print_title_rows = "1:1"
    fit_to_paper(sheet)


def _make_head(sheet: Worksheet, header: str, *, is_reason: bool) -> WriteOnlyCell:
    cell = _make_cell(sheet, header)
    dress_head(cell, is_wrapped=True)
    if is_reason:
        cell.fill = PatternFill("solid", fgColor=_STRIKING)
    return cell


def _make_cell(sheet: Worksheet, value: Cell) -> WriteOnlyCell:
    """A cell that holds its value and never a formula."""
    if not isinstance(value, str):
        kept = value.replace(tzinfo=None) if isinstance(value, datetime) else value
        cell = WriteOnlyCell(sheet, kept)
        if isinstance(kept, date) and not isinstance(kept, datetime):
            cell.number_format = "yyyy-mm-dd"
        return cell
    cell = WriteOnlyCell(sheet, _NOT_IN_CELLS.sub("", value)[:_LONGEST_CELL])
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell


def _title(table: Table, taken: Sequence[str]) -> str:
    """A sheet title that workbooks allow and that no other sheet has."""
    wanted = _NOT_IN_TITLES.sub(" ", table.sheet or Path(table.file).stem).strip(" '") or REASON
    title, number = wanted[:_LONGEST_TITLE], 1
    while title.casefold() in {name.casefold() for name in taken}:
        number += 1
        ending = f" {number}"
        title = wanted[: _LONGEST_TITLE - len(ending)] + ending
    return title
