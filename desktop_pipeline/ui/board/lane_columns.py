"""Makes the columns of the board and ties them to what it does."""

from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop_pipeline.queries.board_cards import CardQuestion, DealCard, Order
from desktop_pipeline.queries.board_filter import BoardFilter
from desktop_pipeline.queries.board_lanes import Lane, LaneKind
from desktop_pipeline.queries.board_order import find_row, list_lane, read_lane
from desktop_pipeline.ui.board.card_delegate import CardDelegate
from desktop_pipeline.ui.board.card_words import describe_card
from desktop_pipeline.ui.board.payload import Payload
from desktop_pipeline.ui.board.stage_cards import StageCards
from desktop_pipeline.ui.board.stage_column import BoardColumn
from desktop_pipeline.ui.board.stage_list import StageList
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme

if TYPE_CHECKING:
    from desktop_pipeline.ui.board.board_page import BoardPage


class LaneColumns(QObject):
    """`make` answers an empty column of a lane; its cards are read when it is filled."""

    def __init__(
        self,
        page: "BoardPage",
        session: Session,
        theme: Theme,
        formats: Formats,
        payload: Payload,
        delegate: CardDelegate,
        ask: Callable[[Lane], CardQuestion],
    ) -> None:
        super().__init__(page)
        self._page = page
        self._session = session
        self._theme = theme
        self._formats = formats
        self._payload = payload
        self._delegate = delegate
        self._ask = ask
        delegate.explain_criteria = self._list_open

    def make(self, lane: Lane, currency: str) -> BoardColumn:
        """An empty column of the lane; quick add reads values in that currency."""
        session, formats, page = self._session, self._formats, self._page

        def read(offset: int, limit: int) -> Sequence[DealCard]:
            return read_lane(session.workspace, page.filter(), lane, self._ask(lane), offset=offset, limit=limit)

        def list_all() -> list[int]:
            return list_lane(session.workspace, page.filter(), lane, self._ask(lane))

        def describe(card: DealCard) -> str:
            is_best = card.deal_id in self._delegate.best
            return describe_card(card, formats, session.today(), is_best=is_best, now=session.now())

        cards = StageCards(read, describe, self._payload, _BESIDE[lane.kind])
        deals = StageList(cards, self._delegate, list_all)
        column = BoardColumn(self._theme, formats, self._payload, deals, self._delegate, lane, currency)
        column.takes_new = lane.is_open and not session.workspace.is_read_only
        column.read_currencies = self._read_currencies
        column.find_slot = _SlotFinder(session, page.filter, self._ask, column).find
        self._connect(column)
        if not session.workspace.is_read_only:
            page.mail_drop.watch(column)
        return column

    def _read_currencies(self) -> list[str]:
        from desktop_pipeline.queries.deal_parts import read_currencies  # noqa: PLC0415 - when a deal is typed

        base = self._session.workspace.base_currency
        return [base, *(code for code in read_currencies(self._session.workspace) if code != base)]

    def _list_open(self, deal_id: int) -> list[str]:
        from desktop_pipeline.ui.board.open_criteria import list_open  # noqa: PLC0415 - when it is pointed at

        return list_open(self._session, deal_id)

    def _connect(self, column: BoardColumn) -> None:
        page = self._page
        commands, stages = page.commands, page.stages
        column.list.asked.connect(partial(commands.answer, column))
        column.list.opened.connect(page.deal_opened)
        column.list.picked.connect(page.canvas.clear_selection)
        column.list.drag_wanted.connect(partial(commands.lift, column))
        column.list.focused.connect(partial(page.note_focus, column))
        column.list.selectionModel().currentChanged.connect(partial(page.note_focus, column))
        column.list.menu_wanted.connect(partial(commands.open_menu, column))
        column.drag_moved.connect(lambda ids, place: page.drag.hover(column, ids, place))
        column.drag_left.connect(lambda: page.drag.leave_column())  # noqa: PLW0108 - not made yet
        column.deals_dropped.connect(partial(commands.drop, column))
        column.collapse_changed.connect(partial(page.note_collapse, column))
        column.deal_typed.connect(partial(commands.add, column))
        column.renamed.connect(partial(stages.rename, column))
        column.header.asked.connect(partial(commands.answer, column))
        column.header.menu_wanted.connect(partial(stages.open_menu, column))
        column.header.dragged.connect(partial(stages.drag, column))
        column.header.drag_ended.connect(partial(stages.end_drag, column))
        column.header.entered.connect(partial(page.focus_row, column, 0))


_BESIDE: dict[LaneKind, Callable[[DealCard], str]] = {
    LaneKind.STAGE: lambda _card: "",
    LaneKind.MONTH: lambda card: card.stage,
    LaneKind.WON: lambda card: card.after_sale or "",
    LaneKind.AFTER_SALE: lambda _card: "",
}


class _SlotFinder:
    """Where sorting would put the first of some deals; the last answer is kept while they hover."""

    def __init__(
        self,
        session: Session,
        read_filter: Callable[[], BoardFilter],
        ask: Callable[[Lane], CardQuestion],
        column: BoardColumn,
    ) -> None:
        self._session = session
        self._read_filter = read_filter
        self._ask = ask
        self._column = column

    def find(self, ids: Collection[int]) -> int | None:
        """The row, or None in a column that is sorted by hand."""
        lane = self._column.lane
        question = self._ask(lane)
        if question.order is Order.HAND or not ids:
            return None
        deal_id = next(iter(ids))
        stands_here = self._column.list.cards.row_of(deal_id) is not None
        workspace, board_filter = self._session.workspace, self._read_filter()
        # The instant of the question goes on with every move of the mouse; the answer holds until somebody writes.
        return workspace.keep(
            f"slot {lane.kind} {lane.number}",
            (board_filter, question.order, question.today, deal_id, stands_here),
            lambda: find_row(workspace, board_filter, lane, question, deal_id, enters=not stands_here),
        )
