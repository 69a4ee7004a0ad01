"""What the board tells of what is pointed at: open criteria, slow deals, and heads in whole."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, QPoint, QRectF
from PySide6.QtGui import QHelpEvent, QTextDocumentFragment
from PySide6.QtWidgets import QStyleOptionViewItem, QToolTip

from desktop_pipeline.actions.criteria import tick_criterion
from desktop_pipeline.actions.deals import create_deal
from desktop_pipeline.queries.board_cards import DealCard
from tests.ui.board.conftest import NOW, World

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def plain(markup: str) -> str:
    return QTextDocumentFragment.fromHtml(markup).toPlainText().replace("\N{NO-BREAK SPACE}", " ")


def find_card(world: World, title: str) -> DealCard:
    return next(card for card in world.column(0).list.cards.loaded if card.title == title)


def point_at(world: World, title: str, *, criteria: bool) -> str:
    """What stands in the tooltip over the criteria of a card in the first column, or over its title."""
    deals, delegate, card = world.column(0).list, world.page.delegate, find_card(world, title)
    row = deals.cards.row_of(card.deal_id)
    assert row is not None
    index = deals.cards.index(row)
    option = QStyleOptionViewItem()
    option.rect = deals.visualRect(index)
    rect = delegate.card_rect(QRectF(option.rect))
    place = delegate.face.criteria_rect(card, rect).center() if criteria else rect.topLeft() + QPoint(40, 12)
    event = QHelpEvent(QEvent.Type.ToolTip, place.toPoint(), deals.viewport().mapToGlobal(place.toPoint()))
    assert delegate.helpEvent(event, deals, option, index)
    text = plain(QToolTip.text())
    QToolTip.hideText()
    return text


def test_criteria_name_what_is_still_open(world: World) -> None:
    with world.workspace.journal.change("Criteria") as draft:
        draft.execute("delete from criterion")
        for place, text in enumerate(("Need & price known", "Budget known")):
            draft.execute(
                "insert into criterion (stage_id, position, kind, text, is_required, is_archived)"
                " values (?, ?, 'tick', ?, ?, 0)",
                (world.column(0).stage_id, place, text, place),
            )
    next_stage = world.column(1).name
    told = point_at(world, "Meeting pods", criteria=True)
    assert told == f"Still open before {next_stage}:\n– Need & price known\n– Budget known (required)"
    first, second = (int(number) for (number,) in world.workspace.rows("select id from criterion order by position"))
    tick_criterion(world.workspace, world.deal("Meeting pods"), first, at=NOW)
    told = point_at(world, "Meeting pods", criteria=True)
    assert told == f"Still open before {next_stage}:\n– Budget known (required)"
    tick_criterion(world.workspace, world.deal("Meeting pods"), second, at=NOW)
    assert point_at(world, "Meeting pods", criteria=True) == f"Ready for {next_stage}: all is met"
    # What cannot be seen tells nothing.
    world.page.delegate.face.fields = frozenset()
    assert world.page.delegate.face.criteria_rect(find_card(world, "Meeting pods"), QRectF(0, 0, 231, 94)).isEmpty()


@pytest.mark.parametrize("compact", [False, True])
def test_criteria_are_pointed_at_where_they_are_painted(world: World, *, compact: bool) -> None:
    face, card = world.page.delegate.face, find_card(world, "Meeting pods")
    face.compact = compact
    assert card.asked
    rect = QRectF(0, 0, 231, face.height())
    place = face.criteria_rect(card, rect)
    assert rect.contains(place)
    assert place.bottom() > rect.bottom() - 12
    assert place.right() > rect.right() - 12


def test_a_tinted_card_says_why(world: World) -> None:
    assert "limit" not in point_at(world, "Meeting pods", criteria=False)
    for days, told in (
        (16, "Slow: 16 days in this stage, past its limit"),
        (40, "Stuck: 40 days in this stage, far past its limit"),
    ):
        at = NOW - timedelta(days=days)
        create_deal(world.workspace, title=f"Of {days} days", stage_id=world.column(0).stage_id, at=at)
        assert told in point_at(world, f"Of {days} days", criteria=False)


def test_a_head_says_its_whole_name_and_what_its_marks_mean(world: World) -> None:
    name = "Lead generation & first talks with everybody who decides"
    column = world.column(0)
    with world.workspace.journal.change("Stage") as draft:
        draft.execute("update stage set name = ?, too_many = 1 where id = ?", (name, column.stage_id))
    header = world.column(0).header
    told = plain(header.toolTip())
    assert told.startswith(name)
    assert f"Too many: {header.limit_text()}." in told
    assert "The sum leaves out deals: 1 without a value." in told
    with world.workspace.journal.change("Stage") as draft:
        draft.execute("update stage set too_many = null, too_few = 9 where id = ?", (column.stage_id,))
    assert f"Too few: {header.limit_text()}." in plain(header.toolTip())
