"""What can be done with the pages of a preview: a PDF, a picture, an e-mail draft, a workbook, or paper."""

import re
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from desktop_pipeline.actions.email_drafts import save_email_draft
from desktop_pipeline.domain.errors import RefusedError
from desktop_pipeline.reports.content import ReportContent
from desktop_pipeline.reports.tables.report_workbook import write_report
from desktop_pipeline.reports.words import Words
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.reports.images import writing_picture
from desktop_pipeline.ui.reports.pages import Pages, Step
from desktop_pipeline.ui.reports.pdf import writing_pdf
from desktop_pipeline.ui.reports.preview.making import Plan
from desktop_pipeline.ui.reports.printing import printing
from desktop_pipeline.ui.reports.sheet import layout_of
from desktop_pipeline.ui.reports.turns import Turns
from desktop_pipeline.ui.reports.whole_file import make_draft_folder
from desktop_pipeline.ui.tasks import Progress, Tasks

if TYPE_CHECKING:
    from tempfile import TemporaryDirectory

_LONGEST_NAME = 100
# What one or another system does not take in the name of a file.
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')


def _list_printers() -> list[str]:
    return list(QPrinterInfo.availablePrinterNames())


def _open_outside(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


@dataclass(frozen=True, slots=True)
class Outside:
    """The computer around the program: who is at it, its printers, how it opens a file by the program it has for it."""

    user: str | None = None
    list_printers: Callable[[], list[str]] = _list_printers
    opens: Callable[[Path], object] = _open_outside


class PreviewOutputs(QObject):
    """Asks where, writes in free turns of the window, and says how it went.

    Signals: `began(words)`, `progressed(done, total)`, then `ended(words, path or None)` or `failed(words)`.
    `chooser` and `print_dialog` are the dialogs that are open.
    """

    began = Signal(str)
    progressed = Signal(int, int)
    ended = Signal(str, object)
    failed = Signal(str)

    def __init__(self, words: Words, formats: Formats, home: QWidget, outside: Outside) -> None:
        super().__init__(home)
        self._words = words
        self._formats = formats
        self._home = home
        self._list_printers = outside.list_printers
        self._tasks = Tasks(self)
        self._turns = Turns(self)
        self._turns.progressed.connect(self.progressed)
        self._turns.done.connect(self._on_done)
        self._turns.failed.connect(lambda error: self.failed.emit(str(error)))
        self._then: Callable[[object], None] = lambda _result: None
        self._folder: TemporaryDirectory[str] | None = None
        self._printer: QPrinter | None = None
        self._writing: Progress | None = None
        self.chooser: QFileDialog | None = None
        self.print_dialog: QPrintDialog | None = None

    @property
    def is_busy(self) -> bool:
        """Whether something is being written or printed."""
        return self._turns.is_running or not self._tasks.is_idle

    def stop(self) -> None:
        """Give up what is being written: nothing of it is left."""
        self._turns.cancel()
        self._tasks.stop()

    def end(self) -> None:
        """Likewise, and leave nothing behind."""
        self.stop()
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def ask_pdf(self, pages: Pages) -> None:
        """Asks where the PDF shall lie."""
        self._ask(self.tr("Save as PDF"), self.tr("PDF (*.pdf)"), "pdf", pages, lambda path: self.save_pdf(pages, path))

    def ask_picture(self, pages: Pages, number: int) -> None:
        """Asks where the picture of a page shall lie."""
        title, kind = self.tr("Picture of page {number}").format(number=number), self.tr("Picture (*.png)")
        behind = self.tr("page {number}").format(number=number) if pages.count > 1 else ""
        self._ask(title, kind, "png", pages, lambda path: self.save_picture(pages, number, path), behind)

    def ask_email(self, pages: Pages) -> None:
        """Asks where the draft of an e-mail with the PDF attached shall lie."""
        title, kind = self.tr("E-mail draft"), self.tr("E-mail draft (*.eml)")
        self._ask(title, kind, "eml", pages, lambda path: self.save_email(pages, path))

    def ask_workbook(self, pages: Pages, plan: Plan) -> None:
        """Asks where the tables shall lie as a workbook; `plan` makes the report with all its columns."""
        title, kind = self.tr("Tables as Excel"), self.tr("Excel workbook (*.xlsx)")
        self._ask(title, kind, "xlsx", pages, lambda path: self.save_workbook(plan, path))

    def ask_print(self, pages: Pages, current: int) -> None:
        """Asks for printer, pages and copies; says so where there is no printer."""
        if not self._list_printers():
            self.failed.emit(self.tr("This computer has no printer. Save the report as PDF and print it elsewhere."))
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setFullPage(True)
        printer.setPageLayout(layout_of(pages.sheet))
        self.open_print_dialog(printer, pages, current)

    def open_print_dialog(self, printer: QPrinter, pages: Pages, current: int) -> None:
        """Opens the system's dialog for that printer."""
        dialog = QPrintDialog(printer, self._home)
        option = QPrintDialog.PrintDialogOption
        for each in (option.PrintPageRange, option.PrintCurrentPage, option.PrintCollateCopies):
            dialog.setOption(each, on=True)
        dialog.setMinMax(1, pages.count)
        dialog.setFromTo(1, pages.count)
        # The dialog does not keep its printer; without the name it would be gone before it is asked.
        self._printer, self.print_dialog = printer, dialog
        dialog.accepted.connect(lambda: self.print_on(printer, pages.content, current))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        # QPrintDialog's own `open` wants a slot; the plain one tells by `accepted`.
        QDialog.open(dialog)

    def save_pdf(self, pages: Pages, path: Path) -> None:
        self._write(writing_pdf(path, pages), path)

    def save_picture(self, pages: Pages, number: int, path: Path) -> None:
        """Writes a page as a picture."""
        self._write(writing_picture(path, pages, number), path)

    def save_email(self, pages: Pages, path: Path) -> None:
        """Writes an e-mail draft with the PDF attached."""
        content = pages.content
        try:
            if self._folder is None:
                self._folder = make_draft_folder()
        except RefusedError as error:
            self.failed.emit(str(error))
            return
        attached = Path(self._folder.name) / "report.pdf"

        def pack(_count: object) -> None:
            subject, text = content.subject, _say_email(content)
            name = f"{name_file(content)}.pdf"
            self._tasks.run(
                lambda _progress: save_email_draft(
                    path, subject=subject, text=text, attachment=attached.read_bytes(), name=name
                ),
                lambda _path: self._say_saved(path),
                lambda error: self.failed.emit(str(error)),
            )

        self._run(writing_pdf(attached, pages), self._say_writing(path), pack)

    def save_workbook(self, plan: Plan, path: Path) -> None:
        """Makes the report and writes its tables and figures."""
        words = self._words
        self.began.emit(self._say_writing(path))
        self._writing = self._tasks.run(
            lambda progress: write_report(path, plan(progress.report), words, progress.report),
            lambda _nothing: self._say_saved(path),
            lambda error: self.failed.emit(str(error)),
        )
        self._writing.reported.connect(self.progressed)

    def print_on(self, printer: QPrinter, content: ReportContent, current: int) -> None:
        """Prints on a printer whose range, copies and paper are chosen."""
        if printer.printRange() == QPrinter.PrintRange.CurrentPage:
            printer.setPrintRange(QPrinter.PrintRange.PageRange)
            printer.setFromTo(current, current)

        def say(count: object) -> None:
            one, many = self.tr("Printed 1 page."), self.tr("Printed {count} pages.")
            number = count if isinstance(count, int) else 0
            said = one if number == 1 else many.format(count=self._formats.number(number))
            self.ended.emit(said, None)

        self._printer = printer
        self._run(printing(printer, content, self._formats), self.tr("Printing…"), say)

    def _write(self, work: Generator[Step, None, object], path: Path) -> None:
        self._run(work, self._say_writing(path), lambda _result: self._say_saved(path))

    def _run(self, work: Generator[Step, None, object], words: str, then: Callable[[object], None]) -> None:
        self._then = then
        self.began.emit(words)
        self._turns.run(work)

    def _on_done(self, result: object) -> None:
        self._then(result)

    def _say_writing(self, path: Path) -> str:
        return self.tr("Writing “{name}”…").format(name=path.name)

    def _say_saved(self, path: Path) -> None:
        self.ended.emit(self.tr("Saved as “{file}”.").format(file=path.name), path)

    def _ask(
        self, title: str, kind: str, suffix: str, pages: Pages, save: Callable[[Path], object], behind: str = ""
    ) -> None:
        name = " ".join(part for part in (name_file(pages.content), behind) if part)
        chooser = QFileDialog(self._home, title, str(_documents()), kind)
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix(suffix)
        chooser.selectFile(f"{name}.{suffix}")
        chooser.fileSelected.connect(lambda chosen: save(Path(chosen)))
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.chooser = chooser
        chooser.open()


def name_file(content: ReportContent) -> str:
    """What a file of the report is called, of letters that every system takes."""
    cleaned = " ".join(_NOT_IN_NAMES.sub(" ", f"{content.file} {content.title}").split())
    # Half a character names no file, and a name ends neither in a dot nor in a space.
    return cleaned.encode("utf-8", "ignore").decode()[:_LONGEST_NAME].strip(" .") or "report"


def _say_email(content: ReportContent) -> str:
    parts = (content.title, content.subtitle, " ".join(content.story))
    return "\n\n".join(part for part in parts if part) + "\n"


def _documents() -> Path:
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or str(Path.home()))
