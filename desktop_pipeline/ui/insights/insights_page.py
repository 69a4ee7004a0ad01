"""The shell of Insights: one question for all pages, asked on a worker; old figures stay until the new ones stand."""

from collections.abc import Callable, Mapping, Sequence
from math import inf
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QCoreApplication, QTimer, Signal
from PySide6.QtGui import QHideEvent, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop_pipeline.actions import Change
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.domain.periods import Period
from desktop_pipeline.metrics.telling.overview import measure_active
from desktop_pipeline.queries.figures import Behind, Figures
from desktop_pipeline.queries.settings import has_deals
from desktop_pipeline.reports.content import ReportContent
from desktop_pipeline.reports.kinds.pipeline import Printed
from desktop_pipeline.reports.spans import SpanName, describe_dates
from desktop_pipeline.reports.tables.sheet_report import report_of_sheets
from desktop_pipeline.reports.words import Words
from desktop_pipeline.ui.charts.plot import load_pyqtgraph
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.insights.asking import ask_now
from desktop_pipeline.ui.insights.behind_dialog import BehindDialog
from desktop_pipeline.ui.insights.page import InsightPage
from desktop_pipeline.ui.insights.pages import Answers, list_pages
from desktop_pipeline.ui.insights.question import Question, say_asked
from desktop_pipeline.ui.insights.standing import say_standing
from desktop_pipeline.ui.insights.toolbar import InsightsToolbar
from desktop_pipeline.ui.insights.tools import InsightTools
from desktop_pipeline.ui.qt_types import make_types
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Progress, Tasks
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.words import Words as Label

if TYPE_CHECKING:
    from desktop_pipeline.metrics.telling.parts import Part

_SMALL_BELOW = 720
# Changes that come in a burst are answered once.
_WAIT_MS = 40
# The first figures are painted: an import beside it would take half of every moment.
_LOADED_AFTER_MS = 300


