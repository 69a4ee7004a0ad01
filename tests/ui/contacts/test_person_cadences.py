"""The cadences of a person without a deal, in the panel beside the list."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions.cadence_rules import add_ready_cadence
from desktop_pipeline.actions.cadences import start_for_people
from desktop_pipeline.actions.people import create_person
from desktop_pipeline.domain.cadences import EndedBy
from desktop_pipeline.queries.cadences import read_person_enrolments
from desktop_pipeline.ui.contacts.contacts_page import ContactsPage
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme
from tests.workspaces import Desk, make_desk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = make_desk(tmp_path)
    for name in ("Ines Rey", "Bea Moor"):
        create_person(desk.workspace, name=name)
    yield desk
    desk.workspace.close()


@pytest.fixture
def page(desk: Desk, theme: Theme, formats: Formats, tasks: Tasks, qtbot: QtBot) -> ContactsPage:
    page = ContactsPage(Session(desk.workspace), tasks, theme, formats)
    qtbot.addWidget(page)
    page.resize(1272, 800)
    page.show()
    return page


def test_c_starts_one_for_those_who_are_selected(page: ContactsPage, desk: Desk) -> None:
    add_ready_cadence(desk.workspace, "referral")
    page.table.selectAll()
    QTest.keyClick(page.table, Qt.Key.Key_C)
    popover = page.cadences.popover
    assert popover is not None
    assert popover.detail.text() == "2 people"
    assert popover.closing.isHidden(), "without a deal there is nothing to close"
    QTest.keyClick(popover.cadences, Qt.Key.Key_Return)
    assert desk.workspace.value("select count(*) from enrolment where person_id is not null") == 2


def test_a_persons_cadence_is_followed_and_stopped_in_the_panel(page: ContactsPage, desk: Desk) -> None:
    person = desk.id_of("person", "Ines Rey")
    page.open_person(person)
    shown = page.panel.cadences
    assert shown.isHidden()
    start_for_people(desk.workspace, add_ready_cadence(desk.workspace, "referral"), [person], at=desk.now)
    assert not shown.isHidden()
    assert shown.lines[0].words.text().startswith("0 of 3 done, next Mon 5 Jan")
    shown.lines[0].stop.click()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    action = next(action for action in menu.actions() if action.text() == "They replied")
    menu.close()
    action.trigger()
    (row,) = read_person_enrolments(desk.workspace, person)
    assert row.ended_by is EndedBy.REPLY
    assert shown.lines[0].words.text().startswith("ended by a reply, 0 of 3 done")
    page.open_person(desk.id_of("person", "Bea Moor"))
    assert shown.isHidden()
