"""Lays a report out on pages and paints them: the one painter of preview, printer and PDF."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QPagedPaintDevice, QPageLayout, QPainter

from desktop_pipeline.reports.content import MonthsChart, Notes, ReportContent, Section, StopChart, Table, WonChart
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.reports.blocks import Block, FigureStrip, NotesBlock, Opening
from desktop_pipeline.ui.reports.charts import Beside, StopBlock, make_months_block, make_won_block
from desktop_pipeline.ui.reports.sheet import INK2, TWIP, Sheet, draw_line, draw_rule, line_of, sheet_of
from desktop_pipeline.ui.reports.tables import TablePart, cut_table, split_wide
from desktop_pipeline.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Placed:
    """A block and the height at which it begins."""

    block: Block
    top: float


class _Flow:
    """Puts blocks below each other, on a new page where one does not fit."""

    def __init__(self, sheet: Sheet) -> None:
        self.pages: list[list[Placed]] = [[]]
        self._sheet = sheet
        self._top = sheet.body_top

    @property
    def room(self) -> float:
        """Height that is left on the page."""
        return self._sheet.body_bottom - self._top

    def put(self, block: Block) -> None:
        """Place the next block."""
        if self.pages[-1] and block.height > self.room:
            self.pages.append([])
            self._top = self._sheet.body_top
        self.pages[-1].append(Placed(block, self._top))
        self._top += block.height + block.below


def lay_out(content: ReportContent, sheet: Sheet, formats: Formats) -> list[list[Placed]]:
    """The blocks of each page."""
    # Paper is light whatever the screen is.
    theme = Theme("light")
    flow = _Flow(sheet)
    flow.put(Opening(content, sheet))
    if content.figures:
        flow.put(FigureStrip(content.figures, sheet))
    waiting = list(content.sections)
    while waiting:
        section = waiting.pop(0)
        if waiting and _is_half(section) and _is_half(waiting[0]):
            pair = _put_beside(section, waiting[0], sheet, theme, formats)
            if pair is not None:
                flow.put(pair)
                waiting.pop(0)
                continue
        for piece in split_wide(section, sheet) if isinstance(section, Table) else (section,):
            for block in _make_blocks(piece, sheet, theme, formats, flow.room):
                flow.put(block)
    return flow.pages


def _is_half(section: Section) -> bool:
    return isinstance(section, Table | StopChart | WonChart) and section.is_half


def _put_beside(first: Section, second: Section, sheet: Sheet, theme: Theme, formats: Formats) -> Block | None:
    """Both at half the width; None where they are too high for a page."""
    halves = sheet.halves()
    blocks = [
        TablePart(section, section.lines, half, theme, is_first=True, is_last=True)
        if isinstance(section, Table)
        else next(iter(_make_blocks(section, half, theme, formats, 0)))
        for section, half in zip((first, second), halves, strict=True)
    ]
    if any(block.height > sheet.body_bottom - sheet.body_top for block in blocks):
        return None
    return Beside(blocks[0], blocks[1], (halves[0].left, halves[1].left))


def _make_blocks(section: Section, sheet: Sheet, theme: Theme, formats: Formats, room: float) -> Iterable[Block]:
    if isinstance(section, Table):
        return cut_table(section, sheet, theme, room)
    if isinstance(section, Notes):
        return (NotesBlock(section, sheet),)
    if isinstance(section, StopChart):
        return (StopBlock(section, sheet),)
    if isinstance(section, MonthsChart):
        return (make_months_block(section, sheet, formats, room),)
    return (make_won_block(section, sheet, formats),)


def paint_report(device: QPagedPaintDevice, content: ReportContent, layout: QPageLayout, formats: Formats) -> int:
    """Paints all pages onto a device and returns their number, 0 where the device could not be opened."""
    sheet = sheet_of(layout)
    pages = lay_out(content, sheet, formats)
    painter = QPainter()
    if not painter.begin(device):
        return 0
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = painter.viewport()
        painter.scale(area.width() / sheet.width, area.height() / sheet.height)
        for number, page in enumerate(pages, 1):
            if number > 1:
                device.newPage()
            _paint_frame(painter, content, sheet, number, len(pages))
            for placed in page:
                placed.block.paint(painter, sheet.left, placed.top)
    finally:
        painter.end()
    return len(pages)


def _paint_frame(painter: QPainter, content: ReportContent, sheet: Sheet, number: int, count: int) -> None:
    """Head and foot: which file, which report, which page; when it was printed and what it is filtered to."""
    page = QCoreApplication.translate("Report", "Page {number} of {count}").format(number=number, count=count)
    third = sheet.text_width / 3
    head = QRectF(sheet.left, sheet.head_line - 17 * TWIP, third, line_of("head"))
    draw_line(painter, "head", content.file, head.adjusted(0, 0, -6 * TWIP, 0), colour=INK2)
    middle = head.translated(third, 0)
    draw_line(painter, "head", content.subject, middle, colour=INK2, align=Qt.AlignmentFlag.AlignHCenter)
    draw_line(painter, "head", page, head.translated(2 * third, 0), colour=INK2, align=Qt.AlignmentFlag.AlignRight)
    draw_rule(painter, sheet.left, sheet.right, sheet.head_line, strong=True)
    draw_rule(painter, sheet.left, sheet.right, sheet.foot_line)
    half = sheet.text_width / 2
    foot = QRectF(sheet.left, sheet.foot_line + 8 * TWIP, half - 6 * TWIP, line_of("foot"))
    draw_line(painter, "foot", content.printed, foot, colour=INK2)
    right = foot.translated(half + 6 * TWIP, 0)
    draw_line(painter, "foot", content.filters, right, colour=INK2, align=Qt.AlignmentFlag.AlignRight)
