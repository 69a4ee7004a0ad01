"""The charts of the first sheet: native ones, which follow their numbers when these are changed."""

from collections.abc import Iterable

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from desktop_pipeline.exchange.writing.out_tables import Block

CHART_ROWS = 19
_FIRST_ROW = 3
_PLACES = ("D", "I")  # columns at which they begin, one beside the other
_WIDTH, _HEIGHT = 17.0, 8.5  # centimetres
# From the strongest to the palest: they can be told apart without their colours.
_RAMP = ("0E4C68", "2C7897", "5B9CB5", "8EBFD0", "C7E0E9")
_ONE = "145F7F"
_INK = "1F2937"
_GRID = "E5E7EB"


def anchor_of(place: int) -> str:
    """Where the chart of that number stands."""
    return f"{_PLACES[place % 2]}{_FIRST_ROW + place // 2 * CHART_ROWS}"


def make_chart(sheet: WriteOnlyWorksheet, block: Block, head: int, last: int) -> BarChart:
    """The columns of a block whose heads stand in the row `head`, down to the row `last`."""
    chart = BarChart()
    chart.type = "col"
    chart.title = block.title
    chart.gapWidth = 60
    chart.width, chart.height = _WIDTH, _HEIGHT
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.numFmt = "#,##0"
    chart.y_axis.title = None
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
    else:
        chart.legend = None
    if block.lines:
        chart += _make_lines(sheet, block, head, last)
    return chart


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
