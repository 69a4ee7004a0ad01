"""The charts of the first sheet: native ones, which follow their numbers when these are changed."""

from collections.abc import Iterable

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from desktop_pipeline.exchange.writing.out_tables import Block

CHART_ROWS = 19
CHART_COLUMNS = 13  # with those of the figures at their left
_FIRST_ROW = 3
_STARTS, _END = (3, 8), 13  # columns at which they begin, one beside the other
_GAP = 180_000  # between the two, in the units of drawings: half a centimetre
# From the strongest to the palest: they can be told apart without their colours.
_RAMP = ("0E4C68", "2C7897", "5B9CB5", "8EBFD0", "C7E0E9")
_ONE = "145F7F"
_INK = "1F2937"
_GRID = "E5E7EB"
_QUIET = "6B7280"
_TITLE_SIZE, _LETTERS = 1_200, 900  # hundredths of a point


def place_chart(chart: BarChart, place: int, count: int) -> None:
    """The chart of that number at its place, over the same cells in every program; one that is alone has the row."""
    is_alone = place == count - 1 and place % 2 == 0
    start, end = _STARTS[place % 2], _END if is_alone else (*_STARTS, _END)[place % 2 + 1]
    top = _FIRST_ROW - 1 + place // 2 * CHART_ROWS
    chart.anchor = TwoCellAnchor(
        editAs="oneCell",
        _from=AnchorMarker(col=start, row=top, colOff=_GAP),
        to=AnchorMarker(col=end, row=top + CHART_ROWS - 1),
    )


def make_chart(sheet: WriteOnlyWorksheet, block: Block, head: int, last: int) -> BarChart:
    """The columns of a block whose heads stand in the row `head`, down to the row `last`."""
    chart = BarChart()
    chart.type = "col"
    chart.title = block.title
    chart.title.overlay = False
    chart.title.tx.rich.p[0].r[0].rPr = _lettering(_TITLE_SIZE, _INK, is_bold=True)
    chart.gapWidth = 60
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.numFmt = "#,##0"
    chart.y_axis.title = None
    chart.y_axis.majorTickMark = chart.x_axis.majorTickMark = "none"
    chart.x_axis.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=_QUIET, w=6350))
    chart.y_axis.graphicalProperties = GraphicalProperties(ln=LineProperties(noFill=True))
    chart.x_axis.txPr = _letters()
    chart.y_axis.txPr = _letters()
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill=_GRID, w=6350))
    if block.is_stacked:
        chart.grouping, chart.overlap = "stacked", 100
    _add_columns(chart, sheet, block.bars, head, last)
    chart.set_categories(Reference(sheet, min_col=1, min_row=head + 1, max_row=last))
    colours = _RAMP if len(block.bars) > 1 else (_ONE,)
    for place, series in enumerate(chart.series):
        series.graphicalProperties.solidFill = colours[place % len(colours)]
        series.graphicalProperties.line.solidFill = colours[place % len(colours)]
    if len(block.bars) + len(block.lines) > 1:
        chart.legend.position = "b"
        chart.legend.overlay = False
        chart.legend.txPr = _letters()
    else:
        chart.legend = None
    if block.lines:
        chart += _make_lines(sheet, block, head, last)
    return chart


def _lettering(size: int, colour: str, *, is_bold: bool = False) -> CharacterProperties:
    return CharacterProperties(sz=size, b=is_bold, solidFill=colour)


def _letters() -> RichText:
    """Small and quiet, for axes and legends."""
    properties = ParagraphProperties(defRPr=_lettering(_LETTERS, _QUIET))
    return RichText(p=[Paragraph(pPr=properties, endParaRPr=CharacterProperties())])


def _make_lines(sheet: WriteOnlyWorksheet, block: Block, head: int, last: int) -> LineChart:
    lines = LineChart()
    _add_columns(lines, sheet, block.lines, head, last)
    for place, series in enumerate(lines.series):
        series.graphicalProperties.line.solidFill = _INK
        series.graphicalProperties.line.width = 19050
        series.graphicalProperties.line.dashStyle = ("solid", "sysDot", "dash")[place % 3]
        series.smooth = False
    return lines


def _add_columns(
    chart: BarChart | LineChart, sheet: WriteOnlyWorksheet, places: Iterable[int], head: int, last: int
) -> None:
    for place in places:
        numbers = Reference(sheet, min_col=place + 1, min_row=head, max_row=last)
        chart.add_data(numbers, titles_from_data=True)
