"""A collapsed column: 36 wide, with its mark and its words standing upright."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from desktop_pipeline.ui.icons import icon_pixmap
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.painting import draw_text
from desktop_pipeline.ui.widgets.stage_mark import MARK, paint_stage_mark, paint_won_mark

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


def paint_folded(
    painter: QPainter,
    theme: Theme,
    rect: QRectF,
    words: tuple[str, str],
    mark: tuple[int, int] | None,
    *,
    is_target: bool,
) -> None:
    """A stage's column as a strip; `mark` is its place among how many open stages, None after the sale.

    `is_target`: cards in the hand are over it.
    """

    def paint_mark(spot: QRectF) -> None:
        if mark is None:
            paint_won_mark(painter, theme, spot)
        else:
            paint_stage_mark(painter, theme, spot, *mark)

    paint_strip(painter, theme, rect, words, paint_mark, "chevron-right")
    if is_target:
        painter.setPen(QPen(theme.color("accent"), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(0.75, 0.75, -0.75, -0.75), 8, 8)
