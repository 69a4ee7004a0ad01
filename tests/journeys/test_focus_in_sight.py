"""Tab leads through every screen, also with large text in the smallest window, and what has the keys is seen."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.gallery import Stage

_MOST = 80


def unseen(stage: Stage) -> list[str]:
    """Whatever Tab stops at without anything of it being seen."""
    found: list[str] = []
    passed: set[QWidget] = set()
    for _step in range(_MOST):
        focus = QApplication.focusWidget()
        assert focus is not None
        if focus in passed:
            break
        passed.add(focus)
        if focus.visibleRegion().isEmpty():
            found.append(f"{type(focus).__name__} {focus.accessibleName()}")
        QTest.keyClick(focus, Qt.Key.Key_Tab)
        stage.app.processEvents()
    return found


@pytest.mark.parametrize("screen", ["board", "activities", "insights"])
def test_tab_never_leads_to_what_is_not_seen(stage: Stage, screen: str) -> None:
    stage.window.choose_text_size("130")
    stage.window.resize(1024, 640)
    stage.page.go_to(screen)
    stage.settle()
    stage.page.focus_screen()
    assert unseen(stage) == []
