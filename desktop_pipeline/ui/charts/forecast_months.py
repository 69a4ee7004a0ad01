"""What each month could bring: won, committed, best case and the rest as a stack, with the band of outcomes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from desktop_pipeline.ui.charts.bar_rows import list_stripes
from desktop_pipeline.ui.charts.forecast_look import (
    ForecastLook,
    Scale,
    draw_amounts,
    draw_months,
    draw_words,
    forecast_look,
    make_scale,
    say_amounts,
    start_plot,
)
from desktop_pipeline.ui.charts.mark_chart import Mark, MarkChart
from desktop_pipeline.ui.charts.plot import DrawBar, KeepPlot, Plot, dashed_pen, make_plot
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.theme import Theme

if TYPE_CHECKING:
    from desktop_pipeline.metrics.telling.parts import Part

LAYERS = 5  # won, committed, best case, weighted rest, not started yet
_NOT_STARTED = LAYERS - 1
_MIDDLE, _BAND, _TARGET = LAYERS, LAYERS + 1, LAYERS + 2
_BAR, _WIDEST_BAR = 0.54, 56.0
_LEGEND_ROW = 20.0
_MARK, _MARK_GAP, _WORD_GAP = 9.0, 6.0, 14.0
_DOT = 4.0
_STRIPE = 6.0
_WHISKER = 5.0


@dataclass(frozen=True, slots=True)
class Layer:
    """A piece of a stack in minor units, in words, and the deals in it."""

    amount: int
    said: str = ""
    part: "Part | None" = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class MonthBar:
    """One month in minor units: its layers from the bottom, what 1, 5 and 9 in 10 outcomes do not exceed, its target.

    `below` stands under the month's name; `said` is the month in words.
    """

    first_day: date
    layers: tuple[Layer, ...]
    low: int | None
    middle: int | None
    high: int | None
    target: int | None
    below: str
    said: str
    is_running: bool = False
    part: "Part | None" = None
    title: str = ""

    @property
    def total(self) -> int:
        """How high the stack is."""
        return sum(max(0, layer.amount) for layer in self.layers)


@dataclass(frozen=True, slots=True)
class MonthWords:
    """What the legend calls the layers, the middle, the band and the target."""

    layers: tuple[str, ...]
    middle: str
    band: str
    target: str


class ForecastMonths(MarkChart):
    """The chart as a widget; months and their layers are marks that open their deals."""

    def __init__(self, theme: Theme, formats: Formats, words: MonthWords) -> None:
        super().__init__(theme)
        self._formats = formats
        self._words = words
        self._bars: tuple[MonthBar, ...] = ()
        self._currency = ""

    @property
    def bars(self) -> tuple[MonthBar, ...]:
        return self._bars

    def show_bars(self, bars: Sequence[MonthBar], currency: str) -> None:
        self._bars, self._currency = tuple(bars), currency
        self.lay_out()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.size(480), self._theme.size(240))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.size(600), self._theme.size(220))

    def make_marks(self) -> Sequence[Mark]:
        if not self._bars:
            return ()
        look = forecast_look(self._theme)
        plan = _plan(QRectF(self.rect()), look, self._formats, self._bars, self._currency, self._words)
        marks = []
        for place, bar in enumerate(self._bars):
            marks.append(Mark(plan.scale.column(place, plan.slot, self.height()), bar.said, bar.part, bar.title))
            for layer, room in zip(bar.layers, _layer_places(plan, bar, place), strict=True):
                if layer.part is not None and room.height() > 0:
                    marks.append(Mark(room, layer.said, layer.part, layer.title))
        return marks

    def paint_chart(self, painter: QPainter) -> None:
        if self._bars:
            look, area = forecast_look(self._theme), QRectF(self.rect())
            paint_months(painter, area, look, self._formats, self._bars, self._currency, self._words, self.keep_plot)


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where everything lies."""

    scale: Scale
    slot: float
    width: float
    entries: tuple[tuple[int, str, QRectF], ...]

    def middle(self, place: int) -> float:
        return self.scale.plot.left() + (place + 0.5) * self.slot


