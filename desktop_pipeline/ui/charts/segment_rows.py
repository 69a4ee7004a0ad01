"""Rows whose bars are made of parts: what moved on, what is undecided, what came in further down, what moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from desktop_pipeline.metrics.rates import Rate
from desktop_pipeline.ui.charts.bar_rows import draw_stripes
from desktop_pipeline.ui.charts.mark_chart import Mark
from desktop_pipeline.ui.charts.rate_rows import is_rated
from desktop_pipeline.ui.charts.rows_chart import RowsChart
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.painting import CENTRE, RIGHT, draw_text, text_width

if TYPE_CHECKING:
    from desktop_pipeline.metrics.telling.parts import Part

_ROW, _MOST_ROW, _LEAST_ROW, _BAR = 34.0, 44.0, 25.0, 17.0
# Of bars that lead to one another as high as the room is.
_MOST_LINKED, _LINKED_BAR = 72.0, 26.0
_MOST_NAMES, _GAP, _LEAST_BAR = 190.0, 14.0, 60.0
_QUARTERS = 4


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar. `tone` is a colour role, or “pale”, “striped” (not decided) or “gone” (no longer there)."""

    length: float
    tone: str
    said: str
    part: "Part | None" = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """One row: its parts one behind the other from `start` on, and its numbers at the right edge.

    `rate` is drawn over the bar as a dot with its range, on a scale of shares. `link` is where a thin line leads down
    to the next row.
    """

    name: str
    segments: tuple[Segment, ...]
    said: str
    strong: str = ""
    quiet: str = ""
    start: float = 0.0
    link: float | None = None
    rate: Rate | None = None
    is_marked: bool = False
    part: "Part | None" = None
    title: str = ""


