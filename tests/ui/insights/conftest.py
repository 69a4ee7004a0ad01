"""The sample company behind the page of Insights."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.storage.workspace import Workspace
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.insights.insights_page import InsightsPage
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme
from tests.made_once import sample_company
from tests.reports.companies import ENGLISH
from tests.ui.insights.rooms import NOW, TODAY, Open, Room


@pytest.fixture
def open_page(qtbot: QtBot) -> Iterator[Open]:
    rooms: list[Room] = []

    def make(workspace: Workspace, *, is_seen: bool = True) -> Room:
        session, tasks = Session(workspace), Tasks()
        figures = Figures(workspace)
        session.changed.connect(figures.forget)
        page = InsightsPage(session, figures, tasks, Theme("light"), Formats(ENGLISH, workspace.zone))
        qtbot.addWidget(page)
        page.resize(1272, 802)
        rooms.append(Room(page, session, figures, tasks, qtbot))
        if is_seen:
            rooms[-1].enter("overview")
        return rooms[-1]

    yield make
    for room in rooms:
        room.page.hide()
        room.tasks.stop()
        room.session.close()


@pytest.fixture
def company(tmp_path: Path, open_page: Open) -> Room:
    """The sample company, open for writing."""
    return open_page(sample_company(tmp_path / "company.pipeline", today=TODAY, clock=lambda: NOW))
