"""The panel of the deals that moved the open value most."""

from desktop_pipeline.reports.changing.movement_words import answer_moved, sheet_of_moved
from desktop_pipeline.reports.tables.sheets import SheetRow
from desktop_pipeline.ui.insights.list_table import ListTable
from desktop_pipeline.ui.insights.movement.findings import MovementFindings
from desktop_pipeline.ui.insights.panel import Panel
from desktop_pipeline.ui.insights.tools import InsightTools
from desktop_pipeline.ui.widgets.rows_look import BEYOND_WORDS

_COLUMNS = 420


class MovedPanel(Panel):
    """A table of deals; Enter or a double click opens one."""

    def __init__(self, tools: InsightTools) -> None:
        self.table = ListTable(tools.theme, tools.words, _COLUMNS)
        super().__init__(
            tools, tools.words.translate("Insights", "Which deals moved it most?"), self.table, beyond=BEYOND_WORDS
        )
        self.table.row_taken.connect(self._open)
        self.table.copy_asked.connect(self.copy_table)

    def show_movement(self, found: MovementFindings) -> None:
        words = self.tools.words
        sheet = sheet_of_moved(self.title, found.moved, found.movement.currency, words, is_filtered=found.is_filtered)
        self.show_sheet(sheet)
        self.show_how(self.tr("What a deal added to a bar or took from it, all its steps of that kind together."))
        if not found.moved:
            self.show_empty(self.tr("No deal moved between these days."))
            return
        self.table.show_sheet(sheet)
        self.show_answer(answer_moved(found.moved, found.movement, words))

    def _open(self, row: SheetRow) -> None:
        if row.part is not None:
            self.tools.open_deal(int(row.part.key[0]))
