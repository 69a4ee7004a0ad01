"""A report on a printer: its paper, and the pages that were asked for."""

import os
from collections.abc import Generator
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QPainter
from PySide6.QtPrintSupport import QPrinter

from desktop_pipeline.domain.errors import RefusedError
from desktop_pipeline.reports.content import ReportContent
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.reports.pages import Step, lay_out
from desktop_pipeline.ui.reports.sheet import sheet_of
from desktop_pipeline.ui.reports.whole_file import make_draft_folder

_FOLDER_OF_DRAFTS = "TMPDIR"


def printing(printer: QPrinter, content: ReportContent, formats: Formats) -> Generator[Step, None, int]:
    """Prints on the paper that the printer was set to, in steps; how many pages were printed.

    Giving it up leaves the job unprinted. Raises RefusedError where the printer does not take it.
    """
    printer.setFullPage(True)
    printer.setDocName(content.title or content.subject)
    pages = yield from lay_out(content, sheet_of(printer.pageLayout()), formats)
    numbers = list_pages(printer, pages.count)
    if not numbers:
        raise RefusedError(
            QCoreApplication.translate("Report", "The report has no such page. Nothing was printed; choose others.")
        )
    painter, is_whole = QPainter(), False
    with make_draft_folder() as drafts:
        if not _begin(painter, printer, drafts):
            raise _no_answer()
        try:
            area = painter.viewport()
            painter.scale(area.width() / pages.sheet.width, area.height() / pages.sheet.height)
            for place, number in enumerate(numbers):
                if place and not printer.newPage():
                    raise _no_answer()
                pages.paint(painter, number)
                yield place + 1, len(numbers)
            is_whole = True
        finally:
            if not is_whole:
                _give_up(printer, drafts)
            painter.end()
    if printer.printerState() in {QPrinter.PrinterState.Aborted, QPrinter.PrinterState.Error}:
        raise _no_answer()
    return len(numbers)


def _begin(painter: QPainter, printer: QPrinter, drafts: str) -> bool:
    """Opens the printer; where its job is kept in a file until it is whole, that lies in a folder of ours."""
    usual = os.environ.get(_FOLDER_OF_DRAFTS)
    os.environ[_FOLDER_OF_DRAFTS] = drafts
    try:
        return painter.begin(printer)
    finally:
        if usual is None:
            del os.environ[_FOLDER_OF_DRAFTS]
        else:
            os.environ[_FOLDER_OF_DRAFTS] = usual


def _give_up(printer: QPrinter, drafts: str) -> None:
    """Qt sends what CUPS was given so far even then; without its draft there is nothing to send."""
    printer.abort()
    for draft in Path(drafts).iterdir():
        draft.unlink()


def list_pages(printer: QPrinter, count: int) -> list[int]:
    """The numbers that the printer was asked for, in its order and as often as it does not repeat them itself."""
    numbers = [number for number in range(1, count + 1) if _is_asked(printer, number)]
    if printer.pageOrder() == QPrinter.PageOrder.LastPageFirst:
        numbers.reverse()
    copies = 1 if printer.supportsMultipleCopies() else max(1, printer.copyCount())
    if printer.collateCopies():
        return numbers * copies
    return [number for number in numbers for _copy in range(copies)]


def _is_asked(printer: QPrinter, number: int) -> bool:
    ranges = printer.pageRanges()
    if printer.printRange() != QPrinter.PrintRange.PageRange:
        return True
    if not ranges.isEmpty():
        return bool(ranges.contains(number))
    first, last = printer.fromPage() or 1, printer.toPage()
    return first <= number and (not last or number <= last)


def _no_answer() -> RefusedError:
    return RefusedError(
        QCoreApplication.translate(
            "Report", "The printer did not answer. Save the report as PDF, or try another printer."
        )
    )
