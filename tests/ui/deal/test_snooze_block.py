"""What the panel says of a deal that is left alone on purpose."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_pipeline.actions.notes import add_note
from desktop_pipeline.actions.snoozing import snooze_deals
from tests.ui.deal.conftest import NOW, World


def asleep(world: World) -> None:
    world.panel.show_deal(world.deal_id)
    until = NOW.date() + timedelta(days=9)
    snooze_deals(world.workspace, [world.deal_id], until=until, why="Their <board> meets", at=NOW)


def test_a_deal_that_sleeps_says_why_and_until_when_and_is_woken_there(world: World) -> None:
    world.panel.show_deal(world.deal_id)
    assert not world.panel.snooze.isVisible()
    asleep(world)
    block = world.panel.snooze
    assert block.isVisible()
    assert block.callout.text == "Asleep until Thu 18 Jun. Their <board> meets"
    QTest.mouseClick(block.wake, Qt.MouseButton.LeftButton)
    assert not block.isVisible()
    world.session.undo()
    assert block.isVisible()


def test_the_next_touch_and_its_day_end_it(world: World) -> None:
    asleep(world)
    world.clock.now = NOW + timedelta(hours=1)
    add_note(world.workspace, world.deal_id, "They called.", at=world.clock())
    assert not world.panel.snooze.isVisible()
    world.session.undo()
    assert world.panel.snooze.isVisible()
    world.clock.now = NOW + timedelta(days=9)
    world.panel.show_deal(world.deal_id)
    assert not world.panel.snooze.isVisible()
