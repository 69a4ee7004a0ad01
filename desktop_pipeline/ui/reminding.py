"""What the window does about reminders: the strip above its screens, the tray, and going on when it is closed."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop_pipeline.domain.reminders import DueReminders, Snooze
    from desktop_pipeline.ui.main_window import MainWindow
    from desktop_pipeline.ui.reminders.reminder_file import ReminderFile
    from desktop_pipeline.ui.reminders.reminder_keeper import ReminderKeeper
    from desktop_pipeline.ui.reminders.reminder_strip import ReminderStrip
    from desktop_pipeline.ui.reminders.reminder_words import ReminderWords
    from desktop_pipeline.ui.reminders.tray import Tray

# Nothing of it is needed for the first paint.
_BEGUN_AFTER_MS = 1_200


class Reminding(QObject):
    """Belongs to a window; `attend` is told of every workspace that is shown."""

    def __init__(self, window: "MainWindow", theme: Theme, settings: Path) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._settings = settings
        self._file: ReminderFile | None = None
        self.keeper: ReminderKeeper | None = None
        self.strip: ReminderStrip | None = None
        self.tray: Tray | None = None
        self._is_quitting = False
        self._begin = QTimer(self, singleShot=True, interval=_BEGUN_AFTER_MS)
        self._begin.timeout.connect(self.begin)

    @property
    def file(self) -> "ReminderFile":
        """What is kept about reminders on this computer."""
        if self._file is None:
            from desktop_pipeline.ui.reminders.reminder_file import ReminderFile  # noqa: PLC0415 - not at the start

            self._file = ReminderFile(self._settings)
        return self._file

    def attend(self, session: Session) -> None:
        """Reminds of what is planned in the file of this session from now on."""
        if not session.workspace.is_read_only:
            self._begin.start()

    def leave(self) -> None:
        """The session is about to be closed."""
        self._begin.stop()
        if self.keeper is not None:
            self.keeper.stop()
        self.keeper = self.strip = None
        if self.tray is not None:
            self.tray.close()
        self.tray = None

    def begin(self) -> None:
        """Makes what is needed, and tells what is due."""
        session, page = self._window.session, self._window.page
        if session is None or page is None or self.keeper is not None:
            return
        from desktop_pipeline.ui.reminders.reminder_keeper import ReminderKeeper  # noqa: PLC0415 - not at the start
        from desktop_pipeline.ui.reminders.reminder_strip import ReminderStrip  # noqa: PLC0415 - likewise

        self.strip = ReminderStrip(self._theme)
        self.strip.open_wanted.connect(self.open_shown)
        self.strip.finish_wanted.connect(self._finish_shown)
        self.strip.snoozed.connect(self.snooze)
        self.strip.dismissed.connect(self._dismiss)
        page.add_banner(self.strip)
        self.keeper = ReminderKeeper(session, self.file)
        self.keeper.came.connect(self._on_came)
        self.keeper.changed.connect(self._show)
        self._follow_choices()
        self.keeper.start()

    def stays(self) -> bool:
        """Whether closing the window leaves the program in the tray."""
        return (
            not self._is_quitting
            and self.tray is not None
            and self.tray.is_there
            and self.file.choices.stays_in_tray
            and not _is_session_ending()
        )

    def retire(self) -> None:
        """Hides the window and goes on reminding; another window that closes does not end the program."""
        QApplication.setQuitOnLastWindowClosed(False)
        self._window.hide()

    def quit(self) -> None:
        """Ends the program, wherever it is."""
        self._is_quitting = True
        QApplication.setQuitOnLastWindowClosed(True)
        was_hidden = not self._window.isVisible()
        self._window.close()
        if was_hidden:
            # A window that is not seen closes without being the last one.
            QApplication.quit()

    def open_shown(self) -> None:
        """Leads to the activity that is reminded of, or to all of them."""
        self.show_window()
        if self.keeper is None or self._window.page is None:
            return
        ids = self.keeper.shown_ids
        self.keeper.dismiss()
        self._window.page.show_activities(ids)

    def snooze(self, how_long: "Snooze") -> None:
        """Puts off what is shown."""
        if self.keeper is not None:
            self.keeper.snooze(how_long)

    def focus_strip(self) -> None:
        """Gives the keys to the reminder that is shown, or says that there is none."""
        if self.strip is not None and self.strip.isVisible():
            self.strip.focus_first()
        elif self._window.page is not None:
            self._window.page.toast.show_text(self.tr("There is no reminder now."))

    def show_window(self) -> None:
        """Brings the window to the front."""
        window = self._window
        QApplication.setQuitOnLastWindowClosed(True)
        if window.isMinimized():
            window.showNormal()
        window.show()
        window.raise_()
        window.activateWindow()

    def make_section(self) -> "QWidget":
        """The section of the settings about reminders."""
        from desktop_pipeline.ui.reminders.reminders_section import RemindersSection  # noqa: PLC0415

        return RemindersSection(self._theme, self.file, self._follow_choices)

    def _follow_choices(self) -> None:
        choices = self.file.choices
        if self._window.session is not None:
            self._window.session.usual_reminder = choices.usual_minutes
        wants_tray = self.keeper is not None and (choices.notifies or choices.stays_in_tray)
        if wants_tray and self.tray is None:
            self.tray = self._make_tray()
        elif not wants_tray and self.tray is not None:
            self.tray.close()
            self.tray = None

    def _make_tray(self) -> "Tray":
        from desktop_pipeline.ui.reminders.tray import Tray  # noqa: PLC0415 - not at the start

        tray = Tray(self._window.windowIcon(), QApplication.applicationDisplayName(), self._window)
        tray.window_wanted.connect(self.show_window)
        tray.reminder_wanted.connect(self.open_shown)
        tray.today_wanted.connect(self._show_today)
        tray.snoozed.connect(self.snooze)
        tray.quit_wanted.connect(self.quit)
        tray.show()
        return tray

    def _on_came(self, _due: "DueReminders") -> None:
        words = self._word()
        # In front of the user the strip is enough.
        is_told = self.file.choices.notifies and not self._window.isActiveWindow()
        if words is not None and self.tray is not None and is_told:
            self.tray.notify(words)

    def _show(self) -> None:
        words = self._word()
        if self.strip is None or self.keeper is None:
            return
        if self.tray is not None:
            self.tray.show_reminders(len(self.keeper.shown_ids))
        if words is None:
            had_keys = self.strip.isAncestorOf(QApplication.focusWidget() or self.strip)
            self.strip.hide()
            if had_keys and self._window.page is not None and self._window.isVisible():
                self._window.page.focus_screen()
        else:
            self.strip.show_words(words, is_one=len(self.keeper.shown_ids) == 1)

    def _word(self) -> "ReminderWords | None":
        from desktop_pipeline.queries.activities import read_activities  # noqa: PLC0415 - not at the start
        from desktop_pipeline.ui.reminders.reminder_words import word_reminders  # noqa: PLC0415 - likewise

        session = self._window.session
        if session is None or self.keeper is None or not self.keeper.shown_ids:
            return None
        activities = read_activities(session.workspace, self.keeper.shown_ids)
        if not activities:
            return None
        missed = self.keeper.missed_ids
        return word_reminders(activities, missed, self._window.formats, today=session.today(), now=session.now())

    def _finish_shown(self) -> None:
        if self.keeper is not None and self._window.page is not None and len(self.keeper.shown_ids) == 1:
            activity_id = self.keeper.shown_ids[0]
            self._window.page.show_activities([activity_id], finish=True)

    def _dismiss(self) -> None:
        if self.keeper is not None:
            self.keeper.dismiss()

    def _show_today(self) -> None:
        self.show_window()
        if self._window.page is not None:
            self._window.page.go_to("activities")


def _is_session_ending() -> bool:
    """Whether the user logs off: then nothing may stay."""
    app = QApplication.instance()
    return isinstance(app, QGuiApplication) and app.isSavingSession()
