"""The name that an owner gave a field, in the column before it: over two lines where one is too short for it."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.breaking import break_lines
from desktop_pipeline.ui.widgets.painting import draw_text, text_width
from desktop_pipeline.ui.widgets.words import set_tooltip

_LOWEST = 24
_MOST_LINES = 2


class FieldName(QWidget):
    """As wide as the column; `inset` is how far in its text begins. What two lines do not hold is its tooltip."""

    def __init__(self, theme: Theme, name: str, width: int, *, inset: int = 0) -> None:
        super().__init__()
        self._theme = theme
        self._inset = inset
        room = theme.size(width) - inset
        self.lines = break_lines(theme, "secondary", name, room, _MOST_LINES)
        if text_width(theme, "secondary", self.lines[-1]) > room:
            set_tooltip(self, name)
        self.setAccessibleName(name)
        further = (len(self.lines) - 1) * theme.line("secondary")
        # As high as the field beside it, so that both stand on one line in every text size.
        self.setFixedSize(theme.size(width), max(_LOWEST, theme.line("body")) + further)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, step = self._theme, self._theme.line("secondary")
        painter = QPainter(self)
        top = (self.height() - len(self.lines) * step) / 2
        for place, text in enumerate(self.lines):
            box = QRectF(self._inset, top + place * step, self.width() - self._inset, step)
            draw_text(painter, theme, "secondary", theme.color("ink3"), box, text)
