"""The chart of what was won each month: bars with direct labels, the same on screen and on paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor, log10

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QHelpEvent, QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip, QWidget

from desktop_pipeline.domain.money import minor_digits
from desktop_pipeline.reports.answers import WonMonth
from desktop_pipeline.ui.charts.axis import Word, WordAxis, WordLook, make_bare
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.theme import Theme

_BAR = 0.62
_WIDEST_BAR = 56
_PLOT_SHARE = 0.92  # of the chart's width; the rest is for the amounts at its left
_STEPS = (1, 2, 2.5, 5, 10)
_MOST_TICKS = 4
_TWIPS = 20  # units of a page to a point


@dataclass(frozen=True, slots=True)
class BarLook:
    """Fonts and colours of the chart; `unit` is how many pixels of its scene one pixel of the design has.

    `rule` is the width of the grid's lines in the scene's pixels; None draws the hairlines of a screen.
    """

    font: QFont
    strong_font: QFont
    bar: QColor
    pale: QColor
    grid: QColor
    ink: QColor
    quiet: QColor
    ground: QColor | None = None
    unit: float = 1.0
    rule: float | None = None


def screen_look(theme: Theme) -> BarLook:
    """The look of a theme."""
    return BarLook(
        font=theme.font("caption"),
        strong_font=theme.font("caption_strong"),
        bar=theme.color("bar"),
        pale=QColor(theme.tokens.ramp[1]),
        grid=theme.color("line"),
        ink=theme.color("ink"),
        quiet=theme.color("ink3"),
        ground=theme.color("surface"),
    )


class WonMonths(pg.PlotWidget):  # type: ignore[misc] # pyqtgraph is untyped
    """Bars of money, or of deals where no value is known; months that the period holds only in part are paler."""

    def __init__(self, look: BarLook, formats: Formats, parent: QWidget | None = None) -> None:
        self._bottom = WordAxis("bottom")
        self._left = WordAxis("left")
        super().__init__(parent, background=None, axisItems={"bottom": self._bottom, "left": self._left})
        make_bare(self)
        self._look = look
        self._formats = formats
        self._months: tuple[WonMonth, ...] = ()
        self._currency = ""
        self._labels: list[pg.TextItem] = []

    @property
    def months(self) -> tuple[WonMonth, ...]:
        """What is shown."""
        return self._months

    def dress(self, look: BarLook) -> None:
        """Another look, the same months."""
        self._look = look
        self.show_months(self._months, self._currency)

    def show_months(self, months: Sequence[WonMonth], currency: str) -> None:
        """Show these bars, values in minor units of the currency."""
        self._months = tuple(months)
        self._currency = currency
        self.setBackground(self._look.ground)
        plot = self.getPlotItem()
        plot.clear()
        heights = [self._height_of(month) for month in self._months]
        ticks = find_ticks(max(heights, default=0), whole=self._by_count())
        top = (ticks[-1] or 1) * 1.09
        plot.getViewBox().setRange(xRange=(-0.5, max(1, len(heights)) - 0.5), yRange=(0, top), padding=0)
        self._add_rules(ticks, top)
        self._add_bars(heights)
        self._add_labels(heights)
        self._show_axes(ticks)

    def _by_count(self) -> bool:
        return not any(month.value for month in self._months)

    def _height_of(self, month: WonMonth) -> float:
        if self._by_count():
            return month.deals
        return float(Decimal(month.value or 0).scaleb(-minor_digits(self._currency)))

    def _add_rules(self, ticks: Sequence[float], top: float) -> None:
        plot, look = self.getPlotItem(), self._look
        if look.rule is None:
            for tick in ticks:
                plot.addItem(pg.InfiniteLine(tick, 0, pen=pg.mkPen(look.grid, width=1)))
            return
        # pyqtgraph's lines are so many pixels of the device wide, whatever its resolution; on paper they are areas.
        thickness = look.rule * top / max(1, self.height())
        places = range(len(self._months))
        for tick in ticks:
            plot.addItem(
                pg.BarGraphItem(x=places, y0=tick, height=thickness, width=1, brush=look.grid, pen=pg.mkPen(None))
            )

    def _add_bars(self, heights: Sequence[float]) -> None:
        slot = self.width() * _PLOT_SHARE / max(1, len(heights))
        width = min(_BAR, _WIDEST_BAR * self._look.unit / max(1.0, slot))
        for is_part, colour in ((False, self._look.bar), (True, self._look.pale)):
            places = [place for place, month in enumerate(self._months) if month.is_part is is_part and heights[place]]
            if places:
                bars = pg.BarGraphItem(
                    x=places, height=[heights[place] for place in places], width=width, brush=colour, pen=pg.mkPen(None)
                )
                self.getPlotItem().addItem(bars)

    def _add_labels(self, heights: Sequence[float]) -> None:
        self._labels = []
        for place, month in enumerate(self._months):
            label = pg.TextItem(self._say_height(month), color=self._look.ink, anchor=(0.5, 1))
            # The document's own margin would hold the words away from their bar.
            label.textItem.document().setDocumentMargin(1.5 * self._look.unit)
            label.setFont(self._look.font)
            label.setPos(place, heights[place])
            self.getPlotItem().addItem(label)
            self._labels.append(label)
        self._thin_out_labels()

    def _thin_out_labels(self) -> None:
        """All labels where each has its room, else those of the highest bar and of the running month."""
        if not self._labels:
            return
        metrics = QFontMetricsF(self._look.font)
        room = self.width() * _PLOT_SHARE / len(self._labels)
        fits = max(metrics.horizontalAdvance(label.toPlainText()) for label in self._labels) + 4 <= room
        heights = [self._height_of(month) for month in self._months]
        highest = heights.index(max(heights))
        for place, label in enumerate(self._labels):
            wanted = fits or place == highest or self._months[place].is_running
            label.setVisible(bool(heights[place]) and wanted)

    def _show_axes(self, ticks: Sequence[float]) -> None:
        look = self._look
        words = WordLook(look.font, look.strong_font, look.quiet, look.ink, 6 * look.unit)
        metrics = QFontMetricsF(look.font)
        left = [Word(tick, self._say_tick(tick)) for tick in ticks]
        width = max((metrics.horizontalAdvance(word.text) for word in left), default=0)
        self._left.setWidth(ceil(width + 10 * look.unit))
        self._left.show_words(left, words)
        bottom = self._month_words()
        lines = 2 if any("\n" in word.text for word in bottom) else 1
        self._bottom.setHeight(ceil(lines * metrics.height() + 8 * look.unit))
        self._bottom.show_words(bottom, words)
        # The axes' new sizes hold at once, also where no event loop runs before the chart is painted.
        self.getPlotItem().layout.activate()

    def _month_words(self) -> list[Word]:
        metrics = QFontMetricsF(self._look.font)
        room = self.width() * _PLOT_SHARE / max(1, len(self._months))
        every = max(1, ceil((metrics.horizontalAdvance("Mmm") + 6 * self._look.unit) / room))
        words: list[Word] = []
        year = None
        for place, month in enumerate(self._months):
            is_last = place == len(self._months) - 1
            # The running month is always named; its neighbour gives way.
            near_last = (
                month is not self._months[-1] and self._months[-1].is_running and place > len(self._months) - 1 - every
            )
            if (place % every or near_last) and not (is_last and month.is_running):
                continue
            text = self._formats.locale.standaloneMonthName(
                month.first_day.month, self._formats.locale.FormatType.ShortFormat
            )
            if month.first_day.year != year:
                text += f"\n{month.first_day.year}"
            year = month.first_day.year
            words.append(Word(place, text, is_strong=month.is_running))
        return words

    def _say_height(self, month: WonMonth) -> str:
        if self._by_count():
            return self._formats.number(month.deals)
        return self._formats.short_money(month.value or 0, self._currency)

    def _say_tick(self, tick: float) -> str:
        if self._by_count() or not tick:
            return self._formats.number(Decimal(repr(tick)))
        return self._formats.short_money(round(tick * 10 ** minor_digits(self._currency)), self._currency)

    def describe(self, month: WonMonth) -> str:
        """A month in words, for a tooltip."""
        name = f"{self._formats.month(month.first_day)} {month.first_day.year}"
        text: str = self.tr("{month}: {count} won").format(month=name, count=self._formats.number(month.deals))
        if month.value is not None and month.deals:
            text += ", " + self._formats.whole_money(month.value, self._currency)
        if month.is_running:
            text += ", " + self.tr("so far")
        elif month.is_part:
            text += ", " + self.tr("part of the month")
        return text

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        # pyqtgraph resizes before its own set-up is over.
        if getattr(self, "_months", None):
            self.show_months(self._months, self._currency)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            spot = self.getPlotItem().getViewBox().mapSceneToView(self.mapToScene(event.pos()))
            place = floor(spot.x() + 0.5)
            inside = 0 <= place < len(self._months)
            QToolTip.showText(event.globalPos(), self.describe(self._months[place]) if inside else "", self)
            return True
        return bool(super().viewportEvent(event))


def find_ticks(highest: float, *, whole: bool = False) -> list[float]:
    """Round numbers from 0 to at least the highest value, five at most."""
    if highest <= 0:
        return [0.0]
    size = 10.0 ** floor(log10(highest / _MOST_TICKS))
    step = next(size * step for step in _STEPS if size * step * _MOST_TICKS >= highest)
    if whole:
        step = max(1.0, float(ceil(step)))
    return [step * count for count in range(ceil(highest / step - 1e-9) + 1)]


def render_months(
    painter: QPainter, target: QRectF, look: BarLook, formats: Formats, months: Sequence[WonMonth], currency: str
) -> None:
    """Draws the chart as vectors into the rectangle of a page; the look's `unit` is its scene's pixels to a point."""
    points = target.width() / _TWIPS
    chart = WonMonths(look, formats)
    chart.resize(round(points * look.unit), round(points * look.unit * target.height() / target.width()))
    # A widget that is never shown is not laid out by itself.
    chart.resizeEvent(None)
    chart.show_months(months, currency)
    painter.save()
    # The scene draws with whatever pen and brush it finds.
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    scene_rect = QRectF(0, 0, chart.width(), chart.height())
    chart.scene().render(painter, target, scene_rect, Qt.AspectRatioMode.IgnoreAspectRatio)
    painter.restore()
    chart.close()
