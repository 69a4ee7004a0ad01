"""The blocks of a report: each knows its height, paints itself, and may be cut only where that does no harm."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from desktop_pipeline.reports.content import Notes, ReportContent
from desktop_pipeline.reports.figures import Figure
from desktop_pipeline.ui.reports.sheet import (
    COLUMN_GAP,
    INK,
    INK2,
    ROW_LINE,
    TWIP,
    Sheet,
    Style,
    break_lines,
    draw_line,
    draw_rule,
    line_of,
    width_of,
)

SECTION_GAP = 22 * TWIP
_STORY_SHARE = 0.9
_STORY_GAP = 9 * TWIP
_TILE_HEIGHT = 51 * TWIP
_MOST_TILES = 6


class Block(Protocol):
    """A part of the flow that stands on one page as a whole."""

    @property
    def height(self) -> float:
        """Height in twips."""

    @property
    def below(self) -> float:
        """Room below it, unless it ends a page."""

    def paint(self, painter: QPainter, left: float, top: float) -> None:
        """Draw with the top left corner there."""


@dataclass(frozen=True, slots=True)
class Opening:
    """Title, subtitle and the story."""

    content: ReportContent
    sheet: Sheet
    lines: tuple[str, ...] = field(init=False)
    subtitle: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        width = self.sheet.text_width
        story = break_lines("story", " ".join(self.content.story), width * _STORY_SHARE)
        object.__setattr__(self, "lines", tuple(story))
        object.__setattr__(self, "subtitle", tuple(break_lines("subtitle", self.content.subtitle, width)))

    @property
    def height(self) -> float:
        """Title, subtitle and story."""
        words = len(self.subtitle) * line_of("subtitle") + len(self.lines) * line_of("story")
        return line_of("title") + words + _STORY_GAP

    @property
    def below(self) -> float:
        """Down to the figures."""
        return 15 * TWIP

    def paint(self, painter: QPainter, left: float, top: float) -> None:
        """Draw with the top left corner there."""
        width = self.sheet.text_width
        draw_line(painter, "title", self.content.title, QRectF(left, top, width, line_of("title")))
        top = draw_lines(painter, "subtitle", self.subtitle, QRectF(left, top + line_of("title"), width, 0), INK2)
        draw_lines(painter, "story", self.lines, QRectF(left, top + _STORY_GAP, width, 0), INK)


@dataclass(frozen=True, slots=True)
class FigureStrip:
    """The figures side by side between rules, in two rows where they are many."""

    figures: tuple[Figure, ...]
    sheet: Sheet

    @property
    def height(self) -> float:
        """The rules and what is between."""
        return -(-len(self.figures) // self._columns) * _TILE_HEIGHT

    @property
    def below(self) -> float:
        """Down to the first section."""
        return SECTION_GAP

    def paint(self, painter: QPainter, left: float, top: float) -> None:
        """Draw with the top left corner there."""
        width = self.sheet.text_width / self._columns
        draw_rule(painter, left, left + self.sheet.text_width, top)
        for number, figure in enumerate(self.figures):
            row, place = divmod(number, self._columns)
            if not place:
                top += _TILE_HEIGHT if row else 0
                draw_rule(painter, left, left + self.sheet.text_width, top + _TILE_HEIGHT)
            begin = left + place * width
            pad = 8 * TWIP if place else 0
            if place:
                painter.setPen(QPen(ROW_LINE, 0.5 * TWIP))
                painter.drawLine(QLineF(begin, top, begin, top + _TILE_HEIGHT))
            box = QRectF(begin + pad, top + 7 * TWIP, width - pad - 3 * TWIP, 0)
            draw_line(painter, "caption", figure.label, _row(box, line_of("caption")), colour=INK2)
            box.translate(0, line_of("caption") + 1 * TWIP)
            draw_line(painter, "value", figure.value, _row(box, line_of("value")))
            box.translate(0, line_of("value") + 1.5 * TWIP)
            draw_line(painter, "caption", _say_below(figure, box.width()), _row(box, line_of("caption")), colour=INK2)

    @property
    def _columns(self) -> int:
        return len(self.figures) if len(self.figures) <= _MOST_TILES else -(-len(self.figures) // 2)


@dataclass(frozen=True, slots=True)
class NotesBlock:
    """Terms and what they mean, in two columns."""

    notes: Notes
    sheet: Sheet

    @property
    def height(self) -> float:
        """Heading and the longer column."""
        return line_of("heading") + 6 * TWIP + max(sum(map(self._height_of, column)) for column in self._columns())

    @property
    def below(self) -> float:
        """Down to the next section."""
        return SECTION_GAP

    def paint(self, painter: QPainter, left: float, top: float) -> None:
        """Draw with the top left corner there."""
        begin = draw_heading(painter, self.sheet, self.notes.title, (), top) + 6 * TWIP
        for place, column in enumerate(self._columns()):
            height = begin
            for lines in column:
                side = left + place * (self._width() + COLUMN_GAP)
                for number, (term, line) in enumerate(lines):
                    box = QRectF(side, height, self._width(), line_of("caption"))
                    taken = width_of("term", term + " ") if number == 0 else 0
                    if taken:
                        draw_line(painter, "term", term, box)
                    draw_line(painter, "caption", line, box.adjusted(taken, 0, 0, 0), colour=INK2)
                    height += line_of("caption")
                height += 3 * TWIP

    def _width(self) -> float:
        return (self.sheet.text_width - COLUMN_GAP) / 2

    def _height_of(self, lines: Sequence[tuple[str, str]]) -> float:
        return len(lines) * line_of("caption") + 3 * TWIP

    def _columns(self) -> tuple[list[list[tuple[str, str]]], list[list[tuple[str, str]]]]:
        broken = [self._break(f"{note.term}.", note.text) for note in self.notes.notes]
        half = sum(map(self._height_of, broken)) / 2
        first: list[list[tuple[str, str]]] = []
        height = 0.0
        while broken and height < half:
            height += self._height_of(broken[0])
            first.append(broken.pop(0))
        return first, broken

    def _break(self, term: str, text: str) -> list[tuple[str, str]]:
        """Lines of a note; the first leaves room for its term."""
        room = self._width() - width_of("term", term + " ")
        first = break_lines("caption", text, room)[0]
        rest = text[len(first) :].strip()
        return [
            (term, first),
            *((term, line) for line in (break_lines("caption", rest, self._width()) if rest else ())),
        ]


def draw_heading(painter: QPainter, sheet: Sheet, title: str, caption: Sequence[str], top: float) -> float:
    """A section's title and the quiet lines below it; returns the height below them."""
    draw_line(painter, "heading", title, QRectF(sheet.left, top, sheet.text_width, line_of("heading")))
    place = QRectF(sheet.left, top + line_of("heading"), sheet.text_width, 0)
    return draw_lines(painter, "caption", caption, place, INK2)


def draw_lines(painter: QPainter, style: Style, lines: Sequence[str], place: QRectF, colour: QColor) -> float:
    """Lines of text below each other; returns the height below them."""
    top = place.top()
    for line in lines:
        draw_line(painter, style, line, QRectF(place.left(), top, place.width(), line_of(style)), colour=colour)
        top += line_of(style)
    return top


def _say_below(figure: Figure, room: float) -> str:
    """Note and change; a change that claims nothing gives way where the room is short."""
    both = ", ".join(part for part in (figure.note, figure.change.text) if part)
    if figure.note and width_of("caption", both) > room:
        return figure.note
    return both


def _row(box: QRectF, height: float) -> QRectF:
    return QRectF(box.left(), box.top(), box.width(), height)
