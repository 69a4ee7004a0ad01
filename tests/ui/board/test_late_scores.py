"""In a long file the cards come first and their scores a moment later, in a place that was kept for them."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions import Workspace
from desktop_pipeline.actions.deal_marks import add_label
from desktop_pipeline.actions.deals import create_deal, lose_deals, move_deals, win_deals
from desktop_pipeline.actions.notes import add_note
from desktop_pipeline.actions.organisations import edit_organisation
from desktop_pipeline.actions.score_rules import add_rule
from desktop_pipeline.domain.scores import Condition, ScoreField
from desktop_pipeline.queries.board_cards import DealCard, Order
from desktop_pipeline.queries.board_filter import Attention
from desktop_pipeline.queries.ideal_profile import hand_profile
from desktop_pipeline.queries.lists import read_stages
from desktop_pipeline.queries.scores import read_all_scores
from desktop_pipeline.ui.board.card_face import CardState
from tests.ui.board.conftest import NOW, World

Show = Callable[[Workspace], World]


@pytest.fixture
def long(filled: Workspace) -> Workspace:
    """A file of which nobody would like to wait until all deals were gone through."""
    add_rule(filled, Condition(ScoreField.ALWAYS), 20)
    add_rule(filled, Condition(ScoreField.IDEAL), 10)
    with filled.journal.change("Many deals came and went") as draft:
        draft.execute("update sqlite_sequence set seq = 60000 where name = 'deal'")
    stage = read_stages(filled, 1)[0].row_id
    create_deal(filled, title="The last one", stage_id=stage, at=NOW, organisation="Hollin Bakery")
    return filled


def cards(world: World) -> list[DealCard]:
    return [card for column in world.page.canvas.columns for card in column.list.cards.loaded]


def are_scored(world: World) -> bool:
    return all(card.score is not None and not card.awaits_score for card in cards(world))


def check_scores(world: World) -> None:
    with world.workspace.reading() as view:
        assert {card.deal_id: card.score for card in cards(world)} == read_all_scores(view, today=world.session.today())


def test_cards_are_shown_before_their_scores_which_come_by_themselves(
    long: Workspace, show_board: Show, qtbot: QtBot
) -> None:
    world = show_board(long)
    assert {(card.score, card.awaits_score) for card in cards(world)} == {(None, True)}
    assert hand_profile(long) is None
    sentence = world.column(0).list.cards.index(0)
    assert "score" not in sentence.data(Qt.ItemDataRole.AccessibleTextRole)
    qtbot.waitUntil(lambda: are_scored(world))
    check_scores(world)
    assert "score 20" in sentence.data(Qt.ItemDataRole.AccessibleTextRole)
    # From now on they are there at once.
    move_deals(long, [world.deal("Meeting pods")], world.column(1).stage_id, after=None, at=NOW)
    world.page.reload()
    assert are_scored(world)


def test_a_short_file_has_its_scores_at_once(filled: Workspace, show_board: Show) -> None:
    add_rule(filled, Condition(ScoreField.IDEAL), 10)
    world = show_board(filled)
    assert are_scored(world)
    check_scores(world)


def test_without_points_for_the_ideal_customer_a_long_file_has_them_at_once(long: Workspace, show_board: Show) -> None:
    with long.journal.change("Another rule") as draft:
        draft.execute("delete from score_rule where field = 'ideal_customer'")
    world = show_board(long)
    assert are_scored(world)
    check_scores(world)


def test_what_is_done_before_the_scores_come_is_in_them(long: Workspace, show_board: Show, qtbot: QtBot) -> None:
    add_rule(long, Condition(ScoreField.NOTE), 40)
    add_rule(long, Condition(ScoreField.BOUGHT_BEFORE), 9)
    world = show_board(long)
    add_note(long, world.deal("Meeting pods"), "Called.", at=NOW)
    win_deals(long, [world.deal("Kitchen fronts")], at=NOW)
    assert {card.score for card in cards(world)} == {None}
    qtbot.waitUntil(lambda: are_scored(world))
    check_scores(world)
    assert {card.score for card in cards(world) if card.title in {"Meeting pods", "The last one"}} == {60, 29}


def test_a_commit_while_they_are_worked_out_has_them_worked_out_again(
    long: Workspace, show_board: Show, qtbot: QtBot
) -> None:
    stage, reason = read_stages(long, 1)[0].row_id, int(long.value("select min(id) from reason"))
    lost = [create_deal(long, title="Lost", stage_id=stage, at=NOW, organisation="Elsewhere") for _ in range(6)]
    lose_deals(long, lost, reason_id=reason, note="", at=NOW)
    bought = [create_deal(long, title="Bought", stage_id=stage, at=NOW, organisation="Petrel") for _ in range(6)]
    edit_organisation(long, int(long.value("select id from organisation where name = 'Petrel'")), industry="Culture")
    win_deals(long, bought[:4], at=NOW)
    world = show_board(long)
    world.page._contents.scores.ask()
    # It was read, and nobody has heard of it yet: with the fifth that is won there is something to tell.
    assert world.tasks._pool.waitForDone()
    win_deals(long, bought[4:5], at=NOW)
    assert {card.score for card in cards(world)} == {None}
    qtbot.waitUntil(lambda: are_scored(world))
    check_scores(world)
    assert {card.score for card in cards(world) if card.title == "Bought"} == {30}


def test_a_column_by_score_and_the_best_fifth_do_not_wait(long: Workspace, show_board: Show) -> None:
    add_rule(long, Condition(ScoreField.NOTE), 40)
    add_note(long, int(long.value("select id from deal where title = 'Kitchen fronts'")), "Called.", at=NOW)
    world = show_board(long)
    world.page.look(world.page.looks.sort(world.column(0).lane, Order.SCORE))
    assert world.titles(0)[0] == "Kitchen fronts"
    assert are_scored(world)
    world.page.look(world.page.looks.sort(world.column(0).lane, Order.HAND))
    world.page.show_question({"pipeline": 1, "attention": [Attention.BEST.value]})
    assert [world.titles(place) for place in range(3)] == [["Kitchen fronts"], [], []]


def test_nothing_else_on_the_card_moves_when_the_score_comes(long: Workspace, show_board: Show, qtbot: QtBot) -> None:
    deal = int(long.value("select id from deal where title = 'Meeting pods'"))
    for name in ("Tender", "Returning customer", "Urgent", "North", "South"):
        add_label(long, deal, name)
    world = show_board(long)
    qtbot.waitUntil(lambda: are_scored(world))
    scored = next(card for card in cards(world) if card.deal_id == deal)
    awaiting = replace(scored, score=None, awaits_score=True)
    bare = replace(scored, score=None)
    width = world.column(0).list.visualRect(world.column(0).list.cards.index(0)).width()
    moved = 0
    # At some of these widths one more label would fit where the score is to stand.
    for wide in range(width - 60, width + 60):
        left, without, with_score = (paint(world, card, wide) for card in (awaiting, bare, scored))
        assert left == with_score
        moved += without != with_score
    assert moved


def paint(world: World, card: DealCard, width: int) -> QImage:
    """The card without the place of its score."""
    delegate = world.page.delegate
    delegate.best = frozenset()
    size = QSize(width, delegate.row_height())
    image = delegate.picture(card, size, CardState(), 1.0).toImage()
    badge = delegate.face.score_rect(replace(card, score=20), delegate.card_rect(image.rect().toRectF()), is_best=False)
    return image.copy(0, 0, round(badge.left()) - 1, image.height())
