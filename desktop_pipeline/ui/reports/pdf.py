"""A report as a PDF file, written whole or not at all."""

from collections.abc import Callable, Generator
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QPainter, QPdfWriter

from desktop_pipeline.actions.outputs import check_may_replace
from desktop_pipeline.reports.content import ReportContent
from desktop_pipeline.ui.collecting import hold_collection, release_collection
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.reports.pages import Pages, Step, finish, lay_out
from desktop_pipeline.ui.reports.sheet import TWIP, Paper, layout_of, page_layout, sheet_of
from desktop_pipeline.ui.reports.whole_file import cannot_write, storing

_POINTS_AN_INCH = 72


def write_pdf(
    path: Path,
    content: ReportContent,
    formats: Formats,
    *,
    paper: Paper = "A4",
    landscape: bool = False,
    report: Callable[[int, int], None] = lambda _done, _total: None,
) -> int:
    """Writes the file, replacing one of that name, and returns how many pages it has; needs a QApplication.

    `report` hears of the pages as they are done. Raises RefusedError where it cannot be written or would replace a
    workspace; then nothing is left behind and an older file stays.
    """
    check_may_replace(path)
    hold_collection()
    try:
        pages = finish(lay_out(content, sheet_of(page_layout(paper, landscape=landscape)), formats))
        return finish(writing_pdf(path, pages), lambda step: report(*step))
    finally:
        release_collection()


def writing_pdf(path: Path, pages: Pages) -> Generator[Step, None, int]:
    """The same in steps for pages that are laid out: of how many pages so many are done, and how many there were."""
    check_may_replace(path)
    # Kept in memory until it is whole: of a device that fails, Qt's writer takes no notice.
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = _open_writer(buffer, pages)
    painter = QPainter()
    if not painter.begin(writer):
        raise cannot_write(path, None)
    try:
        painter.scale(writer.width() / pages.sheet.width, writer.height() / pages.sheet.height)
        for number in range(1, pages.count + 1):
            if number > 1:
                writer.newPage()
            pages.paint(painter, number)
            yield number, pages.count
    finally:
        painter.end()
    for _turn in storing(path, bytes(buffer.data().data())):
        yield pages.count, pages.count
    return pages.count


def _open_writer(buffer: QBuffer, pages: Pages) -> QPdfWriter:
    writer = QPdfWriter(buffer)
    writer.setResolution(_POINTS_AN_INCH * TWIP)
    writer.setTitle(pages.content.title or pages.content.subject)
    writer.setAuthor(pages.content.author or pages.content.company.name)
    writer.setCreator("Desktop Pipeline")
    writer.setPageLayout(layout_of(pages.sheet))
    return writer
