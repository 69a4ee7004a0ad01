from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions import open_workspace
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.preferences import Preferences
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.settings.settings_page import SettingsPage
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.lines_table import LinesTable
from desktop_pipeline.ui.widgets.list_section import ListSection
from tests.workspaces import Desk, make_desk


@dataclass
class Room:
    """The settings of a workspace in a window."""

    page: SettingsPage
    desk: Desk
    session: Session
    window: QWidget
    labels: list[str] = field(default_factory=list)

    def list_of(self, key: str) -> ListSection:
        self.page.go_to(key)
        section = self.page.section(key)
        assert isinstance(section, ListSection)
        return section


@pytest.fixture
def room(tmp_path: Path, theme: Theme, qtbot: QtBot) -> Iterator[Room]:
    desk = make_desk(tmp_path)
    room = open_room(desk, theme, qtbot)
    yield room
    room.window.close()
    desk.workspace.close()


@pytest.fixture
def reading_room(tmp_path: Path, theme: Theme, qtbot: QtBot) -> Iterator[Room]:
    """The settings of a file that is open for reading only."""
    desk = make_desk(tmp_path)
    desk.workspace.close()
    desk.workspace = open_workspace(desk.path, read_only=True, clock=desk.clock, who="ann")
    room = open_room(desk, theme, qtbot)
    yield room
    room.window.close()
    desk.workspace.close()


def open_room(desk: Desk, theme: Theme, qtbot: QtBot) -> Room:
    session = Session(desk.workspace)
    window = QWidget()
    qtbot.addWidget(window)
    formats = Formats(QLocale("en_GB"), UTC)
    page = SettingsPage(session, Tasks(), theme, formats, window, preferences=Preferences(user_name="Ann"))
    window.resize(1272, 820)
    page.resize(1272, 820)
    window.show()
    window.activateWindow()
    qtbot.waitExposed(window)
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    room = Room(page, desk, session, window)
    session.changed.connect(lambda change: room.labels.append(change.label))
    return room


def names(section: ListSection, column: int = 0) -> list[str]:
    return [line.cells[column] for line in section.table.lines.lines]


def editor_of(table: LinesTable) -> QLineEdit | None:
    found = [editor for editor in table.viewport().findChildren(QLineEdit) if editor.isVisible()]
    return found[-1] if found else None


def type_cell(section: ListSection, row: int, column: int, text: str, key: Qt.Key = Qt.Key.Key_Return) -> None:
    """F2 on a cell, the text over what stood there, and the key that leaves it."""
    table = section.table
    table.setFocus()
    table.setCurrentIndex(table.lines.index(row, column))
    QTest.keyClick(table, Qt.Key.Key_F2)
    editor = editor_of(table)
    assert editor is not None
    editor.selectAll()
    editor.insert(text)
    QTest.keyClick(editor, key)


def add(section: ListSection, text: str) -> None:
    section.field.setFocus()
    section.field.setText(text)
    QTest.keyClick(section.field, Qt.Key.Key_Return)


def choose(section: ListSection, row: int, column: int, words: str) -> None:
    """Enter on a cell with choices, and one of them."""
    section.table.setFocus()
    section.table.setCurrentIndex(section.table.lines.index(row, column))
    QTest.keyClick(section.table, Qt.Key.Key_Return)
    trigger(section.table.findChildren(QMenu)[-1], words)


def act(section: ListSection, row: int, words: str) -> None:
    """The row's menu, and one of its entries."""
    menu = section.open_menu(row, section.mapToGlobal(section.rect().center()))
    assert menu is not None
    trigger(menu, words)


def trigger(menu: QMenu, words: str) -> None:
    action = next(action for action in menu.actions() if action.text().replace("&&", "&") == words)
    menu.close()
    action.trigger()
