"""The page Leads and sources (METRICS §10, §16)."""

from desktop_pipeline.reports.left_out_words import say_all_left_out
from desktop_pipeline.ui.insights.leads.best_panel import BestPanel
from desktop_pipeline.ui.insights.leads.findings import LeadFindings, gather_leads
from desktop_pipeline.ui.insights.leads.lead_panels import QualifiedPanel, QualifyingPanel, ResponsePanel
from desktop_pipeline.ui.insights.leads.sources_panel import SourcesPanel
from desktop_pipeline.ui.insights.page import InsightPage
from desktop_pipeline.ui.insights.question import Question
from desktop_pipeline.ui.insights.tools import InsightTools
from desktop_pipeline.ui.tasks import Progress

_UPPER, _SMALL, _TABLE = 330, 160, 340


class LeadsPage(InsightPage):
    """How many leads qualify, how soon they are answered, and where they come from."""

    def __init__(self, tools: InsightTools) -> None:
        super().__init__(tools, tools.words.translate("Insights", "Leads and sources"))
        self.qualified = QualifiedPanel(tools)
        self.qualifying = QualifyingPanel(tools)
        self.response = ResponsePanel(tools)
        self.sources = SourcesPanel(tools)
        self.best = BestPanel(tools)
        side = self.pile(self.qualifying, self.response, heights=(_SMALL, _SMALL))
        self.add_row(self.qualified, side, shares=(54, 45), height=_UPPER)
        self.add_row(self.sources, stretch=0)
        self.add_row(self.best, height=_TABLE)
        self.add_foot()

    def gather(self, question: Question, progress: Progress) -> LeadFindings:
        """Everything on the page."""
        return gather_leads(self.tools, question, progress)

    def show_findings(self, question: Question, findings: LeadFindings) -> None:
        """Fills the page."""
        self.qualified.show_leads(question, findings)
        self.qualifying.show_leads(findings)
        self.response.show_leads(findings)
        self.sources.show_leads(question, findings)
        self.best.ask(question)
        words = self.tools.words
        self.foot.show_words(" ".join(say_all_left_out(findings.left_out, words)), "ink3")
