"""A new owner sets up their own stages: from a template, then renamed, added, ordered and limited."""

import pytest
from PySide6.QtWidgets import QFileDialog

from desktop_pipeline.ui.widgets.lines_table import LinesTable
from tests.journeys.story import Story

# Offscreen there is no window manager to raise a popup or lend it the keyboard.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def stages(story: Story) -> list[str]:
    return [
        str(row[0]) for row in story.rows("select name from stage where is_open and not is_archived order by position")
    ]


def columns(story: Story) -> list[str]:
    return [column.name for column in story.page.board.canvas.columns]


def make_workspace_by_keys(story: Story) -> None:
    """The start page has the keys: the template to the left of the usual one, Enter, and where it shall lie."""
    story.keys("Left", "Return")
    chooser = story.ask(QFileDialog)
    field = story.focus
    assert field is not None
    story.keys("ctrl+a")
    story.write(str(story.path))
    story.keys("Return")
    story.answered()
    assert chooser is not None
    story.wait(lambda: story.window.session is not None)
    story.settle()


def test_from_the_start_page_to_a_board_of_ones_own_stages(story: Story) -> None:
    story.wait(lambda: story.focus is not None)
    make_workspace_by_keys(story)
    assert columns(story) == stages(story) == ["New", "Talking", "Quoted"]
    assert story.value("select name from owner") == "Ann Lee"
    story.keys("ctrl+comma", "Down", "Down", "Return")
    story.tab_to("Stages")
    assert isinstance(story.focus, LinesTable)
    # Another name in its cell.
    story.keys("Home", "F2")
    story.write("Enquiry")
    story.keys("Return")
    assert stages(story)[0] == "Enquiry"
    # One more below, and up to its place.
    story.keys("Tab")
    story.write("Site visit")
    story.keys("Return")
    assert stages(story) == ["Enquiry", "Talking", "Quoted", "Site visit"]
    story.keys("shift+Tab", "alt+Up")
    assert isinstance(story.focus, LinesTable)
    assert stages(story) == ["Enquiry", "Talking", "Site visit", "Quoted"]
    # More than two deals there are too many.
    story.tab_to("Most deals")
    story.keys("ctrl+a")
    story.write("2")
    story.keys("Return")
    assert story.value("select too_many from stage where name = 'Site visit'") == 2
    story.keys("ctrl+1")
    story.settle()
    assert columns(story) == ["Enquiry", "Talking", "Site visit", "Quoted"]
    story.keys("Right", "Right")
    for title in ("Oak table", "Shop windows", "Stair rail"):
        story.keys("n")
        story.write(title)
        story.keys("Return", "Escape")
    header = story.page.board.canvas.columns[2].header
    assert "3, limit 2" in story.read_aloud(header)
    # All of it can be taken back, one after the other.
    for _step in range(7):
        story.keys("ctrl+z")
    assert stages(story) == ["New", "Talking", "Quoted"]
    assert columns(story) == ["New", "Talking", "Quoted"]


def test_a_stage_is_renamed_added_and_moved_on_the_board_itself(story: Story) -> None:
    story.wait(lambda: story.focus is not None)
    make_workspace_by_keys(story)
    story.keys("alt+s")
    story.choose("Rename the stage")
    story.keys("ctrl+a")
    story.write("Enquiry")
    story.keys("Return")
    assert columns(story) == ["Enquiry", "Talking", "Quoted"]
    story.keys("alt+s")
    story.choose("Add a stage after it…")
    story.write("Visit")
    story.keys("Return")
    assert columns(story) == ["Enquiry", "Visit", "Talking", "Quoted"]
    story.settle()
    story.keys("ctrl+shift+Right")
    assert stages(story) != ["Enquiry", "Visit", "Talking", "Quoted"]
    story.keys("ctrl+z", "ctrl+z", "ctrl+z")
    assert columns(story) == ["New", "Talking", "Quoted"]
