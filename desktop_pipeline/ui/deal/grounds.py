"""What the panel lies on: its scrolling columns, and the shade at its edge."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QWidget

from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.ground import Ground

EDGE = 12
_DARKEST = 26  # of 255


class Column(QScrollArea):
    """One scrolling column on a ground of its own."""

    def __init__(self, theme: Theme, role: str, content: QLayout) -> None:
        super().__init__()
        inner = Ground(theme, role)
        inner.setLayout(content)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Tab goes to what stands in it, not to the column.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inner)


class EdgeShadow(QWidget):
    """Shade left of the panel; the mouse goes through it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        shade = QLinearGradient(0, 0, self.width(), 0)
        shade.setColorAt(0, QColor(0, 0, 0, 0))
        shade.setColorAt(1, QColor(0, 0, 0, _DARKEST))
        QPainter(self).fillRect(self.rect(), shade)
