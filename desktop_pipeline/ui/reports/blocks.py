"""The blocks of a report: each knows its height and paints itself, and stands on one page as a whole."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QPainter, QPen

from desktop_pipeline.reports.content import Notes
from desktop_pipeline.reports.figures import Figure
from desktop_pipeline.ui.reports.lettering import (
    break_lines,
    draw_line,
    draw_lines,
    fits,
    flatten,
    line_of,
    width_of,
)
from desktop_pipeline.ui.reports.sheet import COLUMN_GAP, INK, INK2, ROW_LINE, TWIP, Sheet, draw_rule

SECTION_GAP = 22 * TWIP
_STORY_SHARE = 0.9
_STORY_GAP = 9 * TWIP
_TILE_HEIGHT = 51 * TWIP
_TILE_PAD, _TILE_END = 8 * TWIP, 3 * TWIP
_MOST_TILES = 6
_TITLE_LINES, _SUBTITLE_LINES, _STORY_LINES = 3, 4, 14
_HEADING_LINES, _CAPTION_LINES = 2, 5
_NOTE_GAP = 3 * TWIP
_NOTES_TOP = 6 * TWIP
# A longer note is continued as one more.
_NOTE_LINES = 14


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
class Heading:
    """A section's title and the quiet lines below it; no title takes no room."""

    title: tuple[str, ...]
    caption: tuple[str, ...]
    sheet: Sheet

    @property
    def height(self) -> float:
        """Title and caption."""
        return len(self.title) * line_of("heading") + len(self.caption) * line_of("caption")

    def paint(self, painter: QPainter, left: float, top: float) -> float:
        """Draw with the top left corner there; returns the height below."""
        place = QRectF(left, top, self.sheet.text_width, 0)
        top = draw_lines(painter, "heading", self.title, place, INK)
        return draw_lines(painter, "caption", self.caption, place.translated(0, top - place.top()), INK2)


def make_heading(title: str, caption: str, sheet: Sheet) -> Heading:
    """Both in lines of the sheet's width."""
    width = sheet.text_width
    return Heading(
        tuple(break_lines("heading", flatten(title), width, _HEADING_LINES)) if title else (),
        tuple(break_lines("caption", flatten(caption), width, _CAPTION_LINES)) if caption else (),
        sheet,
    )


@dataclass(frozen=True, slots=True)
class Opening:
    """Title, subtitle and the story."""

    title: str
    subtitle: str
    story: tuple[str, ...]
    sheet: Sheet
    titles: tuple[str, ...] = field(init=False)
    subtitles: tuple[str, ...] = field(init=False)
    lines: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        width, story = self.sheet.text_width, flatten(" ".join(self.story))
        titles = break_lines("title", flatten(self.title), width, _TITLE_LINES) if self.title else ()
        subtitles = break_lines("subtitle", flatten(self.subtitle), width, _SUBTITLE_LINES) if self.subtitle else ()
        object.__setattr__(self, "titles", tuple(titles))
        object.__setattr__(self, "subtitles", tuple(subtitles))
        object.__setattr__(
            self, "lines", tuple(break_lines("story", story, width * _STORY_SHARE, _STORY_LINES)) if story else ()
        )

    @property
    def height(self) -> float:
        """Title, subtitle and story."""
        words = len(self.titles) * line_of("title") + len(self.subtitles) * line_of("subtitle")
        return words + (_STORY_GAP + len(self.lines) * line_of("story") if self.lines else 0)

    @property
    def below(self) -> float:
        """Down to the figures."""
        return 15 * TWIP

    def paint(self, painter: QPainter, left: float, top: float) -> None:
        """Draw with the top left corner there."""
        place = QRectF(left, top, self.sheet.text_width, 0)
        place.moveTop(draw_lines(painter, "title", self.titles, place, INK))
        place.moveTop(draw_lines(painter, "subtitle", self.subtitles, place, INK2))
        draw_lines(painter, "story", self.lines, place.translated(0, _STORY_GAP), INK)


