"""The page Conversion (METRICS §6, §8)."""

from desktop_pipeline.reports.left_out_words import say_all_left_out
from desktop_pipeline.ui.insights.conversion.findings import ConversionFindings, gather_conversion
from desktop_pipeline.ui.insights.conversion.funnel_panel import FunnelPanel
from desktop_pipeline.ui.insights.conversion.soon_panel import SoonPanel
from desktop_pipeline.ui.insights.conversion.steps_panel import StepsPanel
from desktop_pipeline.ui.insights.page import InsightPage
from desktop_pipeline.ui.insights.question import Question
from desktop_pipeline.ui.insights.tools import InsightTools
from desktop_pipeline.ui.tasks import Progress

_UPPER, _LOWER = 320, 270


class ConversionPage(InsightPage):
    """How many move on, how soon, and how far new deals come."""

    def __init__(self, tools: InsightTools) -> None:
        super().__init__(tools, tools.words.translate("Insights", "Conversion"))
        self.steps = StepsPanel(tools)
        self.soon = SoonPanel(tools)
        self.funnel = FunnelPanel(tools)
        self.add_row(self.steps, height=_UPPER)
        self.add_row(self.soon, self.funnel, shares=(54, 45), height=_LOWER)
        self.add_foot()

    def gather(self, question: Question, progress: Progress) -> ConversionFindings:
        """Everything on the page."""
        return gather_conversion(self.tools, question, progress)

    def show_findings(self, question: Question, findings: ConversionFindings) -> None:
        """Fills the page."""
        self.steps.show_conversion(question, findings)
        self.soon.show_conversion(findings)
        self.funnel.show_conversion(question, findings)
        words = self.tools.words
        self.foot.show_words(" ".join(say_all_left_out(findings.conversion.left_out, words)), "ink3")
