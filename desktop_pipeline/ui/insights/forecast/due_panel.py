"""The deals that are due in a month, overdue, or without a date: each with how it counts."""

from PySide6.QtCore import QCoreApplication, QPoint, Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.domain.stages import ForecastCategory
from desktop_pipeline.metrics.ahead.forecast import Due, Forecast, Sum
from desktop_pipeline.reports.ahead.forecast_findings import DueDeals, ForecastFindings, Place
from desktop_pipeline.reports.ahead.forecast_sheets import due_sheet
from desktop_pipeline.reports.ahead.forecast_words import name_place, part_of
from desktop_pipeline.ui.insights.forecast.due_delegate import PAD
from desktop_pipeline.ui.insights.forecast.due_model import DueModel
from desktop_pipeline.ui.insights.forecast.due_table import DueTable
from desktop_pipeline.ui.insights.panel import Panel
from desktop_pipeline.ui.insights.tools import InsightTools
from desktop_pipeline.ui.widgets.chip import Chip

_MONTHS = 12


class DuePanel(Panel):
    """Signals: `place_chosen(Place)` when other deals are to be listed."""

    place_chosen = Signal(object)

    def __init__(self, tools: InsightTools) -> None:
        self.model = DueModel(tools)
        self.table = DueTable(tools, self.model)
        self.chip = Chip(tools.theme, "", "calendar")
        super().__init__(
            tools, QCoreApplication.translate("DuePanel", "Deals closing"), self.table, self.chip, beyond=PAD
        )
        self._forecast: Forecast | None = None
        self._due: DueDeals | None = None
        self.chip.clicked.connect(self.open_places)
        self.table.deal_taken.connect(tools.open_deal)
        self.table.category_chosen.connect(self._keep)

    @property
    def due(self) -> DueDeals | None:
        """What is listed."""
        return self._due

    def show_findings(self, findings: ForecastFindings) -> None:
        self._forecast = findings.forecast
        self.show_due(findings.due, findings.currency)

    def show_due(self, due: DueDeals, currency: str) -> None:
        """List these deals."""
        self._due = due
        words = self.tools.words
        name = name_place(due.place, words)
        self.chip.show_value(name, is_set=False)
        self.chip.setAccessibleName(self.tr("Closing: {when}").format(when=name))
        self.show_sheet(due_sheet(due, currency, words))
        self.show_how(
            self.tr(
                "Open deals by the day they are expected to close. Each counts as its stage says, or as somebody chose"
                " by hand. Its chance is its own where somebody set one, else that of deals that reached its stage."
            )
        )
        self.model.show_deals(due.deals)
        if not due.deals:
            self.show_caption("")
            self.show_empty(self._say_none(due.place, name))
            return
        total = _say_sum(due.total, currency, self)
        self.show_caption(total)
        self.show_answer("", told=f"{name}: {total}")
        hidden = due.total.deals - len(due.deals)
        more = self.tr("All {deals}").format(deals=words.deals(due.total.deals)) if hidden > 0 else ""
        self.show_link(more, part_of(due.place), name)

    def _say_none(self, place: Place, name: str) -> str:
        said: dict[Place, str] = {
            Due.LATER: self.tr("No open deal is due later."),
            Due.OVERDUE: self.tr("No open deal is overdue."),
            Due.UNDATED: self.tr("No open deal is without a close date."),
        }
        return said.get(place, self.tr("No open deal is due in {month}.").format(month=name))

    def open_places(self) -> QMenu:
        """The months ahead with their deals, and those that are due in none."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group = QActionGroup(menu)
        forecast, words = self._forecast, self.tools.words
        if forecast is not None:
            places: list[tuple[Place, Sum]] = [(month.first_day, month.due) for month in forecast.months[:_MONTHS]]
            places += [(Due.LATER, forecast.later), (Due.OVERDUE, forecast.overdue), (Due.UNDATED, forecast.undated)]
            for place, found in places:
                if place is Due.LATER:
                    menu.addSeparator()
                text = f"{name_place(place, words)} ({words.formats.number(found.deals)})"
                action = menu.addAction(text)
                action.setCheckable(True)
                action.setChecked(self._due is not None and place == self._due.place)
                action.triggered.connect(lambda _=False, place=place: self.place_chosen.emit(place))
                group.addAction(action)
        menu.popup(self.chip.mapToGlobal(QPoint(0, self.chip.height() + 4)))
        return menu

    def _keep(self, deal_id: int, category: ForecastCategory | None) -> None:
        session = self.tools.session
        try:
            edit_deal(
                session.workspace,
                deal_id,
                at=session.now(),
                forecast_category=None if category is None else category.value,
            )
        except PipelineError as error:
            self.tools.say(str(error))


def _say_sum(total: Sum, currency: str, panel: DuePanel) -> str:
    words = panel.tools.words
    count = words.formats.number(total.deals)
    if total.value is None:
        return panel.tr("{count} open").format(count=count)
    return panel.tr("{count} open, {sum}").format(count=count, sum=words.formats.whole_money(total.value, currency))
