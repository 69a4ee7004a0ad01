"""Two halves of a step side by side; where the room is short one part is shown at a time."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.painting import draw_hairline
from desktop_pipeline.ui.widgets.segmented import Segmented

SIDE = 20


class Halves(QWidget):
    """The left half is as wide as it is told, the right one takes the rest; the last of the parts is the right half."""

    _left: QWidget
    _right: QWidget
    _fold_home: QWidget
    fold: Segmented

    def __init__(self, theme: Theme, left: int, narrowest_right: int, *, around: int = 0) -> None:
        """`left` and `narrowest_right` are pixels at 100 % text; `around` is the left half's and does not grow."""
        super().__init__()
        self._theme = theme
        self._left_width = left
        self._narrowest_right = narrowest_right
        self._around = around

    def arrange(self, parts: Sequence[str], left: QWidget, right: QWidget) -> None:
        """Puts the halves into their places; to be called once, when both are made. `parts` are named in the fold."""
        self._left, self._right, self._fold_home = left, right, QWidget()
        self.fold = Segmented(self._theme, parts)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(left)
        body.addWidget(right, 1)
        fold = QHBoxLayout(self._fold_home)
        fold.setContentsMargins(SIDE, 10, SIDE, 0)
        fold.addWidget(self.fold)
        fold.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._fold_home)
        layout.addLayout(body, 1)
        self._fold_home.hide()
        self.fold.chosen.connect(lambda _index: self.show_halves())
        self._theme.changed.connect(self.update)

    @property
    def is_folded(self) -> bool:
        """Whether one half is shown at a time."""
        return self.width() < self._theme.size(self._left_width + self._around + self._narrowest_right)

    @property
    def is_right_chosen(self) -> bool:
        """Whether it is the right half that is shown where one is shown at a time."""
        return self.fold.current == len(self.fold.choices) - 1

    def show_halves(self) -> None:
        """Both, or the chosen one."""
        is_folded = self.is_folded
        self._fold_home.setVisible(is_folded)
        self._left.setVisible(not is_folded or not self.is_right_chosen)
        self._right.setVisible(not is_folded or self.is_right_chosen)
        self._left.setFixedWidth(self.width() if is_folded else self._theme.size(self._left_width) + self._around)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.show_halves()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("surface"))
        if not self.is_folded:
            x = self._left.width() - 0.5
            draw_hairline(painter, self._theme.color("line"), QPointF(x, 0), QPointF(x, self.height()))
