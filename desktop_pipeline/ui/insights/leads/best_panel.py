"""The panel of the best leads: the open deals that score highest."""

from desktop_pipeline.actions import Change
from desktop_pipeline.queries.kept_scores import KeptScores
from desktop_pipeline.reports.people.best_leads_words import BestLeads, answer_best, how_best, sheet_of_best
from desktop_pipeline.reports.tables.sheets import SheetRow
from desktop_pipeline.ui.insights.leads.best_leads import gather_best
from desktop_pipeline.ui.insights.list_table import ListTable
from desktop_pipeline.ui.insights.panel import Panel
from desktop_pipeline.ui.insights.question import Question
from desktop_pipeline.ui.insights.tools import InsightTools
from desktop_pipeline.ui.widgets.rows_look import BEYOND_WORDS

_COLUMNS = 620


class BestPanel(Panel):
    """A table of deals; Enter or a double click opens one. It fills itself: scores take longer than all else."""

    def __init__(self, tools: InsightTools) -> None:
        self.table = ListTable(tools.theme, tools.words, _COLUMNS)
        super().__init__(
            tools, tools.words.translate("Insights", "Which leads are best?"), self.table, beyond=BEYOND_WORDS
        )
        self._scores = KeptScores(tools.session.workspace)
        self._question: Question | None = None
        self.table.row_taken.connect(self._open)
        self.table.copy_asked.connect(self.copy_table)
        tools.session.changed.connect(self._follow)
        self.show_caption(self.tr("the best fifth of the open deals by score"))
        self.show_how(how_best(tools.words))
        self.show_empty(self.tr("Adding up the scores…"))

    def ask(self, question: Question) -> None:
        """Ask for those of a question; what is shown stays until then."""
        self._question = question
        if question.as_of != self.tools.session.today():
            self._show_none(self.tr("Scores are known for today only."))
            return

        def done(best: BestLeads) -> None:
            if question == self._question:
                self.show_best(best)

        self.tools.tasks.run(
            lambda _progress: gather_best(self.tools, question, self._scores),
            done,
            lambda error: self._show_none(str(error)),
            key="insights best leads",
        )

    def show_best(self, best: BestLeads) -> None:
        words = self.tools.words
        if not best.has_scores:
            self._show_none(self.tr("No open deal has a score. Rules for it are made in Settings, Scores."))
        elif not best.leads:
            self._show_none(self.tr("None of the best fifth of the open deals passes the filter."))
        else:
            sheet = sheet_of_best(self.title, best, words)
            self.show_sheet(sheet)
            self.table.show_sheet(sheet)
            self.show_answer(answer_best(best, words))

    def _show_none(self, sentence: str) -> None:
        self.show_sheet(sheet_of_best(self.title, BestLeads((), 0, has_scores=False, currency=""), self.tools.words))
        self.show_empty(sentence)

    def _follow(self, change: Change) -> None:
        self._scores.follow(change.touched.ids_by_table)

    def _open(self, row: SheetRow) -> None:
        if row.part is not None:
            self.tools.open_deal(int(row.part.key[0]))
