"""The Overview: the tiles, where deals stop, how long they take, how often they are won, and what was won."""

from collections.abc import Callable

from desktop_pipeline.reports.answers import say_left_out
from desktop_pipeline.reports.content import ReportContent
from desktop_pipeline.reports.gathering import Findings, gather_report
from desktop_pipeline.reports.kinds.pipeline import Printed
from desktop_pipeline.reports.tables.sheets import Sheet, sheet_of_figures
from desktop_pipeline.ui.insights.figure_strip import FigureStrip
from desktop_pipeline.ui.insights.mix_panels import FlowPanel, HealthPanel, OpenPanel
from desktop_pipeline.ui.insights.overview_findings import OverviewFindings, gather_overview
from desktop_pipeline.ui.insights.page import InsightPage
from desktop_pipeline.ui.insights.pipelines import choose_pipeline
from desktop_pipeline.ui.insights.question import Question
from desktop_pipeline.ui.insights.rate_panel import WinRatePanel
from desktop_pipeline.ui.insights.reason_panel import ReasonPanel
from desktop_pipeline.ui.insights.stage_panels import DaysPanel, StopPanel
from desktop_pipeline.ui.insights.tools import InsightTools
from desktop_pipeline.ui.insights.trends import Trends, gather_trends
from desktop_pipeline.ui.insights.won_panel import WonPanel
from desktop_pipeline.ui.tasks import Progress

_UPPER, _LOWER, _LOWEST = 300, 290, 250


class OverviewPage(InsightPage):
    """The first page of Insights."""

    def __init__(self, tools: InsightTools) -> None:
        super().__init__(tools, tools.words.translate("Insights", "Overview"))
        self._found: tuple[Question, OverviewFindings] | None = None
        # Whose stages are to be shown where there are several; None: of the busiest.
        self._pipeline: int | None = None
        self.strip = FigureStrip(tools.theme)
        self.strip.part_asked.connect(tools.open_deals)
        self.stops = StopPanel(tools)
        self.days = DaysPanel(tools)
        self.win_rate = WinRatePanel(tools)
        self.reasons = ReasonPanel(tools)
        self.won = WonPanel(tools)
        self.health = HealthPanel(tools)
        self.open = OpenPanel(tools)
        self.flow = FlowPanel(tools)
        self.stops.pipeline_chosen.connect(self.show_pipeline)
        self.column.addWidget(self.strip)
        self.add_row(self.stops, self.days, shares=(45, 54), height=_UPPER)
        self.add_row(self.win_rate, self.reasons, self.won, shares=(38, 31, 49), height=_LOWER)
        self.add_row(self.health, self.open, self.flow, shares=(36, 28, 36), height=_LOWEST)
        self.add_foot()

    @property
    def sheets(self) -> list[Sheet]:
        """The tiles, and what all panels show."""
        words, found = self.tools.words, self._found
        tiles = [sheet_of_figures(found[1].base.figures(words), words)] if found is not None else []
        return [*tiles, *super().sheets]

    def gather(self, question: Question, progress: Progress) -> OverviewFindings:
        """Everything on the page but the small lines."""
        return gather_overview(self.tools, question, progress)

    def show_findings(self, question: Question, findings: OverviewFindings) -> None:
        """Fills the page, and asks for the small lines."""
        self._found = question, findings
        words, base = self.tools.words, findings.base
        self.strip.show_figures(base.figures(words))
        self._show_stages(question, findings)
        self.win_rate.show_overview(base.overview, question.span)
        self.won.show_overview(findings)
        for panel in (self.reasons, self.health, self.open, self.flow):
            panel.show_overview(findings)
        self.foot.show_words(" ".join(say_left_out(base.overview, words)), "ink3")
        self._ask_for_trends(question, base)

    def show_pipeline(self, pipeline_id: int) -> None:
        """Show the stages of this pipeline, also with other figures."""
        self._pipeline = pipeline_id
        if self._found is not None:
            self._show_stages(*self._found)

    def _show_stages(self, question: Question, findings: OverviewFindings) -> None:
        # A filter by one pipeline leaves no choice.
        asked = question.selection.pipeline
        offered = {key: name for key, name in findings.pipelines.items() if asked in (None, key)}
        pipeline = self._pipeline
        if pipeline not in offered:
            reached = ((step.pipeline_id, step.reached) for step in findings.conversion.steps)
            pipeline = choose_pipeline(question, reached)
        self.stops.offer_pipelines(offered, pipeline)
        self.stops.show_overview(findings, pipeline)
        self.days.show_overview(findings, pipeline)

    def plan_report(self, printed: Printed) -> Callable[[], ReportContent] | None:
        """The pipeline report of the shown figures."""
        if self._found is None:
            return None
        base, tools = self._found[1].base, self.tools
        return lambda: gather_report(tools.figures, tools.session.workspace, base).report(printed, tools.words)

    def _ask_for_trends(self, question: Question, findings: Findings) -> None:
        figures = self.tools.figures

        def work(progress: Progress) -> Trends:
            return gather_trends(figures, question.span, question.selection, findings, progress.report)

        self.tools.tasks.run(work, self.strip.show_trends, lambda error: self.fail(str(error)), key="insights trends")
