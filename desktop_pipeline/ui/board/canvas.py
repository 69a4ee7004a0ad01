"""The ground on which the columns stand side by side, with what was won at their end."""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QMoveEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop_pipeline.queries.board_cards import DealCard
from desktop_pipeline.queries.board_lanes import Lane
from desktop_pipeline.ui.board.card_delegate import INSET
from desktop_pipeline.ui.board.stage_column import BoardColumn
from desktop_pipeline.ui.board.strip import STRIP
from desktop_pipeline.ui.board.won_strip import WonStrip
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.painting import fill

if TYPE_CHECKING:
    from desktop_pipeline.ui.board.no_match import NoMatch

NARROWEST = 212
WIDEST = 320
FIXED = 216
_TOP = 5
_STRIP_TOP = 10
_STRIP_FOOT = 11
_STRIP_GAP = 9
_RIGHT = 12


class BoardCanvas(QWidget):
    """Lies in a scroll area; `arrange` gives it its width.

    Signals: `unfiltered_asked()` to let all deals through again.
    """

    unfiltered_asked = Signal()

    def __init__(self, theme: Theme, won: WonStrip) -> None:
        super().__init__()
        self._theme = theme
        self.columns: list[BoardColumn] = []
        # What was won this month and the after-sale stages, while they are unfolded in the strip's place.
        self.ends: list[BoardColumn] = []
        self._insertion: int | None = None
        # Says once for all columns that no deal passes the filters, where that is so.
        self.no_match: NoMatch | None = None
        self.won = won
        won.setParent(self)
        theme.changed.connect(self.update)

    @property
    def all_columns(self) -> list[BoardColumn]:
        """The columns of open deals and those of won ones, from left to right."""
        return [*self.columns, *self.ends]

    def set_columns(self, columns: Iterable[BoardColumn]) -> None:
        """Replace the columns; those that stay are the same widgets."""
        self.columns = self._replace(self.columns, list(columns))

    def set_ends(self, columns: Iterable[BoardColumn]) -> None:
        """Replace the columns of won deals; without any there is their strip."""
        self.ends = self._replace(self.ends, list(columns))
        self.won.setVisible(not self.ends)

    def column_of(self, lane: Lane) -> BoardColumn | None:
        """The column of a lane."""
        return next((column for column in self.all_columns if column.lane == lane), None)

    def column_with(self, deal_id: int) -> BoardColumn | None:
        """The column in which a deal is loaded."""
        return next((column for column in self.all_columns if column.list.cards.row_of(deal_id) is not None), None)

    def selected(self) -> list[DealCard]:
        """Selected cards of all columns that are loaded, from left to right and top to bottom."""
        return [card for column in self.all_columns for card in column.list.selected_cards()]

    def selected_ids(self) -> list[int]:
        """Selected deals of all columns, from left to right and top to bottom."""
        return list(dict.fromkeys(deal_id for column in self.all_columns for deal_id in column.list.selected_ids()))

    def find_cards(self, ids: Iterable[int]) -> list[DealCard]:
        """The loaded ones among these open deals, in the given order."""
        return _find_loaded(self.columns, ids)

    def find_won_cards(self, ids: Iterable[int]) -> list[DealCard]:
        """The loaded ones among these won deals."""
        return _find_loaded(self.ends, ids)

    def clear_selection(self) -> None:
        """Select nothing."""
        for column in self.all_columns:
            column.list.clearSelection()

    def repaint_cards(self, ids: Collection[int]) -> None:
        """Paint the columns again where these deals stand."""
        for column in self.all_columns:
            if not frozenset(ids).isdisjoint(column.list.cards.loaded_ids):
                column.list.viewport().update()

    def show_insertion(self, place: int | None) -> None:
        """Show where a column that is dragged would go: before the one at that place; None takes the line away."""
        if place != self._insertion:
            self._insertion = place
            self.update()

    def show_no_match(self, *, is_shown: bool) -> None:
        """Say over the columns of open deals that none passes the filters."""
        if is_shown and self.no_match is None:
            from desktop_pipeline.ui.board.no_match import NoMatch  # noqa: PLC0415 - when nothing matches

            self.no_match = NoMatch(self._theme, self, self.tr("No open deal matches these filters"))
            self.no_match.acted.connect(self.unfiltered_asked)
            self._place_no_match()
        elif not is_shown and self.no_match is not None:
            self.no_match.hide()
            self.no_match.deleteLater()
            self.no_match = None

    def place_at(self, x: float) -> int:
        """Before which of the columns something let go there would go."""
        return sum(x > column.geometry().center().x() for column in self.columns)

    def width_in(self, room: int, *, fixed: bool) -> int:
        """How wide it would be in a view of that width."""
        return self._find_lefts(room, fixed=fixed)[-1]

    def arrange(self, view: QSize, *, fixed: bool) -> None:
        """Place the columns for a view of that size; `fixed` gives every card 216 and scrolls sideways."""
        *lefts, whole = self._find_lefts(view.width(), fixed=fixed)
        width = self._column_width(view.width(), fixed=fixed)
        for column, left in zip(self.all_columns, lefts, strict=False):
            column.setGeometry(left, _TOP, STRIP if column.is_collapsed else width, view.height() - _TOP)
        if not self.ends:
            won_left = whole - STRIP - _RIGHT
            self.won.setGeometry(won_left, _STRIP_TOP, STRIP, max(0, view.height() - _STRIP_TOP - _STRIP_FOOT))
        self.setFixedSize(whole, view.height())
        self._place_no_match()

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self._place_no_match()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        fill(painter, event.rect(), self._theme.color("canvas"))
        if self._insertion is not None and self.columns:
            if self._insertion < len(self.columns):
                x = self.columns[self._insertion].x() - 1
            else:
                x = self.columns[-1].geometry().right() + 2
            painter.fillRect(x, _TOP + 4, 2, self.height() - _TOP - _STRIP_FOOT, self._theme.color("accent"))

    def _place_no_match(self) -> None:
        if self.no_match is not None:
            self.no_match.place([None if column.is_collapsed else _room_for_cards(column) for column in self.columns])

    def _replace(self, old: list[BoardColumn], new: list[BoardColumn]) -> list[BoardColumn]:
        for column in old:
            if column not in new:
                column.hide()
                column.deleteLater()
        for column in new:
            if column not in old:
                column.setParent(self)
                column.show()
        return new

    def _find_lefts(self, room: int, *, fixed: bool) -> list[int]:
        """Where each column begins, and at last how wide all is."""
        start, between = spaces(fixed=fixed)
        width = self._column_width(room, fixed=fixed)
        place, lefts = start, []
        for column in self.all_columns:
            lefts.append(place + INSET if column.is_collapsed else place)
            place += (STRIP + 2 * INSET if column.is_collapsed else width) + between
        if self.ends:
            return [*lefts, max(place - between + _STRIP_GAP, room)]
        return [*lefts, max(place - between + _STRIP_GAP + STRIP + _RIGHT, room)]

    def _column_width(self, room: int, *, fixed: bool) -> int:
        if fixed:
            return self._theme.size(FIXED) + 2 * INSET
        start, between = spaces(fixed=fixed)
        columns = self.all_columns
        folded = sum(column.is_collapsed for column in columns)
        opened = max(1, len(columns) - folded)
        taken = _STRIP_GAP + (0 if self.ends else STRIP + _RIGHT)
        taken += folded * (STRIP + 2 * INSET) + between * (len(columns) - 1)
        card = (room - start - taken) // opened - 2 * INSET
        return max(self._theme.size(NARROWEST), min(self._theme.size(WIDEST), card)) + 2 * INSET


def _room_for_cards(column: BoardColumn) -> QRect:
    return column.geometry().adjusted(INSET, column.cards_top, -INSET, 0)


def _find_loaded(columns: Iterable[BoardColumn], ids: Iterable[int]) -> list[DealCard]:
    wanted = list(ids)
    among = frozenset(wanted)
    found = {card.deal_id: card for column in columns for card in column.list.cards.loaded if card.deal_id in among}
    return [found[deal_id] for deal_id in wanted if deal_id in found]


def spaces(*, fixed: bool) -> tuple[int, int]:
    """Pixels before the first column and between two of them."""
    return (INSET, 0) if fixed else (2 * INSET, 3)
