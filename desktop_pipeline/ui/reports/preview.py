"""The print preview: the pages as they will be, with paper, orientation and the sections to print."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrintPreviewWidget
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QFrame,
    QGraphicsView,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.metrics.selection import Selection
from desktop_pipeline.queries.board_filter import BoardFilter
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.queries.lists import Named, read_owners, read_products
from desktop_pipeline.reports.content import ReportContent
from desktop_pipeline.reports.gathering import gather_findings, gather_report
from desktop_pipeline.reports.pipeline import Printed
from desktop_pipeline.reports.spans import SpanName, find_span
from desktop_pipeline.reports.words import Words
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.reports.painter import paint_report
from desktop_pipeline.ui.reports.pdf import write_pdf
from desktop_pipeline.ui.reports.sheet import Paper, page_layout
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.segmented import Segmented
from desktop_pipeline.ui.widgets.words import Words as Label

_SIDE = 236
_PAPERS: tuple[Paper, Paper] = ("A4", "Letter")


class PreviewDialog(QDialog):
    """Shows a report page by page; prints it or saves it as PDF. Open it with `open()`."""

    def __init__(self, formats: Formats, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Print"))
        self._formats = formats
        self._theme = theme
        self._content: ReportContent | None = None
        self._printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        # A preview needs no printer; the real one is asked for when printing.
        self._printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        self._printer.setFullPage(True)
        self._print_dialog: QPrintDialog | None = None
        self._pages = 0
        self._preview = QPrintPreviewWidget(self._printer)
        self._preview.paintRequested.connect(self._on_paint_requested)
        self._paper = Segmented(theme, _PAPERS)
        self._orientation = Segmented(theme, (self.tr("Upright"), self.tr("Sideways")))
        self._sections = QVBoxLayout()
        self._sections.setSpacing(6)
        self._ticks: dict[str, QCheckBox] = {}
        self._count = Label(theme, "", "secondary", "ink2")
        self._note = Label(theme, self.tr("Working out the figures…"), "secondary", "ink2", wrap=True)
        self._save = QPushButton(self.tr("Save as PDF…"))
        self._print = QPushButton(self.tr("Print…"))
        self._print.setProperty("primary", True)
        self._print.setDefault(True)
        self._lay_out()
        if QLocale().measurementSystem() == QLocale.MeasurementSystem.ImperialUSSystem:
            self._paper.choose(1)
        self._paper.chosen.connect(self.refresh)
        self._orientation.chosen.connect(self.refresh)
        self._save.clicked.connect(self._on_save_clicked)
        self._print.clicked.connect(self._on_print_clicked)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Print), self, self._on_print_clicked)
        theme.changed.connect(self._dress)
        self._dress()
        self._enable()

    @property
    def content(self) -> ReportContent | None:
        """The report without the sections that are not ticked."""
        if self._content is None:
            return None
        return self._content.without(frozenset(name for name, tick in self._ticks.items() if not tick.isChecked()))

    @property
    def pages(self) -> int:
        """How many pages it has as it is shown."""
        return self._pages

    def show_content(self, content: ReportContent, note: str = "") -> None:
        """Show this report; `note` says what a reader should know about it."""
        self._content = content
        self.setWindowTitle(content.title)
        # Sections of one name are ticked together, by the title of the first.
        for section in content.sections:
            if section.name not in self._ticks:
                tick = QCheckBox(section.title.replace("&", "&&"))
                tick.setChecked(True)
                tick.toggled.connect(self.refresh)
                self._ticks[section.name] = tick
                self._sections.addWidget(tick)
        self._note.show_words(note, "ink2")
        self._enable()
        self.refresh()

    def show_failure(self, sentence: str) -> None:
        """Say what went wrong."""
        self._note.show_words(sentence, "red")

    def refresh(self) -> None:
        """Lay the pages out again."""
        self._printer.setPageLayout(page_layout(self._chosen_paper(), landscape=self._is_landscape()))
        self._preview.updatePreview()
        pages = self.tr("1 page") if self._pages == 1 else self.tr("{count} pages")
        self._count.show_words(pages.format(count=self._pages) if self._pages else "")

    def save(self, path: Path) -> None:
        """Write the report as it is shown to a PDF, and say so or why not."""
        content = self.content
        if content is None:
            return
        try:
            write_pdf(path, content, self._formats, paper=self._chosen_paper(), landscape=self._is_landscape())
        except PipelineError as error:
            self.show_failure(str(error))
        else:
            self._note.show_words(self.tr("Saved as “{file}”.").format(file=path.name), "ink2")

    def _on_paint_requested(self, printer: QPrinter) -> None:
        content = self.content
        self._pages = paint_report(printer, content, printer.pageLayout(), self._formats) if content else 0

    def _on_save_clicked(self) -> None:
        if self._content is None:
            return
        dialog = QFileDialog(self, self.tr("Save as PDF"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("PDF (*.pdf)"))
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(f"{self._content.file} {self._content.title}.pdf")
        dialog.fileSelected.connect(lambda chosen: self.save(Path(chosen)))
        dialog.open()

    def _on_print_clicked(self) -> None:
        if self._content is None:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setFullPage(True)
        printer.setDocName(self._content.title)
        printer.setPageLayout(page_layout(self._chosen_paper(), landscape=self._is_landscape()))
        # The dialog does not keep its printer; without the name it would be gone before it is asked.
        self._print_dialog = dialog = QPrintDialog(printer, self)
        dialog.accepted.connect(lambda: self._print_on(printer))
        # QPrintDialog's own `open` wants a slot; the plain one tells by `accepted`.
        QDialog.open(dialog)

    def _print_on(self, printer: QPrinter) -> None:
        content = self.content
        if content is not None and not paint_report(printer, content, printer.pageLayout(), self._formats):
            self.show_failure(self.tr("The printer did not answer. Save the report as PDF, or try another printer."))

    def _chosen_paper(self) -> Paper:
        return _PAPERS[self._paper.current]

    def _is_landscape(self) -> bool:
        return self._orientation.current == 1

    def _dress(self) -> None:
        view = self._preview.findChild(QGraphicsView)
        if view is not None:
            view.scene().setBackgroundBrush(self._theme.color("hover"))
            view.setFrameShape(QFrame.Shape.NoFrame)
            for widget in (view, view.viewport()):
                widget.setAccessibleName(self.tr("Pages"))

    def _enable(self) -> None:
        for button in (self._save, self._print):
            button.setEnabled(self._content is not None)

    def _lay_out(self) -> None:
        side = QFrame()
        # As wide as the names of the sections need.
        side.setMinimumWidth(self._theme.size(_SIDE))
        column = QVBoxLayout(side)
        column.setContentsMargins(16, 16, 16, 14)
        column.setSpacing(8)
        for title, part in ((self.tr("Paper"), self._paper), (self.tr("Page"), self._orientation)):
            column.addWidget(Label(self._theme, title, "caption_medium", "ink3"))
            column.addWidget(part)
            column.addSpacing(8)
        column.addWidget(Label(self._theme, self.tr("Sections"), "caption_medium", "ink3"))
        column.addLayout(self._sections)
        column.addStretch(1)
        column.addWidget(self._note)
        column.addWidget(self._count)
        column.addWidget(self._save)
        column.addWidget(self._print)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._preview, 1)
        row.addWidget(side)
        self.resize(980, 760)


def open_preview(
    session: Session, figures: Figures, board_filter: BoardFilter, theme: Theme, parent: QWidget
) -> PreviewDialog:
    """Opens the preview of the last 12 months for what the board is filtered to; the pages follow the figures."""
    formats = Formats(zone=session.workspace.zone)
    today = session.today()
    span = find_span(SpanName.TWELVE_MONTHS, today)
    owner = _only(board_filter.owner_ids, read_owners(session.workspace))
    product = _only(board_filter.product_ids, read_products(session.workspace))
    selection = Selection(
        pipeline=board_filter.pipeline_id,
        owner=owner.row_id if owner else None,
        product=product.row_id if product else None,
    )
    is_wider = board_filter != BoardFilter(
        board_filter.pipeline_id,
        frozenset({owner.row_id}) if owner else frozenset(),
        frozenset({product.row_id}) if product else frozenset(),
    )
    note = QCoreApplication.translate(
        "PreviewDialog",
        "The report keeps to one owner and one product at most; the board's other filters are left out.",
    )
    printed = Printed(
        session.now(),
        today,
        session.path,
        owner=owner.name if owner else None,
        product=product.name if product else None,
    )

    def plan() -> ReportContent:
        found = gather_report(figures, session.workspace, gather_findings(figures, span, selection))
        return found.report(printed, Words(formats, QCoreApplication.translate))

    return _open(plan, note if is_wider else "", formats, theme, parent)


def open_report(plan: Callable[[], ReportContent], formats: Formats, theme: Theme, parent: QWidget) -> PreviewDialog:
    """Opens the preview of a report that `plan` makes on a worker, as Insights shows it."""
    return _open(plan, "", formats, theme, parent)


def _open(
    plan: Callable[[], ReportContent], note: str, formats: Formats, theme: Theme, parent: QWidget
) -> PreviewDialog:
    dialog = PreviewDialog(formats, theme, parent)
    tasks = Tasks(dialog)
    dialog.finished.connect(tasks.stop)
    tasks.run(
        lambda _progress: plan(),
        lambda content: dialog.show_content(content, note),
        lambda error: dialog.show_failure(str(error)),
        key="report",
    )
    dialog.open()
    return dialog


def _only(ids: frozenset[int], rows: list[Named]) -> Named | None:
    """The row where exactly one is taken."""
    return next((row for row in rows if ids == {row.row_id}), None)
