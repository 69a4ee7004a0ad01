"""The board as it stood at the end of a past day: to look at, not to change."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_pipeline.actions import Change
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.queries.board_as_of import PastBoard, PastCard, read_past_board, read_past_cards
from desktop_pipeline.queries.board_cards import CardField, DealCard
from desktop_pipeline.queries.board_filter import BoardFilter
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.queries.lists import read_pipelines
from desktop_pipeline.queries.past_deals import Since
from desktop_pipeline.ui.board.board_frame import COMPACT_BELOW, FOLDED_BELOW, dress_ground, make_area
from desktop_pipeline.ui.board.board_keys import Ask, find_ask
from desktop_pipeline.ui.board.canvas import spaces
from desktop_pipeline.ui.board.card_delegate import INSET, CardDelegate
from desktop_pipeline.ui.board.looks import USUAL_FIELDS
from desktop_pipeline.ui.board.no_match import NoMatch
from desktop_pipeline.ui.board.past_column import HEAD_SIDE, PastStage
from desktop_pipeline.ui.board.past_face import PastFace
from desktop_pipeline.ui.board.past_toolbar import PastToolbar
from desktop_pipeline.ui.board.past_words import describe_past, word_board, word_limits, word_value_now
from desktop_pipeline.ui.board.payload import Payload
from desktop_pipeline.ui.board.stage_cards import StageCards
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.words import Words

_FIRST_LOOK = timedelta(weeks=1)
_WIDEST = 320
# Of criteria and labels nobody knows how they were.
_FIELDS = (USUAL_FIELDS | {CardField.STEP, CardField.CLOSE}) - {CardField.CRITERIA, CardField.LABELS}


class PastPage(QWidget):
    """`look` says at what; the figures are worked out on a worker and the newest question wins.

    Signals: `deal_opened(deal id)`; `left()` to go back to today's board; `said(sentence)` where something cannot be
    done here; `counts_changed(texts)` for the status line.
    """

    deal_opened = Signal(int)
    left = Signal()
    said = Signal(str)
    counts_changed = Signal(list)

    def __init__(
        self,
        session: Session,
        tasks: Tasks,
        figures: Figures,
        theme: Theme,
        formats: Formats,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._tasks = tasks
        self._figures = figures
        self._theme = theme
        self._formats = formats
        self._pipeline_id = 0
        self._day = session.today() - _FIRST_LOOK
        self._is_stale = True
        self._filter_told = True
        # The keys go to the first column once there is one.
        self._wants_keys = False
        self.board: PastBoard | None = None
        self.stages: list[PastStage] = []
        # Says once for all columns that no deal passes the filters, where that is so.
        self.no_match: NoMatch | None = None
        self.delegate = CardDelegate(PastFace(theme, formats, session.today))
        self.delegate.face.fields = _FIELDS
        self.toolbar = PastToolbar(theme, formats, session)
        self.changes = Words(theme, style="secondary_medium", role="ink", wrap=True)
        self.limits = Words(theme, style="secondary", role="ink2", wrap=True)
        self._ground = QWidget()
        self.area = make_area(self._ground)
        self._columns = QHBoxLayout(self._ground)
        self._arrange()
        self._connect()

    @property
    def day(self) -> date:
        """The day that is looked at."""
        return self._day

    def look(self, pipeline_id: int, question: Mapping[str, object]) -> None:
        """Show the pipeline as it stood, filtered as a kept question says, on the day that was looked at last."""
        self._pipeline_id = pipeline_id
        self._day = min(self._day, self._session.today() - timedelta(days=1))
        self._read_lists()
        self._filter_told = False
        # Nobody knows what needed attention then.
        self.toolbar.filters.show_question({key: each for key, each in question.items() if key != "attention"})
        self._filter_told = True
        self.reload()

    def show_day(self, day: date) -> None:
        """Look at another day."""
        self._day = day
        self.reload()

    def filter(self) -> BoardFilter:
        """Which deals are shown."""
        return self.toolbar.filters.read(self._pipeline_id)

    def reload(self) -> None:
        """Ask for the board of the day; what stands stays until it is there."""
        session, board_filter, day, today = self._session, self.filter(), self._day, self._session.today()
        self._is_stale = False
        self.toolbar.show_day(day)

        def read() -> PastBoard:
            with session.workspace.reading() as view:
                return read_past_board(self._figures, view, board_filter, day, today)

        self._tasks.run(lambda _progress: read(), self._show, self._on_failed, key="board as of")

    def focus_page(self) -> None:
        """Give the keys to the first column that has deals."""
        stage = next((stage for stage in self.stages if stage.list.cards.total), None)
        self._wants_keys = self.board is None
        if stage is not None:
            stage.list.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.no_match is not None and self.no_match.action is not None:
            self.no_match.action.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.toolbar.chip.setFocus(Qt.FocusReason.OtherFocusReason)

    def find(self) -> None:  # type: ignore[override] # every page's word; QWidget.find is a static look-up
        """Give the keys to the text filter."""
        self.toolbar.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.toolbar.field.selectAll()

    def new(self) -> None:
        """Nothing begins in the past."""
        self._refuse()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # The style sheet takes colours back when a widget is first shown.
        self._dress()
        self._fit()
        if self._is_stale:
            self.reload()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._is_stale = True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ask = find_ask(event)
        if ask is Ask.CLEAR:
            self.left.emit()
        elif ask is Ask.FILTER:
            self.find()
        else:
            super().keyPressEvent(event)

    def _arrange(self) -> None:
        self._ground.setAutoFillBackground(False)
        self.area.setWidgetResizable(True)
        self._words = words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.changes)
        words.addWidget(self.limits)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.toolbar)
        layout.addLayout(words)
        layout.addWidget(self.area, 1)
        self.setAutoFillBackground(True)
        self._dress()

    def _connect(self) -> None:
        self._session.changed.connect(self._on_changed)
        self._theme.changed.connect(self._dress)
        self.toolbar.day_chosen.connect(self.show_day)
        self.toolbar.back_wanted.connect(self.left)
        self.toolbar.filters.changed.connect(self._on_filter_changed)
        self.toolbar.field.left.connect(self.focus_page)
        self.toolbar.title.chosen.connect(self._on_pipeline)
        self.toolbar.title.new_wanted.connect(self._refuse)
        self.area.horizontalScrollBar().valueChanged.connect(self._place_no_match)

    def _fit(self) -> None:
        """Lower cards and a lower toolbar in a small window, as on the board."""
        window = self.window().size()
        is_low, is_narrow = window.height() < COMPACT_BELOW, window.width() < FOLDED_BELOW
        self.toolbar.fit(small=is_low or is_narrow)
        # Columns stand where the board has them: going back in time moves nothing.
        start, between = spaces(fixed=is_narrow)
        self._columns.setContentsMargins(start, 0, start, 0)
        self._columns.setSpacing(between)
        self._words.setContentsMargins(start + HEAD_SIDE, 10, start + HEAD_SIDE, 6)
        if self.delegate.face.compact != is_low:
            self.delegate.face.compact = is_low
            for stage in self.stages:
                stage.list.doItemsLayout()
                stage.arrange()
        self._place_no_match()

    def _dress(self) -> None:
        dress_ground(self._theme, (self, self.area.viewport()))

    def _read_lists(self) -> None:
        pipelines = read_pipelines(self._session.workspace)
        self._pipeline_id = self.toolbar.title.show_pipelines(pipelines, self._pipeline_id)
        self.toolbar.filters.read_lists()

    def _show(self, board: PastBoard) -> None:
        self.board = board
        focused = next((place for place, stage in enumerate(self.stages) if stage.list.hasFocus()), None)
        while len(self.stages) < len(board.columns):
            self.stages.append(self._make_stage(len(self.stages)))
        while len(self.stages) > len(board.columns):
            stage = self.stages.pop()
            stage.hide()
            stage.deleteLater()
        named, filtered = sum(bool(column.name) for column in board.columns), self.filter().is_set
        has_match = not filtered or any(column.deals for column in board.columns)
        for place, (stage, column) in enumerate(zip(self.stages, board.columns, strict=True)):
            stage.show_column(column, (place, named), board.currency, filtered=filtered, has_match=has_match)
        self._show_no_match(is_shown=not has_match)
        today = self._session.today()
        self.changes.show_words(word_board(board, self._formats, today))
        self.limits.show_words(word_limits(board, self._formats, today))
        self._tell_counts(board)
        if focused is not None or self._wants_keys:
            self.focus_page()

    def _show_no_match(self, *, is_shown: bool) -> None:
        """Say over all columns that no deal of that day passes the filters."""
        if is_shown and self.no_match is None:
            self.no_match = NoMatch(
                self._theme, self._ground, self.tr("No deal that was open then matches these filters")
            )
            self.no_match.acted.connect(self._on_unfiltered)
        elif not is_shown and self.no_match is not None:
            self.no_match.hide()
            self.no_match.deleteLater()
            self.no_match = None
        self._place_no_match()

    def _place_no_match(self) -> None:
        if self.no_match is not None:
            self._columns.activate()
            self.no_match.place([stage.room_for_cards() for stage in self.stages])

    def _make_stage(self, place: int) -> PastStage:
        def read(offset: int, limit: int) -> Sequence[DealCard]:
            board = self.board
            if board is None:
                return []
            return read_past_cards(self._session.workspace, board, board.columns[place], offset=offset, limit=limit)

        def describe(card: DealCard) -> str:
            assert isinstance(card, PastCard)
            return describe_past(card, self._formats, self._session.today())

        def beside(card: DealCard) -> str:
            return word_value_now(card, self._formats) if isinstance(card, PastCard) else ""

        cards = StageCards(read, describe, Payload(), beside)
        stage = PastStage(self._theme, self._formats, cards, self.delegate)
        stage.setMaximumWidth(self._theme.size(_WIDEST) + 2 * INSET)
        stage.list.opened.connect(lambda _deal_id: self._open(stage))
        stage.list.asked.connect(partial(self._on_asked, stage))
        stage.list.drag_wanted.connect(lambda _deal_id: self._refuse())
        stage.list.picked.connect(partial(self._clear_others, stage))
        self._columns.addWidget(stage, 1)
        return stage

    def _on_asked(self, stage: PastStage, ask: Ask) -> None:
        if ask is Ask.OPEN:
            self._open(stage)
        elif ask in {Ask.FOCUS_LEFT, Ask.FOCUS_RIGHT}:
            self._step(stage, -1 if ask is Ask.FOCUS_LEFT else 1)
        elif ask is Ask.CLEAR:
            self.left.emit()
        elif ask is Ask.FILTER:
            self.find()
        elif ask not in {Ask.SELECT_ALL, Ask.COLLAPSE, Ask.EXPAND}:
            self._refuse()

    def _open(self, stage: PastStage) -> None:
        """The deal as it is today."""
        card = stage.list.current_card()
        if isinstance(card, PastCard) and card.since is Since.DELETED:
            self.said.emit(self.tr("This deal was deleted since. It is in the bin."))
        elif card is not None:
            self.deal_opened.emit(card.deal_id)

    def _step(self, stage: PastStage, step: int) -> None:
        place, row = self.stages.index(stage) + step, stage.list.currentIndex().row()
        while 0 <= place < len(self.stages):
            if self.stages[place].list.cards.total:
                self.stages[place].list.focus_row(row)
                self.area.ensureWidgetVisible(self.stages[place], 12, 0)
                return
            place += step

    def _clear_others(self, stage: PastStage) -> None:
        for each in self.stages:
            if each is not stage:
                each.list.clearSelection()

    def _refuse(self) -> None:
        self.said.emit(self.tr("This is how the board stood. Go back to today to change anything."))

    def _tell_counts(self, board: PastBoard) -> None:
        deals = QCoreApplication.translate("PastPage", "%Ln deals were open", None, board.deals)
        texts = [self.tr("1 deal was open") if board.deals == 1 else deals]
        value, weighted = board.value, board.weighted
        known = self.tr("no values yet") if value is None else self._formats.whole_money(value, board.currency)
        texts.append(known)
        if weighted is not None and value is not None:
            texts.append(self.tr("weighted {sum}").format(sum=self._formats.rounded_money(weighted, board.currency)))
        self.counts_changed.emit(texts)

    def _on_failed(self, error: PipelineError) -> None:
        self.said.emit(str(error))

    def _on_filter_changed(self) -> None:
        if self._filter_told:
            self.reload()

    def _on_unfiltered(self) -> None:
        self._wants_keys = True
        self.toolbar.filters.clear()

    def _on_pipeline(self, pipeline_id: int) -> None:
        self._pipeline_id = pipeline_id
        self._read_lists()
        self.reload()

    def _on_changed(self, _change: Change) -> None:
        if self.isVisible():
            self._read_lists()
            self.reload()
        else:
            self._is_stale = True
