"""Real mouse drags and real keys in a real window on a virtual screen."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions.deals import create_deal
from desktop_pipeline.actions.workspaces import make_workspace
from desktop_pipeline.domain.money import Money
from desktop_pipeline.storage.workspace import open_workspace, read_clock
from desktop_pipeline.ui.board.outcome import Outcome
from desktop_pipeline.ui.board.stage_column import BoardColumn
from tests.journeys.real_window import RealWindow

pytestmark = pytest.mark.xvfb


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    path = tmp_path / "drag.pipeline"
    with make_workspace(path, template="meeting", who="Ann Lee") as made:
        stages = [row[0] for row in made.rows("select id from stage where is_open order by position")]
        for title in ("Staff kitchen", "Shop windows", "Oak table"):
            create_deal(made, title=title, stage_id=stages[0], at=read_clock(), value=Money(120000, "EUR"))
    return path


@pytest.fixture
def real(qtbot: QtBot, tmp_path: Path) -> Iterator[RealWindow]:
    window = RealWindow(tmp_path / "home")
    yield window
    window.close()


def card_spot(column: BoardColumn, row: int) -> QPoint:
    rect = column.list.visualRect(column.list.cards.index(row))
    return column.list.viewport().mapToGlobal(rect.center())


def titles(path: Path) -> dict[str, list[str]]:
    with open_workspace(path, read_only=True) as workspace:
        stages: dict[str, list[str]] = {}
        for stage, title in workspace.rows(
            "select s.name, d.title from deal d join stage s on s.id = d.stage_id"
            " where d.status = 'open' and d.deleted_at is null order by s.position, d.rank, d.id"
        ):
            stages.setdefault(stage, []).append(title)
        return stages


def count(path: Path, table: str) -> int:
    with open_workspace(path, read_only=True) as workspace:
        return int(workspace.value(f"select count(*) from {table}"))  # noqa: S608 - our own table


def columns(real: RealWindow) -> tuple[BoardColumn, ...]:
    assert real.window.page is not None
    return tuple(real.window.page.board.canvas.columns)


def test_a_dragged_card_moves_survives_a_restart_and_ctrl_z_takes_it_back(real: RealWindow, workspace: Path) -> None:
    real.open(workspace)
    events, entries = count(workspace, "history_event"), count(workspace, "journal_entry")
    assert titles(workspace) == {"Lead In": ["Oak table", "Shop windows", "Staff kitchen"]}
    real.drag(card_spot(columns(real)[0], 1), card_spot(columns(real)[0], 0) + QPoint(columns(real)[0].width() + 20, 0))
    assert titles(workspace) == {"Lead In": ["Oak table", "Staff kitchen"], "Qualified": ["Shop windows"]}
    assert count(workspace, "history_event") == events + 1
    assert count(workspace, "journal_entry") == entries + 1
    real.window.close_file()
    real.open(workspace)
    shown = columns(real)[1].list.cards.card(0)
    assert shown is not None
    assert shown.title == "Shop windows"
    real.keys("ctrl+z")
    assert titles(workspace) == {"Lead In": ["Oak table", "Shop windows", "Staff kitchen"]}
    assert count(workspace, "history_event") == events


def test_a_card_moved_by_keys_alone_moves_and_ctrl_z_takes_it_back(real: RealWindow, workspace: Path) -> None:
    real.open(workspace)
    events = count(workspace, "history_event")
    real.keys("Down", "ctrl+Right")
    assert titles(workspace) == {"Lead In": ["Oak table", "Staff kitchen"], "Qualified": ["Shop windows"]}
    assert count(workspace, "history_event") == events + 1
    real.keys("ctrl+Right", "ctrl+Left")
    assert titles(workspace)["Qualified"] == ["Shop windows"]
    real.keys("ctrl+z", "ctrl+z", "ctrl+z")
    assert titles(workspace) == {"Lead In": ["Oak table", "Shop windows", "Staff kitchen"]}
    assert count(workspace, "history_event") == events


def test_escape_in_mid_drag_leaves_everything_as_it_was(real: RealWindow, workspace: Path) -> None:
    real.open(workspace)
    before = titles(workspace)
    entries = count(workspace, "journal_entry")
    real.drag(card_spot(columns(real)[0], 0), card_spot(columns(real)[0], 0) + QPoint(300, 0), cancel=True)
    assert titles(workspace) == before
    assert count(workspace, "journal_entry") == entries


@pytest.mark.parametrize(("zone", "status"), [("WON", "won"), ("LOST", "lost"), ("DELETED", "open")])
def test_a_card_dropped_on_a_zone_is_won_lost_with_its_reason_or_deleted(
    real: RealWindow, workspace: Path, zone: str, status: str
) -> None:
    real.open(workspace)
    assert real.window.page is not None
    zones = real.window.page.board.drag.zones
    start = card_spot(columns(real)[0], 0)
    # The zones rise when the drag begins: where one will be is known from the page.
    target = real.window.page.board.mapToGlobal(zone_spot(real, Outcome[zone]))
    real.drag(start, start + QPoint(60, 60), target, hold=0.3)
    if zone == "LOST":
        real.keys("1", "Return")
    with open_workspace(workspace, read_only=True) as opened:
        found = opened.row("select status, deleted_at is not null, reason_id from deal where title = 'Oak table'")
    assert found is not None
    assert (found[0], bool(found[1])) == (status, zone == "DELETED")
    assert (found[2] is not None) == (zone == "LOST")
    assert not zones.isVisible()
    real.focus()
    real.keys("ctrl+z")
    assert titles(workspace) == {"Lead In": ["Oak table", "Shop windows", "Staff kitchen"]}


def zone_spot(real: RealWindow, outcome: Outcome) -> QPoint:
    assert real.window.page is not None
    board = real.window.page.board
    share = {Outcome.WON: 0.2, Outcome.LOST: 0.6, Outcome.DELETED: 0.92}[outcome]
    return QPoint(round(board.width() * share), board.height() - 36)


def test_ctrl_z_after_quick_add_takes_the_added_deal_back(real: RealWindow, workspace: Path) -> None:
    real.open(workspace)
    real.keys("n")
    real.type("Door leaf")
    real.keys("Return")
    assert titles(workspace)["Lead In"][0] == "Door leaf"
    real.keys("ctrl+z")
    assert titles(workspace) == {"Lead In": ["Oak table", "Shop windows", "Staff kitchen"]}
