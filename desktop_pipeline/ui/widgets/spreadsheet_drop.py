"""A dashed ground that takes dropped spreadsheets, or a click to choose them."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from desktop_pipeline.ui.spreadsheets import find_spreadsheets
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.painted_button import PaintedButton
from desktop_pipeline.ui.widgets.painting import dashed_pen, draw_focus_ring

# Room around the ground for the ring that shows where the keys are.
MARGIN = 3
_RADIUS = 10


class SpreadsheetDrop(PaintedButton):
    """What stands on the ground is the kinds' own: `paint_content`. Signals: `dropped(list of paths)`, `clicked`."""

    dropped = Signal(list)

    def __init__(self, theme: Theme, margin: int = MARGIN) -> None:
        """Without a margin the ring is drawn inside, and the dashes stand in line with what is above and below."""
        super().__init__()
        self._theme = theme
        self._margin = margin
        self._is_over = False
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    def paint_content(self, painter: QPainter) -> None:
        """What is drawn on the ground."""

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if find_spreadsheets(event.mimeData()):
            event.acceptProposedAction()
            self._set_over(is_over=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._set_over(is_over=False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._set_over(is_over=False)
        files = find_spreadsheets(event.mimeData())
        if files:
            event.acceptProposedAction()
            self.dropped.emit(files)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        margin = self._margin
        body = QRectF(self.rect()).adjusted(margin, margin, -margin, -margin)
        painter.setPen(dashed_pen(theme.color("accent" if self._is_over else "control")))
        painter.setBrush(theme.color("accentSoft" if self._is_over else "surface"))
        painter.drawRoundedRect(body.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
        if self.hasFocus():
            out = 1 if margin else -2
            draw_focus_ring(painter, theme, body.adjusted(-out, -out, out, out), _RADIUS + out)
        self.paint_content(painter)

    def _set_over(self, *, is_over: bool) -> None:
        self._is_over = is_over
        self.update()
