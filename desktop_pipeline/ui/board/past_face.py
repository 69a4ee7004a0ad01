"""A card of the board as it stood: where the next step would be stands what became of the deal since."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from desktop_pipeline.queries.board_as_of import PastCard
from desktop_pipeline.queries.board_cards import DealCard
from desktop_pipeline.queries.past_deals import Since
from desktop_pipeline.ui.board.card_face import CardFace, CardState
from desktop_pipeline.ui.board.past_words import word_since
from desktop_pipeline.ui.icons import icon_pixmap
from desktop_pipeline.ui.widgets.painting import draw_text
from desktop_pipeline.ui.widgets.stage_mark import paint_lost_mark, paint_won_mark

if TYPE_CHECKING:
    from desktop_pipeline.ui.theme import FontStyle

_MARK = 12
_ICONS = {
    Since.FORWARD: "arrow-right",
    Since.BACK: "corner-up-left",
    Since.ELSEWHERE: "layers",
    Since.DELETED: "trash-2",
}
_ROLES = {
    Since.SAME: "ink3",
    Since.FORWARD: "accent",
    Since.BACK: "amber",
    Since.ELSEWHERE: "ink2",
    Since.WON: "green",
    Since.LOST: "ink2",
    Since.DELETED: "red",
}


class PastFace(CardFace):
    """Each change has a mark of its own, a word and a colour."""

    def _paint_value_and_labels(self, painter: QPainter, card: DealCard, row: QRectF, state: CardState) -> None:
        if isinstance(card, PastCard) and card.now_valued:
            # What it is worth now needs the room.
            card = replace(card, expected_close_on=None)
        super()._paint_value_and_labels(painter, card, row, state)

    def _paint_next_step(self, painter: QPainter, card: DealCard, row: QRectF) -> None:
        if not isinstance(card, PastCard):
            super()._paint_next_step(painter, card, row)
            return
        theme, role = self.theme, _ROLES[card.since]
        side = theme.size(_MARK)
        spot = QRectF(row.left(), row.center().y() - side / 2, side, side)
        if card.since is Since.WON:
            paint_won_mark(painter, theme, spot)
        elif card.since is Since.LOST:
            paint_lost_mark(painter, theme, spot)
        elif card.since is Since.SAME:
            painter.setPen(QPen(theme.color("control"), 1.4))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(spot.center(), side * 0.375, side * 0.375)
        else:
            ratio = painter.device().devicePixelRatioF()
            drawing = icon_pixmap(theme, _ICONS[card.since], side, role, ratio)
            painter.drawPixmap(QPointF(round(spot.left()), round(spot.top())), drawing)
        style: FontStyle = "secondary" if card.since is Since.SAME else "secondary_medium"
        words = word_since(card, self.formats, self.today())
        draw_text(painter, theme, style, theme.color(role), row.adjusted(side + 4, 0, 0, 0), words)
