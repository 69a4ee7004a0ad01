"""The page of Insights: asks for the figures on a worker and keeps the old ones until the new arrive."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QTimer, Signal
from PySide6.QtGui import QHideEvent, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop_pipeline.actions import Change
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.metrics.selection import Selection
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.queries.lists import read_owners, read_pipelines, read_products
from desktop_pipeline.reports.answers import say_left_out
from desktop_pipeline.reports.content import ReportContent
from desktop_pipeline.reports.figures import name_figures
from desktop_pipeline.reports.gathering import Findings, gather_findings
from desktop_pipeline.reports.pipeline import Printed
from desktop_pipeline.reports.spans import Span, SpanName, find_span
from desktop_pipeline.reports.words import Words
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.insights.figure_strip import FigureStrip
from desktop_pipeline.ui.insights.panels import TablePanel, WinRatePanel, WonPanel
from desktop_pipeline.ui.insights.toolbar import InsightsToolbar
from desktop_pipeline.ui.insights.trends import Trends, gather_trends
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Progress, Tasks
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.words import Words as Label

_MARGIN, _GAP = 14, 12
_CHART_HEIGHT, _TABLE_HEIGHT = 300, 240
_SMALL_BELOW = 720
# Changes that come in a burst are answered once.
_WAIT_MS = 40


@dataclass(frozen=True, slots=True)
class _Question:
    span: Span
    selection: Selection
    owner: str | None
    product: str | None


class InsightsPage(QWidget):
    """The overview of figures.

    Signals: `print_asked(ReportContent)` with the report of what is shown; `figures_shown()` when new ones stand.
    """

    print_asked = Signal(object)
    figures_shown = Signal()

    def __init__(
        self,
        session: Session,
        figures: Figures,
        tasks: Tasks,
        theme: Theme,
        formats: Formats,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._figures = figures
        self._tasks = tasks
        self._theme = theme
        self._words = Words(formats, QCoreApplication.translate)
        self._shown: tuple[_Question, Findings] | None = None
        self._is_stale = True
        self.toolbar = InsightsToolbar(theme, self._words)
        self.strip = FigureStrip(theme)
        self.won = WonPanel(theme, formats, self._words)
        self.win_rate = WinRatePanel(theme, formats, self._words)
        self.table = TablePanel(theme, self._words)
        self.foot = Label(theme, "", "caption", "ink3", wrap=True)
        self._body = QWidget()
        self._area = QScrollArea()
        self._wait = QTimer(self, singleShot=True, interval=_WAIT_MS)
        self._wait.timeout.connect(self.refresh)
        self._lay_out()
        self._dress()
        theme.changed.connect(self._dress)
        self.toolbar.changed.connect(self._ask_again)
        self.toolbar.print_wanted.connect(self.print_report)
        session.changed.connect(self._on_changed)

    @property
    def content(self) -> ReportContent | None:
        """The report of what is shown, or None before the first figures."""
        if self._shown is None:
            return None
        question, findings = self._shown
        printed = Printed(
            self._session.now(),
            self._session.today(),
            self._session.path,
            owner=question.owner,
            product=question.product,
        )
        return findings.report(printed, self._words)

    def choose(self, name: SpanName) -> None:
        """Take another period."""
        self.toolbar.period.choose(name)

    def print_report(self) -> None:
        """Ask for the preview of what is shown."""
        content = self.content
        if content is not None:
            self.print_asked.emit(content)

    def refresh(self) -> None:
        """Work the figures out again; those that are shown stay until then."""
        workspace = self._session.workspace
        self._is_stale = False
        self.toolbar.set_choices(read_owners(workspace), read_products(workspace))
        question = self._read_question()
        self.toolbar.show_span(question.span)
        pipelines, today = read_pipelines(workspace), self._session.today()
        self._tasks.run(
            lambda _progress: gather_findings(self._figures, pipelines, question.span, today, question.selection),
            lambda findings: self._show(question, findings),
            self._on_failed,
            key="insights",
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale or self._is_yesterday():
            self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._wait.isActive():
            self._wait.stop()
            self._is_stale = True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        window = self.window()
        self.toolbar.arrange(small=window.height() < _SMALL_BELOW)

    def _read_question(self) -> _Question:
        toolbar = self.toolbar
        owner, product = next(iter(toolbar.owner.taken), None), next(iter(toolbar.product.taken), None)
        return _Question(
            find_span(toolbar.period.name, self._session.today()),
            Selection(owner=owner, product=product),
            toolbar.owner.text() if owner is not None else None,
            toolbar.product.text() if product is not None else None,
        )

    def _show(self, question: _Question, findings: Findings) -> None:
        self._shown = (question, findings)
        overview = findings.overview
        self.strip.show_figures(name_figures(overview, findings.before, self._words))
        self.won.show_overview(overview)
        self.win_rate.show_overview(overview, question.span)
        self.table.show_overview(overview, question.span)
        self.foot.show_words(" ".join(say_left_out(overview, self._words)), "ink3")
        self.toolbar.print_button.setEnabled(True)
        self._ask_for_trends(question, findings)
        self.figures_shown.emit()

    def _ask_for_trends(self, question: _Question, findings: Findings) -> None:
        def work(progress: Progress) -> Trends:
            return gather_trends(self._figures, question.span, question.selection, findings.overview, progress.report)

        self._tasks.run(work, self.strip.show_trends, self._on_failed, key="insights trends")

    def _on_failed(self, error: PipelineError) -> None:
        self.foot.show_words(str(error), "red")

    def _on_changed(self, change: Change) -> None:
        self._ask_again()

    def _ask_again(self) -> None:
        if self.isVisible():
            self._wait.start()
        else:
            self._is_stale = True

    def _is_yesterday(self) -> bool:
        if self._shown is None:
            return False
        return find_span(self.toolbar.period.name, self._session.today()) != self._shown[0].span

    def _lay_out(self) -> None:
        charts = QHBoxLayout()
        charts.setSpacing(_GAP)
        charts.addWidget(self.won, 58)
        charts.addWidget(self.win_rate, 42)
        for panel, height in ((self.won, _CHART_HEIGHT), (self.win_rate, _CHART_HEIGHT), (self.table, _TABLE_HEIGHT)):
            panel.setMinimumHeight(self._theme.size(height))
        column = QVBoxLayout(self._body)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        column.setSpacing(_GAP)
        column.addWidget(self.strip)
        column.addLayout(charts, 56)
        column.addWidget(self.table, 44)
        column.addWidget(self.foot)
        self._area.setWidget(self._body)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setAccessibleName(self.tr("Figures"))
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.toolbar)
        page.addWidget(self._area, 1)
        self.toolbar.print_button.setEnabled(False)
        self.setAccessibleName(self.tr("Insights"))

    def _dress(self) -> None:
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Window, self._theme.color("canvas"))
        for widget in (self, self._body):
            widget.setPalette(palette)
            widget.setAutoFillBackground(True)
