"""Calls that wait for the next turn of the window, or for a moment."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


def call_later(home: QObject, act: Callable[[], object], milliseconds: int = 0) -> None:
    """Calls `act` once, unless `home` is gone by then.

    Not `QTimer.singleShot`: what Python knows of the timer that PySide makes for it was seen to be freed before the
    timer itself was, which ended the program. This one belongs to its home.
    """
    timer = QTimer(home, singleShot=True, interval=milliseconds)
    timer.timeout.connect(act)
    timer.timeout.connect(timer.deleteLater)
    timer.start()
