"""What the board's columns show: read whole, or carried along with the deals that a change touched."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_pipeline.actions import Change
from desktop_pipeline.queries.board import (
    HANGING,
    Board,
    StageColumn,
    find_concerned,
    follow_board,
    has_values,
    prepare_text_filter,
    read_board,
    read_won_columns,
)
from desktop_pipeline.queries.board_cards import CardQuestion, PlacedCard
from desktop_pipeline.queries.board_filter import BoardFilter
from desktop_pipeline.queries.board_lanes import Axis, Lane
from desktop_pipeline.queries.board_order import lane_of, read_placed
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.ui.board.canvas import BoardCanvas
from desktop_pipeline.ui.board.lane_words import name_lane
from desktop_pipeline.ui.board.looks import BoardLooks
from desktop_pipeline.ui.board.scores import BoardScores
from desktop_pipeline.ui.board.stage_column import BoardColumn
from desktop_pipeline.ui.board.stage_empty import Around
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks

if TYPE_CHECKING:
    from desktop_pipeline.queries.board_steps import BoardSteps

# After first paint, and once for a burst of keys or drops.
_WEIGHED_AFTER_MS = 150
# After the filter field has shown that it has the keys, and before the first one is typed.
_PREPARED_AFTER_MS = 30
# Rows of these stand on cards: when one changes, every column reads its cards again.
_ON_CARDS = (
    *("organisation", "owner", "label", "deal_label", "activity", "stage", "line_item", "note", "source", "product"),
    *("criterion", "criterion_tick", "answer", "deal_person", "custom_value", "person", "score_rule"),
)
# A change of these alone leaves all deals as they are but those it names, or on whose cards something hangs.
_OF_DEALS = HANGING | {"deal", "history_event", "gate_pass"}
# More are sooner read with everything else.
_MOST_FOLLOWED = 20


class BoardContents(QObject):
    """Fills the canvas with columns that `make_column(lane, currency)` makes, to be set before anything is shown.

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
        read_looks: Callable[[], BoardLooks],
    ) -> None:
        super().__init__(canvas)
        self._session = session
        self._tasks = tasks
        self._figures = figures
        self._formats = formats
        self._canvas = canvas
        self._read_filter = read_filter
        self._read_looks = read_looks
        self.make_column: Callable[[Lane, str], BoardColumn]
        self.board: Board | None = None
        self.scores = BoardScores(session, tasks, formats)
        self.scores.arrived = self._show_scores
        # What stands on the strip at the board's end.
        self._won: tuple[object, ...] = ()
        self._weighing = QTimer(self, singleShot=True, interval=_WEIGHED_AFTER_MS)
        self._weighing.timeout.connect(self._ask_figures)
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
        touched = (change.touched.ids_by_table or {}).get("deal", frozenset())
        were_open = [card.deal_id for card in self._canvas.find_cards(touched)]
        self.scores.follow(change, self._read_looks(), self._read_filter(), were_open)
        if self.board is None or self._follow_deals(self.board, change):
            return
        everywhere = len(touched) > _MOST_FOLLOWED or any(change.touches(table) for table in _ON_CARDS)
        everywhere = everywhere or (bool(touched) and self.scores.hang_together())
        # A deal from below the loaded rows may have come in among them, and the sums are as they were.
        lanes = set() if everywhere else set(self._group_by_lane(self._read_placed(touched)))

        def fill(shown: BoardColumn, column: StageColumn) -> bool:
            is_touched = everywhere or column.lane in lanes
            if not is_touched and shown.shown == column and not change.touches("deal", shown.list.cards.loaded_ids):
                return False
            return _refresh(shown, column)

        self._show(self._read(), fill)

    def pass_over(self) -> None:
        """Something has changed before anything was shown."""
        self.scores.pass_over()

    def weigh(self) -> None:
        """Ask in a moment for what takes longer than the cards: weighted sums, steps, the best fifth."""
        self._weighing.start()

    def prepare_filter(self) -> None:
        """Read in a moment what the first key of the text filter would have to wait for."""
        self._preparing.start()

    def stop(self) -> None:
        """Ask for nothing any more."""
        self._weighing.stop()
        self._preparing.stop()

    def ask(self, lane: Lane) -> CardQuestion:
        """How the cards of a lane are read."""
        looks = self._read_looks()
        awaits = self.scores.are_awaited(looks, self._read_filter)
        return CardQuestion(self._session.today(), self._session.now(), looks.order_of(lane), looks.fields, awaits)

    def show_won(self) -> None:
        """Show what was won and what comes after the sale as columns, or fold them to their strip."""
        self._fill_ends(_refresh)
        self.stages_changed.emit()

    def _read(self) -> Board:
        session, looks = self._session, self._read_looks()
        self.scores.prime(looks, self._read_filter())
        board = read_board(session.workspace, self._read_filter(), today=session.today(), axis=looks.axis)
        if board.axis is Axis.STAGE:
            return board
        named = tuple(name_lane(column, self._formats, board.read_on) for column in board.columns)
        return board._replace(columns=named)

    def _read_placed(self, deal_ids: Collection[int]) -> list[PlacedCard]:
        axis = self._read_looks().axis
        return read_placed(self._session.workspace, self._read_filter(), deal_ids, axis=axis, ask=self.ask)

    def _group_by_lane(self, placed: Iterable[PlacedCard]) -> dict[Lane, list[PlacedCard]]:
        axis, today = self._read_looks().axis, self._session.today()
        grouped: dict[Lane, list[PlacedCard]] = {}
        for each in placed:
            grouped.setdefault(lane_of(each.card, axis, today), []).append(each)
        return grouped

    def _follow_deals(self, board: Board, change: Change) -> bool:
        """Reads the touched deals only, where it is known how each of them stood before; whether it was."""
        session, tables = self._session, change.touched.ids_by_table
        if tables is None or not _OF_DEALS.issuperset(tables) or board.read_on != session.today():
            return False
        touched = find_concerned(session.workspace, tables)
        if not touched or len(touched) > _MOST_FOLLOWED:
            return False
        gone = self._canvas.find_cards(touched)
        if len(gone) != len(touched):
            return False
        placed = self._read_placed(touched)
        come = [each.card for each in placed]
        if len(come) < len(gone) and self.scores.hang_together():
            return False
        followed = follow_board(session.workspace, self._read_filter(), board, gone, come)
        rows = self._group_by_lane(placed)
        lanes = {lane_of(card, board.axis, board.read_on) for card in (*gone, *come)}

        def fill(shown: BoardColumn, column: StageColumn) -> bool:
            if column.lane not in lanes:
                return False
            shown.list.cards.follow(column.deals, touched, rows.get(column.lane, []))
            return True

        self._show(followed, fill)
        return True

    def _show(self, board: Board, fill: Callable[[BoardColumn, StageColumn], bool]) -> None:
        """Shows a board; `fill` brings a column's rows up to date and says whether it had to."""
        self.board = board
        lanes = [column.lane for column in board.columns]
        other_stages = lanes != [column.lane for column in self._canvas.columns]
        if other_stages:
            self._canvas.set_columns(self._keep_or_make(lanes, board.currency))
        filtered = self._read_filter().is_set
        has_deals = any(column.deals for column in board.columns)
        has_no_match = filtered and not has_deals
        for place, (shown, column) in enumerate(zip(self._canvas.columns, board.columns, strict=True)):
            nothing = Around.NOTHING if place else Around.FIRST_OF_NOTHING
            around = Around.NO_MATCH if has_no_match else Around.DEALS if has_deals else nothing
            is_filled = fill(shown, column)
            shown.show_column(column, len(board.columns), board.currency, filtered=filtered, around=around)
            if is_filled:
                shown.settle()
        self._canvas.show_no_match(is_shown=has_no_match)
        self._show_won_strip(board)
        other_stages = self._fill_ends(fill) or other_stages
        if other_stages:
            self.stages_changed.emit()
        self.shown.emit()
        self._tell_totals(None)
        self._weighing.start()

    def _show_won_strip(self, board: Board) -> None:
        won = (board.read_on, board.won_deals, board.won_value, board.currency)
        if won != self._won:
            self._won = won
            month, value = (
                self._formats.month(board.read_on),
                self._formats.whole_money(board.won_value, board.currency),
            )
            self._canvas.won.show_won(month, board.won_deals, value)

    def _keep_or_make(self, lanes: Iterable[Lane], currency: str) -> list[BoardColumn]:
        """Columns in another order are the same columns: focus, selection and scrolling stay."""
        known = {column.lane: column for column in self._canvas.columns}
        return [known.get(lane) or self.make_column(lane, currency) for lane in lanes]

    def _fill_ends(self, fill: Callable[[BoardColumn, StageColumn], bool]) -> bool:
        """Shows the columns of won deals where they are unfolded; whether there are others than before."""
        if self.board is None:
            return False
        session, canvas = self._session, self._canvas
        columns: tuple[StageColumn, ...] = ()
        if self._read_looks().shows_won:
            columns = read_won_columns(session.workspace, self._read_filter(), today=session.today())
        others = [column.lane for column in columns] != [column.lane for column in canvas.ends]
        if others:
            known = {column.lane: column for column in canvas.ends}
            currency = self.board.currency
            canvas.set_ends(known.get(column.lane) or self.make_column(column.lane, currency) for column in columns)
        filtered = self._read_filter().is_set
        for shown, column in zip(canvas.ends, columns, strict=True):
            (_start_again if fill is _start_again else _refresh)(shown, column)
            named = name_lane(column, self._formats, session.today())
            shown.show_column(named, len(columns) - 1, self.board.currency, filtered=filtered)
            shown.settle()
        return others

    def _ask_figures(self) -> None:
        from desktop_pipeline.queries.board_steps import BoardSteps, read_steps  # noqa: PLC0415 - not at the first paint

        board_filter, today = self._read_filter(), self._session.today()
        self.scores.ask()
        self._tasks.run(
            lambda _progress: read_steps(self._figures, board_filter.pipeline_id, today),
            self._on_steps,
            lambda _error: self._on_steps(BoardSteps()),
            key="board steps",
        )
        self._tasks.run(
            lambda _progress: (
                self._figures.weighted_by_stage(board_filter, today),
                self._figures.stage_chances(today),
            ),
            self._on_weighted,
            lambda _error: self._on_weighted(({}, self._session.chances)),
            key="board weighted",
        )

    def _on_weighted(self, found: tuple[Mapping[int, int], Mapping[int, float]]) -> None:
        weighted, chances = found
        self._session.note_chances(chances)
        for column in self._canvas.columns:
            column.header.show_weighted(weighted.get(column.stage_id))
        if self.board is not None and weighted:
            axis, columns = self.board.axis, self.board.columns
            known = [weighted.get(column.stage_id, 0) for column in columns]
            self._tell_totals(sum(known if axis is Axis.STAGE else weighted.values()))

    def _on_steps(self, found: "BoardSteps") -> None:
        if self.board is None:
            return
        from desktop_pipeline.ui.board.step_words import say_step  # noqa: PLC0415 - numpy comes with it

        last = self.board.columns[-1].lane if self.board.columns else None
        for column in self._canvas.columns:
            step = found.steps.get(column.stage_id)
            line = (
                None
                if step is None
                else say_step(step, found.narrowest, self._formats, self.board.currency, is_last=column.lane == last)
            )
            column.show_step(line)

    def _tell_totals(self, weighted: int | None) -> None:
        if self.board is not None:
            columns = self.board.columns
            value = sum(column.value for column in columns) if has_values(columns) else None
            self.totals_changed.emit(sum(column.deals for column in columns), value, weighted)

    def _show_scores(self) -> None:
        for column in self._canvas.columns:
            column.list.cards.refresh(column.list.cards.total)

    def _prepare_filter(self) -> None:
        prepare_text_filter(self._session.workspace, self._read_filter())


def _refresh(shown: BoardColumn, column: StageColumn) -> bool:
    shown.list.cards.refresh(column.deals)
    return True


def _start_again(shown: BoardColumn, column: StageColumn) -> bool:
    shown.list.cards.start_again(column.deals, shown.cards_in_sight)
    return True
