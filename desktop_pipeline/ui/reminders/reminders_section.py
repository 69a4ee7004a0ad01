"""The section of the settings about reminders; everything in it holds for this user on this computer."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QCheckBox, QGridLayout, QSystemTrayIcon, QVBoxLayout, QWidget

from desktop_pipeline.ui.reminders.reminder_file import ReminderChoices, ReminderFile
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.activity_words import word_reminder
from desktop_pipeline.ui.widgets.again_row import REMINDERS
from desktop_pipeline.ui.widgets.error_note import ErrorNote
from desktop_pipeline.ui.widgets.saved_fields import SavedChoice
from desktop_pipeline.ui.widgets.words import Words

_WIDEST = 640
_NEVER = "never"


class RemindersSection(QWidget):
    """Saves each choice at once; `kept` is told of it."""

    def __init__(self, theme: Theme, file: ReminderFile, kept: Callable[[], object]) -> None:
        super().__init__()
        self._theme = theme
        self._file = file
        self._kept = kept
        self.note = ErrorNote(theme, self)
        choices = file.choices
        self.notifies = QCheckBox(self.tr("Also show a notification of the system"))
        self.notifies.setChecked(choices.notifies)
        self.stays = QCheckBox(self.tr("Stay in the tray when I close the window, and go on reminding me"))
        self.stays.setChecked(choices.stays_in_tray)
        offered = [(_key(minutes), word_reminder(minutes)) for minutes in REMINDERS]
        self.usual = SavedChoice(self.tr("Remind me of activities with a time"), self.note, offered, self._keep_usual)
        self.usual.show_value(_key(choices.usual_minutes))
        self.notifies.clicked.connect(lambda is_on: self._keep(replace(self._file.choices, notifies=is_on)))
        self.stays.clicked.connect(lambda is_on: self._keep(replace(self._file.choices, stays_in_tray=is_on)))
        self._arrange()

    def focus_list(self) -> None:
        """Gives the keys to the first field."""
        self.usual.setFocus()

    def add_new(self) -> None:
        """There is nothing to add here."""

    def _keep_usual(self, key: str) -> None:
        self._keep(replace(self._file.choices, usual_minutes=None if key == _NEVER else int(key)))

    def _keep(self, choices: ReminderChoices) -> None:
        self._file.keep_choices(choices)
        self._kept()

    def _arrange(self) -> None:
        theme = self._theme
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(Words(theme, self.tr("Reminders"), "section"))
        advice = self.tr(
            "You are reminded of what is yours and of what belongs to nobody, in the window and by the system. What"
            " came while the program was closed or the computer slept is told once, together."
        )
        layout.addWidget(Words(theme, advice, "secondary", "ink2", wrap=True))
        layout.addSpacing(8)
        layout.addWidget(Words(theme, self.tr("On this computer"), "strong"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        label = Words(theme, self.tr("Remind me of activities with a time"), "body", "ink2")
        label.setBuddy(self.usual)
        grid.addWidget(label, 0, 0)
        grid.addWidget(self.usual, 0, 1)
        grid.setColumnStretch(1, 1)
        layout.addLayout(grid)
        layout.addWidget(self.notifies)
        layout.addWidget(self.stays)
        if not QSystemTrayIcon.isSystemTrayAvailable():
            none = self.tr("This desktop has no tray: reminders come in the window, while it is open.")
            layout.addWidget(Words(theme, none, "caption", "ink3", wrap=True))
            for box in (self.notifies, self.stays):
                box.setEnabled(False)
        layout.addStretch(1)
        self.setMaximumWidth(theme.size(_WIDEST))


def _key(minutes: int | None) -> str:
    return _NEVER if minutes is None else str(minutes)
