from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions import Workspace
from desktop_pipeline.actions.activities import plan_activity
from desktop_pipeline.actions.deals import create_deal
from desktop_pipeline.domain.money import Money
from desktop_pipeline.queries.activities import ActivityRow, read_activity
from desktop_pipeline.queries.lists import read_stages
from desktop_pipeline.ui.activities.activities_page import ActivitiesPage
from desktop_pipeline.ui.activities.agenda_list import AgendaList
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.activity_finisher import ActivityFinisher
from desktop_pipeline.ui.widgets.activity_planner import ActivityPlanner
from tests.workspaces import Clock, open_joinery

NOW = datetime(2026, 6, 9, 8, 42, tzinfo=UTC)
TODAY = NOW.date()


@dataclass
class World:
    page: ActivitiesPage
    window: QWidget
    session: Session
    clock: Clock
    deals: dict[str, int]
    said: list[str] = field(default_factory=list)
    opened: list[int] = field(default_factory=list)

    @property
    def workspace(self) -> Workspace:
        return self.session.workspace

    @property
    def view(self) -> AgendaList:
        return self.page.list

    @property
    def planner(self) -> ActivityPlanner:
        popover = self.page.acts.popover
        assert isinstance(popover, ActivityPlanner)
        return popover

    @property
    def finisher(self) -> ActivityFinisher:
        popover = self.page.acts.popover
        assert isinstance(popover, ActivityFinisher)
        return popover

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.view, key, modifier)

    def lines(self) -> list[str]:
        """The list from top to bottom: headings with #, subjects without."""
        agenda = self.page.agenda
        marks = {True: "# ", False: ""}
        return [
            marks[agenda.section(row) is not None] + str(agenda.index(row).data()) for row in range(agenda.rowCount())
        ]

    def at(self, subject: str) -> int:
        """Put the keys on the activity of that subject; returns its id."""
        row = self.lines().index(subject)
        self.view.point_at(row)
        activity_id = self.page.agenda.activity_id(row)
        assert activity_id is not None
        return activity_id

    def current(self) -> str:
        activity = self.view.current()
        return "" if activity is None else activity.subject

    def row(self, activity_id: int) -> ActivityRow:
        found = read_activity(self.workspace, activity_id)
        assert found is not None
        return found

    def plan(self, subject: str, days: int | None = 0, time: tuple[int, int] | None = None, **fields: object) -> int:
        return plan(self.workspace, subject, days, time, **fields)


def plan(
    workspace: Workspace, subject: str, days: int | None, time: tuple[int, int] | None = None, **fields: object
) -> int:
    day = None if days is None else TODAY + timedelta(days=days)
    due_at = None if time is None or day is None else datetime(day.year, day.month, day.day, *time, tzinfo=UTC)
    given = {"kind": "call", "subject": subject, "at": NOW, "due_on": day, "due_at": due_at, **fields}
    return plan_activity(workspace, **given)  # type: ignore[arg-type]


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


@pytest.fixture
def workspace(tmp_path: Path, clock: Clock) -> Iterator[Workspace]:
    with open_joinery(tmp_path, clock) as workspace:
        yield workspace


@pytest.fixture
def world(workspace: Workspace, clock: Clock, theme: Theme, formats: Formats, qtbot: QtBot) -> Iterator[World]:
    deals = fill(workspace)
    session, tasks = Session(workspace), Tasks()
    window = QWidget()
    qtbot.addWidget(window)
    page = ActivitiesPage(session, tasks, theme, formats)
    layout = QVBoxLayout(window)
    layout.setContentsMargins(168, 26, 0, 24)
    layout.addWidget(page)
    made = World(page, window, session, clock, deals)
    page.said.connect(made.said.append)
    page.deal_opened.connect(made.opened.append)
    window.resize(1440, 900)
    window.show()
    window.activateWindow()
    qtbot.waitExposed(window)
    page.focus_page()
    yield made
    popover = page.acts.popover
    if popover is not None:
        popover.close()
    window.close()
    tasks.stop()


def fill(workspace: Workspace) -> dict[str, int]:
    """Four deals: two with late or timed calls, one planned ahead, one without a next step."""
    stages = {stage.name: stage.row_id for stage in read_stages(workspace, 1)}
    deals = {}
    for title, stage, euros, owner in (
        ("Reading nook", "Lead In", 5_400, 1),
        ("Hotel lobby desk", "Proposal", 27_300, 2),
        ("Nursery furniture", "Negotiation", 9_600, 1),
        ("Workbench set", "Qualified", 3_000, 1),
    ):
        deals[title] = create_deal(
            workspace, title=title, stage_id=stages[stage], at=NOW, value=Money(euros * 100, "EUR"), owner_id=owner
        )
    plan(workspace, "Call about the cover cloth", -12, deal_id=deals["Reading nook"])
    plan(workspace, "Brass edges, price and date", 0, (10, 30), deal_id=deals["Hotel lobby desk"])
    plan(workspace, "Order oak", 0, kind="task", owner_id=1)
    plan(workspace, "Sign the order", 1, (9, 0), deal_id=deals["Nursery furniture"], kind="visit")
    return deals
