from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions.activities import plan_activity
from desktop_pipeline.actions.deals import win_deals
from desktop_pipeline.queries.activities import read_open_activities
from desktop_pipeline.ui.deal.next_step import NextStepSection
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.activity_finisher import ActivityFinisher
from desktop_pipeline.ui.widgets.activity_planner import ActivityPlanner
from desktop_pipeline.ui.widgets.day_popup import DayPopup
from tests.ui.deal.conftest import NOW, World

# Offscreen there is no window manager to raise a popup or lend it the keyboard.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def section_of(world: World) -> NextStepSection:
    return world.panel.story.next_step


def test_done_asks_how_it_went_and_then_for_the_next_step(world: World) -> None:
    section = section_of(world)
    QTest.mouseClick(section.boxes[0].done, Qt.MouseButton.LeftButton)
    finisher = section.acts.popover
    assert isinstance(finisher, ActivityFinisher)
    QTest.keyClick(finisher, Qt.Key.Key_1)
    QTest.keyClick(finisher, Qt.Key.Key_Return)
    planner = section.acts.popover
    assert isinstance(planner, ActivityPlanner)
    planner.subject.setText("Send the offer")
    planner.kinds.choose(1)
    QTest.keyClick(planner.subject, Qt.Key.Key_Return)
    assert section.text == "Send the offer, Fri 12 Jun, in 3 d"
    assert [box.activity_id for box in section.boxes] == [
        step.activity_id for step in read_open_activities(world.workspace, deal_id=world.deal_id)
    ]


def test_move_takes_another_day(world: World) -> None:
    section = section_of(world)
    QTest.mouseClick(section.boxes[0].move_button, Qt.MouseButton.LeftButton)
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, DayPopup)
    popup.field.setText("2026-06-30")
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    assert section.text == "Call Ines about the budget, Tue 30 Jun, in 21 d"


def test_another_step_has_its_own_box_below(world: World) -> None:
    section = section_of(world)
    section.plan()
    planner = section.acts.popover
    assert isinstance(planner, ActivityPlanner)
    assert [planner.person.itemText(row) for row in range(planner.person.count())] == [
        "With nobody",
        "Ines Calloway",
    ]
    planner.subject.setText("Measure again")
    planner.days.choose(3)
    QTest.keyClick(planner.subject, Qt.Key.Key_Return)
    assert [box.text for box in section.boxes] == [
        "Call Ines about the budget, Thu 11 Jun, in 2 d",
        "Measure again, Tue 16 Jun, in 7 d",
    ]
    assert section.hint.isVisible()


def test_a_closed_deal_shows_only_what_is_still_planned(world: World) -> None:
    section = section_of(world)
    win_deals(world.workspace, [world.deal_id], at=NOW)
    assert [box.text for box in section.boxes] == ["Call Ines about the budget, Thu 11 Jun, in 2 d"]
    section.acts.delete([section.boxes[0].activity_id])
    assert not section.isVisible()
    plan_activity(
        world.workspace, kind="call", subject="Ask for a review", at=NOW, deal_id=world.deal_id, due_on=date(2026, 7, 9)
    )
    assert section.isVisible()


def test_the_parts_are_named_for_the_screen_reader(world: World) -> None:
    box = section_of(world).boxes[0]
    assert box.accessibleName() == "Next step: Call Ines about the budget, Thu 11 Jun, in 2 d"
    assert box.done.accessibleName() == "Mark Call Ines about the budget as done"
    assert box.move_button.accessibleName() == "Move Call Ines about the budget"


def test_the_buttons_go_below_words_that_need_the_whole_line(world: World, qtbot: QtBot) -> None:
    section, subject = section_of(world), "Send the drawing of the table and two samples"
    plan_activity(
        world.workspace, kind="email", subject=subject, at=NOW, deal_id=world.deal_id, due_on=date(2026, 6, 10)
    )
    qtbot.waitUntil(lambda: all(box.height() == box.sizeHint().height() for box in section.boxes))
    letter, call = section.boxes
    assert (letter.has_buttons_below, call.has_buttons_below) == (True, False)
    assert letter.move_button.y() > letter.height() / 2 > call.move_button.y()
    theme = Theme()
    assert 40 + theme.width("value", subject) < letter.width()
    assert 40 + theme.width("value", "Call Ines about the budget") < call.move_button.x()
