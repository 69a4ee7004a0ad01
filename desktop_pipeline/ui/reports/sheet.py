"""The sheet of paper: its measures in twentieths of a point, its fonts and its few strokes (DESIGN §9)."""

from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from PySide6.QtCore import QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QPageLayout,
    QPageSize,
    QPainter,
    QPen,
    QTextLayout,
    QTextOption,
)

from desktop_pipeline import paths
from desktop_pipeline.ui.theme import read_tokens

TWIP = 20
COLUMN_GAP = 27 * TWIP
Paper = Literal["A4", "Letter"]
Style = Literal["title", "subtitle", "story", "heading", "value", "table", "total", "head", "caption", "term", "foot"]

INK = QColor(read_tokens("light").ink)
INK2 = QColor(read_tokens("light").ink2)
ROW_LINE = QColor("#D4D6D3")

_FAMILY = "Inter Paper"
_SCREEN_FAMILY = "Inter"
_MM = 72 / 25.4 * TWIP
_SIDE, _TOP, _FOOT = 16 * _MM, 14 * _MM, 12 * _MM
# Size and line height in points, and weight.
_STYLES: dict[Style, tuple[float, float, int]] = {
    "title": (20, 25, 600),
    "subtitle": (10, 14, 400),
    "story": (10.5, 15.5, 400),
    "heading": (11, 15, 600),
    "value": (13, 17, 600),
    "table": (8.5, 11, 400),
    "total": (8.5, 11, 600),
    "head": (7.5, 10.5, 400),
    "caption": (7.5, 10.5, 400),
    "term": (7.5, 10.5, 600),
    "foot": (7, 9, 400),
}


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


def page_layout(paper: Paper, *, landscape: bool = False) -> QPageLayout:
    """Qt's layout of a paper; the margins are the painter's own."""
    size = QPageSize(QPageSize.PageSizeId.A4 if paper == "A4" else QPageSize.PageSizeId.Letter)
    orientation = QPageLayout.Orientation.Landscape if landscape else QPageLayout.Orientation.Portrait
    return QPageLayout(size, orientation, QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Point)


def sheet_of(layout: QPageLayout) -> Sheet:
    """The sheet of a device's page layout."""
    full: QSizeF = layout.fullRect(QPageLayout.Unit.Point).size()
    return Sheet(full.width() * TWIP, full.height() * TWIP)


@cache
def _family() -> str:
    """Inter with its figures of one width in place, so that a reader can select them; else what the screen has."""
    for file in ("InterPaper-Regular.ttf", "InterPaper-SemiBold.ttf"):
        place = paths.resource("fonts", file)
        if place.is_file():
            QFontDatabase.addApplicationFont(str(place))
    return _FAMILY if QFontDatabase.hasFamily(_FAMILY) else _SCREEN_FAMILY


def paper_font(points: float, weight: int = 400, *, unit: float = TWIP) -> QFont:
    """The report's font, `unit` pixels to a point."""
    font = QFont(_family())
    font.setPixelSize(round(points * unit))
    font.setWeight(QFont.Weight.DemiBold if weight == 600 else QFont.Weight.Normal)  # noqa: PLR2004 - Inter's SemiBold
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    # Contextual shapes (a raised colon between figures) have no character that a reader could copy.
    font.setFeature(QFont.Tag("calt"), 0)
    if points > 15:  # noqa: PLR2004 - large type stands closer
        font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 98)
    return font


@cache
def font_of(style: Style) -> QFont:
    """The font of a style in twips."""
    size, _line, weight = _STYLES[style]
    return paper_font(size, weight)


@cache
def metrics_of(style: Style) -> QFontMetricsF:
    """Measures that are the same on every device."""
    return QFontMetricsF(font_of(style))


def line_of(style: Style) -> float:
    """Line height of a style."""
    return _STYLES[style][1] * TWIP


def width_of(style: Style, text: str) -> float:
    """How wide a line of text is."""
    return metrics_of(style).horizontalAdvance(text)


def draw_line(
    painter: QPainter,
    style: Style,
    text: str,
    place: QRectF,
    *,
    colour: QColor = INK,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """One line of plain text, in the middle of the rectangle's height, elided where it is too long."""
    painter.setFont(font_of(style))
    painter.setPen(colour)
    shown = text
    if width_of(style, text) > place.width() + 1:
        shown = metrics_of(style).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, int(align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)


def break_lines(style: Style, text: str, width: float) -> list[str]:
    """The text in lines that fit the width, broken between words (within one that is too long)."""
    layout = QTextLayout(text, font_of(style))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    lines = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        lines.append(text[line.textStart() : line.textStart() + line.textLength()].strip())
    layout.endLayout()
    return lines


def draw_rule(painter: QPainter, left: float, right: float, height: float, *, strong: bool = False) -> None:
    """A rule of .6 pt in ink, or the .5 pt line below a row."""
    painter.setPen(QPen(INK if strong else ROW_LINE, (0.6 if strong else 0.5) * TWIP))
    painter.drawLine(QPointF(left, height), QPointF(right, height))
