"""Called against come: of the deals that were called 80 %, how many were won; on the diagonal calls were true."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from desktop_pipeline.metrics.rates import Rate, Sample
from desktop_pipeline.ui.charts.forecast_look import ForecastLook, draw_amounts, draw_words, forecast_look
from desktop_pipeline.ui.charts.mark_chart import Mark, MarkChart
from desktop_pipeline.ui.charts.plot import KeepPlot, Plot, dashed_pen, make_plot
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.theme import Theme

_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
_LEAST_DOT, _MOST_DOT, _DEALS_OF_MOST = 3.0, 7.0, 60


@dataclass(frozen=True, slots=True)
class CalledDeals:
    """Deals called alike: `called` is the mean of what was said of them, `came` how many of them were won."""

    called: float
    came: Rate
    said: str


class ForecastCalibration(MarkChart):
    """The chart as a widget; a group of calls is a mark."""

    def __init__(self, theme: Theme, formats: Formats, axes: tuple[str, str]) -> None:
        """`axes` names what lies below and what lies beside."""
        super().__init__(theme)
        self._formats = formats
        self._axes = axes
        self._groups: tuple[CalledDeals, ...] = ()

    @property
    def groups(self) -> tuple[CalledDeals, ...]:
        return self._groups

    def show_groups(self, groups: Sequence[CalledDeals]) -> None:
        """Show these groups; those without a deal have no dot."""
        self._groups = tuple(group for group in groups if group.came.n)
        self.lay_out()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.size(320), self._theme.size(130))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.size(220), self._theme.size(130))

    def make_marks(self) -> Sequence[Mark]:
        look = forecast_look(self._theme)
        plot = _find_plot(QRectF(self.rect()), look, self._formats)
        return [Mark(_room_of(group, plot, look), group.said) for group in self._groups]

    def paint_chart(self, painter: QPainter) -> None:
        area, look = QRectF(self.rect()), forecast_look(self._theme)
        paint_calibration(painter, area, look, self._formats, self._groups, self._axes, self.keep_plot)


def _find_plot(area: QRectF, look: ForecastLook, formats: Formats) -> QRectF:
    metrics = QFontMetricsF(look.font)
    line, widest = metrics.height(), metrics.horizontalAdvance(formats.percent(1))
    return area.adjusted(widest + 8 * look.unit, 1.6 * line, -widest / 2, -2 * line - 10 * look.unit)


def _at(plot: QRectF, called: float, came: float) -> QPointF:
    return QPointF(plot.left() + called * plot.width(), plot.bottom() - came * plot.height())


def _range_of(group: CalledDeals) -> tuple[float, float]:
    rate = group.came
    return rate.low or 0.0, 1.0 if rate.high is None else rate.high


def _room_of(group: CalledDeals, plot: QRectF, look: ForecastLook) -> QRectF:
    low, high = _range_of(group)
    top, bottom = _at(plot, group.called, high), _at(plot, group.called, low)
    return QRectF(top, bottom).adjusted(-9 * look.unit, -4 * look.unit, 9 * look.unit, 4 * look.unit)


def paint_calibration(
    painter: QPainter,
    area: QRectF,
    look: ForecastLook,
    formats: Formats,
    groups: Sequence[CalledDeals],
    axes: tuple[str, str],
    keep: KeepPlot = make_plot,
) -> None:
    """Paints grid, diagonal, ranges and dots into the area."""
    plot, line = _find_plot(area, look, formats), QFontMetricsF(look.font).height()
    keep(lambda: _make_plot(area, look, plot, groups)).render(painter)
    shares = {_at(plot, 0, tick).y(): formats.percent(tick) for tick in _TICKS}
    draw_amounts(painter, look, shares, area.left(), plot.left())
    left = plot.left() - area.left()
    for tick in _TICKS:
        below = QRectF(_at(plot, tick, 0).x() - left, plot.bottom() + 5 * look.unit, 2 * left, line)
        draw_words(painter, look, below, formats.percent(tick))
    draw_words(painter, look, QRectF(area.left(), area.top(), area.width(), line), axes[1], Qt.AlignmentFlag.AlignLeft)
    foot = QRectF(plot.left(), area.bottom() - line, plot.width(), line)
    draw_words(painter, look, foot, axes[0], Qt.AlignmentFlag.AlignRight)


def _make_plot(area: QRectF, look: ForecastLook, room: QRectF, groups: Sequence[CalledDeals]) -> Plot:
    plot = Plot(area, room, 1, 1)
    plot.rules(_TICKS, QPen(look.grid, look.unit))
    plot.line([0, 1], [0, 1], dashed_pen(look.quiet, look.unit, 5, 2))
    for group in groups:
        _add_group(plot, look, group)
    return plot


def _add_group(plot: Plot, look: ForecastLook, group: CalledDeals) -> None:
    """The dot grows with the deals; one of a few is hollow, for its share says little."""
    unit, rate, xs = look.unit, group.came, [group.called]
    low, high = _range_of(group)
    plot.line(xs * 2, [low, high], QPen(look.ramp[1], 4 * unit, c=Qt.PenCapStyle.RoundCap))
    dot = (_LEAST_DOT + (_MOST_DOT - _LEAST_DOT) * min(1.0, rate.n / _DEALS_OF_MOST)) * unit
    is_few = rate.sample is Sample.COUNTS_ONLY
    pen = QPen(look.ramp[3] if is_few else look.ground, 1.4 * unit)
    plot.dots(xs, [rate.value or 0.0], dot, pen, look.ground if is_few else look.ramp[3])
