"""The screens of an open workspace: navigation, board, insights, and the deal panel over them."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from desktop_pipeline.actions import Change
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.queries.board import count_open_deals
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.ui.board.board_page import BoardPage
from desktop_pipeline.ui.change_words import say_done
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.navigation import Destination, Navigation
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.toast import Toast

if TYPE_CHECKING:
    from desktop_pipeline.ui.deal.panel import DealPanel
    from desktop_pipeline.ui.insights.insights_page import InsightsPage

WIDE_FROM = 1360
# The first paint is over, and nobody has dropped a card yet.
_PREPARED_AFTER_MS = 400


class WorkspacePage(QWidget):
    """Assembles the screens of one session.

    Signals: `totals_changed(list of texts)` for the status line; `print_asked(report or None)`; `page_changed(key)`.
    """

    totals_changed = Signal(list)
    print_asked = Signal(object)
    page_changed = Signal(str)

    def __init__(self, session: Session, tasks: Tasks, theme: Theme, formats: Formats, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._tasks = tasks
        self._theme = theme
        self._formats = formats
        self.figures = Figures(session.workspace)
        # Before any screen asks for figures again.
        session.changed.connect(self._on_changed)
        self.toast = Toast(theme, self)
        self.toast.undo_wanted.connect(self.undo)
        self.navigation = Navigation(theme, _destinations())
        self.navigation.chosen.connect(self.go_to)
        self.board = BoardPage(session, tasks, self.figures, theme, formats, self.toast)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.board)
        self._insights: InsightsPage | None = None
        self._panel: DealPanel | None = None
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.navigation)
        layout.addWidget(self.stack, 1)
        self._preparing = QTimer(self, singleShot=True, interval=_PREPARED_AFTER_MS)
        self._preparing.timeout.connect(self._prepare_saving)
        self._connect()

    @property
    def panel(self) -> "DealPanel":
        """The panel beside the board, made when a deal is opened for the first time."""
        if self._panel is None:
            self._panel = self._make_panel()
        return self._panel

    def go_to(self, key: str) -> None:
        """Shows another screen."""
        if key == "insights" and self._insights is None:
            self._insights = self._make_insights()
            self.stack.addWidget(self._insights)
        if key != "board":
            self.close_panel()
        self.navigation.go_to(key)
        self.stack.setCurrentWidget(self._insights if key == "insights" and self._insights else self.board)
        self.page_changed.emit(key)
        if key == "board":
            self.board.focus_board()

    def undo(self) -> None:
        """Takes back the last change and says which."""
        self._say(lambda: self.tr("Undone: {label}").format(label=self._session.undo().label))

    def redo(self) -> None:
        """Does the last undone change again and says which."""
        self._say(lambda: self.tr("Done again: {label}").format(label=self._session.redo().label))

    def open_deal(self, deal_id: int) -> None:
        """Shows a deal in the panel beside the board."""
        self.panel.show_deal(deal_id)
        self.panel.raise_()
        self.toast.raise_()
        self._make_room()

    def ask_print(self) -> None:
        """Asks for the report of what is shown: the figures as they stand, or the board as it is filtered."""
        if self._insights is not None and self.stack.currentWidget() is self._insights:
            self._insights.print_report()
        else:
            self.print_asked.emit(None)

    def close_panel(self) -> None:
        """Hides the panel and gives the keys back to the board."""
        if self._panel is not None:
            self._panel.close_panel()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._preparing.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._preparing.stop()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.navigation.set_narrow(narrow=self.window().width() < WIDE_FROM)
        self._make_room()

    def _prepare_saving(self) -> None:
        """A drop is saved sooner when the file's log need not grow for it."""
        workspace = self._session.workspace
        if not workspace.is_read_only:
            workspace.journal.lengthen_log()

    def _connect(self) -> None:
        self.board.deal_opened.connect(self.open_deal)
        self.board.totals_changed.connect(self._on_totals)
        self.board.escaped.connect(self.close_panel)

    def _step(self, step: int) -> None:
        deal_id = self.board.neighbour(self.panel.deal_id, step)
        if deal_id is not None:
            self.panel.show_deal(deal_id)
            self._make_room()

    def _make_room(self) -> None:
        """The board and the toast keep left of the panel while it is open."""
        deal_id = self._panel.deal_id if self._panel is not None else None
        covered = self._panel.width() if self._panel is not None and deal_id is not None else 0
        self.board.keep_clear(covered, deal_id)
        self.toast.keep_within(self.navigation.width(), covered)

    def _likelihood(self, deal_id: int) -> float | None:
        # The history is loaded by the board's weighted sums; before that the line is left out, never waited for.
        return self.figures.chance(deal_id, self._session.today()) if self.figures.is_loaded else None

    def _on_changed(self, change: Change) -> None:
        self.figures.forget()
        if change.kind == "do" and not change.label.startswith("Import"):
            # An import tells its own result.
            self.toast.show_text(say_done(change.label), undo=True)

    def _on_totals(self, deals: int, value: int | None, weighted: int | None) -> None:
        currency = self._session.workspace.base_currency
        known = self.tr("no values yet") if value is None else self._formats.whole_money(value, currency)
        parts = [self._count(deals), known]
        if weighted is not None:
            if self._panel is not None:
                self._panel.update_likelihood()
            if value is not None:
                amount = self._formats.rounded_money(weighted, currency)
                parts.append(self.tr("weighted {amount}").format(amount=amount))
        self.totals_changed.emit(parts)

    def _count(self, deals: int) -> str:
        board_filter = self.board.filter()
        if board_filter.is_set:
            whole = count_open_deals(self._session.workspace, board_filter.pipeline_id)
            text = QCoreApplication.translate("WorkspacePage", "{deals} of %n open deals", None, whole)
            return text.format(deals=self._formats.number(deals))
        if deals == 1:
            return self.tr("1 open deal")
        return QCoreApplication.translate("WorkspacePage", "%n open deals", None, deals)

    def _say(self, act: Callable[[], str]) -> None:
        try:
            self.toast.show_text(act())
        except PipelineError as error:
            self.toast.show_text(str(error))

    def _make_panel(self) -> "DealPanel":
        # A tenth of the time to the first paint would go into it.
        from desktop_pipeline.ui.deal.panel import DealPanel  # noqa: PLC0415

        panel = DealPanel(self._session, self._theme, self._formats, self._likelihood, self)
        panel.closed.connect(self._make_room)
        panel.closed.connect(self.board.focus_board)
        panel.loss_asked.connect(lambda deal_id: self.board.commands.ask_reason([deal_id]))
        panel.previous_asked.connect(lambda: self._step(-1))
        panel.next_asked.connect(lambda: self._step(1))
        return panel

    def _make_insights(self) -> "InsightsPage":
        # pyqtgraph and numpy are loaded when figures are looked at for the first time, never before the board.
        from desktop_pipeline.ui.insights.insights_page import InsightsPage  # noqa: PLC0415

        page = InsightsPage(self._session, self.figures, self._tasks, self._theme, self._formats, self)
        page.print_asked.connect(self.print_asked)
        return page


def _destinations() -> list[Destination]:
    def name(text: str) -> str:
        return QCoreApplication.translate("Navigation", text)

    return [
        Destination("board", name("Board"), "square-kanban", "Ctrl+1"),
        Destination("insights", name("Insights"), "chart-column", "Ctrl+2"),
    ]
