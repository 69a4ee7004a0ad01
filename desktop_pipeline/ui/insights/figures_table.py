"""The table of owners or products: what each has open, won and lost, sortable by every column."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from desktop_pipeline.metrics.breakdown import Row
from desktop_pipeline.metrics.rates import Rate, Sample
from desktop_pipeline.reports.figures import DASH, say_rate
from desktop_pipeline.reports.words import Words
from desktop_pipeline.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_ROW = 32
_NAME = 0
_SHORTENED = 0.8
_NAME_LEAST = 110
_EVEN = 92
_AIR = 12
_HEAD_SIDE = 11


@dataclass(frozen=True, slots=True)
class NamedRow:
    """A row of a breakdown under the name it is shown by."""

    name: str
    row: Row


@dataclass(frozen=True, slots=True)
class _Column:
    head: str
    say: Callable[[NamedRow], str]
    order: Callable[[NamedRow], float | str]


class FiguresModel(QAbstractTableModel):
    """Rows of one breakdown, read only."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._rows: list[NamedRow] = []
        self._currency = ""
        self._order: tuple[int, Qt.SortOrder] | None = None
        self._first = self.tr("Name")
        self._columns = self._make_columns()

    @property
    def rows(self) -> tuple[NamedRow, ...]:
        """The rows as they stand."""
        return tuple(self._rows)

    def show_rows(self, rows: Sequence[NamedRow], currency: str, first: str) -> None:
        """Show other rows, in the order that was chosen last or else as they come."""
        self.beginResetModel()
        self._currency = currency
        self._first = first
        self._rows = list(rows)
        self._sort()
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self._columns[index.column()].say(self._rows[index.row()])
        return self._align(index.column()) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._first if section == _NAME else self._columns[section].head
        return self._align(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order by a column; rates by the lower end of their range, unknown last."""
        self._order = (column, order) if column >= 0 else None
        self.layoutAboutToBeChanged.emit()
        self._sort()
        self.layoutChanged.emit()

    def _sort(self) -> None:
        if self._order is None:
            return
        column, order = self._order
        key = self._columns[column].order
        self._rows.sort(key=lambda named: named.name.casefold())
        if column == _NAME:
            self._rows.sort(key=key, reverse=order == Qt.SortOrder.DescendingOrder)
            return
        known = [named for named in self._rows if key(named) != _UNKNOWN]
        unknown = [named for named in self._rows if key(named) == _UNKNOWN]
        self._rows = [*sorted(known, key=key, reverse=order == Qt.SortOrder.DescendingOrder), *unknown]

    def _align(self, column: int) -> int:
        side = Qt.AlignmentFlag.AlignLeft if column == _NAME else Qt.AlignmentFlag.AlignRight
        return int(side | Qt.AlignmentFlag.AlignVCenter)

    def _money(self, minor: int | None) -> str:
        return DASH if minor is None else self._words.formats.whole_money(minor, self._currency)

    def _make_columns(self) -> tuple[_Column, ...]:
        number = self._words.formats.number
        return (
            _Column("", lambda named: named.name, lambda named: named.name.casefold()),
            _Column(self.tr("Active"), lambda named: number(named.row.active), lambda named: named.row.active),
            _Column(self.tr("Won"), lambda named: number(named.row.won), lambda named: named.row.won),
            _Column(self.tr("Lost"), lambda named: number(named.row.lost), lambda named: named.row.lost),
            _Column(
                self.tr("Win rate"),
                lambda named: say_rate(named.row.win_rate, self._words),
                lambda named: _bound(named.row.win_rate),
            ),
            _Column(
                self.tr("Won value"),
                lambda named: self._money(named.row.won_value),
                lambda named: _or_unknown(named.row.won_value),
            ),
            _Column(
                self.tr("Average deal"),
                lambda named: self._money(named.row.mean_size),
                lambda named: _or_unknown(named.row.mean_size),
            ),
            _Column(
                self.tr("Mean days to won"),
                lambda named: DASH if named.row.cycle_mean is None else number(round(named.row.cycle_mean)),
                lambda named: _or_unknown(named.row.cycle_mean),
            ),
        )


_UNKNOWN = float("-inf")


def _or_unknown(number: float | None) -> float:
    return _UNKNOWN if number is None else number


def _bound(rate: Rate) -> float:
    if rate.low is None:
        return _UNKNOWN
    return -1.0 if rate.sample is Sample.COUNTS_ONLY else rate.low


class FiguresTable(QTableView):
    """Hairlines only, numbers right, the name takes the room that is left."""

    def __init__(self, theme: Theme, model: FiguresModel) -> None:
        super().__init__()
        self._theme = theme
        self.setModel(model)
        self.setFrameShape(QFrame.Shape.NoFrame)
        # It lies in a panel that has the outline, and heads stand over their cells.
        self.setStyleSheet("QTableView { border: 0; border-radius: 0; } QHeaderView::section { padding: 0 11px; }")
        self.setShowGrid(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.DescendingOrder)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(False)
        self.setSortingEnabled(True)
        model.modelReset.connect(self._fit)
        theme.changed.connect(self._fit)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self._theme.size(32 + 3 * _ROW))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _fit(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._theme.size(_ROW))
        self.horizontalHeader().setFixedHeight(self._theme.size(32))
        self._share_room()

    def _share_room(self) -> None:
        """Even columns where there is room; else each as narrow as its text, so that names stay readable."""
        header, room = self.horizontalHeader(), self.viewport().width()
        columns = range(_NAME + 1, self.model().columnCount())
        needed = [max(header.sectionSizeHint(column), self.sizeHintForColumn(column)) for column in columns]
        # Without the place that every head keeps for the arrow of its order.
        least = [max(self._head_width(column), self.sizeHintForColumn(column)) for column in columns]
        even = [max(width + _AIR, self._theme.size(_EVEN)) for width in needed]
        name = self._theme.size(_NAME_LEAST)
        widths = next((widths for widths in (even, needed) if sum(widths) + name <= room), least)
        for column, width in zip(columns, widths, strict=True):
            header.resizeSection(column, width)
        # A little of the name is given for a table that need not be moved sideways.
        header.resizeSection(_NAME, max(round(name * _SHORTENED), room - sum(widths)))

    def _head_width(self, column: int) -> int:
        text = str(self.model().headerData(column, Qt.Orientation.Horizontal))
        return self.horizontalHeader().fontMetrics().horizontalAdvance(text) + 2 * _HEAD_SIDE
