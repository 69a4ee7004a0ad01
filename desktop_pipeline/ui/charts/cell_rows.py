"""Rows of figures under heads: each figure can be pointed at, reached by keys, and opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QPainter

from desktop_pipeline.ui.charts.mark_chart import Mark
from desktop_pipeline.ui.charts.rows_chart import RowsChart
from desktop_pipeline.ui.theme import FontStyle, Theme
from desktop_pipeline.ui.widgets.painting import LEFT, RIGHT, draw_hairline, draw_text, text_width

if TYPE_CHECKING:
    from desktop_pipeline.metrics.telling.parts import Part

_ROW, _SHARE = 31.0, 3.0
_SHORT_HEAD = 64
_LEAST_NAMES, _MOST_NAMES, _GAP = 96.0, 320.0, 20.0
_LOWEST_ROWS, _MOST_ROWS = 3, 40


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure; `tone` is the colour role of its text, strong where it is marked, `said` tells it in full.

    A `share` of something is drawn as a thin bar below it.
    """

    text: str
    said: str = ""
    tone: str = "ink"
    is_marked: bool = False
    part: "Part | None" = None
    title: str = ""
    share: float | None = None


@dataclass(frozen=True, slots=True)
class CellRow:
    """A name with a figure for each head; its own part opens where none of its figures is pointed at."""

    name: str
    cells: tuple[Cell, ...]
    part: "Part | None" = None
    title: str = ""
    is_total: bool = False


class CellRows(RowsChart[CellRow]):
    """Where the room is short, figures and rows at the end are left to the table."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._heads: tuple[str, ...] = ("",)

    def count_hidden_columns(self) -> int:
        """How many figures of each row have no room."""
        return len(self._heads) - 1 - len(self._columns()[1]) if self._rows else 0

    def show_rows(self, heads: Sequence[str], rows: Sequence[CellRow]) -> None:
        """Show these; the first head stands over the names."""
        self._heads, self._rows = tuple(heads), tuple(rows)
        self.lay_out()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.size(480), self._high(max(_LOWEST_ROWS, len(self._rows))))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.size(220), self._high(min(_MOST_ROWS, max(_LOWEST_ROWS, len(self._rows)))))

    def make_marks(self) -> Sequence[Mark]:
        names, columns = self._columns()
        marks: list[Mark] = []
        for place, row in enumerate(self.shown):
            line = self._line(place)
            shown = row.cells[: len(columns)]
            figures = (f"{head} {cell.text}" for head, cell in zip(self._heads[1:], shown, strict=False))
            said = ", ".join([row.name, *figures])
            marks.append(Mark(line, said, row.part, row.title))
            left = names
            for cell, width in zip(shown, columns, strict=True):
                if cell.said or cell.part is not None:
                    box = QRectF(left, line.top(), width, line.height())
                    marks.append(Mark(box, cell.said or f"{row.name}: {cell.text}", cell.part, cell.title))
                left += width
        return marks

    def paint_chart(self, painter: QPainter) -> None:
        theme = self._theme
        names, columns = self._columns()
        self._paint_heads(painter, names, columns)
        for place, row in enumerate(self.shown):
            line = self._line(place)
            edge = round(line.top()) + 0.5
            colour = theme.color("line2" if row.is_total or place == 0 else "line")
            draw_hairline(painter, colour, QPointF(0, edge), QPointF(self.width(), edge))
            style: FontStyle = "strong" if row.is_total else "body"
            box = QRectF(0, line.top(), names - 4, line.height())
            draw_text(painter, theme, style, theme.color("ink"), box, row.name)
            left = names
            for cell, width in zip(row.cells, columns, strict=False):
                box = QRectF(left, line.top(), width, line.height())
                style = "strong" if cell.is_marked or row.is_total else "body"
                draw_text(painter, theme, style, theme.color(cell.tone), box, cell.text, RIGHT)
                if cell.share:
                    self._paint_share(painter, cell, box)
                left += width

    def _paint_share(self, painter: QPainter, cell: Cell, box: QRectF) -> None:
        theme = self._theme
        room, high = box.width() - _GAP, theme.size(round(_SHARE))
        colour = theme.color("amberMark") if cell.is_marked else QColor(theme.tokens.ramp[1])
        width = max(1.0, room * (cell.share or 0.0))
        painter.fillRect(QRectF(box.right() - width, box.bottom() - high - 2, width, high), colour)

    def _paint_heads(self, painter: QPainter, names: float, columns: Sequence[float]) -> None:
        theme, high = self._theme, self._theme.line("caption")
        left = 0.0
        for place, (head, width) in enumerate(zip(self._heads, (names, *columns), strict=False)):
            lines = self._break(head)
            top = self._head_height() - 5 - high * len(lines)
            for number, text in enumerate(lines):
                box = QRectF(left, top + number * high, width - (4 if place == 0 else 0), high)
                draw_text(painter, theme, "caption", theme.color("ink3"), box, text, RIGHT if place else LEFT)
            left += width

    def _columns(self) -> tuple[float, list[float]]:
        """Room of the names, and of those figures that fit beside them."""
        theme, room = self._theme, float(self.width())
        named = [text_width(theme, "strong" if row.is_total else "body", row.name) + 6 for row in self._rows]
        named += [max(text_width(theme, "caption", line) for line in self._break(self._heads[0])) + 6]
        least = min(max(named), theme.size(round(_LEAST_NAMES)))
        columns: list[float] = []
        for place, head in enumerate(self._heads[1:]):
            width = max(
                *(text_width(theme, "caption", line) for line in self._break(head)),
                *(text_width(theme, "strong", row.cells[place].text) for row in self._rows),
                0.0,
            )
            if least + sum(columns) + width + _GAP > room and columns:
                break
            columns.append(width + _GAP)
        names = min(max(named), theme.size(round(_MOST_NAMES)), room - sum(columns))
        spare = room - names - sum(columns)
        # What is left over is shared out, so that the last figures stand at the edge.
        return names, [width + spare / len(columns) for width in columns] if columns else []

    def _break(self, head: str) -> list[str]:
        """A head of several words on the two lines that are narrowest."""
        words = head.split(" ")
        if text_width(self._theme, "caption", head) <= self._theme.size(_SHORT_HEAD):
            return [head]
        ways = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
        if not ways:
            return [head]
        return list(min(ways, key=lambda way: max(text_width(self._theme, "caption", line) for line in way)))

    def _line(self, place: int) -> QRectF:
        high = self._theme.size(round(_ROW))
        return QRectF(0, self._head_height() + place * high, self.width(), high)

    def _head_height(self) -> int:
        lines = max(len(self._break(head)) for head in self._heads)
        return self._theme.line("caption") * lines + 8

    def _high(self, rows: int) -> int:
        return self._head_height() + rows * self._theme.size(round(_ROW)) + 2

    def measure_rows(self) -> tuple[float, float]:
        return self.height() - self._head_height(), self._theme.size(round(_ROW))
