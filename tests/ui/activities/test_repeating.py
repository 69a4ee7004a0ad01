"""Activities that come again, from the planner to the menu."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from desktop_pipeline.actions.workspace_settings import add_holiday
from desktop_pipeline.domain.recurring import Repeat, Unit
from desktop_pipeline.queries.activities import ActivityRow, read_open_activities
from desktop_pipeline.ui.activities.agenda_list import Ask
from tests.ui.activities.conftest import TODAY, World

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def of_deal(world: World, title: str = "Reading nook") -> list[ActivityRow]:
    return read_open_activities(world.workspace, deal_id=world.deals[title])


def edit(world: World, subject: str) -> None:
    world.at(subject)
    world.press(Qt.Key.Key_E)


def choose(world: World, words: str) -> None:
    repeats = world.planner.again.repeats
    repeats.setCurrentIndex(repeats.findText(words))
    repeats.activated.emit(repeats.currentIndex())


def test_the_planner_lets_it_come_again_until_a_day(world: World) -> None:
    edit(world, "Call about the cover cloth")
    assert not world.planner.again.until.isVisible()
    choose(world, "Every 2 weeks")
    QTest.keyClicks(world.planner.again.until, "30 Jul 2026")
    QTest.keyClick(world.planner.again.until, Qt.Key.Key_Return)
    assert world.page.acts.popover is None, world.planner.error
    (step,) = of_deal(world)
    assert step.repeat == Repeat(2, Unit.WEEK, date(2026, 7, 30))
    row = world.page.agenda.row_of(step.activity_id)
    assert row is not None
    told = world.page.agenda.index(row).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "every 2 weeks until Thu 30 Jul" in told
    edit(world, "Call about the cover cloth")
    assert world.planner.again.repeats.currentText() == "Every 2 weeks"
    assert world.planner.again.until.text() == "30 Jul 2026"


def test_a_last_day_that_is_none_or_over_is_refused_in_words(world: World) -> None:
    edit(world, "Order oak")
    choose(world, "Every week")
    world.planner.again.until.setText("some day")
    world.planner.submit()
    assert "some day" in world.planner.error
    world.planner.again.until.setText("1 Jun 2026")
    world.planner.submit()
    assert world.planner.error == "It would end before it begins. Choose a later last day."


def test_finishing_one_that_comes_again_does_not_ask_for_the_next(world: World) -> None:
    edit(world, "Brass edges, price and date")
    choose(world, "Every working day")
    world.planner.submit()
    world.at("Brass edges, price and date")
    world.press(Qt.Key.Key_Space)
    QTest.keyClick(world.finisher, Qt.Key.Key_Return)
    assert world.page.acts.popover is None
    (step,) = of_deal(world, "Hotel lobby desk")
    assert step.due_on == TODAY + timedelta(days=1)
    world.session.undo()
    assert [each.due_on for each in of_deal(world, "Hotel lobby desk")] == [TODAY]


def test_s_skips_one_time_and_says_where_there_is_none_to_skip_to(world: World) -> None:
    world.at("Order oak")
    world.press(Qt.Key.Key_S)
    assert world.said == ["“Order oak” does not come again, so there is nothing to skip to."]
    edit(world, "Order oak")
    choose(world, "Every week")
    world.planner.submit()
    world.at("Order oak")
    world.press(Qt.Key.Key_S)
    assert "Order oak" not in world.lines()
    assert world.session.undo_label == "Skip “Order oak” once"


def test_the_menu_offers_to_skip_and_to_repeat_no_longer_only_where_it_repeats(world: World) -> None:
    def texts(menu: QMenu) -> list[str]:
        found = [action.text().split("\t")[0] for action in menu.actions()]
        menu.close()
        return found

    world.at("Order oak")
    assert "Skip this time" not in texts(world.page.menu_at(world.view.place_below()))
    edit(world, "Order oak")
    choose(world, "Every month")
    world.planner.submit()
    activity = world.at("Order oak")
    offered = texts(world.page.menu_at(world.view.place_below()))
    assert {"Skip this time", "Repeat no longer", "Delete this and all later ones"} <= set(offered)
    world.page.act(Ask.REPEAT_NO_LONGER)
    assert world.row(activity).repeat is None


def test_editing_the_note_of_a_series_does_not_begin_it_anew(world: World) -> None:
    edit(world, "Order oak")
    choose(world, "Every month")
    world.planner.submit()
    edit(world, "Order oak")
    QTest.keyClicks(world.planner.note, "from the mill")
    QTest.keyClick(world.planner.note, Qt.Key.Key_Return)
    assert world.workspace.value("select count(*) from recurrence where anchor_on = '2026-06-09'") == 1


def test_the_usual_reminder_comes_with_a_time_until_another_is_chosen(world: World) -> None:
    world.session.usual_reminder = 15
    world.page.new()
    planner = world.planner
    assert planner.again.remind_before is None
    QTest.keyClicks(planner.time, "15:30")
    assert planner.again.remind_before == 15
    planner.again.reminder.setCurrentIndex(planner.again.reminder.findText("1 h before"))
    planner.again.reminder.activated.emit(planner.again.reminder.currentIndex())
    planner.time.clear()
    QTest.keyClicks(planner.time, "16")
    QTest.keyClicks(planner.subject, "Look at the finish")
    planner.days.choose(0)
    QTest.keyClick(planner.subject, Qt.Key.Key_Return)
    activity = world.at("Look at the finish")
    assert world.row(activity).remind_before == 60


def test_a_day_off_is_told_where_it_is_chosen(world: World) -> None:
    add_holiday(world.workspace, date(2026, 6, 10), "Corpus Christi")
    world.page.new()
    assert world.planner.free_day.text() == "Nobody works that day: Corpus Christi."
    world.planner.days.choose(0)
    assert not world.planner.free_day.isVisible()
    world.planner.days.choose(2)
    world.planner.suggest("call", "", 4)
    assert world.planner.free_day.text() == "Nobody works that day."


def test_the_heads_of_days_name_their_holidays(world: World) -> None:
    add_holiday(world.workspace, TODAY, "Midsummer & more")
    assert world.page.heading.text() == "Tuesday 9 June, Midsummer & more"
    assert "# Today, Midsummer & more" in world.lines()
