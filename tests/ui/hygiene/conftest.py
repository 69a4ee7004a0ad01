from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Generic, TypeVar

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListView, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions import Workspace
from desktop_pipeline.actions.activities import plan_activity
from desktop_pipeline.actions.deals import create_deal
from desktop_pipeline.actions.lists import add_to_list
from desktop_pipeline.domain.lists import OwnedList
from desktop_pipeline.domain.money import Money
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.queries.lists import read_stages
from desktop_pipeline.ui.acts.deal_acts import DealActs
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.hygiene.clean_page import CleanPage
from desktop_pipeline.ui.hygiene.data_page import DataPage
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme
from tests.workspaces import Clock, open_joinery

NOW = datetime(2026, 6, 9, 8, 42, tzinfo=UTC)
TODAY = NOW.date()
Page = TypeVar("Page", CleanPage, DataPage)


@dataclass
class World(Generic[Page]):
    page: Page
    session: Session
    tasks: Tasks
    clock: Clock
    deals: dict[str, int]
    qtbot: QtBot
    window: QWidget = field(default_factory=QWidget)
    said: list[str] = field(default_factory=list)

    @property
    def workspace(self) -> Workspace:
        return self.session.workspace

    @property
    def rows(self) -> QListView:
        return self.page.list

    def say(self, text: str, detail: str = "", *, undo: bool = False) -> None:
        """Where the window has its toast."""
        self.said.append(f"{text} {detail}".strip() + " (undo)" * undo)

    def settle(self) -> None:
        """Lets what was asked of a worker come back."""
        self.qtbot.waitUntil(lambda: self.tasks.is_idle)
        QApplication.processEvents()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """A key into the list; waits for what it changes."""
        QTest.keyClick(self.rows, key, modifier)
        self.settle()

    def click(self, widget: QWidget) -> None:
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=QPoint(8, widget.height() // 2))
        self.settle()

    def titles(self) -> list[str]:
        model = self.rows.model()
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]

    def why(self) -> dict[str, str]:
        """What each row tells a screen reader, by its first words."""
        model = self.rows.model()
        told = [str(model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)) for row in range(model.rowCount())]
        return {text.partition(",")[0]: text for text in told}

    def at(self, title: str) -> int:
        """Puts the keys on the row of that title."""
        row = self.titles().index(title)
        self.page.list.point_at(row)
        return row

    def current(self) -> str:
        return str(self.rows.currentIndex().data())

    def deal(self, title: str, column: str) -> object:
        return self.workspace.value(f"select {column} from deal where title = ?", (title,))  # noqa: S608 - our own text

    def undo(self) -> None:
        self.session.undo()
        self.settle()


def add(workspace: Workspace, title: str, stage: str, value: int | None, days_ago: int, **fields: object) -> int:
    """A deal with everything named, created so many days ago."""
    stages = {row.name: row.row_id for row in read_stages(workspace, 1)}
    given = {
        "organisation": f"{title} Ltd",
        "owner_id": 1,
        "source_id": 1,
        "expected_close_on": date(2026, 8, 1),
        **fields,
    }
    at = NOW - timedelta(days=days_ago)
    money = None if value is None else Money(value * 100, "EUR")
    return create_deal(workspace, title=title, stage_id=stages[stage], at=at, value=money, **given)  # type: ignore[arg-type]


def fill(workspace: Workspace) -> dict[str, int]:
    """A sound deal; one stale, two dead, one whose next step is late, one without a value."""
    deals = {
        "Sound": add(workspace, "Sound", "Meeting", 9_000, 3, owner_id=2),
        "Stale": add(workspace, "Stale", "Proposal", 5_000, 40),
        "Dead one": add(workspace, "Dead one", "Lead In", 4_000, 90),
        "Dead two": add(workspace, "Dead two", "Meeting", 3_000, 80, expected_close_on=date(2026, 5, 30)),
        "Late": add(workspace, "Late", "Meeting", 2_000, 4, owner_id=2),
        "Unknown": add(workspace, "Unknown", "Qualified", None, 4),
    }
    for title, days in (("Sound", 3), ("Late", -2), ("Unknown", 5)):
        due = TODAY + timedelta(days=days)
        plan_activity(workspace, kind="call", subject="Call", at=NOW, deal_id=deals[title], due_on=due)
    return deals


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


@pytest.fixture
def workspace(tmp_path: Path, clock: Clock) -> Iterator[Workspace]:
    with open_joinery(tmp_path, clock) as workspace:
        add_to_list(workspace, OwnedList.SOURCES, "Fair")
        yield workspace


def show(page: Page, world: World[Page], figures: Figures) -> None:
    """In a window of its own, read and with the keys."""
    window = world.window
    world.qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    layout.setContentsMargins(168, 26, 0, 24)
    layout.addWidget(page)
    acts = DealActs(world.session, page._theme, world.say, page)
    page.lost_asked.connect(acts.lose)
    page.said.connect(world.said.append)
    window.resize(1440, 900)
    window.show()
    window.activateWindow()
    world.qtbot.waitExposed(window)
    page.focus_page()
    world.settle()
    # The figures hear of a change before the page, as in the window.
    assert figures.is_loaded


@pytest.fixture
def clean(
    workspace: Workspace, clock: Clock, theme: Theme, formats: Formats, qtbot: QtBot
) -> Iterator[World[CleanPage]]:
    deals = fill(workspace)
    session, tasks, figures = Session(workspace), Tasks(), Figures(workspace)
    session.changed.connect(figures.forget)
    page = CleanPage(session, figures, tasks, theme, formats)
    world = World(page, session, tasks, clock, deals, qtbot)
    show(page, world, figures)
    yield world
    _close_popups()
    tasks.stop()


@pytest.fixture
def data(workspace: Workspace, clock: Clock, theme: Theme, formats: Formats, qtbot: QtBot) -> Iterator[World[DataPage]]:
    deals = fill(workspace)
    session, tasks, figures = Session(workspace), Tasks(), Figures(workspace)
    session.changed.connect(figures.forget)
    page = DataPage(session, figures, tasks, theme, formats)
    world = World(page, session, tasks, clock, deals, qtbot)
    show(page, world, figures)
    yield world
    _close_popups()
    tasks.stop()


def _close_popups() -> None:
    for widget in QApplication.topLevelWidgets():
        if widget.isVisible():
            widget.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
