"""Fonts and colours of the forecast's charts, on screen and on paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from desktop_pipeline.domain.money import minor_digits
from desktop_pipeline.ui.charts.plot import Plot
from desktop_pipeline.ui.charts.ticks import find_ticks
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.theme import Theme

_TICK_GAP = 8.0
_HEADROOM = 1.04  # or the top tick is cut


@dataclass(frozen=True, slots=True)
class ForecastLook:
    """`ramp` goes from the weakest to the strongest; `unit` is how many pixels one pixel of the design has.

    On paper nothing is filled that need not be: the band is a line for each month.
    """

    font: QFont
    strong_font: QFont
    ramp: tuple[QColor, ...]
    bar: QColor
    ink: QColor
    ink2: QColor
    quiet: QColor
    grid: QColor
    ground: QColor
    band: QColor
    mark: QColor  # of what lies outside its range
    unit: float = 1.0
    is_paper: bool = False


def forecast_look(theme: Theme) -> ForecastLook:
    """The look of a theme."""
    return ForecastLook(
        font=theme.font("caption"),
        strong_font=theme.font("caption_strong"),
        ramp=tuple(QColor(colour) for colour in theme.tokens.ramp),
        bar=theme.color("bar"),
        ink=theme.color("ink"),
        ink2=theme.color("ink2"),
        quiet=theme.color("ink3"),
        grid=theme.color("line"),
        ground=theme.color("surface"),
        band=theme.color("accentSoft"),
        mark=theme.color("amberMark"),
    )


@dataclass(frozen=True, slots=True)
class Scale:
    """Where amounts in minor units lie in a plot; `ticks` are minor units too."""

    plot: QRectF
    top: float
    ticks: tuple[float, ...]

    def column(self, place: int, slot: float, bottom: float) -> QRectF:
        """The room of one month, its name included."""
        left, top = self.plot.left() + place * slot, self.plot.top()
        return QRectF(left + 2, top, slot - 4, bottom - top - 1)

    def y(self, amount: float) -> float:
        """The height at which an amount lies; beyond the top it is the top."""
        return self.plot.bottom() - min(amount, self.top) / self.top * self.plot.height()


def make_scale(
    area: QRectF, look: ForecastLook, formats: Formats, highest: float, currency: str, *, foot: float
) -> Scale:
    """Round amounts from 0 to the highest in the area; `foot` stays free below."""
    minor = 10 ** minor_digits(currency)
    ticks = tuple(tick * minor for tick in find_ticks(highest / minor))
    metrics = QFontMetricsF(look.font)
    left = max(metrics.horizontalAdvance(_say_tick(tick, currency, formats)) for tick in ticks) + _TICK_GAP * look.unit
    half = metrics.height() / 2
    plot = QRectF(area.left() + left, area.top() + half, area.width() - left, area.height() - half - foot)
    return Scale(plot, max(ticks[-1], 1) * _HEADROOM, ticks)


def start_plot(area: QRectF, scale: Scale, look: ForecastLook, months: int) -> Plot:
    """With the grid in it."""
    plot = Plot(area, scale.plot, months, scale.top)
    plot.rules(scale.ticks, QPen(look.grid, look.unit))
    return plot


def draw_amounts(painter: QPainter, look: ForecastLook, said: Mapping[float, str], left: float, right: float) -> None:
    """Words by the height of their rules, between `left` and the plot that begins at `right`."""
    half = QFontMetricsF(look.font).height() / 2
    for rule, words in said.items():
        # On a screen a line of one pixel lies in the middle of a pixel.
        y = round(rule) + 0.5 if look.unit == 1 else rule
        place = QRectF(left, y - half, right - _TICK_GAP * look.unit - left, 2 * half)
        draw_words(painter, look, place, words, Qt.AlignmentFlag.AlignRight)


def say_amounts(scale: Scale, currency: str, formats: Formats) -> dict[float, str]:
    """Each tick's amount by the height of its rule."""
    return {scale.y(tick): _say_tick(tick, currency, formats) for tick in scale.ticks}


def draw_words(
    painter: QPainter,
    look: ForecastLook,
    place: QRectF,
    words: str,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignHCenter,
    *,
    strong: bool = False,
) -> None:
    """One line in the quiet look, or in the strong one."""
    painter.setFont(look.strong_font if strong else look.font)
    painter.setPen(look.ink if strong else look.quiet)
    painter.drawText(place, int(align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), words)


def draw_months(
    painter: QPainter,
    look: ForecastLook,
    formats: Formats,
    firsts: Sequence[date],
    room: QRectF,
    keep: int | None = None,
    *,
    gap: float = 4.0,
    strong: bool = True,
) -> dict[int, QRectF]:
    """Short names below a plot, thinned out to the room they have; that at `keep` is always there, and strong.

    Returns where they stand, by their places.
    """
    metrics, slot = QFontMetricsF(look.strong_font), room.width() / len(firsts)
    kind = formats.locale.FormatType.ShortFormat
    names = [formats.locale.standaloneMonthName(first.month, kind) for first in firsts]
    widest = max(metrics.horizontalAdvance(name) for name in names) + 6 * look.unit
    every = max(1, -int(-widest // max(1.0, slot)))
    named = {}
    for place in range((keep or 0) % every, len(names), every):
        left = room.left() + (place - 1) * slot
        named[place] = QRectF(left, room.bottom() + gap * look.unit, 3 * slot, metrics.height())
        draw_words(painter, look, named[place], names[place], strong=strong and place == keep)
    return named


def _say_tick(tick: float, currency: str, formats: Formats) -> str:
    return formats.short_money(round(tick), currency) if tick else formats.number(Decimal(0))
