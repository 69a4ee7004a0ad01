"""Tab leads through every screen, also with large text in the smallest window, and what has the keys is seen."""

from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.gallery import Stage

if TYPE_CHECKING:
    from desktop_pipeline.ui.deals.deals_page import DealsPage

_MOST = 80


def walk(stage: Stage) -> tuple[list[QWidget], list[str]]:
    """Where Tab stops, once around, and the names of what nothing was seen of then."""
    passed: list[QWidget] = []
    unseen = []
    for _step in range(_MOST):
        focus = QApplication.focusWidget()
        assert focus is not None
        if focus in passed:
            break
        passed.append(focus)
        if focus.visibleRegion().isEmpty():
            unseen.append(f"{type(focus).__name__} {focus.accessibleName()}")
        QTest.keyClick(focus, Qt.Key.Key_Tab)
        stage.app.processEvents()
    return passed, unseen


@pytest.mark.parametrize("screen", ["board", "activities", "insights"])
def test_tab_never_leads_to_what_is_not_seen(stage: Stage, screen: str) -> None:
    stage.window.choose_text_size("130")
    stage.window.resize(1024, 640)
    stage.page.go_to(screen)
    stage.settle()
    stage.page.focus_screen()
    assert walk(stage)[1] == []


def test_tab_leads_from_the_table_of_deals_through_its_toolbar(stage: Stage) -> None:
    stage.page.go_to("deals")
    stage.settle()
    page = cast("DealsPage", stage.page.screens.screen("deals").widget)
    toolbar = page.toolbar
    stops, _unseen = walk(stage)
    assert stops[0] is page.view
    chips = [chip for chip in (*toolbar.chips, toolbar.fold) if chip.isVisible()]
    wanted = [toolbar.status, *chips, toolbar.grouping, toolbar.columns, toolbar.saved, toolbar.field]
    assert stops[-len(wanted) - 1 :] == [*wanted, toolbar.new_button]
