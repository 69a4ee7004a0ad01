"""Exporting from the window: what is shown now, into a workbook or CSV, on a worker, with a way to stop."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QLabel, QProgressDialog

from desktop_pipeline.actions.exporting.export import Choice, Exported
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.queries.board_filter import BoardFilter
from desktop_pipeline.queries.deal_question import DealQuestion
from desktop_pipeline.queries.export_ids import find_deals
from desktop_pipeline.ui.tasks import CancelledError, Progress
from desktop_pipeline.ui.transfer.stoppable import Stoppable

if TYPE_CHECKING:
    from desktop_pipeline.ui.main_window import MainWindow
    from desktop_pipeline.ui.workspace_page import WorkspacePage

_SHOWN_AFTER_MS = 400
_SUFFIXES = {"xlsx": ".xlsx", "csv": ".csv"}


class WindowExport(QObject):
    """Asks where it shall lie, writes it, says so; `chooser` and `waiting` are the dialogs that are open."""

    def __init__(self, window: "MainWindow", show_folder: Callable[[Path], object] | None = None) -> None:
        super().__init__(window)
        self._window = window
        self._show_folder = show_folder or _show_folder
        self.chooser: QFileDialog | None = None
        self.waiting: QProgressDialog | None = None

    def ask(self) -> None:
        """Asks where what is shown shall be written."""
        page, session = self._window.page, self._window.session
        if page is None or session is None:
            return
        choice, name = self._read_choice(page)
        kinds = (self.tr("Excel workbook (*.xlsx)"), self.tr("Comma-separated table (*.csv)"))
        chooser = QFileDialog(self._window, self.tr("Export"), str(_documents()), ";;".join(kinds))
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix("xlsx")
        chooser.filterSelected.connect(lambda chosen: chooser.setDefaultSuffix("csv" if chosen == kinds[1] else "xlsx"))
        chooser.selectFile(f"{session.path.stem} {name}.xlsx")
        chooser.fileSelected.connect(lambda chosen: self.write(Path(chosen), choice, name))
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.chooser = chooser
        chooser.open()

    def write(self, out: Path, choice: Choice, name: str) -> None:
        """Writes it; the dialog that waits comes only where it takes long, and can stop it."""
        page, session = self._window.page, self._window.session
        if page is None or session is None:
            return
        workspace, door = session.workspace, self._window.doors.export
        target = out if out.suffix.lower() in _SUFFIXES.values() else out.with_name(out.name + ".xlsx")
        progress = Stoppable()
        waiting = self._wait(progress, target)

        def work(outer: Progress) -> Exported | None:
            progress.outer = outer
            try:
                return door(workspace, target, choice, progress.report)
            except CancelledError:
                return None

        def done(exported: Exported | None) -> None:
            self._end(waiting)
            if exported is not None and self._window.page is page:
                self._say(page, exported, name)

        def failed(error: PipelineError) -> None:
            self._end(waiting)
            self._window.questions.tell(str(error))

        self._window.tasks.run(work, done, failed)

    def _wait(self, progress: Stoppable, target: Path) -> QProgressDialog:
        waiting = QProgressDialog("", self.tr("Cancel"), 0, 0, self._window)
        label = QLabel(self.tr("Writing “{name}”…").format(name=target.name))
        label.setTextFormat(Qt.TextFormat.PlainText)
        waiting.setLabel(label)
        waiting.setWindowTitle(self.tr("Export"))
        waiting.setWindowModality(Qt.WindowModality.WindowModal)
        waiting.setMinimumDuration(_SHOWN_AFTER_MS)
        waiting.setAutoClose(False)
        waiting.setAutoReset(False)
        waiting.canceled.connect(progress.cancel)
        progress.reported.connect(self._on_progress)
        self.waiting = waiting
        return waiting

    def _on_progress(self, done: int, total: int) -> None:
        if self.waiting is not None:
            self.waiting.setMaximum(total)
            self.waiting.setValue(done)

    def _end(self, waiting: QProgressDialog) -> None:
        waiting.reset()
        waiting.deleteLater()
        self.waiting = None

    def _say(self, page: "WorkspacePage", exported: Exported, name: str) -> None:
        number = self._window.formats.number(exported.rows)
        said = (
            self.tr("Exported {count} {what} to {file}") if exported.rows != 1 else self.tr("Exported 1 row to {file}")
        )
        said = said.format(count=number, what=name, file=exported.path.name)
        detail = ""
        if exported.troubles:
            first = exported.troubles[0]
            detail = self.tr("{count} cells could not be written as they are; the first: row {row}, {column}, {why}")
            detail = detail.format(
                count=self._window.formats.number(len(exported.troubles)),
                row=first.row,
                column=first.header,
                why=first.trouble,
            )
        folder = exported.path.parent
        page.toast.show_text(said, detail, offer=(self.tr("Show in folder"), lambda: self._show_folder(folder)))

    def _read_choice(self, page: "WorkspacePage") -> tuple[Choice, str]:
        """What is shown: the board as it is filtered, the table as it asks or its selection, the list of contacts."""
        deals = self.tr("deals")
        if page.current == "deals":
            from desktop_pipeline.ui.deals.deals_page import DealsPage  # noqa: PLC0415 - made when first seen

            shown = page.stack.currentWidget()
            assert isinstance(shown, DealsPage)
            selected = shown.view.selected_ids()
            if len(selected) > 1:
                return Choice(lambda _view: selected, words=self.tr("selected in the table")), deals
            return _choose(shown.question(), self._say_question(shown.question())), deals
        if page.current == "contacts":
            return self._read_contacts(page)
        if page.current == "board":
            board_filter = page.board.filter()
            words = self.tr("open, as filtered on the board") if board_filter.is_set else self.tr("open, on the board")
            return _choose(board_filter, words), deals
        return Choice(words=self.tr("all")), deals

    def _read_contacts(self, page: "WorkspacePage") -> tuple[Choice, str]:
        from desktop_pipeline.queries.contact_standing import Subject  # noqa: PLC0415 - the page has it loaded
        from desktop_pipeline.ui.contacts.contacts_page import ContactsPage  # noqa: PLC0415 - made when first seen

        shown = page.stack.currentWidget()
        assert isinstance(shown, ContactsPage)
        selected = shown.table.selected_ids()
        ids = tuple(selected if len(selected) > 1 else shown.table.contacts.ids)
        if shown.subject is Subject.PEOPLE:
            return Choice(what="people", ids=ids), self.tr("people")
        return Choice(what="organisations", ids=ids), self.tr("organisations")

    def _say_question(self, question: DealQuestion) -> str:
        if question == DealQuestion(status=None, sorts=question.sorts, group=question.group):
            return self.tr("all")
        return self.tr("as filtered in the table")


def _choose(asked: DealQuestion | BoardFilter, words: str) -> Choice:
    # numpy comes with the first figure.
    from desktop_pipeline.queries.narrowing import narrow  # noqa: PLC0415

    narrowed = narrow(asked)
    return Choice(
        lambda view: find_deals(view, asked, today=view.today()),
        words=words,
        selection=narrowed.selection,
        is_wider=narrowed.is_wider,
    )


def _show_folder(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def _documents() -> Path:
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or str(Path.home()))
