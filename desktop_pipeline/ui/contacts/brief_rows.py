"""Rows of deals and people in the panel: a mark, a name, and a value at the right; a click or Enter opens them."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop_pipeline.queries.contact import DealBrief, PersonBrief
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.avatar import AVATAR, paint_avatar
from desktop_pipeline.ui.widgets.painted_button import PaintedButton
from desktop_pipeline.ui.widgets.painting import RIGHT, draw_focus_ring, draw_text, text_width
from desktop_pipeline.ui.widgets.stage_mark import MARK, paint_stage_mark
from desktop_pipeline.ui.widgets.words import Words, set_plain, set_tooltip

_ROW = 30


class BriefRows(QWidget):
    """Signals: `opened(id)`."""

    opened = Signal(int)

    def __init__(self, theme: Theme, formats: Formats) -> None:
        super().__init__()
        self._theme = theme
        self._formats = formats
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self.rows: list[BriefRow] = []
        self.none = Words(theme, "", "secondary", "ink3", wrap=True)
        self._layout.addWidget(self.none)

    def show_deals(self, deals: Sequence[DealBrief], none: str) -> None:
        """Show these deals, or the words for none."""
        self._show([_DealRow(self._theme, deal, self._formats.money(deal.value)) for deal in deals], none)

    def show_people(self, people: Sequence[PersonBrief], none: str) -> None:
        """Show these people, or the words for none."""
        self._show([_PersonRow(self._theme, person) for person in people], none)

    def _show(self, rows: Sequence["BriefRow"], none: str) -> None:
        self.none.show_words(none)
        self.none.setVisible(not rows)
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self.rows = list(rows)
        for row in self.rows:
            self._layout.addWidget(row)
            row.clicked.connect(lambda _checked=False, row_id=row.row_id: self.opened.emit(row_id))


class BriefRow(PaintedButton):
    """One of them."""

    def __init__(self, theme: Theme, row_id: int, name: str, right: str, spoken: str) -> None:
        super().__init__()
        self._theme = theme
        self.row_id = row_id
        self._right = right
        set_plain(self, name)
        self.setAccessibleName(spoken)
        set_tooltip(self, spoken)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(120, self._theme.size(_ROW))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(self.rect())
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("hover"))
            painter.drawRoundedRect(body.adjusted(-4, 0, 4, 0), 4, 4)
        left = self._paint_mark(painter, body)
        right = text_width(theme, "body", self._right)
        draw_text(painter, theme, "body", theme.color("ink"), body, self._right, RIGHT)
        draw_text(painter, theme, "body", theme.color("ink"), body.adjusted(left, 0, -right - 8, 0), self.text())
        if self.hasFocus():
            draw_focus_ring(painter, theme, body.adjusted(2, 2, -2, -2), 4)

    def _paint_mark(self, painter: QPainter, body: QRectF) -> float:
        """What stands before the name; returns how wide it is with the room after it."""
        return 0.0


class _DealRow(BriefRow):
    def __init__(self, theme: Theme, deal: DealBrief, value: str) -> None:
        super().__init__(theme, deal.deal_id, deal.title, value, f"{deal.title}, {deal.stage or ''}, {value}")
        self._deal = deal

    def _paint_mark(self, painter: QPainter, body: QRectF) -> float:
        side = self._theme.size(MARK - 2)
        spot = QRectF(1, body.center().y() - side / 2, side, side)
        paint_stage_mark(painter, self._theme, spot, self._deal.position, max(1, self._deal.stages))
        return side + 9


class _PersonRow(BriefRow):
    def __init__(self, theme: Theme, person: PersonBrief) -> None:
        right = self.tr("has left") if person.has_left else person.job_title or ""
        super().__init__(theme, person.person_id, person.name, right, ", ".join(filter(None, (person.name, right))))

    def _paint_mark(self, painter: QPainter, body: QRectF) -> float:
        side = self._theme.size(AVATAR)
        paint_avatar(painter, self._theme, QRectF(0, body.center().y() - side / 2, side, side), self.text())
        return side + 8
