"""What the hand holds during a drag: the picture of the cards, and the note that says where they would go."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from desktop_pipeline.queries.board_cards import DealCard
from desktop_pipeline.ui.board.card_face import RADIUS, CardFace, CardState
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.painting import CENTRE, draw_text, text_width
from desktop_pipeline.ui.widgets.toast import paint_shadow

SHADOW = 20
_EDGES = 3
_STEP = 4


def draw_hand(theme: Theme, face: CardFace, cards: Sequence[DealCard], count: int, width: int, ratio: float) -> QPixmap:
    """The first of `count` cards with an accent outline and a shadow; several show up to three edges and their number.

    The card's top left corner lies SHADOW pixels inside the picture.
    """
    behind = min(_EDGES, count) - 1
    card = QRectF(SHADOW, SHADOW, width, face.height())
    size = QSize(width + 2 * SHADOW + behind * _STEP, face.height() + 2 * SHADOW + behind * _STEP)
    pixmap = QPixmap(size * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_shadow(painter, card.adjusted(0, 0, behind * _STEP, behind * _STEP), RADIUS, depth=SHADOW)
    for step in range(behind, 0, -1):
        painter.setPen(QPen(theme.color("accentLine"), 1))
        painter.setBrush(theme.color("surface"))
        edge = card.translated(step * _STEP, step * _STEP).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(edge, RADIUS, RADIUS)
    face.paint(painter, cards[0], card, CardState(held=True))
    if count > 1:
        _paint_number(painter, theme, card.topRight(), str(count))
    painter.end()
    return pixmap


def _paint_number(painter: QPainter, theme: Theme, corner: QPointF, number: str) -> None:
    wide = max(20.0, text_width(theme, "caption_strong", number) + 10)
    badge = QRectF(corner.x() - wide + 6, corner.y() - 8, wide, 20)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("accentFill"))
    painter.drawRoundedRect(badge, 10, 10)
    draw_text(painter, theme, "caption_strong", theme.color("onAccent"), badge, number, CENTRE)


class HandNote(QWidget):
    """“Meeting → Proposal” below the card in the hand."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._home = parent
        self._theme = theme
        self._text = ""
        self._detail = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return self._text

    @property
    def detail(self) -> str:
        """What it says more quietly."""
        return self._detail

    def show_at(self, place: QPoint, text: str, detail: str = "") -> None:
        """Say it with the top left corner there, kept inside the parent."""
        self._text, self._detail = text, detail
        width = text_width(self._theme, "caption_strong", text) + 18
        width += text_width(self._theme, "caption", detail) + 10 if detail else 0
        width = min(round(width), self._home.width() - 8)
        height = self._theme.size(26)
        left = max(4, min(place.x(), self._home.width() - width - 4))
        top = max(4, min(place.y(), self._home.height() - height - 4))
        self.setGeometry(left, top, width, height)
        self.raise_()
        self.show()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("ink"))
        painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
        box = QRectF(self.rect()).adjusted(8, 0, -8, 0)
        colour = self._theme.color("surface")
        box.adjust(draw_text(painter, self._theme, "caption_strong", colour, box, self._text) + 10, 0, 0, 0)
        if self._detail:
            draw_text(painter, self._theme, "caption", colour, box, self._detail)
