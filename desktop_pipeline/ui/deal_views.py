"""A deal beside the screens or in a window of its own; both are made when they are first asked for."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme

if TYPE_CHECKING:
    from desktop_pipeline.ui.deal.panel import DealPanel
    from desktop_pipeline.ui.deal.window import DealWindows
    from desktop_pipeline.ui.workspace_page import WorkspacePage


class DealViews(QObject):
    """The panel over a page's screens, for which board and toast make room, and the windows of deals."""

    def __init__(self, page: "WorkspacePage", session: Session, tasks: Tasks, theme: Theme, formats: Formats) -> None:
        super().__init__(page)
        self._page = page
        self._session = session
        self._tasks = tasks
        self._theme = theme
        self._formats = formats
        self._panel: DealPanel | None = None
        self._windows: DealWindows | None = None
        # The days that are usual in each stage, by its id, and whether anything has changed since they were asked for.
        self._usual: Mapping[int, int] = {}
        self._is_usual_old = True

    @property
    def panel(self) -> "DealPanel":
        """The panel beside the screens, made when a deal is opened for the first time."""
        if self._panel is None:
            self._panel = self._make_panel()
        return self._panel

    @property
    def is_beside(self) -> bool:
        """Whether a deal stands beside the screen."""
        return self._panel is not None and self._panel.deal_id is not None

    def open_beside(self, deal_id: int) -> None:
        """Shows a deal in the panel beside the screen."""
        self.panel.show_deal(deal_id)
        self.panel.raise_()
        self._page.toast.raise_()
        self.make_room()
        self._ask_usual()

    def open_window(self, deal_id: int) -> None:
        """Shows a deal in a window of its own."""
        from desktop_pipeline.ui.deal.window import DealWindows  # noqa: PLC0415 - made when it is first asked for

        if self._windows is None:
            self._windows = DealWindows(
                self._session, self._theme, self._formats, self._likelihood, self._page, self._tasks
            )
            self._windows.report_asked.connect(self._page.report_asked)
            self._windows.person_opened.connect(self._show_person)
            self._windows.organisation_opened.connect(self._show_organisation)
            self._windows.write_asked.connect(self._page.mail.write_about)
            self._windows.mail_asked.connect(self._page.mail.write_planned)
            self._windows.mails_dropped.connect(self._page.mail.take_in)
        self.close_panel()
        self._windows.show_usual(self._usual)
        self._windows.open(deal_id)
        self._ask_usual()

    def deal_with_keys(self, focus: QWidget | None) -> int | None:
        """The deal beside the screen, where the keys are in it."""
        panel = self._panel
        if panel is None or focus is None or not (focus is panel or panel.isAncestorOf(focus)):
            return None
        return panel.deal_id

    def close_panel(self) -> None:
        """Hides the panel and gives the keys back to the screen."""
        if self._panel is not None:
            self._panel.close_panel()

    def close_windows(self) -> None:
        """Closes the windows, before the file is closed."""
        if self._windows is not None:
            self._windows.close_all()

    def make_room(self) -> None:
        """The board and the toast keep left of the panel while it is open."""
        page = self._page
        deal_id = self._panel.deal_id if self._panel is not None else None
        covered = self._panel.width() if self._panel is not None and deal_id is not None else 0
        page.board.keep_clear(covered, deal_id)
        page.toast.keep_within(page.navigation.width(), covered)

    def update_likelihood(self) -> None:
        """The history is loaded: the likelihood of what is shown can be told."""
        if self._panel is not None:
            self._panel.update_likelihood()
        if self._windows is not None:
            self._windows.update_likelihood()
        self._is_usual_old = True
        self._ask_usual()

    def _ask_usual(self) -> None:
        """The way of every deal through its stages is gone through for it: after a change, while a deal is shown."""
        figures, today = self._page.figures, self._session.today()
        is_shown = (self._panel is not None and self._panel.deal_id is not None) or (
            self._windows is not None and bool(self._windows.windows)
        )
        if is_shown and self._is_usual_old and figures.is_loaded:
            self._is_usual_old = False
            self._tasks.run(
                lambda _progress: figures.usual_days(today),
                self._show_usual,
                lambda _error: self._show_usual({}),
                key="usual days",
            )

    def _show_usual(self, usual: Mapping[int, int]) -> None:
        self._usual = usual
        if self._panel is not None:
            self._panel.show_usual(usual)
        if self._windows is not None:
            self._windows.show_usual(usual)

    def _show_person(self, person_id: int) -> None:
        self._page.screens.open_person(person_id)
        self._bring_forward()

    def _show_organisation(self, organisation_id: int) -> None:
        self._page.screens.open_organisation(organisation_id)
        self._bring_forward()

    def _bring_forward(self) -> None:
        """What a deal's own window leads to is seen in the main one."""
        window = self._page.window()
        window.raise_()
        window.activateWindow()

    def _likelihood(self, deal_id: int) -> float | None:
        # The day is looked at for the board's weighted sums; before that the line is left out, never waited for.
        return self._page.figures.chance_at_hand(deal_id, self._session.today())

    def _step(self, step: int) -> None:
        # In the list in which it was opened
        page = self._page
        shown = page.screens.deals_page() if page.current == "deals" else page.board
        deal_id = shown.neighbour(self.panel.deal_id, step)
        if deal_id is not None:
            self.panel.show_deal(deal_id)
            self.make_room()

    def _make_panel(self) -> "DealPanel":
        # A tenth of the time to the first paint would go into it.
        from desktop_pipeline.ui.deal.panel import DealPanel  # noqa: PLC0415

        page = self._page
        panel = DealPanel(self._session, self._theme, self._formats, self._likelihood, page)
        panel.closed.connect(self.make_room)
        panel.closed.connect(page.focus_screen)
        panel.said.connect(lambda text, detail, undo: page.toast.show_text(text, detail, undo=undo))
        panel.previous_asked.connect(lambda: self._step(-1))
        panel.next_asked.connect(lambda: self._step(1))
        panel.expand_asked.connect(self.open_window)
        panel.person_opened.connect(page.screens.open_person)
        panel.organisation_opened.connect(page.screens.open_organisation)
        panel.deal_opened.connect(self.open_beside)
        panel.report_asked.connect(page.report_asked)
        panel.write_asked.connect(page.mail.write_about)
        panel.mail_asked.connect(page.mail.write_planned)
        panel.mails_dropped.connect(page.mail.take_in)
        return panel
