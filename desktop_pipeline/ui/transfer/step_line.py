"""The line of steps at the top of the wizard: done ones ticked, the present one numbered and strong, then the file."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_pipeline.ui.icons import icon_pixmap
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.painting import CENTRE, RIGHT, draw_hairline, draw_text, text_width
from desktop_pipeline.ui.widgets.stage_mark import paint_won_mark
from desktop_pipeline.ui.widgets.words import set_tooltip

_HEIGHT = 52
_SIDE = 20
_RING = 18
_BETWEEN = 28
_ICON = 14
_NARROWEST = 90


class StepLine(QWidget):
    """Shows which step of a few is the present one and, at the right, what it is about."""

    def __init__(self, theme: Theme, names: Sequence[str]) -> None:
        super().__init__()
        self._theme = theme
        self._names = tuple(names)
        self._current = 0
        self._subject = ""
        self._detail = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_step(0)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    @property
    def current(self) -> int:
        """Which step is the present one, from 0."""
        return self._current

    @property
    def subject(self) -> str:
        """What it is about."""
        return f"{self._subject}  {self._detail}".strip()

    def show_step(self, step: int) -> None:
        """Make a step the present one."""
        self._current = step
        said = self.tr("Step {step} of {count}: {name}")
        self.setAccessibleName(said.format(step=step + 1, count=len(self._names), name=self._names[step]))
        self.update()

    def show_subject(self, subject: str, detail: str) -> None:
        """The name of the file and what was found in it."""
        self._subject, self._detail = subject, detail
        set_tooltip(self, self.subject)
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
        ring = theme.size(_RING)
        for step, name in enumerate(self._names):
            if step:
                start = QPointF(left, middle + 0.5)
                draw_hairline(painter, theme.color("line2"), start, start + QPointF(_BETWEEN, 0))
                left += _BETWEEN + 20
            self._paint_ring(painter, step, QRectF(left, middle - ring / 2, ring, ring))
            left += ring + 8
            now = step == self._current
            box = QRectF(left, 0, self.width() - left, self.height())
            role = "ink" if now else "ink2"
            left += draw_text(painter, theme, "strong" if now else "body", theme.color(role), box, name) + 20
        self._paint_subject(painter, QRectF(left, 0, self.width() - _SIDE - left, self.height()))

    def _paint_subject(self, painter: QPainter, room: QRectF) -> None:
        theme = self._theme
        icon = theme.size(_ICON)
        room.setLeft(room.left() + icon + 8)
        if not self._subject or room.width() < _NARROWEST:
            return
        detail = text_width(theme, "body", self._detail) if self._detail else 0.0
        if room.width() - detail - 8 < _NARROWEST:
            detail = 0.0
        else:
            draw_text(painter, theme, "body", theme.color("ink2"), room, self._detail, RIGHT)
        name = room.adjusted(0, 0, -(detail + 8 if detail else 0), 0)
        taken = min(name.width(), text_width(theme, "body", self._subject))
        name.setLeft(name.right() - taken)
        draw_text(painter, theme, "body", theme.color("ink"), name, self._subject)
        drawing = icon_pixmap(theme, "file-spreadsheet", icon, "ink2", self.devicePixelRatioF())
        painter.drawPixmap(QPointF(name.left() - icon - 7, round((self.height() - icon) / 2)), drawing)

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
