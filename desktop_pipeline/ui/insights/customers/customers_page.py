"""The page Customers (METRICS §16)."""

from desktop_pipeline.reports.left_out_words import say_all_left_out
from desktop_pipeline.ui.insights.customers.customers_panel import CustomersPanel
from desktop_pipeline.ui.insights.customers.findings import CustomerFindings, gather_customers
from desktop_pipeline.ui.insights.customers.gone_panel import GonePanel
from desktop_pipeline.ui.insights.page import InsightPage
from desktop_pipeline.ui.insights.question import Question
from desktop_pipeline.ui.insights.tools import InsightTools
from desktop_pipeline.ui.tasks import Progress

_HEIGHT = 440
_GONE = 300


class CustomersPage(InsightPage):
    """Who bought, who came back, and who did not."""

    def __init__(self, tools: InsightTools) -> None:
        super().__init__(tools, tools.words.translate("Insights", "Customers"))
        self.customers = CustomersPanel(tools)
        self.gone = GonePanel(tools)
        self.add_row(self.customers, height=_HEIGHT)
        self.add_row(self.gone, height=_GONE)
        self.add_foot()

    def gather(self, question: Question, progress: Progress) -> CustomerFindings:
        """Everything on the page."""
        return gather_customers(self.tools, question, progress)

    def show_findings(self, _question: Question, findings: CustomerFindings) -> None:
        """Fills the page."""
        self.customers.show_customers(findings)
        self.gone.show_customers(findings)
        words = self.tools.words
        self.foot.show_words(" ".join(say_all_left_out(findings.customers.left_out, words)), "ink3")
