"""What a board says once, over all of its columns, where no deal passes the filters."""

from collections.abc import Sequence

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.empty_state import EmptyState

_SIDE = 8
_NARROWEST = 216


class NoMatch(EmptyState):
    """Lies on the ground of the columns; `acted` asks for all filters to be taken away."""

    def __init__(self, theme: Theme, ground: QWidget, missing: str) -> None:
        super().__init__(theme, "list-filter", missing, "")
        self.show_words(missing, "", action=self.tr("Clear filters"))
        self._ground = ground
        self.setParent(ground)

    def place(self, rooms: Sequence[QRect | None]) -> None:
        """Take the widest room that columns beside each other leave for cards, as far as it is in sight.

        None stands for a folded column, which leaves no room; where all are folded there is nothing to be seen.
        """
        widest = max(_join(rooms), key=QRect.width, default=QRect())
        self.setVisible(widest.isValid())
        view = self._ground.parentWidget() or self._ground
        sight = QRect(-self._ground.pos(), view.size())
        left = max(widest.left(), min(sight.left() + _SIDE, widest.right() - _NARROWEST))
        right = min(widest.right(), max(sight.right() - _SIDE, left + _NARROWEST))
        self.setGeometry(left, widest.top(), right - left + 1, self.sizeHint().height())
        self.raise_()


def _join(rooms: Sequence[QRect | None]) -> list[QRect]:
    joined = [QRect()]
    for room in rooms:
        if room is None:
            joined.append(QRect())
        else:
            joined[-1] = joined[-1].united(room)
    return joined
