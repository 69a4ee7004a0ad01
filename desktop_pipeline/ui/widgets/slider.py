"""A slider that stays visible in the dark: a thin track, filled up to a round knob, with a mark at its usual place."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QSlider

from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.painting import draw_focus_ring

_HEIGHT, _KNOB, _TRACK = 24, 14, 4


class Slider(QSlider):
    """A double click takes the usual place again; the wheel turns it only while it has the keys.

    Signals: `reset_wanted()` on the double click, besides those of QSlider.
    """

    reset_wanted = Signal()

    def __init__(self, theme: Theme, name: str, lowest: int, highest: int, usual: int | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._theme = theme
        self._usual = usual
        self.setRange(lowest, highest)
        self.setValue(lowest if usual is None else usual)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.size(110), self._theme.size(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.size(64), self._theme.size(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, knob = self.height() / 2, self._x(self.value())
        track = QRectF(self._side(), middle - _TRACK / 2, self.width() - 2 * self._side(), _TRACK)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("line2"))
        painter.drawRoundedRect(track, _TRACK / 2, _TRACK / 2)
        start = track.left() if self._usual is None else self._x(self._usual)
        painter.setBrush(theme.color("accent" if self.isEnabled() else "control"))
        painter.drawRoundedRect(QRectF(min(start, knob), track.top(), abs(knob - start), _TRACK), 2, 2)
        if self._usual is not None:
            painter.setPen(QPen(theme.color("control"), 1))
            mark = round(self._x(self._usual)) + 0.5
            painter.drawLine(QPointF(mark, middle - 6), QPointF(mark, middle + 6))
        disc = QRectF(knob - _KNOB / 2, middle - _KNOB / 2, _KNOB, _KNOB)
        painter.setPen(QPen(theme.color("accent" if self.isEnabled() else "control"), 2))
        painter.setBrush(theme.color("surface"))
        painter.drawEllipse(disc.adjusted(1, 1, -1, -1))
        if self.hasFocus():
            draw_focus_ring(painter, theme, disc.adjusted(-1, -1, 1, 1), _KNOB / 2 + 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._follow(event.position().x())
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._follow(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.setSliderDown(False)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._usual is not None:
            self.setValue(self._usual)
        self.reset_wanted.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _follow(self, x: float) -> None:
        room = max(1.0, self.width() - 2 * self._side())
        share = min(1.0, max(0.0, (x - self._side()) / room))
        self.setValue(self.minimum() + round(share * (self.maximum() - self.minimum())))

    def _side(self) -> float:
        return _KNOB / 2 + 2

    def _x(self, value: int) -> float:
        spread = max(1, self.maximum() - self.minimum())
        return self._side() + (value - self.minimum()) / spread * (self.width() - 2 * self._side())
