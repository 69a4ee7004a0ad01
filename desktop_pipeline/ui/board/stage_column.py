"""One stage on the board: header, list and foot; takes drops anywhere on it and says where they land."""

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QEnterEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from desktop_pipeline.queries.board import StageColumn
from desktop_pipeline.queries.board_cards import Order
from desktop_pipeline.queries.board_lanes import Lane, LaneKind
from desktop_pipeline.ui.board.add_row import AddRow
from desktop_pipeline.ui.board.card_delegate import GAP, INSET, CardDelegate
from desktop_pipeline.ui.board.card_words import count_deals
from desktop_pipeline.ui.board.payload import Payload
from desktop_pipeline.ui.board.stage_empty import Around, StageEmpty
from desktop_pipeline.ui.board.stage_header import StageHeader
from desktop_pipeline.ui.board.stage_list import StageList
from desktop_pipeline.ui.board.strip import STRIP, paint_folded
from desktop_pipeline.ui.board.thin_bar import ThinBar
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.theme import Theme

if TYPE_CHECKING:
    from desktop_pipeline.ui.board.name_field import NameField
    from desktop_pipeline.ui.board.quick_add import QuickAdd
    from desktop_pipeline.ui.board.step_line import StepLine

_TOP = 6
_FOOT = 28
_BAR = 8
_STRIP_TOP = 5
_STRIP_FOOT = 11
OPENS_AFTER_MS = 600


