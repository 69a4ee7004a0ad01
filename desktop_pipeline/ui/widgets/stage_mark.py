"""The stage mark: a ring with a pie that says how far along, with a tick when won and a cross when lost."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from desktop_pipeline.ui.theme import Theme

MARK = 14


def paint_stage_mark(
    painter: QPainter, theme: Theme, rect: QRectF, position: int, count: int, role: str = "accent"
) -> None:
    """The mark of stage `position` (from 0) of `count`, filling the rectangle."""
    unit = rect.width() / MARK
    colour = theme.color(role)
    painter.setPen(QPen(colour, 1.6 * unit))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(rect.center(), 6.1 * unit, 6.1 * unit)
    share = (position + 1) / count if count else 0
    pie = QRectF(0, 0, 7.6 * unit, 7.6 * unit)
    pie.moveCenter(rect.center())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    if share >= 1:
        painter.drawEllipse(pie)
    else:
        painter.drawPie(pie, 90 * 16, round(-share * 360 * 16))


def paint_won_mark(painter: QPainter, theme: Theme, rect: QRectF) -> None:
    """A tick in a ring."""
    unit = rect.width() / MARK
    _paint_ring(painter, theme, rect, "green")
    tick = (QPointF(-2.7, 0.2), QPointF(-0.8, 2.1), QPointF(2.9, -1.9))
    painter.drawPolyline(QPolygonF([rect.center() + point * unit for point in tick]))


def paint_lost_mark(painter: QPainter, theme: Theme, rect: QRectF) -> None:
    """A cross in a ring."""
    unit = rect.width() / MARK
    _paint_ring(painter, theme, rect, "ink2")
    reach = 2.1 * unit
    middle = rect.center()
    painter.drawLine(middle + QPointF(-reach, -reach), middle + QPointF(reach, reach))
    painter.drawLine(middle + QPointF(-reach, reach), middle + QPointF(reach, -reach))


def _paint_ring(painter: QPainter, theme: Theme, rect: QRectF, role: str) -> None:
    unit = rect.width() / MARK
    cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    painter.setPen(QPen(theme.color(role), 1.4 * unit, Qt.PenStyle.SolidLine, cap, join))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(rect.center(), 6.1 * unit, 6.1 * unit)
