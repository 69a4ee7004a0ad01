"""The end of a review: what came of it, the note, the forecast as it stands, the next date, and the minutes."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QSpacerItem,
    QVBoxLayout,
    QWidget,
)

from desktop_pipeline.domain.reviews import Decision
from desktop_pipeline.queries.review_plan import ReviewSummary
from desktop_pipeline.queries.reviews import ReviewView
from desktop_pipeline.ui.formats import DASH, Formats
from desktop_pipeline.ui.review.summary_side import FigureRow
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.callout import Callout
from desktop_pipeline.ui.widgets.chip import Chip
from desktop_pipeline.ui.widgets.day_popup import DayPopup
from desktop_pipeline.ui.widgets.key_hint import PrimaryButton
from desktop_pipeline.ui.widgets.note_field import NoteField
from desktop_pipeline.ui.widgets.words import Words

_WIDEST = 620
_SIDE = 20
_LOW = 440


@dataclass(frozen=True, slots=True)
class Ending:
    """How a review shall end."""

    next_on: date | None
    note: str
    keeps_forecast: bool


class ClosingPage(QWidget):
    """Signals: `finish_wanted(Ending)`, `back_wanted()` to the deals, `minutes_wanted()`, `past_wanted()`."""

    finish_wanted = Signal(object)
    back_wanted = Signal()
    minutes_wanted = Signal()
    past_wanted = Signal()

    def __init__(self, session: Session, theme: Theme, formats: Formats) -> None:
        super().__init__()
        self._session = session
        self._theme = theme
        self._formats = formats
        self._next_on: date | None = None
        self._is_over = False
        self.heading = Words(theme, "", "heading", wrap=True)
        self.sentence = Words(theme, "", "body", "ink2", wrap=True)
        self.done = Callout(theme, "circle-check", "green")
        self.decided = FigureRow(theme, self.tr("Decided"))
        self.left = FigureRow(theme, self.tr("Still to decide"))
        self.value = FigureRow(theme, self.tr("Pipeline value"))
        self.weighted = FigureRow(theme, self.tr("Weighted value"))
        self.steps = FigureRow(theme, self.tr("Deals with a next step"))
        self.note = NoteField(theme)
        self.note.setPlaceholderText(self.tr("What else was said"))
        self.note.setAccessibleName(self.tr("Note on the review"))
        self.next_day = Chip(theme, "", "calendar")
        self.forecast = QCheckBox(self.tr("Keep the forecast as it stands, to look back on it"))
        self.forecast.setChecked(True)
        self.refusal = Words(theme, "", "secondary", "red", wrap=True)
        self.finish = PrimaryButton(theme, self.tr("Finish the review"), icon="check", key=self.tr("Enter"))
        self.back = ActionButton(theme, self.tr("Back to the deals"), role="ink2", flat=True, keys=(self.tr("Esc"),))
        self.minutes = PrimaryButton(theme, self.tr("Print the minutes…"), icon="printer", key=self.tr("Enter"))
        self.past = ActionButton(theme, self.tr("Past reviews"), icon="history")
        self._gaps = (QSpacerItem(0, 0), QSpacerItem(0, 0))
        self._arrange()
        self._connect()

    def show_review(self, review: ReviewView, next_on: date) -> None:
        """Ask how a review that runs shall end; `next_on` is the day of the next one by its rhythm."""
        self._is_over = False
        counts = review.counts
        if counts.left:
            self.heading.show_words(self.tr("End the review here?"))
            said = self.tr("{left} of {deals} deals are not decided; they stay as they are.")
        else:
            self.heading.show_words(self.tr("All deals are decided"))
            said = self.tr("{deals} deals, each with what becomes of it.")
        number = self._formats.number
        self.sentence.show_words(said.format(left=number(counts.left), deals=number(counts.deals)))
        self._show_counts(review)
        self.note.setPlainText(review.note)
        self._take_day(next_on)
        self.refuse("")
        self._offer()

    def show_over(self, review: ReviewView) -> None:
        """Say that it is over, and what can be done with it."""
        self._is_over = True
        today = self._session.today()
        self.heading.show_words(self.tr("The review is finished"))
        next_on = "" if review.next_on is None else self._formats.day(review.next_on, today)
        kept = self.tr("The forecast was kept as it stood.") if review.forecast_id is not None else ""
        planned = self.tr("The next one is on {day}.").format(day=next_on) if next_on else ""
        self.sentence.show_words(" ".join(part for part in (planned, kept) if part))
        self._show_counts(review)
        if review.closing is not None:
            self.show_summary(ReviewSummary(review.opening.currency, review.opening.standing, review.closing))
        self.done.say(review.note, self.tr("Note:") if review.note else "")
        self._offer()

    def show_summary(self, summary: ReviewSummary) -> None:
        """Show the figures before and after."""
        formats, before, now, currency = self._formats, summary.before, summary.now, summary.currency
        was = self.tr("was {before}")
        self.value.show_value(
            formats.whole_money(now.known_value, currency),
            was.format(before=formats.whole_money(before.known_value, currency)),
        )
        self.weighted.show_value(
            formats.rounded_money(now.known_weighted, currency),
            was.format(before=formats.rounded_money(before.known_weighted, currency)),
        )
        share, former = now.step_share, before.step_share
        self.steps.show_value(
            DASH if share is None else formats.percent(share),
            "" if former is None else was.format(before=formats.percent(former)),
        )

    def refuse(self, sentence: str) -> None:
        """Say why it cannot be finished; an empty sentence takes it away."""
        self.refusal.show_words(sentence)
        self.refusal.setVisible(bool(sentence))
        self.finish.setEnabled(True)

    def wait(self) -> None:
        """It is being finished."""
        self.finish.setEnabled(False)

    def focus_page(self) -> None:
        """Give the keys to the button that ends it, or prints it."""
        (self.minutes if self._is_over else self.finish).setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        """Ask for the end as it is set here."""
        if self.finish.isEnabled():
            self.finish_wanted.emit(Ending(self._next_on, self.note.toPlainText().strip(), self.forecast.isChecked()))

    def pick_day(self) -> DayPopup:
        """Open the calendar for the next date."""
        popup = DayPopup(
            self._theme, self._formats, self._next_on, self._session.today(), self.tr("None planned"), self.next_day
        )
        popup.taken.connect(self._take_day)
        popup.open_at(self.next_day.mapToGlobal(QPoint(0, self.next_day.height() + 4)))
        return popup

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if self._is_over:
                self.minutes_wanted.emit()
            else:
                self.submit()
        elif event.key() == Qt.Key.Key_Escape and not self._is_over:
            self.back_wanted.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Less room between the parts of a low page, so that all that is asked is seen."""
        is_low = self.height() < self._theme.size(_LOW)
        self._column.setContentsMargins(_SIDE, 8 if is_low else 14, _SIDE, 0)
        for gap in self._gaps:
            gap.changeSize(0, 2 if is_low else 10)
        self._column.invalidate()
        self._foot.setContentsMargins(_SIDE, 6 if is_low else 10, _SIDE, 8 if is_low else 12)

    def _take_day(self, day: date | None) -> None:
        self._next_on = day
        words = self.tr("none planned") if day is None else self._formats.day(day, self._session.today())
        self.next_day.show_value(words, is_set=day is not None, clearable=False)
        self.next_day.setAccessibleName(self.tr("Next review: {day}").format(day=words))

    def _show_counts(self, review: ReviewView) -> None:
        counts, number = review.counts, self._formats.number
        parts = [
            (self.tr("{count} kept"), Decision.KEEP),
            (self.tr("{count} re-engaged"), Decision.RE_ENGAGE),
            (self.tr("{count} moved back"), Decision.MOVE_BACK),
            (self.tr("{count} lost"), Decision.LOST),
            (self.tr("{count} snoozed"), Decision.SNOOZE),
            (self.tr("{count} won"), Decision.WON),
            (self.tr("{count} skipped"), Decision.SKIPPED),
        ]
        said = [words.format(count=number(counts.of(each))) for words, each in parts if counts.of(each)]
        self.decided.show_value(number(counts.decided), ", ".join(said))
        self.left.show_value(number(counts.left))
        self.left.setVisible(bool(counts.left))

    def _offer(self) -> None:
        for widget in (self._asked, self.finish, self.back):
            widget.setVisible(not self._is_over)
        for widget in (self.minutes, self.past):
            widget.setVisible(self._is_over)
        if not self._is_over:
            self.done.say("")

    def _connect(self) -> None:
        self.next_day.clicked.connect(self.pick_day)
        self.note.written.connect(lambda _text: self.finish.setFocus())
        self.note.left.connect(self.finish.setFocus)
        self.finish.clicked.connect(self.submit)
        self.back.clicked.connect(self.back_wanted)
        self.minutes.clicked.connect(self.minutes_wanted)
        self.past.clicked.connect(self.past_wanted)

    def _arrange(self) -> None:
        theme = self._theme
        self._asked = QWidget()
        asked = QVBoxLayout(self._asked)
        asked.setContentsMargins(0, 0, 0, 0)
        asked.setSpacing(8)
        day = QHBoxLayout()
        day.addWidget(Words(theme, self.tr("Next review")))
        day.addWidget(self.next_day)
        day.addStretch(1)
        asked.addWidget(self.note)
        asked.addLayout(day)
        asked.addWidget(self.forecast)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.finish, self.minutes, self.back, self.past):
            buttons.addWidget(button)
        buttons.addStretch(1)
        inside = QWidget()
        inside.setMaximumWidth(theme.size(_WIDEST))
        self._column = column = QVBoxLayout(inside)
        column.setSpacing(4)
        column.addWidget(self.heading)
        column.addWidget(self.sentence)
        column.addSpacerItem(self._gaps[0])
        for row in (self.decided, self.left, self.value, self.weighted, self.steps):
            column.addWidget(row)
        column.addSpacerItem(self._gaps[1])
        column.addWidget(self.done)
        column.addWidget(self._asked)
        column.addStretch(1)
        ground = QWidget()
        row_layout = QHBoxLayout(ground)
        row_layout.setContentsMargins(0, 0, 0, 0)
        row_layout.addWidget(inside, 1)
        row_layout.addStretch(0)
        self._area = _Above(ground)
        self._foot = foot = QVBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.refusal)
        foot.addLayout(buttons)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._area)
        whole.addLayout(foot)
        whole.addStretch(1)
        self.setAccessibleName(self.tr("The end of the review"))
        self._fit()


class _Above(QScrollArea):
    """What stands above the buttons: as high as it is, and scrolled where the window is lower."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self._content = content
        self.setWidget(content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)

    def sizeHint(self) -> QSize:
        content = self._content
        high = content.heightForWidth(self.width()) if content.hasHeightForWidth() else content.sizeHint().height()
        return QSize(super().sizeHint().width(), high)

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Words that wrap at another width have another height.
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().viewportEvent(event)
