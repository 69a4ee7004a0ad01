"""The forecasts that were kept, each beside what came."""

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop_pipeline.actions import Change
from desktop_pipeline.actions.forecasts import delete_forecast, note_forecast
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.queries.forecasts import KeptRow, read_forecasts
from desktop_pipeline.reports.ahead.forecast_kept import (
    ForecastSince,
    gather_since,
    kept_deals_sheet,
    kept_months_sheet,
    say_since,
)
from desktop_pipeline.ui.insights.forecast.dialog_undo import hear_undo
from desktop_pipeline.ui.insights.sheet_table import SheetTable
from desktop_pipeline.ui.insights.tools import InsightTools
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.rows_look import BEYOND_WORDS
from desktop_pipeline.ui.widgets.segmented import Segmented
from desktop_pipeline.ui.widgets.undo_keys import pass_undo_on
from desktop_pipeline.ui.widgets.words import Words, as_tooltip

if TYPE_CHECKING:
    from desktop_pipeline.ui.tasks import Progress

_WIDTH, _HEIGHT, _LIST = 1100, 540, 200
_RowRole = Qt.ItemDataRole.UserRole


class KeptDialog(QDialog):
    """Keeping, noting and forgetting are changes that the journal takes back; `keep` keeps the forecast of now."""

    def __init__(self, tools: InsightTools, keep: Callable[[], object], parent: QWidget) -> None:
        super().__init__(parent)
        theme = tools.theme
        self._tools = tools
        self._keep = keep
        self._since: ForecastSince | None = None
        self._looking: Progress | None = None
        self.setWindowTitle(self.tr("Kept forecasts"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Kept forecasts, the newest first"))
        self.list.setFixedWidth(theme.size(_LIST))
        self.empty = Words(theme, "", "body", "ink2", wrap=True)
        self.answer = Words(theme, "", "body", "ink", wrap=True)
        self.note = QLineEdit()
        self.note.setPlaceholderText(self.tr("Note"))
        self.note.setAccessibleName(self.tr("Note"))
        pass_undo_on(self.note)
        self.choice = Segmented(theme, (self.tr("Months"), self.tr("Deals")), small=True)
        self.table = SheetTable(theme, tools.words)
        self.refusal = Words(theme, "", "secondary", "red", wrap=True)
        self.refusal.hide()
        self.keep_button = ActionButton(theme, self.tr("Keep today’s forecast"), icon="plus")
        self.delete_button = ActionButton(theme, self.tr("Delete"), icon="trash-2", role="red")
        self._lay_out()
        self._connect()
        self._show_list()

    @property
    def row(self) -> KeptRow | None:
        """The forecast that is chosen."""
        row = self.list.currentItem().data(_RowRole) if self.list.currentRow() >= 0 else None
        return row if isinstance(row, KeptRow) else None

    @property
    def since(self) -> ForecastSince | None:
        """What is shown of it; None while it is looked for."""
        return self._since

    def done(self, result: int) -> None:
        """What is looked for finds nobody any more."""
        if self._looking is not None:
            self._looking.cancel()
        super().done(result)

    def _show_list(self) -> None:
        chosen = self.row
        tools = self._tools
        self.list.blockSignals(True)
        self.list.clear()
        rows = read_forecasts(tools.session.workspace)
        days = Counter(row.as_of for row in rows)
        for row in rows:
            item = QListWidgetItem(_name_kept(row, tools, is_alone=days[row.as_of] == 1), self.list)
            item.setToolTip(as_tooltip(item.text()))
            item.setData(_RowRole, row)
            if chosen is not None and row.forecast_id == chosen.forecast_id:
                self.list.setCurrentItem(item)
        if self.list.currentRow() < 0 and self.list.count():
            self.list.setCurrentRow(0)
        self.list.blockSignals(False)
        is_locked = tools.session.workspace.is_read_only
        self.keep_button.setEnabled(not is_locked)
        self.delete_button.setEnabled(not is_locked and self.row is not None)
        self.note.setReadOnly(is_locked)
        self._show_row()

    def _show_row(self) -> None:
        row, tools = self.row, self._tools
        for widget in (self.answer, self.note, self.choice, self.table):
            widget.setVisible(row is not None)
        self.empty.setVisible(row is None)
        if row is None:
            self.empty.show_words(
                self.tr(
                    "No forecast has been kept yet. Keep today’s, and see later what became of its months and deals."
                )
            )
            return
        if not (self.note.hasFocus() and self.note.isModified()):
            self.note.setText(row.note)
        today = tools.session.today()
        self._looking = tools.tasks.run(
            lambda _progress: gather_since(tools.figures, tools.session.workspace, row, today),
            self._show_since,
            lambda error: self._refuse(str(error)),
            key="insights kept",
        )

    def _show_since(self, since: ForecastSince) -> None:
        self._since = since
        self.table.setVisible(since.forecast is not None)
        if since.forecast is None:
            self.answer.show_words(self.tr("This forecast cannot be read."))
            return
        said = say_since(since, self._tools.words)
        if since.forecast.filters:
            narrowed = self.tr("Narrowed to {filters}; what was won is not held against it.")
            said += " " + narrowed.format(filters=", ".join(since.forecast.filters))
        self.answer.show_words(said)
        self._fill_table()

    def _fill_table(self) -> None:
        if self._since is not None:
            make = kept_deals_sheet if self.choice.current else kept_months_sheet
            self.table.show_sheet(make(self._since, self._tools.words))

    def _keep_note(self) -> None:
        row = self.row
        if row is not None and not self.note.isReadOnly() and self.note.text().strip() != row.note:
            self._attempt(lambda: note_forecast(self._tools.session.workspace, row.forecast_id, self.note.text()))

    def _delete(self) -> None:
        row = self.row
        if row is not None:
            self._attempt(lambda: delete_forecast(self._tools.session.workspace, row.forecast_id))

    def _attempt(self, act: Callable[[], object]) -> None:
        self.refusal.hide()
        try:
            act()
        except PipelineError as error:
            self._refuse(str(error))

    def _refuse(self, sentence: str) -> None:
        self.refusal.show_words(sentence)
        self.refusal.show()

    def _on_changed(self, change: Change) -> None:
        if change.touches("forecast_snapshot"):
            self._show_list()

    def _connect(self) -> None:
        self._tools.session.changed.connect(self._on_changed)
        self.list.currentRowChanged.connect(self._show_row)
        self.choice.chosen.connect(self._fill_table)
        self.note.editingFinished.connect(self._keep_note)
        self.keep_button.clicked.connect(self._keep)
        self.delete_button.clicked.connect(self._delete)
        hear_undo(self, self._tools.session, self._refuse)

    def _lay_out(self) -> None:
        theme = self._tools.theme
        right = QVBoxLayout()
        right.setSpacing(10)
        said = QVBoxLayout()
        said.setContentsMargins(BEYOND_WORDS, 0, BEYOND_WORDS, 0)
        said.setSpacing(10)
        for part in (self.empty, self.answer, self.note):
            said.addWidget(part)
        said.addWidget(self.choice, 0, Qt.AlignmentFlag.AlignLeft)
        right.addLayout(said)
        right.addWidget(self.table, 1)
        right.addWidget(self.refusal)
        right.addStretch(0)
        close = ActionButton(theme, self.tr("Close"))
        close.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 0, BEYOND_WORDS, 0)
        for widget in (self.keep_button, self.delete_button):
            foot.addWidget(widget)
        foot.addStretch(1)
        foot.addWidget(close)
        both = QHBoxLayout()
        both.setSpacing(20 - BEYOND_WORDS)
        both.addWidget(self.list)
        both.addLayout(right, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20 - BEYOND_WORDS, 16)
        layout.setSpacing(12)
        layout.addLayout(both, 1)
        layout.addLayout(foot)
        self.resize(theme.size(_WIDTH), theme.size(_HEIGHT))


def _name_kept(row: KeptRow, tools: InsightTools, *, is_alone: bool) -> str:
    """The day and who kept it; of several of a day the time too; below it the note, where there is one."""
    parts = [tools.words.full_day(row.as_of)]
    if not is_alone:
        parts.append(tools.formats.time(row.at))
    if row.who:
        parts.append(row.who)
    named = ", ".join(parts)
    return f"{named}\n{row.note}" if row.note else named
