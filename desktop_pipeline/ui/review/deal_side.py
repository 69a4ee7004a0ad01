"""The middle of a review: everything about one deal that a decision needs, always in the same places."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QScrollArea, QSpacerItem, QVBoxLayout

from desktop_pipeline.domain.reviews import LONGEST_NOTE
from desktop_pipeline.queries.review_deal import ReviewDealView
from desktop_pipeline.queries.reviews import ReviewLine
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.review.bant_strip import BantStrip
from desktop_pipeline.ui.review.deal_head import DealHead
from desktop_pipeline.ui.review.happened_block import HappenedBlock
from desktop_pipeline.ui.review.review_words import say_gate, say_headline, say_sentence, say_why
from desktop_pipeline.ui.review.why_block import WhyBlock
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.ground import Ground
from desktop_pipeline.ui.widgets.undo_keys import pass_undo_on

SIDE, NARROW_SIDE = 28, 20


class DealSide(QScrollArea):
    """Signals: `note_left()` when the keys go on from the note, by Enter or Esc."""

    note_left = Signal()

    def __init__(self, session: Session, theme: Theme, formats: Formats, open_url: Callable[[QUrl], object]) -> None:
        super().__init__()
        self._session = session
        self._theme = theme
        self._formats = formats
        self.head = DealHead(session, theme, formats)
        self.why = WhyBlock(theme)
        self.happened = HappenedBlock(session, theme, formats, open_url)
        self.answers = BantStrip(theme)
        self.note = QLineEdit(maxLength=LONGEST_NOTE)
        self.note.setPlaceholderText(self.tr("Note for the minutes (N)"))
        self.note.setAccessibleName(self.tr("Note for the minutes"))
        pass_undo_on(self.note)
        self.note.returnPressed.connect(self.note_left)
        self._ground = Ground(theme, "surface")
        self._arrange()

    def show_line(self, line: ReviewLine, place: int, count: int) -> None:
        """Show what is known at once of the deal at that place, from 1."""
        today = self._session.today()
        self.head.show_line(line)
        self.head.show_place(place, count)
        said = [(say_headline(why, self._formats), say_sentence(why, self._formats, today)) for why in line.why]
        self.why.show_lines(said)
        self.happened.show_happened(())
        self.happened.show_person(None)
        self.answers.hide()
        self.note.setText(line.note)

    def show_deal(self, view: ReviewDealView) -> None:
        """Show all of it."""
        today = self._session.today()
        self.head.show_deal(view)
        lines = [say_why(why, view, self._formats, today) for why in view.why]
        gate = None if view.gate is None else say_gate(view.gate, self._formats)
        self.why.show_lines([*lines, gate] if gate is not None else lines)
        self.happened.show_happened(view.happened)
        self.happened.show_person(view.person)
        can_edit = not self._session.workspace.is_read_only
        self.answers.setVisible(bool(view.answers))
        if view.answers:
            self.answers.show_answers(view.answers, can_edit=can_edit)
        self.note.setEnabled(can_edit)
        if not self.note.hasFocus():
            self.note.setText(view.line.note)

    def narrow(self, *, is_narrow: bool, is_cramped: bool) -> None:
        """Less margin where the room is short: at the sides, and above and below the head."""
        side = NARROW_SIDE if is_narrow else SIDE
        self._column.setContentsMargins(side, 8 if is_cramped else 18, side, 8)
        self.head.narrow(is_cramped=is_cramped)
        self._below_head.changeSize(0, 8 if is_cramped else 18)
        self._column.invalidate()
        self._columns.setHorizontalSpacing(20 if is_narrow else 28)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Tab brings what is out of sight into it; the page keys lead from deal to deal.
        event.ignore()

    def _arrange(self) -> None:
        self._below_head = QSpacerItem(0, 18)
        self._columns = QGridLayout()
        self._columns.addWidget(self.why, 0, 0, Qt.AlignmentFlag.AlignTop)
        self._columns.addWidget(self.happened, 0, 1, Qt.AlignmentFlag.AlignTop)
        self._columns.setColumnStretch(0, 1)
        self._columns.setColumnStretch(1, 1)
        self._column = QVBoxLayout(self._ground)
        self._column.setSpacing(0)
        self._column.addWidget(self.head)
        self._column.addSpacerItem(self._below_head)
        self._column.addLayout(self._columns)
        self._column.addSpacing(16)
        self._column.addWidget(self.answers)
        self._column.addSpacing(10)
        self._column.addWidget(self.note)
        self._column.addStretch(1)
        self.narrow(is_narrow=False, is_cramped=False)
        self.setWidget(self._ground)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(self.tr("The deal"))
