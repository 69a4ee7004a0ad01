"""The lines of a planner that say how often something comes again, and when one is reminded of it."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.recurring import Repeat, Unit
from desktop_pipeline.ui.formats import Formats, to_qdate
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.typed import read_day
from desktop_pipeline.ui.widgets.activity_words import word_reminder, word_repeat
from desktop_pipeline.ui.widgets.undo_keys import pass_undo_on
from desktop_pipeline.ui.widgets.words import Words

REMINDERS = (None, 0, 5, 10, 15, 30, 60, 120, 24 * 60)
_REPEATS = (
    *(Repeat(1, unit) for unit in (Unit.DAY, Unit.WORKING_DAY, Unit.WEEK)),
    *(Repeat(2, Unit.WEEK), Repeat(1, Unit.MONTH), Repeat(3, Unit.MONTH), Repeat(6, Unit.MONTH), Repeat(1, Unit.YEAR)),
)
_LONGEST = 60


class AgainRow(QWidget):
    """Signals: `changed()` by whoever sits there; `grown()` when a field comes or goes."""

    changed = Signal()
    grown = Signal()

    def __init__(self, session: Session, theme: Theme, formats: Formats) -> None:
        super().__init__()
        self._session = session
        self._formats = formats
        self.repeats = make_combo(self.tr("How often it comes again"))
        self.until = QLineEdit(placeholderText=self.tr("no end"), maxLength=_LONGEST)
        self.until.setAccessibleName(self.tr("Last day"))
        pass_undo_on(self.until)
        self.reminder = make_combo(self.tr("Reminder"))
        self._until_words = Words(theme, self.tr("until"), "secondary", "ink2")
        self._is_reminder_chosen = False
        self.until.setFixedWidth(theme.size(120))
        first, second = QHBoxLayout(), QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self.repeats, 1)
        first.addWidget(Words(theme, self.tr("remind"), "secondary", "ink2"))
        first.addWidget(self.reminder, 1)
        second.setSpacing(8)
        second.addWidget(self._until_words)
        second.addWidget(self.until)
        second.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(first)
        layout.addLayout(second)
        self.repeats.activated.connect(self._on_repeat)
        self.reminder.activated.connect(self._on_reminder)
        self.until.textEdited.connect(lambda _text: self.changed.emit())

    @property
    def remind_before(self) -> int | None:
        """Minutes before its time that one is reminded; None for never."""
        minutes = self.reminder.currentData()
        return None if minutes is None else int(minutes)

    def offer(self, repeat: Repeat | None, remind_before: int | None, *, is_chosen: bool) -> None:
        """Begins with these; what is chosen already does not follow the usual."""
        self._offer_repeats(repeat)
        choices = REMINDERS if remind_before in REMINDERS else (*REMINDERS, remind_before)
        self.reminder.clear()
        for each in choices:
            self.reminder.addItem(word_reminder(each), each)
        self.reminder.setCurrentIndex(choices.index(remind_before))
        self._is_reminder_chosen = is_chosen

    def follow_time(self, *, has_time: bool) -> None:
        """What has a time is reminded of as usual, until something else is chosen."""
        if not self._is_reminder_chosen:
            usual = self._session.usual_reminder if has_time else None
            self.reminder.setCurrentIndex(0 if usual is None else max(0, self.reminder.findData(usual)))

    def read_repeat(self, day: date | None) -> Repeat | None:
        """How often it comes again from that day on; raises InvalidError."""
        often = self.repeats.currentData()
        if often is None:
            return None
        if day is None:
            raise InvalidError(self.tr("A repeating activity needs a day. Choose the first one."))
        every, unit = often
        typed = self.until.text().strip()
        until = read_day(typed, self._session.today(), self._formats) if typed else None
        return Repeat(int(every), Unit(unit), until)

    def _offer_repeats(self, repeat: Repeat | None) -> None:
        """The usual ones, and how it comes again now where that is another one."""
        often = None if repeat is None else Repeat(repeat.every, repeat.unit)
        choices = _REPEATS if often is None or often in _REPEATS else (*_REPEATS, often)
        self.repeats.clear()
        self.repeats.addItem(self.tr("Does not repeat"), None)
        for each in choices:
            words = word_repeat(each, self._formats, today=self._session.today())
            self.repeats.addItem(words[:1].upper() + words[1:], (each.every, each.unit.value))
        self.repeats.setCurrentIndex(0 if often is None else choices.index(often) + 1)
        last = None if repeat is None else repeat.until
        self.until.setText("" if last is None else self._formats.locale.toString(to_qdate(last), "d MMM yyyy"))
        self._show_until()

    def _show_until(self) -> None:
        for part in (self._until_words, self.until):
            part.setVisible(self.repeats.currentData() is not None)

    def _on_repeat(self) -> None:
        self._show_until()
        self.changed.emit()
        self.grown.emit()

    def _on_reminder(self) -> None:
        self._is_reminder_chosen = True
        self.changed.emit()


def make_combo(name: str) -> QComboBox:
    """Choices that take what room there is."""
    combo = QComboBox()
    combo.setAccessibleName(name)
    combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(8)
    return combo
