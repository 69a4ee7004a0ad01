"""The panel of win rates: by source, owner, product, industry or label."""

from desktop_pipeline.metrics.closing.breakdown import Breakdown, Row
from desktop_pipeline.metrics.telling.overview import Overview
from desktop_pipeline.metrics.telling.parts import Part, PartKind
from desktop_pipeline.reports.answers import answer_win_rate, name_row, needs_more, rank_rows
from desktop_pipeline.reports.closing.means import find_days, find_size
from desktop_pipeline.reports.said_values import FEWEST, say_counts, say_range, say_rate
from desktop_pipeline.reports.spans import Span, describe_briefly
from desktop_pipeline.reports.stages.stage_words import share_cells
from desktop_pipeline.reports.tables.sheets import CellKind, Sheet, SheetColumn, SheetRow
from desktop_pipeline.reports.words import Words
from desktop_pipeline.ui.charts.rate_rows import RateRow, RateRows
from desktop_pipeline.ui.insights.page_switch import PageSwitch
from desktop_pipeline.ui.insights.panel import Panel
from desktop_pipeline.ui.insights.tools import InsightTools

_DAILY = 3


class WinRatePanel(Panel):
    """How often each source, owner, … wins; the breakdown is chosen at the panel."""

    def __init__(self, tools: InsightTools) -> None:
        self.chart = RateRows(tools.theme, tools.formats)
        heads = list(head_names(tools.words).items())
        titles = [(by.value, head) for by, head in heads]
        self.choice = PageSwitch(tools.theme, titles, daily=_DAILY, small=True)
        super().__init__(tools, tools.words.translate("Insights", "Win rate"), self.chart, self.choice)
        self._overview: Overview | None = None
        self.choice.page_chosen.connect(self._fill)

    @property
    def by(self) -> Breakdown:
        """What the rates are broken down by."""
        return Breakdown(self.choice.key)

    def show_overview(self, overview: Overview, span: Span) -> None:
        """Fill it from an overview."""
        self._overview = overview
        self.show_caption(describe_briefly(span, self.tools.words))
        self._fill()

    def _fill(self) -> None:
        overview, words, by = self._overview, self.tools.words, self.by
        if overview is None:
            return
        self.show_sheet(sheet_of_rates(self.title, overview, by, words))
        self.show_how(self._say_how(overview))
        if overview.win_rate.n < FEWEST:
            self.show_empty(needs_more(overview.win_rate.n, words))
            return
        rows = [row for row in rank_rows(overview.by[by]) if row.win_rate.n]
        self.chart.show_rates([self._line(row, by) for row in rows], overview.win_rate)
        self._say()

    def _line(self, row: Row, by: Breakdown) -> RateRow:
        words = self.tools.words
        name, counts, rate = name_row(row, by, words), say_counts(row.win_rate, words), row.win_rate
        said = self.tr("{name}: {counts} won").format(name=name, counts=counts)
        if rate.value is not None and rate.n >= FEWEST:
            share = words.formats.percent(rate.value)
            said += self.tr(", {share}, probably {range}").format(share=share, range=say_range(rate, words))
        return RateRow(name, rate, counts, said, closed_part(by, row), self.tr("{name}: closed").format(name=name))

    def _say(self) -> None:
        overview, words = self._overview, self.tools.words
        if overview is None or overview.win_rate.n < FEWEST:
            return
        sentences = [answer_win_rate(overview, self.by, words)]
        if any(line.rate.n >= FEWEST for line in self.chart.shown):
            rate = say_rate(overview.win_rate, words)
            sentences.append(
                self.tr("Pale bar: the likely range (95 %). Dashed: the average, {rate}.").format(rate=rate)
            )
        self.show_answer(" ".join(sentences))

    def _say_how(self, overview: Overview) -> str:
        number, rate = self.tools.formats.number, overview.win_rate
        return str(
            self.tr(
                "Won ÷ (won + lost), of the deals closed in the period; open deals never count. All together:"
                " {won} ÷ ({won} + {lost})."
            ).format(won=number(rate.hits), lost=number(rate.n - rate.hits))
        )


def head_names(words: Words) -> dict[Breakdown, str]:
    """What the breakdowns are called, in the order of the switch."""
    translate = words.translate
    return {
        Breakdown.SOURCE: translate("Report", "Source"),
        Breakdown.OWNER: translate("Report", "Owner"),
        Breakdown.PRODUCT: translate("Report", "Product"),
        Breakdown.INDUSTRY: translate("Report", "Industry"),
        Breakdown.LABEL: translate("Report", "Label"),
        Breakdown.SIZE_BAND: translate("Report", "Size"),
    }


def closed_part(by: Breakdown, row: Row) -> Part:
    """The closed deals of a row."""
    return Part(PartKind.BY, (by.value, row.key, PartKind.CLOSED.value))


def sheet_of_rates(title: str, overview: Overview, by: Breakdown, words: Words) -> Sheet:
    """Every owner, source, …: active, won, lost, rate, value, size and days."""
    translate = words.translate
    count, share, money = CellKind.COUNT, CellKind.SHARE, CellKind.MONEY
    heads = (
        SheetColumn(head_names(words)[by]),
        SheetColumn(translate("Report", "Active"), count),
        SheetColumn(translate("Report", "Won"), count),
        SheetColumn(translate("Report", "Lost"), count),
        SheetColumn(translate("Report", "Win rate"), share),
        SheetColumn(translate("Report", "Low, 95 %"), share),
        SheetColumn(translate("Report", "High, 95 %"), share),
        SheetColumn(translate("Report", "Won value"), money),
        SheetColumn(translate("Report", "Average deal"), money),
        SheetColumn(translate("Report", "Mean days to won"), CellKind.DAYS),
    )
    rows = tuple(
        SheetRow(
            (
                name_row(row, by, words),
                row.active,
                row.won,
                row.lost,
                *share_cells(row.win_rate),
                row.won_value,
                find_size(row),
                find_days(row),
            ),
            closed_part(by, row),
        )
        for row in rank_rows(overview.by[by])
    )
    note = translate("Report", "Ordered by the lower end of the range; below 5 closed deals no percentage is shown.")
    means = translate("Report", "Means are shown from 5 won deals on.")
    return Sheet(f"{title}: {head_names(words)[by]}", heads, rows, overview.currency, (note, means))
