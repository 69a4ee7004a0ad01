"""The sample company with everything a page of Insights is handed, and what it asked for."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions import Workspace
from desktop_pipeline.domain.periods import Period
from desktop_pipeline.metrics.selection import EVERYTHING, Selection
from desktop_pipeline.metrics.telling.parts import Part
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.reports.spans import SpanName, find_span
from desktop_pipeline.reports.words import Words
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.insights.forecast.forecast_page import ForecastPage
from desktop_pipeline.ui.insights.question import FilterWords, Question
from desktop_pipeline.ui.insights.tools import InsightTools
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Progress, Tasks
from desktop_pipeline.ui.theme import Theme
from tests.made_once import sample_company

TODAY = date(2026, 6, 9)
NOW = datetime(2026, 6, 9, 8, 42, tzinfo=UTC)


@dataclass
class Room:
    """A window's worth of Insights, and everything that was asked of the shell."""

    tools: InsightTools
    qtbot: QtBot
    parts: list[tuple[Part, str, Period | None]] = field(default_factory=list)
    lists: list[tuple[tuple[int, ...], str]] = field(default_factory=list)
    opened: list[int] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    # As in the window: a page outlives the dialogs over it, and whatever still works for it.
    pages: list[ForecastPage] = field(default_factory=list)

    @property
    def workspace(self) -> Workspace:
        return self.tools.session.workspace

    def settle(self, page: ForecastPage | None = None) -> None:
        """Until every worker has answered, also those that an answer started."""
        idle = self.tools.tasks
        self.qtbot.waitUntil(lambda: idle.is_idle and (page is None or not page._wait.isActive()), timeout=20_000)

    def question(self, selection: Selection = EVERYTHING, as_of: date = TODAY) -> Question:
        return Question(find_span(SpanName.TWELVE_MONTHS, as_of), selection, as_of, FilterWords())

    def page(self, selection: Selection = EVERYTHING) -> ForecastPage:
        """The page with its figures, as it stands."""
        page = ForecastPage(self.tools)
        self.pages.append(page)
        self.qtbot.addWidget(page)
        page.resize(1272, 802)
        page.show()
        self.ask(page, selection)
        return page

    def ask(self, page: ForecastPage, selection: Selection = EVERYTHING) -> None:
        question = self.question(selection)
        page.show_findings(question, page.gather(question, Progress()))
        self.settle(page)


def make_room(workspace: Workspace, theme: Theme, tasks: Tasks, qtbot: QtBot) -> Room:
    figures, session = Figures(workspace), Session(workspace)
    session.changed.connect(figures.forget)
    formats = Formats(QLocale("en_GB"), workspace.zone)
    parts: list[tuple[Part, str, Period | None]] = []
    lists: list[tuple[tuple[int, ...], str]] = []
    opened: list[int] = []
    said: list[str] = []

    def open_deals(part: Part, title: str, how: str = "", period: Period | None = None) -> None:
        parts.append((part, title, period))

    def open_list(ids: Sequence[int], title: str) -> None:
        lists.append((tuple(ids), title))

    go: Callable[[str], None] = said.append
    tools = InsightTools(
        session,
        figures,
        tasks,
        theme,
        formats,
        Words(formats, QCoreApplication.translate),
        open_deals,
        open_list,
        go,
        opened.append,
        said.append,
        lambda: (),
    )
    return Room(tools, qtbot, parts, lists, opened, said)


@pytest.fixture
def company(tmp_path: Path, theme: Theme, tasks: Tasks, qtbot: QtBot) -> Iterator[Room]:
    """The sample company, open for writing."""
    workspace = sample_company(tmp_path / "sample.pipeline", today=TODAY, clock=lambda: NOW, who="ann")
    room = make_room(workspace, theme, tasks, qtbot)
    yield room
    tasks.stop()
    room.tools.session.close()
