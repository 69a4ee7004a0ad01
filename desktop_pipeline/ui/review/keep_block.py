"""Keep, with a next step: what is planned already, or what is to be done next and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit

from desktop_pipeline.domain.activities import at_time, read_time
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.queries.activities import ActivityKind, ActivityRow
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.review.answer_block import AnswerBlock
from desktop_pipeline.ui.review.day_choice import DayChoice
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.typed import plain_figures
from desktop_pipeline.ui.widgets.activity_words import name_kind, word_when
from desktop_pipeline.ui.widgets.undo_keys import pass_undo_on

_LONGEST = 2_000
_USUALLY_IN_DAYS = 7


@dataclass(frozen=True, slots=True)
class StepAnswer:
    """The next step as it was answered; `instead_of` is what was planned before and becomes this one."""

    kind: str
    subject: str
    due_on: date
    due_at: datetime | None
    instead_of: int | None


class KeepBlock(AnswerBlock):
    """What is planned already stands in the fields; unless it is changed it stays as it is."""

    def __init__(self, session: Session, theme: Theme, formats: Formats) -> None:
        super().__init__(theme)
        self.title.show_words(self.tr("Next step"))
        self._session = session
        self._formats = formats
        self._kinds: tuple[ActivityKind, ...] = ()
        self._planned: ActivityRow | None = None
        self._shown: tuple[object, ...] = ()
        self.kind = QComboBox()
        self.kind.setAccessibleName(self.tr("Kind"))
        self.subject = QLineEdit(maxLength=_LONGEST)
        self.subject.setAccessibleName(self.tr("What is to be done"))
        pass_undo_on(self.subject)
        self.time = QLineEdit(placeholderText=self.tr("any time"))
        self.time.setAccessibleName(self.tr("Time of day"))
        pass_undo_on(self.time)
        self.days = DayChoice(
            session,
            theme,
            formats,
            self.tr("Day"),
            ((self.tr("Today"), 0), (self.tr("Tomorrow"), 1), (self.tr("In 3 days"), 3), (self.tr("Next week"), 7)),
        )
        row = QHBoxLayout()
        row.setSpacing(8)
        self.kind.setFixedWidth(theme.size(112))
        self.time.setFixedWidth(theme.size(86))
        row.addWidget(self.kind)
        row.addWidget(self.subject, 1)
        row.addWidget(self.time)
        self.body.addLayout(row)
        self.body.addWidget(self.days)
        self.kind.currentIndexChanged.connect(self._on_kind)

    def ask(self, stage: str, planned: ActivityRow | None, kinds: Sequence[ActivityKind]) -> None:
        """Ask for a deal in that stage; what is planned stands in the fields, with a new day where it is late."""
        today = self._session.today()
        self._planned = planned
        if planned is not None and planned.kind not in kinds:
            kinds = [*kinds, planned.kind]
        self._kinds = tuple(kinds)
        self.kind.clear()
        for kind in self._kinds:
            self.kind.addItem(name_kind(kind), kind.key)
        self.subject.clear()
        self.time.clear()
        self.days.take(today + timedelta(days=_USUALLY_IN_DAYS))
        detail = self.tr("stays in {stage}")
        if planned is not None:
            self.kind.setCurrentIndex(self._kinds.index(planned.kind))
            self.subject.setText(planned.subject)
            if planned.due_at is not None:
                self.time.setText(self._formats.time(planned.due_at))
            detail = self.tr("stays in {stage}; it was planned for {when}, and gets a new day")
            if planned.due_on is None:
                detail = self.tr("stays in {stage}; it was planned without a day")
            elif planned.due_on >= today:
                self.days.take(planned.due_on)
                detail = self.tr("stays in {stage}; it is planned already, for {when}")
        self._on_kind()
        self._shown = self._read()
        when = "" if planned is None else word_when(planned, self._formats, today=today, now=self._session.now())
        self.say(detail.format(stage=stage, when=when))

    def answer(self) -> StepAnswer | None:
        """The step to be planned; None where the planned one stays. Raises InvalidError."""
        planned = self._planned
        stays = planned is not None and planned.due_on is not None and planned.due_on >= self._session.today()
        if stays and self._read() == self._shown:
            return None
        key = self.kind.currentData()
        if not isinstance(key, str):
            raise InvalidError(self.tr("There is no kind of activity in use. Add one in the settings."))
        clock = read_time(plain_figures(self.time.text(), self._formats))
        due_at = None if clock is None else at_time(self.days.day, clock, self._session.workspace.zone)
        instead_of = None if planned is None else planned.activity_id
        return StepAnswer(key, self.subject.text().strip(), self.days.day, due_at, instead_of)

    def focus_first(self) -> bool:
        self.subject.setFocus(Qt.FocusReason.OtherFocusReason)
        self.subject.selectAll()
        return True

    def _read(self) -> tuple[object, ...]:
        return self.kind.currentData(), self.subject.text(), self.time.text(), self.days.day

    def _on_kind(self) -> None:
        self.subject.setPlaceholderText(self.kind.currentText())
