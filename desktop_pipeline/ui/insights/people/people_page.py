"""The page People (METRICS §16)."""

from desktop_pipeline.reports.left_out_words import say_all_left_out
from desktop_pipeline.ui.insights.page import InsightPage
from desktop_pipeline.ui.insights.people.findings import PeopleFindings, gather_people
from desktop_pipeline.ui.insights.people.owners_panel import OwnersPanel
from desktop_pipeline.ui.insights.people.profiles_panel import ProfilesPanel
from desktop_pipeline.ui.insights.question import Question
from desktop_pipeline.ui.insights.tools import InsightTools
from desktop_pipeline.ui.tasks import Progress


class PeoplePage(InsightPage):
    """What each owner has, does and wins, and where they lose."""

    def __init__(self, tools: InsightTools) -> None:
        super().__init__(tools, tools.words.translate("Insights", "People"))
        self.owners = OwnersPanel(tools)
        self.profiles = ProfilesPanel(tools)
        self.add_row(self.owners)
        self.add_row(self.profiles)
        self.add_foot()

    def gather(self, question: Question, progress: Progress) -> PeopleFindings:
        """Everything on the page."""
        return gather_people(self.tools, question, progress)

    def show_findings(self, question: Question, findings: PeopleFindings) -> None:
        """Fills the page."""
        self.owners.show_people(question, findings)
        self.profiles.show_people(question, findings)
        words = self.tools.words
        self.foot.show_words(" ".join(say_all_left_out(findings.owners.left_out, words)), "ink3")
