"""The line of steps at the top of the dialog: done ones ticked, the present one numbered and strong."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.painting import CENTRE, draw_hairline, draw_text
from desktop_pipeline.ui.widgets.stage_mark import paint_won_mark

_HEIGHT = 52
_SIDE = 24
_RING = 18
_BETWEEN = 28


class StepLine(QWidget):
    """Shows which step of a few is the present one."""

    def __init__(self, theme: Theme, names: Sequence[str]) -> None:
        super().__init__()
        self._theme = theme
        self._names = tuple(names)
        self._current = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_step(0)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    @property
    def current(self) -> int:
        """Which step is the present one, from 0."""
        return self._current

    def show_step(self, step: int) -> None:
        """Make a step the present one."""
        self._current = step
        said = self.tr("Step {step} of {count}: {name}")
        self.setAccessibleName(said.format(step=step + 1, count=len(self._names), name=self._names[step]))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, self._theme.size(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.color("surface"))
        foot = self.height() - 0.5
        draw_hairline(painter, theme.color("line"), QPointF(0, foot), QPointF(self.width(), foot))
        left, middle = float(_SIDE), round(self.height() / 2)
        for step, name in enumerate(self._names):
            if step:
                draw_hairline(
                    painter,
                    theme.color("line2"),
                    QPointF(left, middle + 0.5),
                    QPointF(left + _BETWEEN, middle + 0.5),
                )
                left += _BETWEEN + 20
            self._paint_ring(painter, step, QRectF(left, middle - _RING / 2, _RING, _RING))
            left += _RING + 8
            now = step == self._current
            box = QRectF(left, 0, self.width() - left, self.height())
            role = "ink" if now else "ink2"
            left += draw_text(painter, theme, "strong" if now else "body", theme.color(role), box, name) + 20

    def _paint_ring(self, painter: QPainter, step: int, ring: QRectF) -> None:
        theme = self._theme
        if step < self._current:
            paint_won_mark(painter, theme, ring)
            return
        now = step == self._current
        painter.setPen(Qt.PenStyle.NoPen if now else theme.color("control"))
        painter.setBrush(theme.color("accentFill") if now else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(ring.adjusted(0.5, 0.5, -0.5, -0.5))
        ink = theme.color("onAccent" if now else "ink2")
        draw_text(painter, theme, "caption_strong", ink, ring, str(step + 1), CENTRE)
