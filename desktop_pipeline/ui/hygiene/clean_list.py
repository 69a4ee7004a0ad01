"""The list of deals to be cleaned up: arrows go through it, one letter answers for the deals that are selected."""

from collections.abc import Sequence
from enum import Enum, auto

from PySide6.QtCore import QItemSelectionModel, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from desktop_pipeline.ui.hygiene.clean_delegate import CleanDelegate
from desktop_pipeline.ui.hygiene.clean_model import CleanModel, CleanRow

_PLAIN = Qt.KeyboardModifier.NoModifier


class Answer(Enum):
    """What can be done about a deal."""

    NEXT_STEP = auto()
    SNOOZE = auto()
    WAKE = auto()
    RE_ENGAGE = auto()
    MOVE_BACK = auto()
    LOST = auto()
    OPEN = auto()


_KEYS = {
    Qt.Key.Key_N: Answer.NEXT_STEP,
    Qt.Key.Key_S: Answer.SNOOZE,
    Qt.Key.Key_W: Answer.WAKE,
    Qt.Key.Key_R: Answer.RE_ENGAGE,
    Qt.Key.Key_B: Answer.MOVE_BACK,
    Qt.Key.Key_L: Answer.LOST,
    Qt.Key.Key_Return: Answer.OPEN,
    Qt.Key.Key_Enter: Answer.OPEN,
}


class CleanList(QListView):
    """Signals: `answered(Answer)`; `menu_wanted(place on the screen)`; `taken_changed()` when others are selected."""

    answered = Signal(object)
    menu_wanted = Signal(QPoint)
    taken_changed = Signal()

    def __init__(self, model: CleanModel, delegate: CleanDelegate) -> None:
        super().__init__()
        self._rows = model
        # Asked for a viewport that Qt made, PySide first makes the types of all widgets there are.
        self.setViewport(QWidget())
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.viewport().setAutoFillBackground(False)
        self.setAccessibleDescription(
            self.tr(
                "N plans a next step, S snoozes, R re-engages, B moves back, L closes as lost, Enter opens the deal;"
                " Shift and the arrows select several"
            )
        )
        self.selectionModel().selectionChanged.connect(lambda _on, _off: self.taken_changed.emit())

    def current(self) -> CleanRow | None:
        """The deal with the keys."""
        return self._rows.row(self.currentIndex().row())

    def taken_ids(self) -> list[int]:
        """Ids of the selected deals from the top down, or of the one with the keys."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        current = self.currentIndex().row()
        if not rows and current >= 0:
            rows = [current]
        return [self._rows.deals[row].deal for row in rows]

    def point_at(self, row: int) -> None:
        """Give the keys to a row, or to the last one where there are fewer."""
        row = min(row, self._rows.rowCount() - 1)
        if row >= 0:
            index = self._rows.index(row)
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.scrollTo(index)

    def select_ids(self, deal_ids: Sequence[int]) -> None:
        """Select those of these deals that are listed, and give the keys to the first."""
        found = [row for deal_id in deal_ids if (row := self._rows.row_of(deal_id)) is not None]
        if found:
            self.point_at(min(found))
        for row in found:
            self.selectionModel().select(self._rows.index(row), QItemSelectionModel.SelectionFlag.Select)

    def place_below(self) -> QPoint:
        """Where a popover about the row with the keys opens."""
        rect = self.visualRect(self.currentIndex()) if self.currentIndex().isValid() else QRect(0, 0, 1, 1)
        return self.viewport().mapToGlobal(QPoint(rect.left() + 32, rect.bottom() + 2))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        answer = _KEYS.get(Qt.Key(event.key())) if modifiers == _PLAIN else None
        if answer is not None:
            self.answered.emit(answer)
        elif event.text().isprintable() and event.text() and modifiers == _PLAIN and event.key() != Qt.Key.Key_Space:
            # The list finds nothing by typing: letters belong to the page.
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.indexAt(event.position().toPoint()).isValid():
            self.answered.emit(Answer.OPEN)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.current() is not None:
            by_keys = event.reason() == QContextMenuEvent.Reason.Keyboard
            self.menu_wanted.emit(self.place_below() if by_keys else event.globalPos())
