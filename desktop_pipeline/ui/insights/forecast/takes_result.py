"""The framed answer to what it takes: what is sure, what is needed, by when, and how that is worked out."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.words import Words


class TakesResult(QWidget):
    """Five texts on a soft ground; an empty one is not there."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.sure = Words(theme, "", "secondary", "ink2", wrap=True)
        self.needed = Words(theme, "", "heading", "ink", wrap=True)
        self.pace = Words(theme, "", "body", "ink", wrap=True)
        self.working = Words(theme, "", "caption", "ink2", wrap=True)
        self.stages = Words(theme, "", "caption", "ink2", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 9, 14, 10)
        column.setSpacing(3)
        for words in self._texts:
            column.addWidget(words)
        column.addStretch(1)
        theme.changed.connect(self.update)

    def say(self, *texts: str) -> None:
        """The texts from the top down."""
        for words, text in zip(self._texts, (*texts, *[""] * len(self._texts)), strict=False):
            words.show_words(text)
            words.setVisible(bool(text))
        self.setAccessibleName(" ".join(text for text in texts if text))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("accentLine"), 1))
        painter.setBrush(self._theme.color("accentSoft"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)

    @property
    def _texts(self) -> tuple[Words, ...]:
        return self.sure, self.needed, self.pace, self.working, self.stages
