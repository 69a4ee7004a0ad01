"""Moves everything that is late at once: to today, to the next working day, or to a day that is picked."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_pipeline.queries.free_days import read_free_days
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.activity_acts import ActivityActs
from desktop_pipeline.ui.widgets.choice_chips import ChoiceChips
from desktop_pipeline.ui.widgets.day_popup import DayPopup
from desktop_pipeline.ui.widgets.free_day_words import word_free_day
from desktop_pipeline.ui.widgets.key_hint import PrimaryButton
from desktop_pipeline.ui.widgets.popover import Popover
from desktop_pipeline.ui.widgets.words import Words

_WIDTH = 400
_TODAY, _NEXT, _PICK = range(3)


class LateMover(Popover):
    """1–3 choose the day, Enter moves all in one change, Esc leaves them."""

    def __init__(
        self,
        session: Session,
        theme: Theme,
        formats: Formats,
        acts: ActivityActs,
        activity_ids: Sequence[int],
        parent: QWidget,
    ) -> None:
        super().__init__(theme, _WIDTH, parent)
        self._acts = acts
        self._session = session
        self._formats = formats
        self._ids = tuple(activity_ids)
        self._free = read_free_days(session.workspace)
        today = session.today()
        self._next = self._free.next_after(today)
        self.day: date = today
        self.days = ChoiceChips(theme, self.tr("To which day"))
        self.hint = Words(theme, "", "secondary", "amber", wrap=True)
        self.keep = PrimaryButton(theme, self.tr("Move"), key=self.tr("Enter"))
        self.leave = ActionButton(theme, self.tr("Cancel"), role="ink2", flat=True, keys=(self.tr("Esc"),))
        self.head(self.tr("Move what is late"), self._count())
        following = self.tr("Next working day")
        if self._next is not None:
            following = self.tr("{day}, next working day").format(day=formats.day(self._next, today))
        self.days.set_choices([(self.tr("Today"), ""), (following, ""), (self.tr("Another day…"), "")], _TODAY)
        times = self.tr("Each keeps its time of day; a time that is over today goes.")
        self.body.addWidget(self.days)
        self.body.addWidget(self.hint)
        self.body.addWidget(Words(theme, times, "secondary", "ink2", wrap=True))
        self.add_error_line()
        foot = QHBoxLayout()
        foot.addWidget(self.leave)
        foot.addStretch(1)
        foot.addWidget(self.keep)
        self.body.addLayout(foot)
        self.days.chosen.connect(self._on_chosen)
        self.keep.clicked.connect(self.submit)
        self.leave.clicked.connect(self.close)
        self._tell_day()

    def submit(self) -> None:
        """Moves them, or says why not."""
        self._acts.move_late(self._ids, self.day, self.close, lambda error: self.refuse(str(error)))

    def pick_day(self) -> DayPopup:
        """Open the calendar."""
        today = self._session.today()
        popup = DayPopup(self._theme, self._formats, self.day, today, self.tr("Cancel"), self)
        popup.taken.connect(self._take_day)
        place = self.days.place(_PICK)
        popup.open_at(self.days.mapToGlobal(QPoint(place.left(), place.bottom() + 4)))
        return popup

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() in {"1", "2", "3"}:
            self.days.choose(int(event.text()) - 1)
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.days.setFocus(Qt.FocusReason.PopupFocusReason)

    def _on_chosen(self, index: int) -> None:
        self.refuse("")
        if index == _PICK:
            self.pick_day()
        elif index == _TODAY:
            self._take_day(self._session.today())
        elif self._next is not None:
            self._take_day(self._next)
        else:
            self.refuse(self.tr("No day of the next year is worked on. Look at the working days in the settings."))

    def _take_day(self, day: date | None) -> None:
        today = self._session.today()
        if day is not None:
            self.day = day
        self.days.take(_TODAY if self.day == today else _NEXT if self.day == self._next else _PICK)
        another = self.tr("Another day…") if self.days.taken != _PICK else self._formats.day(self.day, today)
        self.days.rename(_PICK, another)
        self._tell_day()

    def _tell_day(self) -> None:
        self.hint.show_words(word_free_day(self.day, self._free))
        self.hint.setVisible(bool(self.hint.text()))
        self.fit()

    def _count(self) -> str:
        if len(self._ids) == 1:
            return self.tr("1 activity")
        return QCoreApplication.translate("ActivitiesPage", "%Ln activities", None, len(self._ids))
