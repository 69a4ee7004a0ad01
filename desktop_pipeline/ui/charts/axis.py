"""An axis of bare words: no line, no ticks, painted straight onto screen, printer or PDF."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QFrame, QStyleOptionGraphicsItem, QWidget

LEFT = Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True, slots=True)
class Word:
    """A text at a place of the axis, in the stronger look or the plain one."""

    place: float
    text: str
    is_strong: bool = False


@dataclass(frozen=True, slots=True)
class WordLook:
    """Plain and strong font and colour, and the room between words and chart in the scene's pixels."""

    font: QFont
    strong_font: QFont
    colour: QColor
    strong_colour: QColor
    gap: float


class WordAxis(pg.AxisItem):  # type: ignore[misc] # pyqtgraph is untyped
    """Words beside a chart: centred below it, or flush left or right at a side.

    pyqtgraph's own axis goes through a QPicture, which Qt scales by a printer's resolution a second time.
    """

    def __init__(self, side: str, align: Qt.AlignmentFlag = RIGHT) -> None:
        super().__init__(side)
        self._align = align
        self._words: tuple[Word, ...] = ()
        self._look: WordLook | None = None

    def show_words(self, words: Sequence[Word], look: WordLook) -> None:
        """What stands where, from now on."""
        self._words = tuple(words)
        self._look = look
        self.update()

    @property
    def words(self) -> tuple[Word, ...]:
        """What stands on the axis."""
        return self._words

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        low, high = self.range
        if self._look is None or high == low:
            return
        area = QRectF(self.mapRectFromParent(self.geometry()))
        for word in self._words:
            painter.setFont(self._look.strong_font if word.is_strong else self._look.font)
            painter.setPen(self._look.strong_colour if word.is_strong else self._look.colour)
            share = (word.place - low) / (high - low)
            if self.orientation == "bottom":
                self._paint_below(painter, area, area.left() + share * area.width(), word.text)
            else:
                self._paint_beside(painter, area, area.bottom() - share * area.height(), word.text)

    def _paint_below(self, painter: QPainter, area: QRectF, middle: float, text: str) -> None:
        gap = self._look.gap if self._look else 0
        place = QRectF(middle - area.width() / 2, area.top() + gap, area.width(), area.height() - gap)
        painter.drawText(place, int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop), text)

    def _paint_beside(self, painter: QPainter, area: QRectF, middle: float, text: str) -> None:
        metrics = QFontMetricsF(painter.font())
        height = metrics.height()
        gap = self._look.gap if self._look else 0
        place = QRectF(area.left(), middle - height / 2, area.width() - gap, height)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        flags = self._align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.drawText(place, int(flags), shown)


def make_bare(chart: Any) -> None:  # noqa: ANN401 - pyqtgraph is untyped
    """Takes menus, buttons, mouse, frame, ground and margins off a plot widget; what lies behind it shines through."""
    for widget in (chart, chart.viewport()):
        widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    chart.setFrameShape(QFrame.Shape.NoFrame)
    chart.viewport().setAutoFillBackground(False)
    chart.setAntialiasing(True)
    plot = chart.getPlotItem()
    plot.setMenuEnabled(False)
    plot.hideButtons()
    plot.setMouseEnabled(False, False)
    plot.layout.setContentsMargins(0, 0, 0, 0)
