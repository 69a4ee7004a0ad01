"""The panel of the organisations that bought, and how many came back."""

from desktop_pipeline.reports.left_out_words import say_all_left_out
from desktop_pipeline.reports.people.customer_words import (
    answer_customers,
    brief_sheet_of_customers,
    how_customers,
    sheet_of_customers,
)
from desktop_pipeline.reports.tables.sheets import SheetRow
from desktop_pipeline.ui.insights.customers.findings import CustomerFindings
from desktop_pipeline.ui.insights.list_table import ListTable
from desktop_pipeline.ui.insights.panel import Panel
from desktop_pipeline.ui.insights.tools import InsightTools
from desktop_pipeline.ui.widgets.rows_look import BEYOND_WORDS

_COLUMNS = 520


class CustomersPanel(Panel):
    """A table of organisations by what they bought; Enter or a double click shows its won deals."""

    def __init__(self, tools: InsightTools) -> None:
        self.table = ListTable(tools.theme, tools.words, _COLUMNS)
        super().__init__(
            tools, tools.words.translate("Insights", "Who bought, and who came back?"), self.table, beyond=BEYOND_WORDS
        )
        self.table.row_taken.connect(self._open)
        self.table.copy_asked.connect(self.copy_table)

    def show_customers(self, found: CustomerFindings) -> None:
        words, customers = self.tools.words, found.customers
        self.show_caption(self.tr("every win up to the day"))
        self.show_how(how_customers(customers, words))
        notes = say_all_left_out(customers.left_out, words)
        sheet = sheet_of_customers(self.title, customers, found.names, found.currency, notes, words)
        self.show_sheet(sheet)
        if not customers.lines:
            self.show_empty(self.tr("No organisation has a won deal yet."))
            return
        self.table.show_sheet(brief_sheet_of_customers(sheet))
        answer = answer_customers(customers, found.before, found.names, found.currency, words)
        more = customers.customers - len(customers.lines)
        if more:
            answer += " " + self.tr("{count} more are not listed.").format(count=words.formats.number(more))
        self.show_answer(answer)

    def _open(self, row: SheetRow) -> None:
        if row.part is not None:
            self.part_asked.emit(row.part, str(row.cells[0]))
