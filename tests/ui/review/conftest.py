from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions import Workspace
from desktop_pipeline.actions.activities import plan_activity
from desktop_pipeline.actions.deals import create_deal
from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.domain.money import Money
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.queries.lists import read_stages
from desktop_pipeline.queries.reviews import ReviewLine, ReviewView
from desktop_pipeline.reports.asked import ReportAsked
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.review.review_page import ReviewPage
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme
from tests.workspaces import Clock, open_joinery, read_open_review

NOW = datetime(2026, 6, 9, 8, 42, tzinfo=UTC)
TODAY = NOW.date()
PATIENCE = 20_000


@dataclass
class Room:
    """The review page in a window; keys go to whatever has the focus."""

    page: ReviewPage
    window: QWidget
    session: Session
    tasks: Tasks
    clock: Clock
    deals: dict[str, int]
    qtbot: QtBot
    said: list[str] = field(default_factory=list)
    opened: list[int] = field(default_factory=list)
    went: list[str] = field(default_factory=list)
    reports: list[ReportAsked] = field(default_factory=list)
    urls: list[QUrl] = field(default_factory=list)
    counted: list[int] = field(default_factory=list)
    counts: list[list[str]] = field(default_factory=list)

    @property
    def workspace(self) -> Workspace:
        return self.session.workspace

    @property
    def review(self) -> ReviewView:
        """The review that runs, as the file holds it."""
        found = read_open_review(self.workspace, owner_id=self.page.toolbar.owner.taken)
        assert found is not None
        return found

    def line(self, title: str) -> ReviewLine:
        return next(line for line in self.review.lines if line.title == title)

    @property
    def title(self) -> str:
        """The deal that is looked at."""
        return self.page.walk.deal.head.title.text()

    @property
    def titles(self) -> list[str]:
        return [line.title for line in self.page.walk.queue.list.queue.lines]

    def keys(self, *keys: Qt.Key) -> None:
        """Presses keys one after the other, each once what the one before asked for is there."""
        for key in keys:
            focus = QApplication.focusWidget()
            assert focus is not None
            QTest.keyClick(focus, key)
            self.settle()

    def write(self, text: str) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClicks(focus, text)

    def settle(self) -> None:
        """Waits until nothing is being read."""
        self.wait(lambda: self.tasks.is_idle and not self.page.walk.is_reading)

    def wait(self, until: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(until, timeout=PATIENCE)

    def begin(self) -> None:
        """Starts the review by its key."""
        self.settle()
        self.keys(Qt.Key.Key_Return)
        assert self.page.is_walking

    def go_to(self, title: str) -> None:
        self.page.walk.go_to(self.deals[title])
        self.settle()

    def number(self, sql: str, *values: object) -> object:
        return self.workspace.value(sql, values)  # type: ignore[arg-type]


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


@pytest.fixture
def workspace(tmp_path: Path, clock: Clock) -> Iterator[Workspace]:
    with open_joinery(tmp_path, clock) as workspace:
        yield workspace


@pytest.fixture
def room(workspace: Workspace, clock: Clock, theme: Theme, formats: Formats, qtbot: QtBot) -> Iterator[Room]:
    deals = fill(workspace)
    session, tasks = Session(workspace), Tasks()
    window = QWidget()
    qtbot.addWidget(window)
    urls: list[QUrl] = []
    figures = Figures(workspace)
    page = ReviewPage(session, tasks, figures, theme, formats, open_url=urls.append)
    session.changed.connect(figures.forget)
    layout = QVBoxLayout(window)
    layout.setContentsMargins(168, 26, 0, 24)
    layout.addWidget(page)
    made = Room(page, window, session, tasks, clock, deals, qtbot, urls=urls)
    page.said.connect(made.said.append)
    page.deal_opened.connect(made.opened.append)
    page.went_to.connect(made.went.append)
    page.report_asked.connect(made.reports.append)
    page.due_counted.connect(made.counted.append)
    page.counts_changed.connect(made.counts.append)
    page.undo_asked.connect(session.undo)
    window.resize(1440, 900)
    window.show()
    window.activateWindow()
    qtbot.waitActive(window)
    page.focus_page()
    made.settle()
    page.focus_page()
    yield made
    tasks.stop()
    window.close()


def fill(workspace: Workspace) -> dict[str, int]:
    """Three deals without a next step, one whose step is late, and one that is looked after."""
    stages = {stage.name: stage.row_id for stage in read_stages(workspace, 1)}
    deals = {}
    for title, stage, euros, owner in (
        ("Hotel lobby desk", "Proposal", 27_300, 2),
        ("Nursery furniture", "Meeting", 9_600, 1),
        ("Reading nook", "Lead In", 5_400, 1),
        ("Oak & ash <b>table</b>", "Qualified", 3_000, 1),
    ):
        deals[title] = create_deal(
            workspace, title=title, stage_id=stages[stage], at=NOW, value=Money(euros * 100, "EUR"), owner_id=owner
        )
    edit_deal(workspace, deals["Hotel lobby desk"], at=NOW, expected_close_on=TODAY + timedelta(days=60))
    plan_activity(
        workspace,
        kind="call",
        subject="Cover cloth",
        at=NOW,
        due_on=TODAY - timedelta(days=3),
        deal_id=deals["Reading nook"],
    )
    return deals
