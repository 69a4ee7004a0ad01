"""The rows under one kind of trouble: arrows go through them, one letter sets right what is selected."""

from collections.abc import Sequence
from enum import Enum, auto

from PySide6.QtCore import QItemSelectionModel, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from desktop_pipeline.queries.duplicates import SuspectedPair
from desktop_pipeline.ui.hygiene.quality_delegate import QualityDelegate
from desktop_pipeline.ui.hygiene.quality_model import QualityModel

_PLAIN = Qt.KeyboardModifier.NoModifier


class Fix(Enum):
    """What can be done about a row."""

    SET_RIGHT = auto()
    MERGE = auto()
    TELL_APART = auto()
    LOSE_SECOND = auto()
    DELETE_SECOND = auto()
    OPEN = auto()


_DEAL_KEYS = {
    Qt.Key.Key_F: Fix.SET_RIGHT,
    Qt.Key.Key_F2: Fix.SET_RIGHT,
    Qt.Key.Key_Return: Fix.SET_RIGHT,
    Qt.Key.Key_Enter: Fix.SET_RIGHT,
    Qt.Key.Key_O: Fix.OPEN,
}
_PAIR_KEYS = {
    Qt.Key.Key_M: Fix.MERGE,
    Qt.Key.Key_Return: Fix.MERGE,
    Qt.Key.Key_Enter: Fix.MERGE,
    Qt.Key.Key_X: Fix.TELL_APART,
    Qt.Key.Key_L: Fix.LOSE_SECOND,
    Qt.Key.Key_Delete: Fix.DELETE_SECOND,
    Qt.Key.Key_O: Fix.OPEN,
}


class QualityList(QListView):
    """Signals: `fixed(Fix)`; `menu_wanted(place on the screen)`; `taken_changed()`; `left()` for ←, to the kinds."""

    fixed = Signal(object)
    menu_wanted = Signal(QPoint)
    taken_changed = Signal()
    left = Signal()

    def __init__(self, model: QualityModel, delegate: QualityDelegate) -> None:
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
                "F sets right what is selected, O opens the deal; of two that may be the same M merges them and X says"
                " that they are not; ← leads back to the kinds of trouble"
            )
        )
        self.selectionModel().selectionChanged.connect(lambda _on, _off: self.taken_changed.emit())

    def taken_ids(self) -> list[int]:
        """Ids of the selected deals from the top down, or of the one with the keys."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows()) or [self.currentIndex().row()]
        found = (self._rows.deal_id(row) for row in rows)
        return [deal_id for deal_id in found if deal_id is not None]

    def pair(self) -> SuspectedPair | None:
        """The pair with the keys."""
        return self._rows.pair(self.currentIndex().row())

    def point_at(self, row: int) -> None:
        """Give the keys to a row, or to the last one where there are fewer."""
        row = min(row, self._rows.rowCount() - 1)
        if row >= 0:
            index = self._rows.index(row)
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.scrollTo(index)

    def select_ids(self, deal_ids: Sequence[int]) -> None:
        """Select those of these deals that are listed as well."""
        for deal_id in deal_ids:
            row = self._rows.row_of(deal_id)
            if row is not None:
                self.selectionModel().select(self._rows.index(row), QItemSelectionModel.SelectionFlag.Select)

    def place_below(self) -> QPoint:
        """Where a popover about the row with the keys opens."""
        rect = self.visualRect(self.currentIndex()) if self.currentIndex().isValid() else QRect(0, 0, 1, 1)
        return self.viewport().mapToGlobal(QPoint(rect.left() + 16, rect.bottom() + 2))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        keys = _PAIR_KEYS if self._rows.shows_pairs else _DEAL_KEYS
        fix = keys.get(Qt.Key(event.key())) if modifiers == _PLAIN else None
        if fix is not None:
            self.fixed.emit(fix)
        elif event.key() == Qt.Key.Key_Left and modifiers == _PLAIN:
            self.left.emit()
        elif event.text().isprintable() and event.text() and modifiers == _PLAIN and event.key() != Qt.Key.Key_Space:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.indexAt(event.position().toPoint()).isValid():
            self.fixed.emit(Fix.MERGE if self._rows.shows_pairs else Fix.SET_RIGHT)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.currentIndex().isValid():
            by_keys = event.reason() == QContextMenuEvent.Reason.Keyboard
            self.menu_wanted.emit(self.place_below() if by_keys else event.globalPos())
