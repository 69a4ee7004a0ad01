"""A rep's morning: what is due today, the call and how it went, the next step, and the deal moves on."""

import pytest

from desktop_pipeline.actions.activities import plan_activity
from desktop_pipeline.actions.deals import create_deal
from desktop_pipeline.actions.workspaces import make_workspace
from desktop_pipeline.domain.money import Money
from desktop_pipeline.storage.workspace import read_clock
from tests.journeys.story import Story

# Offscreen there is no window manager to raise a popup or lend it the keyboard.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def lay_out(story: Story) -> None:
    """Two deals in the first stage; one of them is to be called today."""
    with make_workspace(story.path, template="meeting", owner="Ann Lee", who="Ann Lee") as made:
        stage, owner = made.value("select min(id) from stage where is_open"), made.value("select id from owner")
        deal = 0
        for title in ("Shop windows", "Oak table"):
            value = Money(120000, "EUR")
            deal = create_deal(made, title=title, stage_id=stage, at=read_clock(), value=value, owner_id=owner)
        plan_activity(
            made, kind="call", subject="Call about the oak", at=read_clock(), deal_id=deal, due_on=made.today()
        )


def test_the_call_of_today_is_done_its_next_step_planned_and_the_deal_moved_on(story: Story) -> None:
    lay_out(story)
    story.open()
    story.keys("ctrl+4")
    story.settle()
    assert story.page.current == "activities"
    assert story.focus is not None
    # The first of today has the keys; Space asks how it went, 1 says “Reached”.
    story.keys("space", "1", "Return")
    assert story.rows("select subject, result from activity where done_at is not null") == [
        ("Call about the oak", "Reached")
    ]
    # At once it asks what is next; Enter keeps what was typed.
    story.write("Send the drawing")
    story.keys("Return")
    assert story.rows(
        "select subject, d.title from activity a join deal d on d.id = a.deal_id where done_at is null"
    ) == [("Send the drawing", "Oak table")]
    story.keys("ctrl+1")
    story.point_at("Oak table")
    story.keys("ctrl+Right")
    assert story.stage_of("Oak table") == "Qualified"
    assert story.page.toast.text.startswith("Moved “Oak table” to Qualified")
    # All of the morning is three changes that can be taken back.
    story.keys("ctrl+z", "ctrl+z", "ctrl+z")
    assert story.stage_of("Oak table") == "Lead In"
    assert story.rows("select subject, done_at from activity") == [("Call about the oak", None)]


def test_an_activity_is_planned_from_the_card_and_stands_among_those_of_today(story: Story) -> None:
    lay_out(story)
    story.open()
    story.point_at("Shop windows")
    story.keys("a")
    story.write("Measure the windows")
    story.keys("Return")
    assert story.value("select count(*) from activity where subject = 'Measure the windows'") == 1
    assert story.page.board.canvas.columns[0].list.hasFocus()
