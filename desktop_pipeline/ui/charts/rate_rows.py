"""Rates with the range the true one probably lies in, and the counts they stand on."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from desktop_pipeline.metrics.rates import Rate, Sample
from desktop_pipeline.ui.charts.mark_chart import Mark
from desktop_pipeline.ui.charts.rows_chart import RowsChart
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.painting import CENTRE, RIGHT, dashed_pen, draw_text, text_width

if TYPE_CHECKING:
    from desktop_pipeline.metrics.telling.parts import Part

_ROW, _LEAST_ROW = 37.0, 24.0
_NAMES, _MOST_NAMES = 90.0, 260.0
_GAP = 14.0
_USUAL_ROWS = 8  # more find room where there is some
_TICK = 0.2
_NOTHING = Rate(0, 0, None, None, None)


@dataclass(frozen=True, slots=True)
class RateRow:
    """A name, its rate, the counts behind it, and the same in words for a tooltip."""

    name: str
    rate: Rate
    counts: str
    said: str
    part: "Part | None" = None
    title: str = ""


class RateRows(RowsChart[RateRow]):
    """Rows in the given order, as many as there is room for."""

    def __init__(self, theme: Theme, formats: Formats) -> None:
        super().__init__(theme)
        self._formats = formats
        self._all = _NOTHING

    def show_rates(self, rows: Sequence[RateRow], everything: Rate) -> None:
        """Show these; the dashed line stands at the rate of everything."""
        self._rows = tuple(rows)
        self._all = everything
        self.lay_out()

    def sizeHint(self) -> QSize:
        rows = min(_USUAL_ROWS, max(1, len(self._rows)))
        return QSize(self._theme.size(340), self._foot() + round(rows * self._theme.size(round(_ROW))))

    def minimumSizeHint(self) -> QSize:
        rows = min(5, max(1, len(self._rows)))
        return QSize(self._theme.size(220), self._foot() + rows * self._theme.size(round(_LEAST_ROW)))

    def make_marks(self) -> Sequence[Mark]:
        height = self._row_height()
        return [
            Mark(QRectF(0, place * height, self.width(), height), row.said, row.part, row.title)
            for place, row in enumerate(self.shown)
        ]

    def paint_chart(self, painter: QPainter) -> None:
        shown = self.shown
        if not shown:
            return
        theme = self._theme
        names, counts = self._columns(shown)
        highest = max((row.rate.high or 0 for row in shown if is_rated(row.rate)), default=0)
        top = max(_TICK, min(1.0, ceil(max(highest, self._all.value or 0) / _TICK - 1e-9) * _TICK))
        plot = QRectF(names + _GAP, 0, self.width() - names - counts - 2 * _GAP, self.height() - self._foot())
        self._paint_grid(painter, plot, top)
        height = self._row_height()
        for place, row in enumerate(shown):
            line = QRectF(0, place * height, self.width(), height)
            name = QRectF(0, line.top(), names, height)
            draw_text(painter, theme, "body", theme.color("ink"), name, row.name)
            draw_text(painter, theme, "secondary", theme.color("ink2"), line, row.counts, RIGHT)
            if is_rated(row.rate):
                self._paint_rate(painter, row.rate, plot, top, line.center().y())

    def _paint_grid(self, painter: QPainter, plot: QRectF, top: float) -> None:
        theme = self._theme
        steps = round(top / _TICK)
        for step in range(steps + 1):
            share = step * _TICK
            x = round(plot.left() + share / top * plot.width()) + 0.5
            painter.setPen(QPen(theme.color("line"), 1))
            painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))
            words = QRectF(x - 30, plot.bottom() + 4, 60, theme.line("caption"))
            draw_text(painter, theme, "caption", theme.color("ink3"), words, self._formats.percent(share), CENTRE)
        if self._all.value is not None and self._all.sample is not Sample.COUNTS_ONLY:
            x = plot.left() + self._all.value / top * plot.width()
            painter.setPen(dashed_pen(theme.color("ink3"), 1.2))
            painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))

    def _paint_rate(self, painter: QPainter, rate: Rate, plot: QRectF, top: float, middle: float) -> None:
        theme = self._theme

        def at(share: float) -> float:
            return plot.left() + min(share, top) / top * plot.width()

        pen = QPen(QColor(theme.tokens.ramp[1]), theme.size(5))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawLine(
            QPointF(at(rate.low or 0.0), middle), QPointF(at(1.0 if rate.high is None else rate.high), middle)
        )
        painter.setPen(QPen(theme.color("surface"), 1.5))
        painter.setBrush(theme.color("bar"))
        painter.drawEllipse(QPointF(at(rate.value or 0.0), middle), theme.size(11) / 2, theme.size(11) / 2)

    def _columns(self, shown: Sequence[RateRow]) -> tuple[float, float]:
        theme = self._theme
        names = max(text_width(theme, "body", row.name) for row in shown)
        names = max(theme.size(round(_NAMES)), min(names, theme.size(round(_MOST_NAMES)), self.width() * 0.4))
        return names, max(text_width(theme, "secondary", row.counts) for row in shown)

    def _foot(self) -> int:
        return self._theme.line("caption") + 7

    def measure_rows(self) -> tuple[float, float]:
        return self.height() - self._foot(), self._theme.size(round(_LEAST_ROW))

    def _row_height(self) -> float:
        """A few rows keep their distance and leave the rest of the panel free."""
        room = (self.height() - self._foot()) / max(1, len(self.shown))
        return min(room, self._theme.size(round(_ROW)))


def is_rated(rate: Rate) -> bool:
    """Whether the sample bears a percentage."""
    return rate.value is not None and rate.sample is not Sample.COUNTS_ONLY
