"""The first sheet: when and what was exported, figures as numbers, and charts that programs can change."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.pagebreak import Break

from desktop_pipeline.exchange.writing.cell_styles import CellStyles, money_format
from desktop_pipeline.exchange.writing.cell_texts import fit_text
from desktop_pipeline.exchange.writing.out_tables import Block, FigureOut, OutColumn, OutValue, Summary
from desktop_pipeline.exchange.writing.summary_charts import CHART_COLUMNS, CHART_ROWS, make_chart, place_chart
from desktop_pipeline.exchange.writing.widths import count_lines, find_block_widths

if TYPE_CHECKING:
    from datetime import date

_NAMES, _VALUES, _READABLE = 34.0, 20.0, 96.0
_CHART_COLUMN = 15.0
_TITLE_SIZE, _HEAD_SIZE = 16, 13
_TITLE_HEIGHT, _LINE_HEIGHT = 24, 15
_INDENTED = 3  # characters that a head leaves free
_UNKNOWN = "–"
_BESIDE = 2  # charts that stand beside each other
_DAY = "yyyy\\-mm\\-dd"
_SIDE, _TOP, _EDGE = 0.5, 0.6, 0.3  # inches


def write_summary(sheet: WriteOnlyWorksheet, summary: Summary, styles: CellStyles) -> None:
    """Words and figures with the charts beside them, then the tables that the charts show."""
    _Writer(sheet, styles).write(summary)


def fit_to_paper(sheet: WriteOnlyWorksheet, wide: int = 1) -> None:
    """Printed on so many pages beside each other, each with the names of file and sheet and its number."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.pageOrder = "overThenDown"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = wide, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    margins = sheet.page_margins
    margins.left = margins.right = _SIDE
    margins.top = margins.bottom = _TOP
    margins.header = margins.footer = _EDGE
    foot = sheet.HeaderFooter.oddFooter
    foot.left.text, foot.center.text, foot.right.text = "&F", "&A", "&P / &N"


class _Writer:
    """Rows can only be added at the end; it counts them, for the charts say where their numbers stand."""

    def __init__(self, sheet: WriteOnlyWorksheet, styles: CellStyles) -> None:
        self._sheet = sheet
        self._styles = styles
        self._row = 0
        self._widths: list[float] = []

    def write(self, summary: Summary) -> None:
        sheet, key = self._sheet, summary.key
        blocks = [*summary.blocks, *(key.blocks if key is not None else ())]
        self._set_widths(blocks)
        sheet.sheet_view.showGridLines = False
        fit_to_paper(sheet)
        self._add(self._words(summary.title, size=_TITLE_SIZE, is_bold=True), height=_TITLE_HEIGHT)
        self._add()
        for name, told in summary.words:
            self._write_words(name, told)
        if summary.figures:
            self._add()
        self._write_figures(summary.figures)
        if key is not None:
            self._add()
            self._add(self._words(key.title, size=_HEAD_SIZE, is_bold=True))
            self._write_figures(key.figures)
        charted = [block for block in blocks if any(row[place] for row in block.rows for place in block.bars)]
        # Two charts stand beside each other, to the right of the figures.
        while charted and self._row < (len(charted) + 1) // 2 * CHART_ROWS + 2:
            self._add()
        # Sentences have the whole width here, and no chart covers them.
        if key is not None and key.notes:
            self._add()
            for note in key.notes:
                self._add(self._quiet(note))
        if len(charted) > _BESIDE:
            # Figures and charts fill a page; no table is cut in two at its end.
            sheet.row_breaks.append(Break(id=self._row))
        for block in blocks:
            head = self._write_block(block)
            if block in charted:
                chart = make_chart(sheet, block, head, self._row)
                place_chart(chart, charted.index(block), len(charted))
                sheet.add_chart(chart)

    def _set_widths(self, blocks: Sequence[Block]) -> None:
        widths = find_block_widths(blocks)
        if blocks:
            widths[:2] = [max(_NAMES, widths[0]), max(_VALUES, *widths[1:2])]
            # Charts are as wide as the columns they stand on.
            widths[2:] = [max(_CHART_COLUMN, width) for width in widths[2:]]
            widths += [_CHART_COLUMN] * (CHART_COLUMNS - len(widths))
        else:
            widths = [_NAMES, _READABLE]
        self._widths = widths
        for place, width in enumerate(widths, start=1):
            self._sheet.column_dimensions[get_column_letter(place)].width = width

    def _write_words(self, name: str, told: "str | date") -> None:
        """What is short stands in its line; sentences have as many as they need."""
        if not isinstance(told, str) or self._widths[1] < _READABLE:
            self._add(self._quiet(name), self._tell(told))
            return
        lines = max(count_lines(told, _READABLE), count_lines(name, _NAMES))
        height = lines * _LINE_HEIGHT if lines > 1 else None
        self._add(self._quiet(name, is_wrapped=True), self._words(told, is_wrapped=True), height=height)

    def _write_figures(self, figures: Iterable[FigureOut]) -> None:
        for name, number, unit in figures:
            self._add(self._quiet(name), self._number(number, unit))

    def _write_block(self, block: Block) -> int:
        """The row of its heads."""
        self._add()
        self._add(self._words(block.title, is_bold=True))
        for note in block.notes:
            self._add(self._quiet(note))
        lines = max(
            count_lines(each.header, self._widths[place] - _INDENTED) for place, each in enumerate(block.columns)
        )
        self._add(
            *(self._styles.head(self._sheet, column, is_wrapped=True) for column in block.columns),
            height=lines * _LINE_HEIGHT + 3,
        )
        head = self._row
        for row in block.rows:
            self._add(
                *(self._cell(value, column, block) for value, column in zip(row, block.columns, strict=True)),
            )
        return head

    def _cell(self, value: OutValue, column: OutColumn, block: Block) -> "WriteOnlyCell | None":
        if value is None:
            return None
        if isinstance(value, str):
            return self._words(value)
        return self._styles.dress(WriteOnlyCell(self._sheet, value), column, block.currency, is_whole=True)

    def _number(self, number: float | None, unit: str) -> WriteOnlyCell:
        if number is None:
            cell = self._quiet(_UNKNOWN)
            cell.alignment = Alignment(horizontal="right", indent=2)
            return cell
        shown = money_format(unit)
        if unit == "%":
            shown = "0.0%"
        elif not unit:
            shown = "#,##0" if isinstance(number, int) or number.is_integer() else "#,##0.0"
        return self._styles.number(WriteOnlyCell(self._sheet, number), shown)

    def _tell(self, told: "str | date") -> WriteOnlyCell:
        if isinstance(told, str):
            return self._words(told)
        cell = WriteOnlyCell(self._sheet, told)
        cell.number_format = _DAY
        cell.alignment = Alignment(horizontal="left")
        return cell

    def _quiet(self, text: str, *, is_wrapped: bool = False) -> WriteOnlyCell:
        return self._words(text, is_quiet=True, is_wrapped=is_wrapped)

    def _words(
        self, text: str, *, size: int = 11, is_bold: bool = False, is_quiet: bool = False, is_wrapped: bool = False
    ) -> WriteOnlyCell:
        fitting = fit_text(text)[0]
        return self._styles.words(
            self._sheet, fitting, size=size, is_bold=is_bold, is_quiet=is_quiet, is_wrapped=is_wrapped
        )

    def _add(self, *cells: "WriteOnlyCell | None", height: float | None = None) -> None:
        self._row += 1
        if height is not None:
            self._sheet.row_dimensions[self._row].height = height
        self._sheet.append(cells)
