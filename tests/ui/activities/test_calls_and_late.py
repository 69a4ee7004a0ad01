"""All calls one after the other, and all that is late moved at once."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions.deal_people import add_person
from desktop_pipeline.actions.people import create_person
from desktop_pipeline.actions.workspace_settings import add_holiday
from desktop_pipeline.queries.agenda import AgendaFilter, read_agenda
from desktop_pipeline.ui.activities.call_card import CallCard
from desktop_pipeline.ui.activities.late_mover import LateMover
from desktop_pipeline.ui.widgets.activity_planner import ActivityPlanner
from desktop_pipeline.ui.widgets.day_popup import DayPopup
from tests.ui.activities.conftest import NOW, TODAY, World

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def card(world: World) -> CallCard:
    popover = world.page.acts.popover
    assert isinstance(popover, CallCard)
    return popover


def mover(world: World) -> LateMover:
    popover = world.page.acts.popover
    assert isinstance(popover, LateMover)
    return popover


def wait_for(qtbot: QtBot, world: World, kind: type) -> None:
    qtbot.waitUntil(lambda: isinstance(world.page.acts.popover, kind))


def reach(world: World, deal: str, name: str, phone: str) -> None:
    create_person(world.workspace, name=name, phone=phone)
    add_person(world.workspace, world.deals[deal], name)


def test_c_goes_through_the_calls_in_the_order_of_today(world: World, qtbot: QtBot) -> None:
    reach(world, "Reading nook", "Tove Winther", "+45 5550 1234")
    dialled: list[str] = []

    def dial(link: QUrl) -> bool:
        dialled.append(link.toString())
        return True

    world.page.calls.open_url = dial
    world.press(Qt.Key.Key_C)
    first = card(world)
    assert first.title.text() == "Call about the cover cloth"
    assert first.detail.text().startswith("Call 1 of 2 · Reading nook")
    assert [link.text() for link in first.numbers] == ["+45 5550 1234, Tove Winther"]
    QTest.keyClick(first.results, Qt.Key.Key_D)
    assert dialled == ["tel:+4555501234"]
    QTest.keyClick(first.results, Qt.Key.Key_1)
    QTest.keyClick(first.results, Qt.Key.Key_Return)
    planner = world.planner
    QTest.keyClicks(planner.subject, "Send the cloth samples")
    QTest.keyClick(planner.subject, Qt.Key.Key_Return)
    wait_for(qtbot, world, CallCard)
    second = card(world)
    assert second.title.text() == "Brass edges, price and date"
    assert second.numbers == []
    QTest.keyClick(second.results, Qt.Key.Key_Return)
    wait_for(qtbot, world, ActivityPlanner)
    QTest.keyClick(world.planner.subject, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not world.page.calls.is_going)
    assert world.said[-1] == "All calls are done."
    assert world.page.agenda.agenda.call_ids == ()


def test_s_goes_on_without_a_call_and_escape_ends_the_walk(world: World, qtbot: QtBot) -> None:
    world.page.head.calls.click()
    QTest.keyClick(card(world).results, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: card(world).title.text() == "Brass edges, price and date")
    QTest.keyClick(card(world).results, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not world.page.calls.is_going)
    assert world.page.acts.popover is None
    assert len(world.page.agenda.agenda.call_ids) == 2
    assert world.window.focusWidget() is world.view


def test_letters_of_a_note_neither_dial_nor_skip(world: World) -> None:
    world.press(Qt.Key.Key_C)
    first = card(world)
    first.note.setFocus()
    QTest.keyClicks(first.note, "sd")
    assert first.note.toPlainText() == "sd"
    assert first.isVisible()


def test_a_computer_without_a_telephone_says_the_number(world: World) -> None:
    reach(world, "Reading nook", "Tove <b>Winther</b>", "555 01 22")
    world.page.calls.open_url = lambda _link: False
    world.press(Qt.Key.Key_C)
    QTest.keyClick(card(world).results, Qt.Key.Key_D)
    assert card(world).error == "This computer has no program for calls. The number is 555 01 22."


def test_a_call_that_somebody_else_did_meanwhile_is_left_out(world: World, qtbot: QtBot) -> None:
    world.press(Qt.Key.Key_C)
    world.page.acts.delete([world.page.agenda.agenda.call_ids[1]])
    QTest.keyClick(card(world).results, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: not world.page.calls.is_going)
    assert world.page.acts.popover is None


def test_the_buttons_stand_there_only_while_there_is_something_to_do(world: World) -> None:
    assert world.page.head.calls.isVisible()
    assert world.page.head.late.isVisible()
    world.page.acts.delete(list(world.page.agenda.agenda.call_ids))
    assert not world.page.head.calls.isVisible()
    assert not world.page.head.late.isVisible()
    world.press(Qt.Key.Key_C)
    world.press(Qt.Key.Key_L)
    assert world.said == ["No call is late or due today.", "Nothing is late."]


def test_l_moves_all_that_is_late_to_the_next_working_day_in_one_change(world: World) -> None:
    add_holiday(world.workspace, date(2026, 6, 10), "Corpus Christi")
    world.plan("Send the drawing", -1, kind="email")
    world.press(Qt.Key.Key_L)
    popover = mover(world)
    assert popover.detail.text() == "2 activities"
    QTest.keyClick(popover.days, Qt.Key.Key_2)
    assert popover.day == date(2026, 6, 11)
    QTest.keyClick(popover.days, Qt.Key.Key_Return)
    assert world.session.undo_label == "Move 2 activities to 11 June 2026"
    assert "# Late" not in world.lines()
    world.session.undo()
    assert world.lines()[0] == "# Late"


def test_moved_to_today_a_time_that_is_over_goes(world: World) -> None:
    timed = world.plan("Ring the mill", -1, (7, 0))
    world.press(Qt.Key.Key_L)
    QTest.keyClick(mover(world).days, Qt.Key.Key_Return)
    assert (world.row(timed).due_on, world.row(timed).due_at) == (TODAY, None)


def test_another_day_is_picked_and_a_day_off_is_told(world: World) -> None:
    world.press(Qt.Key.Key_L)
    QTest.keyClick(mover(world).days, Qt.Key.Key_3)
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, DayPopup)
    popup.field.setText("2026-06-13")
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    assert mover(world).hint.text() == "Nobody works that day."
    QTest.keyClick(mover(world).days, Qt.Key.Key_3)
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, DayPopup)
    popup.field.setText("2026-06-08")
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    mover(world).submit()
    assert mover(world).error == "It would still be late. Choose today or a later day."


def test_today_is_ordered_by_the_chances_of_history_where_they_are_known(world: World) -> None:
    proposal, lead_in = (
        int(world.workspace.value("select stage_id from deal where id = ?", (world.deals[title],)))
        for title in ("Hotel lobby desk", "Reading nook")
    )
    world.plan("Ask for the size", 0, deal_id=world.deals["Reading nook"])
    first = [line for line in world.lines() if line in {"Brass edges, price and date", "Ask for the size"}]
    assert first == ["Brass edges, price and date", "Ask for the size"]
    # 27,300 × 0.01 weighs less than 5,400 × 0.9
    world.session.note_chances({proposal: 0.01, lead_in: 0.9})
    second = [line for line in world.lines() if line in set(first)]
    assert second == first[::-1]
    agenda = read_agenda(world.workspace, AgendaFilter(), today=TODAY, now=NOW + timedelta(0))
    assert [world.row(each).subject for each in agenda.ids if world.row(each).subject in set(first)] == first


def test_very_many_that_are_late_are_moved_and_deleted_by_a_worker(world: World, qtbot: QtBot) -> None:
    work = world.page.acts.long_work
    assert work is not None
    world.page.acts.most_at_once = 2
    late = [world.plan(f"Late {number}", -number) for number in range(1, 5)]
    world.press(Qt.Key.Key_L)
    QTest.keyClick(mover(world).days, Qt.Key.Key_Return)
    assert work.waiting is not None, "the window says so and lives on"
    qtbot.waitUntil(lambda: work.waiting is None)
    assert {world.row(activity).due_on for activity in late} == {TODAY}
    assert world.page.agenda.agenda.late_ids == ()
    for act, left in ((world.page.acts.move_to_tomorrow, 4), (world.page.acts.delete, 0)):
        assert act(late)
        assert work.waiting is not None
        qtbot.waitUntil(lambda: work.waiting is None)
        count = "select count(*) from activity where subject like 'Late %' and due_on = ?"
        assert world.workspace.value(count, ((TODAY + timedelta(days=1)).isoformat(),)) == left
    world.session.undo()
    assert {world.row(activity).due_on for activity in late} == {TODAY + timedelta(days=1)}


def test_very_many_that_cannot_be_moved_stay_and_it_is_said(world: World, qtbot: QtBot) -> None:
    work = world.page.acts.long_work
    assert work is not None
    world.page.acts.most_at_once = 0
    before = world.page.agenda.agenda.late_ids
    world.press(Qt.Key.Key_L)
    popover = mover(world)
    popover.day = TODAY - timedelta(days=1)
    popover.submit()
    qtbot.waitUntil(lambda: work.waiting is None)
    assert world.said[-1] == "It would still be late. Choose today or a later day."
    assert world.page.agenda.agenda.late_ids == before
