"""The dialog of an import: the files at work, then the result, which one button takes back."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop_pipeline.actions.importing.sheet import ImportReport
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.queries.lists import read_pipelines, read_stages
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import CancelledError, Progress, Tasks
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.transfer.file_page import FilePage
from desktop_pipeline.ui.transfer.result_page import ResultPage
from desktop_pipeline.ui.transfer.step_line import StepLine
from desktop_pipeline.ui.transfer.stoppable import Stoppable
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.key_hint import PrimaryButton
from desktop_pipeline.ui.widgets.painting import draw_hairline
from desktop_pipeline.ui.widgets.words import ElidedWords

_SIZE = (880, 500)
_FOOT = 54


class ImportDialog(QDialog):
    """Begins with the work when it is opened. `run` works on a worker and reports deals to its progress.

    Signals: `board_asked` when the user goes on to the board.
    """

    board_asked = Signal()

    def __init__(
        self,
        files: Sequence[Path],
        run: Callable[[Progress], ImportReport],
        save_problems: Callable[[ImportReport, Sequence[Path], Path], int],
        session: Session,
        tasks: Tasks,
        theme: Theme,
        formats: Formats,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Import a spreadsheet"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._files = tuple(files)
        self._run = run
        self._save_problems = save_problems
        self._session = session
        self._tasks = tasks
        self._theme = theme
        self._formats = formats
        self._progress: Stoppable | None = None
        self._saving = False
        self.report: ImportReport | None = None
        self.result_page: ResultPage | None = None
        self.chooser: QFileDialog | None = None
        self.steps = StepLine(theme, (self.tr("File"), self.tr("Result")))
        self.file_page = FilePage(theme, formats, files)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.file_page)
        self.undo_button = ActionButton(theme, self.tr("Undo the whole import"), icon="undo-2")
        self.save_button = ActionButton(theme, self.tr("Save the problems…"), role="ink2", flat=True)
        self.said = ElidedWords(theme, style="secondary", role="ink2")
        self.cancel_button = ActionButton(theme, self.tr("Cancel"))
        self.board_button = PrimaryButton(theme, self.tr("Open the board"), key=self.tr("Enter"))
        self._arrange()
        self._connect()

    @property
    def is_working(self) -> bool:
        """Whether the import runs."""
        return self._progress is not None

    def open(self) -> None:
        """Show it and begin."""
        super().open()
        self._progress = progress = Stoppable()
        progress.reported.connect(self.file_page.show_progress)
        run = self._run

        def work(outer: Progress) -> ImportReport | None:
            progress.outer = outer
            try:
                return run(progress)
            except CancelledError:
                return None

        self._tasks.run(work, self._on_done, self._on_failed)

    def reject(self) -> None:
        """Esc, Cancel and the window's cross: stop the work first; it closes once nothing runs."""
        if self._progress is None:
            super().reject()
            return
        self._progress.cancel()
        self.cancel_button.setEnabled(False)
        self.file_page.show_stopping()

    def done(self, code: int) -> None:
        super().done(code)
        if not self._saving:
            self.deleteLater()

    def undo_import(self) -> None:
        """Take the whole import back, whatever came after it; says why where that cannot be."""
        report = self.report
        if report is None or report.change is None or self.result_page is None:
            return
        try:
            self._session.take_back(report.change)
        except PipelineError as error:
            self.said.show_words(str(error), "red")
            return
        self.undo_button.setEnabled(False)
        self.result_page.show_taken_back()

    def choose_place(self) -> None:
        """Ask where the workbook with the problems shall lie."""
        title, kinds = self.tr("Save the problems"), self.tr("Excel workbook (*.xlsx)")
        self.chooser = QFileDialog(self, title, str(self._files[0].parent), kinds)
        self.chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self.chooser.setDefaultSuffix("xlsx")
        self.chooser.selectFile(self.tr("{name} problems.xlsx").format(name=self._files[0].stem))
        self.chooser.fileSelected.connect(lambda name: self.save_problems(Path(name)))
        self.chooser.open()

    def save_problems(self, out: Path) -> None:
        """Write the rows that were not taken whole into a workbook."""
        report, files, save = self.report, self._files, self._save_problems
        if report is None:
            return
        self._saving = True
        self.save_button.setEnabled(False)

        def say_saved(rows: int) -> None:
            said = self.tr("Saved 1 row in {file}") if rows == 1 else self.tr("Saved {count} rows in {file}")
            self._on_saved(said.format(count=self._formats.number(rows), file=out.name), "ink2")

        self._tasks.run(
            lambda _progress: save(report, files, out), say_saved, lambda error: self._on_saved(str(error), "red")
        )

    def _on_saved(self, sentence: str, role: str) -> None:
        self._saving = False
        self.save_button.setEnabled(True)
        self.said.show_words(sentence, role)
        if not self.isVisible():
            self.deleteLater()

    def _on_done(self, report: ImportReport | None) -> None:
        self._progress = None
        if report is None:
            super().reject()
            return
        self.report = report
        workspace = self._session.workspace
        pipelines = [
            [stage.name for stage in read_stages(workspace, pipeline.row_id)] for pipeline in read_pipelines(workspace)
        ]
        self.result_page = ResultPage(self._theme, self._formats, report, pipelines)
        self.pages.addWidget(self.result_page)
        self.pages.setCurrentWidget(self.result_page)
        self.steps.show_step(1)
        self.cancel_button.hide()
        self.board_button.show()
        self.board_button.setFocus()
        self.undo_button.setVisible(report.change is not None)
        self.save_button.setVisible(bool(report.problems))

    def _on_failed(self, error: PipelineError) -> None:
        self._progress = None
        self.file_page.show_failure(str(error))
        self.cancel_button.setEnabled(True)
        self.cancel_button.setText(self.tr("Close"))

    def _on_board_asked(self) -> None:
        self.accept()
        self.board_asked.emit()

    def _arrange(self) -> None:
        foot = _Foot(self._theme)
        row = QHBoxLayout(foot)
        row.setContentsMargins(20, 1, 20, 0)
        row.setSpacing(8)
        row.addWidget(self.undo_button)
        row.addWidget(self.save_button)
        row.addWidget(self.said, 1)
        row.addWidget(self.cancel_button)
        row.addWidget(self.board_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.steps)
        layout.addWidget(self.pages, 1)
        layout.addWidget(foot)
        for button in (self.undo_button, self.save_button, self.board_button):
            button.hide()
        self.board_button.setDefault(True)
        self.resize(self._theme.size(_SIZE[0]), self._theme.size(_SIZE[1]))

    def _connect(self) -> None:
        self.cancel_button.clicked.connect(self.reject)
        self.board_button.clicked.connect(self._on_board_asked)
        self.undo_button.clicked.connect(self.undo_import)
        self.save_button.clicked.connect(self.choose_place)
        self._theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._theme.color("surface"))


class _Foot(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedHeight(theme.size(_FOOT))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("inset"))
        draw_hairline(painter, self._theme.color("line"), QPointF(0, 0.5), QPointF(self.width(), 0.5))
