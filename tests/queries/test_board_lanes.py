"""Months, orders and filters of the board, held against a plain reading of all deals."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_pipeline.actions.activities import plan_activity
from desktop_pipeline.actions.deals import move_deals
from desktop_pipeline.actions.notes import add_note
from desktop_pipeline.domain.money import Money
from desktop_pipeline.queries.board import read_board
from desktop_pipeline.queries.board_cards import CardField, CardQuestion, Order
from desktop_pipeline.queries.board_filter import Attention, BoardFilter, CloseSpan
from desktop_pipeline.queries.board_lanes import (
    LATER,
    NO_DATE,
    OVERDUE,
    Axis,
    Lane,
    LaneKind,
    month_lane,
    month_lanes,
    place_close,
    stage_lane,
)
from desktop_pipeline.queries.board_order import find_row, list_lane, read_lane
from desktop_pipeline.storage.tables import Currency, CurrencyRate
from tests.workspaces import Desk, desk

__all__ = ["desk"]
DAYS = st.dates(date(1, 1, 1), date(9990, 12, 31))


@given(DAYS, st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_every_day_stands_in_one_of_the_months_that_are_shown(day: date, today: date) -> None:
    assert month_lane(day, today) in month_lanes(today)
    assert month_lane(None, today).number == NO_DATE


@given(DAYS | st.none(), st.dates(date(2000, 1, 1), date(2100, 12, 31)), st.data())
def test_a_deal_put_into_a_month_stands_there(day: date | None, today: date, data: st.DataObject) -> None:
    lane = data.draw(st.sampled_from([lane for lane in month_lanes(today) if lane.number != OVERDUE]))
    assert month_lane(place_close(day, lane, today), today) == lane


def test_the_day_of_the_month_is_kept_where_it_can_be() -> None:
    today = date(2026, 1, 12)
    march, february = Lane(LaneKind.MONTH, 2026 * 12 + 2), Lane(LaneKind.MONTH, 2026 * 12 + 1)
    january = Lane(LaneKind.MONTH, 2026 * 12)
    assert place_close(date(2026, 1, 31), march, today) == date(2026, 3, 31)
    assert place_close(date(2026, 1, 31), february, today) == date(2026, 2, 28)
    # The 5th has passed: the last day of the month has not.
    assert place_close(date(2025, 11, 5), january, today) == date(2026, 1, 31)
    assert place_close(date(2026, 1, 31), Lane(LaneKind.MONTH, NO_DATE), today) is None
    assert place_close(date(2026, 1, 31), Lane(LaneKind.MONTH, LATER), today) == date(2026, 6, 30)


def test_the_board_by_month_adds_each_deal_up_once(desk: Desk) -> None:
    today = desk.workspace.today()
    closes = [today - timedelta(days=1), today, date(2026, 2, 3), date(2026, 12, 31), date(9999, 12, 31), None]
    for place, close in enumerate(closes):
        desk.deal(f"Deal {place}", stage=place % 3, value=100 * 10**place, expected_close_on=close)
    board = read_board(desk.workspace, BoardFilter(1), today=today, axis=Axis.MONTH)
    sums = {column.lane.number: (column.deals, column.value) for column in board.columns if column.deals}
    assert sums == {
        OVERDUE: (1, 100),
        2026 * 12: (1, 1_000),
        2026 * 12 + 1: (1, 10_000),
        LATER: (2, 100_000 + 1_000_000),
        NO_DATE: (1, 10_000_000),
    }
    question = CardQuestion(today, desk.now, Order.CLOSE)
    for column in board.columns:
        cards = read_lane(desk.workspace, BoardFilter(1), column.lane, question, offset=0, limit=10)
        assert len(cards) == column.deals


@pytest.mark.parametrize("order", [order for order in Order if order is not Order.WON])
@pytest.mark.parametrize("text", ["", "deal"])
def test_pages_rows_and_slots_agree_in_every_order(desk: Desk, order: Order, text: str) -> None:
    _fill(desk)
    board_filter, lane = BoardFilter(1, text=text), stage_lane(desk.stages()[0])
    question = CardQuestion(desk.workspace.today(), desk.now, order)
    whole = list_lane(desk.workspace, board_filter, lane, question)
    paged = [
        card.deal_id
        for offset in range(0, 12, 3)
        for card in read_lane(desk.workspace, board_filter, lane, question, offset=offset, limit=3)
    ]
    assert paged == whole
    assert [find_row(desk.workspace, board_filter, lane, question, deal) for deal in whole] == list(range(len(whole)))
    # What comes from another stage lands where it was told it would.
    newcomer = desk.deal("Deal of another stage", stage=1, value=555, expected_close_on=date(2026, 2, 2))
    at = desk.later()
    moved = CardQuestion(desk.workspace.today(), at, order)
    told = find_row(desk.workspace, board_filter, lane, moved, newcomer, enters=True)
    move_deals(desk.workspace, [newcomer], lane.number, after=None, at=at, why="seen")
    if order is not Order.HAND:
        assert list_lane(desk.workspace, board_filter, lane, moved).index(newcomer) == told


def test_values_are_ordered_across_currencies_and_unknown_ones_come_last(desk: Desk) -> None:
    with desk.journal.change("Rates") as draft:
        pound = draft.value("select id from currency where code = 'GBP'") or draft.insert(Currency, code="GBP")
        draft.insert(CurrencyRate, currency=pound, from_on=desk.workspace.today(), rate="1.2")
    made = {title: desk.deal(title, value=None) for title in ("none", "euro 110", "pound 100", "franc")}
    with desk.journal.change("Values") as draft:
        for title, minor, currency in (("euro 110", 11_000, "EUR"), ("pound 100", 10_000, "GBP"), ("franc", 9, "CHF")):
            draft.execute("update deal set value = ?, currency = ? where id = ?", (minor, currency, made[title]))
    question = CardQuestion(desk.workspace.today(), desk.now, Order.VALUE)
    order = list_lane(desk.workspace, BoardFilter(1), stage_lane(desk.stages()[0]), question)
    assert order[:2] == [made["pound 100"], made["euro 110"]]
    shown = BoardFilter(1, least=11_500)
    assert list_lane(desk.workspace, shown, stage_lane(desk.stages()[0]), question) == [made["pound 100"]]


@pytest.mark.parametrize(
    ("span", "first", "last", "found"),
    [
        (CloseSpan.OVERDUE, None, None, ["past"]),
        (CloseSpan.THIS_MONTH, None, None, ["past", "soon"]),
        (CloseSpan.NEXT_MONTH, None, None, ["next"]),
        (CloseSpan.NO_DATE, None, None, ["never"]),
        (CloseSpan.RANGE, date(2026, 1, 5), date(2026, 2, 1), ["soon"]),
        (CloseSpan.RANGE, date(2026, 2, 2), None, ["next"]),
        (CloseSpan.RANGE, None, date(2026, 1, 4), ["past"]),
    ],
)
def test_expected_close_filters(
    desk: Desk, span: CloseSpan, first: date | None, last: date | None, found: list[str]
) -> None:
    closes = {"past": date(2026, 1, 4), "soon": date(2026, 1, 31), "next": date(2026, 2, 28), "never": None}
    for title, close in closes.items():
        desk.deal(title, expected_close_on=close)
    shown = BoardFilter(1, closes=span, closes_from=first, closes_until=last)
    question = CardQuestion(desk.workspace.today(), desk.now, Order.CLOSE)
    cards = read_lane(desk.workspace, shown, stage_lane(desk.stages()[0]), question, offset=0, limit=9)
    assert [card.title for card in cards] == found
    assert read_board(desk.workspace, shown, today=desk.workspace.today()).columns[0].deals == len(found)


def test_what_needs_attention_is_found_as_the_cards_tell_it(desk: Desk) -> None:
    old, touched, planned = desk.deal("Old"), desk.deal("Touched"), desk.deal("Planned")
    desk.later(days=20)
    assert _attention(desk, Attention.STALE) == set()
    desk.later(days=12)
    add_note(desk.workspace, touched, "They called.", at=desk.now)
    today = desk.workspace.today()
    plan_activity(
        desk.workspace, kind="call", subject="Call", at=desk.now, deal_id=planned, due_on=today + timedelta(5)
    )
    fresh = desk.deal("Fresh")
    assert _attention(desk, Attention.STALE) == {old}
    assert _attention(desk, Attention.SLOW) == {old, touched, planned}
    assert _attention(desk, Attention.NO_STEP) == {old, touched, fresh}
    assert _attention(desk, Attention.LATE_STEP) == set()
    desk.later(days=6)
    assert _attention(desk, Attention.LATE_STEP) == {planned}
    assert _attention(desk, Attention.STALE) == {old, planned}
    assert _attention(desk, Attention.SLOW, Attention.LATE_STEP) == {old, touched, planned}
    question = CardQuestion(desk.workspace.today(), desk.now)
    cards = read_lane(desk.workspace, BoardFilter(1), stage_lane(desk.stages()[0]), question, offset=0, limit=9)
    assert {card.deal_id for card in cards if card.untouched is not None} == {old, planned}
    assert next(card.untouched for card in cards if card.deal_id == old) == 38


def test_products_and_source_are_read_where_they_are_shown(desk: Desk) -> None:
    desk.deal("Oak table")
    lane = stage_lane(desk.stages()[0])
    with desk.journal.change("More") as draft:
        draft.execute("insert into source (name, is_active) values ('Fair', 1)")
        draft.execute("update deal set source_id = (select id from source where name = 'Fair')")
    plain = CardQuestion(desk.workspace.today(), desk.now)
    shown = CardQuestion(desk.workspace.today(), desk.now, fields=frozenset({CardField.SOURCE, CardField.CRITERIA}))
    (bare,) = read_lane(desk.workspace, BoardFilter(1), lane, plain, offset=0, limit=9)
    (full,) = read_lane(desk.workspace, BoardFilter(1), lane, shown, offset=0, limit=9)
    assert (bare.source, bare.asked) == (None, 0)
    assert full.source == "Fair"
    assert full.asked > 0


def _fill(desk: Desk) -> None:
    values = (None, 500, 200, 500, 90_000)
    closes = (date(2026, 3, 1), None, date(2026, 1, 20))
    for place in range(10):
        made = desk.deal(
            f"Deal {chr(ord('A') + place * 7 % 10)}", value=values[place % 5], expected_close_on=closes[place % 3]
        )
        if place % 4 == 0:
            due = desk.workspace.today() + timedelta(days=place)
            plan_activity(desk.workspace, kind="call", subject="Call", at=desk.now, deal_id=made, due_on=due)
        desk.later(hours=7)


def _attention(desk: Desk, *wanted: Attention) -> set[int]:
    shown = BoardFilter(1, attention=frozenset(wanted))
    question = CardQuestion(desk.workspace.today(), desk.now)
    return set(list_lane(desk.workspace, shown, stage_lane(desk.stages()[0]), question))


def test_money_is_what_the_filter_says(desk: Desk) -> None:
    desk.deal("Cheap", value=10_000)
    desk.deal("Dear", value=10_001)
    desk.deal("Unknown", value=None)
    shown = BoardFilter(1, most=10_000)
    (column, *_) = read_board(desk.workspace, shown, today=desk.workspace.today()).columns
    assert (column.deals, column.value) == (1, Money(10_000, "EUR").minor)
