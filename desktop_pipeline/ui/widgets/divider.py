"""A short upright hairline between the title of a toolbar and its chips."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.painting import draw_hairline


class Divider(QWidget):
    """Takes 17 pixels of the row."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedSize(17, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_hairline(painter, self._theme.color("line2"), QPointF(8.5, 1), QPointF(8.5, 18))
