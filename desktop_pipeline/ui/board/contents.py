"""What the board's columns show: read whole, or carried along with the deals that a change touched."""

from collections.abc import Callable, Collection, Iterable
from itertools import groupby

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_pipeline.actions import Change
from desktop_pipeline.queries.board import (
    Board,
    BoardFilter,
    PlacedCard,
    StageColumn,
    follow_board,
    has_values,
    prepare_text_filter,
    read_board,
    read_placed,
)
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.ui.board.canvas import BoardCanvas
from desktop_pipeline.ui.board.stage_column import BoardColumn
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks

# After first paint, and once for a burst of keys or drops.
_WEIGHED_AFTER_MS = 150
# After the filter field has shown that it has the keys, and before the first one is typed.
_PREPARED_AFTER_MS = 30
# Rows of these stand on cards: when one changes, every column reads its cards again.
_ON_CARDS = ("organisation", "owner", "label", "deal_label", "activity", "stage", "line_item")
# A change of these alone leaves all deals as they are but those it names.
_OF_DEALS = frozenset({"deal", "history_event"})
# More are sooner read with everything else.
_MOST_FOLLOWED = 20


class BoardContents(QObject):
    """Fills the canvas.

    Signals: `stages_changed()` after other columns stand there; `shown()` after anything was; `totals_changed(deals,
    value, weighted)` as the page has it.
    """

    stages_changed = Signal()
    shown = Signal()
    totals_changed = Signal(int, object, object)

    def __init__(
        self,
        session: Session,
        tasks: Tasks,
        figures: Figures,
        formats: Formats,
        canvas: BoardCanvas,
        read_filter: Callable[[], BoardFilter],
        make_column: Callable[[int, str], BoardColumn],
    ) -> None:
        """`make_column(stage id, currency)` makes an empty one."""
        super().__init__(canvas)
        self._session = session
        self._tasks = tasks
        self._figures = figures
        self._formats = formats
        self._canvas = canvas
        self._read_filter = read_filter
        self._make_column = make_column
        self.board: Board | None = None
        self._weighing = QTimer(self, singleShot=True, interval=_WEIGHED_AFTER_MS)
        self._weighing.timeout.connect(self._ask_weighted)
        self._preparing = QTimer(self, singleShot=True, interval=_PREPARED_AFTER_MS)
        self._preparing.timeout.connect(self._prepare_filter)

    def reload(self) -> None:
        """Read everything that is shown."""
        self._show(self._read(), _refresh)

    def filter_anew(self) -> None:
        """Show what another filter lets through."""
        self._show(self._read(), _start_again)

    def follow(self, change: Change) -> None:
        """Show what a change has left."""
        if self.board is None or self._follow_deals(self.board, change):
            return
        touched = (change.touched.ids_by_table or {}).get("deal", frozenset())
        everywhere = len(touched) > _MOST_FOLLOWED or any(change.touches(table) for table in _ON_CARDS)
        # A deal from below the loaded rows may have come in among them, and the sums are as they were.
        stages = set() if everywhere else {each.card.stage_id for each in self._read_placed(touched)}

        def fill(shown: BoardColumn, column: StageColumn) -> bool:
            is_touched = everywhere or column.stage_id in stages
            if not is_touched and shown.shown == column and not change.touches("deal", shown.list.cards.loaded_ids):
                return False
            return _refresh(shown, column)

        self._show(self._read(), fill)

    def weigh(self) -> None:
        """Ask for the weighted sums in a moment."""
        self._weighing.start()

    def prepare_filter(self) -> None:
        """Read in a moment what the first key of the text filter would have to wait for."""
        self._preparing.start()

    def stop(self) -> None:
        """Ask for nothing any more."""
        self._weighing.stop()
        self._preparing.stop()

    def _read(self) -> Board:
        return read_board(self._session.workspace, self._read_filter(), today=self._session.today())

    def _read_placed(self, deal_ids: Collection[int]) -> list[PlacedCard]:
        session = self._session
        return read_placed(session.workspace, self._read_filter(), deal_ids, today=session.today(), now=session.now())

    def _follow_deals(self, board: Board, change: Change) -> bool:
        """Reads the touched deals only, where it is known how each of them stood before; whether it was."""
        session, tables = self._session, change.touched.ids_by_table
        if tables is None or not _OF_DEALS.issuperset(tables) or board.read_on != session.today():
            return False
        touched = tables.get("deal", frozenset())
        gone = self._canvas.find_cards(touched)
        if not touched or len(touched) > _MOST_FOLLOWED or len(gone) != len(touched):
            return False
        placed = self._read_placed(touched)
        come = [each.card for each in placed]
        followed = follow_board(session.workspace, self._read_filter(), board, gone, come)
        rows = _group_by_stage(placed)
        stages = {card.stage_id for card in (*gone, *come)}

        def fill(shown: BoardColumn, column: StageColumn) -> bool:
            if column.stage_id not in stages:
                return False
            shown.list.cards.follow(column.deals, touched, rows.get(column.stage_id, []))
            return True

        self._show(followed, fill)
        return True

    def _show(self, board: Board, fill: Callable[[BoardColumn, StageColumn], bool]) -> None:
        """Shows a board; `fill` brings a column's rows up to date and says whether it had to."""
        self.board = board
        stage_ids = [column.stage_id for column in board.columns]
        other_stages = stage_ids != [column.stage_id for column in self._canvas.columns]
        if other_stages:
            self._canvas.set_columns(self._make_column(stage_id, board.currency) for stage_id in stage_ids)
        filtered = self._read_filter().is_set
        for shown, column in zip(self._canvas.columns, board.columns, strict=True):
            is_filled = fill(shown, column)
            shown.show_column(column, len(board.columns), board.currency, filtered=filtered)
            if is_filled:
                shown.settle()
        month = self._formats.month(board.read_on)
        won = self._formats.whole_money(board.won_value, board.currency)
        self._canvas.won.show_won(month, board.won_deals, won)
        if other_stages:
            self.stages_changed.emit()
        self.shown.emit()
        self._tell_totals(None)
        self._weighing.start()

    def _ask_weighted(self) -> None:
        board_filter, today = self._read_filter(), self._session.today()
        self._tasks.run(
            lambda _progress: self._figures.weighted_by_stage(board_filter, today),
            self._on_weighted,
            lambda _error: self._on_weighted({}),
            key="board weighted",
        )

    def _on_weighted(self, weighted: dict[int, int]) -> None:
        for column in self._canvas.columns:
            column.header.show_weighted(weighted.get(column.stage_id))
        if self.board is not None and weighted:
            self._tell_totals(sum(weighted.get(column.stage_id, 0) for column in self.board.columns))

    def _tell_totals(self, weighted: int | None) -> None:
        if self.board is not None:
            columns = self.board.columns
            value = sum(column.value for column in columns) if has_values(columns) else None
            self.totals_changed.emit(sum(column.deals for column in columns), value, weighted)

    def _prepare_filter(self) -> None:
        prepare_text_filter(self._session.workspace, self._read_filter())


def _refresh(shown: BoardColumn, column: StageColumn) -> bool:
    shown.list.cards.refresh(column.deals)
    return True


def _start_again(shown: BoardColumn, column: StageColumn) -> bool:
    shown.list.cards.start_again(column.deals)
    return True


def _group_by_stage(placed: Iterable[PlacedCard]) -> dict[int, list[PlacedCard]]:
    return {stage_id: list(some) for stage_id, some in groupby(placed, lambda each: each.card.stage_id)}
