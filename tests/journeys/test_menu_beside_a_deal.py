"""While the keys are in the panel, the Deal menu means the deal that stands there."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from desktop_pipeline.ui.acts.lost_dialog import LostDialog
from desktop_pipeline.ui.palette.palette import Palette
from desktop_pipeline.ui.widgets.activity_planner import ActivityPlanner
from tests.gallery import Stage

# Popovers, without a window system
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def stage(stage: Stage) -> Stage:
    stage.window.activateWindow()
    stage.page.open_deal(deal(stage))
    stage.settle()
    assert stage.page.deal_with_keys(stage.app.focusWidget()) == deal(stage)
    return stage


def deal(stage: Stage) -> int:
    return stage.number("select id from deal where title = 'Clinic refurbishment, phase 2'")


def told(stage: Stage) -> tuple[object, ...]:
    """Status, stage and whether it lies in the bin."""
    row = stage.workspace.row(
        "select d.status, s.name, d.deleted_at is not null from deal d left join stage s on s.id = d.stage_id"
        " where d.id = ?",
        (deal(stage),),
    )
    assert row is not None
    return tuple(row)


def choose(stage: Stage, text: str) -> None:
    menu = next(each.menu() for each in stage.window.menuBar().actions() if each.text() == "&Deal")
    assert isinstance(menu, QMenu)
    next(line for line in menu.actions() if line.text().partition("\t")[0] == text).trigger()
    stage.settle()


def others(stage: Stage) -> int:
    return stage.number(
        "select count(*) from deal where status = 'open' and deleted_at is null and id <> ?", deal(stage)
    )


def test_won_and_delete_are_of_the_deal_in_the_panel(stage: Stage) -> None:
    before = others(stage)
    choose(stage, "Won")
    assert told(stage)[0] == "won"
    stage.page.undo()
    choose(stage, "Delete")
    assert told(stage)[2] == 1
    assert others(stage) == before


def test_not_a_fit_asks_about_the_deal_in_the_panel(stage: Stage) -> None:
    choose(stage, "Not a fit…")
    dialog = stage.page.panel.findChild(LostDialog)
    assert dialog is not None
    dialog.confirm.click()
    stage.settle()
    assert told(stage)[0] == "lost"


def test_an_activity_is_planned_for_the_deal_in_the_panel(stage: Stage) -> None:
    choose(stage, "Plan an activity…")
    (planner,) = [each for each in stage.window.findChildren(ActivityPlanner) if each.isVisible()]
    planner.subject.setText("Show the samples")
    QTest.keyClick(planner, Qt.Key.Key_Return)
    stage.settle()
    assert stage.number("select deal_id from activity where subject = 'Show the samples'") == deal(stage)


def test_it_moves_on_and_what_the_filter_hides_is_not_mistaken_for_another(stage: Stage) -> None:
    choose(stage, "Move one stage on")
    assert told(stage)[1] == "Proposal"
    stage.page.undo()
    stage.page.board.toolbar.field.setText("nothing is named like this")
    stage.page.open_deal(deal(stage))
    stage.page.panel.header.title.setFocus()
    stage.settle()
    before = stage.workspace.rows("select id, stage_id from deal")
    choose(stage, "Move one stage on")
    assert stage.page.toast.text == "This deal is not among those that are shown."
    assert stage.workspace.rows("select id, stage_id from deal") == before


def test_the_search_gives_the_keys_back_to_the_panel_and_its_commands_mean_that_deal(stage: Stage) -> None:
    title = stage.page.panel.header.title
    for field in (title, stage.page.panel.header.value):
        field.setFocus()
        stage.window.open_palette()
        press(Qt.Key.Key_Escape)
        assert QApplication.focusWidget() is field
    # What is being typed is kept when the keys go, and its editor is gone then.
    press(Qt.Key.Key_Return)
    stage.window.open_palette()
    press(Qt.Key.Key_Escape)
    stage.settle()
    assert stage.page.deal_with_keys(QApplication.focusWidget()) == deal(stage)
    before = others(stage)
    stage.window.open_palette()
    stage.find(Palette).field.setText(">won")
    press(Qt.Key.Key_Return)
    stage.settle()
    assert told(stage)[0] == "won"
    assert others(stage) == before


def press(key: Qt.Key) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key)
