"""Which leads wait, beside the figure that counts the same (METRICS §10)."""

from datetime import date, timedelta

import pytest

from desktop_pipeline.actions.activities import finish_activity, plan_activity, reopen_activity
from desktop_pipeline.actions.deals import delete_deals, lose_deals, move_deals
from desktop_pipeline.actions.milestones import mark_milestone
from desktop_pipeline.actions.workspace_settings import set_response_target
from desktop_pipeline.domain.milestones import Milestone
from desktop_pipeline.domain.periods import Period
from desktop_pipeline.metrics.people.leads import measure_leads
from desktop_pipeline.queries.board_cards import CardQuestion, read_chosen
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.queries.new_leads import read_clock, read_waiting_leads
from tests.workspaces import Desk


def waiting(desk: Desk) -> list[str]:
    return [lead.title for lead in read_waiting_leads(desk.workspace, now=desk.now, limit=50).leads]


def touch(desk: Desk, deal: int, kind: str) -> int:
    activity = plan_activity(desk.workspace, kind=kind, subject="x", at=desk.now, deal_id=deal)
    finish_activity(desk.workspace, activity, at=desk.now)
    return activity


@pytest.mark.parametrize("kind", ["call", "email", "meeting"])
def test_the_first_contact_stops_the_clock_and_taking_it_back_starts_it_again(desk: Desk, kind: str) -> None:
    deal = desk.deal("Oak table")
    began = desk.now
    desk.later(minutes=25)
    clock = read_clock(desk.workspace, deal, now=desk.now)
    assert clock is not None
    assert (clock.since, clock.waited(desk.now), clock.is_late(desk.now)) == (began, timedelta(minutes=25), False)
    activity = touch(desk, deal, kind)
    assert read_clock(desk.workspace, deal, now=desk.now) is None
    reopen_activity(desk.workspace, activity)
    assert read_clock(desk.workspace, deal, now=desk.now) is not None
    desk.journal.undo()
    assert waiting(desk) == []


@pytest.mark.parametrize("kind", ["visit", "task"])
def test_what_is_no_contact_of_the_kind_that_counts_leaves_the_clock_running(desk: Desk, kind: str) -> None:
    touch(desk, desk.deal("Oak table"), kind)
    plan_activity(desk.workspace, kind="call", subject="later", at=desk.now, deal_id=1)
    assert waiting(desk) == ["Oak table"]


def test_only_open_leads_wait_and_for_thirty_days(desk: Desk) -> None:
    names = ("moved", "lost", "gone", "marked", "waits", "back")
    deals = {name: desk.deal(name) for name in names}
    stages = desk.stages()
    sql = desk.workspace.value("select min(id) from stage where milestone = 'sql'")
    move_deals(desk.workspace, [deals["moved"], deals["back"]], sql or stages[1], after=None, at=desk.later())
    move_deals(desk.workspace, [deals["back"]], stages[0], after=None, at=desk.later())
    lose_deals(desk.workspace, [deals["lost"]], reason_id=desk.reason(), note="", at=desk.now)
    delete_deals(desk.workspace, [deals["gone"]], at=desk.now)
    mark_milestone(desk.workspace, deals["marked"], Milestone.SQL, on=desk.now.date())
    assert waiting(desk) == ["waits"]
    desk.later(days=30)
    assert waiting(desk) == []


def test_those_who_wait_longest_stand_first_and_the_rest_is_counted(desk: Desk) -> None:
    for title in ("first", "second", "third"):
        desk.deal(title)
        desk.later(minutes=10)
    found = read_waiting_leads(desk.workspace, now=desk.now, limit=2)
    assert (found.count, [lead.title for lead in found.leads]) == (3, ["first", "second"])
    nobody = read_waiting_leads(
        desk.workspace, now=desk.now, limit=2, owner_ids=frozenset({desk.id_of("owner", "Ben")})
    )
    assert nobody.count == 0


def test_the_target_is_a_setting_that_can_be_taken_back(desk: Desk) -> None:
    deal = desk.deal()
    desk.later(minutes=20)
    set_response_target(desk.workspace, 15)
    clock = read_clock(desk.workspace, deal, now=desk.now)
    assert clock is not None
    assert clock.is_late(desk.now)
    desk.journal.undo()
    clock = read_clock(desk.workspace, deal, now=desk.now)
    assert clock is not None
    assert not clock.is_late(desk.now)


def test_a_card_bears_the_clock_of_its_deal(desk: Desk) -> None:
    new, answered = desk.deal("new"), desk.deal("answered")
    touch(desk, answered, "call")
    question = CardQuestion(desk.now.date(), desk.now)
    cards = {card.title: card.clock for card in read_chosen(desk.workspace, [new, answered], question)}
    assert cards["answered"] is None
    assert cards["new"] == read_clock(desk.workspace, new, now=desk.now)


def test_the_leads_that_wait_are_those_that_the_figure_calls_waiting_or_unanswered(desk: Desk) -> None:
    for place in range(6):
        deal = desk.deal(f"lead {place}")
        if place % 3 == 0:
            touch(desk, deal, "call")
        desk.later(minutes=25)
    moment = Figures(desk.workspace).moment(desk.now.date())
    period = Period(date(2026, 1, 1), date(2027, 1, 1))
    chosen = moment.snapshot.exists
    now = int(desk.now.timestamp() * 1_000_000)
    response = measure_leads(moment, chosen, period, now=now).response
    found = read_waiting_leads(desk.workspace, now=desk.now, limit=50)
    late = sum(lead.clock.is_late(desk.now) for lead in found.leads)
    assert (response.unanswered, response.waiting) == (late, found.count - late) == (2, 2)


def test_a_lead_whose_file_tells_the_last_contact_does_not_wait(desk: Desk) -> None:
    deal = desk.deal("imported")
    assert waiting(desk) == ["imported"]
    with desk.journal.change("Imported") as draft:
        draft.execute("update deal set last_touch_on = ? where id = ?", (desk.now.date().isoformat(), deal))
    assert waiting(desk) == []
