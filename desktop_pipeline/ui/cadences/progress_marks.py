"""The touches of a cadence as small segments, the done ones filled."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_pipeline.queries.cadences import EnrolmentStepRow
from desktop_pipeline.ui.theme import Theme

_WIDE, _HIGH, _GAP = 7, 4, 2
_MOST = 12


class ProgressMarks(QWidget):
    """As exit criteria are shown on cards; the words beside it tell the same."""

    def __init__(self, theme: Theme, steps: Sequence[EnrolmentStepRow]) -> None:
        super().__init__()
        self._theme = theme
        self._done = [step.done_at is not None for step in steps[:_MOST]]
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(max(1, len(self._done) * (_WIDE + _GAP) - _GAP), _HIGH)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(Qt.PenStyle.NoPen)
        for place, is_done in enumerate(self._done):
            painter.setBrush(self._theme.color("accentFill" if is_done else "line2"))
            painter.drawRect(QRectF(place * (_WIDE + _GAP), 0, _WIDE, _HIGH))
