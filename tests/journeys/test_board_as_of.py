"""Looking at the board as it stood a week ago, by keys alone: seen, opened, and changed by nothing."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from desktop_pipeline.actions.deals import create_deal, move_deals, win_deals
from desktop_pipeline.actions.workspaces import make_workspace
from desktop_pipeline.domain.money import Money
from desktop_pipeline.storage.workspace import read_clock
from desktop_pipeline.ui.board.past_page import PastPage
from tests.journeys.story import Story

# Menus ask the window system for what this one has not.
pytestmark = pytest.mark.qt_log_ignore(
    r"This plugin does not support raise\(\)", r"This plugin does not support grabbing the keyboard"
)


@pytest.fixture
def company(story: Story) -> Story:
    """Two deals of three weeks ago, one moved on and one won since; a third came yesterday."""
    now = read_clock()
    with make_workspace(story.path, template="meeting", owner="Ann Lee") as made:
        first, second = (row[0] for row in made.rows("select id from stage where is_open order by position limit 2"))
        oak, elm = (
            create_deal(made, title=title, stage_id=first, at=now - timedelta(days=21), value=Money(minor, "EUR"))
            for title, minor in (("Oak table", 120_000), ("Elm bench", 45_000))
        )
        move_deals(made, [oak], second, after=None, at=now - timedelta(days=3))
        win_deals(made, [elm], at=now - timedelta(days=2))
        create_deal(made, title="Ash stool", stage_id=first, at=now - timedelta(days=1))
    story.open()
    return story


def _past(story: Story) -> PastPage:
    page = story.page.screens.screen("past board").widget
    assert isinstance(page, PastPage)
    story.wait(lambda: page.board is not None, "the past never came")
    return page


def _read(page: PastPage) -> list[list[str]]:
    cards = [stage.list.cards for stage in page.stages]
    return [
        [str(each.data(each.index(row), Qt.ItemDataRole.AccessibleTextRole)) for row in range(each.rowCount())]
        for each in cards
    ]


def _told(story: Story) -> list[object]:
    return [
        *story.rows("select id, stage_id, status, rank from deal"),
        story.value("select count(*) from history_event"),
    ]


def test_the_board_of_a_week_ago_is_seen_and_told_and_changed_by_nothing(company: Story) -> None:
    story = company
    before = _told(story)
    story.tab_to("The board as of a past day")
    story.keys("space")
    page = _past(story)
    story.wait(page.stages[0].list.hasFocus, "the first column has not got the keys")
    assert story.page.current == "past board"
    oak, elm = _read(page)[0]
    assert oak.startswith("Oak table, €1,200, 14 days in this stage, since then: Now in ")
    assert "Elm bench" in elm
    assert "since then: Won " in elm
    assert [len(column) for column in _read(page)] == [2, 0, 0, 0, 0]
    assert "Since then 1 moved on, 1 was won; 1 of today’s open deals came after it." in page.changes.text()
    assert "are not kept" in page.limits.text()
    # No key of the board changes anything here.
    for key in ("w", "l", "n", "ctrl+Right", "Delete", "F2", "o"):
        story.keys(key)
        story.settle()
        assert story.page.toast.text == "This is how the board stood. Go back to today to change anything."
        story.page.toast.hide()
    assert _told(story) == before
    story.keys("Return")
    story.wait(lambda: story.page.panel.isVisible() and story.page.panel.deal_id == 1, "the deal was not opened")
    story.keys("Escape")
    story.wait(page.stages[0].list.hasFocus, "the keys did not come back")
    story.keys("Escape")
    story.wait(lambda: story.page.current == "board", "Esc did not lead back to today")
    assert story.stage_of("Oak table") != story.stage_of("Ash stool")


def test_the_day_is_typed_and_the_filter_comes_along(company: Story) -> None:
    story = company
    story.page.board.focus_filter()
    story.write("oak")
    story.keys("Return")
    story.page.look_back()
    page = _past(story)
    assert [len(column) for column in _read(page)] == [1, 0, 0, 0, 0]
    two_days_ago = story.page.board._session.today() - timedelta(days=2)
    story.tab_to("As of ")
    story.keys("Return")
    story.wait(lambda: story.app.activePopupWidget() is not None, "no calendar opened")
    story.write(two_days_ago.isoformat())
    story.keys("Return")
    story.wait(lambda: page.board is not None and page.board.day == two_days_ago, "the day was not taken")
    assert [len(column) for column in _read(page)] == [0, 1, 0, 0, 0]
    page.toolbar.back.click()
    assert story.page.current == "board"
