"""The table of deals as a place to work: the menu of a row, the menu bar, and stepping through it in the panel."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.queries.deal_question import DealQuestion, GroupKey, Sort, SortKey
from desktop_pipeline.ui.acts.lost_dialog import LostDialog
from desktop_pipeline.ui.deals.deals_page import DealsPage
from tests.gallery import Stage

# Menus, without a window system
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
BY_TITLE = DealQuestion(sorts=(Sort(SortKey.TITLE),))


@pytest.fixture
def stage(stage: Stage) -> Stage:
    stage.page.go_to("deals")
    show(stage, BY_TITLE)
    return stage


def show(stage: Stage, question: DealQuestion) -> None:
    table(stage).show_question(question)
    stage.wait(lambda: not table(stage)._asking.isActive())
    table(stage).view.point_at(0, 0)


def table(stage: Stage) -> DealsPage:
    return stage.page.screens.deals_page()


def row_menu(stage: Stage) -> QMenu:
    """As the menu key opens it."""
    view = table(stage).view
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint())
    QApplication.sendEvent(view.viewport(), event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def words(menu: QMenu) -> list[str]:
    return [line.text().partition("\t")[0] for line in menu.actions() if not line.isSeparator()]


def choose(menu: QMenu, text: str) -> None:
    next(line for line in menu.actions() if line.text().partition("\t")[0] == text).trigger()
    menu.close()


def is_deleted(stage: Stage, deal: int | None) -> bool:
    return stage.workspace.value("select deleted_at from deal where id = ?", (deal,)) is not None


def bar_entry(stage: Stage, text: str) -> QAction:
    deal = next(each.menu() for each in stage.window.menuBar().actions() if each.text() == "&Deal")
    assert isinstance(deal, QMenu)
    return next(line for line in deal.actions() if line.text().partition("\t")[0] == text)


def test_the_menu_of_a_row_does_what_its_keys_do(stage: Stage) -> None:
    deal = table(stage).model.deal_id(0)
    menu = row_menu(stage)
    assert words(menu) == [
        *("Open", "New activity…", "Start a cadence…", "Write an e-mail…", "Edit…", "Move to stage"),
        *("Won", "Lost…", "Not a fit…", "Delete", "Copy"),
    ]
    choose(menu, "Open")
    stage.settle()
    assert stage.page.panel.deal_id == deal
    stage.page.close_panel()
    choose(row_menu(stage), "Copy")
    assert "Acoustic panels" in QGuiApplication.clipboard().text()
    choose(row_menu(stage), "Delete")
    stage.settle()
    assert is_deleted(stage, deal)
    stage.page.undo()


def test_several_deals_move_to_a_stage_from_their_menu(stage: Stage) -> None:
    QTest.keyClick(table(stage).view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    ids = table(stage).view.acting_ids()
    assert len(ids) == 2
    menu = row_menu(stage)
    below = next(line.menu() for line in menu.actions() if line.text() == "Move to stage")
    assert isinstance(below, QMenu)
    assert words(below) == ["Lead In", "Qualified", "Meeting", "Proposal", "Negotiation"]
    choose(below, "Meeting")
    menu.close()
    stage.settle()
    found = stage.workspace.rows(
        "select s.name from deal d join stage s on s.id = d.stage_id where d.id in (?, ?)", tuple(ids)
    )
    assert found == [("Meeting",), ("Meeting",)]


def test_a_closed_deal_can_be_reopened_from_its_menu(stage: Stage) -> None:
    show(stage, DealQuestion(status=DealStatus.LOST))
    deal = table(stage).model.deal_id(0)
    menu = row_menu(stage)
    assert "Won" not in words(menu)
    choose(menu, "Reopen")
    stage.settle()
    assert stage.workspace.value("select status from deal where id = ?", (deal,)) == "open"


def test_not_a_fit_is_two_keys(stage: Stage) -> None:
    deal = table(stage).model.deal_id(0)
    QTest.keyClick(table(stage).view, Qt.Key.Key_X)
    dialog = stage.page.findChild(LostDialog)
    assert dialog is not None
    QTest.keyClick(dialog.reasons, Qt.Key.Key_Return)
    stage.settle()
    reason = stage.workspace.value(
        "select r.name from deal d join reason r on r.id = d.reason_id where d.id = ?", (deal,)
    )
    assert reason == "Not a fit"


def test_the_menu_bar_serves_the_table_as_it_does_the_board(stage: Stage) -> None:
    enabled = {text: bar_entry(stage, text).isEnabled() for text in ("New deal", "Won", "Lost…", "Delete", "Owner…")}
    assert enabled == {"New deal": True, "Won": True, "Lost…": True, "Delete": True, "Owner…": False}
    deal = table(stage).model.deal_id(0)
    bar_entry(stage, "Open").trigger()
    stage.settle()
    assert stage.page.panel.deal_id == deal
    stage.page.close_panel()
    bar_entry(stage, "Delete").trigger()
    stage.settle()
    assert is_deleted(stage, deal)
    stage.page.go_to("contacts")
    assert not bar_entry(stage, "Won").isEnabled()
    bar_entry(stage, "New deal").trigger()
    assert stage.page.current == "board"
    assert stage.page.board.canvas.columns[0].quick_add.isVisible()


@pytest.mark.parametrize("question", [BY_TITLE, DealQuestion(group=GroupKey.OWNER)])
def test_the_panel_steps_through_the_table_in_its_order(stage: Stage, question: DealQuestion) -> None:
    show(stage, question)
    page = table(stage)
    shown = [deal for row in range(page.model.rowCount()) if (deal := page.model.deal_id(row)) is not None]
    stage.page.open_deal(shown[0])
    seen = []
    for _ in range(15):
        seen.append(stage.page.panel.deal_id)
        stage.page.panel.header.next_asked.emit()
    assert seen == shown[:15]
    assert page.model.deal_id(page.view.currentIndex().row()) == shown[15]
    stage.page.panel.header.previous_asked.emit()
    assert stage.page.panel.deal_id == shown[14]
    stage.page.close_panel()
    assert page.view.acting_ids() == [shown[14]], "the keys are where the panel was"
