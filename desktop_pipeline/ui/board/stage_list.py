"""The list of one stage's cards: focus, selection and the start of a drag; it never moves a row itself."""

import math
from collections.abc import Callable, Collection

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QCursor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QListView

from desktop_pipeline.queries.board_cards import DealCard
from desktop_pipeline.ui.board.board_keys import find_ask
from desktop_pipeline.ui.board.card_delegate import CardDelegate
from desktop_pipeline.ui.board.card_face import CardState
from desktop_pipeline.ui.board.stage_cards import Index, StageCards
from desktop_pipeline.ui.widgets.row_list import set_up_rows

_HALF = 0.5
_USUAL = CardState()
_Flag = QItemSelectionModel.SelectionFlag


class StageList(QListView):
    """Plain arrows move the focus only; Space, Shift and Ctrl select.

    Signals: `asked(Ask)` for the board's keys; `opened(deal id)`; `picked()` when a plain click clears what is
    selected elsewhere; `drag_wanted(deal id)` with the card under the mouse; `focused()`; `menu_wanted(place on the
    screen)` of the focused card.
    """

    asked = Signal(object)
    opened = Signal(int)
    picked = Signal()
    drag_wanted = Signal(int)
    focused = Signal()
    menu_wanted = Signal(object)

    def __init__(self, cards: StageCards, delegate: CardDelegate, list_all: Callable[[], list[int]] = list) -> None:
        """`list_all` answers the ids of all deals of the lane, loaded or not."""
        super().__init__()
        self._cards = cards
        self._list_all = list_all
        # Ids of all the lane's deals while all of them are selected, also those below the loaded rows.
        self._whole: list[int] | None = None
        self._delegate = delegate
        self._slot: int | None = None
        self._barred = False
        self._pressed: QPoint | None = None
        self._pressed_id: int | None = None
        self._anchor = 0
        set_up_rows(self, cards, delegate)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setAutoScroll(False)
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        # The column behind paints the ground, so that its tint during a drag shows through.
        self.viewport().setAutoFillBackground(False)
        self.setAcceptDrops(False)

    @property
    def cards(self) -> StageCards:
        """The model, as what it is."""
        return self._cards

    @property
    def slot(self) -> int | None:
        """The row before which a card in the hand would land."""
        return self._slot

    def current_card(self) -> DealCard | None:
        """The card with the focus."""
        return self._cards.card(self.currentIndex().row())

    def selected_cards(self) -> list[DealCard]:
        """Selected cards from top to bottom."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [card for card in map(self._cards.card, rows) if card is not None]

    def selected_ids(self) -> list[int]:
        """Selected deals from top to bottom; of a whole lane also those that are not loaded."""
        if self._whole is not None:
            return self._whole
        return [card.deal_id for card in self.selected_cards()]

    def select_all_deals(self) -> int:
        """Select all deals of the lane, loaded or not; returns how many."""
        whole = self._list_all()
        self.selectAll()
        self._whole = whole if len(whole) > self._cards.rowCount() else None
        return len(whole)

    def select_deals(self, ids: Collection[int]) -> None:
        """Select exactly those of these deals that stand here."""
        self.clearSelection()
        for row in map(self._cards.row_of, ids):
            if row is not None:
                self.selectionModel().select(self._cards.index(row), _Flag.Select)

    def focus_row(self, row: int) -> None:
        """Give the focus to a row, or to the last one there is, and bring it into sight."""
        self.point_at(row)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def point_at(self, row: int) -> None:
        """Make a row, or the last one there is, the one that keys will mean once the column has them."""
        index = self._cards.index(max(0, min(row, self._cards.rowCount() - 1)))
        if index.isValid():
            self._anchor = index.row()
            self.selectionModel().setCurrentIndex(index, _Flag.NoUpdate)
            self.scrollTo(index)

    def show_slot(self, row: int | None) -> None:
        """Show where the card in the hand would land; None takes the slot away."""
        if row == self._slot:
            return
        self._barred = self._barred and row is not None
        grows = (row is None) != (self._slot is None)
        self._slot = row
        if grows:
            self.updateGeometries()
        self.viewport().update()

    def bar_slot(self, *, barred: bool) -> None:
        """Hatch the slot: a required exit criterion is open."""
        if barred != self._barred:
            self._barred = barred
            self.viewport().update()

    @property
    def is_barred(self) -> bool:
        """Whether the slot is hatched."""
        return self._barred

    def slot_at(self, y: float) -> int:
        """The row before which a card let go at this height of the viewport lands."""
        place = (y + self.verticalOffset()) / self._delegate.row_height()
        over = math.floor(place)
        if over == self._slot:
            return over
        # Rows below the slot are shown one place further down. The lower half of a card means below it.
        row = over - (self._slot is not None and over > self._slot) + (place - over > _HALF)
        return max(0, min(self._cards.rowCount(), row))

    def visualRect(self, index: Index) -> QRect:
        rect = super().visualRect(index)
        if self._slot is not None and index.row() >= self._slot:
            rect.translate(0, self._delegate.row_height())
        return rect

    def updateGeometries(self) -> None:
        super().updateGeometries()
        if self._slot is not None:
            bar = self.verticalScrollBar()
            content = (self._cards.rowCount() + 1) * self._delegate.row_height()
            bar.setRange(0, max(0, content - self.viewport().height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        # Qt would ask model, selection and style for each row by itself; finished pictures need none of them.
        viewport, delegate = self.viewport(), self._delegate
        pitch, offset = delegate.row_height(), self.verticalOffset()
        width, part = viewport.width(), event.rect()
        painter = QPainter(viewport)
        slot = self._cards.rowCount() if self._slot is None else self._slot
        if self._slot is not None:
            delegate.paint_slot(painter, QRectF(0, slot * pitch - offset, width, pitch), barred=self._barred)
        frame = delegate.frame(QSize(width, pitch), self.devicePixelRatioF())
        selected, focused, hovered = self._find_states()
        first, last = (part.top() + offset) // pitch - 1, (part.bottom() + offset) // pitch
        for row in range(max(0, first), last + 1):
            card = self._cards.card(row)
            if card is None:
                break
            place = QRectF(0, (row + (row >= slot)) * pitch - offset, width, pitch)
            state = _USUAL
            beside = self._cards.beside(card)
            if beside or row in selected or row in {focused, hovered}:
                state = CardState(row == hovered, row in selected, row == focused, beside=beside)
            delegate.paint_row(painter, place, card, state, frame)
        painter.end()

    def _find_states(self) -> tuple[frozenset[int], int, int]:
        """The selected rows, the one with the focus and the one under the mouse; −1 for none."""
        viewport, selection = self.viewport(), self.selectionModel()
        rows = (index.row() for index in selection.selectedRows()) if selection.hasSelection() else ()
        focused = self.currentIndex().row() if self.hasFocus() else -1
        hovered = self.indexAt(viewport.mapFromGlobal(QCursor.pos())).row() if viewport.underMouse() else -1
        return frozenset(rows), focused, hovered

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._cards.rowCount():
            self.selectionModel().setCurrentIndex(self._cards.index(0), _Flag.NoUpdate)
        self.focused.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ask = find_ask(event)
        if ask is not None:
            self.asked.emit(ask)
        elif event.key() == Qt.Key.Key_Space:
            self._toggle(self.currentIndex())
        else:
            row = self._row_after(event.key())
            if row is None:
                event.ignore()
            else:
                self._step_to(row, extend=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        # Whoever takes one card out of a whole lane means those that can be seen.
        self._whole = None

    def rowsInserted(self, parent: Index, start: int, end: int) -> None:
        super().rowsInserted(parent, start, end)
        if self._whole is not None:
            whole = self._whole
            span = QItemSelection(self._cards.index(start), self._cards.index(end))
            self.selectionModel().select(span, _Flag.Select)
            self._whole = whole

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        card = self._cards.card(index.row())
        if event.button() == Qt.MouseButton.RightButton and card is not None:
            # Its menu is for the selected cards where it is one of them, else for it alone.
            if not self.selectionModel().isSelected(index):
                self.picked.emit()
                self.selectionModel().setCurrentIndex(index, _Flag.NoUpdate)
            return
        if event.button() != Qt.MouseButton.LeftButton or card is None:
            self.picked.emit()
            return
        self._pressed = event.position().toPoint()
        self._pressed_id = card.deal_id
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._step_to(index.row(), extend=True)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._toggle(index)
        else:
            # A selected card may be about to be dragged with the others: what is selected falls on release.
            if not self.selectionModel().isSelected(index):
                self.picked.emit()
            self._anchor = index.row()
            self.selectionModel().setCurrentIndex(index, _Flag.NoUpdate)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None or self._pressed_id is None:
            super().mouseMoveEvent(event)
            return
        way = event.position().toPoint() - self._pressed
        if way.manhattanLength() >= QApplication.startDragDistance():
            self.startDrag(Qt.DropAction.MoveAction)

    def startDrag(self, supportedActions: Qt.DropAction) -> None:  # noqa: N803 - Qt's name
        deal_id, self._pressed, self._pressed_id = self._pressed_id, None, None
        if deal_id is not None:
            self.drag_wanted.emit(deal_id)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if self._pressed is not None and plain and event.button() == Qt.MouseButton.LeftButton:
            self.picked.emit()
        self._pressed = None
        self._pressed_id = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        card = self._cards.card(self.indexAt(event.position().toPoint()).row())
        if card is not None and event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(card.deal_id)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.current_card() is None:
            return
        place = event.globalPos()
        if event.reason() is not QContextMenuEvent.Reason.Mouse:
            rect = self.visualRect(self.currentIndex())
            place = self.viewport().mapToGlobal(rect.topLeft() + QPoint(24, 24))
        self.menu_wanted.emit(place)

    def _row_after(self, key: int) -> int | None:
        row = self.currentIndex().row()
        page = max(1, self.viewport().height() // self._delegate.row_height())
        last = self._cards.rowCount() - 1
        return {
            Qt.Key.Key_Up: row - 1,
            Qt.Key.Key_Down: row + 1,
            Qt.Key.Key_PageUp: max(0, row - page),
            Qt.Key.Key_PageDown: min(last, row + page),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }.get(Qt.Key(key))

    def _step_to(self, row: int, *, extend: bool) -> None:
        if not 0 <= row < self._cards.rowCount():
            return
        index = self._cards.index(row)
        if extend:
            span = QItemSelection(self._cards.index(min(self._anchor, row)), self._cards.index(max(self._anchor, row)))
            self.selectionModel().select(span, _Flag.ClearAndSelect)
        else:
            self._anchor = row
        self.selectionModel().setCurrentIndex(index, _Flag.NoUpdate)
        self.scrollTo(index)
        if self._cards.canFetchMore(QModelIndex()) and row == self._cards.rowCount() - 1:
            self._cards.fetchMore(QModelIndex())

    def _toggle(self, index: QModelIndex) -> None:
        if index.isValid():
            self._anchor = index.row()
            self.selectionModel().setCurrentIndex(index, _Flag.Toggle)
