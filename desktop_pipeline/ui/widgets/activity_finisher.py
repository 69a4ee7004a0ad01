"""The finisher: how it went, in a chip and a few words, and when it was done."""

from datetime import date, datetime, time, timedelta

from PySide6.QtCore import QCoreApplication, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_pipeline.actions.activities import finish_activity
from desktop_pipeline.domain.activities import at_time
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.queries.activities import ActivityRow
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.activity_words import word_when
from desktop_pipeline.ui.widgets.choice_chips import ChoiceChips
from desktop_pipeline.ui.widgets.day_popup import DayPopup
from desktop_pipeline.ui.widgets.key_hint import PrimaryButton
from desktop_pipeline.ui.widgets.note_field import NoteField
from desktop_pipeline.ui.widgets.popover import Popover

_WIDTH = 400
_NOW, _YESTERDAY, _PICK = range(3)
_NOON = time(12)


class ActivityFinisher(Popover):
    """Enter marks it as done, 1–4 choose how it went, Esc leaves it open. Signals: `finished(activity id, result)`."""

    finished = Signal(int, str)

    def __init__(
        self, session: Session, theme: Theme, formats: Formats, activity: ActivityRow, parent: QWidget
    ) -> None:
        super().__init__(theme, _WIDTH, parent)
        self._session = session
        self._formats = formats
        self._activity = activity
        self._day: date | None = None
        self.results = ChoiceChips(theme, self.tr("How did it go?"))
        self.note = NoteField(theme)
        self.note.setPlaceholderText(self.tr("Note"))
        self.note.setAccessibleName(self.tr("Note"))
        self.when = ChoiceChips(theme, self.tr("When was it done?"))
        self.keep = PrimaryButton(theme, self.tr("Done"), key=self.tr("Enter"))
        self.leave = ActionButton(theme, self.tr("Cancel"), role="ink2", flat=True, keys=(self.tr("Esc"),))
        due = word_when(activity, formats, today=session.today(), now=session.now())
        self.head(activity.subject, ", ".join(part for part in (activity.deal or activity.person, due) if part))
        self.results.set_choices([(result, "") for result in suggest_results(activity.kind.key)], None)
        self.when.set_choices([(self.tr("Now"), ""), (self.tr("Yesterday"), ""), (self.tr("Another day…"), "")], _NOW)
        self.note.setPlainText(activity.note or "")
        self.foot = QHBoxLayout()
        self.foot.addWidget(self.leave)
        self.foot.addStretch(1)
        self.foot.addWidget(self.keep)
        for part in (self.results, self.note, self.when):
            self.body.addWidget(part)
        self.add_error_line()
        self.body.addLayout(self.foot)
        self.when.chosen.connect(self._on_when)
        self.note.written.connect(self.submit)
        self.note.left.connect(self.close)
        self.note.textChanged.connect(self.fit)
        self.keep.clicked.connect(self.submit)
        self.leave.clicked.connect(self.close)

    @property
    def result(self) -> str:
        """How it went, as chosen; empty where nothing is."""
        return "" if self.results.taken is None else self.results.text(self.results.taken)

    def submit(self) -> None:
        """Mark it as done, or say why not."""
        try:
            finish_activity(
                self._session.workspace,
                self._activity.activity_id,
                at=self._done_at(),
                result=self.result,
                note=self.note.toPlainText(),
            )
        except PipelineError as error:
            self.refuse(str(error))
            return
        activity_id, result = self._activity.activity_id, self.result
        self.close()
        self.finished.emit(activity_id, result)

    def pick_day(self) -> DayPopup:
        """Open the calendar for the day it was done."""
        today = self._session.today()
        popup = DayPopup(self._theme, self._formats, self._day or today, today, self.tr("Now"), self)
        popup.taken.connect(self._take_day)
        place = self.when.place(_PICK)
        popup.open_at(self.when.mapToGlobal(QPoint(place.left(), place.bottom() + 4)))
        return popup

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = event.text()
        if digit.isdecimal() and not self.note.hasFocus():
            self.results.choose(int(digit) - 1)
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.results.setFocus(Qt.FocusReason.PopupFocusReason)

    def _on_when(self, index: int) -> None:
        if index == _PICK:
            self.pick_day()
        else:
            self._take_day(self._session.today() - timedelta(days=1) if index == _YESTERDAY else None)

    def _take_day(self, day: date | None) -> None:
        today = self._session.today()
        self._day = None if day == today else day
        yesterday = today - timedelta(days=1)
        self.when.take(_NOW if self._day is None else _YESTERDAY if self._day == yesterday else _PICK)
        another = self.tr("Another day…") if self.when.taken != _PICK else self._formats.day(day or today, today)
        self.when.rename(_PICK, another)
        self.refuse("")

    def _done_at(self) -> datetime:
        return self._session.now() if self._day is None else at_time(self._day, _NOON, self._session.workspace.zone)


def suggest_results(kind: str) -> tuple[str, ...]:
    """How such an activity usually ends."""
    if kind == "call":
        return (
            QCoreApplication.translate("Activities", "Reached"),
            QCoreApplication.translate("Activities", "No answer"),
            QCoreApplication.translate("Activities", "Left a message"),
            QCoreApplication.translate("Activities", "Asked to call later"),
        )
    if kind == "email":
        return (
            QCoreApplication.translate("Activities", "Sent"),
            QCoreApplication.translate("Activities", "Answered"),
            QCoreApplication.translate("Activities", "Came back"),
        )
    if kind in {"meeting", "visit", "demo"}:
        return (
            QCoreApplication.translate("Activities", "Took place"),
            QCoreApplication.translate("Activities", "Put off"),
            QCoreApplication.translate("Activities", "Nobody came"),
        )
    return (
        QCoreApplication.translate("Activities", "Done"),
        QCoreApplication.translate("Activities", "Partly done"),
        QCoreApplication.translate("Activities", "No longer needed"),
    )


def is_to_be_tried_again(result: str) -> bool:
    """Whether the same is to be done once more after this result."""
    again = (
        QCoreApplication.translate("Activities", "No answer"),
        QCoreApplication.translate("Activities", "Left a message"),
        QCoreApplication.translate("Activities", "Asked to call later"),
        QCoreApplication.translate("Activities", "Came back"),
        QCoreApplication.translate("Activities", "Put off"),
        QCoreApplication.translate("Activities", "Nobody came"),
        QCoreApplication.translate("Activities", "Partly done"),
    )
    return result in again
