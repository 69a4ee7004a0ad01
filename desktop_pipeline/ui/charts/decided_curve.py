"""How many deals are won, and how many lost, by each day of their lives: what lies between is undecided."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPen

from desktop_pipeline.ui.charts.forecast_look import draw_amounts, forecast_look
from desktop_pipeline.ui.charts.mark_chart import Mark, MarkChart
from desktop_pipeline.ui.charts.plot import Plot, dashed_pen
from desktop_pipeline.ui.charts.ticks import find_ticks
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.painting import CENTRE, LEFT, draw_text, text_width

if TYPE_CHECKING:
    from desktop_pipeline.metrics.telling.parts import Part

_SLICES = 24
_QUARTERS = (0.0, 0.25, 0.5, 0.75, 1.0)
_GAP = 8.0


@dataclass(frozen=True, slots=True)
class CurveEnd:
    """What an area is called at its end: won, undecided, lost, from below."""

    words: str
    said: str
    part: "Part | None" = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Curve:
    """Shares by the end of each day. `said` tells of a slice of days; `half` is the day by which half are decided."""

    days: tuple[int, ...]
    won: tuple[float, ...]
    lost: tuple[float, ...]
    last: int
    half: float | None
    half_words: str
    ends: tuple[CurveEnd, CurveEnd, CurveEnd]
    said: tuple[str, ...]


class DecidedCurve(MarkChart):
    """Won grows from below, lost from above."""

    def __init__(self, theme: Theme, formats: Formats) -> None:
        super().__init__(theme)
        self._formats = formats
        self._curve: Curve | None = None

    @property
    def curve(self) -> Curve | None:
        return self._curve

    def show_curve(self, curve: Curve) -> None:
        """Show this; it says something of so many slices as `slice_days` gives."""
        self._curve = curve
        self.lay_out()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.size(420), self._theme.size(230))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.size(240), self._theme.size(160))

    def make_marks(self) -> Sequence[Mark]:
        curve = self._curve
        if curve is None:
            return ()
        plot = self._place_plot(curve)
        width = plot.width() / max(1, len(curve.said))
        marks = [
            Mark(QRectF(plot.left() + place * width, plot.top(), width, plot.height()), said)
            for place, said in enumerate(curve.said)
        ]
        boxes = zip(curve.ends, self._end_boxes(curve, plot), strict=True)
        return [*marks, *(Mark(box, end.said, end.part, end.title) for end, box in boxes)]

    def paint_chart(self, painter: QPainter) -> None:
        curve = self._curve
        if curve is None:
            return
        theme, plot = self._theme, self._place_plot(curve)
        self.keep_plot(lambda: self._make_plot(curve)).render(painter)
        self._paint_scale(painter, curve, plot)
        if curve.half is not None and curve.half <= curve.last:
            x = plot.left() + curve.half / curve.last * plot.width()
            wide = text_width(theme, "caption_medium", curve.half_words)
            left = min(max(plot.left(), x - wide / 2), plot.right() - wide)
            box = QRectF(left, 0, wide + 2, theme.line("caption"))
            draw_text(painter, theme, "caption_medium", theme.color("ink"), box, curve.half_words)
        for end, box in zip(curve.ends, self._end_boxes(curve, plot), strict=True):
            draw_text(painter, theme, "caption_medium", theme.color("ink2"), box, end.words, LEFT)

    def _make_plot(self, curve: Curve) -> Plot:
        theme = self._theme
        plot = Plot(QRectF(self.rect()), self._place_plot(curve), curve.last, 1)
        plot.rules(_QUARTERS, QPen(theme.color("line"), 1))
        # A share holds until the next day on which anything was decided.
        days = [day for day in (*curve.days, curve.last) for _side in (0, 1)][:-1]
        won, lost = ([0.0, 0.0, *(share for share in shares for _side in (0, 1))] for shares in (curve.won, curve.lost))
        plot.band([0, *days], [0] * len(won), won, theme.color("greenMark"))
        plot.band([0, *days], [1 - share for share in lost], [1] * len(lost), theme.color("line2"))
        if curve.half is not None and curve.half <= curve.last:
            plot.line([curve.half, curve.half], [0, 1], dashed_pen(theme.color("ink"), 1.4, 4, 1))
        return plot

    def _paint_scale(self, painter: QPainter, curve: Curve, plot: QRectF) -> None:
        theme, high = self._theme, self._theme.line("caption")
        shares = {plot.bottom() - share * plot.height(): self._formats.percent(share) for share in _QUARTERS}
        draw_amounts(painter, forecast_look(theme), shares, 0, plot.left())
        ticks = [tick for tick in find_ticks(curve.last, whole=True) if tick <= curve.last]
        for tick in ticks:
            x = plot.left() + tick / curve.last * plot.width()
            box = QRectF(x - 40, plot.bottom() + 4, 80, high)
            said = self._formats.days(round(tick)) if tick == ticks[-1] else self._formats.number(round(tick))
            draw_text(painter, theme, "caption", theme.color("ink3"), box, said, CENTRE)

    def _end_boxes(self, curve: Curve, plot: QRectF) -> list[QRectF]:
        """The words of the three areas beside their ends, never over each other."""
        high = float(self._theme.line("caption"))
        won, lost = _shares_at(curve)
        middles = [won / 2, won + (1 - won - lost) / 2, 1 - lost / 2]
        tops = [plot.bottom() - share * plot.height() - high / 2 for share in middles]
        tops[0] = min(tops[0], plot.bottom() - high)
        tops[1] = min(tops[1], tops[0] - high)
        tops[2] = max(0.0, min(tops[2], tops[1] - high))
        return [QRectF(plot.right() + _GAP, top, self.width() - plot.right() - _GAP, high) for top in tops]

    def _place_plot(self, curve: Curve) -> QRectF:
        theme, high = self._theme, self._theme.line("caption")
        left = text_width(theme, "caption", self._formats.percent(1.0)) + _GAP
        right = max(text_width(theme, "caption_medium", end.words) for end in curve.ends) + _GAP + 2
        return QRectF(left, high + 4, max(40.0, self.width() - left - right), max(40.0, self.height() - 2 * high - 12))


def slice_days(last: int) -> list[int]:
    """The last day of each slice that something is said of."""
    return sorted({max(1, round(last * (place + 1) / _SLICES)) for place in range(_SLICES)})


def _shares_at(curve: Curve) -> tuple[float, float]:
    known = [place for place, day in enumerate(curve.days) if day <= curve.last]
    return (curve.won[known[-1]], curve.lost[known[-1]]) if known else (0.0, 0.0)
