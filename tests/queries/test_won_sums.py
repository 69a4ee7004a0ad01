"""What the board says was won is what every figure says: the value at the close, at the rate of that day."""

from datetime import date
from decimal import Decimal

from desktop_pipeline.actions.currencies import add_currency, add_rate
from desktop_pipeline.actions.deals import delete_deals, win_deals
from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.domain.money import Money
from desktop_pipeline.domain.periods import Period
from desktop_pipeline.queries.board import Board, read_board, read_won_columns
from desktop_pipeline.queries.board_filter import BoardFilter
from desktop_pipeline.queries.figures import Figures
from tests.workspaces import Desk

JANUARY = Period(date(2026, 1, 1), date(2026, 2, 1))


def _board(desk: Desk, text: str = "") -> Board:
    pipeline = int(desk.workspace.value("select id from pipeline"))
    return read_board(desk.workspace, BoardFilter(pipeline, text=text), today=desk.workspace.today())


def test_later_rates_and_later_values_do_not_change_what_was_won(desk: Desk) -> None:
    francs = add_currency(desk.workspace, "CHF")
    add_rate(desk.workspace, francs, from_on=date(2026, 1, 1), rate=Decimal("1.10"))
    add_rate(desk.workspace, francs, from_on=date(2026, 1, 7), rate=Decimal(2))
    swiss, oak, early = (
        desk.deal("Swiss table"),
        desk.deal("Oak desk", value=500_00),
        desk.deal("Oak stool", value=None),
    )
    edit_deal(desk.workspace, swiss, at=desk.now, value=Money(100_00, "CHF"))
    win_deals(desk.workspace, [swiss, oak, early], at=desk.later())
    desk.later(days=3)
    edit_deal(desk.workspace, oak, at=desk.now, value=Money(900_00, "EUR"))
    late = desk.deal("Swiss stool")
    edit_deal(desk.workspace, late, at=desk.now, value=Money(100_00, "CHF"))
    win_deals(desk.workspace, [late], at=desk.later())

    # 100 francs at 1.10, 500 as it was at the close, nothing known, 100 francs at 2.
    board = _board(desk)
    assert (board.won_deals, board.won_value) == (4, 110_00 + 500_00 + 200_00)
    won = Figures(desk.workspace).overview(desk.workspace.today(), JANUARY).won
    assert (won.deals, won.value) == (board.won_deals, board.won_value)
    assert _board(desk, "swiss").won_value == 310_00
    lane, *_after_sale = read_won_columns(desk.workspace, BoardFilter(board.pipeline_id), today=desk.workspace.today())
    assert (lane.deals, lane.value, lane.without_value, lane.without_rate) == (4, 810_00, 1, 0)


def test_what_nobody_can_add_up_is_unknown_and_no_deal_is_nothing(desk: Desk) -> None:
    assert (_board(desk).won_deals, _board(desk).won_value) == (0, 0)
    yen = add_currency(desk.workspace, "JPY")
    foreign, unvalued = desk.deal("Foreign"), desk.deal("Unvalued", value=None)
    edit_deal(desk.workspace, foreign, at=desk.now, value=Money(100, "JPY"))
    win_deals(desk.workspace, [foreign, unvalued], at=desk.later())
    # A rate from a later day does not reach back.
    add_rate(desk.workspace, yen, from_on=date(2026, 1, 7), rate=Decimal("0.01"))
    desk.later(days=3)
    assert (_board(desk).won_deals, _board(desk).won_value) == (2, None)
    assert Figures(desk.workspace).overview(desk.workspace.today(), JANUARY).won.value is None
    delete_deals(desk.workspace, [foreign, unvalued], at=desk.later())
    assert _board(desk).won_value == 0
