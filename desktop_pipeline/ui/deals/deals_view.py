"""The grid itself: keys, group heads over the whole width, days chosen from a month, and copying."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView

from desktop_pipeline.ui.deals.columns import Editing, TableColumn
from desktop_pipeline.ui.deals.deals_delegate import ROW, DealsDelegate
from desktop_pipeline.ui.deals.deals_model import DealsModel
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.chip_menu import ChipMenu
from desktop_pipeline.ui.widgets.day_popup import DayPopup
from desktop_pipeline.ui.widgets.row_selection import list_selected

_HEAD = 32


class DealsView(QTableView):
    """The table itself.

    Signals: `deal_opened(id)`; `asked(what)` for a key on the selection; `left()` on Esc; `menu_asked(place)`;
    `copy_asked(ids)`; `room_changed()` when there is another width for the columns.
    """

    deal_opened = Signal(int)
    asked = Signal(str)
    left = Signal()
    menu_asked = Signal(QPoint)
    copy_asked = Signal(list)
    room_changed = Signal()

    def __init__(self, theme: Theme, formats: Formats, model: DealsModel, today: Callable[[], date]) -> None:
        super().__init__()
        self._theme = theme
        self._formats = formats
        self._today = today
        self.deals = model
        self.setModel(model)
        self.setAccessibleName(self.tr("Deals"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("page", True)
        self.setProperty("bare", True)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.DoubleClicked | trigger.EditKeyPressed)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(True)
        head.setSectionsMovable(True)
        head.setMinimumSectionSize(48)
        head.setStretchLastSection(True)
        self._choosers: dict[Editing, Callable[[QModelIndex], object]] = {
            Editing.DAY: self.choose_day,
            Editing.CHOICES: self.choose_marks,
        }
        theme.changed.connect(self._dress)
        self._dress()

    def delegate(self) -> DealsDelegate:
        """Who paints and edits the cells."""
        delegate = self.itemDelegate()
        assert isinstance(delegate, DealsDelegate)
        return delegate

    @property
    def is_editing(self) -> bool:
        """Whether a cell is being typed in."""
        return self.state() is QAbstractItemView.State.EditingState

    def selected_ids(self) -> list[int]:
        """The deals that are selected, from the top down."""
        return self.deals.deals_in(list_selected(self))

    def acting_ids(self) -> list[int]:
        """What a key acts on: the selected deals, else the one that has the focus."""
        current = self.deals.deal_id(self.currentIndex().row()) if self.currentIndex().isValid() else None
        return self.selected_ids() or ([] if current is None else [current])

    def point_at(self, row: int, column: int | None = None) -> None:
        """Gives a row the focus and selects it."""
        if self.deals.rowCount():
            kept = max(0, self.currentIndex().column()) if column is None else column
            index = self.deals.index(min(row, self.deals.rowCount() - 1), kept)
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def place_below(self) -> QPoint:
        """The point on the screen below the row that has the focus."""
        row = self.visualRect(self.currentIndex())
        return self.viewport().mapToGlobal(QPoint(max(8, row.left()), row.bottom() + 2))

    def shown_columns(self) -> list[TableColumn]:
        """The columns that can be seen, from the left."""
        header = self.horizontalHeader()
        sections = sorted(range(len(self.deals.columns)), key=header.visualIndex)
        return [self.deals.columns[section] for section in sections if not self.isColumnHidden(section)]

    def shown_heads(self) -> tuple[str, ...]:
        return tuple(column.head for column in self.shown_columns())

    def copy_selection(self) -> None:
        """Asks for the selected rows on the clipboard."""
        self.copy_asked.emit(self.selected_ids())

    def edit(  # type: ignore[override] # PySide knows the three overloads as one
        self,
        index: QModelIndex,
        trigger: QAbstractItemView.EditTrigger = QAbstractItemView.EditTrigger.AllEditTriggers,
        event: QEvent | None = None,
    ) -> bool:
        begins = trigger in {
            QAbstractItemView.EditTrigger.DoubleClicked,
            QAbstractItemView.EditTrigger.EditKeyPressed,
            QAbstractItemView.EditTrigger.AllEditTriggers,
        }
        choose = self._choosers.get(self.deals.columns[index.column()].editing) if index.isValid() else None
        if choose is not None and begins and self.deals.flags(index) & Qt.ItemFlag.ItemIsEditable:
            choose(index)
            return True
        return bool(super().edit(index, trigger, event))  # type: ignore[arg-type] # Qt takes none as well

    def choose_day(self, index: QModelIndex) -> DayPopup | None:
        """Opens the month below a cell."""
        line, column = self.deals.line(index.row()), self.deals.columns[index.column()]
        if line is None:
            return None
        day = line.expected_close_on if column.own is None else column.own.read_day(line)
        popup = DayPopup(self._theme, self._formats, day, self._today(), self.tr("No date"), self)
        popup.taken.connect(lambda day: self.deals.write(line, column, day))
        popup.open_at(self._below(index))
        return popup

    def choose_marks(self, index: QModelIndex) -> ChipMenu | None:
        """Opens the list of choices below a cell; each tick is kept at once, as in the panel."""
        line, column = self.deals.line(index.row()), self.deals.columns[index.column()]
        if line is None or column.own is None:
            return None
        taken = column.own.read_marks(line)
        menu = ChipMenu(self._theme, list(column.own.choices.items()), taken, self)

        def turn(choice: int) -> None:
            nonlocal taken
            if self.deals.write(line, column, (taken ^ {choice}) or None):
                taken ^= {choice}

        menu.toggled.connect(turn)
        menu.open_at(self._below(index))
        return menu

    def _below(self, index: QModelIndex) -> QPoint:
        """The point on the screen below a cell."""
        return self.viewport().mapToGlobal(self.visualRect(index).bottomLeft() + QPoint(0, 2))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.room_changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        current, plain = self.currentIndex(), event.modifiers() in {_NONE, Qt.KeyboardModifier.KeypadModifier}
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selection()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and current.isValid() and plain:
            self._open(current.row())
        elif event.key() == Qt.Key.Key_Escape:
            self._clear()
        elif event.key() in _LETTERS and plain:
            self.asked.emit(_LETTERS[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Space and current.isValid():
            flags = QItemSelectionModel.SelectionFlag
            self.selectionModel().select(current, flags.Toggle | flags.Rows)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, _text: str) -> None:  # noqa: N802 - Qt's name
        """Letters are commands here; the filter finds by typing."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and self.deals.group(index.row()) is not None:
            self.toggle(index.row())
            event.accept()
            return
        super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.deals.deal_id(self.currentIndex().row()) is None:
            return
        is_pointed = event.reason() is QContextMenuEvent.Reason.Mouse
        self.menu_asked.emit(event.globalPos() if is_pointed else self.place_below())

    def toggle(self, row: int) -> None:
        """Opens or closes a group and keeps its head in focus."""
        self.deals.toggle_group(row)
        self.point_at(row, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        first = max(0, self.rowAt(0))
        last = self.rowAt(self.viewport().height() - 1)
        for row in range(first, (last if last >= 0 else self.deals.rowCount() - 1) + 1):
            group = self.deals.group(row)
            if group is not None:
                place = QRectF(0, self.rowViewportPosition(row), self.viewport().width(), self.rowHeight(row))
                is_closed = self.deals.is_closed(group)
                self.delegate().paint_group(painter, place, self.deals.index(row, 0), is_closed=is_closed)
                if self.hasFocus() and self.currentIndex().row() == row:
                    self.delegate().paint_ring(painter, place)

    def _open(self, row: int) -> None:
        deal_id = self.deals.deal_id(row)
        if deal_id is None:
            self.toggle(row)
        else:
            self.deal_opened.emit(deal_id)

    def _clear(self) -> None:
        if len(list_selected(self)) > 1:
            self.clearSelection()
        else:
            self.left.emit()

    def _dress(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._theme.size(ROW))
        self.verticalHeader().setMinimumSectionSize(self._theme.size(ROW))
        self.horizontalHeader().setFixedHeight(self._theme.size(_HEAD))


_NONE = Qt.KeyboardModifier.NoModifier
_LETTERS = {
    Qt.Key.Key_W: "won",
    Qt.Key.Key_L: "lost",
    Qt.Key.Key_X: "not a fit",
    Qt.Key.Key_E: "edit",
    Qt.Key.Key_Delete: "delete",
    Qt.Key.Key_Backspace: "delete",
    Qt.Key.Key_N: "new",
    Qt.Key.Key_Slash: "find",
    Qt.Key.Key_A: "activity",
    Qt.Key.Key_C: "cadence",
}
