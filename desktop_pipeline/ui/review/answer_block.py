"""The frame below the choices: what the chosen one still asks, always in the same place and of the same height."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.words import ElidedWords, Words

_SIDE = 12
HEIGHT = 112


class AnswerBlock(QWidget):
    """A title with a quieter line beside it; `body` is for what is asked below."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.title = Words(theme, "", "strong")
        self.detail = ElidedWords(theme, "", "caption", "ink2")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addWidget(self.detail, 1)
        self.head = head
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(_SIDE, 9, _SIDE, 9)
        self.body.setSpacing(6)
        self.body.addLayout(head)
        theme.changed.connect(self.update)

    def say(self, detail: str) -> None:
        """What stands beside the title."""
        self.detail.show_words(detail)
        self.setAccessibleName(f"{self.title.text()} {detail}".strip())

    def focus_first(self) -> bool:
        """Give the keys to the first thing that is asked; whether there is one."""
        return False

    @property
    def needs_answer(self) -> bool:
        """Whether it cannot be saved as it stands: the keys go there at once."""
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("line"), 1))
        painter.setBrush(self._theme.color("inset"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
