"""The table of deals that are due: a deal opens, and how it counts is chosen in place."""

from PySide6.QtCore import QModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QActionGroup, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QMenu, QTableView

from desktop_pipeline.domain.stages import ForecastCategory
from desktop_pipeline.reports.ahead.forecast_words import name_category
from desktop_pipeline.ui.insights.forecast.due_delegate import ROW, DueDelegate
from desktop_pipeline.ui.insights.forecast.due_model import CHANCE, CLOSES, COUNTS_AS, DEAL, STAGE, VALUE, DueModel
from desktop_pipeline.ui.insights.tools import InsightTools
from desktop_pipeline.ui.widgets.rows_look import IN_A_PANEL, show_rows_only

_WIDTHS = {STAGE: 112, COUNTS_AS: 124, CHANCE: 62, VALUE: 84, CLOSES: 92}
_LEAST_DEAL = 130
_HEAD_SIDES = 20


class DueTable(QTableView):
    """Signals: `deal_taken(id)` on Enter or a double click; `category_chosen(id, ForecastCategory or None)`."""

    deal_taken = Signal(int)
    category_chosen = Signal(int, object)

    def __init__(self, tools: InsightTools, model: DueModel) -> None:
        super().__init__()
        self._tools = tools
        self._deals = model
        theme = tools.theme
        self.setModel(model)
        self.setItemDelegate(DueDelegate(tools, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet(IN_A_PANEL)
        show_rows_only(self)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setAccessibleName(self.tr("Deals closing"))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        self.doubleClicked.connect(self._on_double)
        theme.changed.connect(self._dress)
        self._dress()

    def open_choice(self, row: int) -> QMenu:
        """How the deal of a row counts: by its stage, or as somebody says."""
        deal, words = self._deals.rows[row], self._tools.words
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group = QActionGroup(menu)
        by_stage = self.tr("By its stage: {category}").format(category=name_category(deal.call.by_stage, words))
        choices: list[tuple[str, ForecastCategory | None]] = [(by_stage.replace("&", "&&"), None)]
        choices += [(name_category(category, words), category) for category in ForecastCategory]
        for text, category in choices:
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setChecked(category is deal.call.by_hand)
            action.triggered.connect(
                lambda _=False, category=category: self.category_chosen.emit(deal.call.deal, category)
            )
            group.addAction(action)
            if category is None:
                menu.addSeparator()
        cell = self.visualRect(self._deals.index(row, COUNTS_AS))
        menu.popup(self.viewport().mapToGlobal(QPoint(cell.left(), cell.bottom())))
        return menu

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        theme = self._tools.theme
        return QSize(sum(self._find_widths().values()) + theme.size(_LEAST_DEAL), theme.size(150))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if self._is_choice(index) and event.button() == Qt.MouseButton.LeftButton:
            self.open_choice(index.row())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        is_choice = self._is_choice(self.indexAt(event.position().toPoint()))
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if is_choice else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if not index.isValid():
            super().keyPressEvent(event)
        elif event.key() in {Qt.Key.Key_F2, Qt.Key.Key_Space} and not self._is_locked:
            self.open_choice(index.row())
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.deal_taken.emit(self._deals.rows[index.row()].call.deal)
        else:
            super().keyPressEvent(event)

    def _is_choice(self, index: QModelIndex) -> bool:
        return index.isValid() and index.column() == COUNTS_AS and not self._is_locked

    @property
    def _is_locked(self) -> bool:
        return self._tools.session.workspace.is_read_only

    def _on_double(self, index: QModelIndex) -> None:
        if not self._is_choice(index):
            self.deal_taken.emit(self._deals.rows[index.row()].call.deal)

    def _find_widths(self) -> dict[int, int]:
        """Of all columns but the deal's: no head is cut, in whatever language."""
        metrics, theme = self.horizontalHeader().fontMetrics(), self._tools.theme
        heads = {column: str(self._deals.headerData(column, Qt.Orientation.Horizontal)) for column in _WIDTHS}
        return {
            column: max(theme.size(width), metrics.horizontalAdvance(heads[column]) + _HEAD_SIDES)
            for column, width in _WIDTHS.items()
        }

    def _share_room(self) -> None:
        theme, room, widths = self._tools.theme, self.viewport().width(), self._find_widths()
        spare = room - sum(widths.values()) - 2 * theme.size(_LEAST_DEAL)
        if spare > 0:
            # What is by hand stands beside what the stage says where there is room for both.
            widths[COUNTS_AS] += min(spare, theme.size(90))
        for column, width in widths.items():
            self.setColumnWidth(column, width)
        self.setColumnWidth(DEAL, max(theme.size(60), room - sum(widths.values())))

    def _dress(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._tools.theme.size(ROW))
        self.updateGeometry()
        self._share_room()
