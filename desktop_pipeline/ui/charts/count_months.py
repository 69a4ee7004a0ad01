"""How many of something each month, as columns with their numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPen

from desktop_pipeline.ui.charts.bar_rows import draw_stripes
from desktop_pipeline.ui.charts.forecast_look import draw_amounts, draw_months, forecast_look
from desktop_pipeline.ui.charts.mark_chart import Mark, MarkChart
from desktop_pipeline.ui.charts.plot import Plot
from desktop_pipeline.ui.charts.ticks import find_ticks
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.painting import CENTRE, draw_text, fill, text_width

if TYPE_CHECKING:
    from desktop_pipeline.metrics.telling.parts import Part

_GAP, _SHARE, _WIDEST = 8.0, 0.62, 46.0


@dataclass(frozen=True, slots=True)
class CountMonth:
    """One column; a month of which a part alone is counted is striped."""

    first_day: date
    count: int
    said: str
    is_running: bool = False
    is_part: bool = False
    part: "Part | None" = None
    title: str = ""


class CountMonths(MarkChart):
    """One column a month."""

    def __init__(self, theme: Theme, formats: Formats) -> None:
        super().__init__(theme)
        self._formats = formats
        self._months: tuple[CountMonth, ...] = ()

    @property
    def months(self) -> tuple[CountMonth, ...]:
        return self._months

    def show_months(self, months: Sequence[CountMonth]) -> None:
        self._months = tuple(months)
        self.lay_out()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.size(420), self._theme.size(200))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.size(220), self._theme.size(140))

    def make_marks(self) -> Sequence[Mark]:
        if not self._months:
            return ()
        plot, _top = self._plan()
        slot = plot.width() / len(self._months)
        return [
            Mark(
                QRectF(plot.left() + place * slot + 1, plot.top(), slot - 2, plot.height()),
                month.said,
                month.part,
                month.title,
            )
            for place, month in enumerate(self._months)
        ]

    def paint_chart(self, painter: QPainter) -> None:
        if not self._months:
            return
        theme, high, look = self._theme, self._theme.line("caption"), forecast_look(self._theme)
        room, top = self._plan()
        self.keep_plot(self._make_plot).render(painter)
        amounts = {
            room.bottom() - tick / top * room.height(): self._formats.number(round(tick)) for tick in self._ticks()
        }
        draw_amounts(painter, look, amounts, 0, room.left())
        slot = room.width() / len(self._months)
        for place, month in enumerate(self._months):
            said = self._formats.number(month.count)
            wide = text_width(theme, "caption_medium", said)
            if wide < slot:
                head = room.bottom() - month.count / top * room.height()
                number = QRectF(room.left() + place * slot, head - high - 1, slot, high)
                # No line of the grid goes through a number.
                fill(
                    painter, QRectF(number.center().x() - wide / 2, head - high, wide, high - 1), theme.color("surface")
                )
                colour = theme.color("ink" if month.count else "ink3")
                draw_text(painter, theme, "caption_medium", colour, number, said, CENTRE)
        running = next((place for place, month in enumerate(self._months) if month.is_running), None)
        firsts = [month.first_day for month in self._months]
        draw_months(painter, look, self._formats, firsts, room, running)

    def _make_plot(self) -> Plot:
        theme, colour = self._theme, self._theme.color("bar")
        room, top = self._plan()
        plot = Plot(QRectF(self.rect()), room, len(self._months), top)
        plot.rules(self._ticks(), QPen(theme.color("line"), 1))
        width = min(_SHARE * room.width() / len(self._months), theme.size(round(_WIDEST)))
        for pattern, is_part in ((colour, False), (lambda painter, bar: draw_stripes(painter, bar, colour), True)):
            counts = [month.count or None if month.is_part == is_part else None for month in self._months]
            plot.bars(plot.middles, counts, width, pattern)
        return plot

    def _ticks(self) -> list[float]:
        return find_ticks(max((month.count for month in self._months), default=0) or 1, whole=True)

    def _plan(self) -> tuple[QRectF, float]:
        """The plot, and the number at its upper edge."""
        theme, high = self._theme, self._theme.line("caption")
        ticks = self._ticks()
        left = max(text_width(theme, "caption", self._formats.number(round(tick))) for tick in ticks) + _GAP
        plot = QRectF(left, high + 4, max(20.0, self.width() - left), max(30.0, self.height() - 2 * high - 12))
        return plot, max(ticks)
