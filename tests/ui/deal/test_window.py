from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions.deals import create_deal, delete_deals
from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.ui.deal.window import DealWindow, DealWindows
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme
from tests.ui.deal.conftest import NOW, World

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def windows(world: World, theme: Theme, formats: Formats) -> Iterator[DealWindows]:
    tasks = Tasks()
    windows = DealWindows(world.session, theme, formats, world.chances.get, world.window, tasks)
    yield windows
    windows.close_all()
    tasks.stop()


def open_deal(windows: DealWindows, deal_id: int) -> DealWindow:
    window = windows.open(deal_id)
    assert window is not None
    return window


def test_ctrl_enter_and_the_button_ask_for_a_window(world: World, qtbot: QtBot) -> None:
    title = world.panel.header.title
    with qtbot.waitSignal(world.panel.expand_asked) as asked:
        QTest.keyClick(title, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert asked.args == [world.deal_id]
    assert title.editor is None
    with qtbot.waitSignal(world.panel.expand_asked):
        QTest.mouseClick(world.panel.header.expand, Qt.MouseButton.LeftButton)


def test_several_windows_are_open_at_once_and_each_deal_has_one(world: World, windows: DealWindows) -> None:
    other = create_deal(world.workspace, title="Bar [*]", stage_id=world.stages["Lead In"], at=NOW)
    first, second = open_deal(windows, world.deal_id), open_deal(windows, other)
    assert windows.open(world.deal_id) is first
    assert set(windows.windows) == {world.deal_id, other}
    assert (first.windowTitle(), second.deal_id) == ("Clinic refurbishment, phase 2", other)
    assert windows.open(4711) is None


def test_a_window_follows_changes_and_closes_with_its_deal(world: World, windows: DealWindows) -> None:
    window = open_deal(windows, world.deal_id)
    edit_deal(world.workspace, world.deal_id, at=NOW, title="Renamed")
    assert (window.windowTitle(), window.header.title.text()) == ("Renamed", "Renamed")
    delete_deals(world.workspace, [world.deal_id], at=NOW)
    assert windows.windows == {}
    world.session.undo()
    assert open_deal(windows, world.deal_id) is not window


def test_what_is_edited_in_a_window_is_shown_in_the_panel_and_undone_there(world: World, windows: DealWindows) -> None:
    window = open_deal(windows, world.deal_id)
    world.type_into(window.header.title, "In the window")
    assert world.panel.header.title.text() == "In the window"
    window.undo()
    assert world.panel.header.title.text() == "Clinic refurbishment, phase 2"
    assert window.toast.text == "Undone: Edit “In the window”"
    QTest.mouseClick(window.toast, Qt.MouseButton.LeftButton, pos=window.toast.undo_rect().center().toPoint())
    assert window.toast.text == "Done again: Edit “In the window”"
    assert world.panel.header.title.text() == "In the window"
    window.redo()
    assert window.toast.text == "There is nothing to redo."


def test_esc_leaves_the_editor_first_and_then_closes_the_window(world: World, windows: DealWindows) -> None:
    window = open_deal(windows, world.deal_id)
    world.type_into(window.header.title, "Half", Qt.Key.Key_Escape)
    assert set(windows.windows) == {world.deal_id}
    QTest.keyClick(window.header.title, Qt.Key.Key_Escape)
    assert windows.windows == {}
    assert world.view().title == "Clinic refurbishment, phase 2"


def test_a_narrow_window_has_one_page_at_a_time(world: World, windows: DealWindows) -> None:
    window = open_deal(windows, world.deal_id)
    assert window.story.isVisible()
    assert window.products.isVisible()
    window.resize(520, 600)
    assert window.story.isVisible()
    assert not window.products.isVisible()
    window.columns.tabs.choose(2)
    assert window.products.isVisible()


def test_what_is_typed_is_kept_when_the_window_is_closed(world: World, windows: DealWindows) -> None:
    window = open_deal(windows, world.deal_id)
    world.type_into(window.header.title, "Kept", None)
    window.close()
    assert world.view().title == "Kept"
