"""The deals of one stage as a paged list model: what is in sight, then a few dozen at a time, and changed in place."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QPersistentModelIndex, Qt

from desktop_pipeline.queries.board_cards import DealCard, PlacedCard
from desktop_pipeline.ui.board.payload import MIME, Payload

# As many as a high window shows; nobody waits for what is below. A view that shows more asks for the next page itself.
FIRST_PAGE = 20
PAGE = 25
CardRole = Qt.ItemDataRole.UserRole + 1
BesideRole = Qt.ItemDataRole.UserRole + 2
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class StageCards(QAbstractListModel):
    """Rows are DealCards, read page by page; the view never moves them itself."""

    def __init__(
        self,
        read: Callable[[int, int], Sequence[DealCard]],
        describe: Callable[[DealCard], str],
        payload: Payload,
        beside: Callable[[DealCard], str] = lambda _card: "",
    ) -> None:
        """`read(offset, limit)` answers rows in board order; `describe` is the sentence for screen readers.

        `beside` is what is said beside a card's value.
        """
        super().__init__()
        self._read = read
        self._describe = describe
        self._payload = payload
        self._beside = beside
        self._cards: list[DealCard] = []
        self._total = 0
        self._merging = False

    @property
    def total(self) -> int:
        """How many deals the stage has, loaded or not."""
        return self._total

    @property
    def loaded(self) -> tuple[DealCard, ...]:
        """The loaded deals, in order."""
        return tuple(self._cards)

    @property
    def loaded_ids(self) -> list[int]:
        """Ids of the loaded deals, in order."""
        return [card.deal_id for card in self._cards]

    def card(self, row: int) -> DealCard | None:
        """The loaded deal in a row."""
        return self._cards[row] if 0 <= row < len(self._cards) else None

    def beside(self, card: DealCard) -> str:
        """What is said beside a card's value."""
        return self._beside(card)

    def row_of(self, deal_id: int) -> int | None:
        """The row of a loaded deal."""
        return next((row for row, card in enumerate(self._cards) if card.deal_id == deal_id), None)

    def refresh(self, total: int) -> None:
        """Read the loaded pages again and change only the rows that differ, so that focus and scrolling stay."""
        self._total = total
        self._show(list(self._read(0, max(FIRST_PAGE, len(self._cards)))) if total else [])

    def start_again(self, total: int, in_sight: int = FIRST_PAGE) -> None:
        """Show other deals: read only the first, in sight; those that were shown before and are among them stay."""
        self._total = total
        self._show(list(self._read(0, in_sight)) if total else [])

    def follow(self, total: int, touched: Collection[int], placed: Sequence[PlacedCard]) -> None:
        """Show that of the touched deals those in `placed`, from top to bottom, stand here now; no other has changed.

        What stands below the loaded rows is read with its page.
        """
        self._total = total
        wanted = [card for card in self._cards if card.deal_id not in touched]
        for each in placed:
            if each.row <= len(wanted):
                wanted.insert(each.row, each.card)
        self._show(wanted)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._cards)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - as Qt has it
        card = self.card(index.row()) if index.isValid() else None
        if card is None:
            return None
        if role == CardRole:
            return card
        if role == BesideRole:
            return self._beside(card)
        if role == Qt.ItemDataRole.DisplayRole:
            return card.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._describe(card)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        never_children = Qt.ItemFlag.ItemNeverHasChildren
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled | never_children

    def canFetchMore(self, parent: Index) -> bool:
        # A view may ask between two steps of a merge, when rows are still missing that are about to come.
        return not parent.isValid() and not self._merging and len(self._cards) < self._total

    def fetchMore(self, parent: Index) -> None:
        if not self.canFetchMore(parent):
            return
        known = set(self.loaded_ids)
        page = [card for card in self._read(len(self._cards), PAGE) if card.deal_id not in known]
        if not page:
            self._total = len(self._cards)
            return
        # A view asks for more while it is told of these: it gets them when everybody knows of these.
        self._merging = True
        self.beginInsertRows(QModelIndex(), len(self._cards), len(self._cards) + len(page) - 1)
        self._cards.extend(page)
        self.endInsertRows()
        self._merging = False

    def mimeTypes(self) -> list[str]:
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        rows = sorted({index.row() for index in indexes if index.isValid()})
        return self._payload.pack(self._cards[row].deal_id for row in rows)

    def supportedDragActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def canDropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        return False

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        # The column asks the action; the model only answers what the journal announces.
        return False

    def _show(self, wanted: list[DealCard]) -> None:
        self._merging = True
        self._merge(wanted)
        self._merging = False

    def _merge(self, wanted: list[DealCard]) -> None:
        self._remove_all_but({card.deal_id for card in wanted})
        here = set(self.loaded_ids)
        row = 0
        while row < len(wanted):
            end = row
            while end < len(wanted) and wanted[end].deal_id not in here:
                end += 1
            if end > row:
                self.beginInsertRows(QModelIndex(), row, end - 1)
                self._cards[row:row] = wanted[row:end]
                self.endInsertRows()
                row = end
            else:
                self._settle(row, wanted[row])
                row += 1

    def _remove_all_but(self, kept: set[int]) -> None:
        """Rows that are gone leave in runs, from the end, so that a change of filter is a few steps only."""
        last = len(self._cards) - 1
        while last >= 0:
            first = last
            if self._cards[last].deal_id in kept:
                last -= 1
                continue
            while first > 0 and self._cards[first - 1].deal_id not in kept:
                first -= 1
            self.beginRemoveRows(QModelIndex(), first, last)
            del self._cards[first : last + 1]
            self.endRemoveRows()
            last = first - 1

    def _settle(self, row: int, card: DealCard) -> None:
        """Bring a card that is among the rows to its row, and show what changed on it."""
        if self._cards[row].deal_id != card.deal_id:
            old = self.loaded_ids.index(card.deal_id, row)
            self.beginMoveRows(QModelIndex(), old, old, QModelIndex(), row)
            self._cards.insert(row, self._cards.pop(old))
            self.endMoveRows()
        if self._cards[row] is not card and self._cards[row] != card:
            self._cards[row] = card
            self.dataChanged.emit(self.index(row), self.index(row))
