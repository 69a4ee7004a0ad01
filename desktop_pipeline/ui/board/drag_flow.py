"""What happens on the board while cards are in the hand: lifting, hovering, scrolling, drop zones and the end."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QDrag
from PySide6.QtWidgets import QScrollArea, QWidget

from desktop_pipeline.domain.money import Money
from desktop_pipeline.queries.board_cards import DealCard
from desktop_pipeline.queries.board_lanes import Axis, LaneKind
from desktop_pipeline.queries.board_order import lane_of
from desktop_pipeline.ui.board.autoscroll import BOARD_ZONE, LIST_ZONE, AutoScroll, edge_speed
from desktop_pipeline.ui.board.canvas import BoardCanvas
from desktop_pipeline.ui.board.card_delegate import CardDelegate
from desktop_pipeline.ui.board.card_words import count_deals, word_verdict
from desktop_pipeline.ui.board.drop_zones import DropZones
from desktop_pipeline.ui.board.hand import SHADOW, HandNote, draw_hand
from desktop_pipeline.ui.board.payload import Payload
from desktop_pipeline.ui.board.stage_column import BoardColumn
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme

if TYPE_CHECKING:
    from desktop_pipeline.domain.gates import Verdict

_FORGOTTEN_MS = 250


class DragFlow(QObject):
    """Steers one drag at a time over the columns, the zones and the scroll bars."""

    def __init__(
        self,
        page: QWidget,
        session: Session,
        area: QScrollArea,
        canvas: BoardCanvas,
        delegate: CardDelegate,
        payload: Payload,
        theme: Theme,
        formats: Formats,
    ) -> None:
        super().__init__(page)
        self._page = page
        self._session = session
        self._area = area
        self._canvas = canvas
        self._delegate = delegate
        self._payload = payload
        self._theme = theme
        self._formats = formats
        self.zones = DropZones(theme, payload, page)
        self.note = HandNote(theme, page)
        self.scroll = AutoScroll(self._on_scrolled, self)
        self._target: BoardColumn | None = None
        self._place = QPoint()
        self._held = False
        # A drag from elsewhere that left without a word is over after a moment.
        self._forget = QTimer(self, singleShot=True, interval=_FORGOTTEN_MS)
        self._forget.timeout.connect(self.end)
        self.zones.drag_moved.connect(self.leave_column)

    def lift(self, cards: Sequence[DealCard], deal_ids: Sequence[int], grabbed: QPoint, width: int) -> None:
        """Take deals into the hand, at `grabbed` of the first of their cards, until they are let go.

        Of many deals only some may be loaded as cards.
        """
        ids = tuple(deal_ids)
        drag = QDrag(self._page)
        drag.setMimeData(self._payload.pack(ids))
        ratio = self._page.devicePixelRatioF()
        drag.setPixmap(draw_hand(self._theme, self._delegate.face, cards, len(ids), width, ratio))
        drag.setHotSpot(grabbed + QPoint(SHADOW, SHADOW))
        self.hold(ids)
        drag.exec(Qt.DropAction.MoveAction)
        self.end()

    def hold(self, ids: tuple[int, ...]) -> None:
        """Show these cards as lifted and raise the zones."""
        self._held = True
        self._delegate.lifted = frozenset(ids)
        self._canvas.repaint_cards(ids)
        self._raise_zones(ids)

    def hover(self, column: BoardColumn, ids: tuple[int, ...], place: QPoint) -> None:
        """Cards are over a column, at a place in its own coordinates."""
        self._forget.stop()
        if self._target is not None and self._target is not column:
            self._target.end_hover()
        self._target, self._place = column, place
        self._raise_zones(ids)
        cards = self._canvas.find_cards(ids)
        column.header.show_incoming(self._incoming(column, cards))
        self._show_note(column, cards, ids, place)
        self._steer(column, place)

    def leave_column(self) -> None:
        """Cards are over no column now; they may come back."""
        self.scroll.stop()
        self.note.hide()
        if self._target is not None:
            self._target.end_hover()
            self._target = None
        if not self._held:
            self._forget.start()

    def end(self) -> None:
        """Nothing is in the hand any more: all as it was."""
        self._forget.stop()
        self._held = False
        lifted, self._delegate.lifted = self._delegate.lifted, frozenset()
        self.leave_column()
        self._forget.stop()
        self.zones.end()
        self._canvas.repaint_cards(lifted)

    def _raise_zones(self, ids: tuple[int, ...]) -> None:
        self.zones.begin(self._worth(self._canvas.find_cards(ids)) or "")

    def _worth(self, cards: Sequence[DealCard]) -> str | None:
        """The sum of the cards, where every one has a value in the base currency."""
        currency = self._session.workspace.base_currency
        values = [card.value for card in cards if card.value is not None and card.value.currency == currency]
        if not cards or len(values) != len(cards):
            return None
        return self._formats.money(Money(sum(value.minor for value in values), currency))

    def _coming(self, column: BoardColumn, cards: Sequence[DealCard]) -> list[DealCard]:
        today = self._session.today()
        kind = column.lane.kind
        if kind in {LaneKind.STAGE, LaneKind.MONTH}:
            axis = Axis.STAGE if kind is LaneKind.STAGE else Axis.MONTH
            return [card for card in cards if lane_of(card, axis, today) != column.lane]
        return list(cards)

    def _incoming(self, column: BoardColumn, cards: Sequence[DealCard]) -> str:
        coming = self._coming(column, cards)
        if not coming:
            return ""
        return self.tr("+ {sum}").format(sum=self._worth(coming) or count_deals(len(coming)))

    def _show_note(self, column: BoardColumn, cards: Sequence[DealCard], ids: tuple[int, ...], place: QPoint) -> None:
        coming = self._coming(column, cards)
        if not coming:
            self.note.hide()
            column.list.bar_slot(barred=False)
            return
        origins = {self._canvas.column_with(card.deal_id) for card in coming}
        origin = next(iter(origins)) if len(origins) == 1 else None
        start = count_deals(len(coming)) if origin is None else origin.name
        text = self.tr("{start} → {stage}").format(start=start, stage=column.name)
        detail = ""
        if column.lane.kind in {LaneKind.STAGE, LaneKind.WON}:
            verdict = self._judge(column, ids)
            column.list.bar_slot(barred=bool(verdict.missing))
            detail = word_verdict(verdict)
        below = QPoint(16, self._delegate.face.height() // 2 + SHADOW)
        self.note.show_at(column.mapTo(self._page, place) + below, text, detail)

    def _judge(self, column: BoardColumn, ids: tuple[int, ...]) -> "Verdict":
        """What the move would meet; asked once for each column that the cards come over."""
        from desktop_pipeline.queries.board_gates import judge_move  # noqa: PLC0415 - with the first drag

        asked = (ids, column.stage_id)
        target = column.stage_id or None
        workspace = self._session.workspace
        return workspace.keep("board gate", asked, lambda: judge_move(workspace, ids, target))

    def _steer(self, column: BoardColumn, place: QPoint) -> None:
        """Scroll the column and the board as fast as the place is near an edge of what is visible of them."""
        top = column.list.y()
        bottom = column.list.geometry().bottom()
        if self.zones.isVisible():
            bottom = min(bottom, column.mapFrom(self._page, QPoint(0, self.zones.y())).y())
        down = edge_speed(place.y() - top, bottom - top, LIST_ZONE)
        across = self._area.viewport()
        side = edge_speed(column.mapTo(self._page, place).x() - self._area.x(), across.width(), BOARD_ZONE)
        self.scroll.steer((column.list.verticalScrollBar(), down), (self._area.horizontalScrollBar(), side))

    def _on_scrolled(self) -> None:
        column = self._target
        if column is not None and not column.is_collapsed and column.rect().contains(self._place):
            column.hover(self._place)
