"""The board: puts toolbar, columns and commands together, and knows which column has the keys."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QPixmapCache, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from desktop_pipeline.actions import Change
from desktop_pipeline.queries.board import Board
from desktop_pipeline.queries.board_filter import BoardFilter
from desktop_pipeline.queries.board_lanes import Axis, LaneKind
from desktop_pipeline.queries.board_order import find_lane, find_row
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.queries.lists import read_pipelines
from desktop_pipeline.ui.board.board_commands import BoardCommands
from desktop_pipeline.ui.board.board_focus import BoardFocus
from desktop_pipeline.ui.board.board_frame import BoardFrame
from desktop_pipeline.ui.board.board_keys import Ask
from desktop_pipeline.ui.board.canvas import BoardCanvas
from desktop_pipeline.ui.board.card_delegate import CardDelegate
from desktop_pipeline.ui.board.card_face import CardFace
from desktop_pipeline.ui.board.contents import BoardContents
from desktop_pipeline.ui.board.lane_columns import LaneColumns
from desktop_pipeline.ui.board.looks import BoardLooks, PipelineLooks
from desktop_pipeline.ui.board.mail_drop import MailDrop
from desktop_pipeline.ui.board.outcome import Outcome
from desktop_pipeline.ui.board.payload import Payload
from desktop_pipeline.ui.board.stage_column import BoardColumn
from desktop_pipeline.ui.board.stage_commands import StageCommands
from desktop_pipeline.ui.board.toolbar import BoardToolbar
from desktop_pipeline.ui.board.won_strip import WonStrip
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.empty_state import EmptyState
from desktop_pipeline.ui.widgets.lead_clock import timer_of
from desktop_pipeline.ui.widgets.saved_views import SavedViews, ViewedScreen
from desktop_pipeline.ui.widgets.toast import Toast

if TYPE_CHECKING:
    from desktop_pipeline.ui.board.drag_flow import DragFlow

_CACHE_KIB = 32 * 1024
_LISTS = ("owner", "product", "pipeline", "source", "label", "saved_view")
_PREPARED_AFTER_MS = 300


class BoardPage(QWidget):
    """The page of one workspace's pipeline.

    Signals: `deal_opened(deal id)`; `totals_changed(deals, value, weighted)` in minor units of the base currency,
    weighted None until it is known; `focus_changed(deal id)`; `escaped()` when Esc had nothing to clear;
    `looks_changed(document)` with what is to be remembered for `use_looks`; `stage_settings_asked(stage id)`;
    `pipeline_settings_asked()` for a new pipeline; `view_shown(view id, or None)`; `past_wanted()` for the board of a
    past day; `write_asked()` to write to those who are selected.
    """

    deal_opened = Signal(int)
    totals_changed = Signal(int, object, object)
    focus_changed = Signal(int)
    escaped = Signal()
    looks_changed = Signal(object)
    stage_settings_asked = Signal(int)
    pipeline_settings_asked = Signal()
    view_shown = Signal(object)
    past_wanted = Signal()
    write_asked = Signal()

    def __init__(
        self, session: Session, tasks: Tasks, figures: Figures, theme: Theme, formats: Formats, toast: Toast
    ) -> None:
        super().__init__()
        self._session = session
        self._theme = theme
        self._formats = formats
        self.payload = Payload()
        self.delegate = CardDelegate(CardFace(theme, formats, session.today), session.now)
        self._pipeline_id = 0
        self._looks = PipelineLooks()
        QPixmapCache.setCacheLimit(max(_CACHE_KIB, QPixmapCache.cacheLimit()))
        self.toolbar = BoardToolbar(theme, formats, session)
        self.toolbar.new_button.setEnabled(not session.workspace.is_read_only)
        self.canvas = BoardCanvas(theme, WonStrip(theme, self.payload))
        self._frame = BoardFrame(self, theme, self.toolbar, self.canvas, self.delegate, lambda: self.looks)
        self.area = self._frame.area
        self.focus = BoardFocus(self.area, self.canvas)
        self._contents = BoardContents(session, tasks, figures, formats, self.canvas, self.filter, lambda: self.looks)
        self.commands = BoardCommands(self, session, tasks, theme, formats, toast)
        self.stages = StageCommands(self, session, theme, toast)
        viewed = ViewedScreen("board", self, self.question, self.show_question, self.focus_board)
        self.views = SavedViews(viewed, session, theme, toast.show_text)
        self.mail_drop = MailDrop(self)
        columns = LaneColumns(self, session, theme, formats, self.payload, self.delegate, self._contents.ask)
        self._contents.make_column = columns.make
        self._preparing = QTimer(self, singleShot=True, interval=_PREPARED_AFTER_MS)
        self._preparing.timeout.connect(self.commands.prepare)
        self._connect()

    @property
    def board(self) -> Board | None:
        """What is shown, or None before the first show."""
        return self._contents.board

    @cached_property
    def drag(self) -> "DragFlow":
        """What happens while cards are in the hand; made when the board is idle, or with the first of them."""
        from desktop_pipeline.ui.board.drag_flow import DragFlow  # noqa: PLC0415 - not needed for the first paint

        looks = self._theme, self._formats
        drag = DragFlow(self, self._session, self.area, self.canvas, self.delegate, self.payload, *looks)
        drag.zones.deals_dropped.connect(self.commands.close)
        return drag

    @property
    def bare(self) -> EmptyState | None:
        """What stands in place of a board without stages."""
        return self._frame.bare

    @property
    def pipeline_id(self) -> int:
        """The pipeline that is shown."""
        return self._pipeline_id

    @property
    def looks(self) -> BoardLooks:
        """How the pipeline that is shown is looked at."""
        return self._looks.of(self._pipeline_id)

    def filter(self) -> BoardFilter:
        """Which deals are shown."""
        return self.toolbar.filters.read(self._pipeline_id)

    def choose_pipeline(self, pipeline_id: int) -> None:
        self._pipeline_id = pipeline_id
        self._dress_looks()
        self.reload()
        self._tell_looks()

    def use_looks(self, document: object) -> None:
        """Take what `looks_changed` told another time; what cannot be understood is left out."""
        if not isinstance(document, Mapping):
            return
        self._looks.read(document.get("pipelines"))
        chosen = document.get("pipeline")
        if type(chosen) is int:
            self._pipeline_id = chosen
        self._dress_looks()
        if self.board is not None:
            self.reload()
            self._settle_columns()
            self._frame.lay_out_cards()
            self._frame.arrange()

    def look(self, looks: BoardLooks) -> None:
        """Look at this pipeline differently from now on."""
        before = self._looks.keep(self._pipeline_id, looks)
        self._dress_looks()
        if self.board is not None:
            if looks.shows_won != before.shows_won and replace(looks, shows_won=before.shows_won) == before:
                self._contents.show_won()
            else:
                self._contents.reload()
            self._settle_columns()
            self._frame.lay_out_cards()
            self._frame.arrange()
        self._tell_looks()

    def choose_axis(self, axis: Axis) -> None:
        """Lay the deals out by stage or by the month of their expected close."""
        if axis is not self.looks.axis:
            self.look(replace(self.looks, axis=axis))
            self.focus_board()

    def unfold_won(self, *, unfolded: bool = True) -> None:
        """Show what was won this month and the after-sale stages as columns, or as a strip."""
        self.look(replace(self.looks, shows_won=unfolded))
        column = next(iter(self.canvas.ends), None)
        if unfolded and column is not None:
            self.area.ensureWidgetVisible(column, 12, 0)
            column.list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.focus_board()

    def question(self) -> dict[str, object]:
        """What is shown, to be kept as a saved view."""
        return {
            "pipeline": self._pipeline_id,
            "axis": self.looks.axis.value,
            **self.toolbar.filters.to_question(),
        }

    def show_question(self, question: Mapping[str, object], view_id: int | None = None) -> None:
        """Show what a saved view asks for."""
        pipeline = question.get("pipeline")
        known = {row.row_id for row in read_pipelines(self._session.workspace)}
        if type(pipeline) is int and pipeline in known:
            self._pipeline_id = pipeline
        axis = Axis.MONTH if question.get("axis") == Axis.MONTH.value else Axis.STAGE
        self._looks.keep(self._pipeline_id, replace(self.looks, axis=axis))
        self._dress_looks()
        self._read_lists()
        self.toolbar.filters.show_question(question)
        self.views.current = view_id
        if self.board is not None:
            self._contents.filter_anew()
        self.view_shown.emit(view_id)

    def reload(self) -> None:
        """Read everything that is shown."""
        self._read_lists()
        self._contents.reload()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.board is None:
            self.reload()
            self.focus_board()
        else:
            self._contents.weigh()
        self._preparing.start()

    def hideEvent(self, event: QHideEvent) -> None:
        # A page that goes asks for nothing any more; shown again it asks anew.
        self._contents.stop()
        self._preparing.stop()
        super().hideEvent(event)

    def _read_lists(self) -> None:
        shown = self.toolbar.title.show_pipelines(read_pipelines(self._session.workspace), self._pipeline_id)
        if shown != self._pipeline_id:
            self._pipeline_id = shown
            self._dress_looks()
        self.toolbar.filters.read_lists()

    def _on_shown(self) -> None:
        if self.board is not None:
            if self.canvas.no_match is not None:
                self._frame.order_tabs()
            is_bare = not self.board.columns
            self._frame.show_bareness(is_bare=is_bare, may_redo=is_bare and bool(self._session.redo_label))

    def _on_stages_changed(self) -> None:
        self._settle_columns()
        self._frame.order_tabs()
        self._frame.arrange()

    def _settle_columns(self) -> None:
        """Columns as they were left: folded, and in their order."""
        looks = self.looks
        for column in self.canvas.all_columns:
            column.show_order(looks.order_of(column.lane))
            column.set_collapsed(collapsed=column.lane.kind is LaneKind.STAGE and column.stage_id in looks.collapsed)

    def _dress_looks(self) -> None:
        looks = self.looks
        self.delegate.face.fields = looks.fields
        self.toolbar.axis.choose(int(looks.axis is Axis.MONTH))

    def _tell_looks(self) -> None:
        self.looks_changed.emit({"pipeline": self._pipeline_id, "pipelines": self._looks.to_document()})

    def _on_changed(self, change: Change) -> None:
        if self.board is None:
            self._contents.pass_over()
            return
        if any(change.touches(table) for table in _LISTS):
            self._read_lists()
        held = self.focus.held_row
        comes_back = (change.touched.ids_by_table or {}).get("deal", ()) if change.kind in {"undo", "redo"} else ()
        before = self.focus.find_columns(comes_back)
        self._contents.follow(change)
        if held is not None:
            self.focus.keep(held)
            # The next key acts on what came back, not on what stood beside it.
            self.focus.follow(before)

    def _on_filter_changed(self) -> None:
        if self.board is not None:
            self._contents.filter_anew()

    def focus_board(self) -> None:
        """Give the keys to the column that had them last, or to the first."""
        self.focus.give()

    def focus_page(self) -> None:
        """Give the keys to the board."""
        self.focus_board()

    def new(self) -> None:
        """Open quick add in the column that has the keys."""
        self.new_deal()

    def focus_filter(self) -> None:
        """Give the keys to the text filter."""
        self.toolbar.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.toolbar.field.selectAll()

    def show_deal(self, deal_id: int) -> bool:
        """Focus a deal wherever it stands on the board; False where the filter hides it."""
        column = self.canvas.column_with(deal_id)
        row = None if column is None else column.list.cards.row_of(deal_id)
        if column is None or row is None:
            workspace, board_filter = self._session.workspace, self.filter()
            lane = find_lane(workspace, board_filter, deal_id, self.looks.axis)
            column = None if lane is None else self.canvas.column_of(lane)
            if lane is None or column is None:
                return False
            row = find_row(workspace, board_filter, lane, self._contents.ask(lane), deal_id)
            cards = column.list.cards
            while cards.rowCount() <= row and cards.canFetchMore(column.list.rootIndex()):
                cards.fetchMore(column.list.rootIndex())
        column.set_collapsed(collapsed=False)
        self.focus_row(column, row)
        return True

    def keep_clear(self, covered: int, deal_id: int | None = None) -> None:
        """Show the board left of what covers that much of its right, with the column of a deal in sight."""
        self._frame.keep_clear(covered)
        column = None if deal_id is None else self.canvas.column_with(deal_id)
        if column is not None:
            self.area.ensureWidgetVisible(column, 12, 0)

    def act(self, ask: Ask) -> None:
        """Do what a menu entry asks, as if its key had been pressed in the column that has the keys."""
        column = self.focus.column
        if column is not None:
            self.commands.answer(column, ask)

    def acting_ids(self) -> list[int]:
        """What a key acts on: the selected deals, else the one that has the focus."""
        column = self.focus.column
        card = None if column is None else column.list.current_card()
        return self.canvas.selected_ids() or ([] if card is None else [card.deal_id])

    def neighbour(self, deal_id: int | None, step: int) -> int | None:
        """The deal above (−1) or below (1) another in its column, or None at the end."""
        return self.focus.neighbour(deal_id, step)

    def new_deal(self, *, known: str = "") -> None:
        """Open quick add in the column that has the keys; the title goes before what is `known` already."""
        column = self.focus.column
        if column is not None and not column.lane.is_open:
            column = next(iter(self.canvas.columns), None)
        if column is not None and not self._session.workspace.is_read_only:
            column.open_quick_add()
            if known:
                column.quick_add.field.setText(known)
                column.quick_add.field.setCursorPosition(0)
            self.area.ensureWidgetVisible(column, 12, 0)

    def focus_row(self, column: BoardColumn, row: int) -> None:
        """Give the keys to a row of a column, or to its last one, and bring it into sight."""
        self.focus.give_row(column, row)

    def note_focus(self, column: BoardColumn, *_: object) -> None:
        """Know which column has the keys."""
        card = self.focus.note(column)
        if card is not None:
            self.focus_changed.emit(card.deal_id)

    def note_collapse(self, column: BoardColumn) -> None:
        """Remember which stages are folded; one that only peeks is not opened for good."""
        self._frame.arrange()
        folded = {each.stage_id for each in self.canvas.columns if each.is_folded} - {0}
        gone = self.looks.collapsed - {each.stage_id for each in self.canvas.columns}
        if column.lane.kind is LaneKind.STAGE and self.looks.collapsed != folded | gone:
            self._looks.keep(self._pipeline_id, self.looks.fold(folded | gone))
            self._tell_looks()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() == "/":
            self.focus_filter()
        elif event.key() == Qt.Key.Key_N and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.new_deal()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._frame.arrange()

    def _connect(self) -> None:
        self._session.changed.connect(self._on_changed)
        self._contents.stages_changed.connect(self._on_stages_changed)
        self._contents.shown.connect(self._on_shown)
        self._contents.totals_changed.connect(self.totals_changed)
        self._session.best_found.connect(self._frame.mark_best)
        timer_of(self._session).ticked.connect(self._frame.move_clocks)
        self.delegate.explain_score = self._contents.scores.explain
        toolbar = self.toolbar
        toolbar.filter_changed.connect(self._on_filter_changed)
        toolbar.field.entered.connect(self._contents.prepare_filter)
        toolbar.new_wanted.connect(self.new_deal)
        toolbar.past_wanted.connect(self.past_wanted)
        toolbar.title.chosen.connect(self.choose_pipeline)
        toolbar.title.new_wanted.connect(self.pipeline_settings_asked)
        toolbar.left.connect(self.focus_board)
        toolbar.axis.chosen.connect(lambda index: self.choose_axis(Axis.MONTH if index else Axis.STAGE))
        toolbar.looks_wanted.connect(self.commands.open_looks)
        toolbar.views_wanted.connect(self.views.open_menu)
        self.canvas.won.deals_dropped.connect(partial(self.commands.close, Outcome.WON))
        self.canvas.won.drag_moved.connect(lambda: self.drag.leave_column())  # noqa: PLW0108 - not made yet
        self.canvas.won.opened.connect(self.unfold_won)
        self.canvas.unfiltered_asked.connect(toolbar.clear_filters)
        self.canvas.unfiltered_asked.connect(self.focus_board)
