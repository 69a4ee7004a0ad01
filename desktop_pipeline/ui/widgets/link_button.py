"""Words that can be pressed, in the colour of links."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.painted_button import PaintedButton
from desktop_pipeline.ui.widgets.painting import draw_focus_ring, draw_text, text_width
from desktop_pipeline.ui.widgets.words import set_plain, set_tooltip

_HEIGHT = 24
_PAD = 4


class LinkButton(PaintedButton):
    """Stands with its letters at the left edge; ends in “…” where the room is short."""

    def __init__(self, theme: Theme, text: str) -> None:
        super().__init__()
        self._theme = theme
        set_plain(self, text)
        self.setAccessibleName(text)
        set_tooltip(self, text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        width = text_width(self._theme, "body", self.text())
        return QSize(round(width) + _PAD + 1, self._theme.size(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.size(60), self._theme.size(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        words = box.adjusted(0, 0, -2, 0)
        taken = draw_text(painter, self._theme, "body", self._theme.color("accent"), words, self.text())
        if self.underMouse():
            under = round(box.center().y() + self._theme.metrics("body").ascent() / 2) + 1.5
            painter.drawLine(0, round(under), round(taken), round(under))
        if self.hasFocus():
            draw_focus_ring(painter, self._theme, box.adjusted(1.5, 1.5, -1.5, -1.5), 3)
