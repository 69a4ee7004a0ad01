"""The page of Insights over a workspace, with what a test asks of it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol

from pytestqt.qtbot import QtBot

from desktop_pipeline.domain.periods import Period, trailing_year
from desktop_pipeline.metrics.selection import Selection
from desktop_pipeline.metrics.telling.overview import Overview
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.reports.content import ReportContent
from desktop_pipeline.reports.spans import SpanName
from desktop_pipeline.storage.workspace import Workspace
from desktop_pipeline.ui.insights.insights_page import InsightsPage
from desktop_pipeline.ui.insights.overview_page import OverviewPage
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks

TODAY = date(2026, 6, 9)
NOW = datetime(2026, 6, 9, 8, 42, tzinfo=UTC)


@dataclass
class Room:
    """An open page; `settle` waits until every worker has answered, also those that an answer started."""

    page: InsightsPage
    session: Session
    figures: Figures
    tasks: Tasks
    qtbot: QtBot

    def enter(self, key: str) -> None:
        """Shows the page of that key; a page that was not seen before begins with it."""
        self.page.go(key)
        self.page.show()
        self.settle()

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: self.tasks.is_idle and not self.page._wait.isActive(), timeout=20_000)

    @property
    def overview_page(self) -> OverviewPage:
        page = self.page.show_page("overview")
        assert isinstance(page, OverviewPage)
        return page

    def choose(self, choice: SpanName | Period) -> None:
        with self.qtbot.waitSignal(self.page.figures_shown, timeout=20_000):
            self.page.choose(choice)
        self.settle()

    @property
    def content(self) -> ReportContent:
        """The report of what is shown."""
        plan = self.page.plan
        assert plan is not None
        return plan()

    def tiles(self) -> list[str]:
        return [tile.figure.short if tile.figure else "" for tile in self.overview_page.strip.tiles]

    def overview(self, selection: Selection | None = None) -> Overview:
        today = self.session.today()
        return self.figures.overview(today, trailing_year(today), selection)


class Open(Protocol):
    """Opens the page over a workspace; one that is not seen yet works nothing out."""

    def __call__(self, workspace: Workspace, *, is_seen: bool = True) -> Room: ...
