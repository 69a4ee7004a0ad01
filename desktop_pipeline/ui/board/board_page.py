"""The board: puts toolbar, columns and commands together, and knows which column has the keys."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import (
    QHideEvent,
    QKeyEvent,
    QKeySequence,
    QPalette,
    QPixmapCache,
    QResizeEvent,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop_pipeline.actions import Change
from desktop_pipeline.queries.board import Board, BoardFilter, DealCard, find_place, read_cards
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.queries.lists import read_owners, read_pipelines, read_products
from desktop_pipeline.ui.board.board_commands import BoardCommands
from desktop_pipeline.ui.board.board_keys import Ask
from desktop_pipeline.ui.board.canvas import BoardCanvas
from desktop_pipeline.ui.board.card_delegate import CardDelegate
from desktop_pipeline.ui.board.card_words import describe_card
from desktop_pipeline.ui.board.contents import BoardContents
from desktop_pipeline.ui.board.drag_flow import DragFlow
from desktop_pipeline.ui.board.drop_zones import Outcome
from desktop_pipeline.ui.board.payload import Payload
from desktop_pipeline.ui.board.stage_cards import StageCards
from desktop_pipeline.ui.board.stage_column import BoardColumn
from desktop_pipeline.ui.board.toolbar import BoardToolbar
from desktop_pipeline.ui.board.won_strip import WonStrip
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.empty_state import EmptyState
from desktop_pipeline.ui.widgets.toast import Toast

FOLDED_BELOW = 1100
COMPACT_BELOW = 720
_CACHE_KIB = 32 * 1024
_LISTS = ("owner", "product", "pipeline")


class BoardPage(QWidget):
    """The page of one workspace's pipeline.

    Signals: `deal_opened(deal id)`; `totals_changed(deals, value, weighted)` in minor units of the base currency,
    weighted None until it is known; `focus_changed(deal id)`; `escaped()` when Esc had nothing to clear.
    """

    deal_opened = Signal(int)
    totals_changed = Signal(int, object, object)
    focus_changed = Signal(int)
    escaped = Signal()

    def __init__(
        self, session: Session, tasks: Tasks, figures: Figures, theme: Theme, formats: Formats, toast: Toast
    ) -> None:
        super().__init__()
        self._session = session
        self._theme = theme
        self._formats = formats
        self.payload = Payload()
        self.delegate = CardDelegate(theme, formats, session.today)
        self._pipeline_id = 0
        self._last: BoardColumn | None = None
        self.bare: EmptyState | None = None
        self._rows = QVBoxLayout(self)
        self._beside = QHBoxLayout()
        QPixmapCache.setCacheLimit(max(_CACHE_KIB, QPixmapCache.cacheLimit()))
        self.toolbar = BoardToolbar(theme)
        self.canvas = BoardCanvas(theme, WonStrip(theme, self.payload))
        self.area = QScrollArea()
        self._contents = BoardContents(session, tasks, figures, formats, self.canvas, self.filter, self._make_column)
        self._lay_out()
        self.drag = DragFlow(self, self.area, self.canvas, self.delegate, self.payload, theme, formats)
        self.commands = BoardCommands(self, session, theme, toast)
        self._connect()

    @property
    def board(self) -> Board | None:
        """What is shown, or None before the first show."""
        return self._contents.board

    def filter(self) -> BoardFilter:
        """Which deals are shown."""
        return self.toolbar.read_filter(self._pipeline_id)

    def choose_pipeline(self, pipeline_id: int) -> None:
        """Show another pipeline."""
        self._pipeline_id = pipeline_id
        self.reload()

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

    def hideEvent(self, event: QHideEvent) -> None:
        # A page that goes asks for nothing any more; shown again it asks anew.
        self._contents.stop()
        super().hideEvent(event)

    def _read_lists(self) -> None:
        workspace = self._session.workspace
        pipelines = read_pipelines(workspace)
        if self._pipeline_id not in {pipeline.row_id for pipeline in pipelines}:
            self._pipeline_id = pipelines[0].row_id if pipelines else 0
        name = next((pipeline.name for pipeline in pipelines if pipeline.row_id == self._pipeline_id), "")
        self.toolbar.title.show_pipelines(name, pipelines)
        self.toolbar.owners.set_choices([(owner.row_id, owner.name) for owner in read_owners(workspace)])
        self.toolbar.products.set_choices([(product.row_id, product.name) for product in read_products(workspace)])

    def _on_shown(self) -> None:
        if self.board is not None:
            self.drag.currency = self.board.currency
            self._show_bareness(is_bare=not self.board.columns)

    def _on_stages_changed(self) -> None:
        self._order_tabs()
        self._arrange()

    def _show_bareness(self, *, is_bare: bool) -> None:
        """Says what to do where there is no stage yet, or none any more."""
        self.area.setHidden(is_bare)
        if is_bare and self.bare is None:
            self.bare = EmptyState(self._theme, "file-spreadsheet", "", "")
            row = QHBoxLayout()
            row.setContentsMargins(16, 16, 16, 0)
            row.addWidget(self.bare, 1, Qt.AlignmentFlag.AlignTop)
            self._rows.addLayout(row, 1)
        if self.bare is not None:
            self.bare.setVisible(is_bare)
            if self._session.redo_label:
                advice, key = self.tr("Import a spreadsheet, or bring back what was undone:"), self.tr("Ctrl+Shift+Z")
            else:
                advice, key = self.tr("Import a spreadsheet:"), self.tr("Ctrl+I")
            self.bare.show_words(self.tr("No stages yet"), advice, key=key)

    def _make_column(self, stage_id: int, currency: str) -> BoardColumn:
        session, formats = self._session, self._formats

        def read(offset: int, limit: int) -> Sequence[DealCard]:
            return read_cards(
                session.workspace,
                self.filter(),
                stage_id,
                today=session.today(),
                now=session.now(),
                offset=offset,
                limit=limit,
            )

        cards = StageCards(read, lambda card: describe_card(card, formats, session.today()), self.payload)
        column = BoardColumn(self._theme, formats, self.payload, cards, self.delegate, currency)
        column.list.asked.connect(partial(self.commands.answer, column))
        column.list.opened.connect(self.deal_opened)
        column.list.picked.connect(self.canvas.clear_selection)
        column.list.drag_wanted.connect(partial(self.commands.lift, column))
        column.list.focused.connect(partial(self._on_focused, column))
        column.list.selectionModel().currentChanged.connect(partial(self._on_focused, column))
        column.drag_moved.connect(partial(self.drag.hover, column))
        column.drag_left.connect(self.drag.leave_column)
        column.deals_dropped.connect(partial(self.commands.drop, column))
        column.collapse_changed.connect(self._arrange)
        column.deal_typed.connect(partial(self.commands.add, column))
        return column

    def _on_changed(self, change: Change) -> None:
        if self.board is None:
            return
        if any(change.touches(table) for table in _LISTS):
            self._read_lists()
        self._contents.follow(change)

    def _on_filter_changed(self) -> None:
        if self.board is not None:
            self._contents.filter_anew()

    def focus_board(self) -> None:
        """Give the keys to the column that had them last, or to the first."""
        column = self._current_column()
        if column is not None:
            column.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_filter(self) -> None:
        """Give the keys to the text filter."""
        self.toolbar.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.toolbar.field.selectAll()

    def show_deal(self, deal_id: int) -> bool:
        """Focus a deal wherever it stands on the board; False where the filter hides it."""
        place = find_place(self._session.workspace, self.filter(), deal_id)
        column = self.canvas.column_of(place[0]) if place is not None else None
        if place is None or column is None:
            return False
        cards = column.list.cards
        while cards.rowCount() <= place[1] and cards.canFetchMore(column.list.rootIndex()):
            cards.fetchMore(column.list.rootIndex())
        column.set_collapsed(collapsed=False)
        self.focus_row(column, place[1])
        return True

    def keep_clear(self, covered: int, deal_id: int | None = None) -> None:
        """Show the board left of what covers that much of its right, with the column of a deal in sight."""
        self._beside.setContentsMargins(0, 0, covered, 0)
        self._rows.activate()
        self._arrange()
        for column in self.canvas.columns:
            if deal_id is not None and column.list.cards.row_of(deal_id) is not None:
                self.area.ensureWidgetVisible(column, 12, 0)

    def act(self, ask: Ask) -> None:
        """Do what a menu entry asks, as if its key had been pressed in the column that has the keys."""
        column = self._current_column()
        if column is not None:
            self.commands.answer(column, ask)

    def neighbour(self, deal_id: int | None, step: int) -> int | None:
        """The deal above (−1) or below (1) another in its column, or None at the end."""
        for column in self.canvas.columns:
            row = None if deal_id is None else column.list.cards.row_of(deal_id)
            if row is not None:
                card = column.list.cards.card(row + step)
                return None if card is None else card.deal_id
        return None

    def new_deal(self) -> None:
        """Open quick add in the column that has the keys."""
        column = self._current_column()
        if column is not None:
            column.open_quick_add()
            self.area.ensureWidgetVisible(column, 12, 0)

    def _current_column(self) -> BoardColumn | None:
        columns = self.canvas.columns
        return self._last if self._last in columns else next(iter(columns), None)

    def focus_row(self, column: BoardColumn, row: int) -> None:
        """Give the keys to a row of a column, or to its last one, and bring it into sight."""
        self.area.ensureWidgetVisible(column, 12, 0)
        column.list.focus_row(row)

    def _on_focused(self, column: BoardColumn, *_: object) -> None:
        if not column.list.hasFocus():
            return
        self._last = column
        card = column.list.current_card()
        if card is not None:
            self.focus_changed.emit(card.deal_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() == "/":
            self.focus_filter()
        elif event.key() == Qt.Key.Key_N and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.new_deal()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        window = self.window().size()
        narrow, low = window.width() < FOLDED_BELOW, window.height() < COMPACT_BELOW
        self.toolbar.arrange(small=low or narrow, folded=narrow)
        if self.delegate.compact != low:
            self.delegate.compact = low
            self._lay_out_cards()
        self.canvas.arrange(self._view_size(), fixed=narrow)

    def _lay_out_cards(self) -> None:
        for column in self.canvas.columns:
            column.list.doItemsLayout()
            column.arrange()

    def _view_size(self) -> QSize:
        """The scroll area without its sideways scroll bar, where one will be needed."""
        # A panel over the right of the board leaves the columns as wide as they are; they can be scrolled beside it.
        width, height = self.width(), self.area.height()
        is_wider = self.canvas.width_in(width, fixed=self.toolbar.is_folded) > self.area.width()
        bar = self.area.horizontalScrollBar().sizeHint().height() if is_wider else 0
        return QSize(width, height - bar)

    def _lay_out(self) -> None:
        # As in StageList: a viewport of our own spares the making of types that no board has.
        self.area.setViewport(QWidget(autoFillBackground=True))
        self.area.setWidget(self.canvas)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = self._rows
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.toolbar)
        self._beside.addWidget(self.area)
        layout.addLayout(self._beside, 1)
        self.setAutoFillBackground(True)
        self._dress()

    def _dress(self) -> None:
        for widget in (self, self.area.viewport(), self.canvas):
            palette = widget.palette()
            palette.setColor(QPalette.ColorRole.Window, self._theme.color("canvas"))
            widget.setPalette(palette)

    def _connect(self) -> None:
        self._session.changed.connect(self._on_changed)
        self._theme.changed.connect(self._on_theme_changed)
        self._contents.stages_changed.connect(self._on_stages_changed)
        self._contents.shown.connect(self._on_shown)
        self._contents.totals_changed.connect(self.totals_changed)
        self.toolbar.filter_changed.connect(self._on_filter_changed)
        self.toolbar.field.entered.connect(self._contents.prepare_filter)
        self.toolbar.new_wanted.connect(self.new_deal)
        self.toolbar.pipeline_chosen.connect(self.choose_pipeline)
        self.toolbar.left.connect(self.focus_board)
        self.canvas.won.deals_dropped.connect(partial(self.commands.close, Outcome.WON))
        self.canvas.won.drag_moved.connect(self.drag.leave_column)
        self.drag.zones.deals_dropped.connect(self.commands.close)
        QShortcut(
            QKeySequence.StandardKey.Find,
            self,
            self.focus_filter,
            context=Qt.ShortcutContext.WidgetWithChildrenShortcut,
        )

    def _on_theme_changed(self) -> None:
        self._dress()
        self._lay_out_cards()
        self._arrange()

    def _order_tabs(self) -> None:
        before: QWidget = self.toolbar.new_button
        for column in self.canvas.columns:
            for widget in (column.list, column.add_row):
                self.setTabOrder(before, widget)
                before = widget
