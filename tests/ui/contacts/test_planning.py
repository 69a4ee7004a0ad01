"""An activity is planned for whoever stands in the list of contacts, with or without a deal."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_pipeline.storage.workspace import open_workspace
from desktop_pipeline.ui.widgets.activity_planner import ActivityPlanner
from tests.ui.contacts.test_contacts_page import POPUPS, Open, Room, desk, open_page, room
from tests.workspaces import Desk

__all__ = ["desk", "open_page", "room"]

pytestmark = pytest.mark.qt_log_ignore(POPUPS, extend=True)


def plan(room: Room, subject: str) -> None:
    room.press(Qt.Key.Key_A)
    planner = room.page.activities.popover
    assert isinstance(planner, ActivityPlanner)
    planner.subject.setText(subject)
    QTest.keyClick(planner, Qt.Key.Key_Return)


def planned(room: Room) -> list[tuple[object, ...]]:
    return [
        tuple(row)
        for row in room.desk.workspace.rows(
            "select a.subject, a.deal_id, p.name, o.name from activity a left join person p on p.id = a.person_id"
            " left join organisation o on o.id = a.organisation_id order by a.id"
        )
    ]


def test_a_plans_for_a_person_who_has_no_deal(room: Room) -> None:
    room.page.table.pick(room.desk.id_of("person", "Bea Lindh"))
    plan(room, "Call her about the fair")
    assert planned(room) == [("Call her about the fair", None, "Bea Lindh", None)]
    assert room.page.table.hasFocus()
    assert room.cells(1)[5] == "Call, Tue 6"


def test_a_plans_for_an_organisation_too(room: Room) -> None:
    room.page.open_organisation(room.desk.id_of("organisation", "Copperline"))
    plan(room, "Send the catalogue")
    assert planned(room) == [("Send the catalogue", None, "Bea Lind", "Copperline")]


def test_both_menus_offer_it(room: Room) -> None:
    for menu in (room.page.open_menu(), room.page.panel.open_menu()):
        (line,) = [line for line in menu.actions() if line.text() == "New activity…\tA"]
        assert line.isEnabled()
        menu.close()


def test_in_a_file_that_is_open_for_reading_only_nothing_is_planned(desk: Desk, open_page: Open) -> None:
    desk.workspace.close()
    desk.workspace = open_workspace(desk.path, read_only=True, clock=desk.clock)
    room = open_page(desk)
    room.press(Qt.Key.Key_A)
    assert room.page.activities.popover is None
    assert room.said == ["This file is open for reading only."]
