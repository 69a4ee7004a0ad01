"""A day among the usual ones, or any other one from the calendar."""

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.choice_chips import ChoiceChips
from desktop_pipeline.ui.widgets.day_popup import DayPopup
from desktop_pipeline.ui.widgets.words import ElidedWords

_CHIP = 26


class DayChoice(QWidget):
    """Chips for days from today on, “Pick…” last, and the day in words behind them. Signals: `changed()`."""

    changed = Signal()

    def __init__(
        self, session: Session, theme: Theme, formats: Formats, name: str, usual: Sequence[tuple[str, int]]
    ) -> None:
        """`usual` are words and days from today."""
        super().__init__()
        self._session = session
        self._theme = theme
        self._formats = formats
        self._days = tuple(days for _words, days in usual)
        self._day = session.today()
        self.chips = ChoiceChips(theme, name)
        self.chips.set_choices([*((words, "") for words, _days in usual), (self.tr("Pick…"), "")], None)
        self.words = ElidedWords(theme, "", "secondary_medium", "ink2")
        self.words.setAlignment(Qt.AlignmentFlag.AlignRight)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.chips, 5)
        row.addWidget(self.words, 2, Qt.AlignmentFlag.AlignTop)
        self.words.setFixedHeight(theme.size(_CHIP))
        self.chips.chosen.connect(self._on_chosen)
        self.setFocusProxy(self.chips)

    @property
    def day(self) -> date:
        """The day that is chosen."""
        return self._day

    def take(self, day: date) -> None:
        """Choose a day without telling anybody."""
        self._day = day
        away = (day - self._session.today()).days
        self.chips.take(self._days.index(away) if away in self._days else len(self._days))
        self.words.show_words(self._formats.day(day, self._session.today()))

    def pick(self) -> DayPopup:
        """Open the calendar."""
        popup = DayPopup(self._theme, self._formats, self._day, self._session.today(), self.tr("As it was"), self.chips)
        popup.taken.connect(self._on_taken)
        place = self.chips.place(len(self._days))
        popup.open_at(self.chips.mapToGlobal(QPoint(place.left(), place.bottom() + 4)))
        return popup

    def _on_chosen(self, index: int) -> None:
        if index == len(self._days):
            self.pick()
            return
        self.take(self._session.today() + timedelta(days=self._days[index]))
        self.changed.emit()

    def _on_taken(self, day: date | None) -> None:
        self.take(self._day if day is None else day)
        self.chips.setFocus()
        self.changed.emit()
