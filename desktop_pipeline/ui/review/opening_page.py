"""Before the first deal: what moved since the last review, what was won and lost, and what needs a decision."""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from desktop_pipeline.domain.reviews import ClosedLine, Opening, ReviewPlan, guess_minutes
from desktop_pipeline.queries.reviews import ReviewView
from desktop_pipeline.ui.formats import MINUS, Formats
from desktop_pipeline.ui.review.gathering import Planned
from desktop_pipeline.ui.review.review_words import BARS_TAKEN, name_bar, name_cause, say_effort
from desktop_pipeline.ui.review.summary_side import FigureRow
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.callout import Callout
from desktop_pipeline.ui.widgets.key_hint import PrimaryButton
from desktop_pipeline.ui.widgets.link_button import LinkButton
from desktop_pipeline.ui.widgets.words import Words

_WIDEST = 880
_MOST_CLOSED = 6
_OPENING, _CLOSING = "opening", "closing"
_ALWAYS = frozenset((_OPENING, "created", "won", "lost", _CLOSING))


class OpeningPage(QScrollArea):
    """Signals: `start_wanted()`, `finish_wanted()`, `drop_wanted()`, `deal_opened(id)`."""

    start_wanted = Signal()
    finish_wanted = Signal()
    drop_wanted = Signal()
    deal_opened = Signal(int)

    def __init__(self, session: Session, theme: Theme, formats: Formats) -> None:
        super().__init__()
        self._session = session
        self._theme = theme
        self._formats = formats
        self.heading = Words(theme, "", "heading", wrap=True)
        self.sentence = Words(theme, "", "body", "ink2", wrap=True)
        self.paused = Callout(theme, "clock", "accent")
        self.start = PrimaryButton(theme, self.tr("Start the review"), icon="clipboard-check", key=self.tr("Enter"))
        self.finish = ActionButton(theme, self.tr("Finish it now…"), role="ink2", flat=True)
        self.drop = ActionButton(theme, self.tr("Give it up"), role="ink2", flat=True)
        self.moved = QVBoxLayout()
        self.won = QVBoxLayout()
        self.lost = QVBoxLayout()
        self.causes = QVBoxLayout()
        self._waiting = True
        self._ground = QWidget()
        self._arrange()
        self.start.clicked.connect(self.start_wanted)
        self.finish.clicked.connect(self.finish_wanted)
        self.drop.clicked.connect(self.drop_wanted)

    def wait(self) -> None:
        """What moved is still being read."""
        self._waiting = True
        self.start.setEnabled(False)
        self.sentence.show_words(self.tr("What moved is being read…"))
        # Shown before it stands anywhere, it would be a window of its own.
        if self.sentence.parentWidget() is not None:
            self.sentence.show()
        for widget in (self._figures, self.finish, self.drop):
            widget.hide()
        self.paused.say("")

    def show_plan(self, planned: Planned) -> None:
        """Show what a review of now would hold."""
        self._waiting = False
        plan = planned.plan
        count = len(plan.queue)
        since = self._formats.day(plan.since, self._session.today())
        self.heading.show_words(self.tr("What moved since {day}").format(day=since))
        self.sentence.show_words(f"{self._sum_up(plan)} {self._say_planned(planned.planned_for)}".rstrip())
        self.sentence.show()
        self.start.setText(self.tr("Start the review"))
        self.start.setEnabled(bool(count) and not self._session.workspace.is_read_only)
        self.start.updateGeometry()
        self.finish.hide()
        self.drop.hide()
        self.paused.say("")
        causes = [(name_cause(cause), self._formats.number(count)) for cause, count in planned.causes.items()]
        self._fill(self.causes, causes)
        self._causes.setVisible(bool(causes))
        self._show_opening(plan.opening, planned.titles)
        self._figures.show()

    def show_paused(self, review: ReviewView, titles: Mapping[int, str]) -> None:
        """Show a review that was begun."""
        self._waiting = False
        counts, formats, today = review.counts, self._formats, self._session.today()
        since = "" if review.since is None else formats.day(review.since, today)
        self.heading.show_words(self.tr("What moved since {day}").format(day=since) if since else self.tr("The review"))
        self.sentence.hide()
        decided, deals = formats.number(counts.decided), formats.number(counts.deals)
        said = self.tr("{decided} of {deals} deals are decided; everything is kept as it is.")
        begun = self.tr("Begun {day} by {who}.").format(day=formats.day(review.as_of, today), who=review.who)
        self.paused.say(said.format(decided=decided, deals=deals), begun)
        self.start.setText(self.tr("Go on") if counts.left else self.tr("To the end"))
        self.start.setEnabled(True)
        self.start.updateGeometry()
        can_change = not self._session.workspace.is_read_only
        self.finish.setVisible(can_change and counts.left > 0)
        self.drop.setVisible(can_change)
        self._causes.hide()
        self._show_opening(review.opening, titles)
        self._figures.show()

    def focus_page(self) -> None:
        """Give the keys to the button that begins."""
        first = self.start if self.start.isEnabled() else self
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.start.isEnabled():
            self.start.click()
        else:
            super().keyPressEvent(event)

    def _sum_up(self, plan: ReviewPlan) -> str:
        count, formats = len(plan.queue), self._formats
        if not count:
            words = self.tr("No deal needs a decision: every open one has a next step in time.")
            if not plan.opening.standing.deals:
                words = self.tr("No deal is open. What needs a decision will be listed here.")
        else:
            deals = QCoreApplication.translate("OpeningPage", "%Ln deals need a decision", None, count)
            if count == 1:
                deals = self.tr("1 deal needs a decision")
            words = self.tr("{deals}, together {value}; that takes about {time}.")
            if all(deal.base_value is None for deal in plan.queue):
                words = self.tr("{deals}; that takes about {time}.")
            words = words.format(
                deals=deals,
                value=formats.whole_money(plan.value, plan.opening.currency),
                time=say_effort(guess_minutes(count), formats),
            )
        if plan.snoozed:
            words += " " + self.tr("Snoozed and left alone: {count}.").format(count=formats.number(plan.snoozed))
        return words

    def _say_planned(self, day: date | None) -> str:
        today = self._session.today()
        if day is None:
            return ""
        words = (
            self.tr("The review was planned for {day}.") if day < today else self.tr("The review is planned for {day}.")
        )
        return (
            words.format(day=self._formats.day(day, today))
            if day != today
            else self.tr("The review is planned for today.")
        )

    def _show_opening(self, opening: Opening, titles: Mapping[int, str]) -> None:
        rows = []
        for line in opening.moved:
            if not line.deals and line.bar not in _ALWAYS:
                continue
            amount = self._formats.whole_money(line.value, opening.currency)
            if line.bar in BARS_TAKEN and line.value:
                amount = f"{MINUS}{amount}"
            elif line.value and line.bar not in {_OPENING, _CLOSING}:
                amount = f"+{amount}"
            deals = QCoreApplication.translate("OpeningPage", "%Ln deals", None, line.deals)
            if line.deals == 1:
                deals = self.tr("1 deal")
            rows.append((self.tr("{bar}, {deals}").format(bar=name_bar(line.bar), deals=deals), amount))
        self._fill(self.moved, rows)
        self._fill_closed(self.won, opening.won, titles, opening.currency)
        self._fill_closed(self.lost, opening.lost, titles, opening.currency)

    def _fill(self, column: QVBoxLayout, rows: Sequence[tuple[str, str]]) -> None:
        _empty(column)
        for name, value in rows:
            row = FigureRow(self._theme, name, strong=False)
            row.show_value(value)
            column.addWidget(row)
        if not rows:
            column.addWidget(Words(self._theme, self.tr("Nothing moved."), "secondary", "ink3"))

    def _fill_closed(
        self, column: QVBoxLayout, lines: Sequence[ClosedLine], titles: Mapping[int, str], currency: str
    ) -> None:
        _empty(column)
        for line in lines[:_MOST_CLOSED]:
            row = QWidget()
            cells = QHBoxLayout(row)
            cells.setContentsMargins(0, 0, 0, 0)
            link = LinkButton(self._theme, titles.get(line.deal_id, self.tr("A deal in the bin")))
            link.setEnabled(line.deal_id in titles)
            link.clicked.connect(lambda _checked=False, deal_id=line.deal_id: self.deal_opened.emit(deal_id))
            known = self._formats.whole_money(line.value, currency)
            cells.addWidget(link, 1)
            cells.addWidget(Words(self._theme, known))
            column.addWidget(row)
        rest = len(lines) - _MOST_CLOSED
        if rest > 0:
            said = self.tr("and {count} more").format(count=self._formats.number(rest))
            column.addWidget(Words(self._theme, said, "secondary", "ink3"))
        if not lines:
            column.addWidget(Words(self._theme, self.tr("None."), "secondary", "ink3"))

    def _arrange_figures(self) -> None:
        theme = self._theme
        self._causes = QWidget()
        causes = QVBoxLayout(self._causes)
        causes.setContentsMargins(0, 0, 0, 0)
        causes.setSpacing(2)
        causes.addWidget(Words(theme, self.tr("Why they come in"), "strong"))
        causes.addLayout(self.causes)
        self._figures = QWidget()
        grid = QGridLayout(self._figures)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(40)
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(2)
        left.addWidget(Words(theme, self.tr("Pipeline value"), "strong"))
        left.addLayout(self.moved)
        left.addStretch(1)
        right.addWidget(Words(theme, self.tr("Won"), "strong"))
        right.addLayout(self.won)
        right.addSpacing(14)
        right.addWidget(Words(theme, self.tr("Lost"), "strong"))
        right.addLayout(self.lost)
        right.addSpacing(14)
        right.addWidget(self._causes)
        right.addStretch(1)
        grid.addLayout(left, 0, 0)
        grid.addLayout(right, 0, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)

    def _arrange(self) -> None:
        theme = self._theme
        self._arrange_figures()
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.start, self.finish, self.drop):
            buttons.addWidget(button)
        buttons.addStretch(1)
        inside = QWidget()
        inside.setMaximumWidth(theme.size(_WIDEST))
        column = QVBoxLayout(inside)
        column.setContentsMargins(20, 14, 20, 20)
        column.setSpacing(6)
        column.addWidget(self.heading)
        column.addWidget(self.sentence)
        column.addWidget(self.paused)
        column.addSpacing(8)
        column.addLayout(buttons)
        column.addSpacing(16)
        column.addWidget(self._figures)
        column.addStretch(1)
        ground = QHBoxLayout(self._ground)
        ground.setContentsMargins(0, 0, 0, 0)
        ground.addWidget(inside, 1)
        ground.addStretch(0)
        self.setWidget(self._ground)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Before the review"))
        self.viewport().setAutoFillBackground(False)
        self._ground.setAutoFillBackground(False)
        self.wait()


def _empty(layout: QLayout) -> None:
    while layout.count():
        taken = layout.takeAt(0)
        widget = taken.widget() if taken is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()
