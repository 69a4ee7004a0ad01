"""What was won each month, with the target and what is likely ahead: the same on screen and on paper."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from desktop_pipeline.domain.money import minor_digits
from desktop_pipeline.reports.answers import WonMonth
from desktop_pipeline.ui.charts.forecast_look import (
    ForecastLook,
    Scale,
    draw_amounts,
    draw_months,
    draw_words,
    forecast_look,
)
from desktop_pipeline.ui.charts.mark_chart import Mark, MarkChart
from desktop_pipeline.ui.charts.plot import KeepPlot, Plot, dashed_pen, make_plot
from desktop_pipeline.ui.charts.ticks import find_ticks
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.theme import Theme

if TYPE_CHECKING:
    from desktop_pipeline.metrics.telling.parts import Part

_BAR, _WIDEST_BAR = 0.62, 56.0
_HEADROOM = 1.02
_DOT = 3.2
_GAP = 8.0
_LEFT = Qt.AlignmentFlag.AlignLeft


@dataclass(frozen=True, slots=True)
class AheadMonth:
    """What a month is likely to bring in minor units: the middle, and what 8 in 10 outcomes lie between."""

    first_day: date
    low: int
    middle: int
    high: int
    said: str = ""


@dataclass(frozen=True, slots=True)
class TargetMonth:
    """What a month is meant to bring, in minor units."""

    first_day: date
    amount: int


@dataclass(frozen=True, slots=True)
class WonPicture:
    """Months in their order; those ahead may begin with the running one. Values in minor units of the currency."""

    months: tuple[WonMonth, ...]
    currency: str
    ahead: tuple[AheadMonth, ...] = ()
    targets: tuple[TargetMonth, ...] = ()

    @property
    def by_count(self) -> bool:
        """Deals are counted where no value is known."""
        return not any(month.value for month in self.months)

    @property
    def firsts(self) -> tuple[date, ...]:
        """First days of all months shown."""
        known = [month.first_day for month in self.months]
        if self.by_count:
            return tuple(known)
        return (*known, *(month.first_day for month in self.ahead if not known or month.first_day > known[-1]))

    def height_of(self, month: WonMonth) -> float:
        """How high its bar is."""
        return month.deals if self.by_count else month.value or 0


@dataclass(frozen=True, slots=True)
class PictureWords:
    """What the lines at the right edge are called, with the place `{amount}`: “high {amount}”."""

    high: str
    middle: str
    low: str
    target: str


class WonMonths(MarkChart):
    """The chart as a widget; each bar opens its deals."""

    def __init__(self, theme: Theme, formats: Formats) -> None:
        super().__init__(theme)
        self._formats = formats
        self._picture = WonPicture((), "")
        self._part_of: Callable[[WonMonth], Part | None] = lambda _month: None

    @property
    def picture(self) -> WonPicture:
        return self._picture

    @property
    def months(self) -> tuple[WonMonth, ...]:
        """The months with bars."""
        return self._picture.months

    def show_picture(
        self, picture: WonPicture, part_of: "Callable[[WonMonth], Part | None]" = lambda _month: None
    ) -> None:
        """Show these months; `part_of` names the deals of a bar."""
        self._picture = picture
        self._part_of = part_of
        self.lay_out()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.size(420), self._theme.size(220))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.size(220), self._theme.size(150))

    def make_marks(self) -> Sequence[Mark]:
        picture = self._picture
        if not picture.firsts:
            return ()
        plan = _plan(QRectF(self.rect()), forecast_look(self._theme), self._formats, picture, self._words())
        bars = {month.first_day: month for month in picture.months}
        ahead = {month.first_day: month for month in picture.ahead}
        marks = []
        for place, first in enumerate(picture.firsts):
            said = "\n".join(
                text for text in (self._describe(bars.get(first)), self._describe_ahead(ahead.get(first))) if text
            )
            month = bars.get(first)
            part = self._part_of(month) if month is not None and month.deals else None
            title = self.tr("Won in {month}").format(month=self._name(first))
            marks.append(Mark(plan.scale.column(place, plan.slot, self.height()), said, part, title))
        return marks

    def paint_chart(self, painter: QPainter) -> None:
        if self._picture.firsts:
            area, look = QRectF(self.rect()), forecast_look(self._theme)
            paint_won(painter, area, look, self._formats, self._picture, self._words(), self.keep_plot)

    def describe(self, month: WonMonth) -> str:
        """A month in words, for a tooltip."""
        text: str = self.tr("{month}: {count} won").format(
            month=self._name(month.first_day), count=self._formats.number(month.deals)
        )
        if month.value is not None and month.deals:
            text += ", " + self._formats.whole_money(month.value, self._picture.currency)
        if month.is_running:
            text += ", " + self.tr("so far")
        elif month.is_part:
            text += ", " + self.tr("part of the month")
        return text

    def _describe(self, month: WonMonth | None) -> str:
        if month is None:
            return ""
        text = self.describe(month)
        target = next((each for each in self._picture.targets if each.first_day == month.first_day), None)
        if target is not None:
            amount = self._formats.whole_money(target.amount, self._picture.currency)
            text += ", " + self.tr("target {amount}").format(amount=amount)
        return text

    def _describe_ahead(self, month: AheadMonth | None) -> str:
        if month is None:
            return ""
        money, currency = self._formats.rounded_money, self._picture.currency
        return str(
            self.tr("{month}, 8 in 10 outcomes: {low} to {high}, half above {middle}").format(
                month=self._name(month.first_day),
                low=money(month.low, currency),
                high=money(month.high, currency),
                middle=money(month.middle, currency),
            )
        )

    def _name(self, first: date) -> str:
        return self._formats.month(first, with_year=True)

    def _words(self) -> PictureWords:
        return PictureWords(
            self.tr("high {amount}"), self.tr("middle {amount}"), self.tr("low {amount}"), self.tr("target {amount}")
        )


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where everything lies."""

    scale: Scale
    slot: float
    width: float
    labels: float  # the room at the right edge

    def middle(self, place: int) -> float:
        return self.scale.plot.left() + (place + 0.5) * self.slot