class BoardColumn(QWidget):
    """The column of one stage.

    Signals: `drag_moved(ids, place)` while our cards are over it, the place in the column's own coordinates;
    `drag_left()`; `deals_dropped(ids, after)`; `collapse_changed()`; `deal_typed(QuickDeal)` at its foot;
    `renamed(name)` when another name was typed into its header.

    `find_slot(ids)` answers the row where sorting puts deals that are dropped, or None where the hand says.
    """

    drag_moved = Signal(object, object)
    drag_left = Signal()
    deals_dropped = Signal(object, object)
    collapse_changed = Signal()
    deal_typed = Signal(object)
    renamed = Signal(str)

    def __init__(
        self,
        theme: Theme,
        formats: Formats,
        payload: Payload,
        stage_list: StageList,
        delegate: CardDelegate,
        lane: Lane,
        currency: str,
    ) -> None:
        super().__init__()
        self._theme = theme
        self._formats = formats
        self._payload = payload
        self._delegate = delegate
        self._column: StageColumn | None = None
        self._count = 1
        self._told: tuple[StageColumn, int, str, bool, Around] | None = None
        self._name_told = ""
        # The board says for all columns that nothing matches.
        self._is_spoken_for = False
        self._collapsed = False
        self._peeking = False
        self._target = False
        self._is_sorted = False
        self.header = StageHeader(theme, formats)
        self.list = stage_list
        self.lane = lane
        self.takes_new = lane.is_open
        self.find_slot: Callable[[Collection[int]], int | None] = lambda _ids: None
        self._rename: NameField | None = None
        # Those that an amount may be typed in; without one of them it is in the first.
        self.read_currencies: Callable[[], Sequence[str]] = lambda: (currency,)
        self._quick_add: QuickAdd | None = None
        self.add_row = AddRow(theme)
        self.empty = StageEmpty(theme)
        self._bar = ThinBar(theme, self.list.verticalScrollBar())
        for child in (self.header, self.empty, self.list, self.add_row, self._bar):
            child.setParent(self)
        self._peek = QTimer(self, singleShot=True, interval=OPENS_AFTER_MS)
        self._peek.timeout.connect(self._on_peek)
        self.setAcceptDrops(True)
        self.add_row.clicked.connect(self.open_quick_add)
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.changed.connect(self.arrange)

    @property
    def quick_add(self) -> "QuickAdd":
        """The field at the foot, made when somebody wants to type."""
        if self._quick_add is None:
            from desktop_pipeline.ui.board.quick_add import QuickAdd  # noqa: PLC0415 - no first paint shows it

            field = self._quick_add = QuickAdd(self._theme, self._formats, lambda: self.read_currencies())  # noqa: PLW0108 - set later
            field.setParent(self)
            field.added.connect(self.deal_typed)
            field.closed.connect(self.close_quick_add)
            field.height_changed.connect(self.arrange)
        return self._quick_add

    @property
    def stage_id(self) -> int:
        """Which stage it shows."""
        return self.lane.number if self.lane.kind in {LaneKind.STAGE, LaneKind.AFTER_SALE} else 0

    @property
    def name(self) -> str:
        """The stage's name."""
        return self._column.name if self._column else ""

    @property
    def shown(self) -> StageColumn | None:
        """Count and sums as they are shown."""
        return self._column

    @property
    def cards_top(self) -> int:
        """Where the first card stands."""
        return _TOP + self.header.sizeHint().height()

    @property
    def cards_in_sight(self) -> int:
        """How many cards can be seen where there are so many."""
        return self.height() // self._delegate.row_height() + 1

    @property
    def is_collapsed(self) -> bool:
        """Whether only its strip is shown."""
        return self._collapsed and not self._peeking

    @property
    def is_folded(self) -> bool:
        """Whether it stays folded to its strip, also while it peeks during a drag."""
        return self._collapsed

    @property
    def is_target(self) -> bool:
        """Whether cards in the hand are over it."""
        return self._target

    def show_column(
        self, column: StageColumn, count: int, currency: str, *, filtered: bool = False, around: Around = Around.DEALS
    ) -> None:
        """Show a stage, one of `count`, with sums in that currency; `filtered`: some deals may be left out."""
        told = (column, count, currency, filtered, around)
        if told == self._told:
            return
        self._told = told
        self._column, self._count = column, count
        spoken_for = around is Around.NO_MATCH
        self.header.show_column(column, count, currency)
        if spoken_for != self._is_spoken_for:
            self._is_spoken_for = spoken_for
            self.arrange()
        if not column.deals:
            self.empty.tell(column, filtered=filtered, takes_new=self.takes_new, around=around)
        self._name_list(column)
        if column.name != self._name_told:
            self._name_told = column.name
            self.add_row.setAccessibleName(self.tr("Add a deal to {stage}").format(stage=column.name))
        if self.is_collapsed:
            self.update()

    def show_step(self, step: "StepLine | None") -> None:
        """Show how many deals go on from here; None while it is not known."""
        self.header.show_step(step)
        if self._column is not None:
            self._name_list(self._column)

    def _name_list(self, column: StageColumn) -> None:
        header = self.header
        words = (
            column.name,
            count_deals(column.deals),
            header.sum_text(),
            header.limit_text(),
            header.narrowest_text(),
        )
        self.list.setAccessibleName(", ".join(part for part in words if part))

    def show_order(self, order: Order) -> None:
        """Say how it is sorted; in a sorted column the slot is where sorting puts a card."""
        self._is_sorted = order is not Order.HAND or not self.lane.is_open
        usual = Order.CLOSE if self.lane.kind is LaneKind.MONTH else Order.HAND
        self.header.show_order(Order.HAND if order is usual or not self.lane.is_open else order)

    @property
    def is_sorted(self) -> bool:
        """Whether the hand has no say in the order."""
        return self._is_sorted

    def settle(self) -> None:
        """Lay out the rows that came or went: at once, or they would be painted where they were and then again."""
        self.arrange()
        self.list.executeDelayedItemsLayout()

    def set_collapsed(self, *, collapsed: bool) -> None:
        """Fold the column to its strip, or open it."""
        if collapsed != self._collapsed:
            self._collapsed = collapsed
            self._peeking = False
            self.arrange()
            self.collapse_changed.emit()

    def rename(self) -> "NameField":
        """Let the user type another name in the header's place."""
        self.set_collapsed(collapsed=False)
        if self._rename is None:
            from desktop_pipeline.ui.board.name_field import NameField  # noqa: PLC0415 - when somebody renames

            field = self._rename = NameField(self._theme, self.tr("Name of the stage"), self)
            field.kept.connect(self.renamed)
            field.closed.connect(lambda: self.header.setFocus(Qt.FocusReason.OtherFocusReason))
        place = self.header.name_rect().toRect().translated(self.header.pos())
        self._rename.open_with(self.name, place)
        return self._rename

    def open_quick_add(self) -> None:
        """Let the user type a deal at the foot."""
        self.set_collapsed(collapsed=False)
        self.quick_add.show()
        self.add_row.hide()
        self.arrange()
        self.quick_add.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_quick_add(self) -> None:
        """Take the field away and give the focus to the list."""
        self.quick_add.hide()
        self.add_row.show()
        self.arrange()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def hover(self, place: QPoint, ids: Collection[int] = ()) -> int:
        """Show the slot for cards held at this place of the column; returns the row they would land before."""
        row = self._row_at(place, ids)
        self._set_target(target=True)
        self.list.show_slot(row)
        self.arrange()
        return row

    def end_hover(self) -> None:
        """The cards are elsewhere: no slot, no tint, and a column that only peeked closes again."""
        self._peek.stop()
        if not self._target and not self._peeking and self.list.slot is None:
            return
        self._set_target(target=False)
        self.header.show_incoming("")
        self.list.show_slot(None)
        if self._peeking:
            self._peeking = False
            self.collapse_changed.emit()
        self.arrange()

    def deal_above(self, row: int, ids: Collection[int]) -> int | None:
        """The nearest deal above a row that is not itself being moved; None at the top."""
        loaded = self.list.cards.loaded_ids[:row]
        return next((deal_id for deal_id in reversed(loaded) if deal_id not in ids), None)

    def arrange(self) -> None:
        """Place the children: the list is as high as its cards, the foot follows it or stays at the bottom."""
        folded = self.is_collapsed
        for child in (self.header, self.list):
            child.setVisible(not folded)
        typing = self._quick_add is not None and self._quick_add.isVisibleTo(self) and not folded
        if self._quick_add is not None:
            self._quick_add.setVisible(typing)
        self.add_row.setVisible(not folded and not typing and self.takes_new)
        if folded:
            self.empty.hide()
            self._bar.show_when(hovered=False)
            return
        width = self.width()
        top = self.cards_top
        self.header.setGeometry(0, _TOP, width, self.header.sizeHint().height())
        foot = self.quick_add.sizeHint().height() + 4 if typing else self._theme.size(_FOOT) if self.takes_new else 0
        cards = self.list.cards
        slots = 1 if self.list.slot is not None else 0
        pitch = self._delegate.row_height()
        empty = cards.rowCount() == 0 and not slots
        self.empty.setVisible(empty and not self._is_spoken_for)
        above = self.empty.sizeHint().height() + GAP if empty else 0
        self.empty.setGeometry(INSET, top, width - 2 * INSET, self.empty.sizeHint().height())
        # The list reaches into the gaps around its cards, where the focus ring has its room.
        list_top = top - GAP // 2
        room = max(0, self.height() - list_top - foot)
        height = min((max(cards.total, cards.rowCount()) + slots) * pitch, room)
        self.list.setGeometry(0, list_top, width, height)
        self._bar.setGeometry(width - _BAR, list_top, _BAR, height)
        foot_top = list_top + above + height
        self.add_row.setGeometry(INSET, foot_top, width - 2 * INSET, foot)
        if self._quick_add is not None:
            self._quick_add.setGeometry(0, foot_top, width, self._quick_add.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.arrange()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._bar.show_when(hovered=not self.is_collapsed)

    def leaveEvent(self, event: QEvent) -> None:
        self._bar.show_when(hovered=False)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.is_collapsed:
            self.set_collapsed(collapsed=False)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._take_drag(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._take_drag(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.end_hover()
        self.drag_left.emit()

    def dropEvent(self, event: QDropEvent) -> None:
        ids = self._payload.take(event)
        if ids is None:
            return
        row = 0 if self.is_collapsed else self._row_at(event.position().toPoint(), ids)
        after = self.deal_above(row, ids)
        used, self._peeking = self._peeking, False
        self.end_hover()
        if used:
            self.set_collapsed(collapsed=False)
        self.deals_dropped.emit(ids, after)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.is_collapsed and self._column is not None:
            place = QRectF(0, _STRIP_TOP, STRIP, self.height() - _STRIP_TOP - _STRIP_FOOT)
            words = (self._column.name, f"{self._formats.number(self._column.deals)}  {self.header.sum_text()}")
            mark = (self._column.position, self._count) if self.lane.is_open else None
            paint_folded(painter, self._theme, place, words, mark, is_target=self._target)
        elif self._target:
            tint = QColor(self._theme.color("accentSoft"))
            tint.setAlphaF(0.55)
            painter.setBrush(tint)
            painter.setPen(QPen(self._theme.color("accent"), 1.5))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, 8), 8, 8)

    def _take_drag(self, event: QDragMoveEvent) -> None:
        ids = self._payload.take(event)
        if ids is None:
            return
        place = event.position().toPoint()
        if self.is_collapsed:
            self._set_target(target=True)
            if not self._peek.isActive():
                self._peek.start()
        else:
            self.hover(place, ids)
        self.drag_moved.emit(ids, place)

    def _row_at(self, place: QPoint, ids: Collection[int]) -> int:
        """Before which row cards let go at this place land."""
        if self._is_sorted:
            sorted_row = self.find_slot(ids) if ids else self.list.slot
            if sorted_row is not None:
                return min(sorted_row, self.list.cards.rowCount())
        return self.list.slot_at(self.list.viewport().mapFrom(self, place).y())

    def _on_peek(self) -> None:
        self._peeking = True
        self.arrange()
        self.collapse_changed.emit()

    def _set_target(self, *, target: bool) -> None:
        if target != self._target:
            self._target = target
            self.update()
