"""Keeps the calendars of a workspace up to date in the folder that other programs read; what does not work is said."""

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_pipeline.actions import Change
from desktop_pipeline.actions.calendars import KeptCalendars, keep_folder, read_calendar_folder
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.queries.calendars import read_calendars
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Progress, Tasks

# Once nothing has changed for a while, and as the days go by.
_AFTER_CHANGE_MS = 2_000
_AGAIN_MS = 60 * 60_000
_SHOWN = ("activity", "activity_kind", "deal", "person", "organisation", "owner")


class CalendarKeeper(QObject):
    """Lives as long as its session.

    Signals: `failed(sentence)`, once for each new trouble; `kept(KeptCalendars)`.
    """

    failed = Signal(str)
    kept = Signal(object)

    def __init__(self, session: Session, tasks: Tasks, settings: Path, parent: QObject | None = None) -> None:
        super().__init__(parent or session)
        self._session = session
        self._tasks = tasks
        self._settings = settings
        self.trouble = ""
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.keep)
        if not session.workspace.is_read_only:
            session.changed.connect(self._on_changed)

    def stop(self) -> None:
        """Begins nothing any more: the file is about to be closed."""
        self._timer.stop()

    def keep(self) -> None:
        """Writes on a worker what has changed, where a folder was chosen."""
        self._timer.start(_AGAIN_MS)
        workspace = self._session.workspace
        folder = read_calendar_folder(self._settings, workspace.path)
        if folder is None:
            return
        now, today, title, everybody = workspace.now(), workspace.today(), workspace.path.stem, self.tr("Everybody")

        def work(progress: Progress) -> KeptCalendars:
            with workspace.reading() as view:
                calendars = read_calendars(view, everybody, today=today)
            progress.report(1, 2)
            return keep_folder(folder, title, calendars, now=now)

        self._tasks.run(work, self._on_kept, self._on_failed, key="calendars")

    def _on_changed(self, change: Change) -> None:
        if any(change.touches(table) for table in _SHOWN):
            self._timer.start(_AFTER_CHANGE_MS)

    def _on_kept(self, kept: KeptCalendars) -> None:
        self.trouble = ""
        self.kept.emit(kept)

    def _on_failed(self, error: PipelineError) -> None:
        if str(error) != self.trouble:
            self.trouble = str(error)
            self.failed.emit(self.trouble)
