"""The line below a list: what can be done about the rows that are selected, each with its key."""

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import QPointF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QWidget

from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.painting import draw_hairline
from desktop_pipeline.ui.widgets.words import ElidedWords, set_tooltip

_HEIGHT = 46
_SIDES, _GAP = 34, 4


class ActBar(QWidget):
    """Signals: `chosen(act)` when its button is pressed."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, acts: Sequence[tuple[Enum, str, str, str, str]]) -> None:
        """`acts` are what is told, its words, shorter ones for a narrow window, icon and key, from left to right."""
        super().__init__()
        self._theme = theme
        self.said = ElidedWords(theme, "", "secondary", "ink2")
        self.buttons: dict[Enum, ActionButton] = {}
        self._words: dict[Enum, tuple[str, str]] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(_SIDES // 2, 1, _SIDES // 2, 0)
        row.setSpacing(_GAP)
        # What finds no room must not hold the window open.
        row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        row.addWidget(self.said, 1)
        for act, text, short, icon, key in acts:
            self._words[act] = (text, short)
            button = ActionButton(theme, text, icon=icon, keys=(key,), flat=True)
            button.clicked.connect(lambda _=False, act=act: self.chosen.emit(act))
            self.buttons[act] = button
            row.addWidget(button)
        self.setFixedHeight(theme.size(_HEIGHT))

    def rename(self, act: Enum, text: str) -> None:
        """Say something else on a button."""
        self._words[act] = (text, text)
        self._fold()

    def offer(self, act: Enum, *, shown: bool = True, enabled: bool = True) -> None:
        """Whether a button is there, and whether it can be pressed."""
        self.buttons[act].setVisible(shown)
        self.buttons[act].setEnabled(enabled)
        self._fold()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self._theme.size(_HEIGHT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        """The short words where the long ones find no room; these are told as a tooltip then."""
        shown = [act for act, button in self.buttons.items() if button.isVisibleTo(self)]
        for length in (0, 1):
            for act in shown:
                button, words = self.buttons[act], self._words[act]
                button.setText(words[length])
                button.setAccessibleName(words[0])
                set_tooltip(button, words[0] if length and words[0] != words[1] else "")
                button.updateGeometry()
            around = _SIDES + _GAP * len(shown)
            if around + sum(self.buttons[act].sizeHint().width() for act in shown) <= self.width():
                return

    def paintEvent(self, event: QPaintEvent) -> None:
        ends = QPointF(0, 0.5), QPointF(self.width(), 0.5)
        draw_hairline(QPainter(self), self._theme.color("line"), *ends)
