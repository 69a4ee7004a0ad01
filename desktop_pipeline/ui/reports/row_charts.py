"""Charts of rows: bars below each other, and shares with the range in which the true one probably lies."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from desktop_pipeline.reports.content import BarChart, BarRow, RangeChart, RangeRow
from desktop_pipeline.ui.charts.plot import dashed_pen
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.reports.blocks import SECTION_GAP, Heading, make_heading
from desktop_pipeline.ui.reports.lettering import CENTRE, RIGHT, draw_line, guess_width, line_of
from desktop_pipeline.ui.reports.look import paper_look
from desktop_pipeline.ui.reports.sheet import INK, INK2, ROW_LINE, TWIP, Sheet

_TOP = 8 * TWIP
_ROW, _BAR = 18.5 * TWIP, 10 * TWIP
# Names may take more where little is said.
_NAMES_SHARE, _SAID_SHARE, _PLOT_SHARE = 0.34, 0.38, 0.36
_LEAST_SAID = 16 * TWIP
_GAP = 8 * TWIP
_KEPT_ROWS = 3
_TICK = 0.2
_AXIS, _TICK_ROOM = 15 * TWIP, 26 * TWIP
_WHISKER, _DOT = 2.5 * TWIP, 2.4 * TWIP
# What is said is measured without kerning.
_SPARE = 1.03


@dataclass(frozen=True, slots=True)
class BarsPart:
    """Rows of a bar chart; the first part bears the title."""

    heading: Heading
    rows: tuple[BarRow, ...]
    scale: "_BarScale"
    sheet: Sheet

    @property
    def height(self) -> float:
        """Heading and rows."""
        return self.heading.height + _TOP + len(self.rows) * _ROW

    @property
    def below(self) -> float:
        """Down to the next section."""
        return SECTION_GAP

    def paint(self, painter: QPainter, left: float, top: float) -> None:
        """Draw with the top left corner there."""
        top = self.heading.paint(painter, left, top) + _TOP
        ramp, scale = paper_look().ramp, self.scale
        for row in self.rows:
            line = QRectF(left, top, self.sheet.text_width, _ROW)
            name = QRectF(left, top, scale.names, _ROW)
            draw_line(painter, "total" if row.is_marked else "table", row.name, name)
            begin = left + scale.names + _GAP
            length = max(0.0, row.value or 0.0) * scale.unit
            if length:
                bar = QRectF(begin, line.center().y() - _BAR / 2, max(length, TWIP), _BAR)
                painter.fillRect(bar, INK if row.is_marked else ramp[3])
                begin = bar.right() + _GAP / 2
            said = QRectF(begin, top, max(0.0, line.right() - begin), _ROW)
            draw_line(painter, "total" if row.is_marked else "table", row.said, said)
            top += _ROW


@dataclass(frozen=True, slots=True)
class _BarScale:
    """How wide the names are, and how long a bar of 1 is."""

    names: float
    unit: float


def cut_bars(chart: BarChart, sheet: Sheet, room: float) -> Iterator[BarsPart]:
    """Parts that each fit a page; `room` is what is left on the first one."""
    names, said = _columns([(row.name, row.said) for row in chart.rows], sheet)
    longest = max((row.value or 0.0 for row in chart.rows), default=0.0)
    length = max(0.0, sheet.text_width - names - said - 2 * _GAP)
    scale = _BarScale(names, length / longest if longest > 0 else 0.0)
    heading = make_heading(chart.title, chart.caption, sheet)
    for begin, end in _cut(len(chart.rows), heading.height + _TOP, sheet, room):
        yield BarsPart(heading if not begin else Heading((), (), sheet), chart.rows[begin:end], scale, sheet)


@dataclass(frozen=True, slots=True)
class RangesPart:
    """Rows of shares over one scale, which stands below each part."""

    heading: Heading
    rows: tuple[RangeRow, ...]
    average: float | None
    top: float
    columns: tuple[float, float]
    formats: Formats
    sheet: Sheet

    @property
    def height(self) -> float:
        """Heading, rows and scale."""
        return self.heading.height + _TOP + len(self.rows) * _ROW + (_AXIS if self.rows else 0)

    @property
    def below(self) -> float:
        """Down to the next section."""
        return SECTION_GAP

    def paint(self, painter: QPainter, left: float, top: float) -> None:
        """Draw with the top left corner there."""
        top = self.heading.paint(painter, left, top) + _TOP
        if not self.rows:
            return
        names, said = self.columns
        width = self.sheet.text_width
        plot = QRectF(left + names + _GAP, top, width - names - said - 2 * _GAP, len(self.rows) * _ROW)
        self._paint_scale(painter, plot)
        for row in self.rows:
            line = QRectF(left, top, width, _ROW)
            draw_line(painter, "table", row.name, QRectF(left, top, names, _ROW))
            draw_line(painter, "table", row.said, line.adjusted(width - said, 0, 0, 0), align=RIGHT)
            if row.share is not None:
                self._paint_range(painter, row, row.share, plot, line.center().y())
            top += _ROW

    def _paint_scale(self, painter: QPainter, plot: QRectF) -> None:
        steps, narrow = round(self.top / _TICK), plot.width() / self.top * _TICK < _TICK_ROOM
        for step in range(steps + 1):
            x = self._at(step * _TICK, plot)
            painter.setPen(QPen(ROW_LINE, 0.5 * TWIP))
            painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))
            if narrow and step not in {0, steps}:
                continue
            words = QRectF(x - 20 * TWIP, plot.bottom() + 3 * TWIP, 40 * TWIP, line_of("caption"))
            draw_line(painter, "caption", self.formats.percent(step * _TICK), words, colour=INK2, align=CENTRE)
        if self.average is not None:
            painter.setPen(dashed_pen(INK, 0.9 * TWIP, 1.6, 1.6))
            x = self._at(self.average, plot)
            painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))

    def _paint_range(self, painter: QPainter, row: RangeRow, share: float, plot: QRectF, middle: float) -> None:
        painter.setPen(QPen(INK, 0.7 * TWIP))
        if row.low is not None and row.high is not None:
            low, high = self._at(row.low, plot), self._at(row.high, plot)
            painter.drawLine(QPointF(low, middle), QPointF(high, middle))
            for end in (low, high):
                painter.drawLine(QPointF(end, middle - _WHISKER), QPointF(end, middle + _WHISKER))
        painter.setPen(QPen(INK, 0.7 * TWIP))
        painter.setBrush(paper_look().ramp[3])
        painter.drawEllipse(QPointF(self._at(share, plot), middle), _DOT, _DOT)

    def _at(self, share: float, plot: QRectF) -> float:
        return plot.left() + min(max(share, 0.0), self.top) / self.top * plot.width()


def cut_ranges(chart: RangeChart, sheet: Sheet, formats: Formats, room: float) -> Iterator[RangesPart]:
    """Parts that each fit a page; `room` is what is left on the first one."""
    columns = _columns([(row.name, row.said) for row in chart.rows], sheet)
    rated = [row for row in chart.rows if row.share is not None]
    highest = max((share for row in rated for share in (row.share, row.high) if share is not None), default=0.0)
    top = max(_TICK, min(1.0, ceil(max(highest, chart.average or 0.0) / _TICK - 1e-9) * _TICK))
    heading = make_heading(chart.title, chart.caption, sheet)
    for begin, end in _cut(len(chart.rows), heading.height + _TOP + _AXIS, sheet, room):
        shown = heading if not begin else Heading((), (), sheet)
        yield RangesPart(shown, chart.rows[begin:end], chart.average, top, columns, formats, sheet)


def _columns(texts: Sequence[tuple[str, str]], sheet: Sheet) -> tuple[float, float]:
    """Width of the names and of what is said."""
    widths = [max((guess_width("total", pair[place]) for pair in texts), default=0.0) * _SPARE + 1 for place in (0, 1)]
    # Half of the scale's last number stands out there.
    said = min(max(widths[1], _LEAST_SAID), sheet.text_width * _SAID_SHARE)
    most = max(sheet.text_width * _NAMES_SHARE, sheet.text_width * (1 - _PLOT_SHARE) - said - 2 * _GAP)
    return min(widths[0], most), said


def _cut(count: int, around: float, sheet: Sheet, room: float) -> Iterator[tuple[int, int]]:
    """From which row up to which each page goes: all where one page holds them, else some stay with the heading."""
    kept = count if around + count * _ROW <= sheet.body_height else min(count, _KEPT_ROWS)
    if room < around + kept * _ROW:
        room = sheet.body_height
    begin = 0
    while True:
        end = min(count, begin + max(1, int((room - around) // _ROW)))
        yield begin, end
        if end >= count:
            return
        begin, room = end, sheet.body_height
