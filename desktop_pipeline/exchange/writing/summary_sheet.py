"""The first sheet: when and what was exported, key figures as numbers, and charts that programs can change."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from openpyxl.cell import WriteOnlyCell
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.styles import Alignment
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from desktop_pipeline.exchange.writing.cell_styles import CellStyles, money_format
from desktop_pipeline.exchange.writing.cell_texts import fit_text
from desktop_pipeline.exchange.writing.out_tables import ChartData, Summary

if TYPE_CHECKING:
    from datetime import date

_COLOUR = "145F7F"
_WIDTHS = {"A": 34.0, "B": 22.0, "C": 4.0}
_CHART_COLUMN = "D"
_CHART_WIDTH, _CHART_HEIGHT = 17.0, 8.5  # centimetres
_ROWS_OF_CHART = 19
_FIRST_CHART_ROW = 3
_TITLE_SIZE = 16


def write_summary(sheet: WriteOnlyWorksheet, summary: Summary, styles: CellStyles) -> None:
    """Writes everything; the charts stand beside the numbers they show."""
    for letter, width in _WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    sheet.sheet_view.showGridLines = False
    fit_to_paper(sheet)
    sheet.append([styles.words(sheet, fit_text(summary.title)[0], size=_TITLE_SIZE)])
    sheet.append([])
    row = 2
    for name, told in summary.words:
        sheet.append([styles.words(sheet, name, is_quiet=True), _tell(sheet, told, styles)])
        row += 1
    sheet.append([])
    row += 1
    for name, number, currency in summary.figures:
        sheet.append([styles.words(sheet, name, is_quiet=True), _number(sheet, number, currency)])
        row += 1
    for place, chart in enumerate(summary.charts):
        sheet.append([])
        row = _write_chart(sheet, chart, row + 1, _FIRST_CHART_ROW + place * _ROWS_OF_CHART, styles)


def fit_to_paper(sheet: WriteOnlyWorksheet, wide: int = 1) -> None:
    """Printed on so many pages beside each other."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = wide, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _tell(sheet: WriteOnlyWorksheet, told: "str | date", styles: CellStyles) -> WriteOnlyCell:
    if isinstance(told, str):
        return styles.words(sheet, fit_text(told)[0])
    cell = WriteOnlyCell(sheet, told)
    cell.number_format = "yyyy\\-mm\\-dd"
    cell.alignment = Alignment(horizontal="left")
    return cell


def _number(sheet: WriteOnlyWorksheet, number: float, currency: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, number)
    if currency:
        cell.number_format = "0%" if currency == "%" else money_format(currency)
    cell.alignment = Alignment(horizontal="left")
    return cell


def _write_chart(sheet: WriteOnlyWorksheet, told: ChartData, row: int, chart_row: int, styles: CellStyles) -> int:
    """The numbers with their heads from the row after `row` on, and the chart beside; the last row."""
    sheet.append([styles.words(sheet, told.title)])
    sheet.append([styles.words(sheet, head, is_quiet=True) for head in told.heads])
    for name, number in told.lines:
        cell = _number(sheet, number, "")
        cell.number_format = "#,##0"
        sheet.append([styles.words(sheet, fit_text(name)[0], is_quiet=True), cell])
    first = row + 2
    last = first + len(told.lines)
    chart = BarChart()
    chart.type = "col"
    chart.title = told.title
    chart.legend = None
    chart.gapWidth = 60
    chart.width, chart.height = _CHART_WIDTH, _CHART_HEIGHT
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.numFmt = "#,##0"
    chart.y_axis.title = None
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=_line())
    chart.add_data(Reference(sheet, min_col=2, min_row=first, max_row=last), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=first + 1, max_row=last))
    _paint(chart.series)
    sheet.add_chart(chart, f"{_CHART_COLUMN}{chart_row}")
    return last


def _line() -> object:
    from openpyxl.drawing.line import LineProperties  # noqa: PLC0415 - beside what it is for

    return LineProperties(solidFill="E5E7EB", w=6350)


def _paint(series: Sequence[object]) -> None:
    for each in series:
        each.graphicalProperties.solidFill = _COLOUR  # type: ignore[attr-defined] # the library has no types
        each.graphicalProperties.line.solidFill = _COLOUR  # type: ignore[attr-defined] # likewise
