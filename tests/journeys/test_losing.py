"""A deal is lost with its reason, on every path that leads there."""

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_pipeline.actions.deals import create_deal
from desktop_pipeline.actions.workspaces import make_workspace
from desktop_pipeline.domain.money import Money
from desktop_pipeline.storage.workspace import open_workspace, read_clock
from desktop_pipeline.ui.acts.lost_dialog import LostDialog
from desktop_pipeline.ui.board.outcome import Outcome
from tests.journeys.story import Story
from tests.program import run_program
from tests.ui.board import drags

# Offscreen there is no window manager to raise a popup or lend it the keyboard.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def lay_out(path: Path) -> None:
    with make_workspace(path, template="meeting", owner="Ann Lee", who="Ann Lee") as made:
        stage = made.value("select min(id) from stage where is_open")
        for title in ("Shop windows", "Oak table"):
            create_deal(made, title=title, stage_id=stage, at=read_clock(), value=Money(120000, "EUR"))


def by_key(story: Story) -> None:
    story.point_at("Oak table")
    story.keys("l")


def by_menu_of_the_window(story: Story) -> None:
    story.point_at("Oak table")
    story.keys("alt+d")
    story.choose("Lost…")


def by_palette(story: Story) -> None:
    story.point_at("Oak table")
    story.keys("ctrl+k")
    story.write(">lost")
    story.keys("Return")


def by_panel(story: Story) -> None:
    if story.page.panel.deal_id is None:
        story.point_at("Oak table")
        story.keys("Return")
        story.settle(0.3)
    story.tab_to("Lost")
    story.keys("space")


def by_table(story: Story) -> None:
    story.keys("ctrl+2")
    story.settle(0.2)
    view = story.page.screens.screen("deals").widget.view  # type: ignore[attr-defined] # the table of deals
    for _press in range(2):
        if view.model().index(view.currentIndex().row(), 0).data() != "Oak table":
            story.keys("Down")
    story.keys("l")


PATHS = [by_key, by_menu_of_the_window, by_palette, by_panel, by_table]


@pytest.mark.parametrize("ask", PATHS)
def test_a_deal_is_lost_with_its_reason_and_taken_back(story: Story, ask: Callable[[Story], None]) -> None:
    lay_out(story.path)
    story.open()
    ask(story)
    story.ask(LostDialog)
    story.keys("Escape")
    story.answered()
    assert story.deal("Oak table", "status", "r.name") == ("open", None)
    ask(story)
    second = story.ask(LostDialog).reasons.item(1).text()
    story.keys("2", "Tab")
    story.write("They went elsewhere")
    story.keys("Return")
    story.answered()
    assert story.deal("Oak table", "status", "r.name", "reason_note") == ("lost", second, "They went elsewhere")
    assert story.deal("Shop windows", "status") == ("open",)
    assert story.focus is not None
    assert story.focus.isVisible()
    story.keys("ctrl+z")
    assert story.deal("Oak table", "status", "r.name", "reason_note") == ("open", None, None)


def test_a_card_dropped_on_lost_is_asked_for_its_reason(story: Story) -> None:
    lay_out(story.path)
    story.open()
    board = story.page.board
    held = (int(str(story.deal("Oak table", "d.id")[0])),)
    board.drag.hold(held)
    story.wait(board.drag.zones.isVisible)
    zone = board.drag.zones.zones[Outcome.LOST]
    assert drags.drop(zone, board.payload.pack(held), zone.rect().center())
    story.ask(LostDialog)
    story.keys("1", "Return")
    story.answered()
    status, reason = story.deal("Oak table", "status", "r.name")
    assert (status, bool(reason)) == ("lost", True)


def test_the_command_line_loses_only_with_a_reason_that_there_is(tmp_path: Path) -> None:
    path = tmp_path / "story.pipeline"
    lay_out(path)
    refused = run_program("deal", path, "lose", 2, "--reason", "Bad weather")
    assert refused.code != 0
    assert "There is no reason “Bad weather”" in refused.errors
    done = run_program("deal", path, "lose", 2, "--reason", "price", "--note", "Went elsewhere")
    assert (done.code, done.errors) == (0, "")
    with open_workspace(path, read_only=True) as workspace:
        lost = workspace.row("select status, r.name, reason_note from deal d join reason r on r.id = d.reason_id")
        assert workspace.value("select count(*) from deal where status = 'open'") == 1
    assert lost == ("lost", "Price", "Went elsewhere")
