"""Budget, authority, need and timeline side by side; a cell opens its question."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from desktop_pipeline.domain.qualification import State
from desktop_pipeline.queries.gates import AnswerLine
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.answer_editor import AnswerEditor
from desktop_pipeline.ui.widgets.gate_words import ask_topic, word_answer, word_topic
from desktop_pipeline.ui.widgets.painting import draw_focus_ring, draw_hairline, draw_text
from desktop_pipeline.ui.widgets.words import set_tooltip

_HEIGHT = 66
_PAD = 12
_LINES = 2


class TopicCell(QAbstractButton):
    """One topic: its name above, what is known below over two lines, in amber where that is not enough."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.line: AnswerLine | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_line(self, line: AnswerLine) -> None:
        """Show an answer."""
        self.line = line
        said = word_answer(line)
        self.setAccessibleName(f"{word_topic(line.topic)}: {said}")
        self.setAccessibleDescription(self.tr("Enter answers it"))
        set_tooltip(self, f"{ask_topic(line.topic)} {said}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.size(120), self._theme.size(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.size(60), self._theme.size(_HEIGHT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        elif event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.line is None:
            return
        theme, line = self._theme, self.line
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isEnabled() and (self.underMouse() or self.isDown()):
            painter.fillRect(self.rect().adjusted(1, 1, -1, -1), theme.color("hover"))
        width = self.width() - 2 * _PAD
        name = QRectF(_PAD, 9, width, theme.line("caption"))
        draw_text(painter, theme, "caption", theme.color("ink3"), name, word_topic(line.topic))
        is_sure = line.state is State.YES and not line.is_stale
        painter.setPen(theme.color("ink" if is_sure else "amber"))
        for place, text in enumerate(_break(theme, word_answer(line), width)):
            high = theme.line("secondary")
            box = QRectF(_PAD, name.bottom() + place * high, width, high)
            draw_text(painter, theme, "secondary", theme.color("ink" if is_sure else "amber"), box, text)
        if self.hasFocus():
            draw_focus_ring(painter, theme, QRectF(self.rect()).adjusted(3, 3, -3, -3), 4)


class BantStrip(QWidget):
    """Shows four answers; `answered(topic, state, evidence)` when one was given."""

    answered = Signal(str, str, str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.cells = [TopicCell(theme, self) for _place in range(4)]
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for cell in self.cells:
            layout.addWidget(cell, 1)
            cell.clicked.connect(lambda _checked=False, cell=cell: self._open(cell))
        self.setAccessibleName(self.tr("Qualification"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_answers(self, lines: Sequence[AnswerLine], *, can_edit: bool = True) -> None:
        """Show the four answers of a deal."""
        for cell, line in zip(self.cells, lines, strict=True):
            cell.show_line(line)
            cell.setEnabled(can_edit)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("line2"), 1))
        painter.setBrush(self._theme.color("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        for cell in self.cells[1:]:
            left = cell.x() + 0.5
            draw_hairline(painter, self._theme.color("line"), QPointF(left, 1), QPointF(left, self.height() - 1))

    def _open(self, cell: TopicCell) -> AnswerEditor | None:
        if cell.line is None:
            return None
        editor = AnswerEditor(self._theme, cell.line, self)
        editor.answered.connect(self.answered)
        editor.open_at(cell.mapToGlobal(QPoint(0, cell.height() + 2)))
        return editor


def _break(theme: Theme, text: str, width: float) -> list[str]:
    """The text on at most two lines, what is left over at the end of the second."""
    layout = QTextLayout(text.replace("\n", " "), theme.font("secondary"))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    lines: list[str] = []
    layout.beginLayout()
    line = layout.createLine()
    while line.isValid():
        line.setLineWidth(max(20.0, width))
        start = line.textStart()
        if len(lines) == _LINES - 1:
            lines.append(layout.text()[start:].strip())
            break
        lines.append(layout.text()[start : start + line.textLength()].strip())
        line = layout.createLine()
    layout.endLayout()
    return lines
