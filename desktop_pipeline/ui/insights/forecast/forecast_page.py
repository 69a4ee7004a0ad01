"""The Forecast: what each month could bring, what it takes, how good earlier forecasts were, and the deals it is of."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QBoxLayout

from desktop_pipeline.actions.forecasts import keep_forecast
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.domain.stages import ForecastCategory
from desktop_pipeline.metrics.ahead.backtest import Backtest
from desktop_pipeline.metrics.ahead.outlook import Outlook
from desktop_pipeline.metrics.ahead.what_if import AS_IT_IS, WhatIf
from desktop_pipeline.reports.ahead.forecast_findings import (
    DueDeals,
    ForecastFindings,
    Place,
    gather_due,
    gather_forecast,
    keep_as,
    list_due_ids,
    look_back_on,
    simulate_again,
)
from desktop_pipeline.reports.ahead.forecast_words import Tile, make_tiles, name_category, name_period, say_carriers
from desktop_pipeline.reports.answers import say_reason
from desktop_pipeline.ui.insights.forecast.due_panel import DuePanel
from desktop_pipeline.ui.insights.forecast.kept_dialog import KeptDialog
from desktop_pipeline.ui.insights.forecast.months_panel import MonthsPanel
from desktop_pipeline.ui.insights.forecast.past_panel import PastPanel
from desktop_pipeline.ui.insights.forecast.takes_panel import UPPER, TakesPanel
from desktop_pipeline.ui.insights.forecast.targets_dialog import TargetsDialog
from desktop_pipeline.ui.insights.forecast.tile_strip import TileStrip
from desktop_pipeline.ui.insights.page import InsightPage
from desktop_pipeline.ui.insights.question import Question
from desktop_pipeline.ui.insights.tools import InsightTools
from desktop_pipeline.ui.tasks import Progress
from desktop_pipeline.ui.widgets.action_button import ActionButton

_LOWER = 236
# A slider tells of every pixel; what is tried out is simulated once for all that come within this.
_WAIT_MS = 25


@dataclass(frozen=True, eq=False, slots=True)
class Answer:
    """What a question found, and the outcomes of what was tried out at the time."""

    findings: ForecastFindings
    outlook: Outlook
    what_if: WhatIf


class ForecastPage(InsightPage):
    """Looks ahead from the as-of day; the period of other pages does not touch it."""

    has_period = False

    def __init__(self, tools: InsightTools) -> None:
        super().__init__(tools, QCoreApplication.translate("ForecastPage", "Forecast"))
        self._findings: ForecastFindings | None = None
        self._outlook: Outlook | None = None
        self._question: Question | None = None
        self._place: Place | None = None
        self._what_if = AS_IT_IS
        self._is_trying = False
        self.strip = TileStrip(tools.theme)
        self.months = MonthsPanel(tools)
        self.takes = TakesPanel(tools)
        self.past = PastPanel(tools)
        self.due = DuePanel(tools)
        self.targets_button = ActionButton(tools.theme, self.tr("Targets…"), icon="target")
        self.kept_button = ActionButton(tools.theme, self.tr("Kept forecasts…"))
        self.buttons = (self.kept_button, self.targets_button)
        self._wait = QTimer(self, singleShot=True, interval=_WAIT_MS)
        self.column.addWidget(self.strip)
        self._upper = self.add_row(self.months, self.takes, shares=(69, 31), height=UPPER, stretch=60)
        self.add_row(self.past, self.due, shares=(45, 55), height=_LOWER, stretch=40)
        self.add_foot()
        self._connect()

    @property
    def findings(self) -> ForecastFindings | None:
        """What is shown; None before the first."""
        return self._findings

    @property
    def outlook(self) -> Outlook | None:
        """The outcomes that are shown: those of what is tried out."""
        return self._outlook

    def gather(self, question: Question, progress: Progress) -> Answer:
        """Everything but the look back; on a worker. What is tried out is tried on the new figures too."""
        tools, what_if = self.tools, self._what_if
        findings = gather_forecast(
            tools.figures, tools.session.workspace, question.as_of, question.selection, self._place
        )
        progress.report(1, 2)
        return Answer(findings, simulate_again(findings, what_if), what_if)

    def show_findings(self, question: Question, answer: Answer) -> None:
        """Fill the page."""
        findings = answer.findings
        self._question, self._findings = question, findings
        self.due.show_findings(findings)
        words = self.tools.words
        left_out = " ".join(say_reason(reason, words) for reason in findings.forecast.left_out)
        self.foot.show_words(left_out, "ink3")
        self.foot.setVisible(bool(left_out))
        self._show_outlook(answer.outlook)
        if answer.what_if != self._what_if:
            self._wait.start()
        self._look_back()

    def fail(self, sentence: str) -> None:
        """Say why there are no new figures; the old ones stay."""
        super().fail(sentence)
        self.foot.show()

    def open_targets(self) -> TargetsDialog:
        """The editor of targets."""
        dialog = TargetsDialog(self.tools, self.window())
        dialog.open()
        return dialog

    def open_kept(self) -> KeptDialog:
        """The forecasts that were kept, beside what came."""
        dialog = KeptDialog(self.tools, self.keep, self.window())
        dialog.open()
        return dialog

    def keep(self) -> None:
        """Keep the forecast as it stands, whatever is tried out."""
        findings, question, session = self._findings, self._question, self.tools.session
        if findings is None or question is None:
            return
        try:
            kept = keep_as(findings, question.filters.names)
            keep_forecast(session.workspace, kept, as_of=findings.as_of, at=session.now())
        except PipelineError as error:
            self.tools.say(str(error))

    def fold(self) -> None:
        """The sliders and their answer stand beside each other where their panel has the whole width."""
        super().fold()
        self.takes.spread(wide=self._upper.direction() == QBoxLayout.Direction.TopToBottom)

    def _connect(self) -> None:
        self._wait.timeout.connect(self._try_out)
        self.months.look_changed.connect(self._show_again)
        self.takes.what_if_changed.connect(self._wait_for_slider)
        self.due.place_chosen.connect(self._list_due)
        self.strip.tile_opened.connect(self._open_tile)
        self.targets_button.clicked.connect(self.open_targets)
        self.kept_button.clicked.connect(self.open_kept)

    def _wait_for_slider(self) -> None:
        self._what_if = self.takes.what_if
        if not self._wait.isActive():
            self._wait.start()

    def _try_out(self) -> None:
        """One at a time, else a slider that is dragged over many deals would show nothing before it rests."""
        findings, what_if = self._findings, self._what_if
        if findings is None or self._is_trying:
            return
        self._is_trying = True

        def show(outlook: Outlook) -> None:
            self._is_trying = False
            if findings is self._findings:
                self._show_outlook(outlook)
            if what_if != self._what_if:
                self._try_out()

        def fail(error: PipelineError) -> None:
            self._is_trying = False
            self.fail(str(error))

        self.tools.tasks.run(lambda _progress: simulate_again(findings, what_if), show, fail)

    def _show_again(self) -> None:
        if self._outlook is not None:
            self._show_outlook(self._outlook)

    def _show_outlook(self, outlook: Outlook) -> None:
        findings, words = self._findings, self.tools.words
        if findings is None:
            return
        self._outlook = outlook
        tried, with_new = outlook is not findings.outlook, self.months.with_new
        self.strip.show_tiles(make_tiles(findings, outlook, words, with_new=with_new, is_what_if=tried))
        self.months.show_findings(findings, outlook, say_carriers(findings, words), is_what_if=tried)
        self.takes.show_findings(findings, outlook)

    def _look_back(self) -> None:
        findings = self._findings
        if findings is None:
            return

        def show(past: Backtest) -> None:
            self.past.show_past(past, findings.currency)

        self.tools.tasks.run(
            lambda progress: look_back_on(findings, progress.report),
            show,
            lambda error: self.fail(str(error)),
            key="insights look back",
        )

    def _list_due(self, place: Place) -> None:
        findings, tools = self._findings, self.tools
        if findings is None:
            return
        self._place = place

        def show(due: DueDeals) -> None:
            self.due.show_due(due, findings.currency)

        tools.tasks.run(
            lambda _progress: gather_due(
                tools.figures, tools.session.workspace, findings.as_of, findings.selection, place
            ),
            show,
            lambda error: self.fail(str(error)),
            key="insights due",
        )

    def _open_tile(self, tile: Tile) -> None:
        findings, category = self._findings, tile.category
        if findings is None:
            return
        if tile.part is not None:
            self.tools.open_deals(tile.part, tile.label, tile.how, period=findings.running)
        elif category is not None:
            self._open_category(findings, category)

    def _open_category(self, findings: ForecastFindings, category: ForecastCategory) -> None:
        words = self.tools.words
        title = f"{name_category(category, words)}, {name_period(findings.running, words)}"
        self.tools.open_list(list_due_ids(findings, category), title)
