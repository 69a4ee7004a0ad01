"""Writes the people's workbook: real tables with filters, frozen heads, formats, drop-downs, and a summary first."""

import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from io import BufferedIOBase, BytesIO
from math import ceil
from pathlib import Path
from typing import IO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.packaging.custom import StringProperty
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table as SheetTable
from openpyxl.worksheet.table import TableStyleInfo

from desktop_pipeline.domain.cells import is_risky
from desktop_pipeline.domain.errors import CannotOpenError
from desktop_pipeline.exchange.own_export import SUMMARY
from desktop_pipeline.exchange.tables import FORMULA_ERRORS
from desktop_pipeline.exchange.writing.cell_styles import RIGHT, CellStyles
from desktop_pipeline.exchange.writing.cell_texts import escape_text, fit_text
from desktop_pipeline.exchange.writing.out_tables import (
    OutBook,
    OutColumn,
    OutRow,
    OutTable,
    OutValue,
    Progress,
    Trouble,
    count_rows,
    portions,
)
from desktop_pipeline.exchange.writing.quick_sheet import add_quick_sheet
from desktop_pipeline.exchange.writing.summary_sheet import fit_to_paper, write_summary
from desktop_pipeline.exchange.writing.widths import count_head_lines, find_widths

LISTS = "Lists"
_PORTION = 500
_HEAD_HEIGHT = 21
_MOST_TOLD = 1_000
_LONGEST_RULE = 32  # Excel mends a file whose message has a longer title
_LINE_HEIGHT = 15
# Columns of so many characters can still be read on one page
_READABLE = 220
_BY_NUMBER = RIGHT | {"day"}
_STYLE = "TableStyleLight1"
_PROGRAM = "Desktop Pipeline"
_NOT_IN_WORDS = re.compile(r"[^\w]")
# A1, R1C1, and the letters alone that mean a row or a column
_LIKE_CELL = re.compile(r"[a-z]{1,3}\d+|r\d*|c\d*|r\d*c\d*", re.IGNORECASE)


def write_workbook(path: Path, book: OutBook, progress: Progress) -> tuple[Trouble, ...]:
    """Writes it whole or not at all; cells that cannot be written as they are, at most a thousand.

    `progress(done, total)` is told of rows; what it raises leaves nothing behind. Raises CannotOpenError where the file
    cannot be written.
    """
    workbook = Workbook(write_only=True)
    try:
        with _whole_file(path) as unfinished:
            troubles = _fill(workbook, book, progress)
            with unfinished.open("wb") as stream:
                total = count_rows(book.tables)
                breathing = _Breathing(stream, lambda: progress(total, total))
                try:
                    workbook.save(breathing)
                finally:
                    breathing.let_go()
    except OSError as error:
        message = f"“{path.name}” cannot be written: {error.strerror or error}."
        raise CannotOpenError(message) from error
    finally:
        _clean_up(workbook)
    return tuple(troubles[:_MOST_TOLD])


def _fill(workbook: Workbook, book: OutBook, progress: Progress) -> list[Trouble]:
    summary = workbook.create_sheet(SUMMARY)
    styles = CellStyles()
    names = name_sheet_tables([table.name for table in book.tables])
    writers = [
        _TableWriter(add_quick_sheet(workbook, table.name), table, name, book, styles)
        for table, name in zip(book.tables, names, strict=True)
    ]
    if book.lists:
        _write_lists(workbook, book)
    done, total = 0, count_rows(book.tables)
    troubles: list[Trouble] = []
    for writer in writers:
        for portion in writer.write():
            done += portion
            progress(done, total)
        troubles += writer.troubles
    told = book.summarise()
    write_summary(summary, told, styles)
    workbook.properties.creator = workbook.properties.lastModifiedBy = _PROGRAM
    workbook.properties.title = fit_text(told.title)[0]
    for name, value in book.properties.items():
        workbook.custom_doc_props.append(StringProperty(name=name, value=value))
    return troubles


