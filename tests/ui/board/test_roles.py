"""What screen readers find on the board, and a toolbar in which nothing is cut."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions import Workspace
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.segmented import Segmented
from tests.pseudo_words import PseudoTranslator
from tests.ui.board.conftest import World

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
Role = QAccessible.Role
NAME = QAccessible.Text.Name


def test_a_stage_header_is_a_button_with_the_sentence_of_its_stage(world: World) -> None:
    found = QAccessible.queryAccessibleInterface(world.column(0).header)
    assert found.role() == Role.Button
    assert found.text(NAME) == "Lead Generation, 4 deals, €32,400, 1 without a value"
    world.column(0).header.click()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    menu.close()


def test_a_segmented_control_holds_a_radio_button_for_each_choice(theme: Theme, qtbot: QtBot) -> None:
    control = Segmented(theme, ("Stages", "Months"))
    qtbot.addWidget(control)
    control.show()
    found = QAccessible.queryAccessibleInterface(control)
    parts = [found.child(place) for place in range(found.childCount())]
    assert [(part.role(), part.text(NAME), bool(part.state().checked)) for part in parts] == [
        (Role.RadioButton, "Stages", True),
        (Role.RadioButton, "Months", False),
    ]
    with qtbot.waitSignal(control.chosen) as told:
        parts[1].actionInterface().doAction("Press")
    assert told.args == [1]
    assert [bool(part.state().checked) for part in parts] == [False, True]
    assert parts[1].rect().left() >= parts[0].rect().right()


def find_cut(world: World) -> list[str]:
    toolbar = world.page.toolbar
    shown: list[QWidget] = [toolbar.title, *toolbar.filters.chips, toolbar.fold, toolbar.field, toolbar.axis]
    shown += [toolbar.save, toolbar.adjust, toolbar.new_button]
    seen = [widget for widget in shown if widget.isVisible()]
    narrow = [each for each in seen if each is not toolbar.field and each.width() < each.minimumSizeHint().width()]
    outside = [each for each in seen if each.geometry().right() > toolbar.width()]
    ordered = sorted(seen, key=lambda each: each.x())
    over = [after for before, after in pairwise(ordered) if after.x() <= before.geometry().right()]
    return [type(each).__name__ for each in (*narrow, *outside, *over)]


@pytest.mark.parametrize("width", [1024, 1280, 1440])
@pytest.mark.parametrize("percent", [100, 130])
def test_nothing_in_the_toolbar_is_cut_where_words_are_long(
    filled: Workspace,
    show_board: Callable[[Workspace], World],
    theme: Theme,
    width: int,
    percent: int,
) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    translator = PseudoTranslator()
    app.installTranslator(translator)
    try:
        theme.apply(app, "light", text_percent=percent)
        world = show_board(filled)
        layout = world.window.layout()
        assert layout is not None
        layout.setContentsMargins(48, 56, 0, 24)
        world.window.resize(width, 640)
        QTest.qWait(20)
        assert find_cut(world) == []
        toolbar = world.page.toolbar
        if toolbar.axis.isHidden():
            panel = toolbar.open_folded()
            twin = panel.findChild(Segmented)
            assert twin is not None
            assert twin.choices == toolbar.axis.choices
            twin.choose(1)
            assert toolbar.axis.current == 1
            panel.close()
    finally:
        app.removeTranslator(translator)
        theme.apply(app, "light", text_percent=100)
