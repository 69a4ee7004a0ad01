"""A collapsed column: 36 wide, with its mark and its words standing upright."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from desktop_pipeline.ui.icons import icon_pixmap
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.painting import draw_text
from desktop_pipeline.ui.widgets.stage_mark import MARK

STRIP = 36
_ICON = 14


def paint_strip(
    painter: QPainter,
    theme: Theme,
    rect: QRectF,
    words: tuple[str, str],
    mark: Callable[[QRectF], None],
    icon: str | None,
) -> None:
    """The strip filling `rect`; words are the name and, quieter, count and sum; `mark` paints the mark."""
    painter.setPen(QPen(theme.color("line"), 1))
    painter.setBrush(theme.color("chrome"))
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
    middle, top = rect.center().x(), rect.top() + 9
    if icon:
        spot = QPointF(middle - _ICON / 2, top)
        painter.drawPixmap(spot, icon_pixmap(theme, icon, _ICON, "ink2", painter.device().devicePixelRatioF()))
        top += _ICON + 8
    mark(QRectF(middle - MARK / 2, top, MARK, MARK))
    top += MARK + 9
    painter.save()
    painter.translate(middle, top)
    painter.rotate(90)
    line = QRectF(0, -theme.size(9), rect.bottom() - top - 8, theme.size(18))
    name, sums = words
    line.adjust(draw_text(painter, theme, "strong", theme.color("ink"), line, name) + 8, 0, 0, 0)
    draw_text(painter, theme, "secondary", theme.color("ink3"), line, sums)
    painter.restore()
