"""The rows of the table of deals: ids that were read at once, lines that are read page by page, and group heads."""

from array import array
from bisect import bisect_right
from collections.abc import Callable, Container, Iterable, Sequence
from itertools import accumulate

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from desktop_pipeline.queries.deals_table import DealGroup, DealLine
from desktop_pipeline.ui.deals.columns import Editing, TableColumn
from desktop_pipeline.ui.widgets.words import as_tooltip

Index = QModelIndex | QPersistentModelIndex
LineRole = Qt.ItemDataRole.UserRole
GroupRole = Qt.ItemDataRole.UserRole + 1
PAGE = 64
_MOST_PAGES = 32
_NO_INDEX = QModelIndex()


class DealsModel(QAbstractTableModel):
    """Shows what `show_deals` was given; `read` fetches the lines of some ids, `write` edits a cell."""

    def __init__(
        self,
        read: Callable[[Sequence[int]], list[DealLine]],
        write: Callable[[DealLine, TableColumn, object], bool],
        describe_group: Callable[[DealGroup], str],
    ) -> None:
        super().__init__()
        self._read = read
        self.write = write
        self._describe_group = describe_group
        self.columns: list[TableColumn] = []
        self.can_write = True
        self._ids = array("q")
        self._groups: tuple[DealGroup, ...] = ()
        self._closed: set[object] = set()
        self._heads: list[int] = []  # rows of the group heads
        self._starts: list[int] = []  # where each group's deals begin among the ids
        self._rows = 0
        self._pages: dict[int, dict[int, DealLine]] = {}

    @property
    def deals(self) -> int:
        """How many deals answer the question, in groups that are closed too."""
        return len(self._ids)

    @property
    def ids(self) -> Sequence[int]:
        """All deals that are shown, in their order."""
        return tuple(self._ids)

    def show_deals(self, ids: "array[int]", groups: Sequence[DealGroup]) -> None:
        """Shows other deals; groups that were closed stay closed."""
        self.beginResetModel()
        self._ids, self._groups = ids, tuple(groups)
        self._place()
        self.endResetModel()

    def show_columns(self, columns: Sequence[TableColumn]) -> None:
        """Shows other columns of the same deals."""
        if [column.key for column in columns] == [column.key for column in self.columns]:
            self.columns = list(columns)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(columns) - 1)
            return
        self.beginResetModel()
        self.columns = list(columns)
        self.endResetModel()

    def toggle_group(self, row: int) -> None:
        """Closes or opens the group whose head stands in that row."""
        group = self.group(row)
        if group is not None:
            self.beginResetModel()
            self._closed ^= {group.key}
            self._place()
            self.endResetModel()

    def is_closed(self, group: DealGroup) -> bool:
        """Whether a group shows its head only."""
        return group.key in self._closed

    def group(self, row: int) -> DealGroup | None:
        """The group whose head stands in that row."""
        place = bisect_right(self._heads, row) - 1
        return self._groups[place] if place >= 0 and self._heads[place] == row else None

    def deal_id(self, row: int) -> int | None:
        """The deal in that row, None for a group's head."""
        if not self._groups:
            return self._ids[row] if 0 <= row < len(self._ids) else None
        place = bisect_right(self._heads, row) - 1
        if place < 0 or self._heads[place] == row or row >= self._rows:
            return None
        return self._ids[self._starts[place] + row - self._heads[place] - 1]

    def deals_in(self, rows: Iterable[int]) -> list[int]:
        """The deals in these rows; group heads hold none."""
        if not self._groups:
            ids = self._ids
            return [ids[row] for row in rows if 0 <= row < len(ids)]
        return [deal_id for deal_id in map(self.deal_id, rows) if deal_id is not None]

    def rows_of(self, deal_ids: Container[int]) -> list[int]:
        """Where those of these deals stand that are shown, from the top down."""
        ids = self._ids
        if not self._groups:
            return [row for row, deal_id in enumerate(ids) if deal_id in deal_ids]
        ends = [*self._starts[1:], len(ids)]
        return [
            head + 1 + position - start
            for group, head, start, end in zip(self._groups, self._heads, self._starts, ends, strict=True)
            if group.key not in self._closed
            for position in range(start, end)
            if ids[position] in deal_ids
        ]

    def row_of(self, deal_id: int) -> int | None:
        """Where a deal stands, or None where it is not shown."""
        try:
            position = self._ids.index(deal_id)
        except ValueError:
            return None
        if not self._groups:
            return position
        place = bisect_right(self._starts, position) - 1
        closed = self._groups[place].key in self._closed
        return None if closed else self._heads[place] + 1 + position - self._starts[place]

    def line(self, row: int) -> DealLine | None:
        """The line of the deal in that row; None for a head, or for a deal that is gone meanwhile."""
        deal_id = self.deal_id(row)
        if deal_id is None:
            return None
        page = row // PAGE
        if page not in self._pages:
            if len(self._pages) >= _MOST_PAGES:
                del self._pages[next(iter(self._pages))]
            wanted = [self.deal_id(each) for each in range(page * PAGE, min(self._rows, (page + 1) * PAGE))]
            lines = self._read([each for each in wanted if each is not None])
            self._pages[page] = {line.deal_id: line for line in lines}
        return self._pages[page].get(deal_id)

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else self._rows

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        group = self.group(index.row())
        if group is not None:
            return self._tell_group(group, index.column(), role)
        column, line = self.columns[index.column()], self.line(index.row())
        if role == LineRole:
            return line
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _align(column)
        return self._tell_cell(column, line, role) if line is not None and role in _SAID else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].head + self.columns[section].mark
        return _align(self.columns[section]) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if not index.isValid() or self.group(index.row()) is not None:
            return usual if index.isValid() else Qt.ItemFlag.NoItemFlags
        is_editable = self.can_write and self.columns[index.column()].editing is not Editing.NONE
        return usual | Qt.ItemFlag.ItemIsEditable if is_editable else usual

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        line = self.line(index.row()) if index.isValid() and role == Qt.ItemDataRole.EditRole else None
        return line is not None and self.write(line, self.columns[index.column()], value)

    def _tell_cell(self, column: TableColumn, line: DealLine, role: int) -> str:
        words = column.say(line)
        if role == Qt.ItemDataRole.ToolTipRole:
            return as_tooltip(words)
        return words if role == Qt.ItemDataRole.DisplayRole else f"{column.head}: {words or self.tr('empty')}"

    def _tell_group(self, group: DealGroup, column: int, role: int) -> object:
        if role == GroupRole:
            return group
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole} and column == 0:
            return self._describe_group(group)
        return None

    def _place(self) -> None:
        counts = [group.summed.deals for group in self._groups]
        self._starts = [0, *accumulate(counts)][: len(counts)]
        shown = [
            1 + (0 if group.key in self._closed else count) for group, count in zip(self._groups, counts, strict=True)
        ]
        self._heads = [0, *accumulate(shown)][: len(counts)]
        self._rows = sum(shown) if self._groups else len(self._ids)
        self._pages.clear()


_SAID = {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}


def _align(column: TableColumn) -> int:
    side = Qt.AlignmentFlag.AlignRight if column.is_right else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)
