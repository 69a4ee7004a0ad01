"""What is to be called later is called once, and never after its home has gone."""

from functools import partial

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop_pipeline.ui.later import call_later


def test_it_is_called_once_and_not_at_once(qtbot: QtBot) -> None:
    home, calls = QObject(), list[str]()
    call_later(home, lambda: calls.append("called"))
    assert calls == []
    qtbot.waitUntil(lambda: not home.children())
    assert calls == ["called"]


def test_homes_that_go_first_are_called_no_more_and_nothing_ends(qtbot: QtBot) -> None:
    calls: list[int] = []
    family = QObject()
    for number in range(500):
        # Half of them are Python's own and go at once, the others with the next turn of the window.
        home = QObject(family if number % 2 else None)
        call_later(home, partial(calls.append, number), number % 3)
        home.deleteLater()
        if number % 50 == 0:
            qtbot.wait(5)
    last = QObject()
    call_later(last, partial(calls.append, -1), 5)
    qtbot.waitUntil(lambda: -1 in calls)
    assert calls == [-1]
    assert not family.children()
