"""Which column and card of the board have the keys, and where they go when a card goes."""

from collections.abc import Collection, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea

from desktop_pipeline.queries.board_cards import DealCard
from desktop_pipeline.ui.board.canvas import BoardCanvas
from desktop_pipeline.ui.board.stage_column import BoardColumn

_MOST_FOLLOWED = 20


class BoardFocus:
    """Remembers the column that had the keys last."""

    def __init__(self, area: QScrollArea, canvas: BoardCanvas) -> None:
        self._area = area
        self._canvas = canvas
        self._last: BoardColumn | None = None

    @property
    def column(self) -> BoardColumn | None:
        """The column that had the keys last, or the first one."""
        columns = self._canvas.all_columns
        return self._last if self._last in columns else next(iter(columns), None)

    @property
    def held_row(self) -> int | None:
        """The row that has the keys now, −1 for none in a column that has them; None where no column has."""
        # A column that went with an earlier board is none any more.
        last = self._last if self._last in self._canvas.all_columns else None
        return last.list.currentIndex().row() if last is not None and last.list.hasFocus() else None

    def note(self, column: BoardColumn) -> DealCard | None:
        """Know that a column has the keys; the card that has them."""
        if not column.list.hasFocus():
            return None
        self._last = column
        return column.list.current_card()

    def give(self) -> None:
        """Give the keys to the column that had them last, or to the first; where nothing matches to what changes it."""
        no_match, column = self._canvas.no_match, self.column
        if no_match is not None and no_match.action is not None:
            no_match.action.setFocus(Qt.FocusReason.OtherFocusReason)
        elif column is not None:
            column.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def give_row(self, column: BoardColumn, row: int) -> None:
        """Give the keys to a row of a column, or to its last one, and bring it into sight."""
        self._area.ensureWidgetVisible(column, 12, 0)
        column.list.focus_row(row)

    def keep(self, row: int) -> None:
        """The keys stay: on the next card where theirs has gone, in the next column where theirs has."""
        column = self.column
        if column is None:
            return
        if column is not self._last or not column.list.hasFocus():
            column.list.setFocus(Qt.FocusReason.OtherFocusReason)
        if not column.list.currentIndex().isValid() and column.list.cards.rowCount():
            column.list.point_at(max(0, row))

    def find_columns(self, deal_ids: Collection[int]) -> dict[int, BoardColumn | None]:
        """Where each of a few deals stands now; nothing where there are many."""
        return {} if len(deal_ids) > _MOST_FOLLOWED else {each: self._canvas.column_with(each) for each in deal_ids}

    def follow(self, before: Mapping[int, BoardColumn | None]) -> None:
        """Give the keys to the first deal that stands in another column than before, or to the only one there is."""
        for column in self._canvas.all_columns if before else ():
            for deal_id in () if column.is_collapsed else column.list.cards.loaded_ids:
                if deal_id in before and (before[deal_id] is not column or len(before) == 1):
                    self.give_row(column, column.list.cards.row_of(deal_id) or 0)
                    return

    def neighbour(self, deal_id: int | None, step: int) -> int | None:
        """The deal above (−1) or below (1) another in its column, or None at the end."""
        column = None if deal_id is None else self._canvas.column_with(deal_id)
        if column is None or deal_id is None:
            return None
        row = column.list.cards.row_of(deal_id)
        card = None if row is None else column.list.cards.card(row + step)
        return None if card is None else card.deal_id