def _write_lists(workbook: Workbook, book: OutBook) -> None:
    """The lists that drop-downs offer, a column each, on a sheet that nobody needs to see."""
    sheet = workbook.create_sheet(LISTS)
    sheet.sheet_state = "hidden"
    sheet.append([_text_cell(sheet, name) for name in book.lists])
    for place in range(max(map(len, book.lists.values()), default=0)):
        sheet.append([_text_cell(sheet, names[place]) if place < len(names) else None for names in book.lists.values()])


def _text_cell(sheet: WriteOnlyWorksheet, text: str) -> WriteOnlyCell:
    """A cell that holds its text and never a formula."""
    cell = WriteOnlyCell(sheet, "")
    cell.value = escape_text(fit_text(text)[0])
    cell.data_type = "s"
    cell.quotePrefix = is_risky(text)
    return cell


def name_sheet_tables(names: Sequence[str]) -> list[str]:
    """What formulas call the tables: one word each, none twice, and none that could be a cell.

    Programs call a workbook damaged in which one of these is otherwise.
    """
    chosen: list[str] = []
    for place, name in enumerate(names, start=1):
        word = _NOT_IN_WORDS.sub("", name)
        if not word[:1].isalpha():
            word = f"Table{place}"
        if _LIKE_CELL.fullmatch(word):
            word += "_"
        distinct, number = word, 1
        while distinct.casefold() in {each.casefold() for each in chosen}:
            number += 1
            distinct = f"{word}_{number}"
        chosen.append(distinct)
    return chosen


class _TableWriter:
    """Writes one table into its sheet, row by row."""

    def __init__(
        self, sheet: WriteOnlyWorksheet, table: OutTable, name: str, book: OutBook, styles: CellStyles
    ) -> None:
        self._sheet = sheet
        self._name = name
        self._table = table
        self._book = book
        self._styles = styles
        self._written = 0
        self.troubles: list[Trouble] = []
        self._makers = tuple(self._choose_maker(place) for place in range(len(table.columns)))
        self._risky_cells = [WriteOnlyCell(sheet, None) for _column in table.columns]
        for cell in self._risky_cells:
            cell.quotePrefix = True

    def write(self) -> Iterator[int]:
        """Writes the rows; how many, portion by portion."""
        parts = portions(self._table.rows, _PORTION)
        first = next(parts, [])
        self._lay_out(first)
        for portion in (first, *parts) if first else ():
            for row in portion:
                self._write_row(row)
            yield len(portion)
        if not first:
            self._sheet.append([None] * len(self._table.columns))
        self._finish()

    def _lay_out(self, sample: Sequence[OutRow]) -> None:
        sheet, columns = self._sheet, self._table.columns
        widths = find_widths(columns, sample)
        lines, shown = 1, 0.0
        for place, (column, width) in enumerate(zip(columns, widths, strict=True), start=1):
            dimension = sheet.column_dimensions[get_column_letter(place)]
            dimension.width = width
            dimension.hidden = column.kind == "hidden"
            if not dimension.hidden:
                lines, shown = max(lines, count_head_lines(column, width)), shown + width
        sheet.freeze_panes = "B2"
        sheet.sheet_view.showGridLines = False
        fit_to_paper(sheet, wide=ceil(shown / _READABLE))
        sheet.print_title_rows, sheet.print_title_cols = "1:1", "A:A"
        sheet.row_dimensions[1].height = _HEAD_HEIGHT + (lines - 1) * _LINE_HEIGHT
        sheet.append([self._styles.head(sheet, column, is_wrapped=lines > 1) for column in columns])

    def _write_row(self, row: OutRow) -> None:
        self._written += 1
        self._sheet.append(
            [None if value is None else make(value, row) for make, value in zip(self._makers, row, strict=True)]
        )

    def _choose_maker(self, place: int) -> Callable[[OutValue, OutRow], object]:
        column, sheet, styles = self._table.columns[place], self._sheet, self._styles
        if column.kind in _BY_NUMBER:
            # The same cell is written again and again, each time with another value
            cells: dict[object, WriteOnlyCell] = {}
            keys = [each.key for each in self._table.columns]
            is_varied = column.kind == "money" and not column.currency and "currency" in keys
            currency_at = keys.index("currency") if is_varied else None

            def make(value: OutValue, row: OutRow) -> object:
                currency = column.currency if currency_at is None else row[currency_at]
                cell = cells.get(currency)
                if cell is None:
                    cell = cells[currency] = styles.dress(WriteOnlyCell(sheet, None), column, currency)
                if isinstance(value, str):
                    return self._make_text(value, place)
                cell.value = value
                return cell

            return make
        return lambda value, _row: self._make_text(value, place)

    def _make_text(self, value: OutValue, place: int) -> object:
        if isinstance(value, bool):
            return "Yes" if value else "No"
        text, trouble = fit_text(str(value))
        if trouble:
            self._tell(self._table.columns[place], text, trouble)
        if not is_risky(text) and text not in FORMULA_ERRORS:
            return escape_text(text)
        # The program is told to take it for a text, and shows that it does
        cell = self._risky_cells[place]
        cell.value = escape_text(text)
        cell.data_type = "s"
        return cell

    def _tell(self, column: OutColumn, text: str, trouble: str) -> None:
        if len(self.troubles) < _MOST_TOLD:
            self.troubles.append(Trouble(self._table.name, self._written + 1, column.header, text[:80], trouble))

    def _finish(self) -> None:
        """The table that programs know as one, and the drop-downs; both need the last row."""
        sheet, columns = self._sheet, self._table.columns
        last_row = max(2, self._written + 1)
        table = SheetTable(displayName=self._name, ref=f"A1:{get_column_letter(len(columns))}{last_row}")
        table.tableStyleInfo = TableStyleInfo(name=_STYLE, showRowStripes=True)
        table._initialise_columns()  # noqa: SLF001 - as its documentation asks for in this mode
        for column, named in zip(columns, table.tableColumns, strict=True):
            named.name = column.header
        sheet.tables.add(table)
        names = list(self._book.lists)
        for place, column in enumerate(columns, start=1):
            listed = self._book.lists.get(column.choices, ())
            if listed:
                letter, source = get_column_letter(place), get_column_letter(names.index(column.choices) + 1)
                rule = DataValidation(
                    type="list", formula1=f"{LISTS}!${source}$2:${source}${len(listed) + 1}", errorStyle="warning"
                )
                rule.error = "This is not in the list. An import asks what it means, or makes it new."
                rule.errorTitle = column.header[:_LONGEST_RULE]
                rule.add(f"{letter}2:{letter}{last_row + 1000}")
                sheet.data_validations.append(rule)


