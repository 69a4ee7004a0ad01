"""The wizard of an import: files, columns, check, result. Nothing is written before the last step."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QStackedWidget, QVBoxLayout, QWidget

from desktop_pipeline.actions.importing.answers import ImportOptions, choose_preset
from desktop_pipeline.actions.importing.outlook import Outlook
from desktop_pipeline.actions.importing.reports import ImportReport
from desktop_pipeline.ui.collecting import hold_collection, release_collection
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.later import call_later
from desktop_pipeline.ui.long_work import LongWork
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
from desktop_pipeline.ui.transfer.wide_pages import WidePages
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
        self.is_recalled = False
        self._looked_at: tuple[ImportOptions, bool] | None = None
        self._holds_collection = False
        self.outlook: Outlook | None = None
        self.report: ImportReport | None = None
        self.has_taken_in = False
        self.result_page: ResultPage | None = None
        self.long_work = LongWork(session, tasks, theme, self)
        self.studying = Studying(session.workspace, means.study, tasks, self)
        names = (self.tr("File"), self.tr("Columns"), self.tr("Check"), self.tr("Result"))
        self.steps = StepLine(theme, names)
        self.file_step = FileStep(theme, formats)
        self.work_page = WorkPage(theme, formats)
        self.pages = QStackedWidget()
        for page in (self.file_step, self.work_page):
            self.pages.addWidget(page)
        self.wide = WidePages(self, self.pages, session, theme, formats)
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
        return self.wide.columns

    @property
    def check_page(self) -> CheckPage:
        """The third step, made when first needed."""
        return self.wide.check

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
        # While the files are read
        call_later(self, self.wide.prepare)

    def begin(self, files: Sequence[Path]) -> None:
        """Start over with these files."""
        self._options = ImportOptions()
        self.outlook = self.report = None
        self.wide.forget()
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
        change, page, session = report.change, self.result_page, self._session

        def tell(_change: object) -> None:
            self.foot.undo.setEnabled(False)
            page.show_taken_back()

        self.long_work.attempt(
            self.tr("Taking the import back…"),
            lambda: session.take_back(change),
            tell,
            lambda error: self.foot.said.show_words(str(error), "red"),
            is_large=session.is_large_step(change),
        )

    def _read(self) -> None:
        files = self.file_step.files
        self.outlook = None
        if files:
            self.studying.open(files, self.file_step.named_choices, self._options)
        else:
            self.studying.stop()
        self._show_foot()

    def _look(self) -> None:
        page = self.wide.made_check if self.step == CHECK else self.wide.made_columns
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
        self.wide.forget()
        self._read()

    def _on_begun(self) -> None:
        self.file_step.show_reading()
        self._show_foot()

    def _on_read(self, recalled: ImportOptions) -> None:
        self.is_recalled = recalled != self._options
        self._options = recalled
        self._looked_at = (recalled, False)

    def _on_looked(self, outlook: Outlook) -> None:
        self.outlook = outlook
        self.file_step.show_outlook(outlook, self._options.preset, is_recalled=self.is_recalled)
        self.wide.show_outlook(outlook)
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
        return self.outlook is not None and is_clear(self.outlook, is_recalled=self.is_recalled)

    def _show_busy(self) -> None:
        self.wide.show_busy(is_busy=self.studying.is_busy)
        self._show_foot()

    def _show_foot(self) -> None:
        outlook = self.outlook
        self.foot.keeps_said = self.studying.is_busy
        if self.pages.currentWidget() is self.work_page:
            self.foot.show_only(self.foot.cancel)
            return
        self.foot.next.setEnabled(self._can_go_on() and not (self.step == CHECK and self.studying.is_busy))
        rows = word_rows(0 if outlook is None else count_rows(outlook), self._formats)
        if self.step == FILE:
            self.foot.show_files(rows, is_clear=self._is_clear() and self._can_go_on())
        elif self.step == COLUMNS:
            self.foot.show_columns(rows)
        elif self.step == CHECK:
            self.foot.show_check(rows)
        else:
            self.foot.show_result(self.report)
        self.foot.sum.show_words("" if outlook is None else word_sum(outlook, self._formats))

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
        self.wide.changed.connect(self._on_changed)
        self.wide.only_asked.connect(self._look)
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
