"""The rows under one kind of trouble: deals, read by pages when they are looked at, or suspected pairs."""

from collections import OrderedDict
from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from desktop_pipeline.queries.data_quality import Issue
from desktop_pipeline.queries.deals_table import DealLine, read_lines
from desktop_pipeline.queries.duplicates import SuspectedPair
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.hygiene.issue_words import say_alike, say_standing, say_wrong
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.widgets.words import as_tooltip

_PAGE = 100
_MOST_PAGES = 20
_ROLES = {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}

Index = QModelIndex | QPersistentModelIndex


class QualityModel(QAbstractListModel):
    """One kind of trouble at a time."""

    def __init__(self, session: Session, formats: Formats) -> None:
        super().__init__()
        self._session = session
        self._formats = formats
        self.issue: Issue | None = None
        self._ids: tuple[int, ...] = ()
        self._pairs: tuple[SuspectedPair, ...] = ()
        self._pages: OrderedDict[int, dict[int, DealLine]] = OrderedDict()

    @property
    def shows_pairs(self) -> bool:
        """Whether its rows are pairs rather than deals."""
        return bool(self._pairs)

    def show_deals(self, issue: Issue | None, ids: Sequence[int]) -> None:
        """List deals, none of them for nothing."""
        self._show(issue, tuple(ids), ())

    def show_pairs(self, issue: Issue, pairs: Sequence[SuspectedPair]) -> None:
        self._show(issue, (), tuple(pairs))

    def deal_id(self, row: int) -> int | None:
        """The id of the deal in a row; None for a pair."""
        return self._ids[row] if 0 <= row < len(self._ids) else None

    def row_of(self, deal_id: int) -> int | None:
        """The row in which a deal stands."""
        return self._ids.index(deal_id) if deal_id in self._ids else None

    def pair(self, row: int) -> SuspectedPair | None:
        """The pair in a row; None for a deal."""
        return self._pairs[row] if 0 <= row < len(self._pairs) else None

    def line(self, row: int) -> DealLine | None:
        """What a deal's row shows; None where it has gone meanwhile."""
        deal_id = self.deal_id(row)
        return None if deal_id is None else self._page(row // _PAGE).get(deal_id)

    def say(self, line: DealLine) -> str:
        """What is wrong with a deal."""
        assert self.issue is not None
        return say_wrong(self.issue, line, self._formats, self._session.today())

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._ids) or len(self._pairs)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        if not index.isValid() or role not in _ROLES:
            return None
        pair = self.pair(index.row())
        if pair is not None:
            first, second = (
                ", ".join(part for part in parts if part)
                for parts in ((pair.first_name, pair.first_detail), (pair.second_name, pair.second_detail))
            )
            said = f"{first}\n{second}\n{say_alike(pair)}"
            return as_tooltip(said) if role == Qt.ItemDataRole.ToolTipRole else said.replace("\n", "; ")
        line = self.line(index.row())
        if line is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return line.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return as_tooltip(f"{line.title}\n{self.say(line)}")
        value = "" if line.value is None else self._formats.money(line.value)
        parts = (line.title, line.organisation, say_standing(line), value, line.owner, self.say(line))
        return ", ".join(part for part in parts if part)

    def _show(self, issue: Issue | None, ids: tuple[int, ...], pairs: tuple[SuspectedPair, ...]) -> None:
        self.beginResetModel()
        self.issue, self._ids, self._pairs = issue, ids, pairs
        self._pages.clear()
        self.endResetModel()

    def _page(self, number: int) -> dict[int, DealLine]:
        known = self._pages.get(number)
        if known is None:
            session, ids = self._session, self._ids[number * _PAGE : (number + 1) * _PAGE]
            lines = read_lines(session.workspace, ids, today=session.today(), now=session.now())
            known = self._pages[number] = {line.deal_id: line for line in lines}
            if len(self._pages) > _MOST_PAGES:
                self._pages.popitem(last=False)
        return known