class InsightsPage(QWidget):
    """Toolbar and pages.

    Signals: `print_asked()` for what is shown; `figures_shown()` when new ones stand; `counts_changed(texts)`;
    `deal_opened(id)`; `said(sentence)`; `deal_wanted(None, organisation)`, its name;
    `people_write_asked(ids)`.
    """

    print_asked = Signal()
    figures_shown = Signal()
    counts_changed = Signal(list)
    deal_opened = Signal(int)
    said = Signal(str)
    deal_wanted = Signal(object, object)
    people_write_asked = Signal(list)

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
        # Its workers import what draws charts.
        make_types(inf)
        self._session = session
        self._theme = theme
        self._words = Words(formats, QCoreApplication.translate)
        self._entries = {entry.key: entry for entry in list_pages()}
        self._made: dict[str, InsightPage] = {}
        self._are_loaded = False
        # What each page shows; none while it has never been asked, or since something changed.
        self._shown: dict[str, Question] = {}
        self._changes = 0
        self.tools = InsightTools(
            session,
            figures,
            tasks,
            theme,
            formats,
            self._words,
            self._open_deals,
            self._open_list,
            self.go,
            self.deal_opened.emit,
            self.said.emit,
            self._list_facts,
            lambda: (self.page.title, self.page.sheets),
            lambda organisation: self.deal_wanted.emit(None, organisation),
            lambda people: self.people_write_asked.emit(list(people)),
        )
        titles = [(entry.key, entry.title) for entry in self._entries.values()]
        self.toolbar = InsightsToolbar(theme, self._words, formats, session, titles)
        self.note = Label(theme, "", "caption", "ink2", wrap=True)
        self.note.setContentsMargins(14, 8, 14, 2)
        self.stack = QStackedWidget()
        self._wait = QTimer(self, singleShot=True, interval=_WAIT_MS)
        self._loading = QTimer(self, singleShot=True, interval=_LOADED_AFTER_MS)
        self._loading.timeout.connect(self._load_pages)
        self._wait.timeout.connect(self.refresh)
        self._lay_out()
        self.toolbar.changed.connect(self._ask_again)
        self.toolbar.page_chosen.connect(self._on_page_chosen)
        self.toolbar.print_wanted.connect(self.print_report)
        session.changed.connect(self._on_changed)

    @property
    def key(self) -> str:
        """Which page is shown."""
        return self.toolbar.switch.key

    @property
    def page(self) -> InsightPage:
        """The page that is shown."""
        return self.show_page(self.key)

    @property
    def question(self) -> Question | None:
        """What the shown figures answer; None before the first."""
        return self._shown.get(self.key)

    @property
    def plan(self) -> Callable[[], ReportContent] | None:
        """Makes the report of what is shown, on any thread; None before the first figures."""
        question = self.question
        if question is None:
            return None
        filters = question.filters
        printed = Printed(
            self._session.now(),
            self._session.today(),
            self._session.path,
            owner=filters.owner,
            product=filters.product,
            further=tuple(
                name for name in (filters.pipeline, filters.source, filters.label, filters.industry) if name is not None
            ),
        )
        own = self.page.plan_report(printed)
        if own is not None:
            return own
        title, sheets, words = self.page.title, self.page.sheets, self._words
        return lambda: report_of_sheets(title, sheets, span=question.span, printed=printed, words=words)

    def go(self, key: str) -> None:
        """Show another page."""
        self.toolbar.switch.go(key)

    def choose(self, choice: SpanName | Period) -> None:
        """Take another period."""
        self.toolbar.period.choose(choice)

    def show_page(self, key: str) -> InsightPage:
        """The page of that key on top, made where it was not yet."""
        if key not in self._made:
            self._made[key] = self._entries[key].load()(self.tools)
            self.stack.addWidget(self._made[key])
            self._made[key].dress()
        page = self._made[key]
        self.stack.setCurrentWidget(page)
        self.toolbar.take_page(page.buttons, has_period=page.has_period)
        return page

    def print_report(self) -> None:
        """Ask for the preview of what is shown."""
        if self.plan is not None:
            self.print_asked.emit()

    def refresh(self) -> None:
        """Work the shown page out again; what is shown stays until then."""
        self.toolbar.read_lists()
        self._wait.stop()
        key, page, question = self.key, self.page, self.toolbar.read_question()
        self.toolbar.show_span(question.span)
        answers, changes = cast("Answers", page), self._changes

        def work(progress: Progress) -> tuple[object, Mapping[int, str], list[str]]:
            load_pyqtgraph()
            findings, asked = answers.gather(question, progress), ask_now(self.tools, question)
            standing = say_standing(measure_active(asked), asked.moment.history.rates.base, self._words)
            # Here: on the window's thread it would wait for whoever looks at another day.
            return findings, self.tools.figures.history().names.industries, standing

        def done(worked_out: tuple[object, Mapping[int, str], list[str]]) -> None:
            findings, industries, standing = worked_out
            if changes == self._changes or (self.isVisible() and key == self.key):
                self._shown[key] = question
            self._say_what_is_not_held(question)
            answers.show_findings(question, findings)
            page.fold()
            page.order_keys()
            self.toolbar.print_button.setEnabled(True)
            self.toolbar.offer_industries(industries)
            self.figures_shown.emit()
            self.counts_changed.emit(standing)
            self._loading.start()

        def failed(error: PipelineError) -> None:
            page.fail(str(error))

        self.tools.tasks.run(work, done, failed, key="insights")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.question != self.toolbar.read_question():
            self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._wait.isActive():
            self._wait.stop()
            self._shown.clear()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.toolbar.arrange(small=self.window().height() < _SMALL_BELOW, room=self.width())

    def _on_page_chosen(self, key: str) -> None:
        self.show_page(key)
        self.toolbar.print_button.setEnabled(self.question is not None)
        if self.isVisible() and self.question != self.toolbar.read_question():
            self.refresh()

    def _on_changed(self, change: Change) -> None:
        shown = self._shown.get(self.key)
        # What is under way does not know of it; a page in sight is asked again anyway.
        self._changes += 1
        self._shown.clear()
        if shown is not None and self.isVisible():
            # Still what stands there, until the new figures do.
            self._shown[self.key] = shown
        self._ask_again()

    def _ask_again(self) -> None:
        if self.isVisible():
            self._wait.start()

    def _open_deals(self, part: "Part", title: str, how: str = "", period: Period | None = None) -> None:
        question = self.question
        if question is None:
            return
        dates = period or question.span.period

        def find() -> Behind:
            return self.tools.figures.deals_behind(question.as_of, dates, question.selection, part)

        asked = say_asked(question, dates, self._words)
        BehindDialog(self.tools, find, title, asked, how, self.window()).open()

    def _open_list(self, ids: Sequence[int], title: str) -> None:
        question = self.question
        if question is not None:

            def find() -> Behind:
                return self.tools.figures.list_deals(question.as_of, question.selection, ids)

            asked = say_asked(question, None, self._words)
            BehindDialog(self.tools, find, title, asked, "", self.window()).open()

    def _list_facts(self) -> Sequence[tuple[str, str]]:
        """What is asked, in words, for the first sheet of a workbook."""
        question = self.question
        if question is None:
            return ()
        facts = [
            (self.tr("Period"), describe_dates(question.span, self._words)),
            (self.tr("As of"), self._words.full_day(question.as_of)),
            (self.tr("File"), self._session.path.name),
        ]
        if question.filters.names:
            facts.append((self.tr("Filters"), ", ".join(question.filters.names)))
        return facts

    def _load_pages(self) -> None:
        """Import the other pages before anybody asks for them, where the window does not wait for it."""
        if not self._are_loaded:
            self._are_loaded = True
            entries = tuple(self._entries.values())
            self.tools.tasks.run(
                lambda _progress: [entry.load() for entry in entries], lambda _pages: None, lambda _error: None
            )

    def _say_what_is_not_held(self, question: Question) -> None:
        """What the history does not hold is taken as it is today, and a page of the past says so (METRICS §0).

        A file without deals says how the first come in.
        """
        session = self.tools.session
        is_past, is_empty = question.as_of < session.today(), not has_deals(session.workspace)
        self.note.setVisible(is_past or is_empty)
        if is_empty:
            self.note.show_words(
                self.tr("There are no deals yet. Press Ctrl+1 and N to add the first, or Ctrl+I to import your own.")
            )
        elif is_past:
            said = self.tr(
                "As known on {day}. Sources, labels, products, industries and the settings of stages are taken as they"
                " are today."
            )
            self.note.show_words(said.format(day=self._words.full_day(question.as_of)))

    def _dress_note(self) -> None:
        palette = self.note.palette()
        palette.setColor(QPalette.ColorRole.Window, self._theme.color("canvas"))
        self.note.setPalette(palette)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.toolbar)
        layout.addWidget(self.note)
        layout.addWidget(self.stack, 1)
        self.note.hide()
        self.note.setAutoFillBackground(True)
        self._dress_note()
        self._theme.changed.connect(self._dress_note)
        self.toolbar.print_button.setEnabled(False)
        self.setAccessibleName(self.tr("Insights"))
