"""Budget, authority, need and timeline of a deal, two by two; a cell opens its question."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from desktop_pipeline.queries.gates import AnswerLine
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.answer_editor import AnswerEditor
from desktop_pipeline.ui.widgets.painting import draw_hairline
from desktop_pipeline.ui.widgets.topic_cell import TopicCell

_MOST_LINES = 2


class BantGrid(QWidget):
    """Shows four answers, a row over two lines where one needs them.

    `answered(topic, state, evidence)` when one was given.
    """

    answered = Signal(str, str, str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.cells = [TopicCell(theme, self) for _place in range(4)]
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for place, cell in enumerate(self.cells):
            layout.addWidget(cell, place // 2, place % 2)
            cell.answered.connect(self.answered)
        self.setAccessibleName(self.tr("Qualification"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_answers(self, lines: Sequence[AnswerLine], *, can_edit: bool = True) -> None:
        """Show the four answers of a deal."""
        for cell, line in zip(self.cells, lines, strict=True):
            cell.show_line(line)
            cell.setEnabled(can_edit)
        self._fit()

    def open_topic(self, topic: str) -> AnswerEditor | None:
        """Ask the question of that topic."""
        cell = next((cell for cell in self.cells if cell.line is not None and cell.line.topic == topic), None)
        return None if cell is None else cell.ask()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        path = QPainterPath()
        path.addRoundedRect(body, 8, 8)
        painter.fillPath(path, self._theme.color("inset"))
        painter.setPen(QPen(self._theme.color("line"), 1))
        painter.drawPath(path)
        middle = QPointF(round(self.width() / 2) + 0.5, self.cells[2].y() + 0.5)
        line = self._theme.color("line")
        draw_hairline(painter, line, QPointF(middle.x(), 1), QPointF(middle.x(), self.height() - 1))
        draw_hairline(painter, line, QPointF(1, middle.y()), QPointF(self.width() - 1, middle.y()))

    def _fit(self) -> None:
        """Both cells of a row are as high as the longer answer needs."""
        for row in (self.cells[:2], self.cells[2:]):
            lines = max(cell.count_lines(self.width() // 2, _MOST_LINES) for cell in row)
            for cell in row:
                cell.take_lines(lines)
