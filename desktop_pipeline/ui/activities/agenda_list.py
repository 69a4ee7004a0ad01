"""The list of activities: arrows through all sections, letters for what is done with them."""

from collections.abc import Sequence
from enum import Enum, auto

from PySide6.QtCore import QItemSelectionModel, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QListView

from desktop_pipeline.queries.activities import ActivityRow
from desktop_pipeline.ui.activities.agenda_delegate import AgendaDelegate
from desktop_pipeline.ui.activities.agenda_model import AgendaModel
from desktop_pipeline.ui.widgets.row_list import set_up_rows
from desktop_pipeline.ui.widgets.row_selection import list_selected, select_also

_PLAIN = Qt.KeyboardModifier.NoModifier
_RING_REACH = 5


class Ask(Enum):
    """What a key, a click or a line of the menu asks for."""

    FINISH = auto()
    EDIT = auto()
    MOVE = auto()
    TOMORROW = auto()
    DELETE = auto()
    OPEN_DEAL = auto()
    NEW = auto()
    SKIP = auto()
    REPEAT_NO_LONGER = auto()
    CALLS = auto()
    MOVE_LATE = auto()
    WRITE = auto()


_KEYS = {
    Qt.Key.Key_Space: Ask.FINISH,
    Qt.Key.Key_Return: Ask.FINISH,
    Qt.Key.Key_Enter: Ask.FINISH,
    Qt.Key.Key_E: Ask.EDIT,
    Qt.Key.Key_F2: Ask.EDIT,
    Qt.Key.Key_M: Ask.MOVE,
    Qt.Key.Key_T: Ask.TOMORROW,
    Qt.Key.Key_Delete: Ask.DELETE,
    Qt.Key.Key_Backspace: Ask.DELETE,
    Qt.Key.Key_O: Ask.OPEN_DEAL,
    Qt.Key.Key_A: Ask.NEW,
    Qt.Key.Key_S: Ask.SKIP,
    Qt.Key.Key_C: Ask.CALLS,
    Qt.Key.Key_L: Ask.MOVE_LATE,
}


class AgendaList(QListView):
    """Signals: `asked(Ask)`; `menu_wanted(place on the screen)`."""

    asked = Signal(object)
    menu_wanted = Signal(QPoint)

    def __init__(self, agenda: AgendaModel, delegate: AgendaDelegate) -> None:
        super().__init__()
        self._agenda = agenda
        self._delegate = delegate
        set_up_rows(self, agenda, delegate)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.setAccessibleDescription(
            self.tr(
                "Space marks as done, E edits, M moves, T puts off until tomorrow, S skips one that comes again,"
                " O opens the deal, A plans, C makes the calls, L moves all that is late"
            )
        )

    def current(self) -> ActivityRow | None:
        """The activity with the keys."""
        return self._agenda.activity(self.currentIndex().row())

    def taken_ids(self) -> list[int]:
        """Ids of the selected activities from the top down, or of the one with the keys."""
        rows, current = list_selected(self), self.currentIndex()
        if not self.selectionModel().isSelected(current):
            rows = [current.row()]
        return self._agenda.ids_in(rows)

    def point_at(self, row: int | None) -> None:
        """Give the keys to a row."""
        if row is not None:
            index = self._agenda.index(row)
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            # A section's heading comes into sight with its first row
            if row > 0 and self._agenda.section(row - 1) is not None:
                self.scrollTo(self._agenda.index(row - 1))
            self.scrollTo(index)

    def select_ids(self, ids: Sequence[int]) -> None:
        """Select those of these activities that are listed; the keys stay where they are."""
        rows = map(self._agenda.row_of, ids)
        select_also(self, (row for row in rows if row is not None))

    def place_below(self) -> QPoint:
        """Where a popover about the row with the keys opens."""
        rect = self.visualRect(self.currentIndex()) if self.currentIndex().isValid() else QRect(0, 0, 1, 1)
        return self.viewport().mapToGlobal(QPoint(rect.left() + 32, rect.bottom() + 2))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ask = _KEYS.get(Qt.Key(event.key())) if modifiers == _PLAIN else None
        if ask is not None:
            self.asked.emit(ask)
        elif event.text().isprintable() and event.text() and modifiers == _PLAIN:
            # The list finds nothing by typing: letters belong to the page.
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        ring, deal = self._spots(event.position())
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and event.modifiers() == _PLAIN:
            if ring >= 0:
                self.asked.emit(Ask.FINISH)
            elif deal >= 0:
                self.asked.emit(Ask.OPEN_DEAL)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        ring, deal = self._spots(event.position())
        if ring < 0 and deal < 0 and self.current() is not None:
            self.asked.emit(Ask.EDIT)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._show_spots(*self._spots(event.position()))

    def leaveEvent(self, event: object) -> None:
        self._show_spots(-1, -1)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.current() is not None:
            by_keys = event.reason() == QContextMenuEvent.Reason.Keyboard
            self.menu_wanted.emit(self.place_below() if by_keys else event.globalPos())

    def _show_spots(self, ring: int, deal: int) -> None:
        delegate = self._delegate
        if (ring, deal) != (delegate.hot_ring, delegate.hot_deal):
            delegate.hot_ring, delegate.hot_deal = ring, deal
            over = ring >= 0 or deal >= 0
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
            self.viewport().update()

    def _spots(self, position: QPointF) -> tuple[int, int]:
        """The rows whose ring and whose deal are at a place, −1 for none."""
        index = self.indexAt(position.toPoint())
        activity = self._agenda.activity(index.row()) if index.isValid() else None
        if activity is None:
            return -1, -1
        places = self._delegate.places(QRectF(self.visualRect(index)))
        reach = places.ring.adjusted(-_RING_REACH, -_RING_REACH, _RING_REACH, _RING_REACH)
        if reach.contains(position):
            return index.row(), -1
        return -1, index.row() if activity.deal_id is not None and places.deal.contains(position) else -1
