"""The deals that are due in one month, or overdue, or without a day: how each is counted on, and how likely it is."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt

from desktop_pipeline.domain.stages import ForecastCategory
from desktop_pipeline.reports.ahead.forecast_findings import DueDeal
from desktop_pipeline.reports.ahead.forecast_words import name_category
from desktop_pipeline.ui.insights.headed_model import NO_INDEX, HeadedModel, Index
from desktop_pipeline.ui.insights.tools import InsightTools
from desktop_pipeline.ui.widgets.words import as_tooltip

DueRole = Qt.ItemDataRole.UserRole
DEAL, STAGE, COUNTS_AS, CHANCE, VALUE, CLOSES = range(6)
_RIGHT = {CHANCE, VALUE, CLOSES}
_CATEGORIES = tuple(ForecastCategory)


class DueModel(HeadedModel):
    """Rows as they come, the next to close first, or in the order of a column."""

    def __init__(self, tools: InsightTools) -> None:
        super().__init__(_RIGHT)
        self._tools = tools
        self._given: tuple[DueDeal, ...] = ()
        self._rows: list[DueDeal] = []
        self._order: tuple[int, Qt.SortOrder] | None = None
        self.show_heads(
            (
                self.tr("Deal"),
                self.tr("Stage"),
                self.tr("Counts as"),
                self.tr("Chance"),
                self.tr("Value"),
                self.tr("Closes"),
            )
        )

    @property
    def rows(self) -> tuple[DueDeal, ...]:
        """The rows in the order in which they stand."""
        return tuple(self._rows)

    def show_deals(self, deals: Sequence[DueDeal]) -> None:
        """Show other deals, in the order that was chosen last."""
        if tuple(deals) == self._given:
            return
        self.beginResetModel()
        self._given = tuple(deals)
        self._sort()
        self.endResetModel()

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        deal = self._rows[index.row()]
        if role == DueRole:
            return deal
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self.say(deal, index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return as_tooltip(self._explain(deal, index.column()))
        return self.align(index.column()) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def _explain(self, deal: DueDeal, column: int) -> str:
        words, call = self._tools.words, deal.call
        if column == COUNTS_AS:
            by_stage = self.tr("By its stage: {category}").format(category=name_category(call.by_stage, words))
            if call.by_hand is None:
                return by_stage
            by_hand = self.tr("By hand: {category}").format(category=name_category(call.by_hand, words))
            return f"{by_hand}. {by_stage}"
        if column == DEAL:
            return ", ".join(part for part in (deal.line.title, deal.line.organisation, deal.line.owner) if part)
        return self.say(deal, column)

    def say(self, deal: DueDeal, column: int) -> str:
        """A cell in words."""
        formats, line, call = self._tools.formats, deal.line, deal.call
        if column == DEAL:
            return line.title
        if column == STAGE:
            return line.stage or ""
        if column == COUNTS_AS:
            return name_category(call.counts_as, self._tools.words)
        if column == CHANCE:
            return "" if call.chance is None else formats.percent(call.chance)
        if column == VALUE:
            return formats.money(line.value)
        closes = deal.closes_on
        return self.tr("No date") if closes is None else formats.day(closes, self._tools.session.today())

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order by a column; a negative one gives the next to close first again."""
        self._order = (column, order) if 0 <= column < self.columnCount() else None
        self.layoutAboutToBeChanged.emit()
        self._sort()
        self.layoutChanged.emit()

    def _sort(self) -> None:
        self._rows = list(self._given)
        if self._order is not None:
            column, order = self._order
            self._rows.sort(key=_KEYS[column], reverse=order == Qt.SortOrder.DescendingOrder)


def _rank(category: ForecastCategory | None) -> int:
    return len(_CATEGORIES) if category is None else _CATEGORIES.index(category)


_KEYS: tuple[Callable[[DueDeal], tuple[float, str]], ...] = (
    lambda deal: (0.0, deal.line.title.casefold()),
    lambda deal: (float(deal.line.stage_position), deal.line.stage or ""),
    lambda deal: (float(_rank(deal.call.counts_as)), deal.line.title.casefold()),
    lambda deal: (-1.0 if deal.call.chance is None else deal.call.chance, ""),
    lambda deal: (float("-inf") if deal.call.value is None else float(deal.call.value), ""),
    lambda deal: (float("inf") if deal.call.expected is None else float(deal.call.expected), ""),
)
