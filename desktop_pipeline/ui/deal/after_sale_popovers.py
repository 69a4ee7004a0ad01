"""What is asked after a deal was closed: the later deal's name, how content the customer is, when to try again."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from desktop_pipeline.actions.later_deals import start_later_deal
from desktop_pipeline.actions.relations import RelationKind
from desktop_pipeline.actions.retries import plan_retry
from desktop_pipeline.actions.satisfaction import note_satisfaction
from desktop_pipeline.domain.after_sale import LEAST_SCORE, MOST_SCORE, RETRY_MONTHS, retry_day
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.queries.deal import DealView
from desktop_pipeline.ui.deal.surroundings import Surroundings
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.choice_chips import ChoiceChips
from desktop_pipeline.ui.widgets.day_popup import DayPopup
from desktop_pipeline.ui.widgets.key_hint import PrimaryButton
from desktop_pipeline.ui.widgets.note_field import NoteField
from desktop_pipeline.ui.widgets.popover import Popover
from desktop_pipeline.ui.widgets.words import Words

_WIDTH = 420


class _Asking(Popover):
    """A popover that does one thing when Enter is pressed; a refusal is said in it and it stays open."""

    def __init__(self, around: Surroundings, words: str, parent: QWidget) -> None:
        super().__init__(around.theme, _WIDTH, parent)
        self._around = around
        self._begin: QWidget | None = None
        self.leave = ActionButton(self._theme, self.tr("Cancel"), role="ink2", flat=True, keys=(self.tr("Esc"),))
        self.keep = PrimaryButton(self._theme, words, key=self.tr("Enter"))
        self.keep.clicked.connect(self.submit)
        self.leave.clicked.connect(self.close)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._begin is not None:
            self._begin.setFocus(Qt.FocusReason.PopupFocusReason)

    def finish_layout(self) -> None:
        """The line for what is wrong, and the buttons."""
        self.add_error_line()
        foot = QHBoxLayout()
        foot.addWidget(self.leave)
        foot.addStretch(1)
        foot.addWidget(self.keep)
        self.body.addLayout(foot)

    def attempt(self, act: Callable[[], object]) -> bool:
        """Do it and close; where it is refused say why and stay."""
        try:
            act()
        except PipelineError as error:
            self.refuse(str(error))
            return False
        self.close()
        return True


class LaterDealPopover(_Asking):
    """Names the deal that follows; of a referral also who it is for. Signals: `started(deal id)`."""

    started = Signal(int)

    def __init__(self, around: Surroundings, view: DealView, kind: RelationKind, parent: QWidget) -> None:
        heads = {
            RelationKind.REPEAT: (self.tr("The same again"), self.tr("Start the deal")),
            RelationKind.UPSELL: (self.tr("More for this customer"), self.tr("Start the deal")),
            RelationKind.REFERRAL: (self.tr("Who was recommended?"), self.tr("Start the deal")),
        }
        head, words = heads[kind]
        super().__init__(around, words, parent)
        self._view = view
        self._kind = kind
        self.organisation = self._line(self.tr("Organisation"))
        self.person = self._line(self.tr("Person"))
        self.name = self._line(self.tr("What is the deal called?"))
        self.head(head, self._tell_what_comes_along())
        if kind is RelationKind.REFERRAL:
            self.body.addWidget(self.organisation)
            self.body.addWidget(self.person)
        else:
            for field in (self.organisation, self.person):
                field.setParent(self)
                field.hide()
            if kind is RelationKind.REPEAT:
                self.name.setText(view.title)
                self.name.selectAll()
        self.body.addWidget(self.name)
        self._begin = self.organisation if kind is RelationKind.REFERRAL else self.name
        self.finish_layout()

    def submit(self) -> None:
        session, made = self._around.session, list[int]()
        if self.attempt(
            lambda: made.append(
                start_later_deal(
                    session.workspace,
                    self._view.deal_id,
                    self._kind,
                    at=session.now(),
                    title=self.name.text(),
                    organisation=self.organisation.text(),
                    person=self.person.text(),
                )
            )
        ):
            self.started.emit(made[0])

    def _line(self, name: str) -> QLineEdit:
        field = QLineEdit(placeholderText=name)
        field.setAccessibleName(name)
        return field

    def _tell_what_comes_along(self) -> str:
        if self._kind is RelationKind.REFERRAL:
            return self.tr("Source: Referral, through “{title}”").format(title=self._view.title)
        if self._kind is RelationKind.REPEAT:
            return self.tr("Customer, people, owner and products come along.")
        return self.tr("Customer, people and owner come along.")


class ScorePopover(_Asking):
    """How satisfied the customer is, 0 to 10, with a note."""

    def __init__(self, around: Surroundings, view: DealView, parent: QWidget) -> None:
        super().__init__(around, self.tr("Keep"), parent)
        self._view = view
        self.score = ChoiceChips(self._theme, self.tr("How satisfied are they?"))
        self.score.set_choices([(str(score), "") for score in range(LEAST_SCORE, MOST_SCORE + 1)], None)
        self.note = NoteField(self._theme)
        asked = self.tr("What did they say, if you like")
        self.note.setPlaceholderText(asked)
        self.note.setAccessibleName(asked)
        self.head(self.tr("How satisfied is the customer?"), self.tr("0 not at all, 10 could not be better"))
        self.body.addWidget(self.score)
        self.body.addWidget(self.note)
        self._begin = self.score
        self.finish_layout()
        self.note.written.connect(self.submit)
        self.note.left.connect(self.close)
        self.note.textChanged.connect(self.fit)
        self.score.chosen.connect(lambda _place: self.refuse(""))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = event.text()
        if digit.isdecimal() and digit.isascii() and not event.modifiers():
            # A nought after a one makes ten.
            self.score.choose(MOST_SCORE if digit == "0" and self.score.taken == 1 else int(digit))
        else:
            super().keyPressEvent(event)

    def submit(self) -> None:
        session, taken = self._around.session, self.score.taken
        if taken is None:
            self.refuse(self.tr("Choose a number from 0 to 10."))
            return
        self.attempt(
            lambda: note_satisfaction(
                session.workspace,
                self._view.deal_id,
                LEAST_SCORE + taken,
                on=session.today(),
                note=self.note.toPlainText(),
            )
        )


class RetryPopover(_Asking):
    """When a lost deal is proposed again: after some months or on a day."""

    def __init__(self, around: Surroundings, view: DealView, day: date | None, note: str, parent: QWidget) -> None:
        super().__init__(around, self.tr("Keep"), parent)
        self._view = view
        today = around.session.today()
        self._day = day if day is not None and day > today else retry_day(today, RETRY_MONTHS[1])
        self.when = ChoiceChips(self._theme, self.tr("When?"))
        self.note = NoteField(self._theme)
        self.note.setPlainText(note)
        asked = self.tr("What should be different then?")
        self.note.setPlaceholderText(asked)
        self.note.setAccessibleName(asked)
        self.head(self.tr("Try again later"), self.tr("It is proposed on Today; nothing happens by itself."))
        self.said = Words(self._theme, "", "secondary", "ink2")
        for part in (self.when, self.said, self.note):
            self.body.addWidget(part)
        self._begin = self.when
        self.finish_layout()
        self.when.chosen.connect(self._on_when)
        self.note.written.connect(self.submit)
        self.note.left.connect(self.close)
        self.note.textChanged.connect(self.fit)
        self._show_day()

    @property
    def day(self) -> date:
        """The day that is chosen."""
        return self._day

    def submit(self) -> None:
        session = self._around.session
        self.attempt(
            lambda: plan_retry(
                session.workspace, self._view.deal_id, self._day, at=session.now(), note=self.note.toPlainText()
            )
        )

    def pick_day(self) -> DayPopup:
        """Open the calendar."""
        today = self._around.session.today()
        popup = DayPopup(self._theme, self._around.formats, self._day, today, self.tr("Cancel"), self)
        popup.taken.connect(self._take_day)
        place = self.when.place(len(RETRY_MONTHS))
        popup.open_at(self.when.mapToGlobal(QPoint(place.left(), place.bottom() + 4)))
        return popup

    def _on_when(self, place: int) -> None:
        self.refuse("")
        if place < len(RETRY_MONTHS):
            self._day = retry_day(self._around.session.today(), RETRY_MONTHS[place])
            self._show_day()
        else:
            self._show_day()
            self.pick_day()

    def _take_day(self, day: date | None) -> None:
        self._day = day or self._day
        self._show_day()

    def _show_day(self) -> None:
        today = self._around.session.today()
        days = [retry_day(today, months) for months in RETRY_MONTHS]
        choices = [(self.tr("In %Ln months", "", months), "") for months in RETRY_MONTHS]
        taken = days.index(self._day) if self._day in days else len(days)
        self.when.set_choices([*choices, (self.tr("On a day…"), "")], taken)
        self.said.show_words(self.tr("from {day} on").format(day=self._around.formats.day(self._day, today)))
