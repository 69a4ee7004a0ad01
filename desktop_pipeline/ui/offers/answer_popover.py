"""What became of an offer: accepted or declined, on which day, what was said, and whether the deal is won with it."""

from datetime import date, timedelta

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from desktop_pipeline.actions.offers import accept_offer, decline_offer
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.domain.offers import OfferState
from desktop_pipeline.queries.offers import OfferRow
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.choice_chips import ChoiceChips
from desktop_pipeline.ui.widgets.day_popup import DayPopup
from desktop_pipeline.ui.widgets.key_hint import PrimaryButton
from desktop_pipeline.ui.widgets.note_field import NoteField
from desktop_pipeline.ui.widgets.popover import Popover

_WIDTH = 360
_TODAY, _YESTERDAY, _PICK = range(3)


class AnswerPopover(Popover):
    """Enter keeps the answer, Esc leaves the offer open. Signals: `answered(wins)`, whether the deal is to be won."""

    answered = Signal(bool)

    def __init__(
        self,
        session: Session,
        theme: Theme,
        formats: Formats,
        row: OfferRow,
        answer: OfferState,
        parent: QWidget,
        *,
        can_win: bool,
    ) -> None:
        """`can_win`: the deal is still open."""
        super().__init__(theme, _WIDTH, parent)
        self._session = session
        self._formats = formats
        self._row = row
        self._answer = answer
        self._day = session.today()
        is_yes = answer is OfferState.ACCEPTED
        self.note = NoteField(theme)
        self.when = ChoiceChips(theme, self.tr("When was it answered?"))
        asked = self.tr("What was said, if you like") if is_yes else self.tr("Why, in a few words")
        self.note.setPlaceholderText(asked)
        self.note.setAccessibleName(asked)
        self.wins = QCheckBox(self.tr("Close the deal as won"))
        self.wins.setChecked(can_win and is_yes)
        if not self.wins.isChecked():
            self.wins.hide()
        words = self.tr("Accepted") if is_yes else self.tr("Declined")
        self.leave = ActionButton(theme, self.tr("Cancel"), role="ink2", flat=True, keys=(self.tr("Esc"),))
        self.keep = PrimaryButton(theme, words, key=self.tr("Enter"))
        head = self.tr("{number} was accepted") if is_yes else self.tr("{number} was declined")
        self.head(head.format(number=row.number), formats.money(row.gross))
        self._arrange()
        self.when.chosen.connect(self._on_when)
        self.note.written.connect(self.submit)
        self.note.left.connect(self.close)
        self.note.textChanged.connect(self.fit)
        self.keep.clicked.connect(self.submit)
        self.leave.clicked.connect(self.close)
        self._show_days()

    @property
    def day(self) -> date:
        """The day that is chosen."""
        return self._day

    def pick_day(self) -> DayPopup:
        """Open the calendar."""
        today = self._session.today()
        popup = DayPopup(self._theme, self._formats, self._day, today, self.tr("Cancel"), self, is_past=True)
        popup.taken.connect(self._take_day)
        place = self.when.place(_PICK)
        popup.open_at(self.when.mapToGlobal(QPoint(place.left(), place.bottom() + 4)))
        return popup

    def submit(self) -> None:
        try:
            self._write()
        except PipelineError as error:
            self.refuse(str(error))
            return
        wins = self.wins.isChecked()
        self.close()
        self.answered.emit(wins)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.note.setFocus(Qt.FocusReason.PopupFocusReason)

    def _write(self) -> None:
        decide = accept_offer if self._answer is OfferState.ACCEPTED else decline_offer
        decide(self._session.workspace, self._row.offer_id, on=self._day, note=self.note.toPlainText())

    def _arrange(self) -> None:
        foot = QHBoxLayout()
        foot.addWidget(self.leave)
        foot.addStretch(1)
        foot.addWidget(self.keep)
        for part in (self.note, self.when, self.wins):
            self.body.addWidget(part)
        self.add_error_line()
        self.body.addLayout(foot)

    def _on_when(self, place: int) -> None:
        self.refuse("")
        if place == _PICK:
            # Until another one is picked the day stays.
            self._show_days()
            self.pick_day()
        else:
            self._day = self._session.today() - timedelta(days=place)

    def _take_day(self, day: date | None) -> None:
        self._day = day or self._day
        self._show_days()

    def _show_days(self) -> None:
        today = self._session.today()
        ago = (today - self._day).days
        taken = ago if ago in {_TODAY, _YESTERDAY} else _PICK
        shown = self._formats.day(self._day, today) if taken == _PICK else self.tr("Another day…")
        self.when.set_choices([(self.tr("Today"), ""), (self.tr("Yesterday"), ""), (shown, "")], taken)
