"""The page Movement (METRICS §17)."""

from desktop_pipeline.reports.changing.movement_words import DueChoice
from desktop_pipeline.reports.left_out_words import say_all_left_out
from desktop_pipeline.ui.insights.movement.bars_panel import BarsPanel
from desktop_pipeline.ui.insights.movement.findings import MovementFindings, gather_movement
from desktop_pipeline.ui.insights.movement.moved_panel import MovedPanel
from desktop_pipeline.ui.insights.page import InsightPage
from desktop_pipeline.ui.insights.question import Question
from desktop_pipeline.ui.insights.tools import InsightTools
from desktop_pipeline.ui.tasks import Progress

_HEIGHT = 480


class MovementPage(InsightPage):
    """From one day's open value to another's, of all deals or of those due in some days."""

    def __init__(self, tools: InsightTools) -> None:
        super().__init__(tools, tools.words.translate("Insights", "Movement"))
        self.choice = DueChoice.ANY
        self._question: Question | None = None
        self.bars = BarsPanel(tools)
        self.moved = MovedPanel(tools)
        self.add_row(self.bars, self.moved, shares=(58, 41), height=_HEIGHT)
        self.add_foot()
        self.bars.due_chosen.connect(self.choose)

    def gather(self, question: Question, progress: Progress) -> MovementFindings:
        """Everything on the page."""
        return gather_movement(self.tools, question, self.choice)

    def show_findings(self, question: Question, findings: MovementFindings) -> None:
        """Fills the page; where another due date was chosen meanwhile, that one is asked for."""
        self._question = question
        self.bars.show_movement(question, findings)
        self.moved.show_movement(findings)
        words = self.tools.words
        self.foot.show_words(" ".join(say_all_left_out(findings.left_out, words)), "ink3")
        if findings.choice is not self.choice:
            self._ask(question)

    def choose(self, choice: DueChoice) -> None:
        """Follow the deals of another due date; what is shown stays until then."""
        self.choice = choice
        if self._question is not None:
            self._ask(self._question)

    def _ask(self, question: Question) -> None:
        choice = self.choice

        def work(_progress: Progress) -> MovementFindings:
            return gather_movement(self.tools, question, choice)

        def done(findings: MovementFindings) -> None:
            if question == self._question:
                self.show_findings(question, findings)

        self.tools.tasks.run(work, done, lambda error: self.fail(str(error)), key="insights movement")
