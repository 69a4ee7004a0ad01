"""A table on paper: rows never split, heads stand again on every page, a heading keeps three rows with it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from desktop_pipeline.reports.content import Line, StageMark, Table
from desktop_pipeline.ui.reports.blocks import SECTION_GAP, draw_heading
from desktop_pipeline.ui.reports.sheet import INK2, TWIP, Sheet, break_lines, draw_line, draw_rule, line_of, width_of
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.stage_mark import paint_stage_mark

KEEP_WITH_HEADING = 3
_ROW = 18.5 * TWIP
_HEAD = 20 * TWIP
_PAD, _LEAST_PAD = 8 * TWIP, 4 * TWIP
_MARK = 8 * TWIP
_NARROWEST_NAME, _LEAST_NAME = 110 * TWIP, 48 * TWIP


@dataclass(frozen=True, slots=True)
class TablePart:
    """Some of a table's rows under their heads; the first part bears the title."""

    table: Table
    lines: tuple[Line, ...]
    sheet: Sheet
    theme: Theme
    is_first: bool
    is_last: bool
    caption: tuple[str, ...] = field(init=False)
    places: tuple[tuple[float, float], ...] = field(init=False)
    heads: tuple[tuple[str, ...], ...] = field(init=False)

    def __post_init__(self) -> None:
        places = tuple(column_places(self.table, self.sheet))
        heads = (
            tuple(break_lines("head", column.head, width)) if column.head else ()
            for column, (_begin, width) in zip(self.table.columns, places, strict=True)
        )
        object.__setattr__(self, "places", places)
        object.__setattr__(self, "heads", tuple(heads))
        caption = break_lines("caption", self.table.caption, self.sheet.text_width) if self.is_first else []
        object.__setattr__(self, "caption", tuple(caption))

    @property
    def height(self) -> float:
        """Title, heads and rows."""
        title = line_of("heading") + len(self.caption) * line_of("caption") + 3 * TWIP if self.is_first else 0
        return title + self.head_height + len(self.lines) * _ROW

    @property
    def head_height(self) -> float:
        """That of the heads, which may take several lines."""
        return _HEAD + (max(1, *map(len, self.heads)) - 1) * line_of("head")

    @property
    def below(self) -> float:
        """Down to the next section."""
        return SECTION_GAP

    def paint(self, painter: QPainter, left: float, top: float) -> None:
        """Draw with the top left corner there."""
        if self.is_first:
            top = draw_heading(painter, self.sheet, self.table.title, self.caption, top) + 3 * TWIP
        top += self.head_height
        for column, head, (begin, width) in zip(self.table.columns, self.heads, self.places, strict=True):
            align = Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
            # What is shorter stands at the foot.
            first = top - (_HEAD - line_of("head")) / 2 - len(head) * line_of("head")
            for number, text in enumerate(head):
                box = QRectF(begin, first + number * line_of("head"), width, line_of("head"))
                draw_line(painter, "head", text, box, colour=INK2, align=align)
        draw_rule(painter, left, self.sheet.right, top, strong=True)
        for number, line in enumerate(self.lines):
            self._paint_line(painter, line, top)
            top += _ROW
            if not (self.is_last and number == len(self.lines) - 1):
                draw_rule(painter, left, self.sheet.right, top)

    def _paint_line(self, painter: QPainter, line: Line, top: float) -> None:
        for column, cell, (begin, width) in zip(self.table.columns, line.cells, self.places, strict=True):
            box = QRectF(begin, top, width, _ROW)
            if line.mark is not None and not column.is_number:
                self._paint_mark(painter, line.mark, box)
                box.adjust(_MARK + 5 * TWIP, 0, 0, 0)
            align = Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
            draw_line(painter, "total" if line.is_total else "table", cell, box, align=align)

    def _paint_mark(self, painter: QPainter, mark: StageMark, box: QRectF) -> None:
        place = QRectF(box.left(), box.center().y() - _MARK / 2, _MARK, _MARK)
        paint_stage_mark(painter, self.theme, place, mark.position, mark.count)


