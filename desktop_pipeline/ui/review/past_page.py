"""Past reviews: the list of them, and of the chosen one what was decided and whether it was kept."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop_pipeline.actions import Change
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.domain.reviews import Kept
from desktop_pipeline.queries.review_kept import KeptLine, read_kept
from desktop_pipeline.queries.reviews import ReviewView, read_past_reviews, read_review
from desktop_pipeline.reports.asked import ReportAsked, ReportKind
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.icons import icon_pixmap
from desktop_pipeline.ui.review.past_list import PastList
from desktop_pipeline.ui.review.review_words import DECISION_ICONS, long_day, name_kept, say_decision
from desktop_pipeline.ui.review.toolbar import HEIGHT, SMALL_HEIGHT
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.callout import Callout
from desktop_pipeline.ui.widgets.empty_state import EmptyState
from desktop_pipeline.ui.widgets.ground import Ground, lay_ground
from desktop_pipeline.ui.widgets.painted_button import PaintedButton
from desktop_pipeline.ui.widgets.painting import RIGHT, draw_focus_ring, draw_hairline, draw_text, text_width
from desktop_pipeline.ui.widgets.review_switch import ReviewPlace, ReviewSwitch, name_review
from desktop_pipeline.ui.widgets.words import Words, set_tooltip

_LIST, _LIST_NARROW = 360, 288
_NARROW_BELOW = 1180
_SMALL_BELOW = 720
_ROW = 46
_ICON = 14
_KEPT_ICONS = {Kept.YES: "check", Kept.NO: "x", Kept.NOT_YET: "clock", Kept.UNKNOWN: "circle-help"}
_KEPT_ROLES = {Kept.YES: "green", Kept.NO: "red", Kept.NOT_YET: "ink2", Kept.UNKNOWN: "ink3"}
_TABLES = ("review", "review_deal", "deal", "activity", "message", "enrolment")


class KeptRow(PaintedButton):
    """A deal, what was decided about it, and whether that was kept; pressed, it opens the deal."""

    def __init__(self, theme: Theme, kept: KeptLine, said: str) -> None:
        super().__init__()
        self._theme = theme
        self.kept = kept
        self._said = said
        line = kept.line
        words = ", ".join(part for part in (line.title, said, name_kept(kept.kept), line.note) if part)
        self.setAccessibleName(words)
        set_tooltip(self, words)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.size(200), self._theme.size(_ROW))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, line = self._theme, self.kept.line
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = theme.size(_ICON)
        ratio = self.devicePixelRatioF()
        first, second = theme.line("body"), theme.line("caption")
        top = round((self.height() - first - second) / 2)
        if line.decision is not None:
            drawing = icon_pixmap(theme, DECISION_ICONS[line.decision], side, "ink2", ratio)
            painter.drawPixmap(QPointF(4, round(top + (first - side) / 2)), drawing)
        word, role = name_kept(self.kept.kept), _KEPT_ROLES[self.kept.kept]
        width = text_width(theme, "secondary", word)
        box = QRectF(0, 0, self.width() - 6, self.height())
        draw_text(painter, theme, "secondary", theme.color(role), box, word, RIGHT)
        mark = icon_pixmap(theme, _KEPT_ICONS[self.kept.kept], side, role, ratio)
        painter.drawPixmap(QPointF(round(box.right() - width - side - 6), round((self.height() - side) / 2)), mark)
        left, right = side + 14, box.right() - width - side - 14
        title = QRectF(left, top, right - left, first)
        colour = theme.color("accent" if self.underMouse() else "ink")
        draw_text(painter, theme, "body", colour, title, line.title)
        below = QRectF(left, top + first, right - left, second)
        said = f"{self._said}: {line.note}" if line.note else self._said
        draw_text(painter, theme, "caption", theme.color("ink3"), below, said)
        bottom = self.height() - 0.5
        draw_hairline(painter, theme.color("line"), QPointF(0, bottom), QPointF(self.width(), bottom))
        if self.hasFocus():
            draw_focus_ring(painter, theme, QRectF(self.rect()).adjusted(2, 2, -2, -2), 5)


class PastReviewsPage(QWidget):
    """Signals: `deal_opened(id)`, `said(sentence)`, `counts_changed(texts)`, `report_asked(asked)`, `went_to(key)`."""

    deal_opened = Signal(int)
    said = Signal(str)
    counts_changed = Signal(list)
    report_asked = Signal(object)
    went_to = Signal(str)

    def __init__(
        self, session: Session, tasks: Tasks, theme: Theme, formats: Formats, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._tasks = tasks
        self._theme = theme
        self._formats = formats
        self.rows: list[KeptRow] = []
        self.switch = ReviewSwitch(theme, ReviewPlace.PAST)
        self.minutes = ActionButton(theme, self.tr("Print the minutes…"), icon="printer")
        self.list = PastList(theme, formats)
        self.empty = EmptyState(theme, "clipboard-check", "", "")
        self.heading = Words(theme, "", "heading", wrap=True)
        self.sentence = Words(theme, "", "body", "ink2", wrap=True)
        self.note = Callout(theme, "sticky-note", "accent")
        self._title = Words(theme, name_review(), "section")
        self._title.setContentsMargins(0, 0, 6, 0)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self._arrange()
        self._connect()
        self._dress()

    def focus_page(self) -> None:
        """Give the keys to the list, or to the switch where it is empty."""
        (self.list if self.list.count() else self.switch).setFocus(Qt.FocusReason.OtherFocusReason)

    def find(self) -> None:  # type: ignore[override] # Qt's finds a widget by its window
        """Give the keys to the list."""
        self.focus_page()

    def new(self) -> None:
        """A new review begins on its own screen."""
        self.went_to.emit(ReviewPlace.REVIEW.value)

    def refresh(self) -> None:
        """Read the list again, and the chosen review with it."""
        reviews = read_past_reviews(self._session.workspace)
        self.list.show_reviews(reviews)
        for widget in (self.list, self._area):
            widget.setVisible(bool(reviews))
        self._nothing.setVisible(not reviews)
        self.minutes.setEnabled(bool(reviews))
        self.empty.show_words(
            self.tr("No review has been finished yet"), self.tr("Press Ctrl+6 to begin one; its minutes stay here.")
        )
        count = len(reviews)
        words = self.tr("1 review") if count == 1 else self.tr("{count} reviews")
        self.counts_changed.emit([words.format(count=self._formats.number(count))])

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        line = self._theme.color("line")
        painter.fillRect(0, self._bar.height() - 1, self.width(), 1, line)
        if not self.list.isHidden():
            painter.fillRect(self._area.x() - 1, self._bar.height(), 1, self.height(), line)

    def _show(self, review_id: int) -> None:
        session, today = self._session, self._session.today()

        def gather(_progress: object) -> tuple[ReviewView | None, list[KeptLine]]:
            with session.workspace.reading() as view:
                return read_review(view, review_id), read_kept(view, review_id, today=today)

        def show(found: tuple[ReviewView | None, list[KeptLine]]) -> None:
            review, kept = found
            if review is not None:
                self._show_kept(review, self._say_head(review), kept)

        self._tasks.run(gather, show, self._fail, key="kept decisions")

    def _say_head(self, review: ReviewView) -> str:
        """Above the decisions; returns the sentence, which goes on with how many were kept."""
        formats, currency = self._formats, review.opening.currency
        self.heading.show_words(long_day(review.as_of, formats.locale))
        before = review.opening.standing
        held = self.tr("Held by {who}.").format(who=review.who)
        self.note.say(review.note, held)
        if review.closing is None:
            return ""
        return self.tr("Pipeline value {before} → {after}, weighted {was} → {now}.").format(
            before=formats.whole_money(before.known_value, currency),
            after=formats.whole_money(review.closing.known_value, currency),
            was=formats.rounded_money(before.known_weighted, currency),
            now=formats.rounded_money(review.closing.known_weighted, currency),
        )

    def _fail(self, error: PipelineError) -> None:
        self.said.emit(str(error))

    def _show_kept(self, review: ReviewView, words: str, lines: Sequence[KeptLine]) -> None:
        judged = [line for line in lines if line.kept in (Kept.YES, Kept.NO)]
        kept = sum(line.kept is Kept.YES for line in judged)
        if judged:
            number = self._formats.number
            said = self.tr("Kept so far: {kept} of {count} decisions.")
            if len(judged) == 1:
                said = self.tr("Kept so far: {kept} of 1 decision.")
            words = f"{words} {said.format(kept=number(kept), count=number(len(judged)))}".strip()
        self.sentence.show_words(words)
        for row in self.rows:
            self._lines.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = []
        for line in lines:
            assert line.line.decision is not None, "only decisions are judged"
            said = say_decision(line.line.decision, line.line.act, self._formats, review.as_of)
            row = KeptRow(self._theme, line, said)
            row.setEnabled(not line.line.is_gone)
            row.clicked.connect(lambda _checked=False, deal_id=line.line.deal_id: self.deal_opened.emit(deal_id))
            self._lines.addWidget(row)
            self.rows.append(row)

    def _print(self) -> None:
        review_id = self.list.review_id
        if review_id is not None:
            self.report_asked.emit(ReportAsked(ReportKind.REVIEW, ids=(review_id,)))

    def _on_changed(self, change: Change) -> None:
        if self.isVisible() and any(change.touches(table) for table in _TABLES):
            self.refresh()

    def _connect(self) -> None:
        self.switch.went_to.connect(self.went_to)
        self.minutes.clicked.connect(self._print)
        self.list.picked.connect(self._show)
        self._session.changed.connect(self._on_changed)
        self._theme.changed.connect(self._dress)

    def _arrange(self) -> None:
        self._bar = QWidget()
        bar = QHBoxLayout(self._bar)
        bar.setContentsMargins(14, 0, 14, 1)
        bar.setSpacing(8)
        bar.addWidget(self._title)
        bar.addWidget(self.switch)
        bar.addStretch(1)
        bar.addWidget(self.minutes)
        inside = Ground(self._theme, "surface")
        column = QVBoxLayout(inside)
        column.setContentsMargins(24, 18, 24, 18)
        column.setSpacing(6)
        column.addWidget(self.heading)
        column.addWidget(self.sentence)
        column.addSpacing(4)
        column.addWidget(self.note)
        column.addSpacing(8)
        column.addLayout(self._lines)
        column.addStretch(1)
        self._area = QScrollArea()
        self._area.setWidget(inside)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setAccessibleName(self.tr("What was decided"))
        body = QHBoxLayout()
        body.setSpacing(1)
        left = QVBoxLayout()
        left.setContentsMargins(8, 8, 8, 8)
        left.addWidget(self.list)
        body.addLayout(left)
        body.addWidget(self._area, 1)
        self._nothing = QWidget()
        nothing = QVBoxLayout(self._nothing)
        nothing.setContentsMargins(20, 14, 20, 0)
        nothing.addWidget(self.empty)
        nothing.addStretch(1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self._bar)
        page.addLayout(body, 1)
        page.addWidget(self._nothing)
        self.setAccessibleName(self.tr("Past reviews"))

    def _fit(self) -> None:
        window = self.window()
        self._bar.setFixedHeight(self._theme.size(SMALL_HEIGHT if window.height() < _SMALL_BELOW else HEIGHT))
        self.list.setFixedWidth(self._theme.size(_LIST_NARROW if window.width() < _NARROW_BELOW else _LIST))

    def _dress(self) -> None:
        lay_ground(self._theme, self)
        self._fit()
