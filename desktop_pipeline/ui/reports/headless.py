"""Prints a report to a PDF without a window, for the command line."""

import os
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QApplication

from desktop_pipeline.actions import Workspace
from desktop_pipeline.domain.periods import Period, trailing_year
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.reports.gathering import gather_findings, gather_report
from desktop_pipeline.reports.pipeline import Printed
from desktop_pipeline.reports.spans import SpanName, span_of
from desktop_pipeline.reports.words import Words
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.reports.pdf import write_pdf
from desktop_pipeline.ui.reports.sheet import Paper


def print_report(workspace: Workspace, out: Path, *, as_of: date, period: Period, paper: Paper) -> int:
    """Writes the pipeline report and returns its number of pages; raises RefusedError where it cannot be written."""
    # Charts need widgets, but nothing is shown: no display is asked for.
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication.instance() or QApplication(["desktop-pipeline"])
    today = workspace.today()
    formats = Formats(zone=workspace.zone)
    figures, name = Figures(workspace), SpanName.TWELVE_MONTHS if period == trailing_year(as_of) else None
    span = span_of(period, as_of=as_of, name=name)
    findings = gather_report(figures, workspace, gather_findings(figures, span))
    printed = Printed(workspace.now(), today, workspace.path)
    content = findings.report(printed, Words(formats, application.translate))
    return write_pdf(out, content, formats, paper=paper)
