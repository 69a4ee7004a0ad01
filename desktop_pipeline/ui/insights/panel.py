"""A panel of Insights: its title is the question, the sentence at its foot the answer."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.words import ElidedWords, Words

_PAD = 16


class Panel(QWidget):
    """A surface with a header, a body that can give way to a plain sentence, and the answer."""

    def __init__(self, theme: Theme, title: str, body: QWidget, *corner: QWidget) -> None:
        super().__init__()
        self._theme = theme
        self._title = title
        self._caption = ElidedWords(theme, "", "caption", "ink3")
        self._answer = Words(theme, "", "secondary", "ink2", wrap=True)
        self._empty = Words(theme, "", "body", "ink2", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._chart = body
        self._body = QStackedLayout()
        header = QHBoxLayout()
        header.setSpacing(9)
        name = Words(theme, title, "strong", "ink")
        # As high as a switch beside it, so that titles of neighbours stand on one line.
        name.setMinimumHeight(theme.size(22))
        header.addWidget(name)
        header.addWidget(self._caption, 1)
        for widget in corner:
            header.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(_PAD, 11, _PAD, 13)
        column.setSpacing(8)
        column.addLayout(header)
        column.addLayout(self._body, 1)
        # Once it belongs to the panel: the first is shown at once, and would come up as a window of its own.
        self._body.addWidget(body)
        self._body.addWidget(self._empty)
        column.addWidget(self._answer)
        self.setAccessibleName(title)
        theme.changed.connect(self.update)

    @property
    def answer(self) -> str:
        """The sentence that stands below or instead of the chart."""
        return self._empty.text() if self.is_empty else self._answer.text()

    @property
    def is_empty(self) -> bool:
        """Whether a sentence stands instead of the chart."""
        return self._body.currentIndex() == 1

    def show_caption(self, caption: str) -> None:
        """The quiet words behind the title."""
        self._caption.show_words(caption)

    def show_answer(self, answer: str) -> None:
        """Show the chart, and the answer below it."""
        self._body.setCurrentIndex(0)
        self._answer.show_words(answer)
        self._answer.setVisible(bool(answer))
        self._tell(answer)

    def show_empty(self, sentence: str) -> None:
        """Say what is missing instead of a chart."""
        self._body.setCurrentIndex(1)
        self._empty.show_words(sentence)
        self._answer.hide()
        self._tell(sentence)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("line"), 1))
        painter.setBrush(self._theme.color("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)

    def _tell(self, sentence: str) -> None:
        self.setAccessibleDescription(sentence)
        self._chart.setAccessibleName(self._title)
        self._chart.setAccessibleDescription(sentence)
