"""Head and foot of every page: whose report, which, which page; when it was printed and what it is filtered to."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from desktop_pipeline.reports.content import ReportContent
from desktop_pipeline.ui.reports.lettering import (
    CENTRE,
    RIGHT,
    break_lines,
    draw_line,
    draw_lines,
    fits,
    flatten,
    line_of,
    shorten,
    width_of,
)
from desktop_pipeline.ui.reports.logo import draw_logo, logo_size
from desktop_pipeline.ui.reports.sheet import INK2, TWIP, Sheet, draw_rule

_LOGO_WIDTH, _LOGO_HEIGHT, _LOGO_GAP = 70 * TWIP, 15 * TWIP, 6 * TWIP
_GAP = 12 * TWIP
_FOOT_LINES = 2


@dataclass(frozen=True, slots=True)
class Frame:
    """Head and foot of a report's pages."""

    content: ReportContent
    sheet: Sheet
    logo: QImage | None

    def paint(self, painter: QPainter, number: int, count: int) -> None:
        """Draw them on a page."""
        self._paint_head(painter, number, count)
        self._paint_foot(painter)

    def _paint_head(self, painter: QPainter, number: int, count: int) -> None:
        sheet, content = self.sheet, self.content
        page = QCoreApplication.translate("Report", "Page {number} of {count}").format(number=number, count=count)
        line = QRectF(sheet.left, sheet.head_line - 17 * TWIP, sheet.text_width, line_of("head"))
        taken = self._paint_logo(painter)
        third = sheet.text_width / 3
        name = shorten("head", flatten(content.company.name or content.file), third - taken)
        side = max(taken + width_of("head", name), width_of("head", page)) + _GAP
        draw_line(painter, "head", name, line.adjusted(taken, 0, 0, 0), colour=INK2)
        draw_line(painter, "head", content.subject, line.adjusted(side, 0, -side, 0), colour=INK2, align=CENTRE)
        draw_line(painter, "head", page, line, colour=INK2, align=RIGHT)
        draw_rule(painter, sheet.left, sheet.right, sheet.head_line, strong=True)

    def _paint_logo(self, painter: QPainter) -> float:
        """How much of the head's width it takes."""
        if self.logo is None:
            return 0.0
        size = logo_size(self.logo, _LOGO_WIDTH, _LOGO_HEIGHT)
        draw_logo(painter, self.logo, QRectF(QPointF(self.sheet.left, self.sheet.head_top), size))
        return size.width() + _LOGO_GAP

    def _paint_foot(self, painter: QPainter) -> None:
        """Beside each other in one line, or where that is too narrow in two lines each."""
        sheet, content = self.sheet, self.content
        draw_rule(painter, sheet.left, sheet.right, sheet.foot_line)
        place = QRectF(sheet.left, sheet.foot_line + 8 * TWIP, sheet.text_width, line_of("foot"))
        if fits("foot", content.printed + content.filters, place.width() - _GAP):
            draw_line(painter, "foot", content.printed, place, colour=INK2)
            draw_line(painter, "foot", content.filters, place, colour=INK2, align=RIGHT)
            return
        width = (sheet.text_width - _GAP) / 2
        place = QRectF(sheet.left, sheet.foot_line + 1 * TWIP, width, 0)
        draw_lines(painter, "foot", break_lines("foot", flatten(content.printed), width, _FOOT_LINES), place, INK2)
        place.translate(width + _GAP, 0)
        draw_lines(
            painter, "foot", break_lines("foot", flatten(content.filters), width, _FOOT_LINES), place, INK2, RIGHT
        )
