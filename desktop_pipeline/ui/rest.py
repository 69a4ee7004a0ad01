"""What the window lets go of when nothing is worked out any more."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from desktop_pipeline.ui.heap import give_back
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Progress, Tasks

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop_pipeline.queries.figures import Figures

# One reading asks for the next within this time.
_RESTED_AFTER_MS = 150


class Rest(QObject):
    """Lightens the figures while the board is shown, which asks for them after a change only.

    The other screens ask the same days again and again.
    """

    def __init__(self, session: Session, tasks: Tasks, figures: "Figures", board: "QWidget") -> None:
        super().__init__(board)
        self._session = session
        self._tasks = tasks
        self._figures = figures
        self._board = board
        self._timer = QTimer(self, singleShot=True, interval=_RESTED_AFTER_MS)
        self._timer.timeout.connect(self._lighten)
        tasks.rested.connect(self._timer.start)

    def _lighten(self) -> None:
        if not self._tasks.is_idle or not self._board.isVisible() or self._figures.is_light:
            return
        figures, today = self._figures, self._session.today()

        def lighten(_progress: Progress) -> None:
            if figures.lighten(today):
                give_back()

        self._tasks.run(lighten, lambda _nothing: None, lambda _error: None)
