"""What cadences propose to close stands above the deals to clean up."""

from datetime import timedelta

import pytest

from desktop_pipeline.actions.cadence_rules import add_ready_cadence
from desktop_pipeline.actions.cadences import start_cadence
from desktop_pipeline.ui.hygiene.clean_page import CleanPage
from tests.ui.hygiene.conftest import World

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def test_a_cadence_without_a_reply_is_proposed_above_the_list(clean: World[CleanPage]) -> None:
    proposals = clean.page.proposals
    assert proposals.isHidden()
    cadence = add_ready_cadence(clean.workspace, "re_engage")
    ids = [clean.deals["Stale"], clean.deals["Late"]]
    started = start_cadence(clean.workspace, cadence, ids, at=clean.clock() - timedelta(days=30))
    assert len(started.enrolment_ids) == 2
    clean.page.refresh()
    clean.settle()
    assert [row.row.title for row in proposals.rows] == ["Stale"]
    assert proposals.more.text() == "and 1 more"
    button = proposals.rows[0].close_deal
    row = button.parentWidget()
    assert row is not None
    assert row.rect().contains(button.geometry()), "the button is cut off"
    asked: list[tuple[int, str]] = []
    proposals.close_asked.connect(lambda deal, reason: asked.append((deal, reason)))
    proposals.rows[0].close_deal.click()
    assert asked == [(clean.deals["Stale"], "No answer")]
