"""Paints the rows of the list: a ring to tick, kind, subject, deal, value, owner and when it is due."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop_pipeline.domain.activities import DueGroup
from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.hygiene import NextStep
from desktop_pipeline.queries.activities import ActivityRow
from desktop_pipeline.queries.agenda import AgendaSection
from desktop_pipeline.ui.activities.agenda_model import AgendaModel
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.icons import icon_pixmap
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.activity_words import word_due
from desktop_pipeline.ui.widgets.avatar import AVATAR, paint_avatar
from desktop_pipeline.ui.widgets.painting import RIGHT, draw_focus_ring, draw_hairline, draw_text, text_width
from desktop_pipeline.ui.widgets.stage_mark import MARK, paint_lost_mark, paint_stage_mark, paint_won_mark

ROW = 34
# Room on both sides for the ring around the row that has the keys
SIDE = 3
_RING = 15
_ICON = 14
_REPEAT = 12
_VALUE = 96
_DUE = 84
_NARROW = 580
_USUAL = 780
_DEAL_FROM, _DEAL_FROM_EARLY = 0.52, 0.42


@dataclass(frozen=True, slots=True)
class RowPlaces:
    """Where the parts of a row stand."""

    ring: QRectF
    icon: QPointF
    subject: QRectF
    deal: QRectF
    value: QRectF
    avatar: QRectF
    due: QRectF


class AgendaDelegate(QStyledItemDelegate):
    """One height for headings and activities, so that a list of any length scrolls at once."""

    def __init__(self, session: Session, theme: Theme, formats: Formats, model: AgendaModel) -> None:
        super().__init__()
        self._session = session
        self._theme = theme
        self._formats = formats
        self._model = model
        # The row whose ring, and the row whose deal, is under the mouse
        self.hot_ring = -1
        self.hot_deal = -1

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, self._theme.size(ROW))

    def places(self, row: QRectF) -> RowPlaces:
        """The parts of a row in its rectangle."""
        theme = self._theme
        ring, side = theme.size(_RING), theme.size(AVATAR)
        left, right = row.left() + SIDE, row.right() - SIDE
        middle = row.center().y()
        ring_box = QRectF(left + 4, round(middle - ring / 2), ring, ring)
        drawn = theme.size(_ICON)
        icon = QPointF(ring_box.right() + 10, round(middle - drawn / 2))
        due = QRectF(right - theme.size(_DUE) - 3, row.top(), theme.size(_DUE), row.height())
        avatar = QRectF(due.left() - side, round(middle - side / 2), side, side)
        # In a narrow list the deal's name matters more than its value.
        wide = theme.size(_VALUE) if row.width() >= theme.size(_NARROW) else 0
        value = QRectF(avatar.left() - 10 - wide, row.top(), wide, row.height())
        share = _DEAL_FROM if row.width() >= theme.size(_USUAL) else _DEAL_FROM_EARLY
        deal_left = min(row.left() + row.width() * share, value.left() - theme.size(60))
        deal = QRectF(deal_left, row.top(), value.left() - 8 - deal_left, row.height())
        subject_left = icon.x() + drawn + 10
        subject = QRectF(subject_left, row.top(), deal_left - 12 - subject_left, row.height())
        return RowPlaces(ring_box, icon, subject, deal, value, avatar, due)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect)
        section = self._model.section(index.row())
        if section is not None:
            self._paint_heading(painter, rect, section, str(index.data()))
        else:
            activity = self._model.activity(index.row())
            if activity is not None:
                self._paint_row(painter, rect, activity, option, index.row())
        painter.restore()

    def _paint_heading(self, painter: QPainter, rect: QRectF, section: AgendaSection, name: str) -> None:
        theme = self._theme
        role = "red" if section.group is DueGroup.LATE else "ink"
        line = theme.line("strong")
        box = QRectF(rect.left() + SIDE, rect.bottom() - line - 5, rect.width() - 2 * SIDE, line)
        taken = draw_text(painter, theme, "strong", theme.color(role), box, name)
        box.setLeft(box.left() + taken + 7)
        draw_text(painter, theme, "secondary", theme.color("ink3"), box, self._formats.number(section.count))
        self._rule(painter, rect)

    def _paint_row(
        self, painter: QPainter, rect: QRectF, activity: ActivityRow, option: QStyleOptionViewItem, row: int
    ) -> None:
        theme = self._theme
        places = self.places(rect)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        self._rule(painter, rect)
        body = rect.adjusted(2, 1, -2, -2)
        if selected or focused:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("surface" if focused else "accentSoft"))
            painter.drawRoundedRect(body, 6, 6)
        if focused:
            draw_focus_ring(painter, theme, body, 5)
        is_done = activity.done_at is not None
        self._paint_ring(painter, places.ring, hot=(self.hot_ring == row) is not is_done)
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(places.icon, icon_pixmap(theme, activity.kind.icon, theme.size(_ICON), "ink2", ratio))
        taken = draw_text(painter, theme, "body", theme.color("ink"), places.subject, activity.subject)
        if activity.repeat is not None and taken + _REPEAT + 6 <= places.subject.width():
            left, side = places.subject.left() + taken + 6, theme.size(_REPEAT)
            top = round(places.subject.center().y() - side / 2)
            painter.drawPixmap(QPointF(left, top), icon_pixmap(theme, "refresh-cw", side, "ink3", ratio))
        if is_done and activity.result:
            rest = places.subject.adjusted(taken + 10, 0, 0, 0)
            draw_text(painter, theme, "secondary", theme.color("ink3"), rest, activity.result)
        self._paint_deal(painter, places.deal, activity, hot=self.hot_deal == row)
        if activity.value is not None and places.value.width():
            text = self._formats.money(activity.value)
            draw_text(painter, theme, "body", theme.color("ink2"), places.value, text, RIGHT)
        if activity.owner:
            paint_avatar(painter, theme, places.avatar, activity.owner)
        today, now = self._session.today(), self._session.now()
        due = word_due(activity, self._formats, today=today, now=now)
        role = {NextStep.LATE: "red", NextStep.TODAY: "ink"}.get(activity.state, "ink2")
        draw_text(painter, theme, "body", theme.color(role), places.due, due, RIGHT)

    def _paint_ring(self, painter: QPainter, ring: QRectF, *, hot: bool) -> None:
        theme = self._theme
        painter.setPen(QPen(theme.color("accent" if hot else "control"), 1.4))
        painter.setBrush(theme.color("accentSoft" if hot else "surface"))
        painter.drawEllipse(ring.adjusted(1, 1, -1, -1))
        if hot:
            middle, unit = ring.center(), ring.width() / _RING
            tick = [QPointF(-3, 0.2), QPointF(-1, 2.4), QPointF(3.2, -2.2)]
            painter.drawPolyline([middle + point * unit for point in tick])

    def _paint_deal(self, painter: QPainter, box: QRectF, activity: ActivityRow, *, hot: bool) -> None:
        theme = self._theme
        name = activity.deal or activity.person or activity.organisation or ""
        if not name:
            return
        side = theme.size(MARK)
        mark = QRectF(box.left(), round(box.center().y() - side / 2), side, side)
        if activity.deal is None:
            icon = "user" if activity.person else "building-2"
            drawing = icon_pixmap(theme, icon, side, "ink3", painter.device().devicePixelRatioF())
            painter.drawPixmap(mark.topLeft(), drawing)
        elif activity.deal_status is DealStatus.WON:
            paint_won_mark(painter, theme, mark)
        elif activity.deal_status is DealStatus.LOST:
            paint_lost_mark(painter, theme, mark)
        else:
            paint_stage_mark(painter, theme, mark, activity.stage_place, activity.stage_count)
        words = box.adjusted(side + 5, 0, 0, 0)
        draw_text(painter, theme, "body", theme.color("accent" if hot else "ink2"), words, name)
        if hot:
            width = min(words.width(), text_width(theme, "body", name))
            under = round(words.center().y() + theme.line("body") / 2) - 1.5
            draw_hairline(
                painter, theme.color("accent"), QPointF(words.left(), under), QPointF(words.left() + width, under)
            )

    def _rule(self, painter: QPainter, rect: QRectF) -> None:
        bottom = rect.bottom() - 0.5
        draw_hairline(
            painter,
            self._theme.color("line"),
            QPointF(rect.left() + SIDE, bottom),
            QPointF(rect.right() - SIDE, bottom),
        )