def paint_won(
    painter: QPainter,
    area: QRectF,
    look: ForecastLook,
    formats: Formats,
    picture: WonPicture,
    words: PictureWords = PictureWords("{amount}", "{amount}", "{amount}", "{amount}"),
    keep: KeepPlot = make_plot,
) -> None:
    """Paints grid, bars, band and target into the area."""
    plan = _plan(area, look, formats, picture, words)
    keep(lambda: _make_plot(area, look, plan, picture)).render(painter)
    amounts = {plan.scale.y(tick): _say(tick, picture, formats) for tick in plan.scale.ticks}
    draw_amounts(painter, look, amounts, area.left(), plan.scale.plot.left())
    _draw_heads(painter, look, plan, picture, formats)
    _draw_names(painter, look, plan, picture, formats)
    _draw_edge(painter, look, plan, _edge_words(picture, formats, words))


def _plan(area: QRectF, look: ForecastLook, formats: Formats, picture: WonPicture, words: PictureWords) -> _Plan:
    metrics, line = QFontMetricsF(look.font), QFontMetricsF(look.font).height()
    highest = max((picture.height_of(month) for month in picture.months), default=0)
    if not picture.by_count:
        highest = max(
            highest,
            max((month.high for month in picture.ahead), default=0),
            max((target.amount for target in _shown_targets(picture)), default=0),
        )
    unit = 1 if picture.by_count else 10 ** minor_digits(picture.currency)
    ticks = tuple(tick * unit for tick in find_ticks(highest / unit, whole=picture.by_count))
    left = max(metrics.horizontalAdvance(_say(tick, picture, formats)) for tick in ticks) + _GAP * look.unit
    labels = _edge_words(picture, formats, words)
    edge = max((QFontMetricsF(look.strong_font).horizontalAdvance(text) for _y, text, _s in labels), default=0)
    # Without labels there is room for the half of the last month's name.
    edge += _GAP * look.unit
    foot = (2 if _has_years(picture) else 1) * line + 8 * look.unit
    head = line / 2 if picture.ahead else 1.2 * line
    plot = QRectF(area.left() + left, area.top() + head, area.width() - left - edge, area.height() - head - foot)
    slot = plot.width() / max(1, len(picture.firsts))
    top = max(ticks[-1], 1) * _HEADROOM
    return _Plan(Scale(plot, top, ticks), slot, min(_BAR * slot, _WIDEST_BAR * look.unit), edge)


def _say(amount: float, picture: WonPicture, formats: Formats) -> str:
    if picture.by_count or not amount:
        return formats.number(Decimal(repr(float(amount))))
    return formats.short_money(round(amount), picture.currency)


def _has_years(picture: WonPicture) -> bool:
    return len({first.year for first in picture.firsts}) > 1


