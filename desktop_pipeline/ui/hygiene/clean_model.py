"""The rows of the clean-up list: all ids from the start, what they show by pages when they are looked at."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QStringListModel, Qt

from desktop_pipeline.metrics.changing.cleaning import DealToClean
from desktop_pipeline.queries.cleaning import Snooze, read_snoozes
from desktop_pipeline.queries.deals_table import DealLine, read_lines
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.hygiene.flag_words import say_asleep, say_reasons, say_together
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.widgets.words import as_tooltip

_PAGE = 100
_MOST_PAGES = 20
_ROLES = {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class CleanRow:
    """A deal of the list with everything its row shows."""

    deal: DealToClean
    line: DealLine
    snooze: Snooze | None


class CleanModel(QStringListModel):
    """Deals that something stands against, in the order in which they were found.

    Qt counts the rows: a view that lays them out asks for each how many there are, which takes long in Python.
    """

    def __init__(self, session: Session, formats: Formats) -> None:
        super().__init__()
        self._session = session
        self._formats = formats
        self._deals: tuple[DealToClean, ...] = ()
        self._rows: dict[int, int] = {}
        self._pages: OrderedDict[int, dict[int, CleanRow]] = OrderedDict()

    @property
    def deals(self) -> tuple[DealToClean, ...]:
        """What is listed."""
        return self._deals

    def show_deals(self, deals: Sequence[DealToClean]) -> None:
        self._deals = tuple(deals)
        self._rows = {deal.deal: row for row, deal in enumerate(self._deals)}
        self._pages.clear()
        self.setStringList([""] * len(self._deals))

    def row(self, row: int) -> CleanRow | None:
        """What a row shows; None where there is none, or where the deal has gone meanwhile."""
        if not 0 <= row < len(self._deals):
            return None
        return self._page(row // _PAGE).get(self._deals[row].deal)

    def row_of(self, deal_id: int) -> int | None:
        """The row in which a deal stands."""
        return self._rows.get(deal_id)

    def say(self, row: CleanRow) -> str:
        """Why the deal is here, in one line."""
        today = self._session.today()
        if row.deal.is_snoozed and row.snooze is not None:
            return say_asleep(row.snooze, self._formats, today)
        return say_together(say_reasons(row.deal, row.line, self._formats, today))

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        row = self.row(index.row()) if index.isValid() and role in _ROLES else None
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return row.line.title
        why = self.say(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return as_tooltip(f"{row.line.title}\n{why}")
        value = self.tr("no value") if row.line.value is None else self._formats.money(row.line.value)
        parts = (row.line.title, row.line.organisation, row.line.stage, value, row.line.owner, why)
        return ", ".join(part for part in parts if part)

    def _page(self, number: int) -> dict[int, CleanRow]:
        known = self._pages.get(number)
        if known is None:
            deals = self._deals[number * _PAGE : (number + 1) * _PAGE]
            session, ids = self._session, [deal.deal for deal in deals]
            lines = read_lines(session.workspace, ids, today=session.today(), now=session.now())
            snoozes = read_snoozes(session.workspace, ids)
            by_id = {deal.deal: deal for deal in deals}
            known = self._pages[number] = {
                line.deal_id: CleanRow(by_id[line.deal_id], line, snoozes.get(line.deal_id)) for line in lines
            }
            if len(self._pages) > _MOST_PAGES:
                self._pages.popitem(last=False)
        return known
