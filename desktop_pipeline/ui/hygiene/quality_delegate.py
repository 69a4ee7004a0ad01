"""Paints the rows of the data screen: a deal and what is wrong with it, or two that may be the same."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from desktop_pipeline.queries.deals_table import DealLine
from desktop_pipeline.queries.duplicates import SuspectedPair
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.hygiene.issue_words import say_alike, say_standing
from desktop_pipeline.ui.hygiene.quality_model import QualityModel
from desktop_pipeline.ui.hygiene.row_ground import SIDE, paint_ground
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.avatar import AVATAR, paint_avatar
from desktop_pipeline.ui.widgets.painting import RIGHT, draw_text, text_width

ROW = 48
_PAD = 10
_VALUE = 92
_STAGE = 130
_WIDE = 640
_GAP = 12


class QualityDelegate(QStyledItemDelegate):
    """One height for all rows."""

    def __init__(self, theme: Theme, formats: Formats, model: QualityModel) -> None:
        super().__init__()
        self._theme = theme
        self._formats = formats
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, self._theme.size(ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect)
        paint_ground(painter, self._theme, rect, option)
        box = rect.adjusted(SIDE + _PAD, 5, -SIDE - _PAD, -6)
        pair, line = self._model.pair(index.row()), self._model.line(index.row())
        if pair is not None:
            self._paint_pair(painter, box, pair)
        elif line is not None:
            self._paint_deal(painter, box, line)
        painter.restore()

    def _paint_deal(self, painter: QPainter, box: QRectF, line: DealLine) -> None:
        theme, side = self._theme, self._theme.size(AVATAR)
        right, whole = box.right(), box.height()
        value = QRectF(right - theme.size(_VALUE), box.top(), theme.size(_VALUE), whole)
        said = self._formats.money(line.value) if line.value is not None else self.tr("no value")
        draw_text(painter, theme, "value", theme.color("ink" if line.value else "ink3"), value, said, RIGHT)
        right = value.left() - _GAP - side
        if line.owner:
            paint_avatar(painter, theme, QRectF(right, round(box.center().y() - side / 2), side, side), line.owner)
        right -= _GAP
        if box.width() >= theme.size(_WIDE):
            stage = QRectF(right - theme.size(_STAGE), box.top(), theme.size(_STAGE), whole)
            draw_text(painter, theme, "secondary", theme.color("ink2"), stage, say_standing(line))
            right = stage.left() - _GAP
        first = QRectF(box.left(), box.top(), right - box.left(), whole / 2)
        taken = draw_text(painter, theme, "strong", theme.color("ink"), first, line.title)
        rest = first.adjusted(taken + 8, 0, 0, 0)
        if line.organisation and rest.width() > whole / 2:
            draw_text(painter, theme, "secondary", theme.color("ink2"), rest, line.organisation)
        below = first.translated(0, whole / 2)
        draw_text(painter, theme, "secondary", theme.color("amber"), below, self._model.say(line))

    def _paint_pair(self, painter: QPainter, box: QRectF, pair: SuspectedPair) -> None:
        theme, half = self._theme, box.height() / 2
        why = say_alike(pair)
        draw_text(painter, theme, "secondary", theme.color("amber"), box, why, RIGHT)
        width = box.width() - text_width(theme, "secondary", why) - _GAP
        for place, (name, detail) in enumerate(
            ((pair.first_name, pair.first_detail), (pair.second_name, pair.second_detail))
        ):
            row = QRectF(box.left(), box.top() + place * half, width, half)
            taken = draw_text(painter, theme, "value", theme.color("ink"), row, name)
            rest = row.adjusted(taken + 10, 0, 0, 0)
            if detail and rest.width() > half:
                draw_text(painter, theme, "secondary", theme.color("ink2"), rest, detail)
