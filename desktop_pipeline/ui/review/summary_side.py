"""The right column of a review: how the deals were decided, what that changed, and each decision in a line."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop_pipeline.domain.reviews import Counts, Decision, Standing
from desktop_pipeline.queries.review_plan import ReviewSummary
from desktop_pipeline.queries.reviews import ReviewLine, ReviewView
from desktop_pipeline.ui.formats import DASH, Formats
from desktop_pipeline.ui.icons import icon_pixmap
from desktop_pipeline.ui.review.review_words import DECISION_ICONS, say_short_decision
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import FontStyle, Theme
from desktop_pipeline.ui.widgets.ground import Ground
from desktop_pipeline.ui.widgets.painted_button import PaintedButton
from desktop_pipeline.ui.widgets.painting import RIGHT, draw_focus_ring, draw_text, text_width
from desktop_pipeline.ui.widgets.words import ElidedWords, Words, set_tooltip

_SIDE = 18
_ROW = 25
_ICON = 13


class FigureRow(QWidget):
    """A name at the left, its figure at the right, and a quieter line below where there is one."""

    def __init__(self, theme: Theme, name: str, *, strong: bool = True) -> None:
        super().__init__()
        self._theme = theme
        self._name = name
        self._strong = strong
        self._value = ""
        self._below = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    @property
    def value(self) -> str:
        """The figure as it stands there."""
        return self._value

    def show_value(self, value: str, below: str = "") -> None:
        self._value, self._below = value, below
        said = f"{self._name}: {value}"
        self.setAccessibleName(f"{said}. {below}" if below else said)
        # Where the name is too long for its room, its end is told there.
        set_tooltip(self, self.accessibleName())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        extra = self._theme.line("caption") + 3 if self._below else 0
        return QSize(self._theme.size(120), self._theme.size(_ROW) + extra)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        style: FontStyle = "strong" if self._strong else "body"
        width = text_width(theme, style, self._value)
        row = QRectF(0, 0, self.width(), theme.size(_ROW))
        draw_text(painter, theme, style, theme.color("ink"), row, self._value, RIGHT)
        name = row.adjusted(0, 0, -width - 6, 0)
        draw_text(painter, theme, "body", theme.color("ink2"), name, self._name)
        if self._below:
            below = QRectF(0, row.bottom() - 4, self.width(), theme.line("caption"))
            draw_text(painter, theme, "caption", theme.color("ink3"), below, self._below)


class DecisionRow(PaintedButton):
    """A deal that was decided; pressed, it is looked at again."""

    def __init__(self, theme: Theme, line: ReviewLine, said: str) -> None:
        super().__init__()
        self._theme = theme
        self.line = line
        self._said = said
        self.setAccessibleName(f"{line.title}: {said}")
        set_tooltip(self, f"{line.title}: {said}")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        theme = self._theme
        return QSize(theme.size(100), theme.line("body") + theme.line("caption") + 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, line = self._theme, self.line
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = theme.size(_ICON)
        first = QRectF(side + 8, 2, self.width() - side - 8, theme.line("body"))
        if line.decision is not None:
            drawing = icon_pixmap(theme, DECISION_ICONS[line.decision], side, "ink2", self.devicePixelRatioF())
            painter.drawPixmap(QPointF(0, round(first.center().y() - side / 2)), drawing)
        colour = theme.color("accent" if self.underMouse() else "ink")
        draw_text(painter, theme, "body", colour, first, line.title)
        second = QRectF(first.left(), first.bottom(), first.width(), theme.line("caption"))
        draw_text(painter, theme, "caption", theme.color("ink3"), second, self._said)
        if self.hasFocus():
            draw_focus_ring(painter, theme, QRectF(self.rect()).adjusted(1, 1, -1, -1), 4)


class SummarySide(QScrollArea):
    """Signals: `picked(deal id)` when a decision is pressed."""

    picked = Signal(int)

    def __init__(self, session: Session, theme: Theme, formats: Formats) -> None:
        super().__init__()
        self._session = session
        self._theme = theme
        self._formats = formats
        self.kept = FigureRow(theme, self.tr("Kept with a next step"))
        self.re_engaged = FigureRow(theme, self.tr("Re-engage plans"))
        self.moved_back = FigureRow(theme, self.tr("Moved back"))
        self.lost = FigureRow(theme, self.tr("Closed as lost"))
        self.others = FigureRow(theme, self.tr("Snoozed, won or skipped"))
        self.left = FigureRow(theme, self.tr("Still to decide"), strong=False)
        self.value = FigureRow(theme, self.tr("Pipeline value"))
        self.weighted = FigureRow(theme, self.tr("Weighted value"))
        self.steps = FigureRow(theme, self.tr("Deals with a next step"))
        self.rows: list[DecisionRow] = []
        self._decisions_title = Words(theme, self.tr("Decisions"), "strong")
        self._list = QVBoxLayout()
        self._list.setSpacing(5)
        self._ground = Ground(theme, "canvas")
        self._arrange()

    def show_review(self, review: ReviewView) -> None:
        """Show how far a review is decided."""
        counts, number = review.counts, self._formats.number
        for row, decision in (
            (self.kept, Decision.KEEP),
            (self.re_engaged, Decision.RE_ENGAGE),
            (self.moved_back, Decision.MOVE_BACK),
            (self.lost, Decision.LOST),
        ):
            row.show_value(number(counts.of(decision)))
        others = _count_others(counts)
        self.others.setVisible(bool(others))
        self.others.show_value(number(others))
        self.left.show_value(number(counts.left))
        self._show_decisions([line for line in review.lines if line.decision is not None])

    def show_summary(self, summary: ReviewSummary) -> None:
        """Show what the decisions changed."""
        formats, before, now = self._formats, summary.before, summary.now
        currency = summary.currency
        self.value.show_value(
            formats.whole_money(now.known_value, currency),
            self._compare(before.known_value, now.known_value, currency),
        )
        self.weighted.show_value(
            formats.rounded_money(now.known_weighted, currency),
            self._compare(before.known_weighted, now.known_weighted, currency, rounded=True),
        )
        self.steps.show_value(self._say_steps(before, now))

    def _say_steps(self, before: Standing, now: Standing) -> str:
        percent = self._formats.percent
        was, is_now = before.step_share, now.step_share
        if is_now is None:
            return DASH
        if was is None or percent(was) == percent(is_now):
            return percent(is_now)
        # The sign once: both would not fit beside the name.
        return f"{self._formats.number(round(was * 100))} → {percent(is_now)}"

    def _compare(self, before: int | None, now: int | None, currency: str, *, rounded: bool = False) -> str:
        formats = self._formats
        say = formats.rounded_money if rounded else formats.whole_money
        if say(before, currency) == say(now, currency):
            return self.tr("as before")
        if before is None or now is None:
            return self.tr("was {before}").format(before=say(before, currency))
        difference = say(now - before, currency)
        if now > before:
            difference = f"+{difference}"
        return self.tr("{difference}, was {before}").format(difference=difference, before=say(before, currency))

    def _show_decisions(self, lines: Sequence[ReviewLine]) -> None:
        today = self._session.today()
        self._decisions_title.setVisible(bool(lines))
        known = {row.line.deal_id: row for row in self.rows}
        self.rows = []
        for place, line in enumerate(lines):
            row = known.get(line.deal_id)
            if row is None or row.line != line:
                row = self._make_row(line, today)
                self._list.insertWidget(place, row)
            else:
                del known[line.deal_id]
            self.rows.append(row)
        for row in known.values():
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()

    def _make_row(self, line: ReviewLine, today: date) -> DecisionRow:
        assert line.decision is not None, "only decided deals are listed"
        said = say_short_decision(line.decision, line.act, self._formats, today)
        owner = (line.owner or "").split(" ")[0]
        row = DecisionRow(self._theme, line, ", ".join(part for part in (said, owner) if part))
        row.clicked.connect(lambda _checked=False, deal_id=line.deal_id: self.picked.emit(deal_id))
        return row

    def _arrange(self) -> None:
        theme = self._theme
        column = QVBoxLayout(self._ground)
        column.setContentsMargins(_SIDE, 16, _SIDE, 14)
        column.setSpacing(0)
        column.addWidget(Words(theme, self.tr("Meeting summary"), "strong"))
        column.addWidget(ElidedWords(theme, self.tr("builds up as you decide"), "caption", "ink3"))
        column.addSpacing(10)
        for row in (self.kept, self.re_engaged, self.moved_back, self.lost, self.others, self.left):
            column.addWidget(row)
        column.addSpacing(12)
        column.addWidget(Words(theme, self.tr("What changed"), "strong"))
        column.addSpacing(2)
        for row in (self.value, self.weighted, self.steps):
            column.addWidget(row)
        column.addSpacing(12)
        column.addWidget(self._decisions_title)
        column.addSpacing(4)
        column.addLayout(self._list)
        column.addStretch(1)
        column.addSpacing(12)
        foot = self.tr("The sheet prints on one page and can be saved as PDF.")
        column.addWidget(Words(theme, foot, "caption", "ink3", wrap=True))
        self.setWidget(self._ground)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(self.tr("Meeting summary"))


def _count_others(counts: Counts) -> int:
    return sum(counts.of(decision) for decision in (Decision.SNOOZE, Decision.WON, Decision.SKIPPED))
