"""A plain table of texts with the things they stand for: the lists of History, bin and backups."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.rows_look import HEADS_OVER_CELLS, show_rows_only
from desktop_pipeline.ui.widgets.words import as_tooltip

Thing = TypeVar("Thing")
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_ROW = 32
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class RowsModel(QAbstractTableModel, Generic[Thing]):
    """Rows of texts; `pale` rows are shown in a quieter colour. Further rows are asked for at the end of the list."""

    more_asked = Signal()

    def __init__(
        self, theme: Theme, headings: Sequence[str], parent: QObject | None = None, *, numbers: Sequence[int] = ()
    ) -> None:
        """The columns of `numbers` stand at the right."""
        super().__init__(parent)
        self._numbers = frozenset(numbers)
        self._theme = theme
        self._headings = tuple(headings)
        self._rows: list[tuple[tuple[str, ...], bool]] = []
        self.things: list[Thing] = []
        self.has_more = False

    def show_rows(self, rows: Sequence[tuple[Thing, tuple[str, ...], bool]], *, has_more: bool = False) -> None:
        """Show these: the thing, its texts, whether pale."""
        self.beginResetModel()
        self.things = [thing for thing, _texts, _pale in rows]
        self._rows = [(texts, pale) for _thing, texts, pale in rows]
        self.has_more = has_more
        self.endResetModel()

    def add_rows(self, rows: Sequence[tuple[Thing, tuple[str, ...], bool]], *, has_more: bool) -> None:
        """Show these below the others."""
        self.has_more = has_more
        if not rows:
            return
        self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(rows) - 1)
        self.things += [thing for thing, _texts, _pale in rows]
        self._rows += [(texts, pale) for _thing, texts, pale in rows]
        self.endInsertRows()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._headings[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section in self._numbers:
            return _RIGHT
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        texts, pale = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return texts[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return as_tooltip(texts[index.column()])
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(text for text in texts if text) if index.column() == 0 else texts[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in self._numbers:
            return _RIGHT
        if role == Qt.ItemDataRole.ForegroundRole:
            return QColor(self._theme.color("ink3" if pale else "ink"))
        return None

    def canFetchMore(self, parent: _Index) -> bool:
        return self.has_more and not parent.isValid()

    def fetchMore(self, parent: _Index) -> None:
        if self.has_more:
            self.more_asked.emit()


class RowsTable(QTableView):
    """Shows a RowsModel: whole rows are chosen, the column `wide` takes the room. Signals: `taken` on Enter."""

    taken = Signal()
    find_asked = Signal()

    def __init__(self, theme: Theme, name: str, *, wide: int, several: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self._wide = wide
        self._widths: tuple[int, ...] = ()
        self.setAccessibleName(name)
        self.setStyleSheet(HEADS_OVER_CELLS)
        show_rows_only(self)
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.ExtendedSelection if several else mode.SingleSelection)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setSectionsClickable(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.doubleClicked.connect(lambda _index: self.taken.emit())
        theme.changed.connect(self._dress)
        self._dress()

    def show_model(self, model: "RowsModel[Thing]", widths: Sequence[int]) -> None:
        """The rows to show, and how wide their columns are but for the wide one."""
        self.setModel(model)
        self._widths = tuple(widths)
        self.horizontalHeader().setSectionResizeMode(self._wide, QHeaderView.ResizeMode.Stretch)
        self._share_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        """Where the room is short, the columns give way together, none below its head."""
        least = [self._head_width(column) for column in range(len(self._widths))]
        wanted = [max(self._theme.size(width), head) for width, head in zip(self._widths, least, strict=True)]
        short = max(0, sum(wanted) - self.viewport().width())
        slack = sum(wanted) - sum(least)
        for column, (width, head) in enumerate(zip(wanted, least, strict=True)):
            if column != self._wide:
                self.setColumnWidth(column, width - min(width - head, -(-short * (width - head) // max(1, slack))))

    def _head_width(self, column: int) -> int:
        head = str(self.model().headerData(column, Qt.Orientation.Horizontal) or "")
        return self.horizontalHeader().fontMetrics().horizontalAdvance(head) + 24

    def chosen_rows(self) -> list[int]:
        """Numbers of the chosen rows from the top down."""
        return sorted(index.row() for index in self.selectionModel().selectedRows())

    def choose_first(self) -> None:
        """Let the keys begin at the top."""
        if self.model().rowCount():
            self.selectRow(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.taken.emit()
        elif event.key() == Qt.Key.Key_Slash:
            self.find_asked.emit()
        else:
            super().keyPressEvent(event)

    def _dress(self) -> None:
        self.setFont(self._theme.font("body"))
        self.verticalHeader().setDefaultSectionSize(self._theme.size(_ROW))
        self._share_room()
