"""Five hundred deals are edited as one change, and undone as one."""

import pytest
from PySide6.QtWidgets import QTableView

from desktop_pipeline.actions.deals import create_deal
from desktop_pipeline.actions.workspaces import make_workspace
from desktop_pipeline.domain.money import Money
from desktop_pipeline.storage.tables import Owner
from desktop_pipeline.storage.workspace import open_workspace, read_clock
from desktop_pipeline.ui.deals.bulk_popover import BulkPopover
from tests.journeys.story import Story
from tests.workspaces import Content, read_content

# Offscreen there is no window manager to raise a popup or lend it the keyboard.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

DEALS = 500


def lay_out(story: Story) -> None:
    with make_workspace(story.path, template="meeting", owner="Ann Lee", who="Ann Lee") as made:
        stages = [row[0] for row in made.rows("select id from stage where is_open order by position")]
        with made.journal.change("Team", sealed=True) as draft:
            draft.insert(Owner, name="Ben Okoro", is_active=True)
        for number in range(DEALS):
            stage, value = stages[number % len(stages)], Money(1000 * number, "EUR")
            create_deal(made, title=f"Deal {number}", stage_id=stage, at=read_clock(), value=value)


def content(story: Story) -> Content:
    with open_workspace(story.path, read_only=True) as workspace:
        return read_content(workspace)


def test_five_hundred_deals_get_another_owner_and_day_at_once_and_one_undo_takes_it_back(story: Story) -> None:
    lay_out(story)
    before = content(story)
    story.open()
    story.keys("ctrl+2")
    story.settle(0.2)
    assert isinstance(story.focus, QTableView)
    story.keys("ctrl+a", "e")
    story.wait(lambda: isinstance(story.app.activePopupWidget(), BulkPopover))
    popover = story.app.activePopupWidget()
    assert isinstance(popover, BulkPopover)
    assert popover.title.text() == "Edit 500 deals"
    # The owner has the keys; a letter chooses. Then past the stage to the expected close.
    story.write("Ben")
    story.keys("Tab", "Tab")
    story.write("2027-01-15")
    story.keys("Return")
    story.wait(lambda: story.app.activePopupWidget() is None)
    assert story.rows(
        "select count(*), w.name, expected_close_on from deal d join owner w on w.id = d.owner_id group by 2, 3"
    ) == [(DEALS, "Ben Okoro", "2027-01-15")]
    assert story.page.toast.text.startswith("Changed 500 deals")
    assert isinstance(story.focus, QTableView)
    story.keys("ctrl+z")
    assert content(story) == before
    story.keys("ctrl+shift+z")
    assert story.value("select count(distinct owner_id) from deal") == 1
    story.keys("ctrl+z")
    assert content(story) == before


def test_what_cannot_be_done_to_one_of_them_is_done_to_none(story: Story) -> None:
    lay_out(story)
    before = content(story)
    story.open()
    story.keys("ctrl+2")
    story.settle(0.2)
    story.keys("ctrl+a", "e")
    story.wait(lambda: isinstance(story.app.activePopupWidget(), BulkPopover))
    popover = story.app.activePopupWidget()
    assert isinstance(popover, BulkPopover)
    story.keys("Return")
    assert "Nothing is to be changed yet" in popover.error
    story.keys("Tab", "Tab")
    story.write("the day after")
    story.keys("Return")
    assert popover.error
    story.keys("Escape")
    assert content(story) == before
