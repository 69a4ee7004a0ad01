"""The letters of a report: its fonts, how wide and how high text is, and lines of it on paper."""

import math
import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Literal
from unicodedata import bidirectional

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF, QPainter, QTextLayout, QTextOption

from desktop_pipeline import paths
from desktop_pipeline.ui.reports.sheet import INK, TWIP

Style = Literal[
    "title", "subtitle", "story", "heading", "value", "passage", "table", "total", "head", "caption", "term", "foot"
]

LEFT, RIGHT, CENTRE = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignHCenter
_FAMILY = "Inter Paper"
_SCREEN_FAMILY = "Inter"
# Size and line height in points, and weight.
_STYLES: dict[Style, tuple[float, float, int]] = {
    "title": (20, 25, 600),
    "subtitle": (10, 14, 400),
    "story": (10.5, 15.5, 400),
    "heading": (11, 15, 600),
    "value": (13, 17, 600),
    "passage": (9, 12.5, 400),
    "table": (8.5, 11, 400),
    "total": (8.5, 11, 600),
    "head": (7.5, 10.5, 400),
    "caption": (7.5, 10.5, 400),
    "term": (7.5, 10.5, 600),
    "foot": (7, 9, 400),
}
# Letters up to here stand beside each other, each with a width of its own but for a little kerning.
_LAST_SIMPLE = 0x52F
_PUNCTUATION = range(0x2010, 0x20C0)
_KERNING = 0.01
# Half a point: where lines are broken, they are measured with what follows.
_TOLERANCE = 0.5 * TWIP
# Owners and stages stand in thousands of rows.
_KEPT_TEXTS = 4096
_SEAM = "\N{ZERO WIDTH SPACE}"
_SEAMS = re.compile(r"(?<=[@/_])(?=\w)")
_BOND = "\N{WORD JOINER}"
# A sign and its amount: Qt would break a line before a sign of currency.
_BONDS = re.compile(r"(?<=[−+-])(?=[$¢£¤¥\u20a0-\u20cf])")
# A day with its weekday and month is read at once: `Tue 9 Jun`.
_DAYS = re.compile(r"\b[^\W\d_]{2,4}\.? \d{1,2}\.? [^\W\d_]{3,5}\b")
_NO_BREAK = "\N{NO-BREAK SPACE}"
_MARKS = re.compile(f"[{_SEAM}{_BOND}]")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


@cache
def _family() -> str:
    """Inter with its figures of one width in place, so that a reader can select them; else what the screen has."""
    for file in ("InterPaper-Regular.ttf", "InterPaper-SemiBold.ttf"):
        place = paths.resource("fonts", file)
        if place.is_file():
            QFontDatabase.addApplicationFont(str(place))
    return _FAMILY if QFontDatabase.hasFamily(_FAMILY) else _SCREEN_FAMILY


def paper_font(points: float, weight: int = 400) -> QFont:
    """The report's font."""
    font = QFont(_family())
    font.setPixelSize(round(points * TWIP))
    font.setWeight(QFont.Weight.DemiBold if weight == 600 else QFont.Weight.Normal)  # noqa: PLR2004 - Inter's SemiBold
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    # Contextual shapes (a raised colon between figures) have no character that a reader could copy.
    font.setFeature(QFont.Tag("calt"), 0)
    if points > 15:  # noqa: PLR2004 - large type stands closer
        font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 98)
    return font


