"""The foot of a column's head as it is painted: how many deals move on, as a bar and in words; the narrowest step."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from desktop_pipeline.ui.icons import icon_pixmap
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.painting import RIGHT, draw_text

_BAR = 3
_LEAST_BAR = 24
_GLASS = 12
_BETWEEN = 8


@dataclass(frozen=True, slots=True)
class StepLine:
    """What is said of a step: the share (None where deals are too few), in few words, and as a whole."""

    share: float | None
    words: str
    told: str
    is_narrowest: bool = False


def paint_step(painter: QPainter, theme: Theme, line: StepLine, row: QRectF, *, room_for_bar: bool) -> float:
    """Words at the right, the bar in the room left of them; returns the room that both take."""
    role = "amber" if line.is_narrowest else "ink3"
    style = "caption_strong" if line.is_narrowest else "caption"
    taken = draw_text(painter, theme, style, theme.color(role), row, line.words, RIGHT)  # type: ignore[arg-type]
    wide = row.width() - taken - _BETWEEN
    if line.share is None or not room_for_bar or wide < _LEAST_BAR:
        return taken + _BETWEEN
    bar = QRectF(row.left(), round(row.center().y() - _BAR / 2), wide, _BAR)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("line"))
    painter.drawRoundedRect(bar, _BAR / 2, _BAR / 2)
    painter.setBrush(theme.color("amberMark" if line.is_narrowest else "accent"))
    bar.setWidth(max(_BAR, wide * line.share) if line.share else 0)
    painter.drawRoundedRect(bar, _BAR / 2, _BAR / 2)
    return row.width()


def paint_narrowest(painter: QPainter, theme: Theme, row: QRectF) -> float:
    """The hourglass and its word at the right of a row; returns the room that they take."""
    words = _tr("narrowest")
    taken = draw_text(painter, theme, "caption_strong", theme.color("amber"), row, words, RIGHT)
    side = theme.size(_GLASS)
    glass = icon_pixmap(theme, "hourglass", side, "amber", painter.device().devicePixelRatioF())
    painter.drawPixmap(QPointF(row.right() - taken - side - 3, round(row.center().y() - side / 2)), glass)
    return taken + side + 3 + _BETWEEN


def _tr(text: str) -> str:
    return QCoreApplication.translate("Board", text)
