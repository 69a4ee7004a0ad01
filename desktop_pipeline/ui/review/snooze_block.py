"""Leave a deal alone until a day, with the reason."""

from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.review.answer_block import AnswerBlock
from desktop_pipeline.ui.review.day_choice import DayChoice
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.undo_keys import pass_undo_on

_LONGEST = 2_000
_USUALLY_IN_DAYS = 14


class SnoozeBlock(AnswerBlock):
    """No longer than the stage lets a deal rest (METRICS §15)."""

    def __init__(self, session: Session, theme: Theme, formats: Formats) -> None:
        super().__init__(theme)
        self.title.show_words(self.tr("Snooze"))
        self._session = session
        self._formats = formats
        self.why = QLineEdit(placeholderText=self.tr("Why, in a few words"), maxLength=_LONGEST)
        self.why.setAccessibleName(self.tr("Why"))
        pass_undo_on(self.why)
        self.days = DayChoice(
            session,
            theme,
            formats,
            self.tr("Until"),
            ((self.tr("In a week"), 7), (self.tr("In two weeks"), 14), (self.tr("In three weeks"), 21)),
        )
        self.body.addWidget(self.why)
        self.body.addWidget(self.days)

    @property
    def needs_answer(self) -> bool:
        return True

    def ask(self, limit: int) -> None:
        """Ask for a deal of a stage in which it may rest for so many days."""
        self.why.clear()
        self.days.take(self._session.today() + timedelta(days=min(limit, _USUALLY_IN_DAYS)))
        last = self._formats.day(self._session.today() + timedelta(days=limit), self._session.today())
        self.say(self.tr("until {day} at the latest; it is not asked for before").format(day=last))

    def answer(self) -> tuple[date, str]:
        """The day it wakes and the reason. Raises InvalidError for none."""
        why = self.why.text().strip()
        if not why:
            raise InvalidError(self.tr("Say why it can wait: without a reason it would only be forgotten."))
        return self.days.day, why

    def focus_first(self) -> bool:
        self.why.setFocus(Qt.FocusReason.OtherFocusReason)
        return True
