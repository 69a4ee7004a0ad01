"""Budget, authority, need and timeline side by side; a cell opens its question."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop_pipeline.queries.gates import AnswerLine
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.painting import draw_hairline
from desktop_pipeline.ui.widgets.topic_cell import TopicCell

_LINES = 2


class BantStrip(QWidget):
    """Shows four answers; `answered(topic, state, evidence)` when one was given."""

    answered = Signal(str, str, str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.cells = [TopicCell(theme, self, lines=_LINES) for _place in range(4)]
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for cell in self.cells:
            layout.addWidget(cell, 1)
            cell.answered.connect(self.answered)
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
