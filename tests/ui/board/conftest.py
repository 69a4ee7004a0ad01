from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions import Workspace
from desktop_pipeline.actions.deals import create_deal
from desktop_pipeline.domain.money import Money
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.queries.lists import read_owners, read_pipelines, read_stages
from desktop_pipeline.storage.tables import Owner
from desktop_pipeline.ui.board.board_page import BoardPage
from desktop_pipeline.ui.board.stage_column import BoardColumn
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.toast import Toast
from tests.made_once import new_workspace

NOW = datetime(2026, 6, 9, 8, 42, tzinfo=UTC)
# stage, title, organisation, euros, owner; the first of a stage stands on its top
DEALS = (
    (0, "Meeting pods", "Lumen Row Co-working", 14_200, "Amara Eke"),
    (0, "Kitchen fronts", "Hollin Bakery", 6_300, "Kenji Mori"),
    (0, "Library shelving", "Osprey Lane School", 11_900, "Kenji Mori"),
    (0, "Acoustic panels", "Fern & Co", None, "Amara Eke"),
    (1, "Showroom fit-out", "Zaria Home Textiles", 22_600, "Amara Eke"),
    (1, "Standing desks", "Talvik Logistics", 18_900, "Kenji Mori"),
    (2, "Clinic refurbishment", "Copperline Clinics", 34_500, "Amara Eke"),
)


@dataclass
class World:
    page: BoardPage
    window: QWidget
    session: Session
    toast: Toast
    tasks: Tasks

    @property
    def workspace(self) -> Workspace:
        return self.session.workspace

    def column(self, place: int) -> BoardColumn:
        return self.page.canvas.columns[place]

    def titles(self, place: int) -> list[str]:
        return [card.title for card in self.column(place).list.cards.loaded]

    def deal(self, title: str) -> int:
        found = self.workspace.value("select id from deal where title = ?", (title,))
        assert found is not None
        return int(found)

    def status(self, title: str) -> str:
        row = self.workspace.row("select status, deleted_at from deal where title = ?", (title,))
        assert row is not None
        return "deleted" if row[1] is not None else str(row[0])

    def written(self) -> tuple[list[tuple[object, ...]], int]:
        """Where every deal stands, and how many history events there are."""
        deals = self.workspace.rows("select id, stage_id, rank, status, deleted_at from deal order by id")
        return [tuple(row) for row in deals], int(self.workspace.value("select count(*) from history_event") or 0)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    workspace = new_workspace(tmp_path / "joinery.pipeline", template="five", clock=lambda: NOW)
    with workspace.journal.change("Team") as draft:
        for name in ("Amara Eke", "Kenji Mori"):
            draft.insert(Owner, name=name)
    yield workspace
    workspace.close()


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    owners = {owner.name: owner.row_id for owner in read_owners(workspace)}
    stages = read_stages(workspace, read_pipelines(workspace)[0].row_id)
    for stage, title, organisation, euros, owner in reversed(DEALS):
        create_deal(
            workspace,
            title=title,
            stage_id=stages[stage].row_id,
            at=NOW,
            organisation=organisation,
            value=None if euros is None else Money(euros * 100, "EUR"),
            owner_id=owners[owner],
        )
    return workspace


@pytest.fixture
def show_board(theme: Theme, formats: Formats, qtbot: QtBot) -> Iterator[Callable[[Workspace], World]]:
    shown: list[World] = []

    def show(workspace: Workspace) -> World:
        shown.append(open_board(workspace, theme, formats, qtbot))
        return shown[-1]

    yield show
    for world in shown:
        world.window.close()
        world.tasks.stop()


@pytest.fixture
def world(filled: Workspace, show_board: Callable[[Workspace], World]) -> World:
    return show_board(filled)


def open_board(workspace: Workspace, theme: Theme, formats: Formats, qtbot: QtBot) -> World:
    session, tasks, figures = Session(workspace), Tasks(), Figures(workspace)
    session.changed.connect(lambda _change: figures.forget())
    window = QWidget()
    qtbot.addWidget(window)
    toast = Toast(theme, window)
    page = BoardPage(session, tasks, figures, theme, formats, toast)
    layout = QVBoxLayout(window)
    layout.setContentsMargins(168, 56, 0, 24)
    layout.addWidget(page)
    window.resize(1440, 900)
    window.show()
    qtbot.waitExposed(window)
    return World(page, window, session, toast, tasks)
