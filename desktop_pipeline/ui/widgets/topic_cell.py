"""One topic of a deal's qualification: its name above, what is known below; a click or Enter asks its question."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_pipeline.domain.qualification import State
from desktop_pipeline.queries.gates import AnswerLine
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.answer_editor import AnswerEditor
from desktop_pipeline.ui.widgets.breaking import break_lines
from desktop_pipeline.ui.widgets.gate_words import ask_topic, word_answer, word_topic
from desktop_pipeline.ui.widgets.painted_button import PaintedButton
from desktop_pipeline.ui.widgets.painting import draw_focus_ring, draw_text
from desktop_pipeline.ui.widgets.words import set_tooltip

_HEIGHT, _LINE = 44, 22
_PAD = 11
_USUAL, _NARROWEST = 120, 60


class TopicCell(PaintedButton):
    """What is known is in amber where that is not enough. `answered(topic, state, evidence)` when it was answered.

    `lines`: over how many the answer goes.
    """

    answered = Signal(str, str, str)

    def __init__(self, theme: Theme, parent: QWidget, *, lines: int = 1) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lines = lines
        self.line: AnswerLine | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.ask)
        theme.changed.connect(self.updateGeometry)

    def show_line(self, line: AnswerLine) -> None:
        self.line = line
        said = word_answer(line)
        self.setAccessibleName(f"{word_topic(line.topic)}: {said}")
        self.setAccessibleDescription(self.tr("Enter answers it"))
        set_tooltip(self, f"{ask_topic(line.topic)} {said}")
        self.update()

    def count_lines(self, width: int, most: int) -> int:
        """Over how many lines the answer would go in a cell of that width."""
        if self.line is None:
            return 1
        return len(break_lines(self._theme, "secondary", word_answer(self.line), width - 2 * _PAD, most))

    def take_lines(self, lines: int) -> None:
        """Be as high as so many lines of the answer need."""
        if lines != self._lines:
            self._lines = lines
            self.updateGeometry()

    def ask(self) -> AnswerEditor | None:
        """Open its question below it; None where no answer is shown yet."""
        if self.line is None:
            return None
        editor = AnswerEditor(self._theme, self.line, self)
        editor.answered.connect(self.answered)
        editor.open_at(self.mapToGlobal(QPoint(0, self.height() + 2)))
        return editor

    def sizeHint(self) -> QSize:
        return QSize(self._theme.size(_USUAL), self._height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.size(_NARROWEST), self._height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            super().keyPressEvent(event)
        else:
            # Other keys belong to the page: a button would take the arrows for itself.
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.line is None:
            return
        theme, line = self._theme, self.line
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isEnabled() and (self.underMouse() or self.isDown()):
            painter.fillRect(self.rect().adjusted(1, 1, -1, -1), theme.color("hover"))
        width, high = self.width() - 2 * _PAD, theme.line("secondary")
        top = (self.height() - theme.line("caption") - self._lines * high) / 2
        name = QRectF(_PAD, top, width, theme.line("caption"))
        draw_text(painter, theme, "caption", theme.color("ink3"), name, word_topic(line.topic))
        colour = theme.color("ink" if line.state is State.YES and not line.is_stale else "amber")
        for place, text in enumerate(break_lines(theme, "secondary", word_answer(line), width, self._lines)):
            draw_text(
                painter, theme, "secondary", colour, QRectF(_PAD, name.bottom() + place * high, width, high), text
            )
        if self.hasFocus():
            draw_focus_ring(painter, theme, QRectF(self.rect()).adjusted(3, 3, -3, -3), 4)

    def _height(self) -> int:
        return self._theme.size(_HEIGHT + (self._lines - 1) * _LINE)
