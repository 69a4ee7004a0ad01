"""A framed remark: an icon and a sentence or more on a soft ground."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_pipeline.ui.icons import icon_pixmap
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.words import Words

_ICON = 14
_LEFT = 34


class Callout(QWidget):
    """`tint` is “green”, “amber” or “red”: the ground, its line and the icon follow."""

    def __init__(self, theme: Theme, icon: str, tint: str) -> None:
        super().__init__()
        self._theme = theme
        self._icon = icon
        self._tint = tint
        self._words = Words(theme, style="secondary", role="ink", wrap=True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(_LEFT, 8, 12, 9)
        layout.addWidget(self._words)
        theme.changed.connect(self.update)

    @property
    def text(self) -> str:
        """What it says."""
        return self._words.text()

    def say(self, text: str) -> None:
        """Say this; with nothing to say it is not there."""
        self._words.show_words(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color(f"{self._tint}Line"), 1))
        painter.setBrush(theme.color(f"{self._tint}Soft"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        drawing = icon_pixmap(theme, self._icon, _ICON, self._tint, self.devicePixelRatioF())
        painter.drawPixmap(QPointF(12, 10), drawing)
