"""Several cards at once: into another pipeline, and an activity planned for each."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from desktop_pipeline.actions.pipelines import add_pipeline
from desktop_pipeline.queries.lists import read_stages
from desktop_pipeline.ui.board.board_keys import Ask
from desktop_pipeline.ui.widgets.activity_planner import ActivityPlanner
from tests.ui.board.conftest import World
from tests.workspaces import read_content

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
Key = Qt.Key


def select(world: World, *rows: int) -> None:
    world.page.focus_row(world.column(0), rows[0])
    for row in rows:
        world.column(0).list.point_at(row)
        QTest.keyClick(world.column(0).list, Key.Key_Space)


def find_action(menu: QMenu, text: str) -> QAction:
    (found,) = (action for action in menu.actions() if action.text() == text)
    return found


def go_down(menu: QMenu, *way: str) -> QMenu:
    for text in way:
        below = find_action(menu, text).menu()
        assert isinstance(below, QMenu)
        menu = below
    return menu


def test_selected_cards_go_to_a_stage_of_another_pipeline_as_one_change(world: World) -> None:
    partners = add_pipeline(world.workspace, "Partners & friends", template="five")
    stages = read_stages(world.workspace, partners)
    before = read_content(world.workspace)
    select(world, 0, 1)
    menu = world.page.commands.open_menu(world.column(0), QPoint())
    offered = go_down(menu, "Move to pipeline", "Partners && friends")
    assert [action.text() for action in offered.actions()] == [stage.name for stage in stages]
    find_action(offered, stages[1].name).trigger()
    moved = world.workspace.rows("select title, stage_id from deal where pipeline_id = ? order by rank", (partners,))
    assert [tuple(row) for row in moved] == [("Meeting pods", stages[1].row_id), ("Kitchen fronts", stages[1].row_id)]
    assert world.titles(0) == ["Library shelving", "Acoustic panels"]
    world.session.undo()
    assert read_content(world.workspace) == before
    assert world.titles(0)[:2] == ["Meeting pods", "Kitchen fronts"]
    menu.close()


def test_the_deal_menu_offers_the_pipelines_at_the_card(world: World) -> None:
    add_pipeline(world.workspace, "Partners", template="five")
    world.page.focus_row(world.column(0), 0)
    world.page.act(Ask.PIPELINE)
    (menu,) = (menu for menu in world.page.findChildren(QMenu) if menu.isVisible())
    assert [action.text() for action in menu.actions()] == ["Move to pipeline"]
    menu.close()


def test_without_another_pipeline_nothing_is_offered(world: World) -> None:
    world.page.focus_row(world.column(0), 0)
    menu = world.page.commands.open_menu(world.column(0), QPoint())
    assert "Move to pipeline" not in [action.text() for action in menu.actions()]
    menu.close()
    world.page.act(Ask.PIPELINE)
    assert world.toast.text == "There is no other pipeline. Add one in the settings."


def test_a_plans_an_activity_for_each_selected_card_as_one_change(world: World) -> None:
    before = read_content(world.workspace)
    select(world, 0, 1)
    QTest.keyClick(world.column(0).list, Key.Key_A)
    planner = world.page.findChild(ActivityPlanner)
    assert planner is not None
    assert planner.owner.currentText() == "The owner of each deal"
    QTest.keyClicks(planner.subject, "Send the drawings")
    QTest.keyClick(planner.subject, Key.Key_Return)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    planned = world.workspace.rows(
        "select d.title, a.subject, w.name from activity a join deal d on d.id = a.deal_id"
        " join owner w on w.id = a.owner_id order by a.id"
    )
    assert [tuple(row) for row in planned] == [
        ("Meeting pods", "Send the drawings", "Amara Eke"),
        ("Kitchen fronts", "Send the drawings", "Kenji Mori"),
    ]
    assert world.session.undo_label == "Plan “Send the drawings” for 2 deals"
    world.session.undo()
    assert read_content(world.workspace) == before
