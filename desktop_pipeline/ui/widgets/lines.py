"""The rows of a list that is edited in place, as Qt's views read them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QAbstractTableModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.words import as_tooltip

MIME = "application/x-desktop-pipeline-setting"
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Line:
    """One row: what its cells show and, where that differs, what stands in their editors.

    `free` are columns whose cell is typed in this row although they offer choices in others.
    """

    row_id: int
    cells: tuple[str, ...]
    typed: tuple[str, ...] = ()
    is_archived: bool = False
    tip: str = ""
    free: frozenset[int] = frozenset()

    @property
    def name(self) -> str:
        """What the row is called."""
        return self.cells[0]

    def to_edit(self, column: int) -> str:
        """What stands in the editor of a cell."""
        return self.typed[column] if self.typed else self.cells[column]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `keep` takes what was typed, or the key that was chosen among `choices` (key, words)."""

    title: str
    keep: Callable[[int, str], object] | None = None
    choices: Callable[[int], Sequence[tuple[str, str]]] | None = None
    width: int = 0  # 0: what is left
    right: bool = False


@dataclass(frozen=True, slots=True)
class RowAct:
    """Something in the menu of a row; `choices` are offered first and the chosen id is handed on.

    `concerns` tells how many records it changes: very many are changed by a worker.
    """

    text: str
    act: Callable[[int], object] | None = None
    choices: Callable[[], Sequence[tuple[int, str]]] | None = None
    act_on: Callable[[int, int], object] | None = None
    concerns: int = 1


def no_acts(_line: Line) -> list[RowAct]:
    """A row without a menu."""
    return []


@dataclass(frozen=True, slots=True)
class ListSpec:
    """What a list shows and does; `tables` are those whose changes it follows."""

    title: str
    advice: str
    columns: tuple[Column, ...]
    read: Callable[[], list[Line]]
    tables: frozenset[str]
    adding: str = ""
    add: Callable[[str], object] | None = None
    acts: Callable[[Line], list[RowAct]] = field(default=no_acts)
    reorder: Callable[[list[int]], object] | None = None


class LinesModel(QAbstractTableModel):
    """Lines in their order; nothing is written here, an editor hands what was typed to its column."""

    def __init__(self, columns: Sequence[Column], theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._theme = theme
        self.lines: list[Line] = []
        self.is_editable = True
        self.can_move = False

    def show_lines(self, lines: list[Line]) -> None:
        """Shows other lines; where only their words changed, the view stays as it is."""
        if [line.row_id for line in lines] == [line.row_id for line in self.lines]:
            self.lines = lines
            if lines:
                self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, self.columnCount() - 1))
            return
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index | None = None) -> int:
        """The columns, and one for the row's menu."""
        return 0 if parent is not None and parent.isValid() else len(self._columns) + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.lines[index.row()]
        if index.column() >= len(self._columns):
            return self.tr("Menu of {name}").format(name=line.name) if role == _SPOKEN else None
        column, cell = self._columns[index.column()], line.cells[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell
        if role == Qt.ItemDataRole.EditRole:
            return line.to_edit(index.column())
        return self._dress_cell(line, column, cell, role)

    def _dress_cell(self, line: Line, column: Column, cell: str, role: int) -> object:
        if role == Qt.ItemDataRole.ForegroundRole:
            # What only is shown stands back, but for the name of the row.
            in_use = "ink2" if column.keep is None and column is not self._columns[0] else "ink"
            return self._theme.color("ink3" if line.is_archived else in_use)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _align(column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return as_tooltip(line.tip or cell)
        if role == _SPOKEN:
            words = f"{column.title}: {cell}"
            return self.tr("{words}, archived").format(words=words) if line.is_archived else words
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal or section >= len(self._columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _align(self._columns[section])
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled if self.can_move else flags
        in_use = not self.lines[index.row()].is_archived
        # A cell with choices opens its menu, not an editor of Qt's.
        if self.is_kept(index) and not self.offers(index):
            flags |= Qt.ItemFlag.ItemIsEditable
        if self.is_editable and self.can_move and in_use:
            flags |= Qt.ItemFlag.ItemIsDragEnabled
        return flags

    def is_kept(self, index: Index) -> bool:
        """Whether the cell can be changed: its column keeps something, and the row is not archived."""
        is_column = index.column() < len(self._columns) and self._columns[index.column()].keep is not None
        return self.is_editable and is_column and not self.lines[index.row()].is_archived

    def offers(self, index: Index) -> bool:
        """Whether the cell is chosen among some and not typed."""
        column = index.column()
        is_chosen = column < len(self._columns) and self._columns[column].choices is not None
        return is_chosen and column not in self.lines[index.row()].free

    def mimeTypes(self) -> list[str]:
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        carried = QMimeData()
        rows = {index.row() for index in indexes}
        carried.setData(MIME, str(self.lines[min(rows)].row_id).encode())
        return carried

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.CopyAction

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        """Never: the view asks for the move, the journal answers."""
        return False


_SPOKEN = Qt.ItemDataRole.AccessibleTextRole


def _align(column: Column) -> int:
    side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)
