"""What the hand holds during a drag: the picture of the cards, and the note that says where they would go."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from desktop_pipeline.queries.board_cards import DealCard
from desktop_pipeline.ui.board.card_face import RADIUS, CardFace, CardState
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.breaking import break_lines
from desktop_pipeline.ui.widgets.painting import CENTRE, draw_text, text_width
from desktop_pipeline.ui.widgets.toast import paint_shadow

SHADOW = 20
_EDGES = 3
_STEP = 4
_WIDEST, _MOST_LINES, _BELOW = 320, 4, 5


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
        self._lines: list[str] = []
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
        theme = self._theme
        self._text, self._detail = text, detail
        head = text_width(theme, "caption_strong", text) + 18
        beside = head + (text_width(theme, "caption", detail) + 10 if detail else 0)
        widest = min(theme.size(_WIDEST), self._home.width() - 8)
        # What is longer stands below: it would lie over the columns beside.
        below = detail if beside > widest else ""
        self._lines = break_lines(theme, "caption", below, widest - 18, _MOST_LINES) if below else []
        widths = [head, *(text_width(theme, "caption", line) + 18 for line in self._lines)]
        width = min(widest, round(max(widths) if self._lines else beside))
        height = theme.size(26) + len(self._lines) * theme.line("caption")
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
        box, step = QRectF(self.rect()).adjusted(8, 0, -8, 0), self._theme.line("caption")
        box.setHeight(self._theme.size(26))
        colour = self._theme.color("surface")
        taken = draw_text(painter, self._theme, "caption_strong", colour, box, self._text)
        if self._detail and not self._lines:
            draw_text(painter, self._theme, "caption", colour, box.adjusted(taken + 10, 0, 0, 0), self._detail)
        box.setTop(box.bottom() - _BELOW)
        box.setHeight(step)
        for line in self._lines:
            draw_text(painter, self._theme, "caption", colour, box, line)
            box.translate(0, step)
