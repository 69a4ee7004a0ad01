"""Lays out and writes the list of all open deals as PDF, or paints the very same texts with Qt's writer alone."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPdfWriter
from PySide6.QtWidgets import QApplication

from desktop_pipeline.actions import open_workspace
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.reports.asked import ReportAsked, ReportKind
from desktop_pipeline.reports.content import ReportContent
from desktop_pipeline.reports.making import Making
from desktop_pipeline.reports.making_kinds import make_report
from desktop_pipeline.reports.words import Words
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.reports.lettering import face_of
from desktop_pipeline.ui.reports.pages import Pages, finish, lay_out
from desktop_pipeline.ui.reports.pdf import write_pdf
from desktop_pipeline.ui.reports.sheet import TWIP, page_layout, sheet_of
from desktop_pipeline.ui.reports.tables import TablePart

_TEXTS_A_ROW = 8
_LINE, _STEP = 18.5 * TWIP, 60 * TWIP


def gather(company: Path, application: QApplication) -> tuple[ReportContent, Formats]:
    with open_workspace(company, read_only=True) as workspace:
        formats = Formats(zone=workspace.zone)
        words = Words(formats, application.translate)
        asked = ReportAsked(ReportKind.DEALS)
        return make_report(Making(workspace, Figures(workspace), asked, words)), formats


def list_texts(pages: Pages) -> list[list[str]]:
    """The lines of text in the rows of each page."""
    found = []
    for page in pages.placed:
        rows = [row for placed in page if isinstance(placed.block, TablePart) for row in placed.block.rows]
        texts = [
            text
            for row in rows
            for place, cell in enumerate(row.line.cells)
            for text in (*row.texts.get(place, (cell,)), *(() if place else row.below))
        ]
        found.append([text for text in texts if text])
    return found


def paint_bare(pages: Sequence[Sequence[str]], out: Path) -> None:
    """One text after the other at fixed places, in the font of the report."""
    layout = page_layout("A4")
    sheet = sheet_of(layout)
    writer = QPdfWriter(str(out))
    writer.setResolution(72 * TWIP)
    writer.setPageLayout(layout)
    painter = QPainter(writer)
    painter.setFont(face_of("table").font)
    for number, texts in enumerate(pages):
        if number:
            writer.newPage()
        for place, text in enumerate(texts):
            row, column = divmod(place, _TEXTS_A_ROW)
            painter.drawText(QPointF(sheet.left + column * _STEP, sheet.body_top + row * _LINE), text)
    painter.end()


def main(company: Path, way: str, out: Path) -> dict[str, list[float]]:
    """Milliseconds of the way that is asked for."""
    application = QApplication([])
    started = perf_counter()
    content, formats = gather(company, application)
    gathered = perf_counter()
    if way == "program":
        write_pdf(out, content, formats)
        return {"gather": [(gathered - started) * 1e3], "write": [(perf_counter() - gathered) * 1e3]}
    texts = list_texts(finish(lay_out(content, sheet_of(page_layout("A4")), formats)))
    started = perf_counter()
    paint_bare(texts, out)
    return {"write": [(perf_counter() - started) * 1e3]}


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))), flush=True)
