"""The clock of a new lead in the panel of its deal."""

from datetime import timedelta

from desktop_pipeline.actions.activities import finish_activity, plan_activity
from desktop_pipeline.actions.deals import create_deal
from desktop_pipeline.ui.widgets.lead_clock import timer_of
from tests.ui.deal.conftest import NOW, World


def test_a_deal_that_was_answered_shows_no_clock(world: World) -> None:
    assert not world.panel.lead.isVisible()
    assert not world.panel.lead.text


def test_the_panel_of_a_new_lead_counts_down_and_then_says_by_how_much_it_is_late(world: World) -> None:
    deal = create_deal(world.workspace, title="Stair rail", stage_id=world.stages["Lead In"], at=NOW)
    world.clock.now = NOW + timedelta(minutes=24)
    world.panel.show_deal(deal)
    block = world.panel.lead
    assert block.isVisible()
    assert block.text == "Waiting 24 min for the first contact. 36 min left of 1 h."
    world.clock.now = NOW + timedelta(minutes=95)
    timer_of(world.session).ticked.emit()
    assert block.text == "Waiting 1 h 35 min for the first contact. The target of 1 h passed 35 min ago."
    call = plan_activity(world.workspace, kind="call", subject="Call", at=world.clock(), deal_id=deal)
    assert block.isVisible()
    finish_activity(world.workspace, call, at=world.clock())
    assert not block.isVisible()
    world.session.undo()
    assert block.isVisible()