@dataclass(frozen=True, slots=True)
class FigureStrip:
    """The figures side by side between rules, in several rows where they are many or long."""

    figures: tuple[Figure, ...]
    sheet: Sheet
    columns: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "columns", self._find_columns())

    @property
    def height(self) -> float:
        """The rules and what is between."""
        return -(-len(self.figures) // self.columns) * _TILE_HEIGHT

    @property
    def below(self) -> float:
        """Down to the first section."""
        return SECTION_GAP

    def paint(self, painter: QPainter, left: float, top: float) -> None:
        """Draw with the top left corner there."""
        width = self.sheet.text_width / self.columns
        draw_rule(painter, left, left + self.sheet.text_width, top)
        for number, figure in enumerate(self.figures):
            row, place = divmod(number, self.columns)
            if not place:
                top += _TILE_HEIGHT if row else 0
                draw_rule(painter, left, left + self.sheet.text_width, top + _TILE_HEIGHT)
            begin = left + place * width
            pad = _TILE_PAD if place else 0
            if place:
                painter.setPen(QPen(ROW_LINE, 0.5 * TWIP))
                painter.drawLine(QLineF(begin, top, begin, top + _TILE_HEIGHT))
            box = QRectF(begin + pad, top + 7 * TWIP, width - pad - _TILE_END, 0)
            draw_line(painter, "caption", figure.label, _row(box, line_of("caption")), colour=INK2)
            box.translate(0, line_of("caption") + 1 * TWIP)
            draw_line(painter, "value", figure.value, _row(box, line_of("value")))
            box.translate(0, line_of("value") + 1.5 * TWIP)
            draw_line(painter, "caption", _say_below(figure, box.width()), _row(box, line_of("caption")), colour=INK2)

    def _find_columns(self) -> int:
        """As many beside each other as fit, the rows of one length."""
        count = len(self.figures)
        for rows in range(-(-count // _MOST_TILES), count):
            columns = -(-count // rows)
            room = self.sheet.text_width / columns - _TILE_PAD - _TILE_END
            if all(_fits_tile(figure, room) for figure in self.figures):
                return columns
        return 1

    def parts(self) -> Iterator["FigureStrip"]:
        """Rows that fit a page, where they are a great many."""
        most = max(1, int(self.sheet.body_height // _TILE_HEIGHT)) * self.columns
        for begin in range(0, len(self.figures), most):
            yield self if most >= len(self.figures) else FigureStrip(self.figures[begin : begin + most], self.sheet)


def _fits_tile(figure: Figure, room: float) -> bool:
    return (
        fits("value", figure.value, room)
        and fits("caption", figure.label, room)
        and fits("caption", _say_below(figure, room), room)
    )


def _say_below(figure: Figure, room: float) -> str:
    """Note and change; a change that claims nothing gives way where the room is short."""
    both = ", ".join(part for part in (figure.note, figure.change.text) if part)
    if figure.note and not fits("caption", both, room):
        return figure.note
    return both


def _row(box: QRectF, height: float) -> QRectF:
    return QRectF(box.left(), box.top(), box.width(), height)


NoteLines = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class NotesBlock:
    """Terms and what they mean, in two columns; each note is its term, on the first line alone, and its lines."""

    heading: Heading
    notes: tuple[NoteLines, ...]
    sheet: Sheet

    @property
    def height(self) -> float:
        """Heading and the longer column."""
        return self._top() + max(map(_height_of, self._columns()))

    @property
    def below(self) -> float:
        """Down to the next section."""
        return SECTION_GAP

    def paint(self, painter: QPainter, left: float, top: float) -> None:
        """Draw with the top left corner there."""
        self.heading.paint(painter, left, top)
        width = _note_width(self.sheet)
        for place, column in enumerate(self._columns()):
            side, height = left + place * (width + COLUMN_GAP), top + self._top()
            for lines in column:
                for term, line in lines:
                    box = QRectF(side, height, width, line_of("caption"))
                    taken = width_of("term", term + " ") if term else 0
                    if term:
                        draw_line(painter, "term", term, box)
                    draw_line(painter, "caption", line, box.adjusted(taken, 0, 0, 0), colour=INK2)
                    height += line_of("caption")
                height += _NOTE_GAP

    def _top(self) -> float:
        return self.heading.height + (_NOTES_TOP if self.heading.title else 0)

    def _columns(self) -> tuple[Sequence[NoteLines], Sequence[NoteLines]]:
        """The first column is the higher one, by no more than it must."""
        half, taken = _height_of(self.notes) / 2, 0.0
        for place, lines in enumerate(self.notes):
            if taken >= half:
                return self.notes[:place], self.notes[place:]
            taken += _height_of((lines,))
        return self.notes, ()


def cut_notes(notes: Notes, sheet: Sheet) -> Iterator[NotesBlock]:
    """The notes as one block, or as several that each fit a page."""
    broken = [part for note in notes.notes for part in _break_note(flatten(f"{note.term}."), flatten(note.text), sheet)]
    heading = make_heading(notes.title, "", sheet)
    while True:
        taken = len(broken)
        while taken > 1 and NotesBlock(heading, tuple(broken[:taken]), sheet).height > sheet.body_height:
            taken -= 1
        yield NotesBlock(heading, tuple(broken[:taken]), sheet)
        broken, heading = broken[taken:], Heading((), (), sheet)
        if not broken:
            return


def _height_of(column: Sequence[NoteLines]) -> float:
    return sum(len(lines) * line_of("caption") + _NOTE_GAP for lines in column)


def _note_width(sheet: Sheet) -> float:
    return (sheet.text_width - COLUMN_GAP) / 2


def _break_note(term: str, text: str, sheet: Sheet) -> list[NoteLines]:
    """Lines of a note, the first with its term and room for it; a very long one as several."""
    width = _note_width(sheet)
    named = width_of("term", term + " ")
    if named > width / 2:
        broken = [(part, "") for part in break_lines("term", term, width)] + _continue(text, width)
    else:
        first = break_lines("caption", text, width - named)[0]
        broken = [(term, first), *_continue(text[len(first) :].strip(), width)]
    return [tuple(broken[begin : begin + _NOTE_LINES]) for begin in range(0, len(broken), _NOTE_LINES)]


def _continue(text: str, width: float) -> list[tuple[str, str]]:
    return [("", line) for line in break_lines("caption", text, width)] if text else []
