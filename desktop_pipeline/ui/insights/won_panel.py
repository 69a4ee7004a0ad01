"""The panel of what was won each month, against target, with what is likely ahead."""

from desktop_pipeline.metrics.telling.parts import Part, PartKind
from desktop_pipeline.reports.answers import WonMonth, answer_won, months_to_show
from desktop_pipeline.reports.tables.sheets import CellKind, CellValue, Sheet, SheetColumn, SheetRow
from desktop_pipeline.ui.charts.won_months import WonMonths, WonPicture
from desktop_pipeline.ui.insights.overview_findings import OverviewFindings
from desktop_pipeline.ui.insights.panel import Panel
from desktop_pipeline.ui.insights.tools import InsightTools


class WonPanel(Panel):
    """Bars, the target's line and the band of 8 in 10 outcomes."""

    def __init__(self, tools: InsightTools) -> None:
        self.chart = WonMonths(tools.theme, tools.formats)
        super().__init__(tools, tools.words.translate("Insights", "Won each month, against target"), self.chart)

    def show_overview(self, found: OverviewFindings) -> None:
        """Fill it from an overview and what is ahead."""
        overview, words = found.base.overview, self.tools.words
        months = months_to_show(overview)
        picture = WonPicture(months, overview.currency, found.ahead, found.targets)
        self.show_caption(self._say_caption(picture))
        self.show_how(self._say_how(picture))
        self.show_sheet(self._to_sheet(picture))
        if not overview.won.deals and not picture.ahead:
            self.show_caption("")
            self.show_empty(answer_won(overview, words))
            return
        self.chart.show_picture(picture, part_of)
        said = " ".join(part for part in (answer_won(overview, words), self._say_target(picture)) if part)
        if picture.ahead and not picture.by_count:
            said += " " + self.tr("Band: 8 in 10 outcomes.")
        self.show_answer(said)

    def _say_caption(self, picture: WonPicture) -> str:
        what = self.tr("number of deals") if picture.by_count else picture.currency
        pale = any(month.is_part for month in picture.months)
        return self.tr("{what}; pale: part of a month").format(what=what) if pale else what

    def _say_target(self, picture: WonPicture) -> str:
        """How far the last month with a bar came towards its target."""
        last = picture.months[-1] if picture.months else None
        target = next((each for each in picture.targets if last and each.first_day == last.first_day), None)
        if last is None or target is None or picture.by_count or not target.amount:
            return ""
        return str(
            self.tr("Target for {month}: {amount}, {share} reached.").format(
                month=self.tools.formats.month(last.first_day),
                amount=self.tools.formats.short_money(target.amount, picture.currency),
                share=self.tools.formats.percent((last.value or 0) / target.amount),
            )
        )

    def _say_how(self, picture: WonPicture) -> str:
        said = str(self.tr("The values of the deals won, by the day they were won, at that day’s rates."))
        if picture.ahead:
            said += " " + self.tr(
                "Ahead: 10,000 runs; each open deal is won as often as earlier ones, slips as yours do, and typical new"
                " deals come."
            )
        return said

    def _to_sheet(self, picture: WonPicture) -> Sheet:
        money, count = CellKind.MONEY, CellKind.COUNT
        heads = (
            SheetColumn(self.tr("Month"), CellKind.DAY),
            SheetColumn(self.tr("Won deals"), count),
            SheetColumn(self.tr("Won value"), money),
            SheetColumn(self.tr("Target"), money),
            SheetColumn(self.tr("1 in 10 below"), money),
            SheetColumn(self.tr("Middle"), money),
            SheetColumn(self.tr("9 in 10 below"), money),
        )
        won = {month.first_day: month for month in picture.months}
        ahead = {month.first_day: month for month in picture.ahead}
        targets = {target.first_day: target.amount for target in picture.targets}
        rows = []
        for first in picture.firsts:
            month, band = won.get(first), ahead.get(first)
            cells: tuple[CellValue, ...] = (
                first,
                month.deals if month else None,
                month.value if month else None,
                targets.get(first),
                *((band.low, band.middle, band.high) if band else (None, None, None)),
            )
            rows.append(SheetRow(cells, part_of(month) if month else None))
        return Sheet(self.title, heads, tuple(rows), picture.currency, (self.how,))


def part_of(month: WonMonth) -> Part:
    """The deals won in a month of the period."""
    return Part(PartKind.WON_IN, (month.first_day.isoformat(),))
