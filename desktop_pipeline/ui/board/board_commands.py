"""What keys, drops and quick add ask of the board: each ends in one action or in a focus that moves."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRectF
from PySide6.QtGui import QCursor

from desktop_pipeline.queries.lists import read_lost_reasons
from desktop_pipeline.ui.board.board_keys import Ask
from desktop_pipeline.ui.board.card_words import count_deals
from desktop_pipeline.ui.board.drop_zones import Outcome
from desktop_pipeline.ui.board.stage_column import BoardColumn
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.toast import Toast

if TYPE_CHECKING:
    from desktop_pipeline.ui.board.board_page import BoardPage
    from desktop_pipeline.ui.board.deal_moves import DealMoves
    from desktop_pipeline.ui.board.lost_dialog import LostDialog
    from desktop_pipeline.ui.board.quick_add import QuickDeal


class BoardCommands(QObject):
    """The same few commands for mouse and keyboard, on the selected deals or else the focused one."""

    def __init__(self, page: "BoardPage", session: Session, theme: Theme, toast: Toast) -> None:
        super().__init__(page)
        self._page = page
        self._session = session
        self._theme = theme
        self._toast = toast

    @cached_property
    def _moves(self) -> "DealMoves":
        # The actions are loaded when something is done, not on the way to the first paint.
        from desktop_pipeline.ui.board.deal_moves import DealMoves  # noqa: PLC0415

        return DealMoves(self._session, self._toast, self)

    def answer(self, column: BoardColumn, ask: Ask) -> None:
        """Do what a key pressed in that column asks."""
        page = self._page
        answers: dict[Ask, Callable[[], object]] = {
            Ask.OPEN: lambda: self._open(column),
            Ask.FOCUS_LEFT: lambda: self._focus_beside(column, -1),
            Ask.FOCUS_RIGHT: lambda: self._focus_beside(column, 1),
            Ask.SEND_LEFT: lambda: self._send(column, -1),
            Ask.SEND_RIGHT: lambda: self._send(column, 1),
            Ask.RAISE: lambda: self._nudge(column, -1),
            Ask.LOWER: lambda: self._nudge(column, 1),
            Ask.NEW: page.new_deal,
            Ask.WIN: lambda: self.close(Outcome.WON, self._acting(column)),
            Ask.LOSE: lambda: self.close(Outcome.LOST, self._acting(column)),
            Ask.DELETE: lambda: self.close(Outcome.DELETED, self._acting(column)),
            Ask.CLEAR: self._clear,
            Ask.COLLAPSE: lambda: self._fold(column),
            Ask.EXPAND: self._unfold,
            Ask.FILTER: page.focus_filter,
        }
        answers[ask]()

    def lift(self, column: BoardColumn, deal_id: int) -> None:
        """Take the card under the mouse into the hand, with all selected ones when it is one of them."""
        cards = self._page.canvas.selected()
        if deal_id not in {card.deal_id for card in cards}:
            cards = self._page.canvas.find_cards([deal_id])
        row = column.list.cards.row_of(deal_id)
        if row is None or not cards:
            return
        rect = self._page.delegate.card_rect(QRectF(column.list.visualRect(column.list.cards.index(row)))).toRect()
        grabbed = column.list.viewport().mapFromGlobal(QCursor.pos()) - rect.topLeft()
        inside = QPoint(max(0, min(grabbed.x(), rect.width())), max(0, min(grabbed.y(), rect.height())))
        self._page.drag.lift(cards, inside, rect.width())

    def drop(self, column: BoardColumn, ids: Sequence[int], after: int | None) -> None:
        """Cards were let go on a column."""
        self._page.drag.end()
        self._move(column, ids, after)

    def close(self, outcome: Outcome, ids: Sequence[int]) -> None:
        """Win, lose or delete deals, dropped on a zone or by their key."""
        self._page.drag.end()
        if not ids:
            return
        if outcome is Outcome.LOST:
            self.ask_reason(ids)
            return
        act, said = {
            Outcome.WON: (self._moves.win, self.tr("{deals} won")),
            Outcome.DELETED: (self._moves.delete, self.tr("{deals} deleted")),
        }[outcome]
        if act(ids):
            self._announce(said.format(deals=count_deals(len(ids))))

    def ask_reason(self, ids: Sequence[int]) -> "LostDialog":
        """Ask why these deals are lost and close them with the answer; nothing happens when it is cancelled."""
        from desktop_pipeline.actions.deals import shorten  # noqa: PLC0415 - not needed for the first paint
        from desktop_pipeline.ui.board.lost_dialog import LostDialog  # noqa: PLC0415 - not needed for the first paint

        cards = self._page.canvas.find_cards(ids)
        what = f"“{shorten(cards[0].title)}”" if len(cards) == len(ids) == 1 else count_deals(len(ids))
        reasons = read_lost_reasons(self._session.workspace)
        dialog = LostDialog(self._theme, what, reasons, self._page, several=len(ids) > 1)
        dialog.reason_chosen.connect(lambda reason_id, note: self._lose(ids, reason_id, note))
        dialog.open()
        return dialog

    def add(self, column: BoardColumn, deal: "QuickDeal") -> None:
        """Add what was typed at a column's foot; the field stays open for the next one."""
        created = self._moves.create(deal, column.stage_id)
        if created is not None:
            column.quick_add.empty()
            row = column.list.cards.row_of(created)
            if row is not None:
                column.list.point_at(row)
            self._announce(self.tr("Added to {stage}").format(stage=column.name))

    def _lose(self, ids: Sequence[int], reason_id: int, note: str) -> None:
        if self._moves.lose(ids, reason_id, note):
            self._announce(self.tr("{deals} closed as lost").format(deals=count_deals(len(ids))))

    def _acting(self, column: BoardColumn) -> list[int]:
        cards = self._page.canvas.selected() or [card for card in [column.list.current_card()] if card is not None]
        return [card.deal_id for card in cards]

    def _open(self, column: BoardColumn) -> None:
        card = column.list.current_card()
        if card is not None:
            self._page.deal_opened.emit(card.deal_id)

    def _beside(self, column: BoardColumn, step: int) -> BoardColumn | None:
        columns = self._page.canvas.columns
        place = columns.index(column) + step
        return columns[place] if 0 <= place < len(columns) else None

    def _focus_beside(self, column: BoardColumn, step: int) -> None:
        beside = self._beside(column, step)
        while beside is not None and beside.is_collapsed:
            beside = self._beside(beside, step)
        if beside is not None:
            self._page.focus_row(beside, max(0, column.list.currentIndex().row()))

    def _send(self, column: BoardColumn, step: int) -> None:
        beside, ids = self._beside(column, step), self._acting(column)
        if beside is not None and ids:
            row = max(0, column.list.currentIndex().row())
            self._move(beside, ids, beside.deal_above(row, ids))

    def _nudge(self, column: BoardColumn, step: int) -> None:
        cards = column.list.cards
        ids = [deal_id for deal_id in self._acting(column) if cards.row_of(deal_id) is not None]
        rows = [row for row in map(cards.row_of, ids) if row is not None]
        beyond = cards.card(min(rows) - 1 if step < 0 else max(rows) + 1) if rows else None
        if beyond is None:
            return
        row = min(rows) - 1 if step < 0 else max(rows) + 2
        self._move(column, ids, column.deal_above(row, ids))

    def _clear(self) -> None:
        if self._page.canvas.selected():
            self._page.canvas.clear_selection()
        else:
            self._page.escaped.emit()

    def _fold(self, column: BoardColumn) -> None:
        beside = self._beside(column, 1) or self._beside(column, -1)
        column.set_collapsed(collapsed=True)
        if beside is not None and not beside.is_collapsed:
            self._page.focus_row(beside, max(0, beside.list.currentIndex().row()))

    def _unfold(self) -> None:
        for column in self._page.canvas.columns:
            column.set_collapsed(collapsed=False)

    def _move(self, column: BoardColumn, ids: Sequence[int], after: int | None) -> None:
        if not self._moves.move(ids, column.stage_id, after):
            return
        if self._page.show_deal(ids[0]):
            # Several cards stay together in the hand of the keyboard, to be sent further.
            self._page.canvas.clear_selection()
            column.list.select_deals(ids if len(ids) > 1 else ())
            row = column.list.currentIndex().row()
            said = self.tr("Moved to {stage}, position {row} of {count}")
            self._announce(said.format(stage=column.name, row=row + 1, count=column.list.cards.total))

    def _announce(self, sentence: str) -> None:
        from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # noqa: PLC0415 - their enumerations are large

        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._page, sentence))
