"""A neglected pipeline is cleaned up from the keyboard alone, and what is there twice is found."""

from datetime import timedelta
from pathlib import Path

import pytest

from desktop_pipeline.actions.deals import create_deal
from desktop_pipeline.actions.workspaces import make_workspace
from desktop_pipeline.domain.money import Money
from desktop_pipeline.storage.workspace import read_clock
from desktop_pipeline.ui.acts.lost_dialog import LostDialog
from desktop_pipeline.ui.cadences.start_popover import StartPopover
from desktop_pipeline.ui.hygiene.clean_page import CleanPage
from desktop_pipeline.ui.hygiene.data_page import DataPage
from desktop_pipeline.ui.hygiene.snooze_popover import SnoozePopover
from tests.journeys.story import Story

# Offscreen there is no window manager to raise a popup or lend it the keyboard.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
TITLES = ("Oak table", "Oak tables", "Shop windows", "Bar and counter")


def lay_out(path: Path) -> None:
    """Four deals of one customer that nobody touched for a quarter of a year."""
    with make_workspace(path, template="meeting", owner="Ann Lee", who="Ann Lee") as made:
        stages = [row[0] for row in made.rows("select id from stage where is_open order by position")]
        for place, title in enumerate(TITLES):
            create_deal(
                made,
                title=title,
                stage_id=stages[place],
                at=read_clock() - timedelta(days=90),
                organisation="Hollin Bakery",
                value=Money(100_000 - place, "EUR"),
            )


def go_to(story: Story, words: str) -> None:
    """By the palette, as everything can be reached."""
    story.keys("ctrl+k")
    story.settle(0.2)
    story.write(f">{words}")
    story.settle(0.1)
    story.keys("Return")
    story.settle(0.2)


def wait_for(story: Story, kind: type[object]) -> None:
    story.wait(lambda: isinstance(story.app.activePopupWidget(), kind), "nothing opened")
    story.settle(0.1)


def shown(story: Story, kind: type[CleanPage] | type[DataPage]) -> CleanPage | DataPage:
    page = story.page.findChild(kind)
    assert page is not None
    story.wait(lambda: page.found is not None and story.window.tasks.is_idle, "it was never read")
    story.settle(0.1)
    return page


def count(story: Story) -> int:
    return shown(story, CleanPage).list.model().rowCount()


def test_every_answer_by_its_key_and_back_again(story: Story) -> None:
    lay_out(story.path)
    story.open()
    go_to(story, "Clean up")
    assert count(story) == 4
    story.keys("s")
    wait_for(story, SnoozePopover)
    story.write("On leave")
    story.keys("Return")
    story.wait(lambda: story.value("select count(*) from deal_snooze") == 1)
    assert count(story) == 3
    # The keys are on the deal that took its place.
    story.keys("b")
    story.wait(lambda: story.stage_of("Oak tables") == story.stage_of("Oak table"))
    count(story)
    story.keys("r")
    wait_for(story, StartPopover)
    story.keys("Escape")
    story.wait(lambda: story.app.activePopupWidget() is None)
    story.settle(0.1)
    assert count(story) == 3
    page = shown(story, CleanPage)
    page.list.setFocus()
    story.keys("ctrl+a", "l")
    story.ask(LostDialog)
    story.keys("1", "Return")
    story.answered()
    story.wait(lambda: story.value("select count(*) from deal where status = 'lost'") == 3)
    assert count(story) == 0
    story.keys("ctrl+z")
    story.wait(lambda: story.value("select count(*) from deal where status = 'lost'") == 0)
    assert count(story) == 3


def test_two_that_are_alike_are_told_apart_on_the_data_screen(story: Story) -> None:
    lay_out(story.path)
    story.open()
    go_to(story, "Data quality")
    page = shown(story, DataPage)
    assert page.found is not None
    assert page.list.model().rowCount() == 1
    story.keys("Right", "x")
    story.wait(lambda: story.value("select count(*) from kept_apart") == 1)
    assert story.rows("select subject, first_id, second_id from kept_apart") == [("deal", 1, 2)]
