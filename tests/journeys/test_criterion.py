"""A required exit criterion stops every path to the next stage, and is passed with a sentence."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableView

from desktop_pipeline.actions.criteria import add_criterion
from desktop_pipeline.actions.deals import create_deal
from desktop_pipeline.actions.workspaces import make_workspace
from desktop_pipeline.domain.money import Money
from desktop_pipeline.storage.database import Row
from desktop_pipeline.storage.workspace import open_workspace, read_clock
from desktop_pipeline.ui.acts.gate_dialog import GateDialog
from tests.journeys.story import Story
from tests.program import run_program
from tests.ui.board import drags

# Offscreen there is no window manager to raise a popup or lend it the keyboard.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

WHY = "The owner knows them"
Path_ = Callable[[Story], None]


def lay_out(path: Path) -> None:
    """A deal in the first stage, which asks for a budget before it lets go of one."""
    with make_workspace(path, template="meeting", owner="Ann Lee", who="Ann Lee") as made:
        stage = made.value("select min(id) from stage where is_open")
        add_criterion(made, stage, kind="tick", text="The budget is known", is_required=True)
        create_deal(made, title="Oak table", stage_id=stage, at=read_clock(), value=Money(120000, "EUR"))


def by_key(story: Story) -> None:
    story.point_at("Oak table")
    story.keys("ctrl+Right")


def by_menu(story: Story) -> None:
    story.point_at("Oak table")
    story.keys("alt+d")
    story.choose("Move one stage on")


def by_palette(story: Story) -> None:
    story.point_at("Oak table")
    story.keys("ctrl+k")
    story.write(">stage on")
    story.keys("Return")


def by_panel(story: Story) -> None:
    if story.page.panel.deal_id is None:
        story.point_at("Oak table")
        story.keys("Return")
        story.settle(0.3)
    if story.focus is None or not story.read_aloud(story.focus).startswith("Qualified"):
        story.tab_to("Lead In, ")
        story.keys("Right")
    story.keys("Return")


def by_table(story: Story) -> None:
    go_to_table(story)
    story.keys("Home", "Right", "Right", "F2")
    story.settle()
    story.keys("Down", "Return")


def by_bulk_edit(story: Story) -> None:
    go_to_table(story)
    story.keys("ctrl+a", "e")
    story.settle(0.2)
    story.keys("Tab", "Down", "Down", "Return")


def go_to_table(story: Story) -> None:
    if story.page.current != "deals":
        story.keys("ctrl+2")
        story.settle(0.2)
    assert isinstance(story.focus, QTableView)


def passes(story: Story) -> list[Row]:
    return story.rows("select who, why, missing from gate_pass")


@pytest.mark.parametrize("ask", [by_key, by_menu, by_palette, by_panel, by_table, by_bulk_edit])
def test_it_stops_the_path_and_is_passed_with_a_sentence(story: Story, ask: Path_) -> None:
    lay_out(story.path)
    story.open()
    ask(story)
    assert "“Oak table” is not ready for Qualified" in story.ask(GateDialog).question.text()
    story.keys("Escape")
    story.answered()
    assert (story.stage_of("Oak table"), passes(story)) == ("Lead In", [])
    ask(story)
    story.ask(GateDialog)
    story.tab_to("Why it can go on all the same")
    story.keys("Return")
    assert story.stage_of("Oak table") == "Lead In"
    story.write(WHY)
    story.keys("Return")
    story.answered()
    assert story.stage_of("Oak table") == "Qualified"
    assert passes(story) == [("Ann Lee", WHY, '["The budget is known"]')]
    assert story.focus is not None
    assert story.focus.isVisible()
    story.keys("ctrl+z")
    assert (story.stage_of("Oak table"), passes(story)) == ("Lead In", [])


def test_the_move_is_done_by_itself_once_the_criterion_is_ticked(story: Story) -> None:
    lay_out(story.path)
    story.open()
    by_key(story)
    story.ask(GateDialog)
    story.tab_to("The budget is known")
    story.keys("space")
    story.answered()
    assert (story.stage_of("Oak table"), passes(story)) == ("Qualified", [])


def test_moving_back_never_asks(story: Story) -> None:
    lay_out(story.path)
    with open_workspace(story.path) as workspace:
        stage = int(str(workspace.value("select id from stage where name = 'Qualified'")))
        add_criterion(workspace, stage, kind="tick", text="Never met", is_required=True)
        create_deal(workspace, title="Shop windows", stage_id=stage, at=read_clock())
    story.open()
    story.point_at("Shop windows")
    story.keys("ctrl+Left")
    assert story.stage_of("Shop windows") == "Lead In"


def test_winning_past_it_asks_too(story: Story) -> None:
    lay_out(story.path)
    story.open()
    story.point_at("Oak table")
    story.keys("w")
    assert "is not ready to be won" in story.ask(GateDialog).question.text()
    story.keys("Escape")
    story.answered()
    assert story.deal("Oak table", "status") == ("open",)


def test_a_dropped_card_is_stopped_and_stays_where_it_was(story: Story) -> None:
    lay_out(story.path)
    story.open()
    board = story.page.board
    held = (int(str(story.deal("Oak table", "d.id")[0])),)
    mime, target = board.payload.pack(held), board.canvas.columns[1]
    place = QPoint(target.width() // 2, target.header.height() + 40)
    assert drags.enter(target, mime, place)
    assert drags.move(target, mime, place)
    # Before it is let go, the hand says why.
    assert "The budget is known" in board.drag.note.detail
    drags.drop(target, mime, place)
    dialog = story.ask(GateDialog)
    assert (story.stage_of("Oak table"), board.canvas.columns[0].list.cards.rowCount()) == ("Lead In", 1)
    QTest.keyClicks(dialog.why, WHY)
    story.tab_to("Why it can go on all the same")
    story.keys("Return")
    story.answered()
    assert (story.stage_of("Oak table"), len(passes(story))) == ("Qualified", 1)


def test_the_command_line_is_stopped_and_passes_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "story.pipeline"
    lay_out(path)
    for act in (("move", 1, "Qualified"), ("win", 1)):
        refused = run_program("deal", path, *act)
        assert (refused.code, refused.output) == (1, "")
        assert "“Oak table” is not ready yet. Still open: “The budget is known”" in refused.errors
    done = run_program("deal", path, "move", 1, "Qualified", "--pass", WHY, "--by", "Ann Lee")
    assert (done.code, done.errors) == (0, "")
    with open_workspace(path, read_only=True) as workspace:
        assert workspace.row("select s.name from deal d join stage s on s.id = d.stage_id") == ("Qualified",)
        assert workspace.row("select who, why from gate_pass") == ("Ann Lee", WHY)
