"""From a deal to its organisation and its people, from the panel and from a deal's own window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from desktop_pipeline.queries.contact_standing import Subject
from desktop_pipeline.ui.contacts.contacts_page import ContactsPage
from desktop_pipeline.ui.deal.sheet import DealSheet
from desktop_pipeline.ui.deal.window import DealWindow
from desktop_pipeline.ui.widgets.icon_button import IconButton
from tests.gallery import Stage

# Menus and windows beside the main one, without a window system
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def deal(stage: Stage) -> int:
    return stage.number("select id from deal where title = 'Clinic refurbishment, phase 2'")


def shown(stage: Stage) -> tuple[str, int | None]:
    """The list of contacts that is shown and the row with the keys."""
    assert stage.page.current == "contacts"
    page = stage.page.screens.screen("contacts").widget
    assert isinstance(page, ContactsPage)
    subject = next(each for each, table in page.tables.items() if table.isVisible())
    return subject.value, page.tables[subject].current_id()


def own_window(stage: Stage) -> DealWindow:
    stage.page.open_window(deal(stage))
    stage.settle()
    return next(each for each in stage.app.topLevelWidgets() if isinstance(each, DealWindow) and each.isVisible())


def choose_first_person(sheet: DealSheet) -> None:
    more = next(
        each for each in sheet.people.findChildren(IconButton) if each.accessibleName().startswith("More about")
    )
    QTest.mouseClick(more, Qt.MouseButton.LeftButton)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    next(line for line in menu.actions() if line.text().startswith("Open ")).trigger()
    menu.close()


def test_a_deal_leads_to_its_organisation(stage: Stage) -> None:
    stage.page.open_deal(deal(stage))
    stage.settle()
    QTest.mouseClick(stage.page.panel.header.visit, Qt.MouseButton.LeftButton)
    stage.settle()
    wanted = stage.number("select id from organisation where name = 'Copperline Clinics'")
    assert shown(stage) == (Subject.ORGANISATIONS.value, wanted)
    assert stage.page.panel.deal_id is None


def test_without_an_organisation_nothing_leads_there(stage: Stage) -> None:
    stage.page.open_deal(deal(stage))
    stage.page.panel.header.organisation.setFocus()
    QTest.keyClick(stage.page.panel.header.organisation, Qt.Key.Key_Return)
    editor = stage.page.panel.header.organisation.editor
    assert editor is not None
    editor.clear()
    QTest.keyClick(editor, Qt.Key.Key_Return)
    stage.settle()
    assert stage.page.panel.header.visit.isHidden()
    menu = stage.page.panel.header.open_menu()
    assert not [line.text() for line in menu.actions() if line.text().startswith("Open Copper")]
    menu.close()


def test_in_a_narrow_panel_the_menu_leads_to_the_organisation_and_its_name_keeps_its_room(stage: Stage) -> None:
    stage.window.resize(1024, 640)
    stage.page.open_deal(deal(stage))
    stage.settle()
    header = stage.page.panel.header
    assert header.visit.isHidden()
    menu = header.open_menu()
    next(line for line in menu.actions() if line.text() == "Open Copperline Clinics").trigger()
    menu.close()
    stage.settle()
    assert shown(stage)[0] == Subject.ORGANISATIONS.value


def test_a_window_of_its_own_leads_to_organisation_and_people_in_the_main_one(stage: Stage) -> None:
    window = own_window(stage)
    choose_first_person(window)
    stage.settle()
    subject, person = shown(stage)
    assert subject == Subject.PEOPLE.value
    assert person == stage.number("select id from person where name = 'Ines Calloway'")
    QTest.mouseClick(window.header.visit, Qt.MouseButton.LeftButton)
    stage.settle()
    assert shown(stage)[0] == Subject.ORGANISATIONS.value
