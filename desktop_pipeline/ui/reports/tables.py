"""A table on paper: rows never split, heads stand again on every page, a heading keeps three rows with it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

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
_PAD = 8 * TWIP
_MARK = 8 * TWIP
_NARROWEST_NAME = 110 * TWIP


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

    def __post_init__(self) -> None:
        caption = break_lines("caption", self.table.caption, self.sheet.text_width) if self.is_first else []
        object.__setattr__(self, "caption", tuple(caption))

    @property
    def height(self) -> float:
        """Title, heads and rows."""
        title = line_of("heading") + len(self.caption) * line_of("caption") + 3 * TWIP if self.is_first else 0
        return title + _HEAD + len(self.lines) * _ROW

    @property
    def below(self) -> float:
        """Down to the next section."""
        return SECTION_GAP

    def paint(self, painter: QPainter, left: float, top: float) -> None:
        """Draw with the top left corner there."""
        if self.is_first:
            top = draw_heading(painter, self.sheet, self.table.title, self.caption, top) + 3 * TWIP
        places = column_places(self.table, self.sheet)
        for column, (begin, width) in zip(self.table.columns, places, strict=True):
            align = Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
            draw_line(painter, "head", column.head, QRectF(begin, top, width, _HEAD), colour=INK2, align=align)
        top += _HEAD
        draw_rule(painter, left, self.sheet.right, top, strong=True)
        for number, line in enumerate(self.lines):
            self._paint_line(painter, line, top, places)
            top += _ROW
            if not (self.is_last and number == len(self.lines) - 1):
                draw_rule(painter, left, self.sheet.right, top)

    def _paint_line(self, painter: QPainter, line: Line, top: float, places: list[tuple[float, float]]) -> None:
        for column, cell, (begin, width) in zip(self.table.columns, line.cells, places, strict=True):
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
    """Left edge and width of each column: numbers as wide as they need and evenly spread, the name takes the rest."""
    widths = [
        max(
            width_of("head", column.head),
            max((width_of("total", line.cells[place]) for line in table.lines), default=0),
        )
        for place, column in enumerate(table.columns)
    ]
    numbers = sum(width for width, column in zip(widths, table.columns, strict=True) if column.is_number)
    count = sum(column.is_number for column in table.columns)
    name = max(_NARROWEST_NAME, min(widths[0] + _MARK + 2 * _PAD, sheet.text_width - numbers - count * 2 * _PAD))
    spare = max(_PAD, (sheet.text_width - name - numbers) / max(1, count))
    places, left = [], sheet.left
    for width, column in zip(widths, table.columns, strict=True):
        room = width + spare if column.is_number else name
        begin = left + (spare if column.is_number else 0)
        places.append((begin, left + room - begin))
        left += room
    return places


def cut_table(table: Table, sheet: Sheet, theme: Theme, room: float) -> Iterator[TablePart]:
    """Parts that each fit a page; `room` is what is left on the first one."""
    lines = list(table.lines)
    whole = TablePart(table, (), sheet, theme, is_first=True, is_last=False)
    kept = min(KEEP_WITH_HEADING, len(lines))
    if room < whole.height + kept * _ROW:
        room = sheet.body_bottom - sheet.body_top
    is_first = True
    while True:
        head = whole.height if is_first else _HEAD
        fits = max(kept, int((room - head) // _ROW)) if is_first else max(1, int((room - head) // _ROW))
        taken, lines = lines[:fits], lines[fits:]
        # A total does not stand alone under repeated heads.
        if len(lines) == 1 and len(taken) > KEEP_WITH_HEADING:
            lines.insert(0, taken.pop())
        yield TablePart(table, tuple(taken), sheet, theme, is_first=is_first, is_last=not lines)
        if not lines:
            return
        is_first, room = False, sheet.body_bottom - sheet.body_top
