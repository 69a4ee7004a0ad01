"""Stages are edited where they stand: by their header, its menu and its keys."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions.deals import move_deals
from desktop_pipeline.actions.pipelines import add_pipeline
from desktop_pipeline.actions.stages import add_stage, edit_stage, remove_stage
from desktop_pipeline.queries.board_cards import Order
from desktop_pipeline.queries.lists import read_pipelines, read_stages
from desktop_pipeline.ui.board.board_keys import Ask
from tests.ui.board.conftest import NOW, World

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
NAMES = ["Lead Generation", "Qualification", "Proposal", "Negotiation", "Closing"]


def names(world: World) -> list[str]:
    stored = [stage.name for stage in read_stages(world.workspace, read_pipelines(world.workspace)[0].row_id)]
    assert [column.name for column in world.page.canvas.columns] == stored
    return stored


def texts(menu: QMenu) -> list[str]:
    return [action.text().partition("\t")[0] for action in menu.actions() if action.text()]


def choose(menu: QMenu, text: str) -> None:
    next(action for action in menu.actions() if action.text().startswith(text)).trigger()


def test_ctrl_shift_and_arrows_move_the_column_and_the_keys_stay_in_it(world: World) -> None:
    world.page.focus_row(world.column(0), 1)
    QTest.keyClick(world.column(0).list, Qt.Key.Key_Right, CTRL_SHIFT)
    assert names(world) == ["Qualification", "Lead Generation", *NAMES[2:]]
    assert world.column(1).list.hasFocus()
    assert world.column(1).list.current_card().title == "Kitchen fronts"  # type: ignore[union-attr]
    QTest.keyClick(world.column(1).list, Qt.Key.Key_Left, CTRL_SHIFT)
    QTest.keyClick(world.column(0).list, Qt.Key.Key_Left, CTRL_SHIFT)
    assert names(world) == NAMES
    world.session.undo()
    assert names(world) == ["Qualification", "Lead Generation", *NAMES[2:]]


def test_a_header_is_dragged_to_another_place_and_escape_gives_it_up(world: World) -> None:
    header, canvas = world.column(0).header, world.page.canvas
    target = canvas.columns[3].geometry().center() + QPoint(10, 0)
    pull(header, canvas.mapTo(world.window, target), world.window)
    assert names(world) == ["Qualification", "Proposal", "Negotiation", "Lead Generation", "Closing"]
    before = names(world)
    header = world.column(0).header
    press(header, QPoint(60, 10))
    drag_to(header, canvas.mapToGlobal(target))
    QTest.keyClick(header, Qt.Key.Key_Escape)
    release(header, canvas.mapToGlobal(target))
    assert names(world) == before


def test_a_header_whose_stage_is_undone_in_mid_drag_goes_nowhere(world: World) -> None:
    pipeline = read_pipelines(world.workspace)[0].row_id
    add_stage(world.workspace, pipeline, "Site visit", after=world.column(0).stage_id)
    canvas = world.page.canvas
    header, target = world.column(1).header, canvas.mapToGlobal(canvas.columns[4].geometry().center())
    press(header, QPoint(60, 10))
    drag_to(header, target)
    world.session.undo()
    drag_to(header, target - QPoint(5, 0))
    release(header, target)
    assert names(world) == NAMES


@pytest.mark.qt_log_ignore(
    r"This plugin does not support raise\(\)", r"This plugin does not support grabbing the keyboard"
)
@pytest.mark.parametrize("of", ["card", "stage"])
def test_what_is_chosen_from_a_menu_of_a_column_that_has_gone_does_nothing(world: World, of: str) -> None:
    pipeline = read_pipelines(world.workspace)[0].row_id
    add_pipeline(world.workspace, "Repeat business", template="simple")
    add_stage(world.workspace, pipeline, "Site visit", after=world.column(0).stage_id)
    gone = world.column(1)
    move_deals(world.workspace, [world.deal("Meeting pods")], gone.stage_id, after=None, at=NOW)
    world.page.focus_row(gone, 0)
    menu = (world.page.commands if of == "card" else world.page.stages).open_menu(gone, QPoint(300, 300))
    world.session.undo()
    world.session.undo()
    QApplication.sendPostedEvents(gone, QEvent.Type.DeferredDelete)
    before = world.written()
    for action in list_entries(menu):
        action.trigger()
    menu.close()
    assert world.written() == before
    assert names(world) == NAMES


def list_entries(menu: QMenu) -> list[QAction]:
    below = [action for inner in menu.findChildren(QMenu) for action in list_entries(inner)]
    return [*(action for action in menu.actions() if action.menu() is None), *below]


def test_f2_renames_in_place_and_a_taken_name_is_refused_in_words(world: World) -> None:
    header = world.column(1).header
    header.setFocus()
    QTest.keyClick(header, Qt.Key.Key_F2)
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClicks(field, "Fit & <b>budget</b>")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert names(world)[1] == "Fit & <b>budget</b>"
    assert header.hasFocus()
    QTest.keyClick(header, Qt.Key.Key_F2)
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClicks(field, "proposal")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert names(world)[1] == "Fit & <b>budget</b>"
    assert "already" in world.toast.text
    QTest.keyClick(header, Qt.Key.Key_F2)
    QTest.keyClick(QApplication.focusWidget() or header, Qt.Key.Key_Escape)
    assert header.hasFocus()
    assert names(world)[1] == "Fit & <b>budget</b>"


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_menu_of_a_header_opens_by_mouse_and_by_key(world: World) -> None:
    header = world.column(1).header
    for act in (
        lambda: QTest.keyClick(header, Qt.Key.Key_Return),
        lambda: QApplication.sendEvent(
            header, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(5, 5), header.mapToGlobal(QPoint(5, 5)))
        ),
        header.more.click,
    ):
        act()
        menu = next(each for each in world.page.findChildren(QMenu) if each.isVisible())
        assert {"Sort", "Rename", "Limits…", "Colour", "Remove stage…"} <= set(texts(menu))
        menu.close()
        menu.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert header.more.width() >= 24
    assert header.more.height() >= 24


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_stage_is_added_behind_another_and_removed_with_its_deals_moved(world: World, qtbot: QtBot) -> None:
    popover = world.page.stages._ask_stage(world.column(0), QPoint(10, 10))
    assert popover is not None
    QTest.keyClick(popover.field, Qt.Key.Key_Return)
    assert popover.error
    QTest.keyClicks(popover.field, "Warm up")
    QTest.keyClick(popover.field, Qt.Key.Key_Return)
    assert names(world) == [NAMES[0], "Warm up", *NAMES[1:]]
    menu = world.page.stages.remove(world.column(0), QPoint(10, 10))
    assert menu is not None
    assert "4 deals" in texts(menu)[0]
    choose(menu, "Qualification")
    menu.close()
    assert names(world) == ["Warm up", *NAMES[1:]]
    assert len(world.titles(1)) == 6
    world.session.undo()
    assert names(world) == [NAMES[0], "Warm up", *NAMES[1:]]
    assert len(world.titles(0)) == 4
    # An empty one goes without a question.
    assert world.page.stages.remove(world.column(1), QPoint(10, 10)) is None
    assert names(world) == NAMES


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_too_many_deals_are_told_in_the_header(world: World) -> None:
    popover = world.page.stages.ask_limits(world.column(0), QPoint(10, 10))
    QTest.keyClicks(popover.last, "many")
    QTest.keyClick(popover.last, Qt.Key.Key_Return)
    assert "not a number" in popover.error
    popover.last.selectAll()
    QTest.keyClicks(popover.last, "3")
    QTest.keyClick(popover.last, Qt.Key.Key_Return)
    header = world.column(0).header
    assert header.limit_text() == "4, limit 3"
    assert "4, limit 3" in header.accessibleName()
    # The name has the room before a count that the mark tells as well.
    assert (header.count_text(300), header.count_text(60)) == ("4", "")
    # Whatever the filter hides: the stage is as full as before.
    world.page.toolbar.field.setText("kitchen")
    world.page.toolbar.filter_changed.emit()
    assert header.limit_text() == "4, limit 3"
    assert header.count_text(60) == f"{len(world.titles(0))}" != "4"
    world.page.toolbar.clear_filters()
    edit_stage(world.workspace, world.column(0).stage_id, too_few=6, too_many=None)
    assert header.limit_text() == "4, minimum 6"


def test_edit_asks_for_the_stages_settings(world: World, qtbot: QtBot) -> None:
    world.page.focus_row(world.column(2), 0)
    with qtbot.waitSignal(world.page.stage_settings_asked) as asked:
        world.page.act(Ask.EDIT_STAGE)
    assert asked.args == [world.column(2).stage_id]


def test_the_keys_go_to_another_column_when_theirs_is_removed(world: World) -> None:
    world.page.focus_row(world.column(4), 0)
    assert remove_stage(world.workspace, world.column(4).stage_id, move_deals_to=None, at=NOW)
    assert names(world) == NAMES[:4]
    assert any(column.list.hasFocus() for column in world.page.canvas.columns)
    world.session.undo()
    assert any(column.list.hasFocus() for column in world.page.canvas.columns)


def test_folded_columns_are_remembered_and_the_order_of_cards_too(world: World) -> None:
    told: list[object] = []
    world.page.looks_changed.connect(told.append)
    world.page.look(world.page.looks.sort(world.column(1).lane, Order.TITLE))
    world.page.focus_row(world.column(0), 0)
    QTest.keyClick(world.column(0).list, Qt.Key.Key_BracketLeft)
    kept = told[-1]
    world.column(0).set_collapsed(collapsed=False)
    world.page.look(world.page.looks.sort(world.column(1).lane, Order.HAND))
    world.page.use_looks(kept)
    assert world.column(0).is_collapsed
    assert world.page.looks.order_of(world.column(1).lane) is Order.TITLE
    for nonsense in (None, 3, {"pipelines": {"1": {"fields": 3, "orders": [], "density": "x"}}, "pipeline": "1"}):
        world.page.use_looks(nonsense)


def press(widget: QWidget, place: QPoint) -> None:
    send(widget, QEvent.Type.MouseButtonPress, widget.mapToGlobal(place))


def drag_to(widget: QWidget, place: QPoint) -> None:
    for step in (QPoint(-30, 0), QPoint(-5, 0), QPoint(0, 0)):
        send(widget, QEvent.Type.MouseMove, place + step)


def release(widget: QWidget, place: QPoint) -> None:
    send(widget, QEvent.Type.MouseButtonRelease, place)


def pull(widget: QWidget, place: QPoint, window: QWidget) -> None:
    press(widget, QPoint(60, 10))
    drag_to(widget, window.mapToGlobal(place))
    release(widget, window.mapToGlobal(place))


def send(widget: QWidget, kind: QEvent.Type, place: QPoint) -> None:
    left = Qt.MouseButton.LeftButton
    event = QMouseEvent(
        kind, QPointF(widget.mapFromGlobal(place)), QPointF(place), left, left, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(widget, event)
