"""Close as lost: the reason by its number, and a note where it wants one."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QScrollArea

from desktop_pipeline.domain.deals import check_loss
from desktop_pipeline.queries.lists import LostReason
from desktop_pipeline.ui.review.answer_block import AnswerBlock
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.choice_chips import ChoiceChips
from desktop_pipeline.ui.widgets.undo_keys import pass_undo_on

_MOST_KEYS = 9
_LONGEST = 2_000
_NOTE = 220


class ReasonChips(ChoiceChips):
    """Reasons with the numbers that take them."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.key() - Qt.Key.Key_1
        if 0 <= number < min(_MOST_KEYS, len(self._choices)) and not event.modifiers():
            self.choose(number)
        else:
            super().keyPressEvent(event)


class LostBlock(AnswerBlock):
    """Numbers choose the reason while the keys are here."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.title.show_words(self.tr("Why is it lost?"))
        self._reasons: tuple[LostReason, ...] = ()
        self.reasons = ReasonChips(theme, self.tr("Reason"))
        self.note = QLineEdit(maxLength=_LONGEST)
        self.note.setAccessibleName(self.tr("Note"))
        self.note.setFixedWidth(theme.size(_NOTE))
        pass_undo_on(self.note)
        self.head.addWidget(self.note)
        # An owner may keep more reasons than two lines hold.
        area = QScrollArea()
        area.setWidget(self.reasons)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.viewport().setAutoFillBackground(False)
        self.reasons.setAutoFillBackground(False)
        self.body.addWidget(area, 1)
        self.reasons.chosen.connect(self._on_chosen)

    @property
    def needs_answer(self) -> bool:
        return True

    def ask(self, reasons: Sequence[LostReason], reason_id: int | None = None) -> None:
        """Ask anew; a reason that is proposed is taken already."""
        self._reasons = tuple(reasons)
        choices = [
            (f"{place + 1}  {reason.name}" if place < _MOST_KEYS else reason.name, "")
            for place, reason in enumerate(reasons)
        ]
        ids = [reason.reason_id for reason in reasons]
        self.reasons.set_choices(choices, ids.index(reason_id) if reason_id in ids else None)
        self.note.clear()
        self._on_chosen()

    def answer(self) -> tuple[int, str]:
        """Id of the reason and the note. Raises InvalidError where one is missing."""
        reason, note = self._taken(), self.note.text().strip()
        check_loss(reason.reason_id if reason else None, note, needs_note=bool(reason and reason.needs_note))
        assert reason is not None, "a loss without a reason is refused"
        return reason.reason_id, note

    def focus_first(self) -> bool:
        self.reasons.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def focus_missing(self) -> None:
        """Give the keys to what is still missing."""
        (self.reasons if self._taken() is None else self.note).setFocus(Qt.FocusReason.OtherFocusReason)

    def _taken(self) -> LostReason | None:
        place = self.reasons.taken
        return None if place is None else self._reasons[place]

    def _on_chosen(self) -> None:
        reason = self._taken()
        needed = reason is not None and reason.needs_note
        self.note.setPlaceholderText(
            self.tr("What happened, in a few words") if needed else self.tr("Note, if you like")
        )
        self.say(self.tr("a number chooses, Enter saves"))
