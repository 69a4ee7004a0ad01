"""The ground of a row: its line below, the tint of a selected one, the ring around the one that has the keys."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.painting import draw_focus_ring, draw_hairline

# Room on both sides for the ring.
SIDE = 3


def paint_ground(painter: QPainter, theme: Theme, rect: QRectF, option: QStyleOptionViewItem) -> None:
    """What lies under the words of a row."""
    bottom = rect.bottom() - 0.5
    ends = QPointF(rect.left() + SIDE, bottom), QPointF(rect.right() - SIDE, bottom)
    draw_hairline(painter, theme.color("line"), *ends)
    selected = bool(option.state & QStyle.StateFlag.State_Selected)
    focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
    body = rect.adjusted(2, 2, -2, -2)
    if selected or focused:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accentSoft" if selected else "surface"))
        painter.drawRoundedRect(body, 6, 6)
    if focused:
        draw_focus_ring(painter, theme, body, 5)
