"""The icon in the system's tray: notifications, what can be done from there, and the way back to the window."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon, QWidget

from desktop_pipeline.ui.reminders.reminder_strip import add_snoozes
from desktop_pipeline.ui.reminders.reminder_words import ReminderWords

_SHOWN_MS = 12_000


class Tray(QObject):
    """One for a window.

    Signals: `window_wanted()`, `reminder_wanted()` by a click on the notification, `today_wanted()`, `snoozed(Snooze)`,
    `quit_wanted()`.
    """

    window_wanted = Signal()
    reminder_wanted = Signal()
    today_wanted = Signal()
    snoozed = Signal(object)
    quit_wanted = Signal()

    def __init__(self, icon: QIcon, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.icon = QSystemTrayIcon(icon, self)
        self.icon.setToolTip(name)
        self.menu = QMenu(parent)
        self._add(self.tr("Open {program}").format(program=name), self.window_wanted.emit)
        self._add(self.tr("Today’s activities"), self.today_wanted.emit)
        self.later = self.menu.addMenu(self.tr("Remind later"))
        add_snoozes(self.later, self.snoozed.emit)
        self.menu.addSeparator()
        self._add(self.tr("Quit"), self.quit_wanted.emit)
        self.show_reminders(0)
        self.icon.setContextMenu(self.menu)
        self.icon.activated.connect(self._on_activated)
        self.icon.messageClicked.connect(self.reminder_wanted)

    @property
    def is_there(self) -> bool:
        """Whether the desktop shows it."""
        return QSystemTrayIcon.isSystemTrayAvailable() and self.icon.isVisible()

    def show(self) -> None:
        """Puts the icon there, where the desktop has a place for it."""
        self.icon.setVisible(QSystemTrayIcon.isSystemTrayAvailable())

    def notify(self, words: ReminderWords) -> None:
        """Has the system say it."""
        if self.is_there:
            self.icon.showMessage(words.title, words.text, QSystemTrayIcon.MessageIcon.Information, _SHOWN_MS)

    def show_reminders(self, count: int) -> None:
        """So many wait to be seen."""
        self.later.setEnabled(bool(count))

    def close(self) -> None:
        """Takes the icon away."""
        self.icon.hide()
        self.menu.deleteLater()

    def _add(self, words: str, act: Callable[[], object]) -> QAction:
        action = self.menu.addAction(words)
        action.triggered.connect(lambda _checked=False: act())
        return action

    def _on_activated(self, how: QSystemTrayIcon.ActivationReason) -> None:
        if how in {QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick}:
            self.window_wanted.emit()
