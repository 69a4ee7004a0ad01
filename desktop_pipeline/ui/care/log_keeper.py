"""Empties the engine's log into the file when nobody works, so that no drop has to wait for it."""

from PySide6.QtCore import QObject, QTimer

from desktop_pipeline.actions import Change
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks

# Nobody has changed anything for so long.
_IDLE_MS = 2_000
# By itself the engine does it in the middle of a commit, which then takes ten times as long: with the largest moves
# after some fifty of them.
_CHANGES = 20


class LogKeeper(QObject):
    """Lives as long as its session."""

    def __init__(self, session: Session, tasks: Tasks) -> None:
        super().__init__(session)
        self._session = session
        self._tasks = tasks
        self._changes = 0
        self._timer = QTimer(self, singleShot=True, interval=_IDLE_MS)
        self._timer.timeout.connect(self._settle)
        session.changed.connect(self._count)

    def stop(self) -> None:
        """Begins nothing any more: the file is about to be closed."""
        self._timer.stop()
        self._session.changed.disconnect(self._count)

    def _count(self, _change: Change) -> None:
        self._changes += 1
        if self._changes >= _CHANGES:
            self._timer.start()

    def _settle(self) -> None:
        self._changes = 0
        journal = self._session.workspace.journal
        # What keeps it from working (a full disk) the next change will tell.
        self._tasks.run(lambda _progress: journal.settle_log(), lambda _nothing: None, lambda _error: None)
