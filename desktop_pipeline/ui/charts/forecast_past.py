"""Earlier forecasts beside what came: the range of each month, its middle, and a mark where it really ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from desktop_pipeline.ui.charts.forecast_look import (
    ForecastLook,
    Scale,
    draw_amounts,
    draw_months,
    forecast_look,
    make_scale,
    say_amounts,
    start_plot,
)
from desktop_pipeline.ui.charts.mark_chart import Mark, MarkChart
from desktop_pipeline.ui.charts.plot import KeepPlot, Plot, dashed_pen, make_plot
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.theme import Theme

if TYPE_CHECKING:
    from desktop_pipeline.metrics.telling.parts import Part

_BAR, _WIDEST_BAR = 0.42, 20.0
_DOT, _DIAMOND = 4.2, 5.2


@dataclass(frozen=True, slots=True)
class PastMonth:
    """A month in minor units: what was expected on its first day (1, 5 and 9 in 10 stay below) and what came.

    `naive` is the line to beat: the mean of the three months before.
    """

    first_day: date
    low: int
    middle: int
    high: int
    actual: int
    naive: int
    said: str
    part: "Part | None" = None
    title: str = ""

    @property
    def is_inside(self) -> bool:
        """Whether it ended in its range."""
        return self.low <= self.actual <= self.high


class ForecastPast(MarkChart):
    """The chart as a widget; a month is a mark that opens what was won in it."""

    def __init__(self, theme: Theme, formats: Formats) -> None:
        super().__init__(theme)
        self._formats = formats
        self._months: tuple[PastMonth, ...] = ()
        self._currency = ""

    @property
    def months(self) -> tuple[PastMonth, ...]:
        return self._months

    def show_months(self, months: Sequence[PastMonth], currency: str) -> None:
        self._months, self._currency = tuple(months), currency
        self.lay_out()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.size(360), self._theme.size(130))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.size(290), self._theme.size(120))

    def make_marks(self) -> Sequence[Mark]:
        if not self._months:
            return ()
        scale = _make_scale(
            QRectF(self.rect()), forecast_look(self._theme), self._formats, self._months, self._currency
        )
        slot = scale.plot.width() / len(self._months)
        return [
            Mark(scale.column(place, slot, self.height()), month.said, month.part, month.title)
            for place, month in enumerate(self._months)
        ]

    def paint_chart(self, painter: QPainter) -> None:
        if self._months:
            area, look = QRectF(self.rect()), forecast_look(self._theme)
            paint_past(painter, area, look, self._formats, self._months, self._currency, self.keep_plot)


def _make_scale(
    area: QRectF, look: ForecastLook, formats: Formats, months: Sequence[PastMonth], currency: str
) -> Scale:
    highest = max(max(month.high, month.actual, month.naive) for month in months)
    foot = QFontMetricsF(look.font).height() + 7 * look.unit
    return make_scale(area, look, formats, highest, currency, foot=foot)


def paint_past(
    painter: QPainter,
    area: QRectF,
    look: ForecastLook,
    formats: Formats,
    months: Sequence[PastMonth],
    currency: str,
    keep: KeepPlot = make_plot,
) -> None:
    """Paints the months into the area."""
    scale = _make_scale(area, look, formats, months, currency)
    keep(lambda: _make_plot(area, look, scale, months)).render(painter)
    draw_amounts(painter, look, say_amounts(scale, currency, formats), area.left(), scale.plot.left())
    firsts = [month.first_day for month in months]
    draw_months(painter, look, formats, firsts, scale.plot, len(months) - 1, gap=6, strong=False)


def _make_plot(area: QRectF, look: ForecastLook, scale: Scale, months: Sequence[PastMonth]) -> Plot:
    plot, unit = start_plot(area, scale, look, len(months)), look.unit
    xs, slot = plot.middles, scale.plot.width() / len(months)
    width = min(_BAR * slot, _WIDEST_BAR * unit)
    plot.line(xs, [month.naive for month in months], dashed_pen(look.quiet, unit, 5, 2))
    plot.bars(xs, [month.high for month in months], width, look.ramp[0], [month.low for month in months])
    middle = QPen(look.ramp[3], 2 * unit, c=Qt.PenCapStyle.FlatCap)
    for x, month in zip(xs, months, strict=True):
        plot.line([x - width / slot / 2, x + width / slot / 2], [month.middle] * 2, middle)
    # Outside is another shape too, not only another colour.
    for is_inside, radius, fill in ((True, _DOT, look.ink), (False, _DIAMOND, look.mark)):
        actuals = [month.actual if month.is_inside == is_inside else None for month in months]
        plot.dots(xs, actuals, radius * unit, QPen(look.ground, 1.2 * unit), fill, pointed=not is_inside)
    return plot
