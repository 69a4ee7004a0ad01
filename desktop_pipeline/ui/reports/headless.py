"""Prints a report to a PDF without a window, for the command line."""

import os
from collections.abc import Callable, Generator
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from desktop_pipeline.actions import Workspace
from desktop_pipeline.actions.outputs import check_may_replace
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.reports.asked import Paper, ReportAsked
from desktop_pipeline.reports.making import Making
from desktop_pipeline.reports.making_kinds import make_report
from desktop_pipeline.reports.words import Words
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.reports.pages import Step, finish, lay_out
from desktop_pipeline.ui.reports.pdf import writing_pdf
from desktop_pipeline.ui.reports.sheet import page_layout, sheet_of

_USUAL_PAPER: Paper = "A4"


def print_report(
    workspace: Workspace,
    out: Path,
    asked: ReportAsked,
    *,
    by: str | None = None,
    report: Callable[[int, int], None] = lambda _done, _total: None,
) -> int:
    """Writes the report that is asked for and returns its number of pages, of which `report` hears as they are done.

    Raises RefusedError where it cannot be written, and whatever making the report raises; then nothing is left behind.
    """
    check_may_replace(out)
    application = QApplication.instance() or _start_qt()
    formats = Formats(zone=workspace.zone)
    words = Words(formats, application.translate)
    content = make_report(Making(workspace, Figures(workspace), asked, words, by))
    sheet = sheet_of(page_layout(asked.paper or _USUAL_PAPER, landscape=asked.is_landscape))
    return _paint(writing_pdf(out, finish(lay_out(content, sheet, formats))), report)


def _paint(work: Generator[Step, None, int], report: Callable[[int, int], None]) -> int:
    while True:
        try:
            done, total = next(work)
        except StopIteration as ended:
            return int(ended.value)
        report(done, total)


def _start_qt() -> QCoreApplication:
    """Charts need widgets, but nothing is shown: no display is asked for, whatever the environment says."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return QApplication(["desktop-pipeline"])
