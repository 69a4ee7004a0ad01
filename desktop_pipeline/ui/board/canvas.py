"""The ground on which the columns stand side by side, with what was won at their end."""

from collections.abc import Collection, Iterable

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop_pipeline.queries.board import DealCard
from desktop_pipeline.ui.board.card_delegate import INSET
from desktop_pipeline.ui.board.stage_column import BoardColumn
from desktop_pipeline.ui.board.strip import STRIP
from desktop_pipeline.ui.board.won_strip import WonStrip
from desktop_pipeline.ui.theme import Theme

NARROWEST = 212
WIDEST = 320
FIXED = 216
_TOP = 5
_STRIP_TOP = 10
_STRIP_FOOT = 11
_STRIP_GAP = 9
_RIGHT = 12


class BoardCanvas(QWidget):
    """Lies in a scroll area; `arrange` gives it its width."""

    def __init__(self, theme: Theme, won: WonStrip) -> None:
        super().__init__()
        self._theme = theme
        self.columns: list[BoardColumn] = []
        self.won = won
        won.setParent(self)
        theme.changed.connect(self.update)

    def set_columns(self, columns: Iterable[BoardColumn]) -> None:
        """Replace the columns."""
        for column in self.columns:
            column.hide()
            column.deleteLater()
        self.columns = list(columns)
        for column in self.columns:
            column.setParent(self)
            column.show()

    def column_of(self, stage_id: int) -> BoardColumn | None:
        """The column of a stage."""
        return next((column for column in self.columns if column.stage_id == stage_id), None)

    def selected(self) -> list[DealCard]:
        """Selected cards of all columns, from left to right and top to bottom."""
        return [card for column in self.columns for card in column.list.selected_cards()]

    def find_cards(self, ids: Iterable[int]) -> list[DealCard]:
        """The loaded ones among these deals, in the given order."""
        loaded = {card.deal_id: card for column in self.columns for card in column.list.cards.loaded}
        return [loaded[deal_id] for deal_id in ids if deal_id in loaded]

    def clear_selection(self) -> None:
        """Select nothing."""
        for column in self.columns:
            column.list.clearSelection()

    def repaint_cards(self, ids: Collection[int]) -> None:
        """Paint the columns again where these deals stand."""
        for column in self.columns:
            if not frozenset(ids).isdisjoint(column.list.cards.loaded_ids):
                column.list.viewport().update()

    def width_in(self, room: int, *, fixed: bool) -> int:
        """How wide it would be in a view of that width."""
        *_, won_left = self._find_lefts(room, fixed=fixed)
        return won_left + STRIP + _RIGHT

    def arrange(self, view: QSize, *, fixed: bool) -> None:
        """Place the columns for a view of that size; `fixed` gives every card 216 and scrolls sideways."""
        *lefts, won_left = self._find_lefts(view.width(), fixed=fixed)
        width = self._column_width(view.width(), fixed=fixed)
        for column, left in zip(self.columns, lefts, strict=True):
            column.setGeometry(left, _TOP, STRIP if column.is_collapsed else width, view.height() - _TOP)
        self.won.setGeometry(won_left, _STRIP_TOP, STRIP, max(0, view.height() - _STRIP_TOP - _STRIP_FOOT))
        self.setFixedSize(won_left + STRIP + _RIGHT, view.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._theme.color("canvas"))

    def _find_lefts(self, room: int, *, fixed: bool) -> list[int]:
        """Where each column begins, and at last what was won."""
        start, between = _spaces(fixed=fixed)
        width = self._column_width(room, fixed=fixed)
        place, lefts = start, []
        for column in self.columns:
            lefts.append(place + INSET if column.is_collapsed else place)
            place += (STRIP + 2 * INSET if column.is_collapsed else width) + between
        return [*lefts, max(place - between + _STRIP_GAP, room - STRIP - _RIGHT)]

    def _column_width(self, room: int, *, fixed: bool) -> int:
        if fixed:
            return self._theme.size(FIXED) + 2 * INSET
        start, between = _spaces(fixed=fixed)
        folded = sum(column.is_collapsed for column in self.columns)
        opened = max(1, len(self.columns) - folded)
        taken = _STRIP_GAP + STRIP + _RIGHT + folded * (STRIP + 2 * INSET) + between * (len(self.columns) - 1)
        card = (room - start - taken) // opened - 2 * INSET
        return max(self._theme.size(NARROWEST), min(self._theme.size(WIDEST), card)) + 2 * INSET


def _spaces(*, fixed: bool) -> tuple[int, int]:
    """Pixels before the first column and between two of them."""
    return (INSET, 0) if fixed else (2 * INSET, 3)
