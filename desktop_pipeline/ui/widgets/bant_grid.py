"""Budget, authority, need and timeline of a deal, two by two; a cell opens its question."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy, QWidget

from desktop_pipeline.domain.qualification import State
from desktop_pipeline.queries.gates import AnswerLine
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.answer_editor import AnswerEditor
from desktop_pipeline.ui.widgets.gate_words import ask_topic, word_answer, word_topic
from desktop_pipeline.ui.widgets.painting import draw_focus_ring, draw_hairline, draw_text
from desktop_pipeline.ui.widgets.words import set_tooltip

_HEIGHT = 44
_PAD = 11


class _Cell(QAbstractButton):
    """One topic: its name above, what is known below, in amber where that is not enough."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.line: AnswerLine | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
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
        return QSize(150, self._theme.size(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self._theme.size(_HEIGHT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.line is None:
            return
        theme, line = self._theme, self.line
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isEnabled() and (self.underMouse() or self.isDown()):
            painter.fillRect(self.rect().adjusted(1, 1, -1, -1), theme.color("hover"))
        top = self.height() / 2 - theme.line("caption") - 1
        width = self.width() - 2 * _PAD
        name = QRectF(_PAD, top, width, theme.line("caption"))
        draw_text(painter, theme, "caption", theme.color("ink3"), name, word_topic(line.topic))
        known = QRectF(_PAD, self.height() / 2, width, theme.line("secondary"))
        is_sure = line.state is State.YES and not line.is_stale
        draw_text(painter, theme, "secondary", theme.color("ink" if is_sure else "amber"), known, word_answer(line))
        if self.hasFocus():
            draw_focus_ring(painter, theme, QRectF(self.rect()).adjusted(3, 3, -3, -3), 4)


class BantGrid(QWidget):
    """Shows four answers; `answered(topic, state, evidence)` when one was given."""

    answered = Signal(str, str, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.cells = [_Cell(theme, self) for _place in range(4)]
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for place, cell in enumerate(self.cells):
            layout.addWidget(cell, place // 2, place % 2)
            cell.clicked.connect(lambda _checked=False, cell=cell: self._open(cell))
        self.setAccessibleName(self.tr("Qualification"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_answers(self, lines: Sequence[AnswerLine], *, can_edit: bool = True) -> None:
        """Show the four answers of a deal."""
        for cell, line in zip(self.cells, lines, strict=True):
            cell.show_line(line)
            cell.setEnabled(can_edit)

    def open_topic(self, topic: str) -> AnswerEditor | None:
        """Ask the question of that topic."""
        cell = next((cell for cell in self.cells if cell.line is not None and cell.line.topic == topic), None)
        return None if cell is None else self._open(cell)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        path = QPainterPath()
        path.addRoundedRect(body, 8, 8)
        painter.fillPath(path, self._theme.color("inset"))
        painter.setPen(QPen(self._theme.color("line"), 1))
        painter.drawPath(path)
        middle = QPointF(round(self.width() / 2) + 0.5, round(self.height() / 2) + 0.5)
        line = self._theme.color("line")
        draw_hairline(painter, line, QPointF(middle.x(), 1), QPointF(middle.x(), self.height() - 1))
        draw_hairline(painter, line, QPointF(1, middle.y()), QPointF(self.width() - 1, middle.y()))

    def _open(self, cell: _Cell) -> AnswerEditor | None:
        if cell.line is None:
            return None
        editor = AnswerEditor(self._theme, cell.line, self)
        editor.answered.connect(self.answered)
        editor.open_at(cell.mapToGlobal(QPoint(0, cell.height() + 2)))
        return editor
