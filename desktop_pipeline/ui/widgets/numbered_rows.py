"""Rows of which the first nine are taken by their number."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.key_hint import paint_key_hint

MOST_KEYS = 9
_KEY, _TEXT, _RIGHT = 9, 34, 8


def paint_number(painter: QPainter, theme: Theme, option: QStyleOptionViewItem, place: int) -> QRectF:
    """Paints the ground of a row and its number; `place` counts from 0. Where its words stand."""
    row = QRectF(option.rect)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if option.state & QStyle.StateFlag.State_Selected:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accentSoft"))
        painter.drawRoundedRect(row.adjusted(1, 1, -1, -1), 6, 6)
    if place < MOST_KEYS:
        keys, colours = (str(place + 1),), (theme.color("line2"), theme.color("ink3"))
        paint_key_hint(painter, theme, row.left() + _KEY, row.center().y(), keys, colours)
    return row.adjusted(_TEXT, 0, -_RIGHT, 0)
