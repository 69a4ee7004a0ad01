"""A saved view is renamed, moved and deleted where it stands: in the navigation, on any screen."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from desktop_pipeline.actions.views import save_view
from desktop_pipeline.ui.widgets.name_popover import NamePopover
from tests.gallery import Stage

# Menus, without a window system
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def stage(stage: Stage) -> Stage:
    save_view(stage.workspace, "Big ones", "deals", {"text": "Kitchen"})
    stage.page.go_to("contacts")
    stage.wait(lambda: len(names(stage)) == 4)
    return stage


def names(stage: Stage) -> list[str]:
    return [view.name for view in stage.page.navigation.shown_views]


def choose(stage: Stage, name: str, text: str) -> None:
    button = stage.page.navigation.views[names(stage).index(name)]
    button.customContextMenuRequested.emit(QPoint(5, 5))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    next(line for line in menu.actions() if line.text() == text).trigger()
    menu.close()


def test_views_of_every_screen_are_kept_in_order_where_they_stand(stage: Stage) -> None:
    assert names(stage) == ["Closing June", "No next step", "Tenders", "Big ones"]
    choose(stage, "Big ones", "Move “Big ones” up")
    stage.wait(lambda: names(stage) == ["Closing June", "No next step", "Big ones", "Tenders"])
    choose(stage, "Tenders", "Rename “Tenders”…")
    popover = next(each for each in stage.page.findChildren(NamePopover) if each.isVisible())
    popover.field.setText("Public tenders")
    QTest.keyClick(popover, Qt.Key.Key_Return)
    stage.wait(lambda: names(stage)[-1] == "Public tenders")
    choose(stage, "Big ones", "Delete “Big ones”")
    stage.wait(lambda: names(stage) == ["Closing June", "No next step", "Public tenders"])
    stage.page.undo()
    stage.wait(lambda: "Big ones" in names(stage))
    assert stage.page.current == "contacts"
