"""The panels about what is open: how sound it is, when it is due and whose, and what flows in and out."""

from collections.abc import Mapping

from desktop_pipeline.metrics.changing.hygiene import FlagLine, Hygiene
from desktop_pipeline.metrics.changing.mix import HorizonLine, LoadLine, MonthFlow, PipelineLine
from desktop_pipeline.metrics.telling.parts import Part, PartKind
from desktop_pipeline.reports.changing.mix_words import (
    answer_due,
    answer_flow,
    answer_health,
    answer_load,
    answer_pipelines,
    how_health,
    name_flag,
    name_horizon,
    name_load,
    part_of_load,
    part_of_pipeline,
    sheet_of_due,
    sheet_of_flows,
    sheet_of_health,
    sheet_of_loads,
    sheet_of_pipelines,
)
from desktop_pipeline.reports.said_values import DASH
from desktop_pipeline.reports.spans import Span, describe_briefly
from desktop_pipeline.ui.charts.bar_rows import BarRow, BarRows
from desktop_pipeline.ui.charts.flow_months import Flow, FlowMonth, FlowMonths
from desktop_pipeline.ui.insights.overview_findings import OverviewFindings
from desktop_pipeline.ui.insights.panel import Panel
from desktop_pipeline.ui.insights.tools import InsightTools
from desktop_pipeline.ui.widgets.segmented import Segmented

_BY_DUE, _BY_OWNER, _BY_PIPELINE = range(3)


class HealthPanel(Panel):
    """Which share of the open value needs nothing, and what the rest needs."""

    def __init__(self, tools: InsightTools) -> None:
        self.chart = BarRows(tools.theme, thin=True)
        super().__init__(tools, tools.words.translate("Insights", "How sound the pipeline is"), self.chart)

    def show_overview(self, found: OverviewFindings) -> None:
        """Fill it with the flags of the open deals."""
        overview, words = found.base.overview, self.tools.words
        hygiene = overview.hygiene
        self.show_caption(self.tr("open deals that need attention"), self.tr("open deals"))
        self.show_how(how_health(hygiene, overview.currency, words))
        self.show_sheet(sheet_of_health(self.title, hygiene, overview.currency, words))
        if not hygiene.deals:
            self.show_empty(answer_health(hygiene, words))
            return
        flagged = sorted((line for line in hygiene.lines if line.deals), key=lambda line: -line.deals)
        rows = [self._row(line, overview.currency) for line in flagged]
        self.chart.show_rows([self._sound_row(hygiene, overview.currency), *rows])
        self.show_answer(answer_health(hygiene, words))

    def _row(self, line: FlagLine, currency: str) -> BarRow:
        words = self.tools.words
        name, value = name_flag(line.flag, words), self._say_value(line.value, currency)
        said = self.tr("{flag}: {deals}, {value}").format(flag=name, deals=words.deals(line.deals), value=value)
        count = words.formats.number(line.deals)
        part = Part(PartKind.FLAG, (line.flag.value,))
        return BarRow(name, line.deals, said, strong=count, quiet=value, tone="pale", part=part, title=name)

    def _sound_row(self, hygiene: Hygiene, currency: str) -> BarRow:
        words = self.tools.words
        name, value = self.tr("Nothing amiss"), self._say_value(hygiene.sound_value, currency)
        said = self.tr("{flag}: {deals}, {value}").format(
            flag=name, deals=words.deals(hygiene.sound_deals), value=value
        )
        count = words.formats.number(hygiene.sound_deals)
        return BarRow(name, hygiene.sound_deals, said, strong=count, quiet=value, part=Part(PartKind.SOUND), title=name)

    def _say_value(self, value: int | None, currency: str) -> str:
        return self.tools.formats.short_money(value, currency)


