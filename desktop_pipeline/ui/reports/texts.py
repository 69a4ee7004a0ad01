"""The blocks of text: facts in columns, passages that go on over pages, and the top of a letter."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from desktop_pipeline.reports.content import Fact, Facts, Letterhead, Passage
from desktop_pipeline.ui.reports.blocks import SECTION_GAP, Heading, make_heading
from desktop_pipeline.ui.reports.lettering import (
    LEFT,
    RIGHT,
    Style,
    break_lines,
    draw_lines,
    flatten,
    guess_width,
    line_of,
    reads_from_right,
)
from desktop_pipeline.ui.reports.logo import draw_logo, logo_size
from desktop_pipeline.ui.reports.sheet import COLUMN_GAP, INK, INK2, TWIP, Sheet, draw_rule

_FACT_PAD = 3.75 * TWIP
_FACTS_TOP = 4 * TWIP
_TERM_SHARE, _TERM_GAP = 0.42, 10 * TWIP
_TERM_LINES, _FACT_LINES = 3, 12
_PASSAGE_TOP = 4 * TWIP
_PARAGRAPH_GAP = 4 * TWIP
# How many lines stay with a heading.
_KEPT_LINES = 3
_LOGO_WIDTH, _LOGO_HEIGHT = 170 * TWIP, 51 * TWIP
_LETTER_GAP, _ADDRESS_GAP = 26 * TWIP, 8 * TWIP
# An address of more lines than these is told in fewer.
_ADDRESS_LINES, _MOST_ADDRESS = 2, 8
_FEW_FACTS = 6


@dataclass(frozen=True, slots=True)
class _Cell:
    """A fact in lines."""

    term: tuple[str, ...]
    text: tuple[str, ...]
    is_strong: bool

    @property
    def height(self) -> float:
        return max(len(self.term), len(self.text), 1) * line_of("table") + 2 * _FACT_PAD

    def paint(self, painter: QPainter, place: QRectF, terms: float) -> None:
        inner = place.adjusted(0, _FACT_PAD, 0, 0)
        draw_lines(painter, "table", self.term, QRectF(inner.left(), inner.top(), terms, 0), INK2)
        style: Style = "total" if self.is_strong else "table"
        draw_lines(painter, style, self.text, inner.adjusted(terms + _TERM_GAP, 0, 0, 0), INK)


@dataclass(frozen=True, slots=True)
class FactsPart:
    """Rows of facts beside each other, a line below each."""

    heading: Heading
    rows: tuple[tuple[_Cell, ...], ...]
    columns: int
    terms: float
    sheet: Sheet

    @property
    def height(self) -> float:
        """Heading and rows."""
        return self.heading.height + _FACTS_TOP + sum(map(_row_height, self.rows))

    @property
    def below(self) -> float:
        """Down to the next section."""
        return SECTION_GAP

    def paint(self, painter: QPainter, left: float, top: float) -> None:
        """Draw with the top left corner there."""
        top = self.heading.paint(painter, left, top) + _FACTS_TOP
        width = _column_width(self.sheet, self.columns)
        for number, row in enumerate(self.rows):
            height = _row_height(row)
            for place, cell in enumerate(row):
                begin = left + place * (width + COLUMN_GAP)
                cell.paint(painter, QRectF(begin, top, width, height), self.terms)
                if number < len(self.rows) - 1:
                    draw_rule(painter, begin, begin + width, top + height)
            top += height


def cut_facts(facts: Facts, sheet: Sheet, room: float) -> Iterator[FactsPart]:
    """Parts that each fit a page; `room` is what is left on the first one."""
    columns = max(1, min(facts.columns, len(facts.facts)))
    width = _column_width(sheet, columns)
    widest = max((guess_width("table", fact.term) for fact in facts.facts), default=0) * 1.03
    terms = min(widest, width * _TERM_SHARE)
    cells = [_break_fact(fact, terms, width - terms - _TERM_GAP) for fact in facts.facts]
    # In reading order down the first column, then the next.
    high = -(-len(cells) // columns)
    rows = [tuple(cells[place] for place in range(row, len(cells), high)) for row in range(high)]
    heading = make_heading(facts.title, "", sheet)
    while True:
        part, rows = _take(rows, (room if room > _least(heading, rows) else sheet.body_height) - heading.height)
        yield FactsPart(heading, part, columns, terms, sheet)
        if not rows:
            return
        heading, room = Heading((), (), sheet), sheet.body_height


def _least(heading: Heading, rows: list[tuple[_Cell, ...]]) -> float:
    return heading.height + _FACTS_TOP + sum(map(_row_height, rows[:_KEPT_LINES]))


def _take(rows: list[tuple[_Cell, ...]], room: float) -> tuple[tuple[tuple[_Cell, ...], ...], list[tuple[_Cell, ...]]]:
    """What fits, at least one, and the rest."""
    taken, used = 0, float(_FACTS_TOP)
    while taken < len(rows) and (not taken or used + _row_height(rows[taken]) <= room):
        used += _row_height(rows[taken])
        taken += 1
    return tuple(rows[:taken]), rows[taken:]


def _shorten_address(lines: tuple[str, ...]) -> tuple[str, ...]:
    few = [flatten(line) for line in lines[:_MOST_ADDRESS]]
    if len(lines) > _MOST_ADDRESS:
        few[-1] = ", ".join(flatten(line) for line in lines[_MOST_ADDRESS - 1 :])
    return tuple(few)


def _break_fact(fact: Fact, terms: float, room: float, most: int = _FACT_LINES) -> _Cell:
    style: Style = "total" if fact.is_strong else "table"
    term = break_lines("table", flatten(fact.term), terms, min(most, _TERM_LINES))
    return _Cell(term, break_lines(style, fact.text.strip(), room, most), fact.is_strong)


def _row_height(row: tuple[_Cell, ...]) -> float:
    return max((cell.height for cell in row), default=0.0)


def _column_width(sheet: Sheet, columns: int) -> float:
    return (sheet.text_width - (columns - 1) * COLUMN_GAP) / columns


@dataclass(frozen=True, slots=True)
class PassageLine:
    """A line of running text, how much room is above it, and whether its paragraph is read from the right."""

    text: str
    above: float
    is_right: bool


@dataclass(frozen=True, slots=True)
class PassagePart:
    """Lines of paragraphs; the first part bears the title."""

    heading: Heading
    lines: tuple[PassageLine, ...]
    sheet: Sheet

    @property
    def height(self) -> float:
        """Heading and lines."""
        return self.heading.height + _passage_height(self.lines)

    @property
    def below(self) -> float:
        """Down to the next section."""
        return SECTION_GAP

    def paint(self, painter: QPainter, left: float, top: float) -> None:
        """Draw with the top left corner there."""
        top = self.heading.paint(painter, left, top)
        for line in self.lines:
            top += line.above
            place = QRectF(left, top, self.sheet.text_width, 0)
            draw_lines(painter, "passage", (line.text,), place, INK, RIGHT if line.is_right else LEFT)
            top += line_of("passage")


def cut_passage(passage: Passage, sheet: Sheet, room: float) -> Iterator[PassagePart]:
    """Parts that each fit a page; `room` is what is left on the first one."""
    heading = make_heading(passage.title, "", sheet)
    lines = _break_passage(passage, sheet, has_title=bool(passage.title))
    if room < heading.height + _passage_height(lines[:_KEPT_LINES]):
        room = sheet.body_height
    while True:
        taken, used = 0, heading.height
        while taken < len(lines) and (not taken or used + lines[taken].above + line_of("passage") <= room):
            used += lines[taken].above + line_of("passage")
            taken += 1
        if len(lines) == taken + 1 and taken > _KEPT_LINES:
            taken -= 1  # No line stands alone on the last page.
        yield PassagePart(heading, tuple(lines[:taken]), sheet)
        lines = lines[taken:]
        if not lines:
            return
        heading, room = Heading((), (), sheet), sheet.body_height


def _passage_height(lines: list[PassageLine] | tuple[PassageLine, ...]) -> float:
    return sum(line.above + line_of("passage") for line in lines)


def _break_passage(passage: Passage, sheet: Sheet, *, has_title: bool) -> list[PassageLine]:
    lines: list[PassageLine] = []
    for paragraph in passage.paragraphs:
        above = _PARAGRAPH_GAP if lines else _PASSAGE_TOP if has_title else 0.0
        for text in paragraph.splitlines() or [""]:
            is_right = reads_from_right(text)
            for line in break_lines("passage", flatten(text), sheet.text_width):
                lines.append(PassageLine(line, above, is_right))
                above = 0.0
    return lines


@dataclass(frozen=True, slots=True)
class LetterBlock:
    """Sender and recipient at the left as in a window of an envelope; logo and facts at the right; the title below."""

    letter: Letterhead
    logo: QImage | None
    sheet: Sheet
    sender: tuple[str, ...] = field(init=False)
    recipient: tuple[tuple[str, ...], ...] = field(init=False)
    own: tuple[tuple[str, ...], ...] = field(init=False)
    facts: tuple[_Cell, ...] = field(init=False)
    titles: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        letter, width = self.letter, self._width
        sender = flatten(" · ".join(letter.sender[:3]))
        object.__setattr__(self, "sender", tuple(break_lines("foot", sender, width, 2)) if sender else ())
        recipient = tuple(
            tuple(break_lines("subtitle", line, width, _ADDRESS_LINES)) for line in _shorten_address(letter.recipient)
        )
        object.__setattr__(self, "recipient", recipient)
        own = (
            tuple(break_lines("caption" if place else "term", line, width, _ADDRESS_LINES))
            for place, line in enumerate(_shorten_address(letter.sender))
        )
        object.__setattr__(self, "own", tuple(own))
        room, most = width - self._terms - _TERM_GAP, 2 if len(letter.facts) <= _FEW_FACTS else 1
        object.__setattr__(self, "facts", tuple(_break_fact(fact, self._terms, room, most) for fact in letter.facts))
        titles = (
            break_lines("title", flatten(letter.title), self.sheet.text_width, _ADDRESS_LINES) if letter.title else ()
        )
        object.__setattr__(self, "titles", tuple(titles))

    @property
    def height(self) -> float:
        """The higher side and the title."""
        sides = max(self._left_height(), self._right_height())
        return sides + (_LETTER_GAP + len(self.titles) * line_of("title") if self.titles else 0)

    @property
    def below(self) -> float:
        """Down to the text."""
        return 12 * TWIP

    def paint(self, painter: QPainter, left: float, top: float) -> None:
        """Draw with the top left corner there."""
        self._paint_recipient(painter, left, top + self._left_top())
        self._paint_facts(painter, left + self._width + COLUMN_GAP, top)
        below = top + max(self._left_height(), self._right_height()) + _LETTER_GAP
        draw_lines(painter, "title", self.titles, QRectF(left, below, self.sheet.text_width, 0), INK)

    def _paint_recipient(self, painter: QPainter, left: float, top: float) -> None:
        place = QRectF(left, top, self._width, 0)
        place.moveTop(draw_lines(painter, "foot", self.sender, place, INK2) + _ADDRESS_GAP)
        for lines in self.recipient:
            place.moveTop(draw_lines(painter, "subtitle", lines, place, INK))

    def _paint_facts(self, painter: QPainter, left: float, top: float) -> None:
        place = QRectF(left, top, self._width, 0)
        if self.logo is not None:
            size = logo_size(self.logo, _LOGO_WIDTH, _LOGO_HEIGHT)
            draw_logo(painter, self.logo, QRectF(place.topLeft(), size))
            place.translate(0, size.height() + _ADDRESS_GAP)
        for number, lines in enumerate(self.own):
            style: Style = "caption" if number else "term"
            place.moveTop(draw_lines(painter, style, lines, place, INK2 if number else INK))
        place.translate(0, _ADDRESS_GAP)
        for cell in self.facts:
            cell.paint(painter, QRectF(place.left(), place.top(), place.width(), cell.height), self._terms)
            place.translate(0, cell.height)

    @property
    def _width(self) -> float:
        return (self.sheet.text_width - COLUMN_GAP) / 2

    @property
    def _terms(self) -> float:
        widest = max((guess_width("table", fact.term) for fact in self.letter.facts), default=0) * 1.03
        return min(widest, self._width * _TERM_SHARE)

    def _left_top(self) -> float:
        """The address begins below the height of a logo."""
        return _LOGO_HEIGHT + _ADDRESS_GAP if self.logo is not None else 0.0

    def _left_height(self) -> float:
        lines = sum(map(len, self.recipient)) * line_of("subtitle")
        return self._left_top() + len(self.sender) * line_of("foot") + _ADDRESS_GAP + lines

    def _right_height(self) -> float:
        logo = 0.0
        if self.logo is not None:
            logo = logo_size(self.logo, _LOGO_WIDTH, _LOGO_HEIGHT).height() + _ADDRESS_GAP
        own = sum(map(len, self.own)) * line_of("caption")
        return logo + own + _ADDRESS_GAP + sum(cell.height for cell in self.facts)
