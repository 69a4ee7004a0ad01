"""Paints the rows of the clean-up list: the deal, why it is there, what it is worth, whose it is, its last touch."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.hygiene.clean_model import CleanModel, CleanRow
from desktop_pipeline.ui.hygiene.row_ground import SIDE, paint_ground
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.avatar import AVATAR, paint_avatar
from desktop_pipeline.ui.widgets.painting import RIGHT, draw_text, text_width
from desktop_pipeline.ui.widgets.stage_mark import MARK, paint_stage_mark

ROW = 48
_PAD = 10
_VALUE = 92
_TOUCH = 122
_MANY_DAYS = 888
_STAGE = 150
_NARROW, _WIDE = 620, 860
_GAP = 12


class CleanDelegate(QStyledItemDelegate):
    """One height for all, so that a list of any length scrolls at once."""

    def __init__(self, session: Session, theme: Theme, formats: Formats, model: CleanModel) -> None:
        super().__init__()
        self._session = session
        self._theme = theme
        self._formats = formats
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, self._theme.size(ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = self._model.row(index.row())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect)
        paint_ground(painter, self._theme, rect, option)
        if row is not None:
            self._paint_row(painter, rect.adjusted(SIDE + _PAD, 5, -SIDE - _PAD, -6), row)
        painter.restore()

    def _paint_row(self, painter: QPainter, box: QRectF, row: CleanRow) -> None:
        theme, line = self._theme, row.line
        right = self._paint_right(painter, box, row)
        mark = theme.size(MARK)
        middle = box.top() + box.height() / 4
        if line.stage is not None:
            ring = QRectF(box.left(), round(middle - mark / 2), mark, mark)
            paint_stage_mark(painter, theme, ring, line.stage_position, line.stage_count)
        left, half = box.left() + mark + 8, box.height() / 2
        first = QRectF(left, box.top(), right - left, half)
        taken = draw_text(painter, theme, "strong", theme.color("ink"), first, line.title)
        rest = first.adjusted(taken + 8, 0, 0, 0)
        if line.organisation and rest.width() > half:
            draw_text(painter, theme, "secondary", theme.color("ink2"), rest, line.organisation)
        asleep = row.deal.is_snoozed
        role = "ink2" if asleep else "amber"
        draw_text(painter, theme, "secondary", theme.color(role), first.translated(0, half), self._model.say(row))

    def _paint_right(self, painter: QPainter, box: QRectF, row: CleanRow) -> float:
        """The columns at the right; returns where they begin."""
        theme, line = self._theme, row.line
        right, whole = box.right(), box.height()
        if box.width() >= theme.size(_NARROW):
            width = self._touch_width()
            touched = QRectF(right - width, box.top(), width, whole)
            draw_text(painter, theme, "secondary", theme.color("ink2"), touched, self._say_touch(row), RIGHT)
            right = touched.left() - _GAP
        side = theme.size(AVATAR)
        if line.owner:
            place = QRectF(right - side, round(box.center().y() - side / 2), side, side)
            paint_avatar(painter, theme, place, line.owner)
        right -= side + _GAP
        value = QRectF(right - theme.size(_VALUE), box.top(), theme.size(_VALUE), whole)
        said = self._formats.money(line.value) if line.value is not None else self.tr("no value")
        draw_text(painter, theme, "value", theme.color("ink" if line.value else "ink3"), value, said, RIGHT)
        right = value.left() - _GAP
        if box.width() >= theme.size(_WIDE) and line.stage:
            stage = QRectF(right - theme.size(_STAGE), box.top(), theme.size(_STAGE), whole)
            draw_text(painter, theme, "secondary", theme.color("ink2"), stage, line.stage)
            right = stage.left() - _GAP
        return right

    def _touch_width(self) -> float:
        """The same in every row, and wide enough in any language."""
        longest = (self._say_days(_MANY_DAYS), self.tr("never touched"))
        return max(self._theme.size(_TOUCH), *(text_width(self._theme, "secondary", said) for said in longest))

    def _say_touch(self, row: CleanRow) -> str:
        if row.deal.touched_on is None:
            return self.tr("never touched")
        days = (self._session.today() - row.deal.touched_on).days
        return self.tr("touched today") if days <= 0 else self._say_days(days)

    def _say_days(self, days: int) -> str:
        return self.tr("touched {days} d ago").format(days=self._formats.number(days))
