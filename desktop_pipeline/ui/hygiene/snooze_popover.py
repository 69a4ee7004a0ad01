"""Asks why a deal is left alone and until when."""

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.domain.snoozing import LONGEST_WHY, last_wake_day
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.choice_chips import ChoiceChips
from desktop_pipeline.ui.widgets.day_popup import DayPopup
from desktop_pipeline.ui.widgets.key_hint import PrimaryButton
from desktop_pipeline.ui.widgets.popover import Popover
from desktop_pipeline.ui.widgets.undo_keys import pass_undo_on
from desktop_pipeline.ui.widgets.words import Words

_WIDTH = 400
_WEEK = 7
_USUAL = (1, 2, 3)


class SnoozePopover(Popover):
    """`keep(why, day)` is asked on Enter; what it raises is shown below, and the popover stays."""

    def __init__(
        self,
        theme: Theme,
        formats: Formats,
        what: str,
        stale_limit: int,
        today: date,
        keep: Callable[[str, date], object],
        parent: QWidget,
    ) -> None:
        super().__init__(theme, _WIDTH, parent)
        self._formats = formats
        self._today = today
        self._keep = keep
        self._last = last_wake_day(today, stale_limit)
        self.head(
            self.tr("Snooze {what}").format(what=what),
            self.tr("Until {day} at the latest; with the next touch it is awake again.").format(
                day=formats.day(self._last, today)
            ),
        )
        self.why = QLineEdit(placeholderText=self.tr("Why, such as: on leave until the 20th"))
        self.why.setMaxLength(LONGEST_WHY)
        self.why.setAccessibleName(self.tr("Why the deal is left alone"))
        pass_undo_on(self.why)
        self._days = self._list_days()
        self.chips = ChoiceChips(theme, self.tr("Until"))
        self.chips.set_choices([*((self._name(day), "") for day in self._days), (self.tr("Another day…"), "")], None)
        self.until = Words(theme, "", "secondary", "ink2")
        self._day = self._days[min(1, len(self._days) - 1)]
        self.confirm = PrimaryButton(theme, self.tr("Snooze"), key=self.tr("Enter"))
        self.leave = ActionButton(theme, self.tr("Cancel"), role="ink2", flat=True, keys=(self.tr("Esc"),))
        self.confirm.clicked.connect(self.submit)
        self.leave.clicked.connect(self.close)
        self.body.addWidget(self.why)
        self.body.addWidget(self.chips)
        self.body.addWidget(self.until)
        self.add_error_line()
        foot = QHBoxLayout()
        foot.addWidget(self.leave)
        foot.addStretch(1)
        foot.addWidget(self.confirm)
        self.body.addLayout(foot)
        self.why.textEdited.connect(lambda _text: self.refuse(""))
        self.chips.chosen.connect(self._on_chosen)
        self.take(self._day)

    @property
    def day(self) -> date:
        """The day on which it is to wake."""
        return self._day

    def open_at(self, place: QPoint) -> None:
        super().open_at(place)
        self.why.setFocus(Qt.FocusReason.PopupFocusReason)

    def submit(self) -> None:
        try:
            self._keep(self.why.text(), self._day)
        except PipelineError as error:
            self.refuse(str(error))
            return
        self.close()

    def take(self, day: date) -> None:
        """Choose a day; one that is too late is refused when it is to be kept."""
        self._day = day
        self.chips.take(self._days.index(day) if day in self._days else len(self._days))
        self.until.show_words(self.tr("Wakes {day}").format(day=self._formats.day(day, self._today)))
        self.refuse("")

    def pick(self) -> DayPopup:
        """Open the calendar."""
        none = self.tr("As late as can be")
        popup = DayPopup(self._theme, self._formats, self._day, self._today, none, self.chips)
        popup.taken.connect(lambda day: self.take(day or self._last))
        popup.open_at(self.chips.mapToGlobal(QPoint(0, self.chips.height() + 4)))
        return popup

    def _list_days(self) -> list[date]:
        weeks = [self._today + timedelta(days=_WEEK * weeks) for weeks in _USUAL]
        return [*(day for day in weeks if day < self._last), self._last]

    def _name(self, day: date) -> str:
        days = (day - self._today).days
        if days == _WEEK:
            return self.tr("1 week")
        if days % _WEEK == 0 and days // _WEEK in _USUAL:
            return self.tr("{count} weeks").format(count=days // _WEEK)
        return self.tr("{count} days").format(count=days) if days > 1 else self.tr("1 day")

    def _on_chosen(self, index: int) -> None:
        if index < len(self._days):
            self.take(self._days[index])
        else:
            self.pick()
