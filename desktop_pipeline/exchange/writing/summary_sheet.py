"""The first sheet: when and what was exported, figures as numbers, and charts that programs can change."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from desktop_pipeline.exchange.writing.cell_styles import CellStyles, money_format
from desktop_pipeline.exchange.writing.cell_texts import fit_text
from desktop_pipeline.exchange.writing.out_tables import Block, FigureOut, OutColumn, OutValue, Summary
from desktop_pipeline.exchange.writing.summary_charts import CHART_ROWS, anchor_of, make_chart

if TYPE_CHECKING:
    from datetime import date

_WIDTHS = {"A": 34.0, "B": 20.0}
_WIDTH, _LAST_WIDE = 19.0, "M"
_TITLE_SIZE, _HEAD_SIZE = 16, 13
_UNKNOWN = "–"
_DAY = "yyyy\\-mm\\-dd"


def write_summary(sheet: WriteOnlyWorksheet, summary: Summary, styles: CellStyles) -> None:
    """Words and figures with the charts beside them, then the tables that the charts show."""
    _Writer(sheet, styles).write(summary)


def fit_to_paper(sheet: WriteOnlyWorksheet, wide: int = 1) -> None:
    """Printed on so many pages beside each other."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = wide, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


class _Writer:
    """Rows can only be added at the end; it counts them, for the charts say where their numbers stand."""

    def __init__(self, sheet: WriteOnlyWorksheet, styles: CellStyles) -> None:
        self._sheet = sheet
        self._styles = styles
        self._row = 0

    def write(self, summary: Summary) -> None:
        sheet, key = self._sheet, summary.key
        for number in range(ord("C"), ord(_LAST_WIDE) + 1):
            sheet.column_dimensions[chr(number)].width = _WIDTH
        for letter, width in _WIDTHS.items():
            sheet.column_dimensions[letter].width = width
        sheet.sheet_view.showGridLines = False
        fit_to_paper(sheet)
        self._add(self._words(summary.title, size=_TITLE_SIZE))
        self._add()
        for name, told in summary.words:
            self._add(self._quiet(name), self._tell(told))
        self._add()
        self._write_figures(summary.figures)
        blocks = [*summary.blocks, *(key.blocks if key is not None else ())]
        if key is not None:
            self._add()
            self._add(self._words(key.title, size=_HEAD_SIZE))
            self._write_figures(key.figures)
            for note in key.notes:
                self._add(self._quiet(note))
        charted = [block for block in blocks if block.bars]
        # Two charts stand beside each other, to the right of the figures.
        while self._row < (len(charted) + 1) // 2 * CHART_ROWS:
            self._add()
        for block in blocks:
            self._write_block(block, charted.index(block) if block.bars else None)

    def _write_figures(self, figures: Iterable[FigureOut]) -> None:
        for name, number, unit in figures:
            self._add(self._quiet(name), self._number(number, unit))

    def _write_block(self, block: Block, place: int | None) -> None:
        self._add()
        self._add(self._words(block.title))
        for note in block.notes:
            self._add(self._quiet(note))
        self._add(*(self._styles.head(self._sheet, column) for column in block.columns))
        head = self._row
        for row in block.rows:
            self._add(
                *(self._cell(value, column, block) for value, column in zip(row, block.columns, strict=True)),
            )
        if place is not None and block.rows:
            self._sheet.add_chart(make_chart(self._sheet, block, head, self._row), anchor_of(place))

    def _cell(self, value: OutValue, column: OutColumn, block: Block) -> "WriteOnlyCell | None":
        if value is None:
            return None
        if isinstance(value, str):
            return self._quiet(value)
        return self._styles.dress(WriteOnlyCell(self._sheet, value), column, block.currency)

    def _number(self, number: float | None, unit: str) -> WriteOnlyCell:
        if number is None:
            return self._words(_UNKNOWN, is_quiet=True)
        cell = WriteOnlyCell(self._sheet, number)
        if unit:
            cell.number_format = "0.0%" if unit == "%" else money_format(unit)
        cell.alignment = Alignment(horizontal="left")
        return cell

    def _tell(self, told: "str | date") -> WriteOnlyCell:
        if isinstance(told, str):
            return self._words(told)
        cell = WriteOnlyCell(self._sheet, told)
        cell.number_format = _DAY
        cell.alignment = Alignment(horizontal="left")
        return cell

    def _quiet(self, text: str) -> WriteOnlyCell:
        return self._words(text, is_quiet=True)

    def _words(self, text: str, *, size: int = 11, is_quiet: bool = False) -> WriteOnlyCell:
        return self._styles.words(self._sheet, fit_text(text)[0], size=size, is_quiet=is_quiet)

    def _add(self, *cells: "WriteOnlyCell | None") -> None:
        self._sheet.append(cells)
        self._row += 1
