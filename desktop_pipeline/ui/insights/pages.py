"""The pages of Insights, each made when it is first looked at."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QCoreApplication

from desktop_pipeline.ui.insights.question import Question
from desktop_pipeline.ui.insights.tools import InsightTools
from desktop_pipeline.ui.tasks import Progress

if TYPE_CHECKING:
    from desktop_pipeline.ui.insights.page import InsightPage


class Answers(Protocol):
    """What the shell asks of a page; the findings of one page are handed to no other."""

    def gather(self, question: Question, progress: Progress) -> Any:  # noqa: ANN401 - each page has its own
        """Works everything out on a worker."""

    def show_findings(self, question: Question, findings: Any) -> None:  # noqa: ANN401 - likewise
        """Shows it."""


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page in the switch; the first two stand in it, the others behind it."""

    key: str
    title: str
    make: Callable[[InsightTools], "InsightPage"]


def list_pages() -> list[PageEntry]:
    """The pages in their order."""

    def title(text: str) -> str:
        return QCoreApplication.translate("Insights", text)

    return [
        PageEntry("overview", title("Overview"), _make_overview),
        PageEntry("forecast", title("Forecast"), _make_forecast),
        PageEntry("conversion", title("Conversion"), _make_conversion),
        PageEntry("speed", title("Speed"), _make_speed),
        PageEntry("leads", title("Leads and sources"), _make_leads),
        PageEntry("people", title("People"), _make_people),
        PageEntry("movement", title("Movement"), _make_movement),
        PageEntry("customers", title("Ideal customer"), _make_customers),
    ]


def _make_overview(tools: InsightTools) -> "InsightPage":
    from desktop_pipeline.ui.insights.overview_page import OverviewPage  # noqa: PLC0415 - made when first seen

    return OverviewPage(tools)


def _make_forecast(tools: InsightTools) -> "InsightPage":
    from desktop_pipeline.ui.insights.forecast.forecast_page import ForecastPage  # noqa: PLC0415 - likewise

    return ForecastPage(tools)


def _make_conversion(tools: InsightTools) -> "InsightPage":
    from desktop_pipeline.ui.insights.conversion.conversion_page import ConversionPage  # noqa: PLC0415 - likewise

    return ConversionPage(tools)


def _make_movement(tools: InsightTools) -> "InsightPage":
    from desktop_pipeline.ui.insights.movement.movement_page import MovementPage  # noqa: PLC0415 - likewise

    return MovementPage(tools)


def _make_speed(tools: InsightTools) -> "InsightPage":
    from desktop_pipeline.ui.insights.speed.speed_page import SpeedPage  # noqa: PLC0415 - likewise

    return SpeedPage(tools)


def _make_leads(tools: InsightTools) -> "InsightPage":
    from desktop_pipeline.ui.insights.leads.leads_page import LeadsPage  # noqa: PLC0415 - likewise

    return LeadsPage(tools)


def _make_people(tools: InsightTools) -> "InsightPage":
    from desktop_pipeline.ui.insights.people.people_page import PeoplePage  # noqa: PLC0415 - likewise

    return PeoplePage(tools)


def _make_customers(tools: InsightTools) -> "InsightPage":
    from desktop_pipeline.ui.insights.customers.customers_page import CustomersPage  # noqa: PLC0415 - likewise

    return CustomersPage(tools)
