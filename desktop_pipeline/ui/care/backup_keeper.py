"""Makes the backups that come by themselves while a workspace is open; what does not work is said."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_pipeline.actions.backups import BackupMade, Reason, back_up, back_up_if_due, read_choices
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Progress, Tasks

# Not before the window has settled, then now and again; whether one is due the action knows.
_FIRST_MS = 4_000
_AGAIN_MS = 5 * 60_000


class BackupKeeper(QObject):
    """Lives as long as its session. Signals: `failed(sentence)`, once for each new trouble; `made(Backup)`."""

    failed = Signal(str)
    made = Signal(object)

    def __init__(self, session: Session, tasks: Tasks, settings: Path, parent: QObject | None = None) -> None:
        super().__init__(parent or session)
        self._session = session
        self._tasks = tasks
        self._settings = settings
        self._said = ""
        self._opened = True
        self._timer = QTimer(self, interval=_FIRST_MS)
        self._timer.timeout.connect(self.look)
        if not session.workspace.is_read_only:
            self._timer.start()

    @property
    def trouble(self) -> str:
        """What kept the last backup from being made; empty where it was."""
        return self._said

    def stop(self) -> None:
        """Begins nothing any more: the file is about to be closed."""
        self._timer.stop()

    def look(self) -> None:
        """Makes a backup on a worker where one is due."""
        self._timer.setInterval(_AGAIN_MS)
        workspace = self._session.workspace
        path, zone, at, opened = workspace.path, workspace.zone, workspace.now(), self._opened
        choices = read_choices(self._settings, path)
        self._opened = False

        def work(progress: Progress) -> BackupMade:
            return back_up_if_due(path, choices, at=at, opened=opened, zone=zone, progress=progress.report)

        self._tasks.run(work, self._on_made, self._on_failed, key="backup by itself")

    def guard(self, reason: Reason, then: Callable[[], object], failed: Callable[[str], object] | None = None) -> None:
        """Makes a backup before risky work (a large import, deleting many), then goes on; without one it does not.

        Where nothing changed since the newest backup it goes on at once. `failed` is told why there is none.
        """
        workspace = self._session.workspace
        path, zone, at = workspace.path, workspace.zone, workspace.now()
        choices = read_choices(self._settings, path)

        def work(progress: Progress) -> BackupMade:
            return back_up(path, choices, at=at, reason=reason, zone=zone, progress=progress.report)

        def go_on(made: BackupMade) -> None:
            self._on_made(made)
            then()

        def stop(error: PipelineError) -> None:
            self._said = ""  # what was stopped is always said
            self._tell(str(error))
            if failed is not None:
                failed(str(error))

        self._tasks.run(work, go_on, stop)

    def _on_made(self, made: BackupMade) -> None:
        self._tell(made.warning or "")
        if made.backup is not None:
            self.made.emit(made.backup)

    def _on_failed(self, error: PipelineError) -> None:
        self._tell(str(error))

    def _tell(self, sentence: str) -> None:
        is_new = sentence != self._said
        self._said = sentence
        if sentence and is_new:
            self.failed.emit(sentence)
