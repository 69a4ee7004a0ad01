"""Small strokes that the painted widgets share: elided text and hairlines."""

from functools import cache

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from desktop_pipeline.ui.theme import FontStyle, Theme

LEFT = Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignRight
CENTRE = Qt.AlignmentFlag.AlignHCenter


def text_width(theme: Theme, style: FontStyle, text: str) -> float:
    """Width of a line of text; one pixel more than its advance, so that nothing is cut."""
    return theme.width(style, text) + 1


def draw_text(
    painter: QPainter,
    theme: Theme,
    style: FontStyle,
    colour: QColor,
    rect: QRectF,
    text: str,
    align: Qt.AlignmentFlag = LEFT,
) -> float:
    """One line of plain text, middle of the rectangle, elided where it is too long; returns the width taken."""
    width = text_width(theme, style, text)
    if width > rect.width():
        text = theme.metrics(style).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        width = min(rect.width(), text_width(theme, style, text))
    painter.setFont(theme.font(style))
    painter.setPen(colour)
    painter.drawText(rect, _line_flags(align), text)
    return width


@cache
def _line_flags(align: Qt.AlignmentFlag) -> int:
    # Joining flags costs as much as a stroke.
    return int(align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)


def fill(painter: QPainter, rect: QRect | QRectF, colour: QColor) -> None:
    """A rectangle of one colour, without an outline; pen and brush are others afterwards.

    For `fillRect` PySide first asks whether a gradient is meant, and makes the two hundred names of Qt's own for it.
    """
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRect(rect)


def draw_hairline(painter: QPainter, colour: QColor, start: QPointF, end: QPointF) -> None:
    """A line of one pixel; give half-pixel offsets."""
    painter.setPen(QPen(colour, 1))
    painter.drawLine(start, end)


def draw_focus_ring(painter: QPainter, theme: Theme, rect: QRectF, radius: float) -> None:
    """The ring of two pixels around what takes the keys, drawn just outside the rectangle's edge."""
    painter.setPen(QPen(theme.color("accent"), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(-1, -1, 1, 1), radius + 1, radius + 1)


def dashed_pen(colour: QColor, width: float = 1.0) -> QPen:
    """The short dashes of slots, gaps and drop zones."""
    pen = QPen(colour, width)
    pen.setDashPattern([3, 2])
    return pen
