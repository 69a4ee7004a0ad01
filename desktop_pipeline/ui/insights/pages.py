"""The pages of Insights, each made when it is first looked at."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from PySide6.QtCore import QCoreApplication

from desktop_pipeline.ui.insights.question import Question
from desktop_pipeline.ui.tasks import Progress

if TYPE_CHECKING:
    from desktop_pipeline.ui.insights.page import InsightPage
    from desktop_pipeline.ui.insights.tools import InsightTools


class Answers(Protocol):
    """What the shell asks of a page; the findings of one page are handed to no other."""

    def gather(self, question: Question, progress: Progress) -> Any:  # noqa: ANN401 - each page has its own
        """Works everything out on a worker."""

    def show_findings(self, question: Question, findings: Any) -> None:  # noqa: ANN401 - likewise
        """Shows it."""


MakePage: TypeAlias = "Callable[[InsightTools], InsightPage]"


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page in the switch; the first two stand in it, the others behind it."""

    key: str
    title: str
    load: Callable[[], MakePage]  # imports it, which takes up to 0.15 s: let a worker ask for it first


def list_pages() -> list[PageEntry]:
    """The pages in their order."""

    def title(text: str) -> str:
        return QCoreApplication.translate("Insights", text)

    return [
        PageEntry("overview", title("Overview"), _load_overview),
        PageEntry("forecast", title("Forecast"), _load_forecast),
        PageEntry("conversion", title("Conversion"), _load_conversion),
        PageEntry("speed", title("Speed"), _load_speed),
        PageEntry("leads", title("Leads and sources"), _load_leads),
        PageEntry("people", title("People"), _load_people),
        PageEntry("movement", title("Movement"), _load_movement),
        PageEntry("customers", title("Customers"), _load_customers),
        PageEntry("ideal", title("Ideal customer"), _load_ideal),
    ]


def _load_overview() -> MakePage:
    from desktop_pipeline.ui.insights.overview_page import OverviewPage  # noqa: PLC0415 - when first looked at

    return OverviewPage


def _load_forecast() -> MakePage:
    from desktop_pipeline.ui.insights.forecast.forecast_page import ForecastPage  # noqa: PLC0415 - likewise

    return ForecastPage


def _load_conversion() -> MakePage:
    from desktop_pipeline.ui.insights.conversion.conversion_page import ConversionPage  # noqa: PLC0415 - likewise

    return ConversionPage


def _load_movement() -> MakePage:
    from desktop_pipeline.ui.insights.movement.movement_page import MovementPage  # noqa: PLC0415 - likewise

    return MovementPage


def _load_speed() -> MakePage:
    from desktop_pipeline.ui.insights.speed.speed_page import SpeedPage  # noqa: PLC0415 - likewise

    return SpeedPage


def _load_leads() -> MakePage:
    from desktop_pipeline.ui.insights.leads.leads_page import LeadsPage  # noqa: PLC0415 - likewise

    return LeadsPage


def _load_people() -> MakePage:
    from desktop_pipeline.ui.insights.people.people_page import PeoplePage  # noqa: PLC0415 - likewise

    return PeoplePage


def _load_customers() -> MakePage:
    from desktop_pipeline.ui.insights.customers.customers_page import CustomersPage  # noqa: PLC0415 - likewise

    return CustomersPage


def _load_ideal() -> MakePage:
    from desktop_pipeline.ui.insights.ideal.ideal_page import IdealPage  # noqa: PLC0415 - likewise

    return IdealPage
