"""The four next-step marks: four shapes, so that colour is never the only sign."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from desktop_pipeline.domain.hygiene import NextStep
from desktop_pipeline.ui.theme import Theme

_USUAL = 10


def paint_next_step_mark(painter: QPainter, theme: Theme, centre: QPointF, step: NextStep) -> None:
    """Ten pixels around the centre, more with larger text.

    Late is a disc with “!”, today a disc, planned a ring, none a triangle.
    """
    painter.save()
    painter.translate(centre)
    grown = theme.size(_USUAL) / _USUAL
    painter.scale(grown, grown)
    {
        NextStep.LATE: _paint_late,
        NextStep.TODAY: _paint_today,
        NextStep.PLANNED: _paint_planned,
        NextStep.NONE: _paint_none,
    }[step](painter, theme, QPointF())
    painter.restore()


def _paint_late(painter: QPainter, theme: Theme, centre: QPointF) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("redMark"))
    painter.drawEllipse(centre, 4.8, 4.8)
    painter.setBrush(theme.color("surface"))
    painter.drawRoundedRect(QRectF(centre.x() - 0.7, centre.y() - 2.8, 1.4, 3.4), 0.6, 0.6)
    painter.drawRoundedRect(QRectF(centre.x() - 0.7, centre.y() + 1.4, 1.4, 1.4), 0.6, 0.6)


def _paint_today(painter: QPainter, theme: Theme, centre: QPointF) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("accent"))
    painter.drawEllipse(centre, 4.2, 4.2)


def _paint_planned(painter: QPainter, theme: Theme, centre: QPointF) -> None:
    painter.setPen(QPen(theme.color("control"), 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(centre, 3.6, 3.6)


def _paint_none(painter: QPainter, theme: Theme, centre: QPointF) -> None:
    cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    painter.setPen(QPen(theme.color("amberMark"), 1.5, Qt.PenStyle.SolidLine, cap, join))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    corners = (QPointF(0, -3.8), QPointF(4.2, 3.6), QPointF(-4.2, 3.6))
    painter.drawPolygon(QPolygonF([centre + corner for corner in corners]))
