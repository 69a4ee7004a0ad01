"""The calls of a day: a reminder leads to the first, the others follow one after the other, what is late is moved."""

from datetime import timedelta

import pytest

from desktop_pipeline.actions.activities import plan_activity
from desktop_pipeline.actions.deals import create_deal
from desktop_pipeline.actions.workspaces import make_workspace
from desktop_pipeline.domain.money import Money
from desktop_pipeline.domain.recurring import Repeat, Unit
from desktop_pipeline.storage.workspace import read_clock
from tests.journeys.story import Story

# Offscreen there is no window manager to raise a popup or lend it the keyboard.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def lay_out(story: Story) -> None:
    """A call to be reminded of now, which comes again each week, another call, and an e-mail that is late."""
    with make_workspace(story.path, template="meeting", owner="Ann Lee", who="Ann Lee") as made:
        stage, owner = made.value("select min(id) from stage where is_open"), made.value("select id from owner")
        at, today = read_clock(), made.today()
        deals = [
            create_deal(made, title=title, stage_id=stage, at=at, value=Money(euros * 100, "EUR"), owner_id=owner)
            for title, euros in (("Shop windows", 9_000), ("Oak table", 1_200))
        ]
        plan_activity(
            made,
            kind="call",
            subject="Ask about the glass",
            at=at,
            deal_id=deals[0],
            due_on=today,
            remind_before=24 * 60,
            repeat=Repeat(1, Unit.WEEK),
        )
        plan_activity(made, kind="call", subject="Call about the oak", at=at, deal_id=deals[1], due_on=today)
        late = today - timedelta(days=3)
        plan_activity(made, kind="email", subject="Send the list", at=at, deal_id=deals[1], due_on=late)


def test_a_day_of_calls_from_the_reminder_to_the_last_one_by_keys_alone(story: Story) -> None:
    lay_out(story)
    story.open()
    story.page.window().reminding.begin()  # type: ignore[attr-defined] # a moment sooner than by itself
    story.settle()
    # F8 goes to the reminder, Enter opens what it is about.
    story.keys("F8", "Return")
    assert story.page.current == "activities"
    # C begins with the weightiest call; 1 is “Reached”. It comes again by itself, so nothing is asked.
    story.keys("c", "1", "Return")
    story.settle(0.2)
    assert story.rows("select subject, result from activity where done_at is not null") == [
        ("Ask about the glass", "Reached")
    ]
    # The second card is there: nobody answers, and the same is planned for tomorrow.
    story.keys("2", "Return")
    story.keys("Return")
    story.settle(0.2)
    assert story.value("select count(*) from activity where subject = 'Call about the oak' and done_at is null") == 1
    today = story.value("select max(date(done_at / 1000000, 'unixepoch')) from activity")
    assert story.value("select count(*) from activity where subject = 'Ask about the glass' and done_at is null") == 1
    # L moves what is late; Enter takes today.
    story.keys("l", "Return")
    assert story.value("select due_on from activity where subject = 'Send the list'") == today
    # All of it is four changes that can be taken back.
    story.keys("ctrl+z", "ctrl+z", "ctrl+z", "ctrl+z")
    assert story.value("select count(*) from activity where done_at is not null") == 0
    assert story.value("select count(*) from activity") == 3
