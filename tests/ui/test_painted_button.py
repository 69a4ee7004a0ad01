"""Buttons of our own painting under the keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout
from pytestqt.qtbot import QtBot

from desktop_pipeline.ui.insights.figure_strip import FigureTile
from desktop_pipeline.ui.review.past_page import KeptRow
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.icon_button import IconButton
from desktop_pipeline.ui.widgets.painted_button import PaintedButton
from desktop_pipeline.ui.widgets.spreadsheet_drop import SpreadsheetDrop


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_presses_the_one_with_the_keys_and_not_the_dialogs_own(key: Qt.Key, theme: Theme, qtbot: QtBot) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    layout = QVBoxLayout(dialog)
    pressed: list[str] = []
    button, done = IconButton(theme, "x", "Clear"), QPushButton("Done")
    button.clicked.connect(lambda: pressed.append("clear"))
    done.clicked.connect(lambda: pressed.append("done"))
    done.setDefault(True)
    layout.addWidget(button)
    layout.addWidget(done)
    dialog.show()
    button.setFocus()
    QTest.keyClick(button, key)
    assert pressed == ["clear"]


def test_rows_tiles_and_drops_are_such_buttons() -> None:
    assert all(issubclass(each, PaintedButton) for each in (FigureTile, KeptRow, SpreadsheetDrop))
