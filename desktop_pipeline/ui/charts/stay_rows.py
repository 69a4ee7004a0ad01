"""How long deals stay in each stage: the usual spread of those that left, and a dot for those that sit there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_pipeline.domain.hygiene import Pace
from desktop_pipeline.ui.charts.mark_chart import Mark
from desktop_pipeline.ui.charts.rows_chart import RowsChart
from desktop_pipeline.ui.charts.ticks import find_ticks
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.painting import CENTRE, draw_text, text_width

if TYPE_CHECKING:
    from desktop_pipeline.metrics.telling.parts import Part

_ROW, _LEAST_ROW = 42.0, 32.0
_NAMES, _MOST_NAMES, _GAP = 76.0, 140.0, 16.0
_USUAL_ROWS = 8  # more find room where there is some
_LEGEND_LINE = 20
_BOX, _DOT = 10.0, 3.3
_FAR = 2.0  # dots beyond so many times the longest whisker stand at the edge


@dataclass(frozen=True, slots=True)
class StayDot:
    """Deals that have sat in a stage for the same number of days."""

    days: int
    pace: Pace
    said: str
    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class StayRow:
    """One stage: 1 in 20, the middle half, the median and 19 in 20 of those that left it; None without any."""

    name: str
    spread: tuple[float, float, float, float, float] | None
    said: str
    dots: tuple[StayDot, ...] = ()
    part: "Part | None" = None
    title: str = ""


class StayRows(RowsChart[StayRow]):
    """Rows as many as there is room for. Signals: `ids_asked(ids, title)` when a dot is opened."""

    ids_asked = Signal(object, str)

    def __init__(self, theme: Theme, formats: Formats) -> None:
        super().__init__(theme)
        self._formats = formats
        self._dots: dict[int, StayDot] = {}

    def show_rows(self, rows: Sequence[StayRow]) -> None:
        self._rows = tuple(rows)
        self.lay_out()

    def open_mark(self, place: int) -> None:
        dot = self._dots.get(place)
        if dot is None:
            super().open_mark(place)
        else:
            self.ids_asked.emit(dot.ids, dot.said)

    def sizeHint(self) -> QSize:
        rows = min(_USUAL_ROWS, max(1, len(self._rows)))
        return QSize(self._theme.size(420), self._foot() + round(rows * self._theme.size(round(_ROW))))

    def minimumSizeHint(self) -> QSize:
        rows = min(6, max(1, len(self._rows)))
        return QSize(self._theme.size(240), self._foot() + rows * self._theme.size(round(_LEAST_ROW)))

    def make_marks(self) -> Sequence[Mark]:
        self._dots = {}
        shown = self.shown
        if not shown:
            return ()
        plot, top, height = self._plan(shown)
        marks: list[Mark] = []
        reach = self._theme.size(5)
        for place, row in enumerate(shown):
            marks.append(Mark(QRectF(0, place * height, self.width(), height), row.said, row.part, row.title))
            for dot in row.dots:
                spot = self._spot(dot, plot, top, place, height)
                self._dots[len(marks)] = dot
                marks.append(Mark(QRectF(spot.x() - reach, spot.y() - reach, 2 * reach, 2 * reach), dot.said))
        return marks

    def paint_chart(self, painter: QPainter) -> None:
        shown = self.shown
        if not shown:
            return
        theme = self._theme
        plot, top, height = self._plan(shown)
        ticks = [tick for tick in find_ticks(top, whole=True) if tick <= top]
        for tick in ticks:
            x = round(plot.left() + tick / top * plot.width()) + 0.5
            painter.setPen(QPen(theme.color("line"), 1))
            painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))
            words = QRectF(x - 40, plot.bottom() + 4, 80, theme.line("caption"))
            said = self._formats.days(round(tick)) if tick == ticks[-1] else self._formats.number(round(tick))
            draw_text(painter, theme, "caption", theme.color("ink3"), words, said, CENTRE)
        names = plot.left() - _GAP
        for place, row in enumerate(shown):
            line = QRectF(0, place * height, names, height)
            draw_text(painter, theme, "body", theme.color("ink"), line, row.name)
            if row.spread is not None:
                self._paint_spread(painter, row.spread, plot, top, place * height + height * 0.36)
            for dot in row.dots:
                draw_dot(painter, theme, dot.pace, self._spot(dot, plot, top, place, height))

    def _paint_spread(
        self, painter: QPainter, spread: tuple[float, float, float, float, float], plot: QRectF, top: float, y: float
    ) -> None:
        theme = self._theme
        low, quarter, median, three, high = (plot.left() + min(days, top) / top * plot.width() for days in spread)
        half = theme.size(round(_BOX)) / 2
        line = QColor(theme.tokens.ramp[2])
        painter.setPen(QPen(line, 1.5))
        painter.drawLine(QPointF(low, y), QPointF(high, y))
        painter.setPen(QPen(line, 1))
        painter.setBrush(QColor(theme.tokens.ramp[0]))
        painter.drawRoundedRect(QRectF(quarter, y - half, max(2.0, three - quarter), 2 * half), 1.5, 1.5)
        painter.setPen(QPen(theme.color("bar" if theme.name == "light" else "ink"), 2.5, c=Qt.PenCapStyle.FlatCap))
        painter.drawLine(QPointF(median, y - half - 1), QPointF(median, y + half + 1))

    def _spot(self, dot: StayDot, plot: QRectF, top: float, place: int, height: float) -> QPointF:
        return QPointF(plot.left() + min(dot.days, top) / top * plot.width(), place * height + height * 0.74)

    def _plan(self, shown: Sequence[StayRow]) -> tuple[QRectF, float, float]:
        """The plot, the days at its right edge, and the height of a row."""
        theme = self._theme
        names = max(text_width(theme, "body", row.name) for row in shown)
        names = max(theme.size(round(_NAMES)), min(names, theme.size(round(_MOST_NAMES)), self.width() * 0.35))
        whisker = max((row.spread[4] for row in shown if row.spread), default=0.0)
        farthest = float(max((dot.days for row in shown for dot in row.dots), default=0))
        top = max(1.0, whisker, min(farthest, _FAR * whisker) if whisker else farthest) * 1.03
        height = min((self.height() - self._foot()) / len(shown), theme.size(round(_ROW)) * 1.4)
        left = names + _GAP
        return QRectF(left, 0, max(20.0, self.width() - left - 18), height * len(shown)), top, height

    def _foot(self) -> int:
        return self._theme.line("caption") + 7

    def measure_rows(self) -> tuple[float, float]:
        return self.height() - self._foot(), self._theme.size(round(_LEAST_ROW))


def draw_dot(painter: QPainter, theme: Theme, pace: Pace, spot: QPointF) -> None:
    """An open ring, a filled disc where slow, a filled square on its corner where stuck: not by colour alone."""
    size = theme.size(10) / 10 * _DOT
    painter.setPen(QPen(theme.color("surface"), 1))
    if pace is Pace.USUAL:
        painter.setPen(QPen(theme.color("control"), 1.2))
        painter.setBrush(theme.color("surface"))
        painter.drawEllipse(spot, size, size)
    elif pace is Pace.SLOW:
        painter.setBrush(theme.color("amberMark"))
        painter.drawEllipse(spot, size + 1, size + 1)
    else:
        painter.setBrush(theme.color("redMark"))
        reach = size + 2
        corners = [QPointF(0, -reach), QPointF(reach, 0), QPointF(0, reach), QPointF(-reach, 0)]
        painter.drawPolygon(QPolygonF([spot + corner for corner in corners]))


class StayLegend(QWidget):
    """What box and dots stand for, in one line where there is room for it, else in two."""

    def __init__(self, theme: Theme, words: Sequence[str]) -> None:
        """`words` name the box, an open deal, a slow one and a stuck one."""
        super().__init__()
        self._theme = theme
        self._words = tuple(words)
        policy = QSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)
        self.setAccessibleName(", ".join(words))
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(round(sum(self._widths())) + 1, self._theme.size(_LEGEND_LINE))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self._theme.size(_LEGEND_LINE))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setFixedHeight(self._theme.size(_LEGEND_LINE) * (self._places()[-1][1] + 1))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, high = self._theme, self._theme.size(_LEGEND_LINE)
        columns = zip(self._words, self._widths(), self._places(), strict=True)
        for place, (word, width, (left, line)) in enumerate(columns):
            middle = (line + 0.5) * high
            if place == 0:
                painter.setPen(QPen(QColor(theme.tokens.ramp[2]), 1.3))
                painter.drawLine(QPointF(left, middle), QPointF(left + 16, middle))
                painter.setBrush(QColor(theme.tokens.ramp[0]))
                painter.drawRect(QRectF(left + 4, middle - 4, 8, 8))
            else:
                draw_dot(painter, theme, (Pace.USUAL, Pace.SLOW, Pace.STUCK)[place - 1], QPointF(left + 10, middle))
            box = QRectF(left + 21, line * high, width - 21, high)
            draw_text(painter, theme, "caption", theme.color("ink3"), box, word)

    def _places(self) -> list[tuple[float, int]]:
        """Where each word begins, and in which line."""
        places: list[tuple[float, int]] = []
        left, line = 0.0, 0
        for width in self._widths():
            if left and left + width > self.width() + 1:
                left, line = 0.0, line + 1
            places.append((left, line))
            left += width
        return places

    def _widths(self) -> list[float]:
        return [text_width(self._theme, "caption", word) + 33 for word in self._words]
