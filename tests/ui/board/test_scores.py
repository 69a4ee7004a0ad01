"""Scores on the cards, the star of the best fifth, sorting, and how many deals move on in the heads of the columns."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, QPoint, QRectF, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QStyleOptionViewItem, QToolTip
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions import Workspace
from desktop_pipeline.actions.deals import create_deal, lose_deals, move_deals, win_deals
from desktop_pipeline.actions.notes import add_note
from desktop_pipeline.actions.score_rules import add_rule
from desktop_pipeline.domain.money import Money
from desktop_pipeline.domain.scores import Condition, Operator, ScoreField
from desktop_pipeline.queries.board_cards import CardField, DealCard, Order
from desktop_pipeline.queries.board_filter import Attention
from desktop_pipeline.queries.lists import read_pipelines, read_stages
from desktop_pipeline.ui.board.card_delegate import CardDelegate
from desktop_pipeline.ui.board.card_face import CardState
from tests.ui.board.conftest import NOW, World

Show = Callable[[Workspace], World]
# Tooltips without a window system
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def scored(filled: Workspace) -> Workspace:
    """Every deal has 20 points, “Kitchen fronts” 60: a note today."""
    add_rule(filled, Condition(ScoreField.ALWAYS), 20)
    add_rule(filled, Condition(ScoreField.NOTE), 40)
    kitchen = filled.value("select id from deal where title = 'Kitchen fronts'")
    add_note(filled, int(kitchen), "Called.", at=NOW)
    return filled


def card(world: World, title: str) -> DealCard:
    cards = (card for column in world.page.canvas.columns for card in column.list.cards.loaded)
    return next(card for card in cards if card.title == title)


def test_cards_bear_their_score_and_follow_what_is_done(scored: Workspace, show_board: Show) -> None:
    world = show_board(scored)
    assert card(world, "Kitchen fronts").score == 60
    assert card(world, "Meeting pods").score == 20
    add_note(world.workspace, world.deal("Meeting pods"), "Wrote.", at=NOW)
    assert card(world, "Meeting pods").score == 60
    world.session.undo()
    assert card(world, "Meeting pods").score == 20
    add_rule(world.workspace, Condition(ScoreField.VALUE, Operator.AT_LEAST, "1"), 5)
    assert card(world, "Kitchen fronts").score == 65


def test_while_somebody_types_scores_are_asked_once_and_again_after_a_commit(
    scored: Workspace, show_board: Show
) -> None:
    world = show_board(scored)
    known: dict[int, int] = scored.keep("scores on cards", world.session.today(), dict)
    assert known[world.deal("Meeting pods")] == 20
    # What was said of it is not asked again at the next key, however wrong it is.
    known[world.deal("Meeting pods")] = 99
    type_filter(world, "pod")
    assert world.titles(0) == ["Meeting pods"]
    assert card(world, "Meeting pods").score == 99
    add_note(world.workspace, world.deal("Kitchen fronts"), "Wrote.", at=NOW)
    type_filter(world, "pods")
    assert card(world, "Meeting pods").score == 20


def test_without_rules_no_card_bears_a_score(world: World) -> None:
    assert {card.score for column in world.page.canvas.columns for card in column.list.cards.loaded} == {None}


def test_the_badge_is_painted_and_can_be_taken_off(scored: Workspace, show_board: Show) -> None:
    world = show_board(scored)
    delegate, shown = world.page.delegate, card(world, "Meeting pods")
    size = world.column(0).list.visualRect(world.column(0).list.cards.index(0)).size()
    bare = delegate.picture(replace(shown, score=None), size, CardState(), 1.0).toImage()
    assert delegate.picture(shown, size, CardState(), 1.0).toImage() != bare
    world.page.look(world.page.looks.turn(CardField.SCORE))
    assert {card.score for card in world.column(0).list.cards.loaded} == {None}


def test_the_best_fifth_gets_its_star_a_moment_later(scored: Workspace, show_board: Show, qtbot: QtBot) -> None:
    world = show_board(scored)
    best = frozenset({world.deal("Kitchen fronts")})
    qtbot.waitUntil(lambda: world.page.delegate.best == best)
    sentence = world.column(0).list.cards.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert sentence.endswith("score 60, among the best fifth")
    shown, size = card(world, "Kitchen fronts"), world.column(0).list.visualRect(world.column(0).list.cards.index(1))
    starred = world.page.delegate.picture(shown, size.size(), CardState(), 1.0).toImage()
    world.page.delegate.best = frozenset()
    assert world.page.delegate.picture(shown, size.size(), CardState(), 1.0).toImage() != starred


def test_the_tooltip_of_the_badge_lists_the_reasons(scored: Workspace, show_board: Show, qtbot: QtBot) -> None:
    world = show_board(scored)
    qtbot.waitUntil(lambda: bool(world.page.delegate.best))
    deals = world.column(0).list
    index = deals.cards.index(1)
    option = QStyleOptionViewItem()
    option.rect = deals.visualRect(index)
    badge = _badge_of(world.page.delegate, card(world, "Kitchen fronts"), QRectF(option.rect))
    event = QHelpEvent(QEvent.Type.ToolTip, badge, deals.viewport().mapToGlobal(badge))
    assert world.page.delegate.helpEvent(event, deals, option, index)
    for words in ("Among the best fifth", "+20", "Every open deal", "+40", "Note written"):
        assert words in QToolTip.text()
    QToolTip.hideText()


def test_a_column_is_sorted_by_score_and_the_best_stand_on_top(scored: Workspace, show_board: Show) -> None:
    world = show_board(scored)
    world.page.look(world.page.looks.sort(world.column(0).lane, Order.SCORE))
    assert world.titles(0)[0] == "Kitchen fronts"
    assert world.titles(0)[1:] == ["Meeting pods", "Library shelving", "Acoustic panels"]
    add_note(world.workspace, world.deal("Acoustic panels"), "Wrote.", at=NOW)
    assert world.titles(0) == ["Kitchen fronts", "Acoustic panels", "Meeting pods", "Library shelving"]
    world.session.undo()
    assert world.titles(0)[-1] == "Acoustic panels"


def test_the_board_can_show_the_best_fifth_only(scored: Workspace, show_board: Show) -> None:
    world = show_board(scored)
    world.page.show_question({"pipeline": 1, "attention": [Attention.BEST.value]})
    assert [world.titles(place) for place in range(3)] == [["Kitchen fronts"], [], []]


def test_the_best_fifth_is_asked_for_again_without_reading_all_scores_anew(scored: Workspace, show_board: Show) -> None:
    world = show_board(scored)
    best = {"pipeline": 1, "attention": [Attention.BEST.value]}
    world.page.show_question(best)
    known: dict[int, int] = scored.keep("all scores", world.session.today(), dict)
    world.page.show_question({"pipeline": 1})
    # What the program does when idle is a commit of its own.
    with scored.journal.upkeep() as draft:
        draft.execute("update stage set name = name")
    world.page.show_question(best)
    assert scored.keep("all scores", world.session.today(), dict) is known
    assert [world.titles(place) for place in range(3)] == [["Kitchen fronts"], [], []]


def test_a_deal_that_was_won_gives_points_to_the_next_of_its_organisation(filled: Workspace, show_board: Show) -> None:
    add_rule(filled, Condition(ScoreField.BOUGHT_BEFORE), 12)
    create_deal(
        filled,
        title="Phase 2",
        stage_id=read_stages(filled, 1)[0].row_id,
        at=NOW,
        organisation="Copperline Clinics",
        value=None,
        owner_id=1,
    )
    world = show_board(filled)
    assert card(world, "Phase 2").score == 0
    win_deals(filled, [world.deal("Clinic refurbishment")], at=NOW)
    assert card(world, "Phase 2").score == 12
    world.session.undo()
    assert card(world, "Phase 2").score == 0


@pytest.fixture
def seasoned(workspace: Workspace) -> Workspace:
    """Ten deals a step: eight of the first go on and two are lost, half of the second are."""
    stages = [stage.row_id for stage in read_stages(workspace, read_pipelines(workspace)[0].row_id)]
    reason = int(workspace.value("select id from reason where reason_group = 'we_lost'"))
    begun = NOW - timedelta(days=90)
    for number in range(10):
        deal = create_deal(
            workspace, title=f"Past {number}", stage_id=stages[0], at=begun, value=Money(100_000, "EUR"), owner_id=1
        )
        at = begun + timedelta(days=5)
        if number >= 8:
            lose_deals(workspace, [deal], reason_id=reason, note="", at=at)
            continue
        move_deals(workspace, [deal], stages[1], after=None, at=at)
        if number >= 4:
            lose_deals(workspace, [deal], reason_id=reason, note="", at=at + timedelta(days=5))
    return workspace


def test_the_head_tells_how_many_moved_on_with_the_counts(seasoned: Workspace, show_board: Show, qtbot: QtBot) -> None:
    world = show_board(seasoned)
    header = world.column(0).header
    assert header.step_text() == ""
    qtbot.waitUntil(lambda: bool(header.step_text()))
    # Ten are too few for a share alone.
    assert plain(header.step_text()) == "80 % (49 % to 94 %) move on"
    for words in (
        "80 % of deals that reached Lead Generation in the last 12 months went on (8 of 10).",
        "Within 30 days",
    ):
        assert words in plain(header.toolTip())
    assert header.accessibleName().endswith(header.step_text())


def test_few_deals_are_counted_and_a_stage_that_none_reached_says_nothing(
    seasoned: Workspace, show_board: Show, qtbot: QtBot
) -> None:
    world = show_board(seasoned)
    qtbot.waitUntil(lambda: bool(world.column(1).header.step_text()))
    assert world.column(1).header.step_text() == "0 of 4 moved on"
    assert world.column(2).header.step_text() == ""


def type_filter(world: World, text: str) -> None:
    world.page.toolbar.field.setText(text)
    world.page.toolbar.filter_changed.emit()


def plain(words: str) -> str:
    return words.replace("\N{NO-BREAK SPACE}", " ")


def _badge_of(delegate: CardDelegate, shown: DealCard, row: QRectF) -> QPoint:
    return (
        delegate.face.score_rect(shown, delegate.card_rect(row), is_best=shown.deal_id in delegate.best)
        .center()
        .toPoint()
    )
