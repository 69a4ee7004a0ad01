"""What the text filter finds in memory is what the file would answer."""

from pathlib import Path

import pytest

from desktop_pipeline.actions.deals import create_deal, win_deals
from desktop_pipeline.domain.money import Money
from desktop_pipeline.queries.board import list_shown, prepare_text_filter, read_board
from desktop_pipeline.queries.board_cards import CardQuestion
from desktop_pipeline.queries.board_filter import BoardFilter
from desktop_pipeline.queries.board_lanes import stage_lane
from desktop_pipeline.queries.board_order import read_lane
from tests.workspaces import make_desk

_DEALS = (
    ("Müller kitchen", "Lumen Row", Money(100, "EUR")),
    ("Kitchen fronts", "Hollin Bakery", None),
    ("Oak desk", "MULLER & Sons", Money(7_00, "GBP")),
    ("Oak shelves", None, Money(5_00, "EUR")),
)


@pytest.mark.parametrize("text", ["muller", "MÜL", "kitchen", "oak s", "k", "nothing"])
def test_columns_cards_and_what_was_won_hold_the_same_deals_as_the_file(tmp_path: Path, text: str) -> None:
    desk = make_desk(tmp_path)
    won = []
    for title, organisation, value in _DEALS:
        for is_won in (False, True):
            deal_id = create_deal(
                desk.workspace,
                title=title,
                stage_id=desk.stages()[0],
                at=desk.now,
                organisation=organisation,
                value=value,
            )
            won += [deal_id] if is_won else []
    pipeline = int(desk.workspace.value("select id from pipeline"))
    both = BoardFilter(pipeline, text=text)
    before_winning = set(list_shown(desk.workspace, both))
    win_deals(desk.workspace, won, at=desk.later())
    expected = list_shown(desk.workspace, both)
    prepare_text_filter(desk.workspace, both)
    board = read_board(desk.workspace, both, today=desk.workspace.today())
    question = CardQuestion(desk.workspace.today(), desk.now)
    cards = read_lane(desk.workspace, both, stage_lane(desk.stages()[0]), question, offset=0, limit=50)
    assert sorted(card.deal_id for card in cards) == expected
    assert board.columns[0].deals == len(expected)
    assert board.columns[0].without_value == sum(card.value is None for card in cards)
    assert board.columns[0].without_rate == sum(bool(card.value and card.value.currency == "GBP") for card in cards)
    assert board.columns[0].value == sum(
        card.value.minor for card in cards if card.value is not None and card.value.currency == "EUR"
    )
    assert board.won_deals == len(before_winning & set(won))
    desk.workspace.close()
