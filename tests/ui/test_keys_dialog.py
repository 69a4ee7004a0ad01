"""The list of all keys."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_pipeline.ui.keys_dialog import KeysDialog
from desktop_pipeline.ui.questions import Questions
from desktop_pipeline.ui.theme import Theme


@pytest.fixture
def dialog(theme: Theme, qtbot: QtBot) -> Iterator[KeysDialog]:
    """Its window goes with the last who knows it, and it goes with its window."""
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    questions = Questions(window, theme)
    questions.show_keys()
    shown = questions.shown
    assert isinstance(shown, KeysDialog)
    yield shown
    window.close()


def test_every_key_is_told_with_what_it_does(dialog: KeysDialog) -> None:
    named = {child.accessibleName() for child in dialog.findChildren(QWidget) if ": " in child.accessibleName()}
    assert {"Ctrl K: search everything", "W L X: won, lost, not a fit", "5: snooze"} <= named
    assert len(named) == len(dialog.lines)
    assert all(keys and does for keys, does in dialog.lines)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_enter_and_escape_close_it(dialog: KeysDialog, key: Qt.Key) -> None:
    closed: list[int] = []
    dialog.finished.connect(closed.append)
    QTest.keyClick(dialog, key)
    assert len(closed) == 1
