"""A cadence is started by its key wherever deals and people are chosen, and ends with what becomes of the deal."""

from pathlib import Path

import pytest

from desktop_pipeline.actions.deals import create_deal
from desktop_pipeline.actions.workspaces import make_workspace
from desktop_pipeline.storage.workspace import read_clock
from desktop_pipeline.ui.cadences.start_popover import StartPopover
from tests.journeys.story import Story

# Offscreen there is no window manager to raise a popup or lend it the keyboard.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
RUNNING = "select count(*) from enrolment where state = 'running'"
PLANNED = "select count(*) from activity where done_at is null"


def lay_out(path: Path) -> None:
    with make_workspace(path, template="meeting", owner="Ann Lee", who="Ann Lee") as made:
        stage = made.value("select min(id) from stage where is_open")
        for title in ("Shop windows", "Oak table"):
            create_deal(made, title=title, stage_id=stage, at=read_clock(), person="Ines Rey")


def wait_for_popover(story: Story) -> None:
    story.wait(lambda: isinstance(story.app.activePopupWidget(), StartPopover), "nothing opened")
    story.settle(0.1)


def wait_until_gone(story: Story) -> None:
    story.wait(lambda: story.app.activePopupWidget() is None, "it stayed open")
    story.answered()


def test_a_cadence_from_the_board_the_table_and_the_contacts(story: Story) -> None:
    lay_out(story.path)
    story.open()
    story.point_at("Oak table")
    story.keys("c")
    wait_for_popover(story)
    # There are none yet: the keys are at the button that adds those that come with the program.
    story.keys("space", "4", "Return")
    wait_until_gone(story)
    assert story.value("select c.name from enrolment e join cadence c on c.id = e.cadence_id") == "Re-engage"
    assert story.value(PLANNED) == 3
    story.keys("ctrl+a", "c")
    wait_for_popover(story)
    story.keys("4", "Return")
    wait_until_gone(story)
    assert story.value(RUNNING) == 2, "the one that is in it already is passed over"
    story.keys("ctrl+2")
    story.settle(0.2)
    story.keys("ctrl+a", "c")
    wait_for_popover(story)
    story.keys("2", "Return")
    wait_until_gone(story)
    assert story.value(RUNNING) == 4
    story.keys("ctrl+3")
    story.settle(0.2)
    story.keys("c")
    wait_for_popover(story)
    story.keys("6", "Return")
    wait_until_gone(story)
    assert story.value("select count(*) from enrolment where deal_id is null") == 1
    story.keys("ctrl+1")
    story.settle(0.2)
    story.keys("ctrl+a", "w")
    story.wait(lambda: story.value("select count(*) from deal where status = 'won'") == 2)
    assert story.value(RUNNING) == 1, "only the person's goes on"
    story.keys("ctrl+z")
    story.wait(lambda: story.value(RUNNING) == 5)
