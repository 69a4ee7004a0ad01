import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_pipeline.actions.pipelines import add_pipeline
from desktop_pipeline.domain.after_sale import USUAL_CHECKLIST, Purpose
from desktop_pipeline.queries.after_sale import read_checklist
from desktop_pipeline.ui.settings.checklist_section import ChecklistSection
from desktop_pipeline.ui.settings.pipelines_section import PipelinesSection
from tests.ui.settings.conftest import Room, act, add, choose, names, type_cell
from tests.workspaces import read_content

# Menus are windows of their own, which the offscreen plugin can neither raise nor give the keyboard.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

TEXTS = [step.text for step in USUAL_CHECKLIST]


def pipelines(room: Room) -> PipelinesSection:
    room.page.go_to("pipelines")
    section = room.page.section("pipelines")
    assert isinstance(section, PipelinesSection)
    return section


def checklist(room: Room) -> ChecklistSection:
    return pipelines(room).checklist


def test_the_lines_are_typed_chosen_ordered_and_taken_away_in_place(room: Room) -> None:
    before = read_content(room.desk.workspace)
    section = checklist(room)
    assert names(section.list) == TEXTS
    assert not section.usual.isVisible()
    add(section.list, "Send the warranty")
    type_cell(section.list, 6, 2, "120")
    choose(section.list, 6, 1, "E-mail")
    choose(section.list, 6, 3, "thank")
    section.list.table.setFocus()
    QTest.keyClick(section.list.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    type_cell(section.list, 0, 0, "Say thank you")
    act(section.list, 1, "Delete")
    rows = read_checklist(room.desk.workspace, 1)
    assert [row.text for row in rows] == ["Say thank you", *TEXTS[2:5], "Send the warranty", TEXTS[5]]
    assert (rows[4].kind, rows[4].after_days, rows[4].purpose) == ("email", 120, Purpose.THANK)
    for _step in range(7):
        room.session.undo()
    assert read_content(room.desk.workspace) == before
    assert names(section.list) == TEXTS


def test_what_is_no_number_of_days_stays_with_its_sentence(room: Room) -> None:
    section = checklist(room)
    before = read_content(room.desk.workspace)
    for text in ("soon", "-3", "9" * 30):
        type_cell(section.list, 0, 2, text)
        assert section.list.note.text == f"“{text}” is not a whole number."
        QTest.keyClick(section.list.table, Qt.Key.Key_Escape)
    assert read_content(room.desk.workspace) == before


def test_a_pipeline_without_a_checklist_gets_the_usual_one_by_a_button(room: Room) -> None:
    other = add_pipeline(room.desk.workspace, "Service")
    section = pipelines(room)
    section.pipelines.table.setFocus()
    section.pipelines.table.go_to(other)
    assert section.pipeline_id == other
    assert names(section.checklist.list) == []
    assert section.checklist.usual.isVisible()
    QTest.mouseClick(section.checklist.usual, Qt.MouseButton.LeftButton)
    assert names(section.checklist.list) == TEXTS
    assert not section.checklist.usual.isVisible()
    room.session.undo()
    assert section.checklist.usual.isVisible()


def test_a_file_for_reading_takes_no_line(reading_room: Room) -> None:
    section = checklist(reading_room)
    assert names(section.list) == TEXTS
    assert not section.list.field.isEnabled()
    assert not section.usual.isEnabled()


def test_no_line_of_the_usual_checklist_is_cut_in_a_window_of_the_usual_width(room: Room) -> None:
    # What the window leaves the settings at 1440, with the form of a stage beside the lists.
    room.page.resize(1272, 806)
    section = pipelines(room)
    section.show_stage(int(room.desk.workspace.value("select min(id) from stage where is_open") or 0))
    QTest.qWait(0)
    table = section.checklist.list.table
    assert table.width() < 600
    for column in range(4):
        assert table.columnWidth(column) >= table.sizeHintForColumn(column), column