class SegmentRows(RowsChart[SegmentRow]):
    """Rows as many as there is room for, all on one scale.

    With `formats` the scale is one of shares from 0 to 1 and has its words below.
    """

    def __init__(self, theme: Theme, formats: Formats | None = None) -> None:
        super().__init__(theme)
        self._formats = formats
        self._head = ""

    def show_rows(self, rows: Sequence[SegmentRow], head: str = "") -> None:
        """Show these; `head` stands above the numbers at the right edge."""
        self._rows, self._head = tuple(rows), head
        self.lay_out()

    def sizeHint(self) -> QSize:
        rows = max(1, len(self._rows))
        return QSize(self._theme.size(420), round(self._top() + self._foot() + rows * self._theme.size(round(_ROW))))

    def minimumSizeHint(self) -> QSize:
        rows = min(14, max(1, len(self._rows)))
        high = self._top() + self._foot() + rows * self._theme.size(round(_LEAST_ROW))
        return QSize(self._theme.size(240), round(high))

    def make_marks(self) -> Sequence[Mark]:
        shown = self.shown
        if not shown:
            return ()
        plot, scale, height = self._plan(shown)
        marks: list[Mark] = []
        for place, row in enumerate(shown):
            top = self._top() + place * height
            marks.append(Mark(QRectF(0, top, self.width(), height), row.said, row.part, row.title))
            marks += [
                Mark(box.adjusted(0, -3, 0, 3), segment.said, segment.part, segment.title)
                for segment, box in self._boxes(row, plot, scale, top + height / 2)
                if segment.said
            ]
        return marks

    def paint_chart(self, painter: QPainter) -> None:
        shown = self.shown
        if not shown:
            return
        theme = self._theme
        plot, scale, height = self._plan(shown)
        if self._head:
            head = QRectF(0, 0, self.width(), self._top())
            draw_text(painter, theme, "caption", theme.color("ink3"), head, self._head, RIGHT)
        if self._formats is not None:
            self._paint_shares(painter, self._formats, plot)
        for place, row in enumerate(shown):
            line = QRectF(0, self._top() + place * height, self.width(), height)
            self._paint_link(painter, row, plot, scale, line, is_last=place == len(shown) - 1)
            for segment, box in self._boxes(row, plot, scale, line.center().y()):
                self._paint_segment(painter, segment, box)
            name = QRectF(0, line.top(), plot.left() - _GAP, height)
            draw_text(painter, theme, "strong" if row.is_marked else "body", theme.color("ink"), name, row.name)
            if row.rate is not None and is_rated(row.rate):
                self._paint_rate(painter, row.rate, plot, line.center().y())
            self._paint_numbers(painter, row, line)

    def _paint_shares(self, painter: QPainter, formats: Formats, plot: QRectF) -> None:
        theme = self._theme
        widest = text_width(theme, "caption", formats.percent(1.0))
        step = 1 if plot.width() / _QUARTERS > 1.3 * widest else _QUARTERS // 2
        for quarter in range(0, _QUARTERS + 1, step):
            x = round(plot.left() + quarter / _QUARTERS * plot.width()) + 0.5
            painter.setPen(QPen(theme.color("line"), 1))
            painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))
            words = QRectF(x - 30, plot.bottom() + 4, 60, theme.line("caption"))
            said = formats.percent(quarter / _QUARTERS)
            draw_text(painter, theme, "caption", theme.color("ink3"), words, said, CENTRE)

    def _paint_segment(self, painter: QPainter, segment: Segment, box: QRectF) -> None:
        theme = self._theme
        painter.setPen(Qt.PenStyle.NoPen)
        if segment.tone == "striped":
            painter.fillRect(box, theme.color("surface"))
            draw_stripes(painter, box, theme.color("bar"))
            return
        colour = {
            "pale": QColor(theme.tokens.ramp[1]),
            "gone": theme.color("hover"),
        }.get(segment.tone)
        painter.fillRect(box, colour or theme.color(segment.tone))
        if segment.tone == "pale":
            painter.setPen(QPen(QColor(theme.tokens.ramp[2]), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))

    def _paint_link(
        self, painter: QPainter, row: SegmentRow, plot: QRectF, scale: float, line: QRectF, *, is_last: bool
    ) -> None:
        if row.link is None or is_last:
            return
        x = round(plot.left() + row.link * scale) + 0.5
        painter.setPen(QPen(self._theme.color("line2"), 1))
        painter.drawLine(QPointF(x, line.center().y()), QPointF(x, line.center().y() + line.height()))

    def _paint_rate(self, painter: QPainter, rate: Rate, plot: QRectF, middle: float) -> None:
        theme = self._theme
        low, at, high = (
            plot.left() + share * plot.width()
            for share in (rate.low or 0.0, rate.value or 0.0, 1.0 if rate.high is None else rate.high)
        )
        reach = theme.size(4)
        for colour, width in ((theme.color("surface"), 4.0), (theme.color("ink"), 1.6)):
            painter.setPen(QPen(colour, width))
            painter.drawLine(QPointF(low, middle), QPointF(high, middle))
            for end in (low, high):
                painter.drawLine(QPointF(end, middle - reach), QPointF(end, middle + reach))
        painter.setPen(QPen(theme.color("surface"), 1.5))
        painter.setBrush(theme.color("ink"))
        painter.drawEllipse(QPointF(at, middle), theme.size(9) / 2, theme.size(9) / 2)

    def _paint_numbers(self, painter: QPainter, row: SegmentRow, line: QRectF) -> None:
        theme = self._theme
        strong, quiet = self._number_widths(self.shown)
        box = QRectF(self.width() - quiet, line.top(), quiet, line.height())
        draw_text(painter, theme, "secondary", theme.color("ink3"), box, row.quiet, RIGHT)
        box = QRectF(self.width() - quiet - strong - (8 if quiet else 0), line.top(), strong, line.height())
        colour = theme.color("amber" if row.is_marked else "ink")
        draw_text(painter, theme, "strong", colour, box, row.strong, RIGHT)

    def _boxes(self, row: SegmentRow, plot: QRectF, scale: float, middle: float) -> list[tuple[Segment, QRectF]]:
        """Where each part lies; parts of no length lie nowhere, very short ones can still be seen."""
        bar = _BAR if row.link is None else max(_BAR, min(_LINKED_BAR, self._row_height() * 0.4))
        high = min(self._theme.size(round(bar)), self._row_height() - 7)
        left, boxes = row.start, []
        for segment in row.segments:
            if segment.length > 0:
                width = max(1.5, segment.length * scale - (1 if len(row.segments) > 1 else 0))
                boxes.append((segment, QRectF(plot.left() + left * scale, middle - high / 2, width, high)))
            left += segment.length
        return boxes

    def _plan(self, shown: Sequence[SegmentRow]) -> tuple[QRectF, float, float]:
        """The plot, how many pixels a unit takes, and the height of a row."""
        theme = self._theme
        strong, quiet = self._number_widths(shown)
        right = strong + quiet + (8 if quiet else 0) + _GAP
        names = max(text_width(theme, "strong" if row.is_marked else "body", row.name) for row in shown)
        room = self.width() - right - _GAP
        names = min(names, max(theme.size(round(_MOST_NAMES)), room * 0.4), room - theme.size(round(_LEAST_BAR)))
        left = names + _GAP
        height = self._row_height()
        plot = QRectF(left, self._top(), max(20.0, self.width() - left - right), height * len(shown))
        if self._formats is not None:
            return plot, plot.width(), height
        ends = [row.start + sum(segment.length for segment in row.segments) for row in self._rows]
        return plot, plot.width() / (max(ends, default=0.0) or 1.0), height

    def _number_widths(self, shown: Sequence[SegmentRow]) -> tuple[float, float]:
        theme = self._theme
        strong = max((text_width(theme, "strong", row.strong) for row in shown if row.strong), default=0.0)
        quiet = max((text_width(theme, "secondary", row.quiet) for row in shown if row.quiet), default=0.0)
        head = text_width(theme, "caption", self._head) if self._head else 0.0
        return max(strong, head - quiet - 8), quiet

    def _top(self) -> float:
        return self._theme.line("caption") + 4 if self._head else 0.0

    def _foot(self) -> int:
        return self._theme.line("caption") + 7 if self._formats is not None else 0

    def measure_rows(self) -> tuple[float, float]:
        return self.height() - self._top() - self._foot(), self._theme.size(round(_LEAST_ROW))

    def _row_height(self) -> float:
        room = (self.height() - self._top() - self._foot()) / max(1, len(self.shown))
        are_linked = any(row.link is not None for row in self._rows)
        return min(room, self._theme.size(round(_MOST_LINKED if are_linked else _MOST_ROW)))
