"""The right column: the team's day, and open deals for which nothing is planned."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop_pipeline.queries.activities_screen import SideRead
from desktop_pipeline.queries.agenda import DealsWithoutStep, StepLess
from desktop_pipeline.queries.id_sets import NONE
from desktop_pipeline.ui.activities.day_hours import DayHours
from desktop_pipeline.ui.activities.due_retries import DueRetries
from desktop_pipeline.ui.activities.waiting_leads import WaitingLeadsList
from desktop_pipeline.ui.cadences.close_proposals import CloseProposals
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.ground import Ground
from desktop_pipeline.ui.widgets.painted_button import PaintedButton
from desktop_pipeline.ui.widgets.painting import draw_focus_ring, draw_hairline, draw_text, text_width
from desktop_pipeline.ui.widgets.words import ElidedWords, Words, set_tooltip

FEW = 8
_SIDE = 18


class SideColumn(QScrollArea):
    """Signals: `plan_wanted(deal id, button)`, `deal_opened(deal id)`, `all_wanted()`."""

    plan_wanted = Signal(int, QWidget)
    deal_opened = Signal(int)
    all_wanted = Signal()

    def __init__(self, session: Session, theme: Theme, formats: Formats) -> None:
        super().__init__()
        self._theme = theme
        self._formats = formats
        self._session = session
        self.title = ElidedWords(theme, "", "strong")
        self.now = Words(theme, "", "caption", "ink3")
        self.hours = DayHours(session, theme, formats)
        self.waiting = WaitingLeadsList(session, theme, formats)
        self.waiting.deal_opened.connect(self.deal_opened)
        self.proposals = CloseProposals(session, theme, formats, follows=False)
        self.proposals.deal_opened.connect(self.deal_opened)
        self.retries = DueRetries(session, theme, formats, follows=False)
        self.retries.deal_opened.connect(self.deal_opened)
        self.without_title = ElidedWords(theme, self.tr("Open deals without a next step"), "strong")
        self.count = Words(theme, "", "caption_medium", "amber")
        self.rows: list[StepLessRow] = []
        self._shown: SideRead | None = None
        self.all_button = ActionButton(theme, self.tr("Show all"), role="ink2", flat=True)
        self.all_button.clicked.connect(self.all_wanted)
        self._list = QVBoxLayout()
        self._list.setSpacing(3)
        self._arrange()
        theme.changed.connect(self._body.update)

    def tell_now(self) -> None:
        """Say what time it is."""
        self.now.show_words(self.tr("now {time}").format(time=self._formats.time(self._session.now())))
        self.hours.tell_now()

    def show_read(self, read: SideRead, *, can_plan: bool) -> None:
        """Show what was read."""
        if self._shown is None or self._shown.day != read.day:
            self.hours.show_day(read.day)
        self._shown = read
        self.tell_now()
        self.waiting.show_leads(read.waiting)
        self.proposals.show_found(read.proposals)
        self.retries.show_found(read.retries)
        self.show_deals(read.without_step, can_plan=can_plan)

    def show_title(self, owner_ids: frozenset[int], name: str) -> None:
        """Whose day it is; the name is of the one owner."""
        if owner_ids == {NONE}:
            self.title.show_words(self.tr("What nobody has taken"))
        elif len(owner_ids) == 1:
            self.title.show_words(self.tr("{name}’s day").format(name=name))
        else:
            self.title.show_words(self.tr("The team’s day"))
        self.hours.setAccessibleName(self.title.text())

    def show_deals(self, deals: DealsWithoutStep, *, can_plan: bool) -> None:
        """Show the deals for which nothing is planned."""
        if [row.deal for row in self.rows] != list(deals.deals):
            # Only then: a row that stays keeps the keys.
            self._make_rows(deals)
        for row in self.rows:
            row.plan.setEnabled(can_plan)
        self.count.show_words(self._formats.number(deals.count), "amber" if deals.count else "ink3")
        self.all_button.setVisible(deals.count > len(deals.deals))
        self.all_button.setText(self.tr("Show all {count}").format(count=self._formats.number(deals.count)))
        self.none.setVisible(not deals.count)

    def _make_rows(self, deals: DealsWithoutStep) -> None:
        for row in self.rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = []
        for deal in deals.deals:
            row = StepLessRow(self._theme, deal)
            row.plan.clicked.connect(lambda _=False, row=row: self.plan_wanted.emit(row.deal.deal_id, row.plan))
            row.link.clicked.connect(lambda _=False, row=row: self.deal_opened.emit(row.deal.deal_id))
            self._list.addWidget(row)
            self.rows.append(row)

    def _arrange(self) -> None:
        theme = self._theme
        self.none = Words(theme, self.tr("No open deal is without one."), "secondary", "ink2", wrap=True)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.now)
        foot = QHBoxLayout()
        foot.addWidget(self.without_title, 1)
        foot.addWidget(self.count)
        self._body = Ground(theme, "inset")
        column = QVBoxLayout(self._body)
        column.setContentsMargins(_SIDE, 14, _SIDE, 14)
        column.setSpacing(6)
        # Whoever waits comes first; mostly nobody does, and it is not there.
        column.addWidget(self.waiting)
        column.addLayout(head)
        column.addWidget(self.hours)
        column.addSpacing(16)
        column.addWidget(self.proposals)
        column.addWidget(self.retries)
        column.addLayout(foot)
        column.addWidget(self.none)
        column.addLayout(self._list)
        more = QHBoxLayout()
        more.addWidget(self.all_button)
        more.addStretch(1)
        column.addLayout(more)
        column.addStretch(1)
        self.setWidget(self._body)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(self.tr("The day and deals without a next step"))


class StepLessRow(QWidget):
    """A deal without a next step and the button that plans one."""

    def __init__(self, theme: Theme, deal: StepLess) -> None:
        super().__init__()
        self.deal = deal
        self.link = DealLink(theme, deal)
        self.plan = ActionButton(theme, self.tr("Plan"))
        self.plan.setProperty("small", True)
        self.plan.setFixedHeight(theme.size(24))
        self.plan.setAccessibleName(self.tr("Plan for {deal}").format(deal=deal.title))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.link, 1)
        layout.addWidget(self.plan)


class DealLink(PaintedButton):
    """The amber triangle and a deal's title; a click opens the deal."""

    def __init__(self, theme: Theme, deal: StepLess) -> None:
        super().__init__()
        self._theme = theme
        self._title = deal.title
        self.setAccessibleName(self.tr("Open {deal}").format(deal=deal.title))
        set_tooltip(self, ", ".join(part for part in (deal.title, deal.organisation) if part))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.size(80), self._theme.size(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QPointF(6, self.height() / 2)
        cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
        painter.setPen(QPen(theme.color("amberMark"), 1.5, Qt.PenStyle.SolidLine, cap, join))
        painter.drawPolygon(QPolygonF([middle + corner for corner in _TRIANGLE]))
        box = QRectF(18, 0, self.width() - 20, self.height())
        hot = self.underMouse()
        draw_text(painter, theme, "body", theme.color("accent" if hot else "ink"), box, self._title)
        if hot:
            under = round((self.height() + theme.line("body")) / 2) - 1.5
            right = box.left() + min(box.width(), text_width(theme, "body", self._title))
            draw_hairline(painter, theme.color("accent"), QPointF(box.left(), under), QPointF(right, under))
        if self.hasFocus():
            draw_focus_ring(painter, theme, QRectF(self.rect()).adjusted(2, 2, -2, -2), 5)


_TRIANGLE = (QPointF(0, -3.8), QPointF(4.2, 3.6), QPointF(-4.2, 3.6))
