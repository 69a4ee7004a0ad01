"""The sentence that stands below a field when what was typed there cannot be kept."""

from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.words import Words

_WIDEST = 400
_GAP = 4


class ErrorNote(QWidget):
    """Lies over its parent, below the field it speaks of; one at a time."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._home = parent
        self._words = Words(theme, style="secondary", role="red", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(9, 5, 9, 6)
        layout.addWidget(self._words)
        theme.changed.connect(self.update)
        self.hide()

    @property
    def text(self) -> str:
        """What it says; empty while it says nothing."""
        return "" if self.isHidden() else self._words.text()

    def speak(self, sentence: str, field: QWidget) -> None:
        """Say it below the field, or above where there is no room."""
        self._words.show_words(sentence)
        self.setAccessibleName(sentence)
        home = self._home
        width = min(
            self._theme.size(_WIDEST), home.width() - 16, self._words.fontMetrics().horizontalAdvance(sentence) + 22
        )
        self.resize(width, self.heightForWidth(width))
        place = field.mapTo(home, QPoint(0, field.height() + _GAP))
        if place.y() + self.height() > home.height():
            place.setY(field.mapTo(home, QPoint()).y() - _GAP - self.height())
        place.setX(max(8, min(place.x(), home.width() - width - 8)))
        self.move(place)
        self.raise_()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("redLine"), 1))
        painter.setBrush(self._theme.color("redSoft"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)

    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        assert layout is not None
        return layout.totalHeightForWidth(width)

    def hasHeightForWidth(self) -> bool:
        return True
