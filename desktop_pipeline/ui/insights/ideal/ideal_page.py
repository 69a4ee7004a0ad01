"""The page Ideal customer (METRICS §14)."""

from desktop_pipeline.reports.left_out_words import say_all_left_out
from desktop_pipeline.ui.insights.ideal.findings import IdealFindings, gather_ideal
from desktop_pipeline.ui.insights.ideal.ideal_panel import IdealPanel
from desktop_pipeline.ui.insights.page import InsightPage
from desktop_pipeline.ui.insights.question import Question
from desktop_pipeline.ui.insights.tools import InsightTools
from desktop_pipeline.ui.tasks import Progress

_HEIGHT = 440


class IdealPage(InsightPage):
    """Who buys more often than others."""

    def __init__(self, tools: InsightTools) -> None:
        super().__init__(tools, tools.words.translate("Insights", "Ideal customer"))
        self.ideal = IdealPanel(tools)
        self.add_row(self.ideal, height=_HEIGHT)
        self.add_foot()

    def gather(self, question: Question, progress: Progress) -> IdealFindings:
        """Everything on the page."""
        return gather_ideal(self.tools, question, progress)

    def show_findings(self, question: Question, findings: IdealFindings) -> None:
        """Fills the page."""
        self.ideal.show_ideal(question, findings)
        self.foot.show_words(" ".join(say_all_left_out(findings.left_out, self.tools.words)), "ink3")
