"""The page of a report: its measures in twentieths of a point and its few strokes."""

from dataclasses import dataclass, replace
from typing import Literal

from PySide6.QtCore import QMarginsF, QPointF, QSizeF
from PySide6.QtGui import QColor, QPageLayout, QPageSize, QPainter, QPen

from desktop_pipeline.ui.theme import read_tokens

TWIP = 20
COLUMN_GAP = 27 * TWIP
Paper = Literal["A4", "Letter"]

INK = QColor(read_tokens("light").ink)
INK2 = QColor(read_tokens("light").ink2)
ROW_LINE = QColor("#D4D6D3")

_MM = 72 / 25.4 * TWIP
_SIDE, _TOP, _FOOT = 16 * _MM, 14 * _MM, 12 * _MM
# On a smaller sheet everything is painted smaller instead.
_LEAST_WIDTH, _LEAST_HEIGHT = 160 * _MM, 140 * _MM


@dataclass(frozen=True, slots=True)
class Sheet:
    """Size of a page in twips, and what lies between its margins, head and foot.

    A half of it keeps further away from a side by an inset.
    """

    width: float
    height: float
    left_inset: float = 0.0
    right_inset: float = 0.0

    @property
    def left(self) -> float:
        """Where text begins."""
        return _SIDE + self.left_inset

    @property
    def right(self) -> float:
        """Where text ends."""
        return self.width - _SIDE - self.right_inset

    @property
    def text_width(self) -> float:
        """Room between the side margins."""
        return self.right - self.left

    def halves(self) -> tuple["Sheet", "Sheet"]:
        """Its left and its right half, a gap between them."""
        taken = (self.text_width + COLUMN_GAP) / 2
        return replace(self, right_inset=taken), replace(self, left_inset=taken)

    @property
    def head_top(self) -> float:
        """Where the head begins."""
        return _TOP

    @property
    def head_line(self) -> float:
        """Height of the rule below the head."""
        return _TOP + 19 * TWIP

    @property
    def foot_line(self) -> float:
        """Height of the rule above the foot."""
        return self.height - _FOOT - 19 * TWIP

    @property
    def body_top(self) -> float:
        """Where content begins."""
        return self.head_line + 20 * TWIP

    @property
    def body_bottom(self) -> float:
        """Where content ends."""
        return self.foot_line - 10 * TWIP

    @property
    def body_height(self) -> float:
        """Room for content."""
        return self.body_bottom - self.body_top


def page_layout(paper: Paper, *, landscape: bool = False) -> QPageLayout:
    """Qt's layout of a paper; the margins are the painter's own."""
    size = QPageSize(QPageSize.PageSizeId.A4 if paper == "A4" else QPageSize.PageSizeId.Letter)
    orientation = QPageLayout.Orientation.Landscape if landscape else QPageLayout.Orientation.Portrait
    return QPageLayout(size, orientation, QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Point)


def sheet_of(layout: QPageLayout) -> Sheet:
    """The sheet of a device's page layout; it has the proportions of the paper and at least a size to write on."""
    full: QSizeF = layout.fullRect(QPageLayout.Unit.Point).size()
    width, height = max(1.0, full.width() * TWIP), max(1.0, full.height() * TWIP)
    enlarged = max(1.0, _LEAST_WIDTH / width, _LEAST_HEIGHT / height)
    return Sheet(width * enlarged, height * enlarged)


def layout_of(sheet: Sheet) -> QPageLayout:
    """Qt's layout of a whole sheet."""
    size = QSizeF(sheet.width, sheet.height) / TWIP
    is_landscape = size.width() > size.height()
    paper = QPageSize(size.transposed() if is_landscape else size, QPageSize.Unit.Point)
    orientation = QPageLayout.Orientation.Landscape if is_landscape else QPageLayout.Orientation.Portrait
    return QPageLayout(paper, orientation, QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Point)


def draw_rule(painter: QPainter, left: float, right: float, height: float, *, strong: bool = False) -> None:
    """A rule of .6 pt in ink, or the .5 pt line below a row."""
    painter.setPen(QPen(INK if strong else ROW_LINE, (0.6 if strong else 0.5) * TWIP))
    painter.drawLine(QPointF(left, height), QPointF(right, height))
