"""A segment: who is shown among the contacts is kept as a view, found again from anywhere, and written to."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from desktop_pipeline.actions.people import delete_people
from desktop_pipeline.queries.contact_standing import Subject
from desktop_pipeline.queries.views import read_views
from desktop_pipeline.ui.contacts.contacts_page import ContactsPage
from desktop_pipeline.ui.mail.write_dialog import WriteDialog
from tests.gallery import Stage

# Menus and dialogs, without a window system
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def stage(stage: Stage) -> Stage:
    stage.page.go_to("contacts")
    stage.settle()
    return stage


def contacts(stage: Stage) -> ContactsPage:
    page = stage.page.screens.screen("contacts").widget
    assert isinstance(page, ContactsPage)
    return page


def shown(stage: Stage) -> list[int]:
    return list(contacts(stage).table.contacts.ids)


def save(stage: Stage, name: str) -> None:
    popover = contacts(stage).views.save(QPoint(5, 5))
    QTest.keyClicks(popover.field, name)
    QTest.keyClick(popover, Qt.Key.Key_Return)
    stage.wait(lambda: any(view.name == name for view in stage.page.navigation.shown_views))


def open_view(stage: Stage, name: str) -> None:
    place = [view.name for view in stage.page.navigation.shown_views].index(name)
    QTest.mouseClick(stage.page.navigation.views[place], Qt.MouseButton.LeftButton)
    stage.settle()


def test_who_is_shown_is_kept_and_found_again_from_any_screen(stage: Stage) -> None:
    toolbar = contacts(stage).toolbar
    everybody = shown(stage)
    toolbar.open_deals.turn(is_set=True)
    toolbar.roles.take(frozenset({0}))
    stage.settle()
    some = shown(stage)
    assert 0 < len(some) < len(everybody)
    save(stage, "Open, first role")
    toolbar.clear_filters()
    toolbar.subjects.choose(1)
    toolbar.field.setText("Hotel")
    stage.settle()
    hotels = shown(stage)
    assert hotels
    save(stage, "Hotels")
    stage.page.go_to("insights")
    open_view(stage, "Open, first role")
    assert stage.page.current == "contacts"
    assert contacts(stage).subject is Subject.PEOPLE
    assert shown(stage) == some
    menu = contacts(stage).views.open_menu(QPoint(5, 5))
    assert [(line.text(), line.isChecked()) for line in menu.actions() if line.isCheckable()] == [
        ("Open, first role", True),
        ("Hotels", False),
    ]
    menu.close()
    open_view(stage, "Hotels")
    assert contacts(stage).subject is Subject.ORGANISATIONS
    assert shown(stage) == hotels


def test_a_segment_says_how_many_it_holds_and_follows(stage: Stage) -> None:
    navigation = stage.page.navigation
    contacts(stage).toolbar.open_deals.turn(is_set=True)
    stage.settle()
    save(stage, "With open deals")
    place = [view.name for view in navigation.shown_views].index("With open deals")
    stage.wait(lambda: navigation.shown_views[place].count == len(shown(stage)) > 0)
    assert navigation.views[place].accessibleName() == f"With open deals, {len(shown(stage))}"
    person_id, before = shown(stage)[0], len(shown(stage))
    delete_people(stage.workspace, [person_id], at=stage.clock())
    stage.wait(lambda: navigation.shown_views[place].count == before - 1)


def test_a_segment_gets_drafts_each_to_one_person(stage: Stage) -> None:
    contacts(stage).toolbar.field.setText("Copperline")
    stage.settle()
    save(stage, "Clinic people")
    contacts(stage).toolbar.clear_filters()
    open_view(stage, "Clinic people")
    stage.page.mail.write_shown()
    stage.settle()
    dialog = stage.page.findChild(WriteDialog)
    assert dialog is not None
    assert len(dialog.writing.mails) == len(shown(stage))
    dialog.close()


@pytest.mark.parametrize(
    "kept",
    [
        {"subject": 7, "open_deals": "yes", "owners": "all", "roles": {"a": 1}, "text": 3},
        {"subject": "planets", "owners": [99, None, True], "roles": ["nobody has it"], "text": "\ud800"},
    ],
)
def test_a_question_from_elsewhere_is_taken_as_far_as_it_makes_sense(stage: Stage, kept: dict[str, object]) -> None:
    everybody = shown(stage)
    contacts(stage).show_question(kept)
    stage.settle()
    assert shown(stage) == everybody


def test_a_kept_view_of_contacts_asks_what_was_asked(stage: Stage) -> None:
    contacts(stage).toolbar.field.setText("Copperline")
    stage.settle()
    save(stage, "Clinic people")
    kept = next(view for view in read_views(stage.workspace) if view.name == "Clinic people")
    assert (kept.screen, kept.question) == ("people", {"subject": Subject.PEOPLE.value, "text": "Copperline"})