def column_places(table: Table, sheet: Sheet) -> list[tuple[float, float]]:
    """Left edge and width of each column: all but the first as wide as they need and evenly spread.

    Where that is too much for the page, heads are broken into lines.
    """
    count = len(table.columns) - 1
    widths = [_measure(table, place) for place in range(count + 1)]
    marked = _MARK if any(line.mark for line in table.lines) else 0
    if min(_NARROWEST_NAME, widths[0] + marked) + sum(widths[1:]) + count * _PAD > sheet.text_width:
        widths = [_measure(table, place, is_broken=True) for place in range(count + 1)]
    others, natural = sum(widths[1:]), widths[0] + marked + 2 * _PAD
    room = sheet.text_width - others - count * 2 * _PAD
    name = max(min(_NARROWEST_NAME, natural), min(natural, room))
    # Where the numbers take all the room, the name is cut before them.
    name = max(_LEAST_NAME, min(name, sheet.text_width - others - count * _LEAST_PAD))
    spare = max(_LEAST_PAD, (sheet.text_width - name - others) / max(1, count))
    places = [(sheet.left, name)]
    left = sheet.left + name
    for width in widths[1:]:
        places.append((left + spare, width))
        left += spare + width
    return places


def split_wide(table: Table, sheet: Sheet) -> list[Table]:
    """The table, or where its columns do not fit beside each other several, each with the first column."""
    name, *widths = (_measure(table, place, is_broken=True) for place in range(len(table.columns)))
    marked = _MARK if any(line.mark for line in table.lines) else 0
    room = sheet.text_width - min(_LEAST_NAME, name + marked)
    if sum(widths) + len(widths) * _LEAST_PAD <= room:
        return [table]
    room = sheet.text_width - min(_NARROWEST_NAME, name + marked)
    groups: list[list[int]] = [[]]
    taken = 0.0
    for place, width in enumerate(widths, 1):
        if groups[-1] and taken + width + _PAD > room:
            groups.append([])
            taken = 0.0
        groups[-1].append(place)
        taken += width + _PAD
    return [_pick(table, [0, *group]) for group in groups]


def _pick(table: Table, places: list[int]) -> Table:
    return replace(
        table,
        columns=tuple(table.columns[place] for place in places),
        lines=tuple(replace(line, cells=tuple(line.cells[place] for place in places)) for line in table.lines),
    )


def _measure(table: Table, place: int, *, is_broken: bool = False) -> float:
    cells = (width_of("total" if line.is_total else "table", line.cells[place]) for line in table.lines)
    head = table.columns[place].head
    words = head.split() if is_broken else [head]
    return max(max((width_of("head", word) for word in words), default=0), max(cells, default=0)) + 1


def cut_table(table: Table, sheet: Sheet, theme: Theme, room: float) -> Iterator[TablePart]:
    """Parts that each fit a page; `room` is what is left on the first one."""
    lines = list(table.lines)
    whole = TablePart(table, (), sheet, theme, is_first=True, is_last=False)
    kept = min(KEEP_WITH_HEADING, len(lines))
    if room < whole.height + kept * _ROW:
        room = sheet.body_bottom - sheet.body_top
    is_first = True
    while True:
        head = whole.height if is_first else whole.head_height
        fits = max(kept, int((room - head) // _ROW)) if is_first else max(1, int((room - head) // _ROW))
        taken, lines = lines[:fits], lines[fits:]
        # A total does not stand alone under repeated heads.
        if len(lines) == 1 and len(taken) > KEEP_WITH_HEADING:
            lines.insert(0, taken.pop())
        yield TablePart(table, tuple(taken), sheet, theme, is_first=is_first, is_last=not lines)
        if not lines:
            return
        is_first, room = False, sheet.body_bottom - sheet.body_top
