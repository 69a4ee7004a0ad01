"""The rows of a file that were not taken whole, each with its place and reason."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from desktop_pipeline.actions.importing.sheet import Problem
from desktop_pipeline.ui.theme import Theme

_ROW = 32
_HEAD = 32
_MOST_ROWS = 7
_HEAD_SIDES = 20
_WIDTHS = (130, 52, 110, 130)


class ProblemModel(QAbstractTableModel):
    """File, row, column, value, problem."""

    def __init__(self, theme: Theme, problems: Sequence[Problem], parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._problems = tuple(problems)
        self._heads = (self.tr("File"), self.tr("Row"), self.tr("Column"), self.tr("Value"), self.tr("Problem"))

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's form
        return 0 if parent.isValid() else len(self._problems)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._heads)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section]
        return None

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | QColor | None:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == len(self._heads) - 1:
            return self._theme.color("red")
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self._text(index.row(), index.column())
        return None

    def _text(self, row: int, column: int) -> str:
        problem = self._problems[row]
        place = f"{problem.file}, {problem.sheet}" if problem.sheet else problem.file
        return (place, str(problem.row), problem.column, problem.value, problem.problem)[column]


class ProblemTable(QTableView):
    """A few rows high; the rest scrolls."""

    def __init__(self, theme: Theme, problems: Sequence[Problem]) -> None:
        super().__init__()
        self.setModel(ProblemModel(theme, problems, self))
        self.setAccessibleName(self.tr("Problems"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        # Qt adds three pixels to a cell's own margin: so the words stand below those of the head.
        self.setStyleSheet("QTableView::item { padding: 0 5px; }")
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.size(_ROW))
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setFixedHeight(theme.size(_HEAD))
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setStretchLastSection(True)
        for column, width in enumerate(_WIDTHS):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            words = head.fontMetrics().horizontalAdvance(
                str(self.model().headerData(column, Qt.Orientation.Horizontal))
            )
            head.resizeSection(column, max(theme.size(width), words + _HEAD_SIDES))
        if len({problem.file for problem in problems}) == 1:
            self.hideColumn(0)
        rows = min(_MOST_ROWS, len(problems))
        self.setFixedHeight(theme.size(_HEAD) + rows * theme.size(_ROW) + 4)
