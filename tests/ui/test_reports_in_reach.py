"""Reports are found in the navigation as well as in the menu of files."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest

from desktop_pipeline.ui.reports.preview.dialog import PreviewDialog
from tests.gallery import Stage


def test_the_navigation_opens_the_reports_over_the_screen_that_is_shown(stage: Stage) -> None:
    stage.page.go_to("insights")
    QTest.mouseClick(stage.page.navigation.reports, Qt.MouseButton.LeftButton)
    (dialog,) = stage.window.findChildren(PreviewDialog)
    stage.wait(lambda: not dialog.is_busy)
    assert dialog.isVisible()
    assert stage.page.current == "insights"
    dialog.close()
    stage.settle()


def test_the_entry_of_the_menu_has_the_key_that_the_navigation_tells(stage: Stage) -> None:
    (entry,) = [action for action in stage.window.findChildren(QAction) if action.text() == "Reports…"]
    keys = [key.toString(QKeySequence.SequenceFormat.PortableText) for key in entry.shortcuts()]
    assert keys == ["Ctrl+7", "Ctrl+Shift+P"]
    assert "Ctrl+7" in stage.page.navigation.reports.toolTip()
