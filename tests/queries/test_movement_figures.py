"""Movement, hygiene and mix of an open workspace, each figure with its deals."""

from datetime import timedelta

import pytest

from desktop_pipeline.actions.deal_people import add_person
from desktop_pipeline.actions.deals import lose_deals, win_deals
from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.actions.leaving import mark_left
from desktop_pipeline.domain.money import Money
from desktop_pipeline.domain.periods import Period
from desktop_pipeline.metrics.changing.hygiene import Flag, find_pushed, measure_pushes
from desktop_pipeline.metrics.changing.mix import Horizon, HorizonLine, measure_mix
from desktop_pipeline.metrics.changing.movement import Bar, sum_up
from desktop_pipeline.metrics.selection import EVERYTHING
from desktop_pipeline.metrics.telling.parts import Part, PartKind
from desktop_pipeline.queries.figures import Figures
from tests.metrics.recounts import MovedDeal, list_moved
from tests.workspaces import Desk


@pytest.fixture
def figures(desk: Desk) -> Figures:
    """Of a month in which one deal was won, one raised and one lost; two were there before it, on Monday 5 January."""
    raised, won = desk.deal("Raised", value=100), desk.deal("Won", value=200)
    desk.later(days=10)
    lost = desk.deal("Lost", value=40)
    edit_deal(desk.workspace, raised, at=desk.now, value=Money(150, "EUR"))
    win_deals(desk.workspace, [won], at=desk.later())
    lose_deals(desk.workspace, [lost], reason_id=desk.reason(), at=desk.later())
    return Figures(desk.workspace)


def _since_tuesday(desk: Desk) -> Period:
    today = desk.workspace.today()
    return Period(today - timedelta(days=9), today + timedelta(days=1))


def test_every_bar_of_the_movement_opens_its_deals(desk: Desk, figures: Figures) -> None:
    period, today = _since_tuesday(desk), desk.workspace.today()
    asked = figures.ask(today, period)
    movement = sum_up(asked.moves)
    assert (movement.opening.value, movement.closing.value) == (300, 150)
    found = {bar.bar: (bar.value, bar.deals) for bar in movement.bars if bar.deals}
    assert found == {Bar.CREATED: (40, 1), Bar.RAISED: (50, 1), Bar.WON: (200, 1), Bar.LOST: (40, 1)}
    for bar in (movement.opening, *movement.bars, movement.closing):
        behind = figures.deals_behind(today, period, EVERYTHING, Part(PartKind.MOVEMENT, (bar.bar.value,)))
        assert len(behind.ids) == bar.deals
    assert list_moved(asked.moves, Bar.RAISED) == (MovedDeal(1, 50),)


def test_a_flag_opens_its_deals_and_what_only_today_tells_is_judged_today(desk: Desk, figures: Figures) -> None:
    period, today = _since_tuesday(desk), desk.workspace.today()
    person = add_person(desk.workspace, 1, "Nora", role="decides")
    mark_left(desk.workspace, person, left_on=today, at=desk.later())
    figures.forget()
    hygiene = figures.overview(today, period).hygiene
    assert (hygiene.health, hygiene.not_judged) == (0, ())
    for line in hygiene.lines:
        behind = figures.deals_behind(today, period, EVERYTHING, Part(PartKind.FLAG, (line.flag.value,)))
        assert len(behind.ids) == line.deals
    lines = {line.flag: line.deals for line in hygiene.lines}
    assert (lines[Flag.DECISION_MAKER_LEFT], lines[Flag.NO_NEXT_STEP]) == (1, 1)
    yesterday = figures.overview(today - timedelta(days=1), period).hygiene
    assert Flag.DECISION_MAKER_LEFT in yesterday.not_judged


def test_the_mix_follows_what_happened(desk: Desk, figures: Figures) -> None:
    period, today = _since_tuesday(desk), desk.workspace.today()
    asked = figures.ask(today, period)
    mix = measure_mix(asked.moment, asked.population, period)
    assert mix.by_due[-1] == HorizonLine(Horizon.UNDATED, 1, 150)
    (flow,) = mix.flows
    assert (flow.deals_in, flow.value_in, flow.deals_out, flow.value_out, flow.open_value) == (1, 90, 2, 240, 150)
    came = figures.deals_behind(today, period, EVERYTHING, Part(PartKind.CAME_IN, (flow.first_day.isoformat(),)))
    assert len(came.ids) == 1


def test_a_deal_that_was_due_this_week_and_is_due_next_month_was_pushed(desk: Desk, figures: Figures) -> None:
    monday = desk.workspace.today() + timedelta(days=1)
    edit_deal(desk.workspace, 1, at=desk.now, expected_close_on=monday + timedelta(days=3))
    edit_deal(desk.workspace, 1, at=desk.later(days=1), expected_close_on=monday + timedelta(days=30))
    figures.forget()
    week = Period(monday, monday + timedelta(days=7))
    moment = figures.ask(monday, week).moment
    pushes = measure_pushes(find_pushed(moment.before(week.start), moment, week))
    assert (pushes.rate.hits, pushes.rate.n, pushes.mean_days) == (1, 1, 27)
    for kind in (PartKind.DUE_AT_START, PartKind.PUSHED):
        assert figures.deals_behind(monday, week, EVERYTHING, Part(kind)).ids == (1,)