class _Breathing(BufferedIOBase):
    """A file that lets somebody give up between two writes."""

    def __init__(self, stream: IO[bytes], breathe: Callable[[], None]) -> None:
        self._stream = stream
        self._breathe = breathe

    def let_go(self) -> None:
        """What Python frees writes its end, an archive that was given up too: by then the file is closed."""
        self._stream, self._breathe = BytesIO(), lambda: None

    def write(self, content: "bytes | bytearray | memoryview") -> int:  # type: ignore[override] # any bytes
        self._breathe()
        return self._stream.write(content)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()

    def flush(self) -> None:
        self._stream.flush()

    def seekable(self) -> bool:
        return True


@contextmanager
def _whole_file(path: Path) -> Iterator[Path]:
    """A file that takes its place only once it is complete."""
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".export-") as folder:
        unfinished = Path(folder) / "unfinished.xlsx"
        yield unfinished
        unfinished.replace(path)


def _clean_up(workbook: Workbook) -> None:
    """Sheets lie in temporary files until they are saved; one that was given up would keep its own."""
    for sheet in workbook.worksheets:
        writer = sheet._writer  # noqa: SLF001 - the library itself cleans up at the end of the program only
        if writer is not None:
            with suppress(OSError, ValueError):
                if sheet._rows is not None:  # noqa: SLF001 - likewise
                    sheet._rows.close()  # noqa: SLF001 - likewise
                writer.close()
            Path(writer.out).unlink(missing_ok=True)
