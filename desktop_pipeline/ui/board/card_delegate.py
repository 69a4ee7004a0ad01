"""Paints the rows of deal cards: each card once, then from the picture that is kept of it."""

from collections.abc import Callable, Hashable
from datetime import date, datetime

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QHelpEvent, QPainter, QPixmap, QPixmapCache
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from desktop_pipeline.actions import read_clock
from desktop_pipeline.domain.hygiene import Pace
from desktop_pipeline.queries.board_cards import DealCard
from desktop_pipeline.ui.board.card_face import RADIUS, CardFace, CardState, ClockWords
from desktop_pipeline.ui.board.card_words import word_pace, word_stale
from desktop_pipeline.ui.board.stage_cards import BesideRole, CardRole
from desktop_pipeline.ui.widgets.lead_clock import word_clock
from desktop_pipeline.ui.widgets.painting import dashed_pen, draw_focus_ring
from desktop_pipeline.ui.widgets.words import as_tooltip_lines

GAP = 6
INSET = 4
# So many painted rows are found again without asking for their key: what a large window shows, twice.
_MOST_SHOWN = 160
Index = QModelIndex | QPersistentModelIndex
# Width, height, pixels to a point, the day, and the look of the theme and the board.
Frame = tuple[int, int, float, date, Hashable]


