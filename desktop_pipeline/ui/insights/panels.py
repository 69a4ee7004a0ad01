"""The panels of Insights filled from one overview: won each month, win rate, and the table behind both."""

from PySide6.QtCore import QCoreApplication

from desktop_pipeline.metrics.breakdown import Breakdown, Row
from desktop_pipeline.metrics.overview import Overview
from desktop_pipeline.reports.answers import (
    answer_brought,
    answer_win_rate,
    answer_won,
    months_to_show,
    name_row,
    needs_more,
    rank_rows,
)
from desktop_pipeline.reports.figures import FEWEST, say_counts, say_range, say_rate
from desktop_pipeline.reports.spans import Span, describe_dates
from desktop_pipeline.reports.words import Words
from desktop_pipeline.ui.charts.won_months import WonMonths, screen_look
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.insights.figures_table import FiguresModel, FiguresTable, NamedRow
from desktop_pipeline.ui.insights.panel import Panel
from desktop_pipeline.ui.insights.win_rate_chart import RateLine, WinRateChart
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.segmented import Segmented

BREAKDOWNS = (Breakdown.OWNER, Breakdown.PRODUCT)


class WonPanel(Panel):
    """What was won each month."""

    def __init__(self, theme: Theme, formats: Formats, words: Words) -> None:
        self.chart = WonMonths(screen_look(theme), formats)
        super().__init__(theme, QCoreApplication.translate("WonPanel", "Won each month"), self.chart)
        self._words = words
        self._theme = theme
        theme.changed.connect(self._dress_chart)

    def _dress_chart(self) -> None:
        self.chart.dress(screen_look(self._theme))

    def show_overview(self, overview: Overview) -> None:
        """Fill it from an overview."""
        months = months_to_show(overview)
        self.show_caption(self._say_caption(overview, pale=any(month.is_part for month in months)))
        if not overview.won.deals:
            self.show_empty(answer_won(overview, self._words))
            return
        self.chart.show_months(months, overview.currency)
        self.show_answer(answer_won(overview, self._words))

    def _say_caption(self, overview: Overview, *, pale: bool) -> str:
        what = overview.currency if overview.won.value else self.tr("number of deals")
        return self.tr("{what}; pale: part of a month").format(what=what) if pale else what


class WinRatePanel(Panel):
    """How often each owner or product wins."""

    def __init__(self, theme: Theme, formats: Formats, words: Words) -> None:
        self.chart = WinRateChart(theme, formats)
        self.choice = _make_choice(theme)
        super().__init__(theme, QCoreApplication.translate("WinRatePanel", "Win rate"), self.chart, self.choice)
        self._words = words
        self._overview: Overview | None = None
        self._hidden = 0
        self.choice.chosen.connect(self._fill)
        self.chart.hidden_changed.connect(self._on_hidden_changed)

    def show_overview(self, overview: Overview, span: Span) -> None:
        """Fill it from an overview."""
        self._overview = overview
        self.show_caption(describe_dates(span, self._words))
        self._fill()

    def _fill(self) -> None:
        if self._overview is None:
            return
        if self._overview.win_rate.n < FEWEST:
            self.show_empty(needs_more(self._overview.win_rate.n, self._words))
            return
        by = BREAKDOWNS[self.choice.current]
        rows = [row for row in rank_rows(self._overview.by[by]) if row.win_rate.n]
        self.chart.show_rates([self._line(row, by) for row in rows], self._overview.win_rate)
        self._say()

    def _line(self, row: Row, by: Breakdown) -> RateLine:
        name, counts, rate = name_row(row, by, self._words), say_counts(row.win_rate, self._words), row.win_rate
        said = self.tr("{name}: {counts} won").format(name=name, counts=counts)
        if rate.value is not None and rate.n >= FEWEST:
            share = self._words.formats.percent(rate.value)
            said += self.tr(", {share}, probably {range}").format(share=share, range=say_range(rate, self._words))
        return RateLine(name, rate, counts, said)

    def _on_hidden_changed(self, hidden: int) -> None:
        if hidden != self._hidden:
            self._hidden = hidden
            self._say()

    def _say(self) -> None:
        if self._overview is None or self._overview.win_rate.n < FEWEST:
            return
        sentences = [answer_win_rate(self._overview, BREAKDOWNS[self.choice.current], self._words)]
        if any(line.rate.n >= FEWEST for line in self.chart.shown):
            rate = say_rate(self._overview.win_rate, self._words)
            sentences.append(self.tr("Pale bar: the likely range (95 %). Dashed: all, {rate}.").format(rate=rate))
        if self._hidden:
            count = self._words.formats.number(self._hidden)
            sentences.append(self.tr("{count} more in the table below.").format(count=count))
        self.show_answer(" ".join(sentences))


class TablePanel(Panel):
    """What each owner or product has open, won and lost."""

    def __init__(self, theme: Theme, words: Words) -> None:
        self.model = FiguresModel(words)
        self.table = FiguresTable(theme, self.model)
        self.choice = _make_choice(theme)
        super().__init__(theme, QCoreApplication.translate("TablePanel", "Won and lost"), self.table, self.choice)
        self._words = words
        self._overview: Overview | None = None
        self.choice.chosen.connect(self._fill)

    def show_overview(self, overview: Overview, span: Span) -> None:
        """Fill it from an overview."""
        self._overview = overview
        self.show_caption(describe_dates(span, self._words))
        self._fill()

    def _fill(self) -> None:
        if self._overview is None:
            return
        by = BREAKDOWNS[self.choice.current]
        rows = [NamedRow(name_row(row, by, self._words), row) for row in rank_rows(self._overview.by[by])]
        if not rows:
            self.show_empty(self.tr("No deals yet."))
            return
        first = self.tr("Owner") if by is Breakdown.OWNER else self.tr("Product")
        self.model.show_rows(rows, self._overview.currency, first)
        self.show_answer(answer_brought(self._overview, by, self._words))


def _make_choice(theme: Theme) -> Segmented:
    translate = QCoreApplication.translate
    return Segmented(theme, (translate("Insights", "Owner"), translate("Insights", "Product")), small=True)
