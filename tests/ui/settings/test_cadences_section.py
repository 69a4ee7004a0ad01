"""The editor of cadences in the settings."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_pipeline.actions.cadence_rules import add_ready_cadence
from desktop_pipeline.actions.cadences import start_cadence
from desktop_pipeline.domain.cadences import Start
from desktop_pipeline.queries.cadences import CadenceRow, read_cadences
from desktop_pipeline.ui.settings.cadences_section import CadencesSection
from tests.ui.settings.conftest import Room, act, add, choose, names, type_cell

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def open_section(room: Room) -> CadencesSection:
    room.page.go_to("cadences")
    section = room.page.section("cadences")
    assert isinstance(section, CadencesSection)
    return section


def first(room: Room) -> CadenceRow:
    return read_cadences(room.desk.workspace)[0]


def subjects(room: Room) -> list[tuple[int, str, str]]:
    return [(step.touch.after_days, step.kind, step.subject) for step in first(room).steps]


def test_the_ready_made_ones_are_added_as_one_change_and_then_no_more_offered(room: Room) -> None:
    section = open_section(room)
    section.focus_list()
    assert section.ready.hasFocus()
    QTest.keyClick(section.ready, Qt.Key.Key_Space)
    assert names(section.list)[3] == "Re-engage"
    assert section.ready.isHidden()
    assert section.list.table.hasFocus()
    room.session.undo()
    assert names(section.list) == []
    assert not section.ready.isHidden()


def test_a_cadence_of_ones_own_is_typed_touch_by_touch(room: Room) -> None:
    section = open_section(room)
    add(section.list, "After the fair")
    assert section.title.text() == "After the fair"
    add(section.steps, "3 Call them about the sample")
    add(section.steps, "0 E-mail the photographs")
    add(section.steps, "Ask for a visit")
    assert subjects(room) == [
        (0, "email", "E-mail the photographs"),
        (3, "call", "Call them about the sample"),
        (3, "call", "Ask for a visit"),
    ]
    assert names(section.list, 1) == ["3 touches, 3 d"]


def test_the_cells_of_a_touch_are_edited_in_place(room: Room) -> None:
    add_ready_cadence(room.desk.workspace, "re_engage")
    section = open_section(room)
    type_cell(section.steps, 0, 2, "Ask what changed")
    choose(section.steps, 0, 1, "Call")
    choose(section.steps, 0, 4, "keeps")
    type_cell(section.steps, 0, 0, "7")
    assert subjects(room)[1] == (7, "call", "Ask what changed")
    assert not first(room).steps[1].touch.skips_free_days
    assert section.touches.texts[0] == "Mon 12 Jan: Call with something new"


def test_a_touch_is_deleted_and_undo_brings_it_back(room: Room) -> None:
    add_ready_cadence(room.desk.workspace, "re_engage")
    section = open_section(room)
    act(section.steps, 1, "Delete")
    assert [days for days, _kind, _subject in subjects(room)] == [0, 14]
    room.session.undo()
    assert [days for days, _kind, _subject in subjects(room)] == [0, 5, 14]


def test_what_starts_it_and_when_closing_is_proposed_are_kept(room: Room) -> None:
    add_ready_cadence(room.desk.workspace, "check_in")
    section = open_section(room)
    section.starts.setFocus()
    QTest.keyClick(section.starts, Qt.Key.Key_Down)
    assert (first(room).starts, first(room).stage_id) == (Start.STAGE, room.desk.stages()[0])
    assert names(section.list, 2)[0].startswith("entering ")
    section.closes.setFocus()
    QTest.keyClicks(section.closes, "30")
    QTest.keyClick(section.closes, Qt.Key.Key_Return)
    assert first(room).closes_after == 30
    section.reason.setFocus()
    QTest.keyClick(section.reason, Qt.Key.Key_Down)
    assert first(room).reason == "Price"
    room.session.undo()
    assert section.reason.currentText() == "Any reason"


def test_days_that_are_none_are_refused_below_the_field(room: Room) -> None:
    add_ready_cadence(room.desk.workspace, "re_engage")
    section = open_section(room)
    section.closes.setFocus()
    section.closes.selectAll()
    QTest.keyClicks(section.closes, "0")
    QTest.keyClick(section.closes, Qt.Key.Key_Return)
    assert section.note.text == "Use a number of days from 1 to 3650."
    assert first(room).closes_after == 21
    type_cell(section.steps, 0, 0, "ten")
    assert first(room).steps[0].touch.after_days == 0


def test_a_touch_of_a_later_day_stays_below_one_of_an_earlier_day(room: Room) -> None:
    add_ready_cadence(room.desk.workspace, "re_engage")
    section = open_section(room)
    section.steps.table.moved.emit(0, 2)
    assert "cannot stand before" in section.steps.note.text
    assert [days for days, _kind, _subject in subjects(room)] == [0, 5, 14]


def test_two_cadences_are_not_called_the_same(room: Room) -> None:
    add_ready_cadence(room.desk.workspace, "re_engage")
    section = open_section(room)
    add(section.list, "re-ENGAGE")
    assert section.list.note.text == "There is a cadence “re-ENGAGE” already."


def test_one_that_was_started_is_archived_and_not_deleted(room: Room) -> None:
    cadence = add_ready_cadence(room.desk.workspace, "re_engage")
    start_cadence(room.desk.workspace, cadence, [room.desk.deal()], at=room.desk.now)
    section = open_section(room)
    assert names(section.list, 3) == ["1"]
    act(section.list, 0, "Delete")
    assert section.list.note.text == (
        "“Re-engage” was started once. Archive it instead: nobody can start it any more then."
    )
    act(section.list, 0, "Archive")
    assert names(section.list) == []
    assert not first(room).is_active


def test_holidays_show_in_the_preview(room: Room) -> None:
    add_ready_cadence(room.desk.workspace, "re_engage")
    with room.desk.journal.change("Holiday") as draft:
        draft.execute("insert into holiday (day, name) values ('2026-01-19', 'Off')")
    section = open_section(room)
    assert section.touches.texts[2] == "Tue 20 Jan: Ask for a yes, a no, or a later date"
    assert section.days.text() == "Days off move 2 of them, the last one from Mon 19 Jan to Tue 20 Jan."


def test_a_file_for_reading_is_shown_and_not_edited(reading_room: Room) -> None:
    section = open_section(reading_room)
    assert not section.ready.isEnabled()
    assert not section.list.field.isEnabled()
