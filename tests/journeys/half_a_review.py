"""Walks half of a review by its keys in a window of its own: `python -m tests.journeys.half_a_review FILE HOME`.

It tells how far it is on its output, and goes on until it is killed.
"""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_pipeline.app import make_application, make_window
from desktop_pipeline.ui.preferences import PreferenceFile
from desktop_pipeline.ui.review.review_page import ReviewPage

_PATIENCE = 60.0
_DECIDED = 3


def main(path: Path, home: Path) -> None:
    app = make_application()
    window = make_window(app, PreferenceFile(home))
    window.resize(1440, 900)
    window.show()

    def wait(until: Callable[[], bool]) -> None:
        end = time.monotonic() + _PATIENCE
        while not (until() and window.tasks.is_idle):
            assert time.monotonic() < end, "it never came to be"
            app.processEvents()
            time.sleep(0.002)

    def press(*keys: Qt.Key) -> None:
        for key in keys:
            focus = QApplication.focusWidget()
            assert focus is not None
            QTest.keyClick(focus, key)

    window.activateWindow()
    wait(window.isActiveWindow)
    assert window.open_file(path)
    wait(lambda: True)
    QTest.keyClick(window, Qt.Key.Key_6, Qt.KeyboardModifier.ControlModifier)
    assert window.page is not None
    page = window.page.screens.screen("review").widget
    assert isinstance(page, ReviewPage)
    wait(lambda: page.planned is not None)
    press(Qt.Key.Key_Return)
    for turn in range(_DECIDED):
        wait(lambda: not page.walk.is_reading)
        press(Qt.Key.Key_N)
        note = QApplication.focusWidget()
        assert note is page.walk.deal.note
        QTest.keyClicks(note, f"Said about number {turn + 1}")
        press(Qt.Key.Key_Return, Qt.Key.Key_1, Qt.Key.Key_Return)
    wait(lambda: not page.walk.is_reading)
    press(Qt.Key.Key_4, Qt.Key.Key_1)
    print("half way", flush=True)
    wait(lambda: False)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
