"""The charts of a report as blocks: the same pictures as on the screen, in vectors, and none that needs its colours."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from desktop_pipeline.reports.content import MonthsChart, StopChart, StopRow, WonChart
from desktop_pipeline.reports.words import Words
from desktop_pipeline.ui.charts.forecast_bars import make_bars, month_words
from desktop_pipeline.ui.charts.forecast_months import draw_hatched, paint_months
from desktop_pipeline.ui.charts.won_months import WonPicture, paint_won
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.reports.blocks import SECTION_GAP, Block, Heading, make_heading
from desktop_pipeline.ui.reports.lettering import (
    RIGHT,
    Style,
    break_lines,
    draw_line,
    draw_lines,
    flatten,
    line_of,
    width_of,
)
from desktop_pipeline.ui.reports.look import paper_look
from desktop_pipeline.ui.reports.sheet import INK, INK2, TWIP, Sheet

_WON_HEIGHT = 165 * TWIP
# The months take what a page has left, within these.
_MONTHS_LEAST, _MONTHS_HEIGHT = 150 * TWIP, 200 * TWIP
_GAP = 8 * TWIP
_BAR_ROW, _BAR = 18.5 * TWIP, 10 * TWIP
_LEAST_ROW = 11.5 * TWIP
_REMARK_LINES = 6
_MARK = 7 * TWIP


@dataclass(frozen=True, slots=True)
class ChartBlock:
    """A chart under its heading; `draw` paints it into its place."""

    heading: Heading
    sheet: Sheet
    chart_height: float
    draw: Callable[[QPainter, QRectF], None]

    @property
    def height(self) -> float:
        """Heading, caption and chart."""
        return self.heading.height + (_GAP + self.chart_height if self.chart_height else 0)

    @property
    def below(self) -> float:
        """Down to the next section."""
        return SECTION_GAP

    def paint(self, painter: QPainter, left: float, top: float) -> None:
        """Draw with the top left corner there."""
        top = self.heading.paint(painter, left, top)
        if self.chart_height:
            self.draw(painter, QRectF(left, top + _GAP, self.sheet.text_width, self.chart_height))


def make_won_block(chart: WonChart, sheet: Sheet, formats: Formats) -> ChartBlock:
    """The bars of the won months."""

    def draw(painter: QPainter, place: QRectF) -> None:
        paint_won(painter, place, paper_look(), formats, WonPicture(chart.months, chart.currency))

    height = _WON_HEIGHT if any(month.deals for month in chart.months) else 0
    return ChartBlock(make_heading(chart.title, chart.caption, sheet), sheet, height, draw)


def make_months_block(chart: MonthsChart, sheet: Sheet, formats: Formats, room: float) -> ChartBlock:
    """What each month could bring; as high as the `room` of the page, where that is enough."""
    words, found = Words(formats, QCoreApplication.translate), chart.findings

    def draw(painter: QPainter, place: QRectF) -> None:
        bars = make_bars(found, found.outlook, words, months=chart.months, with_new=True)
        paint_months(painter, place, paper_look(), formats, bars, found.currency, month_words(words))

    heading = make_heading(chart.title, chart.caption, sheet)
    left = room - heading.height - _GAP
    height = min(_MONTHS_HEIGHT, left) if left >= _MONTHS_LEAST else _MONTHS_HEIGHT
    return ChartBlock(heading, sheet, height, draw)


@dataclass(frozen=True, slots=True)
class StopBlock:
    """A bar for each stage: full what moved on, striped what is undecided, empty what was lost there.

    A bar of `most` deals is as long as there is room.
    """

    chart: StopChart
    sheet: Sheet
    most: int
    heading: Heading = field(init=False)
    remark: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        width = self.sheet.text_width
        object.__setattr__(self, "heading", make_heading(self.chart.title, self.chart.caption, self.sheet))
        said = flatten(f"{self.chart.lead} {self.chart.remark}".strip())
        object.__setattr__(self, "remark", break_lines("term", said, width, _REMARK_LINES) if said else ())

    @property
    def height(self) -> float:
        """Heading, bars and the remark."""
        return self._around() + len(self.chart.rows) * self._row()

    @property
    def below(self) -> float:
        """Down to the next section."""
        return SECTION_GAP

    def paint(self, painter: QPainter, left: float, top: float) -> None:
        """Draw with the top left corner there."""
        top = self.heading.paint(painter, left, top) + _GAP
        rows = self.chart.rows
        if not rows:
            return
        names = min(max(width_of("total", row.name) for row in rows), self.sheet.text_width * 0.34) + 6 * TWIP
        counts = max(width_of("total", row.count) for row in rows) + 10 * TWIP
        shares = max(width_of("total", row.share) for row in rows) + _MARK + 6 * TWIP
        length = self.sheet.text_width - names - counts - shares
        for row in rows:
            line = QRectF(left, top, self.sheet.text_width, self._row())
            draw_line(painter, "total" if row.is_marked else "table", row.name, _part(line, 0, names - 4 * TWIP))
            end = _paint_bar(painter, row, _part(line, names, length), self.most)
            draw_line(painter, "total", row.count, _part(line, end - left + 4 * TWIP, counts))
            _paint_share(painter, row, _part(line, names + length + counts, shares))
            top += self._row()
        self._paint_remark(painter, QRectF(left, top + _GAP, self.sheet.text_width, 0))

    def _around(self) -> float:
        """The height of all but the rows."""
        remark = len(self.remark) * line_of("caption") + _GAP if self.remark else 0
        return self.heading.height + _GAP + remark

    def _row(self) -> float:
        """Many stages stand closer, so that all of them fit one page."""
        return max(_LEAST_ROW, min(_BAR_ROW, self.room / max(1, len(self.chart.rows))))

    @property
    def room(self) -> float:
        """What a page has for its rows."""
        return self.sheet.body_height - self._around()

    def _paint_remark(self, painter: QPainter, place: QRectF) -> None:
        """The strong words stand in ink, what follows in the quiet look; they are broken as if all were strong."""
        strong = len(self.chart.lead)
        for number, text in enumerate(self.remark):
            line = place.translated(0, number * line_of("caption"))
            line.setHeight(line_of("caption"))
            first = text[: max(0, strong)]
            strong -= len(text) + 1
            draw_line(painter, "term", first, line)
            rest = line.adjusted(width_of("term", first), 0, 0, 0)
            draw_lines(painter, "caption", [text[len(first) :]], rest, INK2)


def cut_stops(chart: StopChart, sheet: Sheet) -> Iterator[StopBlock]:
    """The chart as one block, or as several that each fit a page; the remark stands below the last."""
    most = max((row.reached for row in chart.rows), default=0) or 1
    left = chart
    while True:
        fits = max(1, int(StopBlock(left, sheet, most).room / _LEAST_ROW))
        if len(left.rows) <= fits:
            yield StopBlock(left, sheet, most)
            return
        yield StopBlock(replace(left, rows=left.rows[:fits], lead="", remark=""), sheet, most)
        left = replace(left, rows=left.rows[fits:], title="", caption="")


@dataclass(frozen=True, slots=True)
class Beside:
    """Two blocks side by side."""

    first: Block
    second: Block
    lefts: tuple[float, float]

    @property
    def height(self) -> float:
        """That of the higher one."""
        return max(self.first.height, self.second.height)

    @property
    def below(self) -> float:
        """Down to the next section."""
        return SECTION_GAP

    def paint(self, painter: QPainter, left: float, top: float) -> None:
        """Draw with the top there."""
        for block, begin in zip((self.first, self.second), self.lefts, strict=True):
            block.paint(painter, begin, top)


def _part(line: QRectF, begin: float, width: float) -> QRectF:
    return QRectF(line.left() + begin, line.top(), width, line.height())


def _paint_bar(painter: QPainter, row: StopRow, place: QRectF, most: int) -> float:
    """Returns where the bar ends."""
    look, unit = paper_look(), place.width() / most
    high = min(_BAR, place.height() * 0.7)
    bar = QRectF(place.left(), place.center().y() - high / 2, row.reached * unit, high)
    moved = _so_wide(bar, row.advanced * unit)
    painter.fillRect(moved, INK if row.is_marked else look.ramp[4 if row.undecided is None else 3])
    if row.undecided:
        waiting = _so_wide(bar.translated(moved.width(), 0), row.undecided * unit)
        draw_hatched(painter, waiting, look)
    painter.setPen(QPen(look.ramp[2], 0.5 * TWIP))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(bar)
    return bar.right()


def _so_wide(box: QRectF, width: float) -> QRectF:
    return QRectF(box.left(), box.top(), width, box.height())


def _paint_share(painter: QPainter, row: StopRow, place: QRectF) -> None:
    words = place.adjusted(0, 0, -_MARK, 0)
    style: Style = "total" if row.is_marked else "table"
    draw_line(painter, style, row.share, words, align=RIGHT)
    if row.is_marked:
        tip, middle = place.right() - _MARK + 2 * TWIP, place.center().y()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(INK)
        base, half = tip + 4 * TWIP, 3 * TWIP
        painter.drawPolygon(
            QPolygonF((QPointF(tip, middle), QPointF(base, middle - half), QPointF(base, middle + half)))
        )
