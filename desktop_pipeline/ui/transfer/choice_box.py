"""A painted box with a word and a chevron, for cells that open a list."""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from desktop_pipeline.ui.icons import icon_pixmap
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.painting import dashed_pen, draw_focus_ring, draw_text

BOX = 24
_ICON = 13


def paint_choice_box(
    painter: QPainter,
    theme: Theme,
    cell: QRectF,
    text: str,
    *,
    is_empty: bool = False,
    is_doubtful: bool = False,
    has_keys: bool = False,
) -> None:
    """The box in the middle of a cell, 8 pixels from its right edge."""
    high = theme.size(BOX)
    # Not rounded: of halves Python takes the even one, and every second box would stand a pixel lower.
    top = math.floor(cell.center().y() - high / 2)
    body = QRectF(cell.left() + 0.5, top + 0.5, cell.width() - 9, high - 1)
    if is_doubtful:
        painter.setPen(QPen(theme.color("amberMark"), 1.4))
    else:
        painter.setPen(dashed_pen(theme.color("line2")) if is_empty else QPen(theme.color("line2"), 1))
    painter.setBrush(theme.color("surface"))
    painter.drawRoundedRect(body, 6, 6)
    draw_text(painter, theme, "body", theme.color("ink3" if is_empty else "ink"), body.adjusted(9, 0, -24, 0), text)
    paint_cell_icon(painter, theme, "chevron-down", QPointF(body.right() - 8 - theme.size(_ICON), body.center().y()))
    if has_keys:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        draw_focus_ring(painter, theme, body.adjusted(0.5, 0.5, -0.5, -0.5), 5)


def paint_cell_icon(painter: QPainter, theme: Theme, name: str, left_middle: QPointF) -> None:
    """An icon that begins at a point and stands around its height."""
    ratio = painter.device().devicePixelRatioF()
    side = theme.size(_ICON)
    top = math.floor(left_middle.y() - side / 2)
    painter.drawPixmap(QPointF(left_middle.x(), top), icon_pixmap(theme, name, side, "ink2", ratio))