class Face:
    """A style as it is measured and drawn, the same on every device."""

    def __init__(self, style: Style) -> None:
        size, line, weight = _STYLES[style]
        self.font = paper_font(size, weight)
        self.line = line * TWIP
        self._metrics = QFontMetricsF(self.font)
        # From the middle of a line down to its baseline.
        self._rise = (self._metrics.ascent() - self._metrics.descent()) / 2
        self._advances: dict[str, float] = {}

    def width(self, text: str) -> float:
        """How wide a line of text is."""
        return self._metrics.horizontalAdvance(text)

    def guess(self, text: str) -> float:
        """About how wide it is, but for kerning, many times quicker; what is not of single letters is measured."""
        known = self._advances
        try:
            wide = sum(map(known.__getitem__, text))
        except KeyError:
            for letter in set(text) - known.keys():
                is_simple = ord(letter) <= _LAST_SIMPLE or ord(letter) in _PUNCTUATION
                known[letter] = self.width(letter) if is_simple else math.inf
            wide = sum(map(known.__getitem__, text))
        return wide if wide < math.inf else self.width(text)

    def fits(self, text: str, room: float) -> bool:
        """Whether a line of text is no wider than that."""
        guess = self.guess(text)
        if guess * (1 + _KERNING) <= room:
            return True
        return guess * (1 - _KERNING) <= room + _TOLERANCE and self.width(text) <= room + _TOLERANCE

    def shorten(self, text: str, room: float) -> str:
        """The text, or its beginning with “…” where it is too wide."""
        if self.fits(text, room):
            return text
        short = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        return short if self.width(short) <= room + _TOLERANCE else ""

    def write(self, painter: QPainter, text: str, place: QRectF, align: Qt.AlignmentFlag = LEFT) -> None:
        """One line with the font and pen that the painter has, in the middle of the height, elided if it must be."""
        shown = self.shorten(flatten(text), place.width())
        self.put(painter, shown, place.left(), place.width(), place.center().y(), align)

    def put(
        self, painter: QPainter, text: str, left: float, room: float, middle: float, align: Qt.AlignmentFlag = LEFT
    ) -> None:
        """The same for text that is known to fit."""
        if align is not LEFT:
            spare = room - self.width(text)
            left += spare if align is RIGHT else spare / 2
        painter.drawText(QPointF(left, middle + self._rise), text)


@cache
def face_of(style: Style) -> Face:
    """The face of a style."""
    return Face(style)


def line_of(style: Style) -> float:
    """Line height of a style."""
    return face_of(style).line


def width_of(style: Style, text: str) -> float:
    """How wide a line of text is."""
    return face_of(style).width(text)


def guess_width(style: Style, text: str) -> float:
    """About how wide a line of text is."""
    return face_of(style).guess(text)


def fits(style: Style, text: str, room: float) -> bool:
    """Whether a line of text is no wider than that."""
    return face_of(style).fits(text, room)


def shorten(style: Style, text: str, room: float) -> str:
    """The text, or its beginning with “…” where it is too wide."""
    return face_of(style).shorten(text, room)


def flatten(text: str) -> str:
    """Text as one line: what breaks lines or cannot be seen becomes a space."""
    return text if text.isprintable() else _CONTROLS.sub(" ", text)


def reads_from_right(text: str) -> bool:
    """Whether its first letter that has a direction is one of a script that is read from the right."""
    for letter in text:
        direction = bidirectional(letter)
        if direction in {"R", "AL"}:
            return True
        if direction == "L":
            return False
    return False


def draw_line(
    painter: QPainter,
    style: Style,
    text: str,
    place: QRectF,
    *,
    colour: QColor = INK,
    align: Qt.AlignmentFlag = LEFT,
) -> None:
    """One line of plain text, in the middle of the rectangle's height, elided where it is too long."""
    face = face_of(style)
    painter.setFont(face.font)
    painter.setPen(colour)
    face.write(painter, text, place, align)


def break_lines(style: Style, text: str, width: float, most: int = 0) -> tuple[str, ...]:
    """The text in lines that fit the width, broken between words (within one that is too long).

    What goes beyond so many lines ends with “…”.
    """
    if "\n" not in text and fits(style, text, width):
        return (text,)
    return _break(style, text, width, most)


@lru_cache(_KEPT_TEXTS)
def _break(style: Style, text: str, width: float, most: int) -> tuple[str, ...]:
    # An e-mail address that is too long is broken at its sign rather than anywhere.
    marked = _BONDS.sub(_BOND, _SEAMS.sub(_SEAM, text))
    # As long as what it stands for, letter by letter.
    whole = _DAYS.sub(lambda day: day[0].replace(" ", _NO_BREAK) if fits(style, day[0], width) else day[0], marked)
    layout = QTextLayout(whole, face_of(style).font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    lines: list[str] = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        begin = line.textStart()
        if most and len(lines) == most - 1:
            lines.append(shorten(style, flatten(_MARKS.sub("", marked[begin:])).strip(), width))
            break
        lines.append(_MARKS.sub("", marked[begin : begin + line.textLength()]).strip())
    layout.endLayout()
    return tuple(lines)


def draw_lines(
    painter: QPainter, style: Style, lines: Sequence[str], place: QRectF, colour: QColor, align: Qt.AlignmentFlag = LEFT
) -> float:
    """Lines of text below each other; returns the height below them."""
    top = place.top()
    for line in lines:
        row = QRectF(place.left(), top, place.width(), line_of(style))
        draw_line(painter, style, line, row, colour=colour, align=align)
        top += line_of(style)
    return top
