"""The wizard of an import: files, columns, check, result. Nothing is written before the last step."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QStackedWidget, QVBoxLayout, QWidget

from desktop_pipeline.actions.importing.answers import ImportOptions, choose_preset
from desktop_pipeline.actions.importing.outlook import Outlook
from desktop_pipeline.actions.importing.reports import ImportReport
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.ui.collecting import hold_collection, release_collection
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.transfer.check_page import CheckPage
from desktop_pipeline.ui.transfer.columns_page import ColumnsPage
from desktop_pipeline.ui.transfer.file_step import FileStep
from desktop_pipeline.ui.transfer.fitting import fit_into_window
from desktop_pipeline.ui.transfer.foot import WizardFoot
from desktop_pipeline.ui.transfer.outlook_words import (
    count_rows,
    find_empty_columns,
    is_clear,
    value_header,
    word_rows,
    word_subject,
    word_sum,
)
from desktop_pipeline.ui.transfer.places import read_stage_names
from desktop_pipeline.ui.transfer.result_page import ResultPage
from desktop_pipeline.ui.transfer.saving import Saving
from desktop_pipeline.ui.transfer.step_line import StepLine
from desktop_pipeline.ui.transfer.studying import ImportMeans, Studying
from desktop_pipeline.ui.transfer.work_page import WorkPage

FILE, COLUMNS, CHECK, RESULT = range(4)
_SMALL = (880, 486)
_LARGE = (1377, 762)


class ImportWizard(QDialog):
    """Begins with files, or with none. Signals: `board_asked` when the user goes on to the board."""

    board_asked = Signal()

    def __init__(
        self,
        files: Sequence[Path],
        means: ImportMeans,
        session: Session,
        tasks: Tasks,
        theme: Theme,
        formats: Formats,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Import a spreadsheet"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._guard = means.guard
        self._session = session
        self._theme = theme
        self._formats = formats
        self._first_files = tuple(files)
        self._options = ImportOptions()
        self._is_guarding = False
        # Rows that were pasted need no look at their file
        self.passes_files = False
        self._is_recalled = False
        self._looked_at: tuple[ImportOptions, bool] | None = None
        self._holds_collection = False
        self.outlook: Outlook | None = None
        self.report: ImportReport | None = None
        self.has_taken_in = False
        self.result_page: ResultPage | None = None
        self.studying = Studying(session.workspace, means.study, tasks, self)
        names = (self.tr("File"), self.tr("Columns"), self.tr("Check"), self.tr("Result"))
        self.steps = StepLine(theme, names)
        self.file_step = FileStep(theme, formats)
        self._columns_page: ColumnsPage | None = None
        self._check_page: CheckPage | None = None
        self.work_page = WorkPage(theme, formats)
        self.pages = QStackedWidget()
        for page in (self.file_step, self.work_page):
            self.pages.addWidget(page)
        self.foot = WizardFoot(theme)
        self.saving = Saving(self, self.studying, formats)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.steps)
        layout.addWidget(self.pages, 1)
        layout.addWidget(self.foot)
        # Only a button that stands in its dialog is the one that Enter comes back to.
        self.foot.next.setDefault(True)
        self._connect()

    @property
    def step(self) -> int:
        """Which of the four steps is shown."""
        return self.steps.current

    @property
    def columns_page(self) -> ColumnsPage:
        """The second step, made when first needed."""
        if self._columns_page is None:
            self._columns_page = ColumnsPage(self._session, self._theme, self._formats)
            self._add_page(self._columns_page)
            if self.outlook is not None:
                self._columns_page.show_outlook(self.outlook, self._options, is_recalled=self._is_recalled)
        return self._columns_page

    @property
    def check_page(self) -> CheckPage:
        """The third step, made when first needed."""
        if self._check_page is None:
            self._check_page = CheckPage(self._session, self._theme, self._formats)
            self._add_page(self._check_page)
            if self.outlook is not None:
                self._check_page.show_outlook(self.outlook, self._options)
        return self._check_page

    @property
    def is_working(self) -> bool:
        """Whether files are read, looked at or taken in."""
        return self.studying.is_busy or self._is_guarding

    @property
    def options(self) -> ImportOptions:
        """What was answered so far."""
        return self._options

    def open(self) -> None:
        """Show it and begin to read."""
        # Looking through the millions of things that are read takes a second, and none of them is garbage.
        self._holds_collection = True
        hold_collection()
        self._go(FILE)
        super().open()
        self.begin(self._first_files)
        # One after the other while the files are read, so that the window keeps answering
        QTimer.singleShot(0, self, self._prepare_pages)

    def begin(self, files: Sequence[Path]) -> None:
        """Start over with these files."""
        self._options = ImportOptions()
        self.outlook = self.report = None
        self._forget_answers()
        self.file_step.choices.clear()
        self.file_step.show_files(files)
        self._go(FILE)
        self._read()

    def go_on(self) -> None:
        """What Enter does: the next step, or what the step is for."""
        if self.step == FILE and self._can_go_on():
            self._go(CHECK if self._is_clear() else COLUMNS)
        elif self.step == COLUMNS and self._can_go_on():
            self._go(CHECK)
        elif self.step == CHECK and self._can_go_on() and not self.is_working:
            self._take_in()
        elif self.step == RESULT:
            self.accept()
            self.board_asked.emit()

    def go_back(self) -> None:
        """The step before; every answer is kept."""
        if FILE < self.step < RESULT and not self.studying.is_writing and not self._is_guarding:
            self._go(self.step - 1)

    def look_at_columns(self) -> None:
        """To the columns though nothing is left to ask."""
        if self.step == FILE and self._can_go_on():
            self._go(COLUMNS)

    def reject(self) -> None:
        """Esc, Cancel and the window's cross: stop the work first; it closes once nothing is being written."""
        if not self.studying.is_writing:
            self._is_guarding = False
            self.studying.stop()
            super().reject()
            return
        self.studying.cancel()
        self.foot.cancel.setEnabled(False)
        self.work_page.show_stopping()

    def done(self, code: int) -> None:
        super().done(code)
        if self._holds_collection:
            self._holds_collection = False
            release_collection()
        if not self.saving.is_saving:
            self.deleteLater()

    def undo_import(self) -> None:
        """Take the whole import back, whatever came after it; says why where that cannot be."""
        report = self.report
        if report is None or report.change is None or self.result_page is None:
            return
        try:
            self._session.take_back(report.change)
        except PipelineError as error:
            self.foot.said.show_words(str(error), "red")
            return
        self.foot.undo.setEnabled(False)
        self.result_page.show_taken_back()

    def _read(self) -> None:
        files = self.file_step.files
        self.outlook = None
        if files:
            self.studying.open(files, self.file_step.choices, self._options)
        else:
            self.studying.stop()
        self._show_foot()

    def _look(self) -> None:
        page = self._check_page if self.step == CHECK else self._columns_page
        only = page is not None and page.rows.only_problems
        if (self._options, only) != self._looked_at:
            self._looked_at = (self._options, only)
            self.studying.look(self._options, only_problems=only)
        self._show_busy()

    def _on_changed(self, options: ImportOptions) -> None:
        self._options = options
        self._look()

    def _on_preset(self, key: str) -> None:
        self._on_changed(choose_preset(self._options, key))

    def _on_files_changed(self) -> None:
        self._options = ImportOptions()
        self._forget_answers()
        self._read()

    def _forget_answers(self) -> None:
        if self._columns_page is not None:
            self._columns_page.forget()

    def _on_begun(self) -> None:
        self.file_step.show_reading()
        self._show_foot()

    def _on_read(self, recalled: ImportOptions) -> None:
        self._is_recalled = recalled != self._options
        self._options = recalled
        self._looked_at = (recalled, False)

    def _on_looked(self, outlook: Outlook) -> None:
        self.outlook = outlook
        recalled = self._is_recalled
        self.file_step.show_outlook(outlook, self._options.preset, is_recalled=recalled)
        if self._columns_page is not None:
            self._columns_page.show_outlook(outlook, self._options, is_recalled=recalled)
        if self._check_page is not None:
            self._check_page.show_outlook(outlook, self._options)
        self._show_subject()
        self._show_busy()
        if self.passes_files and self.step == FILE and self._can_go_on():
            self.passes_files = False
            # Columns that nobody named are looked at first
            has_heads = all(table.place.top for table in outlook.tables)
            self._go(CHECK if has_heads and is_clear(outlook) else COLUMNS)

    def _show_subject(self) -> None:
        is_shown = self.outlook is not None and bool(self.outlook.files) and self.step in {COLUMNS, CHECK}
        self.steps.show_subject(*(word_subject(self.outlook, self._formats) if self.outlook and is_shown else ("", "")))

    def _on_failed(self, sentence: str) -> None:
        if self.step in {CHECK, RESULT} and self.pages.currentWidget() is self.work_page:
            self.work_page.show_failure(sentence)
            self.foot.cancel.setText(self.tr("Close"))
            self.foot.cancel.setEnabled(True)
            self.foot.show_only(self.foot.cancel)
            return
        if self.step == FILE or self.outlook is None:
            self.outlook = None
            self._go(FILE)
            self.file_step.show_failure(sentence)
        else:
            self.foot.said.show_words(sentence, "red")
        self._show_busy()

    def _take_in(self) -> None:
        report = None if self.outlook is None else self.outlook.report
        if report is None:
            return
        self._is_guarding = True
        self.work_page.begin(self.outlook.files if self.outlook else ())
        self.pages.setCurrentWidget(self.work_page)
        self._show_foot()
        self._guard(self._write, self._on_unguarded)

    def _on_unguarded(self, sentence: str) -> None:
        if self._is_guarding:
            self._is_guarding = False
            self._on_failed(sentence)

    def _write(self) -> None:
        # It may have been left while the backup was made.
        if self._is_guarding:
            self._is_guarding = False
            self.studying.write(self._options)
            self._show_foot()

    def _on_written(self, report: ImportReport | None) -> None:
        if report is None:
            super().reject()
            return
        self.report = report
        self.has_taken_in = True
        header = "" if self.outlook is None else value_header(self.outlook)
        empty = frozenset() if self.outlook is None else find_empty_columns(self.outlook)
        stages = read_stage_names(self._session.workspace)
        if self.result_page is not None:
            self.result_page.deleteLater()
        self.result_page = ResultPage(self._theme, self._formats, report, stages, header, empty)
        self.result_page.save_button.clicked.connect(self.saving.choose_rows_place)
        self.pages.addWidget(self.result_page)
        self._go(RESULT)

    def _go(self, step: int) -> None:
        page: QWidget | None = self.result_page
        if step != RESULT:
            page = self.file_step if step == FILE else self.columns_page if step == COLUMNS else self.check_page
        if page is None:
            return
        self.steps.show_step(step)
        self._show_subject()
        self.pages.setCurrentWidget(page)
        fit_into_window(self, self._theme, _LARGE if step in {COLUMNS, CHECK} else _SMALL)
        if step in {COLUMNS, CHECK}:
            self._look()
        self.foot.said.show_words("", "ink2")
        self._show_foot()
        if step == RESULT:
            self.foot.next.setFocus()
        elif isinstance(page, FileStep | ColumnsPage | CheckPage):
            page.start_keys()

    def _can_go_on(self) -> bool:
        is_unknown = self.step != FILE and self.outlook is not None and bool(self.outlook.refusal)
        return self.file_step.has_rows and not self.studying.is_reading and not is_unknown

    def _is_clear(self) -> bool:
        return self.outlook is not None and is_clear(self.outlook, is_recalled=self._is_recalled)

    def _show_busy(self) -> None:
        is_busy = self.studying.is_busy
        for page in (self._columns_page, self._check_page):
            if page is not None:
                page.show_busy(is_busy=is_busy)
        self._show_foot()

    def _show_foot(self) -> None:
        foot, outlook = self.foot, self.outlook
        if self.pages.currentWidget() is self.work_page:
            foot.show_only(foot.cancel)
            return
        rows = word_rows(0 if outlook is None else count_rows(outlook), self._formats)
        foot.next.setEnabled(self._can_go_on() and not (self.step == CHECK and self.studying.is_busy))
        if self.step == FILE:
            clear = self._is_clear() and self._can_go_on()
            foot.name_next(self.tr("Check {rows}").format(rows=rows) if clear else self.tr("Look at the columns"))
            foot.show_only(foot.cancel, foot.next, *[foot.other] * clear)
            self._promise(self.tr("Nothing changes before the last step."))
        elif self.step == COLUMNS:
            foot.name_next(self.tr("Check {rows}").format(rows=rows))
            foot.show_only(foot.back, foot.sum, foot.next)
            self._promise(self.tr("Nothing changes before the last step. The whole import can be undone."))
        elif self.step == CHECK:
            foot.name_next(self.tr("Import {rows}").format(rows=rows))
            foot.show_only(foot.back, foot.sum, foot.next)
            self._promise(self.tr("Nothing is written before this. The whole import can be undone."))
        else:
            self._show_result_foot()
        foot.sum.show_words("" if outlook is None else word_sum(outlook, self._formats))

    def _show_result_foot(self) -> None:
        foot, report = self.foot, self.report
        foot.name_next(self.tr("Open the board"))
        foot.next.setEnabled(True)
        shown = [foot.another, foot.next]
        if report is not None:
            shown += [foot.undo] * (report.change is not None) + [foot.save_report]
            foot.undo.setEnabled(True)
        foot.show_only(*shown)

    def _promise(self, words: str) -> None:
        if self.foot.said.text() == "" or not self.studying.is_busy:
            self.foot.said.show_words(words, "ink2")

    def _prepare_pages(self) -> None:
        if self._columns_page is None:
            self.columns_page.hide()
            QTimer.singleShot(0, self, self._prepare_pages)
        elif self._check_page is None:
            self.check_page.hide()

    def _add_page(self, page: ColumnsPage | CheckPage) -> None:
        page.changed.connect(self._on_changed)
        page.only_asked.connect(lambda _only: self._look())
        self.pages.addWidget(page)

    def _connect(self) -> None:
        studying, foot = self.studying, self.foot
        studying.begun.connect(self._on_begun)
        studying.read.connect(self._on_read)
        studying.looked.connect(self._on_looked)
        studying.failed.connect(self._on_failed)
        studying.progressed.connect(self.work_page.show_progress)
        studying.written.connect(self._on_written)
        self.file_step.files_changed.connect(self._on_files_changed)
        self.file_step.reading_changed.connect(self._read)
        self.file_step.preset.connect(self._on_preset)
        foot.next.clicked.connect(self.go_on)
        foot.back.clicked.connect(self.go_back)
        foot.cancel.clicked.connect(self.reject)
        foot.other.clicked.connect(self.look_at_columns)
        foot.undo.clicked.connect(self.undo_import)
        foot.another.clicked.connect(lambda: self.begin(()))
        foot.save_report.clicked.connect(self.saving.choose_report_place)
        self._theme.changed.connect(self.update)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Right and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.go_on()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._theme.color("surface"))
