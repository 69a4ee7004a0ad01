"""The page Speed (METRICS §4, §7)."""

from desktop_pipeline.metrics.population import Why
from desktop_pipeline.reports.left_out_words import say_all_left_out
from desktop_pipeline.reports.spans import describe_dates
from desktop_pipeline.ui.insights.page import InsightPage
from desktop_pipeline.ui.insights.pipelines import name_pipeline
from desktop_pipeline.ui.insights.question import Question
from desktop_pipeline.ui.insights.speed.cycle_panels import CyclePanel, DecidedPanel
from desktop_pipeline.ui.insights.speed.findings import SpeedFindings, gather_speed
from desktop_pipeline.ui.insights.speed.stage_tables import SittersPanel, StageNumbersPanel
from desktop_pipeline.ui.insights.stage_panels import DaysPanel
from desktop_pipeline.ui.insights.tools import InsightTools
from desktop_pipeline.ui.tasks import Progress

_UPPER, _MIDDLE, _LOWER = 250, 300, 230


class SpeedPage(InsightPage):
    """How long deals take, in all and in each stage, and which have sat longest."""

    def __init__(self, tools: InsightTools) -> None:
        super().__init__(tools, tools.words.translate("Insights", "Speed"))
        self.decided = DecidedPanel(tools)
        self.cycle = CyclePanel(tools)
        self.days = DaysPanel(tools)
        self.sitters = SittersPanel(tools)
        self.numbers = StageNumbersPanel(tools)
        left = self.pile(self.decided, self.days, heights=(_UPPER, _MIDDLE))
        right = self.pile(self.cycle, self.sitters, heights=(0, _MIDDLE))
        self.add_row(left, right, shares=(54, 45))
        self.add_row(self.numbers, height=_LOWER, stretch=0)
        self.add_foot()

    def gather(self, question: Question, progress: Progress) -> SpeedFindings:
        """Everything on the page."""
        return gather_speed(self.tools, question, progress)

    def show_findings(self, question: Question, findings: SpeedFindings) -> None:
        """Fills the page."""
        words = self.tools.words
        self.decided.show_speed(findings)
        self.cycle.show_speed(question, findings)
        self.days.show_caption(
            name_pipeline(findings.pipelines, findings.pipeline_id, describe_dates(question.span, words))
        )
        self.days.show_days(findings.stages, findings.sitting, findings.bottleneck, findings.speed.left_out)
        self.sitters.show_speed(findings)
        self.numbers.show_speed(findings)
        left_out = (*findings.speed.left_out, *(one for one in findings.left_out if one.why not in _OF_SUMS))
        self.foot.show_words(" ".join(say_all_left_out(left_out, words)), "ink3")


# No sum of money stands on this page.
_OF_SUMS = frozenset((Why.NO_VALUE, Why.NO_RATE))
