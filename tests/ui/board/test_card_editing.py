"""Owner, labels, close date and value of one card or of many, by their keys and as one change."""

from datetime import date

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget, QListWidgetItem, QMenu

from desktop_pipeline.actions import Workspace, open_workspace
from desktop_pipeline.actions.deals import create_deal
from desktop_pipeline.domain.money import Money
from desktop_pipeline.ui.board.deal_edits import DealEdits
from desktop_pipeline.ui.board.stage_cards import FIRST_PAGE
from desktop_pipeline.ui.style import RINGS
from desktop_pipeline.ui.widgets.activity_planner import ActivityPlanner
from desktop_pipeline.ui.widgets.chip_menu import ChipMenu
from desktop_pipeline.ui.widgets.day_popup import DayPopup
from desktop_pipeline.ui.widgets.name_popover import NamePopover
from tests.ui.board.conftest import NOW, World
from tests.workspaces import read_content

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
CTRL = Qt.KeyboardModifier.ControlModifier
Key = Qt.Key


def select(world: World, *rows: int) -> None:
    world.page.focus_row(world.column(0), rows[0])
    for row in rows:
        world.column(0).list.point_at(row)
        QTest.keyClick(world.column(0).list, Key.Key_Space)


def settle() -> None:
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def values(world: World, column: str) -> list[object]:
    titles = ("Meeting pods", "Kitchen fronts", "Library shelving")
    sql = f"select {column} from deal where title = ?"  # noqa: S608 - our own column
    return [world.workspace.value(sql, (title,)) for title in titles]


def is_on(row: QListWidgetItem) -> bool:
    return row.checkState() is Qt.CheckState.Checked


def test_o_hands_several_deals_to_another_owner_as_one_change(world: World) -> None:
    before = read_content(world.workspace)
    select(world, 0, 1)
    QTest.keyClick(world.column(0).list, Key.Key_O)
    menu = world.page.findChild(ChipMenu)
    assert menu is not None
    field = menu.findChild(QLineEdit)
    assert field is not None
    rows = menu.findChild(QListWidget)
    assert rows is not None
    held_by = set(values(world, "owner_id")[:2])
    ticked = {rows.item(row).data(Qt.ItemDataRole.UserRole) for row in range(rows.count()) if is_on(rows.item(row))}
    assert ticked == ({held_by.pop() or 0} if len(held_by) == 1 else set())
    assert rows.property(RINGS)
    QTest.keyClicks(field, "kenji")
    QTest.keyClick(field, Key.Key_Return)
    kenji = world.workspace.value("select id from owner where name = 'Kenji Mori'")
    assert values(world, "owner_id")[:2] == [kenji, kenji]
    assert world.session.undo_label is not None
    assert "2 deals" in world.session.undo_label
    settle()
    assert world.column(0).list.hasFocus()
    world.session.undo()
    assert read_content(world.workspace) == before


def test_t_marks_deals_and_takes_marks_off(world: World) -> None:
    select(world, 0, 2)
    QTest.keyClick(world.column(0).list, Key.Key_T)
    menu = world.page.findChild(ChipMenu)
    assert menu is not None
    field = menu.findChild(QLineEdit)
    assert field is not None
    rows = menu.findChild(QListWidget)
    assert rows is not None
    # What adds a label is none that could be ticked.
    assert rows.item(rows.count() - 1).data(Qt.ItemDataRole.CheckStateRole) is None
    QTest.keyClicks(field, "new label")
    QTest.keyClick(field, Key.Key_Return)
    popover = world.page.findChild(NamePopover)
    assert popover is not None
    QTest.keyClick(popover.field, Key.Key_Return)
    assert popover.error
    QTest.keyClicks(popover.field, "Tender <1>")
    QTest.keyClick(popover.field, Key.Key_Return)
    marked = [card.labels for card in world.column(0).list.cards.loaded]
    assert marked == [("Tender <1>",), (), ("Tender <1>",), ()]
    settle()
    QTest.keyClick(world.column(0).list, Key.Key_T)
    menu = world.page.findChild(ChipMenu)
    assert menu is not None
    field = menu.findChild(QLineEdit)
    assert field is not None
    QTest.keyClicks(field, "tender")
    QTest.keyClick(field, Key.Key_Return)
    assert not any(card.labels for card in world.column(0).list.cards.loaded)
    menu.close()


def test_d_sets_the_close_date_and_tells_what_is_no_date(world: World) -> None:
    select(world, 0, 1, 2)
    QTest.keyClick(world.column(0).list, Key.Key_D)
    popup = world.page.findChild(DayPopup)
    assert popup is not None
    popup.field.setText("soonish")
    QTest.keyClick(popup.field, Key.Key_Return)
    assert "not a date" in popup.error
    popup.field.setText("2026-09-30")
    QTest.keyClick(popup.field, Key.Key_Return)
    assert values(world, "expected_close_on") == [date(2026, 9, 30).isoformat()] * 3


