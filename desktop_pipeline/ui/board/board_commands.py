"""What keys, drops and quick add ask of the board: each ends in one action or in a focus that moves."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRectF
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu

from desktop_pipeline.queries.board_cards import read_closes
from desktop_pipeline.queries.board_lanes import OVERDUE, LaneKind, month_lane, place_close
from desktop_pipeline.queries.board_order import find_lane
from desktop_pipeline.queries.lists import read_stages
from desktop_pipeline.ui.board.board_keys import Ask
from desktop_pipeline.ui.board.card_words import count_deals
from desktop_pipeline.ui.board.lane_words import sorted_by
from desktop_pipeline.ui.board.outcome import Outcome
from desktop_pipeline.ui.board.payload import MOST_DEALS
from desktop_pipeline.ui.board.stage_column import BoardColumn
from desktop_pipeline.ui.change_words import say_done
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.toast import Toast

if TYPE_CHECKING:
    from desktop_pipeline.queries.lists import Named
    from desktop_pipeline.ui.acts.deal_acts import DealActs
    from desktop_pipeline.ui.acts.lost_dialog import LostDialog
    from desktop_pipeline.ui.board.board_page import BoardPage
    from desktop_pipeline.ui.board.card_menu import CardMenu
    from desktop_pipeline.ui.board.deal_edits import DealEdits
    from desktop_pipeline.ui.board.deal_moves import DealMoves
    from desktop_pipeline.ui.board.quick_add import QuickDeal
    from desktop_pipeline.ui.cadences.cadence_acts import CadenceActs

# What can be asked of a workspace that is open for reading only.
_READING = frozenset(
    {
        *(Ask.OPEN, Ask.FOCUS_LEFT, Ask.FOCUS_RIGHT, Ask.CLEAR, Ask.COLLAPSE, Ask.EXPAND, Ask.FILTER),
        Ask.SELECT_ALL,
    }
)


class BoardCommands(QObject):
    """The same few commands for mouse and keyboard, on the selected deals or else the focused one."""

    def __init__(
        self, page: "BoardPage", session: Session, tasks: Tasks, theme: Theme, formats: Formats, toast: Toast
    ) -> None:
        super().__init__(page)
        self._page = page
        self._session = session
        self._tasks = tasks
        self._theme = theme
        self._formats = formats
        self._toast = toast

    @cached_property
    def _moves(self) -> "DealMoves":
        # The actions are loaded when something is done, not on the way to the first paint.
        from desktop_pipeline.ui.board.deal_moves import DealMoves  # noqa: PLC0415

        return DealMoves(self._session, self._toast, self)

    @cached_property
    def acts(self) -> "DealActs":
        """What is done with deals, with the questions that go with it."""
        from desktop_pipeline.ui.acts.deal_acts import DealActs  # noqa: PLC0415 - as for the moves

        return DealActs(
            self._session, self._theme, self._toast.show_text, self._page, formats=self._formats, tasks=self._tasks
        )

    @cached_property
    def cadences(self) -> "CadenceActs":
        """Where cadences are started; the keys go back to the board afterwards."""
        from desktop_pipeline.ui.cadences.cadence_acts import CadenceActs  # noqa: PLC0415 - as for the moves

        acts = CadenceActs(self._session, self._theme, self._formats, self._page)
        acts.said.connect(lambda text, detail, undo: self._toast.show_text(text, detail, undo=undo))
        acts.ended.connect(self._page.focus_page)
        return acts

    @cached_property
    def edits(self) -> "DealEdits":
        """The popovers for single fields of deals."""
        from desktop_pipeline.ui.board.deal_edits import DealEdits  # noqa: PLC0415 - as for the moves

        return DealEdits(self._page, self._session, self._theme, self._formats, self.acts)

    @cached_property
    def _menu(self) -> "CardMenu":
        from desktop_pipeline.ui.board.card_menu import CardMenu  # noqa: PLC0415 - as for the moves

        return CardMenu(self, self._session, lambda: self._page.pipeline_id, self._move_away)

    def prepare(self) -> None:
        """Loads what the first drop would have to wait for; for an idle moment after the first paint."""
        if not self._session.workspace.is_read_only:
            from desktop_pipeline.ui.board.quick_add import QuickAdd  # noqa: F401, PLC0415 - to be there when asked for

            _ = self._moves, self.acts, self._page.drag

    def answer(self, column: BoardColumn, ask: Ask) -> None:
        """Do what a key pressed in that column asks; nothing where it has gone while its menu was open."""
        if column not in self._page.canvas.all_columns:
            return
        if self._session.workspace.is_read_only and ask not in _READING:
            self._toast.show_text(self.tr("This workspace is open for reading only."))
            return
        if self._page.stages.answer(column, ask):
            return
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
            Ask.OWNER: lambda: self._edit(column, self.edits.ask_owner),
            Ask.LABELS: lambda: self._edit(column, self.edits.ask_labels),
            Ask.CLOSE_DATE: lambda: self._edit(column, self.edits.ask_close),
            Ask.VALUE: lambda: self._edit(column, self.edits.ask_value),
            Ask.WIN: lambda: self.close(Outcome.WON, self._acting(column)),
            Ask.LOSE: lambda: self.close(Outcome.LOST, self._acting(column)),
            Ask.NOT_A_FIT: lambda: self.ask_reason(self._acting(column), not_a_fit=True),
            Ask.DELETE: lambda: self.close(Outcome.DELETED, self._acting(column)),
            Ask.CLEAR: self._clear,
            Ask.COLLAPSE: lambda: self._fold(column),
            Ask.EXPAND: self._unfold,
            Ask.FILTER: page.focus_filter,
            Ask.SELECT_ALL: lambda: self._select_all(column),
            Ask.ACTIVITY: lambda: self._plan(column),
            Ask.CADENCE: lambda: self.cadences.start(self._acting(column), self._place_of(column)),
            Ask.WRITE: page.write_asked.emit,
            Ask.PIPELINE: lambda: self.ask_pipeline(column),
            Ask.SAVE_VIEW: lambda: page.views.save(
                page.toolbar.save.mapToGlobal(QPoint(0, page.toolbar.save.height()))
            ),
        }
        answers[ask]()

    def lift(self, column: BoardColumn, deal_id: int) -> None:
        """Take the card under the mouse into the hand, with all selected ones when it is one of them."""
        canvas = self._page.canvas
        cards, ids = canvas.selected(), canvas.selected_ids()
        if deal_id not in ids:
            cards, ids = canvas.find_cards([deal_id]) or canvas.find_won_cards([deal_id]), [deal_id]
        row = column.list.cards.row_of(deal_id)
        if row is None or not cards or self._session.workspace.is_read_only:
            return
        if len(ids) > MOST_DEALS:
            said = self.tr("Up to {most} deals can be dragged at once. Move more by Ctrl+← and Ctrl+→.")
            self._toast.show_text(said.format(most=self._formats.number(MOST_DEALS)))
            return
        rect = self._page.delegate.card_rect(QRectF(column.list.visualRect(column.list.cards.index(row)))).toRect()
        grabbed = column.list.viewport().mapFromGlobal(QCursor.pos()) - rect.topLeft()
        inside = QPoint(max(0, min(grabbed.x(), rect.width())), max(0, min(grabbed.y(), rect.height())))
        self._page.drag.lift(cards, ids, inside, rect.width())

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
            Outcome.WON: (self.acts.win, self.tr("{deals} won")),
            Outcome.DELETED: (self.acts.delete, self.tr("{deals} deleted")),
        }[outcome]
        act(ids, then=lambda: self.announce(said.format(deals=count_deals(len(ids)))))

    def ask_reason(self, ids: Sequence[int], *, not_a_fit: bool = False) -> "LostDialog | None":
        """Ask why these deals are lost and close them with the answer; nothing happens when it is cancelled.

        With `not_a_fit` that is the reason already, so that Enter is enough.
        """
        said = self.tr("{deals} closed as lost").format(deals=count_deals(len(ids)))
        ask = self.acts.not_a_fit if not_a_fit else self.acts.lose
        return ask(ids, then=lambda: self.announce(said))

    def add(self, column: BoardColumn, deal: "QuickDeal") -> None:
        """Add what was typed at a column's foot; the field stays open for the next one."""
        by_stage = column.lane.kind is LaneKind.STAGE
        stage_id = column.stage_id
        if not by_stage:
            stages = read_stages(self._session.workspace, self._page.pipeline_id)
            stage_id = stages[0].row_id if stages else 0
        created = self._moves.create(deal, stage_id, self._page.filter())
        if created is None:
            return
        column.quick_add.empty()
        if not by_stage and not self._move_month(column, [created]):
            return
        row = column.list.cards.row_of(created)
        if row is not None:
            column.list.point_at(row)
        elif find_lane(self._session.workspace, self._page.filter(), created, self._page.looks.axis) is None:
            self._toast.show_text(say_done(self._session.undo_label or ""), self.tr("The filter hides it."), undo=True)
        self.announce(self.tr("Added to {stage}").format(stage=column.name))

    def open_menu(self, column: BoardColumn, place: QPoint) -> QMenu:
        """What can be done with the focused or selected cards."""
        return self._menu.open(column, place)

    def ask_pipeline(self, column: BoardColumn) -> QMenu | None:
        """Offer the stages of the other pipelines for the focused or selected deals; None where there are none."""
        menu = self._menu.open_pipelines(column, self._place_of(column)) if self._acting(column) else None
        if menu is None:
            self._toast.show_text(self.tr("There is no other pipeline. Add one in the settings."))
        return menu

    def open_looks(self, place: QPoint) -> QMenu:
        """What the board shows: what stands on the cards, and how high they are."""
        from desktop_pipeline.ui.board.looks_menu import make_looks_menu  # noqa: PLC0415 - no first paint shows it

        menu = make_looks_menu(self._page)
        menu.popup(place)
        return menu

    def announce(self, sentence: str) -> None:
        """Tell those who listen."""
        from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # noqa: PLC0415 - their enumerations are large

        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._page, sentence))

    def _acting(self, column: BoardColumn) -> list[int]:
        card = column.list.current_card()
        return self._page.canvas.selected_ids() or ([] if card is None else [card.deal_id])

    def _place_of(self, column: BoardColumn) -> QPoint:
        """Just below the top of the focused card, on the screen."""
        rect = column.list.visualRect(column.list.currentIndex())
        return column.list.viewport().mapToGlobal(rect.topLeft() + QPoint(20, 30))

    def _open(self, column: BoardColumn) -> None:
        card = column.list.current_card()
        if card is not None:
            self._page.deal_opened.emit(card.deal_id)

    def _edit(self, column: BoardColumn, ask: Callable[[Sequence[int], QPoint], object]) -> None:
        ids = self._acting(column)
        if ids:
            ask(ids, self._place_of(column))

    def _plan(self, column: BoardColumn) -> None:
        ids = self._acting(column)
        if ids:
            self.edits.ask_activity(ids, self._place_of(column))

    def _select_all(self, column: BoardColumn) -> None:
        count = column.list.select_all_deals()
        self.announce(self.tr("{deals} selected").format(deals=count_deals(count)))

    def _beside(self, column: BoardColumn, step: int, columns: Sequence[BoardColumn]) -> BoardColumn | None:
        place = columns.index(column) + step
        return columns[place] if 0 <= place < len(columns) else None

    def _focus_beside(self, column: BoardColumn, step: int) -> None:
        columns = self._page.canvas.all_columns
        beside = self._beside(column, step, columns)
        while beside is not None and beside.is_collapsed:
            beside = self._beside(beside, step, columns)
        if beside is not None:
            self._page.focus_row(beside, max(0, column.list.currentIndex().row()))

    def _send(self, column: BoardColumn, step: int) -> None:
        canvas = self._page.canvas
        columns = canvas.columns if column in canvas.columns else canvas.ends
        beside, ids = self._beside(column, step, columns), self._acting(column)
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
        if not column.lane.is_open:
            self._page.unfold_won(unfolded=False)
            return
        columns = self._page.canvas.all_columns
        beside = self._beside(column, 1, columns) or self._beside(column, -1, columns)
        column.set_collapsed(collapsed=True)
        if beside is not None and not beside.is_collapsed:
            self._page.focus_row(beside, max(0, beside.list.currentIndex().row()))

    def _unfold(self) -> None:
        folded = [column for column in self._page.canvas.columns if column.is_folded]
        for column in folded:
            column.set_collapsed(collapsed=False)
        if not folded and not self._page.canvas.ends:
            self._page.unfold_won()

    def _move(self, column: BoardColumn, ids: Sequence[int], after: int | None) -> None:
        kind = column.lane.kind
        if kind is LaneKind.STAGE:
            self._move_stage(column, ids, after)
        elif kind is LaneKind.MONTH:
            if self._move_month(column, ids):
                self._follow(column, ids)
        elif self._page.canvas.find_won_cards(ids):
            if self._moves.place_after_sale(ids, column.stage_id or None):
                self.announce(self.tr("Moved to {stage}").format(stage=column.name))
        elif kind is LaneKind.WON:
            self.close(Outcome.WON, ids)
        else:
            self._toast.show_text(self.tr("Win the deal first; then it can go to {stage}.").format(stage=column.name))

    def _move_stage(self, column: BoardColumn, ids: Sequence[int], after: int | None) -> None:
        if column.is_sorted:
            if all(column.list.cards.row_of(deal_id) is not None for deal_id in ids):
                order = sorted_by(self._page.looks.order_of(column.lane))
                said = self.tr("{stage} is sorted by {order}. Sort it by hand to move deals up and down.")
                self._toast.show_text(said.format(stage=column.name, order=order))
                return
            after = None
        self.acts.move(ids, column.stage_id, after, then=lambda: self._follow(column, ids))

    def _move_away(self, column: BoardColumn, pipeline: "Named", stage: "Named") -> None:
        # The column may have gone while its menu was open.
        ids = self._acting(column) if column in self._page.canvas.all_columns else []
        said = self.tr("{deals} moved to {pipeline}").format(deals=count_deals(len(ids)), pipeline=pipeline.name)
        self.acts.move(ids, stage.row_id, then=lambda: self.announce(said))

    def _move_month(self, column: BoardColumn, ids: Sequence[int]) -> bool:
        lane, today = column.lane, self._session.today()
        if lane.number == OVERDUE:
            self._toast.show_text(self.tr("A day that has passed cannot be planned. Choose a month."))
            return False
        known = read_closes(self._session.workspace, ids)
        days = {
            deal_id: day if month_lane(day, today) == lane else place_close(day, lane, today)
            for deal_id, day in known.items()
        }
        return self._moves.set_closes(days)

    def _follow(self, column: BoardColumn, ids: Sequence[int]) -> None:
        """The keys go along with the deals that were moved."""
        if self._page.show_deal(ids[0]):
            # Several cards stay together in the hand of the keyboard, to be sent further.
            self._page.canvas.clear_selection()
            column.list.select_deals(ids if len(ids) > 1 else ())
            row = column.list.currentIndex().row()
            said = self.tr("Moved to {stage}, position {row} of {count}")
            self.announce(said.format(stage=column.name, row=row + 1, count=column.list.cards.total))
