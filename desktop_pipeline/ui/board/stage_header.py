"""The head of a column, 69 high: mark, name and count, sum and weighted sum, and what the sum leaves out."""

from html import escape

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_pipeline.queries.board import StageColumn, has_values
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.painting import draw_text
from desktop_pipeline.ui.widgets.stage_mark import MARK, paint_stage_mark

_SIDE = 10
_LINES = (22, 18, 21)
_BELOW = 8


class StageHeader(QWidget):
    """Painted from a StageColumn; the weighted sum comes after the first paint."""

    def __init__(self, theme: Theme, formats: Formats) -> None:
        super().__init__()
        self._theme = theme
        self._formats = formats
        self._column: StageColumn | None = None
        self._count = 1
        self._currency = "EUR"
        self._weighted: int | None = None
        self._incoming = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    @property
    def incoming(self) -> str:
        """What a drag over the column would add: `+ €34,500`."""
        return self._incoming

    def show_column(self, column: StageColumn, count: int, currency: str) -> None:
        """Show a stage, one of `count`, with sums in that currency."""
        self._column, self._count, self._currency = column, count, currency
        # A definition is the owner's text: markup in it stays text.
        self.setToolTip(_as_plain(column.definition))
        self.update()

    def show_weighted(self, minor: int | None) -> None:
        """Show the weighted sum; None while it is not known."""
        if minor != self._weighted:
            self._weighted = minor
            self.update()

    def show_incoming(self, text: str) -> None:
        """Show what the drag would add, or nothing."""
        if text != self._incoming:
            self._incoming = text
            self.update()

    def sum_text(self) -> str:
        """The sum as it is shown."""
        if self._column is None:
            return ""
        if not self._is_valued():
            return self.tr("no values yet")
        return self._formats.whole_money(self._column.value, self._currency)

    def weighted_text(self) -> str:
        """The weighted sum as it is shown, rounded to 100."""
        if self._weighted is None or not self._is_valued():
            return ""
        return self.tr("weighted {sum}").format(sum=self._formats.rounded_money(self._weighted, self._currency))

    def left_out_text(self) -> str:
        """How many deals the sum leaves out and why; empty where it leaves out none."""
        if self._column is None:
            return ""
        number = self._formats.number
        parts = []
        if self._column.without_value:
            parts.append(self.tr("{count} without a value").format(count=number(self._column.without_value)))
        if self._column.without_rate:
            parts.append(self.tr("{count} without a rate").format(count=number(self._column.without_rate)))
        return ", ".join(parts)

    def sizeHint(self) -> QSize:
        return QSize(216, sum(map(self._theme.size, _LINES)) + _BELOW)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._column is None:
            return
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        first, second, third = map(theme.size, _LINES)
        width = self.width() - 2 * _SIDE
        self._paint_name(painter, self._column, QRectF(_SIDE, 0, width, first))
        line = QRectF(_SIDE, first, width, second)
        if self._is_valued():
            taken = draw_text(painter, theme, "secondary_strong", theme.color("ink"), line, self.sum_text())
        else:
            taken = draw_text(painter, theme, "secondary", theme.color("ink3"), line, self.sum_text())
        line.adjust(taken + 6, 0, 0, 0)
        if self._incoming:
            draw_text(painter, theme, "secondary_strong", theme.color("accent"), line, self._incoming)
        else:
            draw_text(painter, theme, "secondary", theme.color("ink3"), line, self.weighted_text())
        left_out = QRectF(_SIDE, first + second, width, third)
        draw_text(painter, theme, "caption", theme.color("ink3"), left_out, self.left_out_text())

    def _is_valued(self) -> bool:
        """Whether the sum says something: no deal at all is worth nothing, deals without a value are not."""
        return self._column is not None and has_values([self._column])

    def _paint_name(self, painter: QPainter, column: StageColumn, line: QRectF) -> None:
        theme = self._theme
        mark = QRectF(line.left(), line.center().y() - MARK / 2, MARK, MARK)
        paint_stage_mark(painter, theme, mark, column.position, self._count)
        count = self._formats.number(column.deals)
        room = theme.metrics("secondary").horizontalAdvance(count) + 8
        name = line.adjusted(MARK + 7, 0, -room, 0)
        name.adjust(draw_text(painter, theme, "name", theme.color("ink"), name, column.name) + 7, 0, room, 0)
        draw_text(painter, theme, "secondary", theme.color("ink3"), name, count)


def _as_plain(text: str) -> str:
    return f"<qt>{escape(text)}</qt>" if text else ""
