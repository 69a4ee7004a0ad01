"""Buttons side by side, or one below the other where the column is too narrow for their words."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from desktop_pipeline.ui.widgets.action_button import ActionButton

_GAP = 8


class AnswerRow(QWidget):
    """Never makes its column wider than its widest button."""

    def __init__(self, buttons: Sequence[ActionButton]) -> None:
        super().__init__()
        self._buttons = tuple(buttons)
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(_GAP)
        for button in buttons:
            self._layout.addWidget(button)
        self._layout.addStretch(1)

    def minimumSizeHint(self) -> QSize:
        widest = max(button.sizeHint().width() for button in self._buttons)
        return QSize(widest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        needed = sum(button.sizeHint().width() + _GAP for button in self._buttons) - _GAP
        below = needed > self.width()
        self._layout.setDirection(QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight)
