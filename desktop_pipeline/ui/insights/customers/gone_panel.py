"""The panel of customers that have not bought for a while, with what can be done about each."""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from desktop_pipeline.actions.workspace_settings import set_churn_months
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.queries.plan_targets import read_plan_target
from desktop_pipeline.reports.people.customer_words import answer_gone, how_gone, sheet_of_gone
from desktop_pipeline.reports.tables.sheets import SheetRow
from desktop_pipeline.ui.insights.customers.findings import CustomerFindings
from desktop_pipeline.ui.insights.list_table import ListTable
from desktop_pipeline.ui.insights.panel import Panel
from desktop_pipeline.ui.insights.tools import InsightTools
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.activity_acts import ActivityActs
from desktop_pipeline.ui.widgets.rows_look import BEYOND_WORDS

_COLUMNS = 460
_MONTHS = (3, 6, 9, 12, 18, 24, 36)


class GonePanel(Panel):
    """Enter or a double click shows a customer's won deals; the buttons are for the row that is chosen."""

    def __init__(self, tools: InsightTools) -> None:
        translate, theme = tools.words.translate, tools.theme
        self.table = ListTable(theme, tools.words, _COLUMNS)
        self.months = QComboBox()
        self.months.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.months.setAccessibleName(translate("Insights", "Months without a win"))
        super().__init__(
            tools, translate("Insights", "Who has not come back?"), self.table, self.months, beyond=BEYOND_WORDS
        )
        self.call = ActionButton(theme, self.tr("Plan a call…"), icon="phone")
        self.deal = ActionButton(theme, self.tr("New deal…"), icon="plus")
        self.write = ActionButton(theme, self.tr("Write…"), icon="mail")
        self._answers = QWidget()
        row = QHBoxLayout(self._answers)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for button in (self.call, self.deal, self.write):
            row.addWidget(button)
        row.addStretch(1)
        self.below.addWidget(self._answers)
        self.acts = ActivityActs(tools.session, theme, tools.formats, self)
        self.acts.said.connect(tools.say)
        self.acts.ended.connect(self.table.setFocus)
        self.table.row_taken.connect(self._open)
        self.table.copy_asked.connect(self.copy_table)
        self.table.selectionModel().currentRowChanged.connect(self._tell_row)
        self.table.rows_model.layoutChanged.connect(self._tell_row)
        self.months.activated.connect(self._on_months)
        self.months.setEnabled(not tools.session.workspace.is_read_only)
        self.call.clicked.connect(self._plan_call)
        self.deal.clicked.connect(self._want_deal)
        self.write.clicked.connect(self._write)

    @property
    def organisation_id(self) -> int | None:
        """The customer whose row is chosen."""
        row = self._row()
        return None if row is None or row.part is None else int(row.part.key[0])

    def show_customers(self, found: CustomerFindings) -> None:
        words, customers = self.tools.words, found.customers
        self._show_months(customers.churn_months)
        self.show_how(how_gone(customers, words))
        kept = self.organisation_id
        sheet = sheet_of_gone(self.title, customers, found.names, found.currency, words)
        self.show_sheet(sheet)
        self.table.show_sheet(sheet)
        self._answers.setVisible(bool(customers.gone))
        if not customers.gone:
            nobody = self.tr("No organisation has a won deal yet.")
            all_there = self.tr("Every customer has bought within {months} months.").format(
                months=words.formats.number(customers.churn_months)
            )
            self.show_empty(all_there if customers.customers else nobody)
            return
        rows = self.table.rows_model.rows
        place = next((at for at, row in enumerate(rows) if row.part is not None and row.part.key == (kept,)), 0)
        self.table.setCurrentIndex(self.table.rows_model.index(place, 0))
        self._tell_row()
        answer = answer_gone(customers, found.currency, words)
        more = customers.churn.hits - len(customers.gone)
        if more:
            answer += " " + self.tr("{count} more are not listed.").format(count=words.formats.number(more))
        self.show_answer(answer)

    def _row(self) -> SheetRow | None:
        place, rows = self.table.currentIndex().row(), self.table.rows_model.rows
        return rows[place] if 0 <= place < len(rows) else None

    def _tell_row(self) -> None:
        row, can_edit = self._row(), not self.tools.session.workspace.is_read_only
        named = "" if row is None else str(row.cells[0])
        for button, words in (
            (self.call, self.tr("Plan a call with {name}")),
            (self.deal, self.tr("New deal with {name}")),
            (self.write, self.tr("Write to {name}")),
        ):
            button.setEnabled(row is not None and can_edit)
            button.setAccessibleName(words.format(name=named))

    def _show_months(self, months: int) -> None:
        known = sorted({*_MONTHS, months})
        self.months.clear()
        for number in known:
            self.months.addItem(self.tr("%Ln months", "", number), number)
        self.months.setCurrentIndex(known.index(months))

    def _on_months(self) -> None:
        try:
            set_churn_months(self.tools.session.workspace, int(self.months.currentData()))
        except PipelineError as error:
            self.tools.say(str(error))

    def _open(self, row: SheetRow) -> None:
        if row.part is not None:
            self.part_asked.emit(row.part, str(row.cells[0]))

    def _plan_call(self) -> None:
        organisation_id = self.organisation_id
        if organisation_id is not None:
            target = read_plan_target(self.tools.session.workspace, organisation_id=organisation_id)
            self.acts.plan(self.call.mapToGlobal(QPoint(0, self.call.height() + 4)), target)

    def _want_deal(self) -> None:
        row = self._row()
        if row is not None:
            self.tools.want_deal(str(row.cells[0]))

    def _write(self) -> None:
        organisation_id = self.organisation_id
        if organisation_id is None:
            return
        target = read_plan_target(self.tools.session.workspace, organisation_id=organisation_id)
        if target.people:
            self.tools.write_to([person.row_id for person in target.people])
        else:
            self.tools.say(self.tr("Nobody is known at {name} to write to.").format(name=target.name))