def _make_plot(area: QRectF, look: ForecastLook, plan: _Plan, picture: WonPicture) -> Plot:
    plot = Plot(area, plan.scale.plot, len(picture.firsts), plan.scale.top)
    plot.rules(plan.scale.ticks, QPen(look.grid, look.unit if look.unit == 1 else 0.5 * look.unit))
    ahead = _ahead_places(picture)
    xs = [place + 0.5 for place, _month in ahead]
    lows, highs = [month.low for _place, month in ahead], [month.high for _place, month in ahead]
    plot.band(xs, lows, highs, look.band, alone=1.4 * plan.width)
    # The edges carry the band where its ground is too pale to be seen.
    for edge in (lows, highs):
        plot.line(xs, edge, QPen(look.ramp[1], look.unit))
    for fill, is_part in ((look.bar, False), (look.ramp[1], True)):
        tops = [picture.height_of(month) if month.is_part == is_part else None for month in picture.months]
        plot.bars(plot.middles[: len(tops)], tops, plan.width, fill)
    amounts = {target.first_day: target.amount for target in _shown_targets(picture)}
    plot.steps([amounts.get(first) for first in picture.firsts], dashed_pen(look.ink2, 1.3 * look.unit, 1.6, 1.6))
    middles = [month.middle for _place, month in ahead]
    plot.line(xs, middles, dashed_pen(look.bar, 1.5 * look.unit, 4, 1))
    plot.dots(xs, middles, _DOT * look.unit, QPen(look.bar, 1.4 * look.unit), look.ground)
    return plot


def _draw_heads(painter: QPainter, look: ForecastLook, plan: _Plan, picture: WonPicture, formats: Formats) -> None:
    """The amounts of the bars; beside a target and a band these speak by their tooltips alone."""
    if picture.ahead or _shown_targets(picture):
        return
    metrics = QFontMetricsF(look.font)
    labels = [_say(picture.height_of(month), picture, formats) for month in picture.months]
    fits = max((metrics.horizontalAdvance(label) for label in labels), default=0) + 4 * look.unit <= plan.slot
    highest = max((picture.height_of(month) for month in picture.months), default=0)
    for place, (month, label) in enumerate(zip(picture.months, labels, strict=True)):
        height = picture.height_of(month)
        if height > 0 and (fits or height == highest or month.is_running):
            line = metrics.height()
            top = plan.scale.y(height) - line - look.unit
            painter.setFont(look.font)
            painter.setPen(look.ink)
            above = QRectF(plan.middle(place) - plan.slot, top, 2 * plan.slot, line)
            painter.drawText(above, int(Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextSingleLine), label)


def _draw_names(painter: QPainter, look: ForecastLook, plan: _Plan, picture: WonPicture, formats: Formats) -> None:
    running = next((place for place, month in enumerate(picture.months) if month.is_running), None)
    boxes = draw_months(painter, look, formats, picture.firsts, plan.scale.plot, running, gap=6)
    year = None
    for place, box in boxes.items():
        first = picture.firsts[place]
        if first.year != year and _has_years(picture):
            draw_words(painter, look, box.translated(0, box.height()), formats.year(first.year))
        year = first.year


def _edge_words(picture: WonPicture, formats: Formats, words: PictureWords) -> list[tuple[float, str, bool]]:
    """The amounts that are named at the right edge, with what they say and whether strongly."""
    found: list[tuple[float, str, bool]] = []
    if _ahead_places(picture):
        last = picture.ahead[-1]
        for amount, text in ((last.high, words.high), (last.middle, words.middle), (last.low, words.low)):
            found.append((amount, text.format(amount=_say(amount, picture, formats)), False))
    targets = _shown_targets(picture)
    if targets and targets[-1].first_day == picture.firsts[-1]:
        amount = targets[-1].amount
        found.append((amount, words.target.format(amount=_say(amount, picture, formats)), True))
    return found


def _draw_edge(painter: QPainter, look: ForecastLook, plan: _Plan, labels: Sequence[tuple[float, str, bool]]) -> None:
    """Direct labels in place of a legend; they make room for each other from the top down."""
    line = QFontMetricsF(look.font).height()
    plot = plan.scale.plot
    placed: list[float] = []
    for amount, text, strong in sorted(labels, key=lambda label: -label[0]):
        top = plan.scale.y(amount) - line / 2
        placed.append(max(top, placed[-1] + line) if placed else top)
        box = QRectF(plot.right() + _GAP * look.unit, placed[-1], plan.labels, line)
        draw_words(painter, look, box, text, _LEFT, strong=strong)


def _ahead_places(picture: WonPicture) -> list[tuple[int, AheadMonth]]:
    if picture.by_count:
        return []
    places = {first: place for place, first in enumerate(picture.firsts)}
    return [(places[month.first_day], month) for month in picture.ahead if month.first_day in places]


def _shown_targets(picture: WonPicture) -> list[TargetMonth]:
    if picture.by_count:
        return []
    shown = set(picture.firsts)
    return [target for target in picture.targets if target.first_day in shown]
