"""Watches the clock for the reminders of an open workspace, and knows which of them are shown."""

from collections.abc import Iterable
from datetime import timedelta

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_pipeline.actions import Change
from desktop_pipeline.domain.reminders import Reminder, Snooze, Told, find_due, find_snooze_end, find_wait
from desktop_pipeline.queries.reminders import read_reminders
from desktop_pipeline.ui.reminders.reminder_file import ReminderFile
from desktop_pipeline.ui.session import Session

_TABLES = ("activity", "person", "organisation", "owner", "setting")
_LEAST = timedelta(milliseconds=50)


class ReminderKeeper(QObject):
    """Lives as long as its session.

    Signals: `came(DueReminders)` when some are to be told, which then count as told; `changed()` when others than
    before are to be seen.
    """

    came = Signal(object)
    changed = Signal()

    def __init__(self, session: Session, file: ReminderFile, parent: QObject | None = None) -> None:
        super().__init__(parent or session)
        self._session = session
        self._file = file
        self._reminders: list[Reminder] = []
        self._shown: dict[int, Reminder] = {}
        self._missed: set[int] = set()
        self._is_stale = False
        # One shot each time, a minute at most: the clock may be set anew meanwhile, or the computer sleep.
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.look)
        session.changed.connect(self._on_changed)

    @property
    def shown_ids(self) -> list[int]:
        """The activities that are reminded of now, the earliest reminder first."""
        return [reminder.activity_id for reminder in self._shown.values()]

    @property
    def missed_ids(self) -> frozenset[int]:
        """Those of them whose time went by unseen."""
        return frozenset(self._missed & self._shown.keys())

    @property
    def wait_ms(self) -> int:
        """For how many milliseconds it rests before it looks again; −1 while nothing is to come."""
        return self._timer.interval() if self._timer.isActive() else -1

    def start(self) -> None:
        """Reads what there is, and looks at the clock."""
        self._read()
        self.look()

    def stop(self) -> None:
        """Tells nothing any more: the file is about to be closed."""
        self._timer.stop()
        self._session.changed.disconnect(self._on_changed)

    def look(self) -> None:
        """Tells what is due, and waits for the next."""
        if self._is_stale:
            self._read()
        now, told = self._session.now(), self._told()
        due = find_due(self._reminders, told, now=now)
        if due.all:
            told = told.tell(due.all)
            self._keep(told)
            self._shown |= {reminder.activity_id: reminder for reminder in due.all}
            self._missed -= {reminder.activity_id for reminder in due.now}
            self._missed |= {reminder.activity_id for reminder in due.missed}
            self.came.emit(due)
            self.changed.emit()
        wait = find_wait(self._reminders, told, now=now)
        if wait is None:
            self._timer.stop()
        else:
            self._timer.start(round(max(wait, _LEAST).total_seconds() * 1000))

    def dismiss(self) -> None:
        """They were seen."""
        self._shown.clear()
        self._missed.clear()
        self.changed.emit()

    def snooze(self, how_long: Snooze) -> None:
        """Puts off what is shown."""
        until = find_snooze_end(how_long, now=self._session.now(), zone=self._session.workspace.zone)
        self._keep(self._told().put_off(self._shown, until))
        self.dismiss()
        self.look()

    def _on_changed(self, change: Change) -> None:
        if any(change.touches(table) for table in _TABLES):
            self._read()
            self.look()
        elif change.touches("deal"):
            # A deal that went may have taken reminders with it; one that was dropped is painted first.
            self._is_stale = True
            self._timer.start(round(_LEAST.total_seconds() * 1000))

    def _read(self) -> None:
        """Reads the reminders anew; what is done, gone or moved is no longer shown."""
        self._is_stale = False
        workspace = self._session.workspace
        self._reminders = read_reminders(workspace, who=workspace.journal.who)
        told = self._told()
        kept = told.keep(self._reminders)
        if kept != told:
            self._keep(kept)
        there = set(self._reminders)
        self._hide(reminder.activity_id for reminder in list(self._shown.values()) if reminder not in there)

    def _hide(self, activity_ids: Iterable[int]) -> None:
        gone = [self._shown.pop(activity_id) for activity_id in activity_ids]
        if gone:
            self.changed.emit()

    def _told(self) -> Told:
        return self._file.told(self._session.path)

    def _keep(self, told: Told) -> None:
        self._file.keep_told(self._session.path, told)
