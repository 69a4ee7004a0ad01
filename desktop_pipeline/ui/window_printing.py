"""Printing from the window: the preview of what is shown, of a report to choose, or of what a screen asks for."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from desktop_pipeline.reports.asked import ReportAsked, ReportKind
from desktop_pipeline.reports.making_kinds import list_kinds
from desktop_pipeline.ui.asked_reports import ask_for
from desktop_pipeline.ui.reports.preview.dialog import PreviewDialog, Shown
from desktop_pipeline.ui.reports.preview.out import Outside
from desktop_pipeline.ui.theme import Theme

if TYPE_CHECKING:
    from desktop_pipeline.ui.main_window import MainWindow


class WindowPrinting(QObject):
    """Opens previews over a window; `preview` is the one that is open."""

    def __init__(self, window: "MainWindow", theme: Theme) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        # What was looked at last, for whoever comes back to the reports.
        self._last = ReportAsked(ReportKind.PIPELINE)
        self.preview: PreviewDialog | None = None

    def ask(self) -> None:
        """Opens the preview of what is on the screen, or says why there is none."""
        page, session = self._window.page, self._window.session
        if page is None or session is None:
            return
        shown = ask_for(page, QApplication.focusWidget(), session.today())
        if isinstance(shown, str):
            page.toast.show_text(shown)
        else:
            self._open(shown)

    def ask_reports(self) -> None:
        """Opens the reports, with the one that was looked at last."""
        self._open(Shown(self._last))

    def show(self, asked: ReportAsked) -> None:
        """Opens the preview of what a screen asks for."""
        self._open(Shown(asked))

    def close(self) -> None:
        """Closes what is open: the file is being closed."""
        if self.preview is not None:
            # What is being written would keep it open.
            self.preview.stop()
            self.preview.close()
        self._last = ReportAsked(ReportKind.PIPELINE)

    def _open(self, shown: Shown) -> None:
        window = self._window
        if window.session is None or window.page is None:
            return
        if shown.asked.kind not in list_kinds():
            shown = replace(shown, asked=replace(shown.asked, kind=ReportKind.PIPELINE))
        if self.preview is not None:
            # A deal's own window is not kept by it, and asks for another one.
            self.preview.ask(shown.asked)
            self.preview.activateWindow()
            return
        dialog = PreviewDialog(
            window.session,
            window.tasks,
            window.page.figures,
            shown,
            self._theme,
            window.formats,
            window,
            Outside(window.user_name),
        )
        self.preview = dialog
        dialog.finished.connect(lambda _result: self._on_closed(dialog))
        dialog.open()

    def _on_closed(self, dialog: PreviewDialog) -> None:
        self.preview = None
        if dialog.asked.kind is not ReportKind.OFFER:
            self._last = dialog.asked
