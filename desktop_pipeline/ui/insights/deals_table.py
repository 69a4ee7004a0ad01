"""The deals behind a figure: ids that are all known, lines that are read page by page."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.queries.deals_table import DealLine, read_lines
from desktop_pipeline.ui.insights.headed_model import NO_INDEX, HeadedModel, Index
from desktop_pipeline.ui.insights.tools import InsightTools
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.rows_look import HEADS_OVER_CELLS, show_rows_only
from desktop_pipeline.ui.widgets.words import as_tooltip

_PAGE = 64
_MOST_PAGES = 16
_ROW = 32
_VALUE = 3
_WIDTHS = (0, 160, 148, 92, 124, 112)


class BehindModel(HeadedModel):
    """Reads what is looked at, through the window's own connection."""

    def __init__(self, tools: InsightTools) -> None:
        super().__init__({_VALUE})
        self._tools = tools
        self._ids: tuple[int, ...] = ()
        self._pages: dict[int, dict[int, DealLine]] = {}
        self.show_heads(
            (
                self.tr("Deal"),
                self.tr("Organisation"),
                self.tr("Stands at"),
                self.tr("Value"),
                self.tr("Owner"),
                self.tr("Created"),
            )
        )

    def show_deals(self, ids: Sequence[int]) -> None:
        """Show these, in their order."""
        self.beginResetModel()
        self._ids = tuple(ids)
        self._pages.clear()
        self.endResetModel()

    @property
    def ids(self) -> tuple[int, ...]:
        """All deals, in their order."""
        return self._ids

    def deal_id(self, row: int) -> int:
        """Which deal stands in that row."""
        return self._ids[row]

    def line(self, row: int) -> DealLine | None:
        """The line of that row; None for a deal that has been deleted since."""
        page = row // _PAGE
        if page not in self._pages:
            if len(self._pages) >= _MOST_PAGES:
                del self._pages[next(iter(self._pages))]
            session = self._tools.session
            wanted = self._ids[page * _PAGE : (page + 1) * _PAGE]
            lines = read_lines(session.workspace, wanted, today=session.today(), now=session.now())
            self._pages[page] = {line.deal_id: line for line in lines}
        return self._pages[page].get(self._ids[row])

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.align(index.column())
        if role == Qt.ItemDataRole.ForegroundRole and self.line(index.row()) is None:
            return self._tools.theme.color("ink3")
        if role not in _SAID:
            return None
        said = self._say(self.line(index.row()), index.column())
        return as_tooltip(said) if role == Qt.ItemDataRole.ToolTipRole else said

    def _say(self, line: DealLine | None, column: int) -> str:
        if line is None:
            return self.tr("Deleted since") if column == 0 else ""
        formats, today = self._tools.formats, self._tools.session.today()
        says = (
            line.title,
            line.organisation or line.person or "",
            self._say_place(line),
            formats.money(line.value),
            line.owner or "",
            formats.day(line.created_on, today) if line.created_on else "",
        )
        return says[column]

    def _say_place(self, line: DealLine) -> str:
        if line.status is DealStatus.OPEN:
            return line.stage or ""
        outcome = self.tr("Won") if line.status is DealStatus.WON else self.tr("Lost")
        if line.closed_on is None:
            return outcome
        return f"{outcome} {self._tools.formats.day(line.closed_on, self._tools.session.today())}"


_SAID = {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}


class BehindTable(QTableView):
    """Signals: `deal_taken(id)` on Enter or a double click."""

    deal_taken = Signal(int)

    def __init__(self, theme: Theme, model: BehindModel) -> None:
        super().__init__()
        self._theme = theme
        self._deals = model
        self.setModel(model)
        self.setFrameShape(QFrame.Shape.NoFrame)
        # Heads stand over their cells.
        self.setStyleSheet(HEADS_OVER_CELLS)
        show_rows_only(self)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setAccessibleName(self.tr("Deals behind the figure"))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(theme.size(_ROW))
        header = self.horizontalHeader()
        header.setSectionsClickable(False)
        self.doubleClicked.connect(lambda index: self.deal_taken.emit(model.deal_id(index.row())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.viewport().width()
        fixed = [self._theme.size(width) for width in _WIDTHS[1:]]
        share = min(1.0, room * 0.72 / sum(fixed))
        for column, width in enumerate(fixed, 1):
            self.setColumnWidth(column, round(width * share))
        self.setColumnWidth(0, room - sum(round(width * share) for width in fixed))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and index.isValid():
            self.deal_taken.emit(self._deals.deal_id(index.row()))
        else:
            super().keyPressEvent(event)