class OpenPanel(Panel):
    """Open deals by when they are due, by whose they are, and where there are several by their pipelines."""

    def __init__(self, tools: InsightTools) -> None:
        self.chart = BarRows(tools.theme, thin=True)
        translate = tools.words.translate
        self._choices = (
            translate("Insights", "When due"),
            translate("Insights", "Whose"),
            translate("Insights", "Pipeline"),
        )
        self.choice = Segmented(tools.theme, self._choices[:_BY_PIPELINE], small=True)
        super().__init__(tools, translate("Insights", "What is open"), self.chart, self.choice)
        self._found: OverviewFindings | None = None
        self.choice.chosen.connect(self._fill)

    def show_overview(self, found: OverviewFindings) -> None:
        """Fill it with the open deals."""
        self._found = found
        self._offer(len(found.by_pipeline) > 1)
        self._fill()

    def _offer(self, are_several: bool) -> None:  # noqa: FBT001 - all there is to say
        """Offer pipelines where deals are open in several."""
        choices = self._choices if are_several else self._choices[:_BY_PIPELINE]
        if self.choice.current >= len(choices):
            self.choice.choose(_BY_DUE)
        if self.choice.choices != choices:
            self.choice.reword(choices)

    def _fill(self) -> None:
        if self._found is None:
            return
        words, mix, currency = self.tools.words, self._found.mix, self._found.base.overview.currency
        self.show_how(
            self.tr("Open deals with their values in the base currency; those without a value count as deals.")
        )
        if self.choice.current == _BY_DUE:
            self.show_sheet(sheet_of_due(self.title, mix.by_due, currency, words))
            self.chart.show_rows([self._due_row(line, currency) for line in mix.by_due])
            answer = answer_due(mix.by_due, currency, words)
        elif self.choice.current == _BY_PIPELINE:
            lines, names = self._found.by_pipeline, self._found.pipelines
            self.show_sheet(sheet_of_pipelines(self.title, lines, names, currency, words))
            self.chart.show_rows([self._pipeline_row(line, names, currency) for line in lines])
            answer = answer_pipelines(lines, names, currency, words)
        else:
            self.show_sheet(sheet_of_loads(self.title, mix.loads, currency, words))
            self.chart.show_rows([self._load_row(line, currency) for line in mix.loads])
            answer = answer_load(mix.loads, words)
        if any(line.deals for line in mix.by_due):
            self.show_answer(answer)
        else:
            self.show_empty(words.translate("Report", "No deal is open."))

    def _due_row(self, line: HorizonLine, currency: str) -> BarRow:
        name = name_horizon(line.due, self.tools.words)
        return self._row(name, line.deals, line.value, currency, Part(PartKind.DUE, (line.due.value,)))

    def _pipeline_row(self, line: PipelineLine, names: Mapping[int, str], currency: str) -> BarRow:
        return self._row(names.get(line.pipeline_id, DASH), line.deals, line.value, currency, part_of_pipeline(line))

    def _load_row(self, line: LoadLine, currency: str) -> BarRow:
        return self._row(name_load(line, self.tools.words), line.deals, line.value, currency, part_of_load(line))

    def _row(self, name: str, deals: int, value: int | None, currency: str, part: Part) -> BarRow:
        words = self.tools.words
        money = words.formats.short_money(value, currency)
        said = self.tr("{name}: {deals}, {value}").format(name=name, deals=words.deals(deals), value=money)
        count = words.formats.number(deals)
        return BarRow(name, value or 0, said, strong=money, quiet=count, part=part, title=name)


class FlowPanel(Panel):
    """What came in against what went out, month by month."""

    def __init__(self, tools: InsightTools) -> None:
        translate = tools.words.translate
        words = (translate("Insights", "in"), translate("Insights", "out"))
        self.chart = FlowMonths(tools.theme, tools.formats, words)
        super().__init__(tools, translate("Insights", "In and out each month"), self.chart)

    def show_overview(self, found: OverviewFindings) -> None:
        """Fill it with the flows of the period's months."""
        mix, overview, words = found.mix, found.base.overview, self.tools.words
        flows = found.flows
        self.show_caption(describe_briefly(found.base.span, words))
        before = flows[0].open_value - flows[0].value_in + flows[0].value_out if flows else 0
        came, went = sum(flow.value_in for flow in flows), sum(flow.value_out for flow in flows)
        money = words.formats.whole_money
        working = self.tr("{before} + {came} − {went} = {now}.").format(
            before=money(before, overview.currency),
            came=money(came, overview.currency),
            went=money(went, overview.currency),
            now=money(flows[-1].open_value if flows else 0, overview.currency),
        )
        self.show_how(
            self.tr(
                "In: created, reopened, raised or come into the filter. Out: won, lost, lowered, deleted or gone"
                " from the filter. Together they lead from what was open before to what is open now:"
            )
            + f" {working}"
        )
        self.show_sheet(sheet_of_flows(self.title, flows, overview.currency, words))
        if not any(flow.value_in or flow.value_out for flow in flows):
            self.show_empty(self.tr("Nothing came in or went out in this period."))
            return
        months = [self._month(flow, overview.currency, found.base.span) for flow in flows]
        self.chart.show_months(months, overview.currency)
        answer = answer_flow(flows, mix.jump, overview.currency, words)
        if any(month.is_part for month in months):
            answer += " " + self.tr("Striped: part of a month.")
        self.show_answer(answer)

    def _month(self, flow: MonthFlow, currency: str, span: Span) -> FlowMonth:
        words, key = self.tools.words, (flow.first_day.isoformat(),)
        month = words.month(flow.first_day)
        came, went = self.tr("Came in, {month}").format(month=month), self.tr("Went out, {month}").format(month=month)
        money = words.formats.whole_money
        return FlowMonth(
            flow.first_day,
            Flow(
                flow.value_in,
                f"{came}: {words.deals(flow.deals_in)}, {money(flow.value_in, currency)}",
                Part(PartKind.CAME_IN, key),
                came,
            ),
            Flow(
                flow.value_out,
                f"{went}: {words.deals(flow.deals_out)}, {money(flow.value_out, currency)}",
                Part(PartKind.WENT_IN, key),
                went,
            ),
            is_running=span.runs_in(flow.first_day),
            is_part=not span.holds_month(flow.first_day),
        )
