"""Small marks on a card: exit criteria met, that nobody has been in touch for long, the clock of a new lead."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from desktop_pipeline.domain.hygiene import Pace
from desktop_pipeline.queries.board_cards import DealCard
from desktop_pipeline.ui.icons import icon_pixmap
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.painting import RIGHT, draw_text, text_width
from desktop_pipeline.ui.widgets.stamps import paint_stamp

_TIMER = 12
_WIDE, _HIGH, _BETWEEN = 7, 4, 2
# More would leave no room for the next step: the number tells the rest.
_MOST_SEGMENTS = 8


def paint_criteria(painter: QPainter, theme: Theme, card: DealCard, row: QRectF) -> float:
    """Segments and “3/4” at the right of the row; returns the room that they take."""
    segments, words = _count_segments(card), f"{card.met}/{card.asked}"
    wide, part, high = measure_criteria(theme, card), theme.size(_WIDE), theme.size(_HIGH)

    def paint(stamp: QPainter, place: QRectF) -> None:
        draw_text(stamp, theme, "caption", theme.color("ink3"), place, words, RIGHT)
        unmet = {Pace.USUAL: "line2", Pace.SLOW: "amberLine", Pace.STUCK: "redLine"}[card.pace]
        stamp.setPen(Qt.PenStyle.NoPen)
        for number in range(segments):
            stamp.setBrush(theme.color("accent" if number < card.met else unmet))
            left = place.left() + number * (part + _BETWEEN)
            stamp.drawRoundedRect(QRectF(left, place.center().y() - high / 2, part, high), 1, 1)

    place = QRectF(row.right() - wide, row.top(), wide, row.height())
    paint_stamp(painter, place, f"criteria/{words}/{card.pace}", paint)
    return wide


def measure_criteria(theme: Theme, card: DealCard) -> float:
    """How much room segments and “3/4” take."""
    taken = text_width(theme, "caption", f"{card.met}/{card.asked}") + 5
    return taken + max(0, _count_segments(card) * (theme.size(_WIDE) + _BETWEEN) - _BETWEEN)


def _count_segments(card: DealCard) -> int:
    return card.asked if card.asked <= _MOST_SEGMENTS else 0


def paint_stale_mark(painter: QPainter, theme: Theme, centre: QPointF) -> None:
    """A broken ring of ten pixels: nobody has been in touch for longer than the stage allows."""
    grown = theme.size(10) / 10
    pen = QPen(theme.color("amberMark"), 1.6 * grown)
    pen.setDashPattern([1.4, 1.5])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(centre, 3.9 * grown, 3.9 * grown)


def paint_clock(painter: QPainter, theme: Theme, text: str, row: QRectF, *, is_late: bool) -> float:
    """How long a new lead waits already, at the right of the row; returns the room that it takes."""
    role = "red" if is_late else "accent"
    draw_text(painter, theme, "caption_strong", theme.color(role), row, text, RIGHT)
    width = text_width(theme, "caption_strong", text) + 4
    side = theme.size(_TIMER)
    timer = icon_pixmap(theme, "timer", side, role, painter.device().devicePixelRatioF())
    painter.drawPixmap(QPointF(row.right() - width - side, round(row.center().y() - side / 2)), timer)
    return width + side