def _plan(
    area: QRectF, look: ForecastLook, formats: Formats, bars: Sequence[MonthBar], currency: str, words: MonthWords
) -> _Plan:
    entries = _place_legend(area, look, bars, words)
    line = QFontMetricsF(look.font).height()
    room = area.adjusted(0, entries[-1][2].bottom() - area.top() + 4 * look.unit if entries else 0, 0, 0)
    highest = max(max(bar.total, bar.high or 0, bar.target or 0) for bar in bars)
    foot = 2 * line + 11 * look.unit
    scale = make_scale(room, look, formats, highest, currency, foot=foot)
    slot = scale.plot.width() / len(bars)
    return _Plan(scale, slot, min(_BAR * slot, _WIDEST_BAR * look.unit), entries)


def paint_months(
    painter: QPainter,
    area: QRectF,
    look: ForecastLook,
    formats: Formats,
    bars: Sequence[MonthBar],
    currency: str,
    words: MonthWords,
    keep: KeepPlot = make_plot,
) -> None:
    """Paints legend, stacks, band, middle and target into the area."""
    plan = _plan(area, look, formats, bars, currency, words)
    for kind, word, room in plan.entries:
        _draw_entry(painter, look, kind, word, room)
    keep(lambda: _make_plot(area, look, plan, bars)).render(painter)
    draw_amounts(painter, look, say_amounts(plan.scale, currency, formats), area.left(), plan.scale.plot.left())
    _draw_names(painter, look, formats, plan, bars)


def _layer_places(plan: _Plan, bar: MonthBar, place: int) -> list[QRectF]:
    left, total, places = plan.middle(place) - plan.width / 2, 0, []
    for layer in bar.layers:
        amount = max(0, layer.amount)
        foot, head = plan.scale.y(total), plan.scale.y(total + amount)
        total += amount
        places.append(QRectF(left, head, plan.width, foot - head))
    return places


def _make_plot(area: QRectF, look: ForecastLook, plan: _Plan, bars: Sequence[MonthBar]) -> Plot:
    plot = start_plot(area, plan.scale, look, len(bars))
    xs, middles = plot.middles, [bar.middle for bar in bars]
    lows, highs = [bar.low for bar in bars], [bar.high for bar in bars]
    if not look.is_paper:
        plot.band(xs, lows, highs, look.band, alone=1.4 * plan.width)
    _stack(plot, look, plan, bars)
    if not look.is_paper:
        for edge in (lows, highs):
            plot.line(xs, edge, QPen(look.ramp[2], look.unit))
    plot.steps([bar.target for bar in bars], dashed_pen(look.ink, 1.5 * look.unit, 1.6, 1.6))
    if look.is_paper:
        # Beside each bar, in place of the band.
        xs = [x + (plan.width / 2 + _WHISKER * look.unit) / plan.slot for x in xs]
        plot.bars(xs, highs, 0, lambda painter, bar: _draw_whisker(painter, look, bar), lows)
        plot.dots(xs, middles, 2 * look.unit, QPen(look.ink, 0.7 * look.unit), look.ground)
    else:
        pen = QPen(look.ink, 1.6 * look.unit)
        plot.line(xs, middles, pen)
        plot.dots(xs, middles, _DOT * look.unit, pen, look.ground)
    return plot


def _stack(plot: Plot, look: ForecastLook, plan: _Plan, bars: Sequence[MonthBar]) -> None:
    """A gap of one pixel keeps neighbours apart without colour."""
    feet = [0] * len(bars)
    for layer in range(LAYERS):
        amounts = [max(0, bar.layers[layer].amount) for bar in bars]
        tops = [foot + amount for foot, amount in zip(feet, amounts, strict=True)]
        fill: QColor | DrawBar = layer_colour(look, layer)
        if layer == _NOT_STARTED:
            fill = partial(draw_hatched, look=look)
        shown = [top if amount else None for top, amount in zip(tops, amounts, strict=True)]
        plot.bars(plot.middles, shown, plan.width, fill, feet, gap=look.unit)
        feet = tops


def layer_colour(look: ForecastLook, layer: int) -> QColor:
    """Won is the strongest; what is less sure is paler."""
    return look.ramp[-1 - min(layer, 3)]


def draw_hatched(painter: QPainter, place: QRectF, look: ForecastLook) -> None:
    """What has not begun: striped, with an outline."""
    colour, half = look.ramp[2], look.unit / 2
    outline = place.adjusted(half, half, -half, -half)
    painter.setPen(QPen(colour, (0.5 if look.is_paper else 1) * look.unit, c=Qt.PenCapStyle.FlatCap))
    painter.drawLines(list_stripes(outline, (_STRIPE / 2 if look.is_paper else _STRIPE) * look.unit))
    painter.setPen(QPen(colour, look.unit))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(outline)


