"""Prints a report to a PDF without a window, for the command line."""

import os
from collections.abc import Callable
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
from desktop_pipeline.ui.reports.pdf import write_pdf

_USUAL_PAPER: Paper = "A4"


def print_report(
    workspace: Workspace,
    out: Path,
    asked: ReportAsked,
    *,
    report: Callable[[int, int], None] = lambda _done, _total: None,
) -> int:
    """Writes the report that is asked for and returns its number of pages, of which `report` hears as they are done.

    Raises RefusedError where it cannot be written, and whatever making the report raises; then nothing is left behind.
    """
    check_may_replace(out)
    application = QApplication.instance() or _start_qt()
    formats = Formats(zone=workspace.zone)
    words = Words(formats, application.translate)
    content = make_report(Making(workspace, Figures(workspace), asked, words))
    paper = asked.paper or _USUAL_PAPER
    return write_pdf(out, content, formats, paper=paper, landscape=asked.is_landscape, report=report)


def _start_qt() -> QCoreApplication:
    """Charts need widgets, but nothing is shown: no display is asked for, whatever the environment says."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if os.environ.get("LC_ALL") in {"C", "POSIX"}:
        # Qt would go over to it by itself, and say so in four lines
        os.environ["LC_ALL"] = "C.UTF-8"
    return QApplication(["desktop-pipeline"])
