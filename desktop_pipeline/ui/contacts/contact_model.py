"""The list of people or organisations as a model: ids in their order, lines read by pages when they are looked at."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QPersistentModelIndex, Qt

from desktop_pipeline.queries.contact_standing import DealsSum, Subject
from desktop_pipeline.queries.contacts import Order, OrganisationLine, PersonLine
from desktop_pipeline.ui.contacts.contact_words import ContactWords

Index = QModelIndex | QPersistentModelIndex
Line = PersonLine | OrganisationLine
LineRole = Qt.ItemDataRole.UserRole
_NO_INDEX = QModelIndex()
_PAGE = 64
_MOST_KEPT = 4_096


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what it is ordered by, its head, its share of the width, and whether numbers stand right in it."""

    order: Order
    head: str
    share: int
    is_right: bool = False


def columns_of(subject: Subject) -> tuple[Column, ...]:
    """The columns of a list, left to right."""

    def head(text: str) -> str:
        return QCoreApplication.translate("Contacts", text)

    standing = (
        Column(Order.NEXT_STEP, head("Next step"), 136),
        Column(Order.LAST_CONTACT, head("Last contact"), 100),
    )
    if subject is Subject.PEOPLE:
        return (
            Column(Order.NAME, head("Name"), 190),
            Column(Order.ORGANISATION, head("Organisation"), 176),
            Column(Order.WORK, head("Works as"), 143),
            Column(Order.ROLE, head("In the deal"), 105),
            Column(Order.OPEN, head("Open deals"), 112, is_right=True),
            *standing,
        )
    return (
        Column(Order.NAME, head("Name"), 210),
        Column(Order.INDUSTRY, head("Industry"), 150),
        Column(Order.PEOPLE, head("People"), 72, is_right=True),
        Column(Order.OPEN, head("Open deals"), 112, is_right=True),
        Column(Order.WON, head("Won so far"), 112, is_right=True),
        *standing,
    )


class ContactModel(QAbstractTableModel):
    """Rows of one subject; `read` gives the lines of a few ids."""

    def __init__(self, subject: Subject, read: Callable[[Sequence[int]], Sequence[Line]], words: ContactWords) -> None:
        super().__init__()
        self.subject = subject
        self.columns = columns_of(subject)
        self._read = read
        self._words = words
        self._ids: list[int] = []
        self._lines: dict[int, Line] = {}
        self._marked, self._mark = -1, ""

    @property
    def ids(self) -> Sequence[int]:
        """Everybody in the list, in their order."""
        return self._ids

    def show_ids(self, ids: Sequence[int]) -> None:
        """Show others; where they are the same only what is said about them may have changed."""
        if list(ids) == self._ids:
            self._lines.clear()
            if self._ids:
                self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, len(self.columns) - 1))
            return
        self.beginResetModel()
        self._ids = list(ids)
        self._lines.clear()
        self.endResetModel()

    def line(self, row: int) -> Line | None:
        """The line of a row, read with its neighbours where it is not known yet."""
        if not 0 <= row < len(self._ids):
            return None
        row_id = self._ids[row]
        if row_id not in self._lines:
            if len(self._lines) > _MOST_KEPT:
                self._lines.clear()
            start = row - row % _PAGE
            for line in self._read(self._ids[start : start + _PAGE]):
                self._lines[line_id(line)] = line
        return self._lines.get(row_id)

    def row_of(self, row_id: int | None) -> int | None:
        """Where somebody stands in the list."""
        return None if row_id is None or row_id not in self._ids else self._ids.index(row_id)

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line = self.line(index.row())
        if role == LineRole or line is None:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words.say_cell(line, self.columns[index.column()].order)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            cell = self._words.say_cell(line, self.columns[index.column()].order)
            return self._words.describe(line) if index.column() == 0 else f"{self.columns[index.column()].head}: {cell}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._words.say_tip(line, self.columns[index.column()].order)
        return None

    def mark_order(self, section: int, *, descending: bool) -> None:
        """The head of the column that the rows are sorted by bears an arrow, as in the table of deals."""
        before, self._marked = self._marked, section
        self._mark = " ↓" if descending else " ↑"
        for place in (before, section):
            if 0 <= place < len(self.columns):
                self.headerDataChanged.emit(Qt.Orientation.Horizontal, place, place)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.head + (self._mark if section == self._marked else "")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.is_right else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None


def line_id(line: Line) -> int:
    """Whose line it is."""
    return line.person_id if isinstance(line, PersonLine) else line.organisation_id


def sum_of(line: Line, order: Order) -> DealsSum:
    """What a column of money shows."""
    return line.standing.won if order is Order.WON else line.standing.open
