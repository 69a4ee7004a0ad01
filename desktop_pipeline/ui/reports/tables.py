"""A table on paper: rows never split, heads stand again on every page, a heading keeps three rows with it."""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from desktop_pipeline.reports.content import Column, Line, StageMark, Table
from desktop_pipeline.ui.reports.blocks import SECTION_GAP, Heading, make_heading
from desktop_pipeline.ui.reports.columns import (
    MARK,
    MARK_GAP,
    Places,
    find_marked,
    measure_columns,
    place_columns,
    split_wide,
)
from desktop_pipeline.ui.reports.lettering import (
    LEFT,
    RIGHT,
    Face,
    Style,
    break_lines,
    draw_lines,
    face_of,
    flatten,
    line_of,
)
from desktop_pipeline.ui.reports.sheet import INK, INK2, TWIP, Sheet, draw_rule
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.stage_mark import paint_stage_mark

KEEP_WITH_HEADING = 3
_ROW, _ROW_PAD = 18.5 * TWIP, 7.5 * TWIP
_HEAD = 20 * TWIP
_TOP = 3 * TWIP
_MOST_LINES, _WRAPPED_LINES, _BELOW_LINES, _HEAD_LINES = 3, 6, 2, 4
# A row stands on one page: what is to be whole has room for the longest text that is kept, if not in any column.
_WHOLE_LINES, _WHOLE_BELOW = 24, 16
_TEXT_LINE, _BELOW_LINE = 11 * TWIP, 10.5 * TWIP
_ROWS_A_STEP = 50


