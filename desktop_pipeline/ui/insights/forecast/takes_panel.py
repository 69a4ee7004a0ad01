"""What it takes: a target, how sure one wants to be of it, and what if the company did otherwise."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.domain.money import Money
from desktop_pipeline.domain.periods import Period
from desktop_pipeline.metrics.ahead.outlook import Outlook
from desktop_pipeline.metrics.ahead.what_if import AS_IT_IS, WhatIf
from desktop_pipeline.reports.ahead.forecast_findings import ForecastFindings, find_takes
from desktop_pipeline.reports.ahead.forecast_sheets import takes_sheet
from desktop_pipeline.reports.ahead.forecast_takes import say_pace, say_short, say_stages, say_takes, say_working
from desktop_pipeline.reports.ahead.forecast_words import name_period
from desktop_pipeline.reports.said_values import DASH, say_average
from desktop_pipeline.reports.tables.sheets import Sheet, SheetColumn, SheetRow
from desktop_pipeline.ui.insights.forecast.takes_result import TakesResult
from desktop_pipeline.ui.insights.panel import Panel
from desktop_pipeline.ui.insights.tools import InsightTools
from desktop_pipeline.ui.typed import plain_amount, read_amount
from desktop_pipeline.ui.widgets.error_note import ErrorNote
from desktop_pipeline.ui.widgets.icon_button import IconButton
from desktop_pipeline.ui.widgets.segmented import Segmented
from desktop_pipeline.ui.widgets.slider import Slider
from desktop_pipeline.ui.widgets.words import Words

_USUAL = 100
_LEAST, _MOST = 50, 150
_LEAST_SURE, _MOST_SURE, _USUALLY_SURE = 50, 95, 80
_FIELD, _VALUE = 108, 64
_DAYS_A_MONTH = 30.44
# As high as the months beside it.
UPPER = 366
_SIDES = 40


@dataclass(frozen=True, slots=True)
class _Lever:
    """One thing that could be otherwise: its slider in per cent of the history, and the words of its value."""

    slider: Slider
    value: Words
    say: Callable[[ForecastFindings, float], str]


class TakesPanel(Panel):
    """Signals: `what_if_changed()` when another way is tried out."""

    what_if_changed = Signal()

    def __init__(self, tools: InsightTools) -> None:
        translate = QCoreApplication.translate
        self._form = QWidget()
        self._grid = QGridLayout()
        self._both = QBoxLayout(QBoxLayout.Direction.TopToBottom, self._form)
        self.reset = IconButton(tools.theme, "undo-2", translate("TakesPanel", "Back to your history"))
        self.period = Segmented(
            tools.theme, (translate("TakesPanel", "Now"), translate("TakesPanel", "Next")), small=True
        )
        self.period.choose(1)
        super().__init__(tools, translate("TakesPanel", "What it takes"), self._form, self.reset, self.period)
        self._findings: ForecastFindings | None = None
        self._outlook: Outlook | None = None
        self._typed: dict[Period, int] = {}
        self.target = QLineEdit()
        self.target.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.target.setAccessibleName(self.tr("Target"))
        self._target_words = Words(tools.theme, self.tr("Target"), "body", "ink2")
        self.target.setFixedWidth(tools.theme.size(_FIELD))
        self.note = ErrorNote(tools.theme, self)
        self.sure = Slider(tools.theme, self.tr("How sure you want to be"), _LEAST_SURE, _MOST_SURE)
        self.sure.setValue(_USUALLY_SURE)
        self._sure_value = Words(tools.theme, "", "strong", "ink")
        self.result = TakesResult(tools.theme)
        self.levers = self._make_levers()
        self._fill_form()
        self._connect()
        self.reset.hide()

    @property
    def what_if(self) -> WhatIf:
        """What is tried out."""
        shares = [lever.slider.value() / _USUAL for lever in self.levers]
        return AS_IT_IS if all(share == 1 for share in shares) else WhatIf(*shares)

    def show_findings(self, findings: ForecastFindings, outlook: Outlook) -> None:
        """Fill it; the outlook is that of what is tried out."""
        self._findings, self._outlook = findings, outlook
        self._show_target()
        self._say_values()
        self._say()

    def minimumSizeHint(self) -> QSize:
        """As wide as it has to be with the answer below the sliders, wherever it stands now."""
        return QSize(self._grid.minimumSize().width() + _SIDES, super().minimumSizeHint().height())

    def spread(self, *, wide: bool) -> None:
        """The answer beside the sliders where the panel has the page's whole width, else below them."""
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._both.setDirection(direction)
        self._both.setSpacing(20 if wide else 8)
        self._both.setStretch(1, 1 if wide else 0)
        self.setMinimumHeight(0 if wide else self.tools.theme.size(UPPER))

    def take_back(self) -> None:
        """All sliders where the history has them."""
        for lever in self.levers:
            lever.slider.setValue(_USUAL)

    @property
    def _asked(self) -> Period | None:
        if self._findings is None:
            return None
        return self._findings.following if self.period.current else self._findings.running

    def _make_levers(self) -> tuple[_Lever, ...]:
        theme = self.tools.theme
        names = (
            self.tr("Win rate of new deals"),
            self.tr("Average deal"),
            self.tr("Days to won"),
            self.tr("New deals a month"),
        )
        says = (self._say_rate, self._say_size, self._say_cycle, self._say_new)
        return tuple(
            _Lever(Slider(theme, name, _LEAST, _MOST, _USUAL), Words(theme, "", "value", "ink"), say)
            for name, say in zip(names, says, strict=True)
        )

    def _fill_form(self) -> None:
        theme = self.tools.theme
        top = QHBoxLayout()
        top.addWidget(self._target_words)
        top.addStretch(1)
        top.addWidget(self.target)
        grid = self._grid
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(2)
        rows = [(self.sure, self._sure_value), *((lever.slider, lever.value) for lever in self.levers)]
        for row, (slider, value) in enumerate(rows):
            grid.addWidget(Words(theme, slider.accessibleName(), "body", "ink2"), row, 0)
            grid.addWidget(slider, row, 1)
            value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            value.setMinimumWidth(theme.size(_VALUE))
            grid.addWidget(value, row, 2)
        grid.setColumnStretch(1, 1)
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addLayout(top)
        column.addLayout(grid)
        column.addStretch(1)
        self._both.setContentsMargins(0, 0, 0, 0)
        self._both.setSpacing(8)
        self._both.addLayout(column, 1)
        self._both.addWidget(self.result)

    def _connect(self) -> None:
        self.sure.valueChanged.connect(self._say)
        self.period.chosen.connect(self._on_period)
        self.target.editingFinished.connect(self._on_target)
        self.target.textEdited.connect(self.note.hide)
        self.reset.clicked.connect(self.take_back)
        for lever in self.levers:
            lever.slider.valueChanged.connect(self._on_lever)

    def _on_lever(self) -> None:
        self._say_values()
        self.what_if_changed.emit()

    def _on_period(self) -> None:
        self._show_target()
        self._say()

    def _on_target(self) -> None:
        asked = self._asked
        if asked is None or self._findings is None:
            return
        try:
            money = read_amount(self.target.text(), self._findings.currency, self.tools.formats)
        except PipelineError as error:
            self.note.speak(str(error), self.target)
            return
        self.note.hide()
        if money is not None and money.minor > 0 and money.minor != self._findings.book.of(asked):
            self._typed[asked] = money.minor
        else:
            self._typed.pop(asked, None)
        self._show_target()
        self._say()

    def _find_target(self) -> int | None:
        asked = self._asked
        if asked is None or self._findings is None:
            return None
        return self._typed.get(asked, self._findings.book.of(asked))

    def _show_target(self) -> None:
        target, findings = self._find_target(), self._findings
        if findings is None or (self.target.hasFocus() and self.target.isModified()):
            return
        currency = findings.currency
        self.target.setText("" if target is None else plain_amount(Money(target, currency), self.tools.formats))
        self.target.setPlaceholderText(self.tr("not set"))
        self._target_words.show_words(self.tr("Target, {currency}").format(currency=currency))
        asked = self._asked
        # Where the arrow that takes all back stands beside it, the switch alone says which period it is.
        self.show_caption("" if asked is None else name_period(asked, self.tools.words), "")

    def _say_values(self) -> None:
        if self._findings is None:
            return
        for lever in self.levers:
            value, share = lever.slider.value(), lever.slider.value() / _USUAL
            lever.value.show_words(lever.say(self._findings, share), "ink" if value == _USUAL else "accent")
            usual = self.tr("Your history: {value}. A double click goes back to it.")
            lever.slider.setToolTip(usual.format(value=lever.say(self._findings, 1)))
        self.reset.setVisible(self.what_if != AS_IT_IS)

    def _say(self) -> None:
        findings, outlook, asked, target = self._findings, self._outlook, self._asked, self._find_target()
        words, sure = self.tools.words, self.sure.value() / 100
        self._sure_value.show_words(words.formats.percent(sure))
        if findings is None or outlook is None or asked is None:
            return
        takes = None if target is None else find_takes(findings, outlook, self.what_if, asked, target, sure)
        if takes is not None:
            currency = findings.currency
            working = say_working(takes, currency, words)
            self.result.say(
                say_short(takes, currency, words),
                say_takes(takes, words),
                say_pace(takes, findings.as_of, words),
                working,
                say_stages(takes, words),
            )
            self.show_how(working)
            self.show_sheet(takes_sheet(takes, currency, words))
        else:
            lacks = self.tr("Type a target to see what it takes, or set one under Targets.")
            if target is not None:
                lacks = self.tr("Needs won deals with a value and dates in the last 12 months, and stages they passed.")
            self.result.say("", "", lacks)
            self.show_how(lacks)
            self.show_sheet(self._list_levers(findings, lacks))
        self.show_answer("", told=self.result.accessibleName())

    def _list_levers(self, findings: ForecastFindings, note: str) -> Sheet:
        """What could be otherwise, as a table: all there is without an answer."""
        heads = (self.tr("What could be otherwise"), self.tr("Your history"), self.tr("Tried out"))
        rows = tuple(
            SheetRow((lever.slider.accessibleName(), lever.say(findings, 1), lever.value.text()))
            for lever in self.levers
        )
        return Sheet(self.title, tuple(SheetColumn(head) for head in heads), rows, findings.currency, (note,))

    def _say_rate(self, findings: ForecastFindings, share: float) -> str:
        passing = findings.usual.passing(0)
        return DASH if passing is None else self.tools.formats.percent(min(1.0, float(passing) * share))

    def _say_size(self, findings: ForecastFindings, share: float) -> str:
        size = findings.usual.size
        return say_average(None if size is None else round(size * share), findings.currency, self.tools.words)

    def _say_cycle(self, findings: ForecastFindings, share: float) -> str:
        cycle = findings.usual.cycle
        return DASH if cycle is None else self.tools.formats.number(round(cycle * share))

    def _say_new(self, findings: ForecastFindings, share: float) -> str:
        a_month = findings.outlook.arrivals.per_day * _DAYS_A_MONTH * share
        return self.tools.formats.number(Decimal(repr(a_month)), 0 if a_month >= 10 or not a_month else 1)  # noqa: PLR2004 - two figures
