"""Cards, table and figures judge the same deal alike: whether it is stale, and when it was last touched."""

from datetime import timedelta

from desktop_pipeline.actions.activities import plan_activity
from desktop_pipeline.actions.deals import lose_deals, reopen_deal
from desktop_pipeline.actions.snoozing import snooze_deals
from desktop_pipeline.metrics.changing.hygiene import find_last_touch
from desktop_pipeline.metrics.days import date_of
from desktop_pipeline.queries.board import list_shown
from desktop_pipeline.queries.board_cards import CardQuestion, read_chosen
from desktop_pipeline.queries.board_filter import Attention, BoardFilter
from desktop_pipeline.queries.deal_question import DealQuestion, Sort, SortKey
from desktop_pipeline.queries.deals_table import read_ids, read_lines
from desktop_pipeline.queries.figures import Figures
from tests.workspaces import Desk


def test_a_deal_that_something_is_planned_with_or_that_is_left_alone_bears_no_stale_mark(desk: Desk) -> None:
    stale, planned, asleep = (desk.deal(title) for title in ("Stale", "Planned", "Asleep"))
    desk.later(days=40)
    today = desk.workspace.today()
    for due in (today - timedelta(days=3), today + timedelta(days=5)):
        plan_activity(desk.workspace, kind="call", subject="Ask", at=desk.now, deal_id=planned, due_on=due)
    snooze_deals(desk.workspace, [asleep], until=today + timedelta(days=9), why="On leave", at=desk.now)
    question = CardQuestion(today, desk.now)
    cards = read_chosen(desk.workspace, [stale, planned, asleep], question)
    assert {card.deal_id: card.untouched for card in cards} == {stale: 40, planned: None, asleep: None}
    pipeline = int(desk.workspace.value("select id from pipeline"))
    assert list_shown(desk.workspace, BoardFilter(pipeline, attention=frozenset({Attention.STALE}))) == [stale]
    # Once it wakes it is stale again.
    desk.later(days=9)
    question = CardQuestion(desk.workspace.today(), desk.now)
    (card,) = read_chosen(desk.workspace, [asleep], question)
    assert card.untouched == 49


def test_to_reopen_a_deal_touches_it(desk: Desk) -> None:
    again, quiet = desk.deal("Again"), desk.deal("Quiet")
    lose_deals(desk.workspace, [again], reason_id=desk.reason(), at=desk.later(days=2))
    reopen_deal(desk.workspace, again, at=desk.later(days=5))
    today = desk.workspace.today()
    told = find_last_touch(Figures(desk.workspace).moment(today)).tolist()
    question = DealQuestion(sorts=(Sort(SortKey.LAST_TOUCH),))
    lines = read_lines(desk.workspace, read_ids(desk.workspace, question), today=today, now=desk.now)
    assert [line.deal_id for line in lines] == [quiet, again]
    assert [line.touched_on for line in lines] == [today - timedelta(days=7), today]
    assert [date_of(day) for day in told] == [today, today - timedelta(days=7)]
