"""How soon a new lead is to be answered, in the settings."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_pipeline.actions.workspace_settings import set_response_target
from desktop_pipeline.queries.new_leads import read_response_target
from desktop_pipeline.ui.settings.leads_section import LeadsSection
from tests.ui.settings.conftest import Room


def open_section(room: Room) -> LeadsSection:
    room.page.go_to("leads")
    section = room.page.section("leads")
    assert isinstance(section, LeadsSection)
    return section


def test_the_target_is_chosen_by_key_and_taken_back(room: Room) -> None:
    section = open_section(room)
    section.focus_list()
    assert section.target.currentText() == "1 hour"
    QTest.keyClick(section.target, Qt.Key.Key_Down)
    assert read_response_target(room.desk.workspace) == timedelta(hours=2)
    room.session.undo()
    assert section.target.currentText() == "1 hour"


def test_a_target_that_is_not_among_the_usual_ones_is_shown_as_it_is(room: Room) -> None:
    set_response_target(room.desk.workspace, 95)
    assert open_section(room).target.currentText() == "1 h 35 min"


def test_a_file_for_reading_takes_no_other_target(reading_room: Room) -> None:
    assert not open_section(reading_room).target.isEnabled()
