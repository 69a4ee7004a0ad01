"""The walk through the deals of a review: queue at the left, the deal and its choices, the summary at the right."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop_pipeline.actions.answers import set_answer
from desktop_pipeline.actions.cadence_rules import add_ready_cadence
from desktop_pipeline.actions.review_decisions import note_deal, skip_deal, take_up_again
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.queries.review_plan import ReviewSummary, read_summary
from desktop_pipeline.queries.reviews import ReviewLine, ReviewView
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.review.deal_side import NARROW_SIDE, SIDE, DealSide
from desktop_pipeline.ui.review.decision_pad import DecisionPad
from desktop_pipeline.ui.review.needs import Needs, gather_needs
from desktop_pipeline.ui.review.queue_column import QueueColumn
from desktop_pipeline.ui.review.review_acts import ReviewActs
from desktop_pipeline.ui.review.summary_side import SummarySide
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.ground import Ground, lay_ground
from desktop_pipeline.ui.widgets.segmented import Segmented

_QUEUE, _QUEUE_NARROW = 272, 236
_SUMMARY = 256
_ARROWS = frozenset((Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down))
# Narrower windows show the summary behind a tab of the left column; lower ones lower cards.
_BOTH_FROM = 1180
_WIDE_FROM = 1360
_LOW_BELOW = 760
# So few lines of text find room in it that the reasons would have to be scrolled to.
_CRAMPED_BELOW = 600
_READY = "re_engage"


class ReviewWalk(QWidget):
    """Keys lead through all of it.

    Signals: `pause_wanted()`, `all_decided()`, `undo_wanted()`, `deal_opened(id)`, `write_wanted(deal id)`,
    `summary_read(ReviewSummary)`.
    """

    pause_wanted = Signal()
    all_decided = Signal()
    undo_wanted = Signal()
    deal_opened = Signal(int)
    write_wanted = Signal(int)
    summary_read = Signal(object)

    def __init__(
        self,
        session: Session,
        tasks: Tasks,
        figures: Figures,
        theme: Theme,
        formats: Formats,
        open_url: Callable[[QUrl], object],
    ) -> None:
        super().__init__()
        self._session = session
        self._tasks = tasks
        self._figures = figures
        self._theme = theme
        self._review: ReviewView | None = None
        self._deal_id: int | None = None
        self._is_reading = False
        self._waiting: list[int] = []
        self.queue = QueueColumn(session, theme, formats)
        self.summary = SummarySide(session, theme, formats)
        self.deal = DealSide(session, theme, formats, open_url)
        self.pad = DecisionPad(session, theme, formats)
        self.acts = ReviewActs(session, theme, formats, self.pad, self)
        self.tabs = Segmented(theme, (self.tr("Deals"), self.tr("Summary")), small=True)
        self._left = QStackedWidget()
        self._arrange()
        self._connect()
        theme.changed.connect(self._dress)
        self._dress()

    @property
    def deal_id(self) -> int | None:
        """The deal that is looked at."""
        return self._deal_id

    @property
    def is_reading(self) -> bool:
        """Whether the deal is still being read."""
        return self._is_reading

    def show_review(self, review: ReviewView) -> None:
        """Show a review as it stands; a decision that was taken back leads to its deal again."""
        former, self._review = self._review, review
        self.queue.show_review(review)
        self.summary.show_review(review)
        self._read_summary(review)
        if former is None or former.review_id != review.review_id:
            self.go_to(review.next_deal_id or (review.lines[0].deal_id if review.lines else None))
            return
        back = _find_taken_back(former, review)
        if back is not None:
            self.go_to(back)
        elif self._line() is None:
            self.go_to(review.next_deal_id)
        else:
            self.queue.list.point_at(self._deal_id)

    def go_to(self, deal_id: int | None) -> None:
        """Look at a deal of the review."""
        self._keep_note()
        # What was pressed for the deal that is left was not meant for this one.
        self._waiting.clear()
        self._deal_id = deal_id
        line = self._line()
        self.queue.list.point_at(deal_id)
        if line is None or self._review is None:
            return
        place = self._review.places[line.deal_id]
        self.deal.show_line(line, place + 1, len(self._review.lines))
        self.deal.verticalScrollBar().setValue(0)
        self.pad.wait()
        self.focus_walk()
        self._read_deal()

    def refresh_deal(self) -> None:
        """Read the deal again: something about it changed elsewhere. What was being chosen stays as it is."""
        if self._deal_id is not None:
            self._read_deal(again=True)

    def focus_walk(self) -> None:
        """Give the keys to the choices."""
        self.pad.cards.focus_card()

    def save(self) -> None:
        """Save what is chosen, and go on."""
        line = self._line()
        if self._review is None or line is None:
            return
        if line.decision is not None:
            self._go_on()
            return
        text = self.deal.note.text().strip()
        self.acts.save(self._review.review_id, line.deal_id, text if text != line.note else None, self._go_on)

    def skip(self) -> None:
        """Pass over the deal."""
        review, line = self._review, self._line()
        if review is None or line is None or line.decision is not None:
            return
        workspace, text = self._session.workspace, self.deal.note.text().strip()
        note = text if text != line.note else None

        def act() -> None:
            skip_deal(workspace, review.review_id, line.deal_id, at=self._session.now(), note=note)

        if self.acts.attempt(act):
            self._go_on()

    def step(self, by: int) -> None:
        """Look at the deal before or after, decided or not."""
        if self._review is None or self._deal_id is None:
            return
        lines, place = self._review.lines, self._review.places[self._deal_id] + by
        if 0 <= place < len(lines):
            self.go_to(lines[place].deal_id)

    def arrange(self) -> None:
        """Take the measures that the window asks for."""
        window = self.window()
        wide = window.width()
        both = wide >= self._theme.size(_BOTH_FROM)
        self._side.setFixedWidth(self._theme.size(_QUEUE if wide >= self._theme.size(_WIDE_FROM) else _QUEUE_NARROW))
        self.tabs.setVisible(not both)
        if both is (self._left.indexOf(self.summary) >= 0):
            if both:
                self._left.removeWidget(self.summary)
                self._row.addWidget(self.summary)
                self.summary.show()
                self._left.setCurrentWidget(self.queue)
            else:
                self._row.removeWidget(self.summary)
                self._left.addWidget(self.summary)
                self.tabs.choose(0)
                self._left.setCurrentWidget(self.queue)
        self.summary.setFixedWidth(self._theme.size(_SUMMARY) if both else self._side.width() - 1)
        is_narrow = wide < self._theme.size(_WIDE_FROM)
        side = NARROW_SIDE if is_narrow else SIDE
        cramped = window.height() < self._theme.size(_CRAMPED_BELOW)
        self.deal.narrow(is_narrow=is_narrow, is_cramped=cramped)
        self._foot.setContentsMargins(side, 4, side, 12)
        self.pad.shrink(small=window.height() < self._theme.size(_LOW_BELOW), cramped=cramped)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held != Qt.KeyboardModifier.NoModifier or not self._take(event.key()):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        line = self._theme.color("line")
        painter.fillRect(self._side.geometry().right(), 0, 1, self.height(), line)
        if self._row.indexOf(self.summary) >= 0:
            painter.fillRect(self.summary.x() - 1, 0, 1, self.height(), line)

    def _take(self, key: int) -> bool:
        """What a key does; one that comes while the deal is being read is kept until it is there."""
        if self._is_reading and key not in {Qt.Key.Key_Escape, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            self._waiting.append(key)
            return True
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.save()
        elif key == Qt.Key.Key_Escape:
            self._leave()
        elif key == Qt.Key.Key_S:
            self.skip()
        elif key == Qt.Key.Key_N:
            self.deal.note.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif key == Qt.Key.Key_O:
            self._open_deal()
        elif key in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            self.step(-1 if key == Qt.Key.Key_PageUp else 1)
        elif key in _ARROWS:
            return self._is_choosing() and self.pad.cards.step(key)
        else:
            return self.pad.take_key(key)
        return True

    def _is_choosing(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is None or focus is self or focus in self.pad.cards.cards

    def _leave(self) -> None:
        """Esc leads from a field back to the choices, and from there to the pause."""
        focus = QApplication.focusWidget()
        if focus is not None and (self.pad.stack.isAncestorOf(focus) or focus is self.deal.note):
            self.pad.focus_choice()
        else:
            self._keep_note()
            self.pause_wanted.emit()

    def _line(self) -> ReviewLine | None:
        return None if self._review is None else self._review.line_of(self._deal_id)

    def _go_on(self) -> None:
        """To the next deal that is still to be decided, below first; to the end where there is none."""
        review = self._review
        if review is None:
            return
        here = -1 if self._deal_id is None else review.places.get(self._deal_id, -1)
        order = (*review.lines[here + 1 :], *review.lines[: here + 1])
        following = next((line.deal_id for line in order if line.decision is None and not line.is_gone), None)
        if following is None:
            self.all_decided.emit()
        else:
            self.go_to(following)

    def _keep_note(self) -> None:
        """What was typed for a deal stays with it, whichever way it is left."""
        review, line = self._review, self._line()
        text = self.deal.note.text().strip()
        if review is None or line is None or text == line.note or self._session.workspace.is_read_only:
            return
        self.acts.attempt(lambda: note_deal(self._session.workspace, review.review_id, line.deal_id, text))

    def _read_deal(self, *, again: bool = False) -> None:
        review, deal_id = self._review, self._deal_id
        if review is None or deal_id is None:
            return
        self._is_reading = self._is_reading or not again
        session, figures, review_id = self._session, self._figures, review.review_id

        def show(needs: Needs | None) -> None:
            was_reading, self._is_reading = self._is_reading, False
            if deal_id == self._deal_id:
                self._show_needs(needs, anew=was_reading or self.pad.chosen is None)

        def fail(error: PipelineError) -> None:
            self._is_reading = False
            self._waiting.clear()
            self.pad.refuse(str(error))

        self._tasks.run(
            lambda _progress: gather_needs(session, figures, review_id, deal_id), show, fail, key="review deal"
        )

    def _show_needs(self, needs: Needs | None, *, anew: bool) -> None:
        is_read_only = self._session.workspace.is_read_only
        if needs is None:
            self.pad.show_gone(is_read_only=is_read_only)
        else:
            self.deal.show_deal(needs.view)
        if needs is not None and anew:
            self.pad.ask(needs, is_read_only=is_read_only)
        waiting, self._waiting = self._waiting, []
        for key in waiting:
            self._take(key)

    def _read_summary(self, review: ReviewView) -> None:
        figures, today = self._figures, self._session.today()

        def show(summary: ReviewSummary) -> None:
            self.summary.show_summary(summary)
            self.summary_read.emit(summary)

        self._tasks.run(
            lambda _progress: read_summary(figures, review, as_of=today),
            show,
            lambda error: self.pad.refuse(str(error)),
            key="review summary",
        )

    def _take_up_again(self) -> None:
        review, line = self._review, self._line()
        if review is not None and line is not None:
            self.acts.attempt(lambda: take_up_again(self._session.workspace, review.review_id, line.deal_id))

    def _answer(self, topic: str, state: str, evidence: str) -> None:
        deal_id = self._deal_id
        if deal_id is None:
            return
        workspace, today = self._session.workspace, self._session.today()
        self.acts.attempt(lambda: set_answer(workspace, deal_id, topic, state, evidence, on=today))

    def _connect(self) -> None:
        pad, deal = self.pad, self.deal
        self.queue.list.picked.connect(self.go_to)
        self.summary.picked.connect(self.go_to)
        self.tabs.chosen.connect(self._left.setCurrentIndex)
        pad.save_wanted.connect(self.save)
        pad.skip_wanted.connect(self.skip)
        pad.undo_wanted.connect(self.undo_wanted)
        pad.again_wanted.connect(self._take_up_again)
        pad.re_engage.ready_made_wanted.connect(self._add_ready)
        deal.note_left.connect(pad.focus_choice)
        deal.answers.answered.connect(self._answer)
        deal.head.title.clicked.connect(self._open_deal)
        deal.happened.write_asked.connect(self._write)

    def _open_deal(self) -> None:
        if self._deal_id is not None:
            self.deal_opened.emit(self._deal_id)

    def _write(self) -> None:
        if self._deal_id is not None:
            self.write_wanted.emit(self._deal_id)

    def _add_ready(self) -> None:
        if self.acts.attempt(lambda: add_ready_cadence(self._session.workspace, _READY)):
            self._read_deal()

    def _arrange(self) -> None:
        self._left.addWidget(self.queue)
        self._side = QWidget()
        left = QVBoxLayout(self._side)
        left.setContentsMargins(0, 0, 1, 0)
        left.setSpacing(0)
        tabs = QHBoxLayout()
        tabs.setContentsMargins(16, 10, 16, 0)
        tabs.addWidget(self.tabs)
        tabs.addStretch(1)
        left.addLayout(tabs)
        left.addWidget(self._left, 1)
        self._middle = Ground(self._theme, "surface")
        self._foot = QVBoxLayout()
        self._foot.addWidget(self.pad)
        middle = QVBoxLayout(self._middle)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.deal, 1)
        middle.addLayout(self._foot)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(1)
        self._row.addWidget(self._side)
        self._row.addWidget(self._middle, 1)
        self._row.addWidget(self.summary)

    def _dress(self) -> None:
        lay_ground(self._theme, self)
        self.arrange()


def _find_taken_back(former: ReviewView, now: ReviewView) -> int | None:
    """The deal that was decided last and is to be decided again."""
    decided = [line for line in former.lines if line.decision is not None]
    taken = [line for line in decided if (again := now.line_of(line.deal_id)) and again.decision is None]
    taken.sort(key=lambda line: line.decided_at or former.started_at)
    return taken[-1].deal_id if taken else None
