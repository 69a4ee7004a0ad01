"""How good earlier forecasts were: each month's range beside what came, and calls beside how many came true."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QStackedWidget

from desktop_pipeline.domain.periods import add_months
from desktop_pipeline.metrics.ahead.backtest import Backtest
from desktop_pipeline.metrics.telling.parts import Part, PartKind
from desktop_pipeline.reports.ahead.forecast_past import (
    calibration_sheet,
    past_sheet,
    say_calibration_answer,
    say_called,
    say_past_answer,
    say_past_month,
)
from desktop_pipeline.ui.charts.forecast_calibration import CalledDeals, ForecastCalibration
from desktop_pipeline.ui.charts.forecast_past import ForecastPast, PastMonth
from desktop_pipeline.ui.insights.panel import Panel
from desktop_pipeline.ui.insights.tools import InsightTools
from desktop_pipeline.ui.widgets.segmented import Segmented

_FEWEST_MONTHS = 3


class PastPanel(Panel):
    """Two charts that take turns, each with its own answer and table."""

    def __init__(self, tools: InsightTools) -> None:
        translate = QCoreApplication.translate
        self.months = ForecastPast(tools.theme, tools.formats)
        axes = (
            translate("PastPanel", "chance they were given"),
            translate("PastPanel", "were won by the end of the month"),
        )
        self.calls = ForecastCalibration(tools.theme, tools.formats, axes)
        self._charts = QStackedWidget()
        self._charts.addWidget(self.months)
        self._charts.addWidget(self.calls)
        self.choice = Segmented(
            tools.theme, (translate("PastPanel", "Months"), translate("PastPanel", "Chances")), small=True
        )
        super().__init__(tools, translate("PastPanel", "How good were earlier forecasts?"), self._charts, self.choice)
        self._past: Backtest | None = None
        self._currency = ""
        self.months.part_asked.connect(self.part_asked)
        self.choice.chosen.connect(self._fill)
        self.show_empty(self.tr("Looking back…"))

    @property
    def past(self) -> Backtest | None:
        return self._past

    def show_past(self, past: Backtest, currency: str) -> None:
        self._past, self._currency = past, currency
        words = self.tools.words
        self.months.show_months([self._to_bar(past, place) for place in range(len(past.months))], currency)
        self.calls.show_groups(
            [CalledDeals(group.called, group.won, say_called(group, words)) for group in past.calibration]
        )
        self._fill()

    def _to_bar(self, past: Backtest, place: int) -> PastMonth:
        month, words = past.months[place], self.tools.words
        end = add_months(month.first_day, 1)
        part = Part(PartKind.WON_DURING, (month.first_day.isoformat(), end.isoformat())) if month.actual else None
        return PastMonth(
            month.first_day,
            month.band.p10,
            month.band.p50,
            month.band.p90,
            month.actual,
            month.naive,
            say_past_month(month, self._currency, words),
            part,
            self.tr("Won in {month}").format(month=words.month(month.first_day)),
        )

    def _fill(self) -> None:
        past, words = self._past, self.tools.words
        if past is None:
            return
        self.show_caption(self.tr("each made on the 1st"))
        if len(past.months) < _FEWEST_MONTHS:
            count = words.formats.number(len(past.months))
            sentence = self.tr("Needs {needed} whole months with deals before them; you have {count}.")
            self.show_empty(sentence.format(needed=_FEWEST_MONTHS, count=count))
            return
        self._charts.setCurrentIndex(self.choice.current)
        if self.choice.current:
            self.show_sheet(calibration_sheet(past, words))
            self.show_answer(say_calibration_answer(past, words))
            self.show_how(
                self.tr(
                    "Of the deals that were open on the 1st of a month, each dot holds those that were given about the"
                    " same chance; on the dashed line they were won as often as that. Pale bar: the likely range"
                    " (95 %); hollow: fewer than 5."
                )
            )
        else:
            self.show_sheet(past_sheet(past, self._currency, words))
            self.show_answer(" ".join(say_past_answer(past, words)))
            self.show_how(
                self.tr(
                    "History is replayed to the 1st of each month and forecast with what was known then."
                    " Dot: what was won, inside the range; diamond: outside; line: the middle;"
                    " dashed: the mean of the three months before, which is the line to beat."
                )
            )
