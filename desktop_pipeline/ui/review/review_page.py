"""The Review screen: what moved before the first deal, the walk through the deals, and the end with its minutes."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop_pipeline.actions import Change
from desktop_pipeline.actions.reviews import drop_review
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.domain.reviews import ReviewPlan, Standing
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.queries.gates import read_titles
from desktop_pipeline.queries.lists import read_owners
from desktop_pipeline.queries.review_plan import ReviewSummary
from desktop_pipeline.queries.reviews import ReviewView, find_open_review, read_next_day, read_rhythm
from desktop_pipeline.reports.asked import ReportAsked, ReportKind
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.long_work import LongWork
from desktop_pipeline.ui.review.closing_page import ClosingPage, Ending
from desktop_pipeline.ui.review.gathering import Planned, list_closed
from desktop_pipeline.ui.review.opening_page import OpeningPage
from desktop_pipeline.ui.review.review_reader import ReviewReader
from desktop_pipeline.ui.review.review_words import long_day, say_left, say_standing, title_review
from desktop_pipeline.ui.review.review_work import ReviewWork
from desktop_pipeline.ui.review.rules_popover import RulesPopover
from desktop_pipeline.ui.review.toolbar import ReviewToolbar
from desktop_pipeline.ui.review.walk import ReviewWalk
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.ground import lay_ground
from desktop_pipeline.ui.widgets.review_switch import name_review

_SMALL_BELOW = 720
# A change of any of these may be seen here.
_REVIEW_TABLES = ("review", "review_deal")
_DEAL_TABLES = (
    *("deal", "activity", "note", "stage", "person", "organisation", "owner", "criterion", "criterion_tick"),
    *("answer", "cadence", "cadence_step", "enrolment", "message", "deal_snooze", "reason", "setting", "deal_person"),
)


class ReviewPage(QWidget):
    """One part is shown at a time.

    Signals: `deal_opened(id)`, `said(sentence)`, `counts_changed(texts)`, `due_counted(number)` for the navigation,
    `undo_asked()`, `report_asked(ReportAsked)`, `went_to(key)`, `write_asked(deal id)`.
    """

    deal_opened = Signal(int)
    said = Signal(str)
    counts_changed = Signal(list)
    due_counted = Signal(int)
    undo_asked = Signal()
    report_asked = Signal(object)
    went_to = Signal(str)
    write_asked = Signal(int)

    def __init__(
        self,
        session: Session,
        tasks: Tasks,
        figures: Figures,
        theme: Theme,
        formats: Formats,
        parent: QWidget | None = None,
        *,
        open_url: Callable[[QUrl], object] = QDesktopServices.openUrl,
    ) -> None:
        """`open_url` hands an address (tel:) to the program the system has for it."""
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._formats = formats
        self._review: ReviewView | None = None
        self._planned: Planned | None = None
        self._is_stale = True
        self.reader = ReviewReader(session, tasks, lambda error: self.said.emit(str(error)))
        self.long_work = LongWork(session, tasks, theme, self)
        self._work = ReviewWork(session, tasks, figures, self.long_work)
        self.toolbar = ReviewToolbar(theme)
        self.opening = OpeningPage(session, theme, formats)
        self.walk = ReviewWalk(session, tasks, figures, theme, formats, open_url)
        self.closing = ClosingPage(session, theme, formats)
        self.stack = QStackedWidget()
        for part in (self.opening, self.walk, self.closing):
            self.stack.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.toolbar)
        column.addWidget(self.stack, 1)
        self.setAccessibleName(self.tr("Review"))
        self._connect()
        self._dress()

    @property
    def review(self) -> ReviewView | None:
        """The review that runs, or that was finished just now."""
        return self._review

    @property
    def deal_id(self) -> int | None:
        """The deal that is decided on now."""
        return self.walk.deal_id if self.is_walking else None

    @property
    def is_walking(self) -> bool:
        """Whether deals are being decided on: each decision is shown, and how to take it back."""
        return self.stack.currentWidget() is self.walk

    @property
    def planned(self) -> Planned | None:
        """The review that could start, once it was read."""
        return self._planned

    def focus_page(self) -> None:
        """Give the keys to what is asked."""
        shown = self.stack.currentWidget()
        if shown is self.walk:
            self.walk.focus_walk()
        elif shown is self.closing:
            self.closing.focus_page()
        else:
            self.opening.focus_page()

    def find(self) -> None:  # type: ignore[override] # Qt's finds a widget by its window
        """Give the keys to the owner chip: whose deals."""
        self.toolbar.owner.setFocus()

    def new(self) -> None:
        """Begin the review, or go on with it."""
        if self.stack.currentWidget() is self.opening and self.opening.start.isEnabled():
            self.begin()

    def refresh(self) -> None:
        """Read everything again; a large review is shown once a worker has read it."""
        self._is_stale = False
        workspace, shown = self._session.workspace, self.stack.currentWidget()
        self.toolbar.owner.set_owners(read_owners(workspace))
        running = find_open_review(workspace, owner_id=self.toolbar.owner.taken)
        if running is None and shown is self.closing and self._review is not None:
            self.reader.read(self._review.review_id, self._show_ended)
            return
        self.reader.read(running, self._show_running)
        if self.reader.is_reading and shown is self.opening and self._review is None:
            self.opening.wait()

    def begin(self) -> None:
        """Start the review, or go on with the one that runs."""
        running = self._review if self._review is not None and self._review.finished_at is None else None
        if running is not None:
            self._walk_on(running)
        elif self._planned is not None and not self.reader.is_reading:
            self._start(self._planned.plan)

    def pause(self) -> None:
        """Back to what moved; everything that was decided stays."""
        self.stack.setCurrentWidget(self.opening)
        self.refresh()
        self.focus_page()

    def end(self) -> None:
        """Ask how the review shall end."""
        review = self._review
        if review is None:
            return
        workspace = self._session.workspace
        self.closing.show_review(review, read_next_day(workspace, self._session.today()))
        self.stack.setCurrentWidget(self.closing)
        self._tell()
        self.closing.focus_page()
        self._read_standing(
            review,
            lambda standing: self.closing.show_summary(
                ReviewSummary(review.opening.currency, review.opening.standing, standing)
            ),
        )

    def finish(self, ending: Ending) -> None:
        """End the review as it was asked for."""
        review = self._review
        if review is None:
            return
        self.closing.wait()
        self._work.finish(
            review,
            ending,
            lambda review_id: self.reader.read(review_id, self._show_over),
            lambda error: self.closing.refuse(str(error)),
        )

    def drop(self) -> None:
        """Give the review up that runs."""
        if self._review is None:
            return
        try:
            drop_review(self._session.workspace, self._review.review_id, at=self._session.now())
        except PipelineError as error:
            self.said.emit(str(error))

    def open_rules(self) -> RulesPopover:
        """What puts deals into a review, below its chip."""
        chip = self.toolbar.rules
        popover = RulesPopover(self._session.workspace, self._theme, self)
        popover.open_at(chip.mapToGlobal(QPoint(0, chip.height() + 4)))
        return popover

    def print_sheet(self) -> None:
        """The sheet of the meeting: its minutes as far as they go."""
        if self._review is not None:
            self.report_asked.emit(ReportAsked(ReportKind.REVIEW, ids=(self._review.review_id,)))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.walk.arrange()
        if self._is_stale or self.stack.currentWidget() is self.opening:
            # The days went on while it was hidden.
            self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.toolbar.arrange(small=self.window().height() < _SMALL_BELOW)
        self.walk.arrange()

    def _start(self, plan: ReviewPlan) -> None:
        # The walk is there before: what is changed from now on it tells itself.
        self.stack.setCurrentWidget(self.walk)

        def refuse(error: PipelineError) -> None:
            self.stack.setCurrentWidget(self.opening)
            self.said.emit(str(error))

        self._work.start(
            plan, self.reader.most_at_once, lambda review_id: self.reader.read(review_id, self._walk_on), refuse
        )

    def _walk_on(self, running: ReviewView | None) -> None:
        self._review = running
        if running is None:
            return
        if running.next_deal_id is None:
            self.end()
            return
        self.stack.setCurrentWidget(self.walk)
        self._tell()
        self.walk.show_review(running)
        self.walk.arrange()
        self.walk.focus_walk()

    def _show_running(self, running: ReviewView | None) -> None:
        shown = self.stack.currentWidget()
        if running is None:
            self._leave(shown)
            return
        was_over, self._review = self._is_over(), running
        if was_over:
            # Its end was taken back.
            self.stack.setCurrentWidget(self.opening)
        if shown is self.walk:
            self.walk.show_review(running)
        elif shown is self.opening or was_over:
            self._show_opening()
        self._tell()

    def _is_over(self) -> bool:
        return self._review is not None and self._review.finished_at is not None

    def _show_ended(self, over: ReviewView | None) -> None:
        """The review that was finished just now stays in sight, any other gives way to a new plan."""
        if over is not None and over.closing is not None:
            self._show_over(over)
        else:
            self._leave(self.closing)

    def _leave(self, shown: QWidget | None) -> None:
        """No review runs."""
        self._review = None
        self.stack.setCurrentWidget(self.opening)
        self._show_opening()
        self._tell()
        if shown is not self.opening and self.isVisible():
            self.focus_page()

    def _show_over(self, over: ReviewView | None) -> None:
        self._review = over
        if over is not None:
            self.closing.show_over(over)
            self._tell()
            self.closing.focus_page()

    def _show_opening(self) -> None:
        review, workspace = self._review, self._session.workspace
        if review is not None and review.finished_at is None:
            self.opening.show_paused(review, read_titles(workspace, list_closed(review.opening)))
            self._read_standing(review, lambda standing: self._say_standing(review.opening.currency, standing))
            return
        if self._planned is None:
            self.opening.wait()

        def show(planned: Planned) -> None:
            had_keys = self.opening.hasFocus() or self.opening.start.hasFocus()
            self._planned = planned
            if self._review is None:
                self.opening.show_plan(planned)
                self._say_standing(planned.plan.opening.currency, planned.plan.opening.standing)
                self.due_counted.emit(len(planned.plan.queue))
            self._tell()
            if had_keys:
                self.opening.focus_page()

        owner_id = self.toolbar.owner.taken
        self._work.plan(owner_id, show, lambda error: self.opening.sentence.show_words(str(error), "red"))

    def _read_standing(self, review: ReviewView, show: Callable[[Standing], None]) -> None:
        self._work.read_standing(review, show, lambda error: self.said.emit(str(error)))

    def _say_standing(self, currency: str, standing: Standing) -> None:
        self.counts_changed.emit(say_standing(standing, currency, self._formats))

    def _tell(self) -> None:
        """The toolbar follows what is shown."""
        shown, review, today = self.stack.currentWidget(), self._review, self._session.today()
        is_walk = shown is self.walk
        day = long_day(today, self._formats.locale)
        left = None
        if review is not None and review.finished_at is None:
            left = review.counts.left
            self.due_counted.emit(left)
        elif self._planned is not None and review is None:
            left = len(self._planned.plan.queue)
        title, detail = title_review(read_rhythm(self._session.workspace)), say_left(day, left)
        # Beside the switch stands what all its places are called.
        self.toolbar.say(*((title, detail) if is_walk else (name_review(), f"{title}, {detail}")))
        self.toolbar.show_walk(walking=is_walk, has_sheet=review is not None)
        self.toolbar.owner.setEnabled(not self._session.workspace.is_read_only or not is_walk)

    def _on_owner(self, _owner_id: int | None) -> None:
        self._planned = None
        self._review = None
        self.stack.setCurrentWidget(self.opening)
        self.refresh()
        self.focus_page()

    def _on_changed(self, change: Change) -> None:
        touches_review = any(change.touches(table) for table in _REVIEW_TABLES)
        self.reader.note(change)
        if not touches_review and not any(change.touches(table) for table in _DEAL_TABLES):
            return
        if not self.isVisible():
            self._is_stale = True
            return
        shown = self.stack.currentWidget()
        if touches_review or shown is not self.closing:
            self.refresh()
        if shown is self.walk and not touches_review:
            self.walk.refresh_deal()

    def _connect(self) -> None:
        toolbar, walk = self.toolbar, self.walk
        toolbar.owner_chosen.connect(self._on_owner)
        toolbar.rules_wanted.connect(self.open_rules)
        toolbar.sheet_wanted.connect(self.print_sheet)
        toolbar.pause_wanted.connect(self.pause)
        toolbar.went_to.connect(self.went_to)
        self.opening.start_wanted.connect(self.begin)
        self.opening.finish_wanted.connect(self.end)
        self.opening.drop_wanted.connect(self.drop)
        self.opening.deal_opened.connect(self.deal_opened)
        walk.pause_wanted.connect(self.pause)
        walk.all_decided.connect(self.end)
        walk.undo_wanted.connect(self.undo_asked)
        walk.deal_opened.connect(self.deal_opened)
        walk.write_wanted.connect(self.write_asked)
        walk.summary_read.connect(lambda summary: self._say_standing(summary.currency, summary.now))
        self.closing.finish_wanted.connect(self.finish)
        self.closing.back_wanted.connect(self._go_back)
        self.closing.minutes_wanted.connect(self.print_sheet)
        self.closing.past_wanted.connect(lambda: self.went_to.emit("past reviews"))
        self._session.changed.connect(self._on_changed)
        self._theme.changed.connect(self._dress)

    def _go_back(self) -> None:
        review = self._review
        if review is None or not review.lines:
            self.pause()
            return
        self.stack.setCurrentWidget(self.walk)
        self._tell()
        self.walk.show_review(review)
        self.walk.focus_walk()

    def _dress(self) -> None:
        lay_ground(self._theme, self)
