"""What each month could bring: the stacks, the band, and the chance of each target."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QCheckBox

from desktop_pipeline.metrics.ahead.outlook import Outlook
from desktop_pipeline.reports.ahead.forecast_findings import ForecastFindings
from desktop_pipeline.reports.ahead.forecast_sheets import months_sheet
from desktop_pipeline.reports.ahead.forecast_words import say_apart, say_how_months, say_months_answer
from desktop_pipeline.ui.charts.forecast_bars import make_bars, month_words
from desktop_pipeline.ui.charts.forecast_months import ForecastMonths
from desktop_pipeline.ui.insights.panel import Panel
from desktop_pipeline.ui.insights.tools import InsightTools
from desktop_pipeline.ui.widgets.segmented import Segmented

_HORIZONS = (3, 6, 12)
_USUAL = 1


class MonthsPanel(Panel):
    """Signals: `look_changed()` when more or fewer months, or new deals, are to be shown."""

    look_changed = Signal()

    def __init__(self, tools: InsightTools) -> None:
        translate = QCoreApplication.translate
        self.chart = ForecastMonths(tools.theme, tools.formats, month_words(tools.words))
        self.horizon = Segmented(
            tools.theme,
            [translate("MonthsPanel", "{count} months").format(count=count) for count in _HORIZONS],
            small=True,
        )
        self.horizon.choose(_USUAL)
        self.new = QCheckBox(translate("MonthsPanel", "New deals"))
        self.new.setChecked(True)
        self.new.setToolTip(translate("MonthsPanel", "Also count on deals that have not begun yet"))
        super().__init__(
            tools, translate("MonthsPanel", "What each month could bring"), self.chart, self.new, self.horizon
        )
        self.horizon.chosen.connect(self.look_changed)
        self.new.toggled.connect(self.look_changed)

    @property
    def months(self) -> int:
        """How many months ahead are shown."""
        return _HORIZONS[self.horizon.current]

    @property
    def with_new(self) -> bool:
        """Whether deals that have not begun yet are counted on."""
        return self.new.isChecked()

    def show_findings(self, findings: ForecastFindings, outlook: Outlook, further: str, *, is_what_if: bool) -> None:
        """Fill it; the outlook is another one while something is tried out. `further` ends the answer."""
        words = self.tools.words
        bars = make_bars(findings, outlook, words, months=self.months, with_new=self.with_new)
        self.show_caption(self.tr("with what you try out") if is_what_if else "")
        self.show_how(say_how_months(findings, outlook, words))
        self.show_sheet(months_sheet(findings, outlook, words, months=self.months, with_new=self.with_new))
        if not any(bar.total or bar.high for bar in bars):
            self.show_empty(self._say_nothing(findings))
            return
        self.chart.show_bars(bars, findings.currency)
        self.show_answer(" ".join(part for part in (say_months_answer(findings, words), further) if part))

    def _say_nothing(self, findings: ForecastFindings) -> str:
        """Why there is no bar: no open deal at all, or none that says when it could close."""
        apart = say_apart(findings, self.tools.words)
        if apart:
            return self.tr("There is too little to forecast from.") + " " + apart
        return self.tr("No deal is open, and none was won lately: there is nothing to forecast from.")
