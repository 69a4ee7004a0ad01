"""The grounds that screens and their parts lie on: a colour of the theme behind everything."""

from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QWidget

from desktop_pipeline.ui.theme import Theme


def lay_ground(theme: Theme, *widgets: QWidget, role: str = "canvas") -> None:
    """Gives them their ground; to be done again with every change of the theme."""
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Window, theme.color(role))
    for widget in widgets:
        widget.setPalette(palette)
        widget.setAutoFillBackground(True)


class Ground(QWidget):
    """A plain ground in the colour of a role; within a scroll area the style sheet leaves a palette no say."""

    def __init__(self, theme: Theme, role: str) -> None:
        super().__init__()
        self._theme = theme
        self._role = role
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), self._theme.color(self._role))