def test_f2_sets_the_value_in_place_and_tells_bad_input_beside_the_field(world: World) -> None:
    select(world, 1)
    QTest.keyClick(world.column(0).list, Key.Key_F2)
    popover = world.page.findChild(NamePopover)
    assert popover is not None
    assert popover.field.text() == "6,300"
    for bad in ("12x", "-5", "9" * 25):
        popover.field.selectAll()
        QTest.keyClicks(popover.field, bad)
        QTest.keyClick(popover.field, Key.Key_Return)
        assert popover.error
    assert values(world, "value")[1] == 630_000
    popover.field.selectAll()
    QTest.keyClicks(popover.field, "7.5k")
    QTest.keyClick(popover.field, Key.Key_Return)
    assert values(world, "value") == [1_420_000, 750_000, 1_190_000]
    settle()
    assert world.column(0).list.hasFocus()


def test_a_plans_an_activity_for_the_focused_card(world: World) -> None:
    world.page.focus_row(world.column(0), 0)
    QTest.keyClick(world.column(0).list, Key.Key_A)
    planner = world.page.findChild(ActivityPlanner)
    assert planner is not None
    QTest.keyClicks(planner.subject, "Ring them")
    planner.submit()
    assert world.workspace.value("select count(*) from activity where subject = 'Ring them'") == 1
    settle()
    assert world.column(0).list.hasFocus()


def test_ctrl_a_takes_all_deals_of_the_column_also_those_not_loaded(world: World) -> None:
    stage = world.column(3).stage_id
    for number in range(FIRST_PAGE * 2):
        create_deal(world.workspace, title=f"Many {number}", stage_id=stage, at=NOW, value=Money(100, "EUR"))
    column = world.column(3)
    world.page.focus_row(column, 0)
    assert column.list.cards.rowCount() < FIRST_PAGE * 2
    QTest.keyClick(column.list, Key.Key_A, CTRL)
    assert len(world.page.canvas.selected_ids()) == FIRST_PAGE * 2
    QTest.keyClick(column.list, Key.Key_Left, CTRL)
    assert column.list.cards.total == 0
    assert world.column(2).list.cards.total == FIRST_PAGE * 2 + 1
    world.session.undo()
    assert column.list.cards.total == FIRST_PAGE * 2
    # Under a filter the column is what the filter lets through.
    world.page.toolbar.field.setText("Many 1")
    world.page.toolbar.filter_changed.emit()
    world.page.focus_row(column, 0)
    QTest.keyClick(column.list, Key.Key_A, CTRL)
    assert len(world.page.canvas.selected_ids()) == 13


def test_the_keys_stay_on_the_board_after_each_act(world: World) -> None:
    column = world.column(0)
    world.page.focus_row(column, 1)
    QTest.keyClick(column.list, Key.Key_Delete)
    assert column.list.hasFocus()
    assert column.list.current_card() is not None
    world.session.undo()
    assert column.list.hasFocus()
    world.page.toolbar.field.setText("library")
    world.page.toolbar.filter_changed.emit()
    card = column.list.current_card()
    assert card is not None
    assert card.title == "Library shelving"


def test_the_menu_of_a_card_has_every_act_with_its_key(world: World) -> None:
    world.page.focus_row(world.column(0), 0)
    column = world.column(0)
    menu = world.page.commands.open_menu(column, column.mapToGlobal(column.rect().center()))
    texts = [action.text() for action in menu.actions() if action.text()]
    for words in ("Open\tEnter", "Value…\tF2", "Owner…\tO", "Labels…\tT", "Close date…\tD", "Won\tW", "Lost…\tL"):
        assert words in texts
    menu.close()
    assert isinstance(menu, QMenu)
    assert isinstance(world.page.commands.edits, DealEdits)


def test_nothing_is_edited_in_a_file_open_for_reading(filled: Workspace, show_board: object) -> None:
    path = filled.path
    filled.close()
    reader = open_workspace(path, read_only=True, clock=lambda: NOW)
    world = show_board(reader)  # type: ignore[operator]
    world.page.focus_row(world.column(0), 0)
    for key in (Key.Key_O, Key.Key_T, Key.Key_D, Key.Key_F2, Key.Key_A, Key.Key_N):
        QTest.keyClick(world.column(0).list, key)
    assert "reading only" in world.toast.text
    assert world.page.findChild(ChipMenu) is None
    world.window.close()
    reader.close()
