"""What is saved of an import: the rows that were not taken as a workbook, and the report as a text."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from desktop_pipeline.actions.importing.written_report import write_text_report
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.transfer.outlook_words import value_header
from desktop_pipeline.ui.transfer.report_words import report_text
from desktop_pipeline.ui.transfer.studying import Studying

if TYPE_CHECKING:
    from desktop_pipeline.ui.transfer.wizard import ImportWizard


class Saving(QObject):
    """Asks where it shall lie, writes it on a worker, and says so in the foot."""

    def __init__(self, wizard: "ImportWizard", studying: Studying, formats: Formats) -> None:
        super().__init__(wizard)
        self._wizard = wizard
        self._studying = studying
        self._formats = formats
        self.is_saving = False
        self.chooser: QFileDialog | None = None

    def choose_rows_place(self) -> None:
        """Where the workbook with the rows shall lie."""
        name = self.tr("{name} not taken.xlsx").format(name=self._file().stem)
        title, kinds = self.tr("Save the rows not taken"), self.tr("Excel workbook (*.xlsx)")
        self._choose(title, kinds, name, "xlsx", self.save_rows)

    def choose_report_place(self) -> None:
        """Where the report shall lie."""
        name = self.tr("{name} import.txt").format(name=self._file().stem)
        self._choose(self.tr("Save the report"), self.tr("Text (*.txt)"), name, "txt", self.save_report)

    def save_rows(self, out: Path) -> None:
        """Writes the rows that were not taken whole into a workbook."""
        report = self._wizard.report
        if report is None:
            return
        self._begin()

        def say_saved(rows: int) -> None:
            said = self.tr("Saved 1 row in {file}") if rows == 1 else self.tr("Saved {count} rows in {file}")
            self._on_saved(said.format(count=self._formats.number(rows), file=out.name), "ink2")

        self._studying.save_not_taken(report, out, say_saved, self._on_failed)

    def save_report(self, out: Path) -> None:
        """Writes what came of it as a text."""
        report = self._wizard.report
        if report is None:
            return
        outlook = self._wizard.outlook
        text = report_text(report, self._formats, "" if outlook is None else value_header(outlook))
        try:
            write_text_report(out, text, self._wizard.file_step.files)
        except PipelineError as error:
            self._on_failed(error)
        else:
            self._on_saved(self.tr("Saved {file}").format(file=out.name), "ink2")

    def _choose(self, title: str, kinds: str, name: str, suffix: str, save: Callable[[Path], None]) -> None:
        self.chooser = QFileDialog(self._wizard, title, str(self._file().parent), kinds)
        self.chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self.chooser.setDefaultSuffix(suffix)
        self.chooser.selectFile(name)
        self.chooser.fileSelected.connect(lambda chosen: save(Path(chosen)))
        self.chooser.finished.connect(self.chooser.deleteLater)
        self.chooser.open()

    def _file(self) -> Path:
        return next(iter(self._wizard.file_step.files), Path(self.tr("Import")))

    def _begin(self) -> None:
        self.is_saving = True
        self._enable(is_enabled=False)

    def _enable(self, *, is_enabled: bool) -> None:
        if self._wizard.result_page is not None:
            self._wizard.result_page.save_button.setEnabled(is_enabled)

    def _on_failed(self, error: PipelineError) -> None:
        self._on_saved(str(error), "red")

    def _on_saved(self, sentence: str, role: str) -> None:
        self.is_saving = False
        self._enable(is_enabled=True)
        self._wizard.foot.said.show_words(sentence, role)
        if not self._wizard.isVisible():
            self._wizard.deleteLater()
