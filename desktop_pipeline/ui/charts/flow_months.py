"""What came in and went out each month: upward what came, downward what went, on one scale."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPen

from desktop_pipeline.domain.money import minor_digits
from desktop_pipeline.ui.charts.bar_rows import draw_stripes
from desktop_pipeline.ui.charts.forecast_look import draw_amounts, draw_months, forecast_look
from desktop_pipeline.ui.charts.mark_chart import Mark, MarkChart
from desktop_pipeline.ui.charts.plot import DrawBar, Plot
from desktop_pipeline.ui.charts.ticks import find_ticks
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.painting import LEFT, draw_text

if TYPE_CHECKING:
    from desktop_pipeline.metrics.telling.parts import Part

_BAR, _WIDEST_BAR = 0.6, 40.0
_GAP = 8.0
_EDGE = 8.0  # for the half of the last month's name


@dataclass(frozen=True, slots=True)
class Flow:
    """What went one way in a month, in minor units or deals."""

    amount: int
    said: str
    part: "Part | None" = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class FlowMonth:
    """One month, both ways; one of which a part alone is counted is striped."""

    first_day: date
    came: Flow
    went: Flow
    is_running: bool = False
    is_part: bool = False


class FlowMonths(MarkChart):
    """Both ways by the place of the bar and by its tone; `words` name them at the left, in and out."""

    def __init__(self, theme: Theme, formats: Formats, words: tuple[str, str]) -> None:
        super().__init__(theme)
        self._formats = formats
        self._words = words
        self._months: tuple[FlowMonth, ...] = ()
        self._currency = ""

    @property
    def months(self) -> tuple[FlowMonth, ...]:
        return self._months

    def show_months(self, months: Sequence[FlowMonth], currency: str) -> None:
        """Show these; without a currency the amounts are deals."""
        self._months, self._currency = tuple(months), currency
        self.lay_out()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.size(320), self._theme.size(180))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.size(200), self._theme.size(140))

    def make_marks(self) -> Sequence[Mark]:
        if not self._months:
            return ()
        plot, _top, _step = self._plan()
        slot, marks = plot.width() / len(self._months), []
        for place, month in enumerate(self._months):
            left = plot.left() + place * slot
            upper = QRectF(left, plot.top(), slot, plot.height() / 2)
            for flow, room in ((month.came, upper), (month.went, upper.translated(0, plot.height() / 2))):
                marks.append(Mark(room.adjusted(1, 1, -1, -1), flow.said, flow.part, flow.title))
        return marks

    def paint_chart(self, painter: QPainter) -> None:
        if not self._months:
            return
        theme, look = self._theme, forecast_look(self._theme)
        room, top, step = self._plan()
        self.keep_plot(self._make_plot).render(painter)
        half = room.height() / 2
        amounts = {room.center().y() - tick / top * half: self._say(abs(tick)) for tick in (-step, 0.0, step)}
        draw_amounts(painter, look, amounts, 0, room.left())
        running = next((place for place, month in enumerate(self._months) if month.is_running), None)
        firsts = [month.first_day for month in self._months]
        draw_months(painter, look, self._formats, firsts, room, running)
        line = theme.line("caption")
        for words, left, y in zip(
            self._words, (self.width(), room.left() - _GAP), (0, room.bottom() - line), strict=True
        ):
            box = QRectF(0, y, left, line)
            draw_text(painter, theme, "caption_medium", theme.color("ink2"), box, words, LEFT)

    def _make_plot(self) -> Plot:
        theme, look, months = self._theme, forecast_look(self._theme), self._months
        room, top, step = self._plan()
        plot = Plot(QRectF(self.rect()), room, len(months), top, -top)
        plot.rules((-step, step), QPen(theme.color("line"), 1))
        width = min(_BAR * room.width() / len(months), _WIDEST_BAR)
        for is_part in (False, True):
            shown = [month if month.is_part is is_part else None for month in months]
            came, went = ([None if month is None else amount(month) for month in shown] for amount in (_came, _went))
            upper, lower = (_striped(colour) if is_part else colour for colour in (look.bar, look.ramp[1]))
            plot.bars(plot.middles, came, width, upper)
            plot.bars(plot.middles, [0] * len(months), width, lower, went)
        plot.rules((0,), QPen(theme.color("line2"), 1))
        return plot

    def _plan(self) -> tuple[QRectF, float, float]:
        """The plot, the amount at its upper and lower edge, and that of its one line between."""
        theme = self._theme
        unit = 10 ** minor_digits(self._currency) if self._currency else 1
        highest = max(max(month.came.amount, month.went.amount) for month in self._months)
        ticks = find_ticks(highest / unit, whole=not self._currency)
        step = (ticks[-1] if len(ticks) < 3 else ticks[len(ticks) // 2]) * unit or 1.0  # noqa: PLR2004 - one between
        top = max(highest, step) * 1.04 or 1.0
        labels = [self._say(step), *self._words]
        left = max(theme.width("caption_medium", text) for text in labels) + _GAP
        head, foot = theme.line("caption") + 2, theme.line("caption") + 6
        return QRectF(left, head, max(20.0, self.width() - left - _EDGE), self.height() - head - foot), top, step

    def _say(self, amount: float) -> str:
        if not self._currency or not amount:
            return self._formats.number(round(amount))
        return self._formats.short_money(round(amount), self._currency)


def _came(month: FlowMonth) -> int:
    return month.came.amount


def _went(month: FlowMonth) -> int:
    return -month.went.amount


def _striped(colour: QColor) -> DrawBar:
    return lambda painter, bar: draw_stripes(painter, bar, colour)
