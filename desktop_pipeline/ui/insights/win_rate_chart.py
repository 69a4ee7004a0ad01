"""The chart of win rates: a dot with the range the true rate probably lies in, and the counts it stands on."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip, QWidget

from desktop_pipeline.metrics.rates import Rate, Sample
from desktop_pipeline.ui.charts.axis import LEFT, RIGHT, Word, WordAxis, WordLook, make_bare
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.words import as_tooltip

_ROW, _NARROW_ROW = 46, 25
_NAMES, _MOST_NAMES = 100, 160
_FOOT = 24
_TICK = 0.2


@dataclass(frozen=True, slots=True)
class RateLine:
    """A name, its rate, the counts behind it, and the same in words for a tooltip."""

    name: str
    rate: Rate
    counts: str
    said: str


class WinRateChart(pg.PlotWidget):  # type: ignore[misc] # pyqtgraph is untyped
    """Rows in the given order, as many as there is room for; `hidden_changed(n)` tells how many are not."""

    hidden_changed = Signal(int)

    def __init__(self, theme: Theme, formats: Formats, parent: QWidget | None = None) -> None:
        self._theme = theme
        self._formats = formats
        self._lines: tuple[RateLine, ...] = ()
        self._all = Rate(0, 0, None, None, None)
        self._names = WordAxis("left", LEFT)
        self._counts = WordAxis("right", RIGHT)
        self._bottom = WordAxis("bottom")
        super().__init__(
            parent,
            background=None,
            axisItems={"left": self._names, "right": self._counts, "bottom": self._bottom},
        )
        make_bare(self)
        plot = self.getPlotItem()
        plot.showAxis("right")
        plot.getViewBox().invertY(True)
        theme.changed.connect(self._draw)

    @property
    def shown(self) -> tuple[RateLine, ...]:
        """The lines there is room for."""
        return self._lines[: self._fitting()]

    def show_rates(self, lines: Sequence[RateLine], everything: Rate) -> None:
        """Show these lines; the dashed line stands at the rate of everything."""
        self._lines = tuple(lines)
        self._all = everything
        self._draw()

    def _fitting(self) -> int:
        return max(1, min(len(self._lines), int((self.height() - _FOOT) / self._theme.size(_NARROW_ROW))))

    def _draw(self) -> None:
        plot, theme = self.getPlotItem(), self._theme
        plot.clear()
        self.setBackground(theme.color("surface"))
        shown = self.shown
        if not shown:
            return
        room = self.height() - _FOOT
        # A few rows keep their distance and leave the rest of the panel free.
        rows = max(len(shown), room / theme.size(_ROW))
        highest = max((line.rate.high or 0 for line in shown if _is_rated(line)), default=0)
        top = max(_TICK, min(1.0, ceil(max(highest, self._all.value or 0) / _TICK - 1e-9) * _TICK))
        plot.getViewBox().setRange(xRange=(-0.02, top + 0.02), yRange=(-0.5, rows - 0.5), padding=0)
        ticks = [step * _TICK for step in range(round(top / _TICK) + 1)]
        for tick in ticks:
            plot.addItem(pg.InfiniteLine(tick, 90, pen=pg.mkPen(theme.color("line"), width=1)))
        if any(map(_is_rated, shown)):
            self._draw_everything()
            self._draw_ranges(shown)
        self._show_axes(shown, ticks)
        self.hidden_changed.emit(len(self._lines) - len(shown))

    def _draw_everything(self) -> None:
        pen = QPen(self._theme.color("ink3"), 1)
        pen.setDashPattern([4, 3])
        pen.setCosmetic(True)
        self.getPlotItem().addItem(pg.InfiniteLine(self._all.value, 90, pen=pen))

    def _draw_ranges(self, shown: Sequence[RateLine]) -> None:
        rated = [(place, line.rate) for place, line in enumerate(shown) if _is_rated(line)]
        pen = QPen(QColor(self._theme.tokens.ramp[1]), self._theme.size(5))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setCosmetic(True)
        ends = [end for _place, rate in rated for end in (rate.low or 0.0, 1.0 if rate.high is None else rate.high)]
        rows = [place for place, _rate in rated for _end in range(2)]
        plot = self.getPlotItem()
        plot.addItem(pg.PlotDataItem(ends, rows, connect="pairs", pen=pen))
        plot.addItem(
            pg.ScatterPlotItem(
                [rate.value for _place, rate in rated],
                [place for place, _rate in rated],
                size=self._theme.size(11),
                brush=self._theme.color("bar"),
                pen=pg.mkPen(self._theme.color("surface"), width=1.5),
            )
        )

    def _show_axes(self, shown: Sequence[RateLine], ticks: Sequence[float]) -> None:
        theme = self._theme
        names = WordLook(theme.font("body"), theme.font("strong"), theme.color("ink"), theme.color("ink"), 10)
        counts = WordLook(theme.font("secondary"), theme.font("strong"), theme.color("ink2"), theme.color("ink"), 0)
        below = WordLook(theme.font("caption"), theme.font("caption"), theme.color("ink3"), theme.color("ink"), 6)
        widest = max(theme.metrics("body").horizontalAdvance(line.name) for line in shown)
        self._names.setWidth(min(theme.size(_MOST_NAMES), max(theme.size(_NAMES), ceil(widest) + 14)))
        widest = max(theme.metrics("secondary").horizontalAdvance(line.counts) for line in shown)
        self._counts.setWidth(ceil(widest) + 14)
        self._bottom.setHeight(theme.size(_FOOT))
        self._names.show_words([Word(place, line.name) for place, line in enumerate(shown)], names)
        self._counts.show_words([Word(place, line.counts) for place, line in enumerate(shown)], counts)
        self._bottom.show_words([Word(tick, self._formats.percent(tick)) for tick in ticks], below)
        self.getPlotItem().layout.activate()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        # pyqtgraph resizes before its own set-up is over.
        if getattr(self, "_lines", None) and self.height() > _FOOT:
            self._draw()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = round(self.getPlotItem().getViewBox().mapSceneToView(self.mapToScene(event.pos())).y())
            said = self.shown[place].said if 0 <= place < len(self.shown) else ""
            QToolTip.showText(event.globalPos(), as_tooltip(said) if said else "", self)
            return True
        return bool(super().viewportEvent(event))


def _is_rated(line: RateLine) -> bool:
    return line.rate.value is not None and line.rate.sample is not Sample.COUNTS_ONLY
