"""Ctrl+Z while a text field has the keys: typing first, then the change that was made last."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions.deals import create_deal
from desktop_pipeline.actions.workspaces import make_workspace
from desktop_pipeline.app import make_window
from desktop_pipeline.storage.workspace import read_clock
from desktop_pipeline.ui.main_window import MainWindow
from desktop_pipeline.ui.preferences import PreferenceFile
from desktop_pipeline.ui.settings.settings_page import SettingsPage
from desktop_pipeline.ui.widgets.list_section import ListSection
from desktop_pipeline.ui.workspace_page import WorkspacePage


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    path = tmp_path / "typed.pipeline"
    with make_workspace(path, template="meeting") as made:
        stage = made.value("select min(id) from stage where is_open")
        create_deal(made, title="Oak table", stage_id=int(stage or 0), at=read_clock())
    running = QApplication.instance()
    assert isinstance(running, QApplication)
    opened = make_window(running, PreferenceFile(tmp_path / "home"))
    opened.resize(1440, 900)
    opened.show()
    assert opened.open_file(path)
    opened.activateWindow()
    qtbot.waitUntil(opened.isActiveWindow)
    yield opened
    opened.close()
    opened.deleteLater()
    QApplication.processEvents()


def settle(window: MainWindow, until: Callable[[], object] = lambda: True) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        QApplication.processEvents()
        if window.tasks.is_idle and until():
            return
    pytest.fail("it never came to be")


def page_of(window: MainWindow) -> WorkspacePage:
    assert window.page is not None
    return window.page


def count(window: MainWindow, table: str) -> int:
    sql = f"select count(*) from {table}"  # noqa: S608 - our own table
    if table == "deal":
        sql += " where deleted_at is null"
    return int(page_of(window)._session.workspace.value(sql) or 0)


def press(field: QWidget, key: Qt.Key, *, shift: bool = False) -> None:
    modifiers = Qt.KeyboardModifier.ControlModifier
    if shift:
        modifiers |= Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(field, key, modifiers)
    QApplication.processEvents()


def test_undo_after_quick_add_takes_the_added_deal_back(window: MainWindow) -> None:
    page = page_of(window)
    page.board.new_deal()
    settle(window)
    field = page.board.canvas.columns[0].quick_add.field
    QTest.keyClicks(field, "Shop windows")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert (count(window, "deal"), field.text(), field.hasFocus()) == (2, "", True)
    assert "Added" in page.toast.text
    press(field, Qt.Key.Key_Z)
    assert (count(window, "deal"), field.text()) == (1, "")
    press(field, Qt.Key.Key_Z, shift=True)
    assert count(window, "deal") == 2


def test_undo_after_a_line_was_added_in_the_settings_takes_it_back(window: MainWindow) -> None:
    page = page_of(window)
    page.go_to("settings")
    (settings,) = page.findChildren(SettingsPage)
    settings.go_to("sources")
    settle(window)
    (field,) = (each.field for each in settings.findChildren(ListSection) if each.isVisible())
    before = count(window, "source")
    QTest.keyClicks(field, "Trade fair in Lyon")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert (count(window, "source"), field.text()) == (before + 1, "")
    press(field, Qt.Key.Key_Z)
    assert (count(window, "source"), field.text()) == (before, "")


def test_undo_in_quick_add_takes_typing_back_before_any_deal(window: MainWindow) -> None:
    page = page_of(window)
    page.board.new_deal()
    settle(window)
    field = page.board.canvas.columns[0].quick_add.field
    QTest.keyClicks(field, "Shop")
    press(field, Qt.Key.Key_Z)
    assert (count(window, "deal"), field.text()) == (1, "")
    press(field, Qt.Key.Key_Z, shift=True)
    assert (count(window, "deal"), field.text()) == (1, "Shop")


def test_undo_after_a_note_takes_the_note_back(window: MainWindow) -> None:
    page = page_of(window)
    page.open_deal(page.board.canvas.columns[0].list.cards.loaded_ids[0])
    settle(window)
    field = page.panel.story.note
    field.setFocus()
    QTest.keyClicks(field, "Wants oak")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert (count(window, "note"), field.toPlainText(), field.hasFocus()) == (1, "", True)
    press(field, Qt.Key.Key_Z)
    assert (count(window, "note"), field.toPlainText()) == (0, "")
    QTest.keyClicks(field, "Wants ash")
    press(field, Qt.Key.Key_Z)
    assert (count(window, "deal"), field.toPlainText()) == (1, "")


def test_undo_in_the_empty_filter_takes_the_last_change_back(window: MainWindow) -> None:
    page = page_of(window)
    field = page.board.toolbar.field
    page.board.focus_filter()
    QTest.keyClicks(field, "oak")
    press(field, Qt.Key.Key_Z)
    assert (count(window, "deal"), field.text()) == (1, "")
    page.board.toolbar.clear_filters()
    press(field, Qt.Key.Key_Z)
    assert count(window, "deal") == 0


def test_what_was_taken_back_elsewhere_is_not_offered_any_more(window: MainWindow, qtbot: QtBot) -> None:
    page = page_of(window)
    assert window.session is not None
    page.board.new_deal()
    settle(window)
    field = page.board.canvas.columns[0].quick_add.field
    QTest.keyClicks(field, "Shop front")
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(page.toast.isVisible)
    assert page.toast.offers_undo
    # As a dialog or another deal's window does.
    window.session.undo()
    settle(window)
    assert not page.toast.isVisible()
    page.redo()
    assert (page.toast.isVisible(), page.toast.offers_undo) == (True, False)
    page.undo()
    assert count(window, "deal") == 1
    QTest.mouseClick(page.toast, Qt.MouseButton.LeftButton, pos=page.toast.undo_rect().center().toPoint())
    assert count(window, "deal") == 2
