"""A sheet as a table on the screen: sortable by every column, and each row opens its deals."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from desktop_pipeline.reports.tables.sheets import CellKind, CellValue, Sheet, SheetRow, say_row
from desktop_pipeline.reports.words import Words
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.rows_look import HEADS_OVER_CELLS, IN_A_PANEL, show_rows_only
from desktop_pipeline.ui.widgets.words import as_tooltip

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_ROW = 32
_NAME = 0
_SHORTENED = 0.8
_NAME_LEAST = 110
_MOST_NAME = 220
_EVEN = 92
_AIR = 12
_HEAD_SIDE = 11
_EMPTY = Sheet("", (), ())


class SheetModel(QAbstractTableModel):
    """The rows of one sheet, read only; unknown cells stand last in every order."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._sheet = _EMPTY
        self._rows: list[SheetRow] = []
        self._order: tuple[int, Qt.SortOrder] | None = None

    @property
    def sheet(self) -> Sheet:
        return self._sheet

    @property
    def rows(self) -> tuple[SheetRow, ...]:
        """The rows in the order in which they stand."""
        return tuple(self._rows)

    def show_sheet(self, sheet: Sheet) -> None:
        """Show another sheet, in the order that was chosen last where it has the same columns."""
        self.beginResetModel()
        if sheet.columns != self._sheet.columns:
            self._order = None
        self._sheet = sheet
        self._sort()
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._sheet.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _align(self._sheet.columns[index.column()].kind)
        if role not in _SAID:
            return None
        said = say_row(self._sheet, self._rows[index.row()], self._words)[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return as_tooltip(said)
        return said

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._sheet.columns):
            return None
        column = self._sheet.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.head
        return _align(column.kind) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order by a column; a negative one gives the sheet's own order back."""
        self._order = (column, order) if 0 <= column < len(self._sheet.columns) else None
        self.layoutAboutToBeChanged.emit()
        self._sort()
        self.layoutChanged.emit()

    def _sort(self) -> None:
        self._rows = list(self._sheet.rows)
        if self._order is None:
            return
        column, order = self._order
        known = [row for row in self._rows if row.cells[column] is not None]
        unknown = [row for row in self._rows if row.cells[column] is None]
        known.sort(key=_key_of(column), reverse=order == Qt.SortOrder.DescendingOrder)
        self._rows = [*known, *unknown]


_SAID = {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}


def _key_of(column: int) -> Callable[[SheetRow], tuple[int, float, str]]:
    def key(row: SheetRow) -> tuple[int, float, str]:
        return _rank(row.cells[column])

    return key


def _rank(value: CellValue) -> tuple[int, float, str]:
    """Numbers before days before texts, each among its like."""
    match value:
        case str():
            return 2, 0.0, value.casefold()
        case date():
            return 1, float(value.toordinal()), ""
        case None:
            return 3, 0.0, ""
        case _:
            return 0, float(value), ""


def _align(kind: CellKind) -> int:
    side = Qt.AlignmentFlag.AlignLeft if kind is CellKind.TEXT else Qt.AlignmentFlag.AlignRight
    return int(side | Qt.AlignmentFlag.AlignVCenter)


class SheetTable(QTableView):
    """Hairlines only, numbers right, the name takes the room that is left.

    Signals: `row_taken(SheetRow)` on Enter or a double click; `copy_asked()` on Ctrl+C.
    """

    row_taken = Signal(object)
    copy_asked = Signal()

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._theme = theme
        # How wide the widest text of each column is; None until all are asked.
        self._text_widths: list[int] | None = None
        self.rows_model = SheetModel(words)
        self.setModel(self.rows_model)
        self.setFrameShape(QFrame.Shape.NoFrame)
        # It lies in a panel that has the outline.
        self.setStyleSheet(f"{IN_A_PANEL} {HEADS_OVER_CELLS}")
        show_rows_only(self)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.DescendingOrder)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(False)
        self.setSortingEnabled(True)
        self.doubleClicked.connect(lambda index: self.row_taken.emit(self.rows_model.rows[index.row()]))
        self.rows_model.modelReset.connect(self._fit)
        theme.changed.connect(self._fit)
        self._fit()

    def show_sheet(self, sheet: Sheet) -> None:
        self.setAccessibleName(sheet.title)
        self.rows_model.show_sheet(sheet)

    def whole_width(self) -> int:
        """How wide it is with every column in sight, and the bar that moves it up and down."""
        self.ensurePolished()
        texts = [self.sizeHintForColumn(column) for column in range(self.model().columnCount())]
        columns = sum(max(self._head_width(column), text) for column, text in enumerate(texts) if column != _NAME)
        name = min(texts[_NAME] + _AIR, self._theme.size(_MOST_NAME)) if texts else 0
        return columns + name + self.verticalScrollBar().sizeHint().width()

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self._theme.size(32 + 3 * _ROW))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_asked.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and index.isValid():
            self.row_taken.emit(self.rows_model.rows[index.row()])
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._text_widths = None

    def _fit(self) -> None:
        self._text_widths = None
        self.verticalHeader().setDefaultSectionSize(self._theme.size(_ROW))
        self.horizontalHeader().setFixedHeight(self._theme.size(32))
        self._share_room()

    def _share_room(self) -> None:
        """Even columns where whole names have room beside them; else each as narrow as its text."""
        header, room = self.horizontalHeader(), self.viewport().width()
        if self._text_widths is None:
            # Every cell is asked for its text: once.
            self._text_widths = [self.sizeHintForColumn(column) for column in range(self.model().columnCount())]
        if not self._text_widths:
            return
        name_text, *texts = self._text_widths
        columns = range(_NAME + 1, 1 + len(texts))
        needed = [max(header.sectionSizeHint(column), text) for column, text in zip(columns, texts, strict=True)]
        # Without the place that every head keeps for the arrow of its order.
        least = [max(self._head_width(column), text) for column, text in zip(columns, texts, strict=True)]
        even = [max(width + _AIR, self._theme.size(_EVEN)) for width in needed]
        name = self._theme.size(_NAME_LEAST)
        whole = min(name_text + _AIR, self._theme.size(_MOST_NAME))
        widths = next((widths for widths in (even, needed) if sum(widths) + max(name, whole) <= room), least)
        for column, width in zip(columns, widths, strict=True):
            header.resizeSection(column, width)
        # A little of the name is given for a table that need not be moved sideways.
        left, shortened = room - sum(widths), round(name * _SHORTENED)
        header.resizeSection(_NAME, left if left >= shortened else max(shortened, whole))

    def _head_width(self, column: int) -> int:
        text = str(self.model().headerData(column, Qt.Orientation.Horizontal))
        return self.horizontalHeader().fontMetrics().horizontalAdvance(text) + 2 * _HEAD_SIDE
