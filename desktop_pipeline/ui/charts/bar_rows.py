"""Rows of a name, a bar and its numbers: where deals stop, why they were lost, and the like."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from desktop_pipeline.ui.charts.mark_chart import Mark
from desktop_pipeline.ui.charts.rows_chart import RowsChart
from desktop_pipeline.ui.icons import icon_pixmap
from desktop_pipeline.ui.theme import FontStyle, Theme
from desktop_pipeline.ui.widgets.painting import RIGHT, draw_text, text_width

if TYPE_CHECKING:
    from desktop_pipeline.metrics.telling.parts import Part

_ROW, _LEAST_ROW = 32.0, 24.0
_BAR, _THIN_BAR = 18.0, 14.0
_NAMES, _MOST_NAMES, _NAME_GAP = 76.0, 190.0, 14.0
_NUMBER_GAP, _RIGHT_GAP = 10.0, 12.0
_LEAST_BAR = 20.0
_STRIPE = 6.0
_ROUND = 2.0
_NAMES_SHARE = 0.46  # of the whole width, at most
_USUAL_ROWS = 8  # more find room where there is some
_ICON = 13


@dataclass(frozen=True, slots=True)
class BarRow:
    """One row: `full` is how long the bar would be with what fell away, `open` how much of it is still undecided.

    `tone` is a colour role (bar, greenMark, amberMark) or “pale”; `right` stands at the right edge, strong where the
    row is marked. All lengths are of one unit.
    """

    name: str
    value: float
    said: str
    full: float = 0.0
    undecided: float = 0.0
    strong: str = ""
    quiet: str = ""
    right: str = ""
    tone: str = "bar"
    is_marked: bool = False
    part: "Part | None" = None
    title: str = ""


class BarRows(RowsChart[BarRow]):
    """As many rows as there is room for."""

    def __init__(self, theme: Theme, *, thin: bool = False) -> None:
        super().__init__(theme)
        self._right_head = ""
        self._thin = thin

    def show_rows(self, rows: Sequence[BarRow], right_head: str = "") -> None:
        """Show these; `right_head` stands above the numbers at the right edge."""
        self._rows = tuple(rows)
        self._right_head = right_head
        self.lay_out()

    def sizeHint(self) -> QSize:
        rows = min(_USUAL_ROWS, max(1, len(self._rows)))
        return QSize(self._theme.size(320), round(self._head() + rows * self._theme.size(round(_ROW))))

    def minimumSizeHint(self) -> QSize:
        rows = min(6, max(1, len(self._rows)))
        # As wide as the names need to stay whole.
        names = max((text_width(self._theme, "body", row.name) for row in self._rows), default=0)
        wide = round(min(names, self._theme.size(round(_MOST_NAMES))) / _NAMES_SHARE) + 1
        return QSize(max(self._theme.size(200), wide), round(self._head() + rows * self._theme.size(round(_LEAST_ROW))))

    def make_marks(self) -> Sequence[Mark]:
        height = self._row_height()
        return [
            Mark(QRectF(0, self._head() + place * height, self.width(), height), row.said, row.part, row.title)
            for place, row in enumerate(self.shown)
        ]

    def paint_chart(self, painter: QPainter) -> None:
        shown = self.shown
        if not shown:
            return
        theme = self._theme
        names, numbers, right = self._columns(shown)
        if self._right_head:
            head = QRectF(0, 0, self.width(), self._head())
            draw_text(painter, theme, "caption", theme.color("ink3"), head, self._right_head, RIGHT)
        left = names + _NAME_GAP
        room = max(_LEAST_BAR, self.width() - left - numbers - right)
        longest = max((max(row.value + row.undecided, row.full) for row in shown), default=0) or 1
        height = self._row_height()
        for place, row in enumerate(shown):
            middle = self._head() + (place + 0.5) * height
            self._paint_row(painter, row, QRectF(0, middle - height / 2, self.width(), height), left, room / longest)

    def _paint_row(self, painter: QPainter, row: BarRow, line: QRectF, left: float, scale: float) -> None:
        theme = self._theme
        draw_text(painter, theme, "body", theme.color("ink"), line.adjusted(0, 0, left - self.width() - 8, 0), row.name)
        high = min(line.height() - 6, theme.size(round(_THIN_BAR if self._thin else _BAR)))
        bar = QRectF(left, line.center().y() - high / 2, row.value * scale, high)
        # In the dark the middle of the ramp is as light as the bars.
        pale = theme.tokens.ramp[2 if theme.name == "light" else 1]
        colour = QColor(pale) if row.tone == "pale" else theme.color(row.tone)
        painter.setPen(Qt.PenStyle.NoPen)
        if row.full * scale > bar.width():
            painter.setBrush(theme.color("hover"))
            painter.drawRoundedRect(QRectF(left, bar.top(), row.full * scale, high), _ROUND, _ROUND)
        if row.undecided > 0:
            open_part = QRectF(bar.right(), bar.top(), row.undecided * scale, high)
            draw_stripes(painter, open_part, colour)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        if row.value > 0:
            painter.drawRoundedRect(bar.adjusted(0, 0, max(0.0, 1.5 - bar.width()), 0), _ROUND, _ROUND)
        end = left + max(row.value + row.undecided, row.full) * scale
        self._paint_numbers(painter, row, line, end + _NUMBER_GAP)

    def _paint_numbers(self, painter: QPainter, row: BarRow, line: QRectF, left: float) -> None:
        theme = self._theme
        box = QRectF(left, line.top(), self.width() - left, line.height())
        taken = draw_text(painter, theme, "strong", theme.color("ink"), box, row.strong)
        if row.quiet:
            quiet = box.adjusted(taken + 5, 0, 0, 0)
            draw_text(painter, theme, "secondary", theme.color("ink3"), quiet, row.quiet)
        if row.right:
            style: FontStyle = "secondary_strong" if row.is_marked else "secondary"
            colour = theme.color("amber" if row.is_marked else "ink2")
            whole = QRectF(0, line.top(), self.width(), line.height())
            taken = draw_text(painter, theme, style, colour, whole, row.right, RIGHT)
            if row.is_marked:
                side = theme.size(_ICON)
                spot = QPointF(self.width() - taken - side - 4, round(line.center().y() - side / 2))
                painter.drawPixmap(spot, icon_pixmap(theme, "hourglass", side, "amber", self.devicePixelRatioF()))

    def _columns(self, shown: Sequence[BarRow]) -> tuple[float, float, float]:
        """Width of the names, of the numbers behind the longest bar, and of those at the right edge."""
        theme = self._theme
        names = max(text_width(theme, "body", row.name) for row in shown)
        names = max(theme.size(round(_NAMES)), min(names, theme.size(round(_MOST_NAMES)), self.width() * _NAMES_SHARE))
        numbers = max(
            text_width(theme, "strong", row.strong)
            + (text_width(theme, "secondary", row.quiet) + 5 if row.quiet else 0)
            for row in shown
        )
        right = max(text_width(theme, "secondary_strong", row.right) for row in shown)
        if any(row.is_marked for row in shown):
            right += theme.size(_ICON) + 4
        head = text_width(theme, "caption", self._right_head) if self._right_head else 0
        numbers += _NUMBER_GAP
        right = max(right, head) + _RIGHT_GAP if any(row.right for row in shown) else 0
        # A name that is cut can still be read, a number cannot.
        names = min(names, max(_LEAST_BAR, self.width() - _NAME_GAP - _LEAST_BAR - numbers - right))
        return names, numbers, right

    def _head(self) -> float:
        return self._theme.line("caption") + 2 if self._right_head else 0

    def measure_rows(self) -> tuple[float, float]:
        return self.height() - self._head(), self._theme.size(round(_LEAST_ROW))

    def _row_height(self) -> float:
        """A few rows keep their distance and leave the rest of the panel free."""
        room = (self.height() - self._head()) / max(1, len(self.shown))
        return min(room, self._theme.size(round(_ROW)))


def draw_stripes(painter: QPainter, place: QRectF, colour: QColor) -> None:
    """What is not decided yet: stripes with an outline."""
    outline = place.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.setPen(QPen(colour, 1, c=Qt.PenCapStyle.FlatCap))
    painter.drawLines(list_stripes(outline, _STRIPE))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(outline)


def list_stripes(place: QRectF, step: float) -> list[QLineF]:
    """Slanting lines that end at the edges of a place: a drawing saved as SVG knows no clipping."""
    low, high, lines = place.left() - place.height(), place.right(), []
    for number in range(1, int((high - low) / step) + 1):
        foot = low + number * step
        left, right = max(foot, place.left()), min(foot + place.height(), high)
        if left < right:
            lines.append(QLineF(left, place.bottom() - (left - foot), right, place.bottom() - (right - foot)))
    return lines