@dataclass(frozen=True, slots=True)
class Row:
    """A line with its height; `texts` are those of its cells that take several lines, `below` is below the first."""

    line: Line
    height: float = _ROW
    texts: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    below: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TablePlan:
    """Where the columns of a table lie on a sheet, and its heads in lines; in `narrow` ones not all texts fit."""

    table: Table
    sheet: Sheet
    theme: Theme
    places: Places
    narrow: frozenset[int]
    heads: tuple[tuple[str, ...], ...] = field(init=False)
    heading: Heading = field(init=False)
    marked: int | None = field(init=False)

    def __post_init__(self) -> None:
        heads = (
            break_lines("head", flatten(column.head), width, _HEAD_LINES) if column.head else ()
            for column, (_begin, width) in zip(self.table.columns, self.places, strict=True)
        )
        object.__setattr__(self, "heads", tuple(heads))
        object.__setattr__(self, "heading", make_heading(self.table.title, self.table.caption, self.sheet))
        object.__setattr__(self, "marked", find_marked(self.table))

    @property
    def head_height(self) -> float:
        """That of the heads, which may take several lines; without any there is only a rule."""
        most = max(map(len, self.heads), default=0)
        return _HEAD + (most - 1) * line_of("head") if most else _TOP

    def title_height(self, *, is_first: bool) -> float:
        """Title and heads of a part."""
        return (self.heading.height + _TOP if is_first else 0.0) + self.head_height

    def row(self, line: Line) -> Row:
        """A line as high as its texts need."""
        quiet = self._break_below(line) if line.below else ()
        below = len(quiet) * _BELOW_LINE
        texts = {place: lines for place in self.narrow if len(lines := self._break_cell(line, place)) > 1}
        high = _TEXT_LINE + below
        for place, lines in texts.items():
            high = max(high, len(lines) * _TEXT_LINE + (0 if place else below))
        return Row(line, max(_ROW, _ROW_PAD + high), texts, quiet)

    def _break_cell(self, line: Line, place: int) -> tuple[str, ...]:
        text, (_begin, width) = line.cells[place], self.places[place]
        if place not in self.narrow:
            return (text,)
        room = width - (MARK + MARK_GAP if line.mark is not None and place == self.marked else 0)
        column = self.table.columns[place]
        most = _WRAPPED_LINES if column.is_wrapped else _MOST_LINES
        if column.is_whole:
            most = min(_WHOLE_LINES, self._whole_lines() * 3 // 5)
        return break_lines(_style_of(line), flatten(text).strip(), room, most)

    def _break_below(self, line: Line) -> tuple[str, ...]:
        most = _BELOW_LINES
        if self.table.columns[0].is_whole:
            most = min(_WHOLE_BELOW, self._whole_lines() * 2 // 5)
        return break_lines("caption", flatten(line.below), self.places[0][1], most)

    def _whole_lines(self) -> int:
        """How many lines a row may have at most, so that a page holds it with the title."""
        return int((self.sheet.body_height - self.title_height(is_first=True) - _ROW_PAD) / _TEXT_LINE)


@dataclass(frozen=True, slots=True)
class TablePart:
    """Some of a table's rows under their heads; the first part bears the title."""

    plan: TablePlan
    rows: tuple[Row, ...]
    is_first: bool
    is_last: bool

    @property
    def height(self) -> float:
        """Title, heads and rows."""
        return self.plan.title_height(is_first=self.is_first) + sum(row.height for row in self.rows)

    @property
    def below(self) -> float:
        """Down to the next section."""
        return SECTION_GAP

    def paint(self, painter: QPainter, left: float, top: float) -> None:
        """Draw with the top left corner there."""
        plan = self.plan
        if self.is_first:
            top = plan.heading.paint(painter, left, top) + _TOP
        top += plan.head_height
        self._paint_heads(painter, top)
        right = plan.sheet.right
        draw_rule(painter, left, right, top, strong=True)
        begin = top
        for number, row in enumerate(self.rows):
            self._paint_marks_and_rule(painter, row, top, right, is_end=self.is_last and number == len(self.rows) - 1)
            top += row.height
        self._paint_texts(painter, begin)

    def _paint_heads(self, painter: QPainter, foot: float) -> None:
        plan = self.plan
        for column, head, (begin, width) in zip(plan.table.columns, plan.heads, plan.places, strict=True):
            # What is shorter stands at the foot.
            first = foot - (_HEAD - line_of("head")) / 2 - len(head) * line_of("head")
            draw_lines(painter, "head", head, QRectF(begin, first, width, 0), INK2, _align(column))

    def _paint_marks_and_rule(self, painter: QPainter, row: Row, top: float, right: float, *, is_end: bool) -> None:
        plan = self.plan
        if row.line.mark is not None and plan.marked is not None:
            place = QRectF(plan.places[plan.marked][0], top + (row.height - MARK) / 2, MARK, MARK)
            _paint_mark(painter, plan.theme, row.line.mark, place)
        if not is_end:
            draw_rule(painter, plan.sheet.left, right, top + row.height)

    def _paint_texts(self, painter: QPainter, top: float) -> None:
        """The letters of all rows, with a change of font only where they are set otherwise."""
        painter.setPen(INK)
        plan, face = self.plan, None
        aligns = [_align(column) for column in plan.table.columns]
        for row in self.rows:
            wanted = face_of(_style_of(row.line))
            if wanted is not face:
                face = wanted
                painter.setFont(face.font)
            middle = top + row.height / 2
            marked = plan.marked if row.line.mark is not None else None
            for place, cell in enumerate(row.line.cells):
                begin, width = plan.places[place]
                if place == marked:
                    begin, width = begin + MARK + MARK_GAP, width - MARK - MARK_GAP
                if place in row.texts or (row.below and not place):
                    below = () if place else row.below
                    _paint_cell(
                        painter, face, row.texts.get(place, (cell,)), below, QRectF(begin, top, width, row.height)
                    )
                elif cell:
                    shown = cell if cell.isprintable() else flatten(cell)
                    face.put(painter, shown, begin, width, middle, aligns[place])
            top += row.height


def _paint_cell(painter: QPainter, face: Face, texts: Sequence[str], below: Sequence[str], box: QRectF) -> None:
    """A cell of several lines, or the first one with something below it."""
    middle = box.center().y() - (len(texts) - 1) * face.line / 2 - len(below) * _BELOW_LINE / 2
    for text in texts:
        face.put(painter, text, box.left(), box.width(), middle)
        middle += face.line
    if below:
        draw_lines(painter, "caption", below, QRectF(box.left(), middle - face.line / 2, box.width(), 0), INK2)
        painter.setPen(INK)
        painter.setFont(face.font)


def _paint_mark(painter: QPainter, theme: Theme, mark: StageMark, place: QRectF) -> None:
    paint_stage_mark(painter, theme, place, mark.position, mark.count)


def _style_of(line: Line) -> Style:
    return "total" if line.is_total else "table"


def _align(column: Column) -> Qt.AlignmentFlag:
    return RIGHT if column.is_number else LEFT


def plan_tables(table: Table, sheet: Sheet, theme: Theme) -> Generator[None, None, list[TablePlan]]:
    """The table as it lies on the sheet, or several where its columns do not fit, in steps."""
    widths = yield from measure_columns(table)
    plans = []
    for piece, own in split_wide(table, sheet, widths):
        places = place_columns(piece, sheet, own)
        narrow = frozenset(
            place
            for place, column in enumerate(piece.columns)
            if not column.is_number and places[place][1] < own[place].full - 1
        )
        plans.append(TablePlan(piece, sheet, theme, places, narrow))
    return plans


def cut_table(plan: TablePlan, room: float) -> Generator[TablePart | None, None, None]:
    """Parts that each fit a page, and None where only work was done; `room` is what is left on the first page."""
    rows: list[Row] = []
    for number, line in enumerate(plan.table.lines, 1):
        rows.append(plan.row(line))
        if number % _ROWS_A_STEP == 0:
            yield None
    title = plan.title_height(is_first=True)
    kept = rows[:KEEP_WITH_HEADING]
    while len(kept) > 1 and title + sum(row.height for row in kept) > plan.sheet.body_height:
        kept.pop()
    if room < title + sum(row.height for row in kept):
        room = plan.sheet.body_height
    begin, is_first = 0, True
    while True:
        end = _fill_page(rows, begin, room - plan.title_height(is_first=is_first), len(kept) if is_first else 1)
        # A total does not stand alone under repeated heads.
        if end == len(rows) - 1 and end - begin > KEEP_WITH_HEADING:
            end -= 1
        yield TablePart(plan, tuple(rows[begin:end]), is_first=is_first, is_last=end >= len(rows))
        if end >= len(rows):
            return
        begin, is_first, room = end, False, plan.sheet.body_height


def whole_table(plan: TablePlan) -> TablePart:
    """All rows in one part."""
    return TablePart(plan, tuple(map(plan.row, plan.table.lines)), is_first=True, is_last=True)


def _fill_page(rows: Sequence[Row], begin: int, room: float, least: int) -> int:
    """The row after the last that fits; so many are taken in any case."""
    end, used = begin, 0.0
    while end < len(rows) and (end - begin < least or used + rows[end].height <= room):
        used += rows[end].height
        end += 1
    return end
