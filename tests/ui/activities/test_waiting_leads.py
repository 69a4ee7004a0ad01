"""New leads that wait, beside what is to be done today."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_pipeline.actions.deals import create_deal, delete_deals
from desktop_pipeline.queries.lists import read_stages
from desktop_pipeline.ui.widgets.lead_clock import timer_of
from tests.ui.activities.conftest import NOW, World


def add_lead(world: World, title: str) -> int:
    first = read_stages(world.workspace, 1)[0].row_id
    return create_deal(world.workspace, title=title, stage_id=first, at=world.clock())


def clear_leads(world: World) -> None:
    delete_deals(world.workspace, list(world.deals.values()), at=NOW)


def test_nobody_waiting_shows_no_section(world: World) -> None:
    clear_leads(world)
    assert not world.page.side.waiting.isVisible()


def test_new_leads_stand_in_today_with_their_clocks_the_longest_wait_first(world: World) -> None:
    clear_leads(world)
    first = add_lead(world, "Stair rail")
    world.clock.now = NOW + timedelta(minutes=50)
    add_lead(world, "Bookcase")
    waiting = world.page.side.waiting
    assert waiting.isVisible()
    assert [(row.lead.title, row.time) for row in waiting.rows] == [("Stair rail", "50 min"), ("Bookcase", "0 min")]
    assert waiting.count.text() == "2"
    world.clock.now = NOW + timedelta(minutes=61)
    timer_of(world.session).ticked.emit()
    assert waiting.rows[0].time == "1 h 1 min"
    assert "target of 1 h has passed" in waiting.rows[0].accessibleName()
    waiting.rows[0].setFocus()
    QTest.keyClick(waiting.rows[0], Qt.Key.Key_Space)
    assert world.opened == [first]


def test_more_than_fit_are_counted(world: World) -> None:
    clear_leads(world)
    for place in range(9):
        add_lead(world, f"Lead {place}")
    waiting = world.page.side.waiting
    assert len(waiting.rows) == 6
    assert waiting.more.text() == "and 3 more"
    assert waiting.more.isVisible()
