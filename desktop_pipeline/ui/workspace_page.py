"""The screens of an open workspace: navigation, board, further screens, and the deal panel over them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop_pipeline.actions import Change
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.queries.board import count_open_deals
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.ui.after_paint import AfterPaint
from desktop_pipeline.ui.board.board_page import BoardPage
from desktop_pipeline.ui.change_words import say_done
from desktop_pipeline.ui.deal_views import DealViews
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.navigation import Navigation, list_destinations
from desktop_pipeline.ui.preferences import PreferenceFile
from desktop_pipeline.ui.rest import Rest
from desktop_pipeline.ui.screens import Screens
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.view_list import ViewList
from desktop_pipeline.ui.widgets.toast import Toast
from desktop_pipeline.ui.window_mail import WindowMail
from desktop_pipeline.ui.window_palette import WindowPalette

if TYPE_CHECKING:
    from desktop_pipeline.ui.acts.deal_acts import DealActs
    from desktop_pipeline.ui.care.history_window import HistoryWindow
    from desktop_pipeline.ui.deal.panel import DealPanel
    from desktop_pipeline.ui.widgets.view_acts import ViewActs

WIDE_FROM = 1360
# The board of a past day is the board: its button leads back to today. The switch of the review leads to its sisters.
_BELOW = {"past board": "board", "hygiene": "review", "data quality": "review", "past reviews": "review"}


class WorkspacePage(QWidget):
    """Assembles the screens of one session.

    Signals: `totals_changed(list of texts)` for the status line; `page_changed(key)`; `print_asked()` for what is
    shown, `report_asked(ReportAsked)` for the preview of something a screen names.
    """

    totals_changed = Signal(list)
    print_asked = Signal()
    report_asked = Signal(object)
    page_changed = Signal(str)

    def __init__(
        self,
        session: Session,
        tasks: Tasks,
        theme: Theme,
        formats: Formats,
        preferences: PreferenceFile,
        parent: QWidget,
    ) -> None:
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
        self.toast.redo_wanted.connect(self.redo)
        self.navigation = Navigation(theme, list_destinations())
        self.navigation.chosen.connect(self.go_to)
        self.board = BoardPage(session, tasks, self.figures, theme, formats, self.toast)
        self._board_counts: list[str] = []
        self._preferences = preferences
        self.board.use_looks(preferences.now.boards.get(str(session.path)))
        self.screens = Screens(session, tasks, self.figures, theme, formats, preferences, lambda: self.acts, self)
        self.current = "board"
        self.stack = QStackedWidget()
        self.stack.addWidget(self.board)
        self._deals = DealViews(self, session, tasks, theme, formats)
        self.mail = WindowMail(self, session, tasks, theme, formats, preferences.folder)
        self.search = WindowPalette(self, session, theme, formats)
        self._history: HistoryWindow | None = None
        self._body = QVBoxLayout()
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(0)
        self._body.addWidget(self.stack, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.navigation)
        layout.addLayout(self._body, 1)
        self._after_paint = AfterPaint(session, tasks, self.figures, self)
        self._view_list = ViewList(session, tasks, self.navigation, self)
        Rest(session, tasks, self.figures, self.board)
        self._connect()

    @cached_property
    def acts(self) -> "DealActs":
        """Who moves, wins and loses deals for every screen; not needed for the first paint."""
        from desktop_pipeline.ui.acts.deal_acts import DealActs  # noqa: PLC0415

        return DealActs(
            self._session, self._theme, self.toast.show_text, self, formats=self._formats, tasks=self._tasks
        )

    @cached_property
    def _view_acts(self) -> "ViewActs":
        from desktop_pipeline.ui.widgets.view_acts import ViewActs  # noqa: PLC0415 - when a view is renamed, say

        return ViewActs(self, self.focus_screen, self._session, self._theme, self.toast.show_text)

    @property
    def panel(self) -> "DealPanel":
        """The panel beside the screens, made when a deal is opened for the first time."""
        return self._deals.panel

    def go_to(self, key: str) -> None:
        """Shows another screen."""
        if key != self.current:
            self.close_panel()
        widget = self.board if key == "board" else self.screens.screen(key).widget
        if self.stack.indexOf(widget) < 0:
            self.stack.addWidget(widget)
        self.current = key
        self.navigation.go_to(_BELOW.get(key, key))
        self.stack.setCurrentWidget(widget)
        self.totals_changed.emit(self._board_counts if key == "board" else self.screens.counts(key))
        self.page_changed.emit(key)
        self.focus_screen()

    def focus_screen(self) -> None:
        """Gives the keys to the screen that is shown."""
        if self.current == "board":
            self.board.focus_board()
            return
        screen = self.screens.screen(self.current)
        if screen.page is not None:
            screen.page.focus_page()
        else:
            screen.widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def find(self) -> None:  # type: ignore[override] # what every screen calls it; Qt finds windows by number
        """Gives the keys to the filter of the screen that is shown."""
        page = None if self.current == "board" else self.screens.screen(self.current).page
        if self.current == "board":
            self.board.focus_filter()
        elif page is not None:
            page.find()

    def new(self) -> None:
        """Begins something new of what is shown."""
        page = None if self.current == "board" else self.screens.screen(self.current).page
        if page is not None and self.current != "deals":
            page.new()
        else:
            self.new_deal()

    def new_deal(self) -> None:
        """Opens quick add on the board."""
        self.go_to("board")
        self.board.new_deal()

    def new_deal_of(self, person: str | None, organisation: str | None) -> None:
        """Opens quick add with whose deal it is: the title is still to be typed."""
        self.go_to("board")
        self.board.new_deal(known=f", {organisation or person}" if organisation or person else "")

    def look_back(self) -> None:
        """Shows the board as it stood on a past day, with the pipeline and the filter of today's."""
        question = self.board.toolbar.filters.to_question()
        self.screens.look_back(self.board.pipeline_id, question)
        self.go_to("past board")

    def undo(self) -> None:
        """Takes back the last change and says which; a very large one on a worker."""
        session = self._session
        self._go(session.undo, self.tr("Undone: {label}"), is_large=session.has_large_undo)

    def redo(self) -> None:
        """Does the last undone change again and says which."""
        session = self._session
        self._go(session.redo, self.tr("Done again: {label}"), is_large=session.has_large_redo)

    def open_deal(self, deal_id: int) -> None:
        """Shows a deal in the panel beside the screen."""
        self._deals.open_beside(deal_id)

    def show_activities(self, activity_ids: Sequence[int], *, finish: bool = False) -> None:
        """Leads to what is reminded of: to the one activity, which can be finished at once, or to all of today."""
        from desktop_pipeline.ui.activities.activities_page import ActivitiesPage  # noqa: PLC0415 - when first reminded

        self.go_to("activities")
        page = self.screens.screen("activities").widget
        assert isinstance(page, ActivitiesPage)
        if len(activity_ids) == 1:
            page.show_activity(activity_ids[0], finish=finish)

    def open_window(self, deal_id: int) -> None:
        """Shows a deal in a window of its own."""
        self._deals.open_window(deal_id)

    def close_windows(self) -> None:
        """Closes what stands beside the main window, before the file is closed."""
        self._deals.close_windows()
        if self._history is not None:
            self._history.close()

    def show_history(self) -> None:
        """Opens the list of every change."""
        from desktop_pipeline.ui.care.history_window import HistoryWindow  # noqa: PLC0415 - made when first asked for

        if self._history is None:
            self._history = HistoryWindow(self._session, self._theme, self._formats, self, tasks=self._tasks)
        self._history.show()
        self._history.raise_()
        self._history.activateWindow()

    def deal_with_keys(self, focus: QWidget | None) -> int | None:
        """The deal in the panel, where the keys are there."""
        return self._deals.deal_with_keys(focus)

    def close_panel(self) -> None:
        """Hides the panel and gives the keys back to the screen."""
        self._deals.close_panel()

    def give_keys_back(self) -> None:
        """To the panel where one is open, else to the screen: what had them before is gone."""
        if self._deals.is_beside:
            self.panel.header.title.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.focus_screen()

    def add_banner(self, banner: QWidget) -> None:
        """Puts a line above the screens: the file is open for reading only, say."""
        self._body.insertWidget(0, banner)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._after_paint.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._after_paint.stop()
        self._view_list.stop()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.navigation.set_narrow(narrow=self.window().width() < WIDE_FROM)
        self._deals.make_room()

    def _open_view(self, view_id: int) -> None:
        from desktop_pipeline.queries.views import read_view  # noqa: PLC0415 - likewise

        view = read_view(self._session.workspace, view_id)
        if view is not None and view.screen == "deals":
            self.go_to("deals")
            self.screens.show_deals(view.question, view_id)
        elif view is not None and view.screen == "people":
            self.go_to("contacts")
            self.screens.show_contacts(view.question, view_id)
        elif view is not None:
            self.go_to("board")
            self.board.show_question(view.question, view_id)

    def _open_view_menu(self, view_id: int, place: QPoint) -> None:
        from desktop_pipeline.queries.views import read_view  # noqa: PLC0415 - likewise

        view = read_view(self._session.workspace, view_id)
        if view is not None:
            self._view_acts.open_menu(view, place)

    def _keep_looks(self, document: object) -> None:
        preferences = self._preferences
        boards = {**preferences.now.boards, str(self._session.path): document}
        preferences.keep(replace(preferences.now, boards=boards))

    def _connect(self) -> None:
        self.board.deal_opened.connect(self.open_deal)
        self.board.past_wanted.connect(self.look_back)
        self.board.write_asked.connect(self.mail.write_selected)
        self.board.mail_drop.dropped.connect(self.mail.take_in)
        self.board.looks_changed.connect(self._keep_looks)
        self.board.stage_settings_asked.connect(self.screens.open_stage)
        self.board.pipeline_settings_asked.connect(lambda: self.screens.open_settings("pipelines"))
        self.navigation.view_chosen.connect(self._open_view)
        self.navigation.view_menu_asked.connect(self._open_view_menu)
        self.board.totals_changed.connect(self._on_totals)
        self.board.escaped.connect(self.close_panel)
        screens = self.screens
        screens.deal_opened.connect(self.open_deal)
        screens.went_to.connect(self.go_to)
        screens.said.connect(self.toast.show_text)
        screens.counts_changed.connect(self._on_counts)
        screens.print_asked.connect(self.print_asked)
        screens.new_deal_asked.connect(self.new_deal)
        screens.deal_wanted.connect(self.new_deal_of)
        screens.write_asked.connect(self.mail.write_selected)
        screens.mail_asked.connect(self.mail.write_planned)
        screens.people_write_asked.connect(lambda people: self.mail.write_people(people))  # noqa: PLW0108 - likewise
        for counting in (screens, self._after_paint):
            counting.due_counted.connect(lambda number: self.navigation.show_counts({"activities": number}))
            counting.review_counted.connect(lambda number: self.navigation.show_counts({"review": number}))
        self._after_paint.begun.connect(self.mail.ask_at_start)
        self._after_paint.begun.connect(self._view_list.show)
        self._after_paint.failed.connect(self.toast.show_text)
        screens.undo_asked.connect(self.undo)
        screens.report_asked.connect(self.report_asked)
        screens.deal_write_asked.connect(lambda deal_id: self.mail.write_about(deal_id))  # noqa: PLW0108 - more is handed on

    def _on_counts(self, key: str, texts: list[str]) -> None:
        if key == self.current:
            self.totals_changed.emit(texts)

    def _on_changed(self, change: Change) -> None:
        self.figures.forget(change)
        if change.touches("activity"):
            self._after_paint.count_again()
        self._view_list.follow(change)
        if change.kind == "do" and not change.label.startswith("Import") and not self._tells_itself():
            # An import tells its own result; a move adds what is still open, and both are told as one.
            self.toast.show_soon(say_done(change.label), undo=True)
        elif change.kind != "do":
            self.toast.withdraw_undo()

    def _tells_itself(self) -> bool:
        """Whether the screen shows what was done and how to take it back: a toast would lie over just that."""
        if self.current != "review":
            return False
        from desktop_pipeline.ui.review.review_page import ReviewPage  # noqa: PLC0415 - it is there already

        page = self.screens.screen("review").widget
        return isinstance(page, ReviewPage) and page.is_walking

    def _on_totals(self, deals: int, value: int | None, weighted: int | None) -> None:
        currency = self._session.workspace.base_currency
        known = self.tr("no values yet") if value is None else self._formats.whole_money(value, currency)
        parts = [self._count(deals), known]
        if weighted is not None:
            self._deals.update_likelihood()
            if value is not None:
                amount = self._formats.rounded_money(weighted, currency)
                parts.append(self.tr("weighted {amount}").format(amount=amount))
        self._board_counts = parts
        self._on_counts("board", parts)

    def _count(self, deals: int) -> str:
        board_filter = self.board.filter()
        if board_filter.is_set:
            whole = count_open_deals(self._session.workspace, board_filter.pipeline_id)
            text = QCoreApplication.translate("WorkspacePage", "{deals} of %Ln open deals", None, whole)
            return text.format(deals=self._formats.number(deals))
        if deals == 1:
            return self.tr("1 open deal")
        return QCoreApplication.translate("WorkspacePage", "%Ln open deals", None, deals)

    def _go(self, go: Callable[[], Change], words: str, *, is_large: bool) -> None:
        def tell(change: Change) -> None:
            self.toast.show_text(words.format(label=change.label), redo=change.kind == "undo")

        if is_large:
            from desktop_pipeline.ui.long_work import LongWork  # noqa: PLC0415 - hardly ever

            long_work = LongWork(self._session, self._tasks, self._theme, self)
            waiting = self.tr("Working on a large change…")
            long_work.run(waiting, go, tell, lambda error: self.toast.show_text(str(error)))
            return
        try:
            tell(go())
        except PipelineError as error:
            self.toast.show_text(str(error))