def _draw_whisker(painter: QPainter, look: ForecastLook, place: QRectF) -> None:
    """An upright line with its ends marked."""
    x, half = place.center().x(), 2.5 * look.unit
    painter.setPen(QPen(look.ink, 0.7 * look.unit))
    painter.drawLine(QPointF(x, place.top()), QPointF(x, place.bottom()))
    for end in (place.top(), place.bottom()):
        painter.drawLine(QPointF(x - half, end), QPointF(x + half, end))


def _draw_names(painter: QPainter, look: ForecastLook, formats: Formats, plan: _Plan, bars: Sequence[MonthBar]) -> None:
    running = next((place for place, bar in enumerate(bars) if bar.is_running), None)
    room, slot = plan.scale.plot, plan.slot
    draw_months(painter, look, formats, [bar.first_day for bar in bars], room, running, gap=7)
    metrics = QFontMetricsF(look.strong_font)
    top = room.bottom() + metrics.height() + 9 * look.unit
    for place, bar in enumerate(bars):
        if metrics.horizontalAdvance(bar.below) <= slot - 2 * look.unit:
            below = QRectF(room.left() + (place - 1) * slot, top, 3 * slot, metrics.height())
            draw_words(painter, look, below, bar.below, strong=bar.middle is not None)


def _place_legend(
    area: QRectF, look: ForecastLook, bars: Sequence[MonthBar], words: MonthWords
) -> tuple[tuple[int, str, QRectF], ...]:
    """Only what is there is named, in as many rows as it takes."""
    unit = look.unit
    entries = [
        (layer, words.layers[layer]) for layer in range(LAYERS) if any(bar.layers[layer].amount > 0 for bar in bars)
    ]
    if any(bar.low is not None and bar.high is not None for bar in bars):
        entries += [(_MIDDLE, words.middle), (_BAND, words.band)]
    if any(bar.target is not None for bar in bars):
        entries.append((_TARGET, words.target))
    metrics = QFontMetricsF(look.font)
    left, top = area.left(), area.top()
    placed = []
    for kind, word in entries:
        width = (_mark_width(kind) + _MARK_GAP) * unit + metrics.horizontalAdvance(word) + 1
        if left > area.left() and left + width > area.right():
            left, top = area.left(), top + _LEGEND_ROW * unit
        placed.append((kind, word, QRectF(left, top, width, _LEGEND_ROW * unit)))
        left += width + (_WORD_GAP / 2 if look.is_paper else _WORD_GAP) * unit
    return tuple(placed)


def _mark_width(kind: int) -> float:
    return _MARK if kind < LAYERS else 2 * _MARK


def _draw_entry(painter: QPainter, look: ForecastLook, kind: int, word: str, place: QRectF) -> None:
    mark = QRectF(0, 0, _mark_width(kind) * look.unit, _MARK * look.unit)
    mark.moveCenter(place.center())
    mark.moveLeft(place.left())
    _draw_mark(painter, look, kind, mark)
    painter.setFont(look.font)
    painter.setPen(look.ink2)
    words = place.adjusted(mark.width() + _MARK_GAP * look.unit, 0, 0, 0)
    painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), word)


def _draw_mark(painter: QPainter, look: ForecastLook, kind: int, place: QRectF) -> None:
    middle = place.center()
    if kind == _NOT_STARTED:
        draw_hatched(painter, place, look)
    elif kind < LAYERS:
        painter.fillRect(place, layer_colour(look, kind))
    elif kind == _MIDDLE:
        painter.setPen(QPen(look.ink, (0.7 if look.is_paper else 1.6) * look.unit))
        if not look.is_paper:
            painter.drawLine(QPointF(place.left(), middle.y()), QPointF(place.right(), middle.y()))
        painter.setBrush(look.ground)
        painter.drawEllipse(middle, 3 * look.unit, 3 * look.unit)
    elif kind == _BAND and look.is_paper:
        _draw_whisker(painter, look, place)
    elif kind == _BAND:
        painter.fillRect(place, look.band)
        painter.setPen(QPen(look.ramp[2], look.unit))
        painter.drawLine(place.topLeft(), place.topRight())
        painter.drawLine(place.bottomLeft(), place.bottomRight())
    else:
        painter.setPen(dashed_pen(look.ink, 1.5 * look.unit, 1.6, 1.6))
        painter.drawLine(QPointF(place.left(), middle.y()), QPointF(place.right(), middle.y()))
