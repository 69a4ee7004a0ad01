"""What the lists of this room share: rows of one height, arrows, several selected, letters that answer for them."""

from collections.abc import Callable, Iterable, Mapping
from enum import Enum

from PySide6.QtCore import QAbstractListModel, QItemSelectionModel, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate

from desktop_pipeline.ui.widgets.row_list import set_up_rows
from desktop_pipeline.ui.widgets.row_selection import list_selected, select_also

_PLAIN = Qt.KeyboardModifier.NoModifier


class AnsweredList(QListView):
    """Signals: `answered(answer)`; `menu_wanted(place on the screen)`; `taken_changed()` when others are selected.

    `keys` are those that answer now; what Enter does a double click does too. `indent`: how far from the left a
    popover about a row opens.
    """

    answered = Signal(object)
    menu_wanted = Signal(QPoint)
    taken_changed = Signal()

    def __init__(
        self,
        model: QAbstractListModel,
        delegate: QStyledItemDelegate,
        keys: Callable[[], Mapping[Qt.Key, Enum]],
        *,
        indent: int,
    ) -> None:
        super().__init__()
        self._keys = keys
        self._indent = indent
        set_up_rows(self, model, delegate)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.viewport().setAutoFillBackground(False)
        self.selectionModel().selectionChanged.connect(lambda _on, _off: self.taken_changed.emit())

    def taken_rows(self) -> list[int]:
        """The selected rows from the top down, or the one with the keys."""
        rows = list_selected(self)
        current = self.currentIndex().row()
        return rows or ([current] if current >= 0 else [])

    def point_at(self, row: int) -> None:
        """Give the keys to a row, or to the last one where there are fewer."""
        row = min(row, self.model().rowCount() - 1)
        if row >= 0:
            index = self.model().index(row, 0)
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.scrollTo(index)

    def select_rows(self, rows: Iterable[int]) -> None:
        """Select these rows as well."""
        select_also(self, rows)

    def place_below(self) -> QPoint:
        """Where a popover about the row with the keys opens."""
        rect = self.visualRect(self.currentIndex()) if self.currentIndex().isValid() else QRect(0, 0, 1, 1)
        return self.viewport().mapToGlobal(QPoint(rect.left() + self._indent, rect.bottom() + 2))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == _PLAIN
        answer = self._keys().get(Qt.Key(event.key())) if is_plain else None
        if answer is not None:
            self.answered.emit(answer)
        elif is_plain and event.text() and event.text().isprintable() and event.key() != Qt.Key.Key_Space:
            # The list finds nothing by typing: letters belong to the page.
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.indexAt(event.position().toPoint()).isValid():
            self.answered.emit(self._keys()[Qt.Key.Key_Return])

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.currentIndex().isValid():
            by_keys = event.reason() == QContextMenuEvent.Reason.Keyboard
            self.menu_wanted.emit(self.place_below() if by_keys else event.globalPos())