class CardDelegate(QStyledItemDelegate):
    """One for the whole board; `lifted` and `best` are set by the board, which then repaints.

    `explain_score` tells the reasons of a deal's score, `explain_criteria` which criteria are still open, a line each.
    """

    def __init__(self, face: CardFace, now: Callable[[], datetime] = read_clock) -> None:
        super().__init__()
        self.face = face
        self._theme = face.theme
        self._now = now
        self.lifted: frozenset[int] = frozenset()
        self.best: frozenset[int] = frozenset()
        self.explain_score: Callable[[int], list[str]] = lambda _deal_id: []
        self.explain_criteria: Callable[[int], list[str]] = lambda _deal_id: []
        # The last picture of each deal with all that it was painted from.
        self._shown: dict[int, tuple[DealCard, CardState, Frame, QPixmap]] = {}

    def row_height(self) -> int:
        """A card and the gap to the next one."""
        return self.face.height() + GAP

    def card_rect(self, row: QRectF) -> QRectF:
        """The card inside its row, which leaves room for the focus ring all round."""
        return row.adjusted(INSET, GAP / 2, -INSET, -GAP / 2)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        # A list gives its rows its own width; only the height is ours to say.
        return QSize(1, self.row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        card = index.data(CardRole)
        if not isinstance(card, DealCard):
            return
        flag = QStyle.StateFlag
        state = CardState(
            hovered=bool(option.state & flag.State_MouseOver),
            selected=bool(option.state & flag.State_Selected),
            focused=bool(option.state & flag.State_HasFocus),
            beside=str(index.data(BesideRole) or ""),
        )
        frame = self.frame(option.rect.size(), painter.device().devicePixelRatioF())
        self.paint_row(painter, QRectF(option.rect), card, state, frame)

    def paint_row(self, painter: QPainter, row: QRectF, card: DealCard, state: CardState, frame: Frame) -> None:
        """The card in its row, or the place that it has left; `frame` is asked once for all rows of a list."""
        if card.deal_id in self.lifted:
            self.paint_gap(painter, row)
            return
        unfocused = state._replace(focused=False) if state.focused else state
        painter.drawPixmap(row.topLeft(), self._find_picture(card, unfocused, frame))
        if state.focused:
            # Over the picture: the focus goes from card to card, and neither need be painted anew.
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw_focus_ring(painter, self._theme, self.card_rect(row).adjusted(-0.5, -0.5, 0.5, 0.5), RADIUS)

    def frame(self, size: QSize, ratio: float) -> Frame:
        """All that the rows of a list have in common; equal frames mean equal looks."""
        theme = self._theme
        look = (theme.name, theme.text_percent, self.face.fields, self.face.compact)
        return (size.width(), size.height(), ratio, self.face.today(), look)

    def picture(self, card: DealCard, size: QSize, state: CardState, ratio: float) -> QPixmap:
        """The painted row, from Qt's pixmap cache where nothing about it has changed."""
        return self._find_picture(card, state, self.frame(size, ratio))

    def _find_picture(self, card: DealCard, state: CardState, frame: Frame) -> QPixmap:
        if card.deal_id in self.best:
            state = state._replace(best=True)
        if card.clock is not None:
            now = self._now()
            words = ClockWords(self.face.formats.span(card.clock.waited(now)), card.clock.is_late(now))
            state = state._replace(clock=words)
        known = self._shown.get(card.deal_id)
        if known is not None and known[0] is card and known[1] == state and known[2] == frame:
            return known[3]
        # Equal keys must mean equal pixels: all of the card, the day, the place and the look go in.
        key = f"card/{card.deal_id}/{hash((card, state, frame)):x}"
        pixmap = QPixmap()
        if not QPixmapCache.find(key, pixmap):
            pixmap = self._make_picture(card, state, frame)
            QPixmapCache.insert(key, pixmap)
        if len(self._shown) >= _MOST_SHOWN:
            self._shown.clear()
        self._shown[card.deal_id] = (card, state, frame, pixmap)
        return pixmap

    def _make_picture(self, card: DealCard, state: CardState, frame: Frame) -> QPixmap:
        # Painting on it copies the ground, which is quicker than to paint it.
        pixmap = QPixmap(self._find_ground(card.pace, state, frame))
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.face.paint_words(painter, card, self._place_card(frame), state)
        painter.end()
        return pixmap

    def _find_ground(self, pace: Pace, state: CardState, frame: Frame) -> QPixmap:
        width, height, ratio, *_ = frame
        key = f"card ground/{pace}/{state.selected}/{state.hovered}/{state.held}/{width}/{height}/{ratio}"
        ground = QPixmap()
        if not QPixmapCache.find(key, ground):
            ground = QPixmap(round(width * ratio), round(height * ratio))
            ground.setDevicePixelRatio(ratio)
            ground.fill(Qt.GlobalColor.transparent)
            painter = QPainter(ground)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self.face.paint_ground(painter, pace, self._place_card(frame), state)
            painter.end()
            QPixmapCache.insert(key, ground)
        return ground

    def _place_card(self, frame: Frame) -> QRectF:
        return self.card_rect(QRectF(0, 0, frame[0], frame[1]))

    def paint_gap(self, painter: QPainter, row: QRectF) -> None:
        """The dashed place a card in the hand has left."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(dashed_pen(self._theme.color("line2")))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(self.card_rect(row).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        painter.restore()

    def paint_slot(self, painter: QPainter, row: QRectF, *, barred: bool = False) -> None:
        """The dashed place where a card will land; hatched where something required is still open."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(dashed_pen(self._theme.color("amber" if barred else "accent")))
        painter.setBrush(self._theme.color("amberSoft" if barred else "accentSoft"))
        place = self.card_rect(row).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(place, RADIUS, RADIUS)
        if barred:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QBrush(self._theme.color("amberLine"), Qt.BrushStyle.BDiagPattern))
            painter.drawRoundedRect(place, RADIUS, RADIUS)
        painter.restore()

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        card = index.data(CardRole)
        if event.type() != QEvent.Type.ToolTip or not isinstance(card, DealCard):
            return False
        place, is_best = self.card_rect(QRectF(option.rect)), card.deal_id in self.best
        lines = self.face.shortened(card, place)
        lines += [word_clock(card.clock, self.face.formats, self._now())] if card.clock is not None else []
        lines += [word_pace(card)] if card.pace is not Pace.USUAL else []
        lines += [word_stale(card.untouched)] if card.untouched is not None else []
        if self.face.score_rect(card, place, is_best=is_best).contains(QPointF(event.pos())):
            lines = [*([self.tr("Among the best fifth")] if is_best else [])]
            lines += self.explain_score(card.deal_id)
        elif not card.is_won and self.face.criteria_rect(card, place).contains(QPointF(event.pos())):
            lines = self.explain_criteria(card.deal_id)
        QToolTip.showText(event.globalPos(), as_tooltip_lines(lines), view)
        return True
