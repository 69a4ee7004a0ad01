"""New leads that nobody has called, written to or met yet, above the deals without a next step."""

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from desktop_pipeline.queries.new_leads import WaitingLead, WaitingLeads
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.icons import icon_pixmap
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.lead_clock import timer_of, word_clock
from desktop_pipeline.ui.widgets.painted_button import PaintedButton
from desktop_pipeline.ui.widgets.painting import RIGHT, draw_focus_ring, draw_text, text_width
from desktop_pipeline.ui.widgets.short_list import ShortList
from desktop_pipeline.ui.widgets.words import set_tooltip

_ICON = 13


class WaitingLeadRow(PaintedButton):
    """A lead and its running clock; a click opens the deal."""

    def __init__(self, session: Session, theme: Theme, formats: Formats, lead: WaitingLead) -> None:
        super().__init__()
        self._session = session
        self._theme = theme
        self._formats = formats
        self.lead = lead
        set_tooltip(self, ", ".join(part for part in (lead.title, lead.organisation) if part))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.tell_now()

    @property
    def time(self) -> str:
        """How long it waits."""
        return self._formats.span(self.lead.clock.waited(self._session.now()))

    def tell_now(self) -> None:
        """Time has passed."""
        words = word_clock(self.lead.clock, self._formats, self._session.now())
        self.setAccessibleName(self.tr("Open {deal}, {clock}").format(deal=self.lead.title, clock=words))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.size(80), self._theme.size(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        role = "red" if self.lead.clock.is_late(self._session.now()) else "accent"
        side = theme.size(_ICON)
        timer = icon_pixmap(theme, "timer", side, role, self.devicePixelRatioF())
        painter.drawPixmap(QPointF(0, round((self.height() - side) / 2)), timer)
        box = QRectF(side + 6, 0, self.width() - side - 8, self.height())
        time = self.time
        draw_text(painter, theme, "caption_strong", theme.color(role), box, time, RIGHT)
        box.adjust(0, 0, -text_width(theme, "caption_strong", time) - 8, 0)
        draw_text(painter, theme, "body", theme.color("accent" if self.underMouse() else "ink"), box, self.lead.title)
        if self.hasFocus():
            draw_focus_ring(painter, theme, QRectF(self.rect()).adjusted(2, 2, -2, -2), 5)


class WaitingLeadsList(ShortList):
    """Not there while nobody waits. Signals: `deal_opened(id)`."""

    deal_opened = Signal(int)

    def __init__(self, session: Session, theme: Theme, formats: Formats) -> None:
        super().__init__(theme, formats, QCoreApplication.translate("WaitingLeadsList", "New leads waiting"), "red")
        self._session = session
        self._theme = theme
        self.rows: list[WaitingLeadRow] = []
        self._found: WaitingLeads | None = None
        self.setAccessibleName(self.tr("New leads waiting for the first contact"))
        timer_of(session).ticked.connect(self._tell_now)

    def show_leads(self, found: WaitingLeads) -> None:
        """Show who waits now."""
        if found != self._found:
            # Only then: a row that stays keeps the keys.
            self._found = found
            self.rows = [WaitingLeadRow(self._session, self._theme, self._formats, lead) for lead in found.leads]
            for row in self.rows:
                row.clicked.connect(lambda _=False, row=row: self.deal_opened.emit(row.lead.deal_id))
            self.show_rows(self.rows, found.count)
        self._tell_now()

    def _tell_now(self) -> None:
        now = self._session.now()
        for row in self.rows:
            row.tell_now()
        is_late = any(row.lead.clock.is_late(now) for row in self.rows)
        count = 0 if self._found is None else self._found.count
        self.count.show_words(self._formats.number(count), "red" if is_late else "accent")
