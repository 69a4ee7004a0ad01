"""The board and the toast beside the open deal panel, and what the window says of values nobody knows."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLabel, QMessageBox, QStyle, QWidget
from pytestqt.qtbot import QtBot

from desktop_pipeline.storage.tables import Deal
from desktop_pipeline.ui.board.board_keys import Ask
from desktop_pipeline.ui.session import Session
from tests.gallery import SIZES, Look, Stage, open_stage


@pytest.fixture
def stage(request: pytest.FixtureRequest, qtbot: QtBot) -> Iterator[Stage]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    with open_stage(app, Look(size=getattr(request, "param", SIZES[0]))) as opened:
        opened.enter()
        yield opened


def session_of(stage: Stage) -> Session:
    assert stage.window.session is not None
    return stage.window.session


def placed(widget: QWidget, page: QWidget) -> QRect:
    return QRect(widget.mapTo(page, QPoint()), widget.size())


@pytest.mark.parametrize("stage", SIZES, indirect=True)
def test_an_opened_deal_stands_left_of_its_panel_and_no_toast_lies_on_the_panel(stage: Stage) -> None:
    page, board = stage.page, stage.page.board
    board.act(Ask.SEND_RIGHT)
    for column in board.canvas.columns:
        page.open_deal(column.list.cards.loaded_ids[0])
        stage.settle()
        assert placed(column, page).right() <= page.panel.x()
        assert placed(column, page).left() >= page.navigation.width()
        body = page.toast.body().toRect().translated(page.toast.pos())
        assert page.navigation.width() <= body.left()
        assert body.right() <= page.panel.x()
    page.close_panel()
    stage.settle()
    assert board.area.width() == board.width()


def test_a_long_toast_is_no_wider_than_840(stage: Stage) -> None:
    stage.page.toast.show_text("Moved “" + "long words " * 20 + "”", undo=True)
    assert stage.page.toast.body().width() == 840


def test_a_reordered_deal_is_said_to_be_reordered_and_a_moved_one_moved(stage: Stage) -> None:
    page = stage.page
    page.board.act(Ask.LOWER)
    assert page.toast.text.startswith("Reordered “")
    page.board.act(Ask.SEND_RIGHT)
    assert page.toast.text.startswith("Moved “")


def test_the_question_for_a_reason_counts_deals_and_shortens_a_title(stage: Stage) -> None:
    board = stage.page.board
    ids = board.canvas.columns[0].list.cards.loaded_ids
    several = board.commands.ask_reason(ids[:2])
    assert several is not None
    assert "Why were 2 deals lost?" in [label.text() for label in several.findChildren(QLabel)]
    several.reject()
    with session_of(stage).workspace.journal.change("Long title") as draft:
        draft.update(Deal, ids[0], title="An oak kitchen " * 12)
    one = board.commands.ask_reason(ids[:1])
    assert one is not None
    (question,) = [label.text() for label in one.findChildren(QLabel) if label.text().startswith("Why was")]
    assert question.endswith("…” lost?")
    assert len(question) < 90
    one.reject()


@pytest.mark.xvfb
def test_buttons_of_messages_have_no_icons(stage: Stage) -> None:
    stage.window.questions.tell("Something to read.")
    box = stage.window.questions.shown
    assert isinstance(box, QMessageBox)
    (row,) = box.findChildren(QDialogButtonBox)
    # Without a desktop there are no icons to be seen: so the style is asked, as the row of buttons asks it.
    assert row.style().styleHint(QStyle.StyleHint.SH_DialogButtonBox_ButtonsHaveIcons, None, row) == 0
    box.close()


def test_values_that_nobody_knows_are_not_said_to_be_nothing(stage: Stage) -> None:
    workspace, board = session_of(stage).workspace, stage.page.board
    with workspace.journal.change("No values") as draft:
        for (deal_id,) in workspace.rows("select id from deal where status = 'open' and deleted_at is null"):
            draft.update(Deal, deal_id, value=None)
    stage.settle(0.6)
    assert {column.header.sum_text() for column in board.canvas.columns} == {"no values yet"}
    assert {column.header.weighted_text() for column in board.canvas.columns} == {""}
    assert stage.window.status.totals.text().endswith("no values yet")
    board.toolbar.field.setText("no such deal anywhere")
    stage.settle()
    assert {column.header.sum_text() for column in board.canvas.columns} == {"€0"}
    assert board.canvas.no_match is not None
