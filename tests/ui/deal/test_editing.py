from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListWidget
from pytestqt.qtbot import QtBot

from desktop_pipeline.domain.money import Money
from desktop_pipeline.queries.deal import DealView
from desktop_pipeline.ui.deal.panel import DealPanel
from desktop_pipeline.ui.widgets.chip_menu import ChipMenu
from desktop_pipeline.ui.widgets.choice_field import ChoiceField
from desktop_pipeline.ui.widgets.day_popup import DayPopup
from desktop_pipeline.ui.widgets.text_field import TextField
from tests.ui.deal.conftest import World

# Lists and calendars are windows of their own, which the offscreen plugin can neither raise nor give the keyboard.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

Find = Callable[[DealPanel], TextField]
Read = Callable[[DealView], object]

TYPED: list[tuple[Find, str, Read, object, str]] = [
    (
        lambda panel: panel.header.title,
        "Phase 3",
        lambda view: view.title,
        "Phase 3",
        "Phase 3",
    ),
    (lambda panel: panel.header.value, "€12,500.50", lambda view: view.value, Money(1_250_050, "EUR"), "€12,500.50"),
    (lambda panel: panel.header.value, "", lambda view: view.value, None, "No value"),
    (lambda panel: panel.header.organisation, "New & Co", lambda view: view.organisation, "New & Co", "New & Co"),
    (lambda panel: panel.header.organisation, "", lambda view: view.organisation, None, "No organisation"),
    (lambda panel: panel.details.value, "9k", lambda view: view.value, Money(900_000, "EUR"), "€9,000"),
    (lambda panel: panel.details.probability, "55", lambda view: view.probability, 0.55, "55\N{NO-BREAK SPACE}%"),
]
REFUSED: list[tuple[Find, str, str]] = [
    (lambda panel: panel.header.title, "", "A deal needs a title."),
    (lambda panel: panel.header.title, "x" * 501, "A title can have 500 characters at most; this one has 501."),
    (lambda panel: panel.header.value, "12 tons", "“12 tons” is not an amount. Type a number such as 12,500."),
    (lambda panel: panel.header.value, "$500", "“$500” is not an amount. Type a number such as 12,500."),
    (lambda panel: panel.header.value, "-5", "A deal’s value cannot be below zero."),
    (lambda panel: panel.header.value, "1.005", "EUR has 2 decimal places, no more."),
    (lambda panel: panel.details.probability, "120", "A probability lies between 0 % and 100 %."),
    (lambda panel: panel.details.probability, "half", "“half” is not a percentage. Type a number from 0 to 100."),
]
FIELDS: list[Find] = [
    lambda panel: panel.header.title,
    lambda panel: panel.header.value,
    lambda panel: panel.header.organisation,
    lambda panel: panel.details.value,
    lambda panel: panel.details.probability,
]


@pytest.mark.parametrize(("find", "text", "read", "kept", "shown"), TYPED)
def test_what_is_typed_and_entered_is_kept_shown_and_undone(
    world: World, find: Find, text: str, read: Read, kept: object, shown: str
) -> None:
    before, field = world.content(), find(world.panel)
    was_shown = field.text()
    world.type_into(field, text)
    assert read(world.view()) == kept
    assert field.text() == shown
    assert field.editor is None
    assert field.hasFocus()
    world.session.undo()
    assert world.content() == before
    assert field.text() == was_shown


@pytest.mark.parametrize("find", FIELDS)
def test_esc_leaves_a_field_as_it_was_and_the_panel_open(world: World, find: Find) -> None:
    before, field = world.content(), find(world.panel)
    was_shown = field.text()
    world.type_into(field, "8", Qt.Key.Key_Escape)
    assert world.content() == before
    assert (field.editor, field.text(), field.hasFocus()) == (None, was_shown, True)
    assert world.panel.deal_id == world.deal_id


@pytest.mark.parametrize(("find", "text", "sentence"), REFUSED)
def test_what_cannot_be_kept_is_refused_in_words_and_stays_to_be_mended(
    world: World, find: Find, text: str, sentence: str
) -> None:
    before, field = world.content(), find(world.panel)
    world.type_into(field, text)
    assert world.panel.error == sentence
    assert field.editor is not None
    assert field.editor.text() == text
    assert world.content() == before
    QTest.keyClick(field.editor, Qt.Key.Key_Escape)
    assert world.panel.error == ""


def test_tab_keeps_what_was_typed_and_goes_on_to_the_next_field(world: World) -> None:
    header = world.panel.header
    world.type_into(header.title, "Renamed", Qt.Key.Key_Tab)
    assert world.view().title == "Renamed"
    assert header.value.hasFocus()


def test_tab_stays_where_the_value_is_refused(world: World) -> None:
    header = world.panel.header
    world.type_into(header.value, "lots", Qt.Key.Key_Tab)
    assert header.value.editor is not None
    assert header.value.editor.hasFocus()
    assert "lots" in world.panel.error


def test_a_click_elsewhere_keeps_what_was_typed(world: World) -> None:
    header = world.panel.header
    world.type_into(header.title, "Renamed", None)
    world.panel.story.note.setFocus()
    assert world.view().title == "Renamed"


def test_entering_the_same_value_leaves_no_trace(world: World) -> None:
    before, label = world.content(), world.session.undo_label
    QTest.keyClick(world.panel.header.value, Qt.Key.Key_F2)
    editor = world.panel.header.value.editor
    assert editor is not None
    assert editor.text() == "34,500"
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert (world.content(), world.session.undo_label) == (before, label)


def test_the_stages_probability_comes_back_when_the_own_one_is_emptied(world: World) -> None:
    field = world.panel.details.probability
    assert field.text() == "40\N{NO-BREAK SPACE}%, set for the stage"
    world.type_into(field, "33.3333")
    assert world.view().probability == pytest.approx(0.333333)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.editor is not None
    assert field.editor.text() == "33.3333"
    world.type_into(field, "")
    assert world.view().probability is None
    assert field.text() == "40\N{NO-BREAK SPACE}%, set for the stage"


def choose(field: ChoiceField, name: str) -> None:
    """The list opens, the name is typed, Enter takes it."""
    QTest.keyClick(field, Qt.Key.Key_Return)
    menu = next(child for child in field.findChildren(ChipMenu) if child.isVisible())
    names = menu.findChild(QListWidget)
    assert isinstance(names, QListWidget)
    QTest.keyClicks(menu.focusWidget(), name)
    QTest.keyClick(menu.focusWidget(), Qt.Key.Key_Return)


def test_the_owner_is_chosen_from_the_team_and_taken_back(world: World) -> None:
    field, before = world.panel.header.owner, world.content()
    choose(field, "Kenji")
    assert world.view().owner == "Kenji <i>Mori</i>"
    assert field.text() == "Kenji <i>Mori</i>"
    world.session.undo()
    assert (world.content(), field.text()) == (before, "Amara Eze")


def test_a_deal_can_have_no_owner(world: World) -> None:
    choose(world.panel.header.owner, "No owner")
    assert world.view().owner_id is None
    assert world.panel.header.owner.text() == "No owner"


def test_the_source_is_chosen_and_taken_back(world: World) -> None:
    field = world.panel.details.source
    assert field.text() == "No source"
    choose(field, "Referral")
    assert (world.view().source, field.text()) == ("Referral", "Referral")
    world.session.undo()
    assert (world.view().source, field.text()) == (None, "No source")


def open_days(world: World) -> DayPopup:
    QTest.keyClick(world.panel.header.close_day, Qt.Key.Key_Return)
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, DayPopup)
    return popup


def test_the_closing_date_is_typed_and_undone(world: World) -> None:
    popup = open_days(world)
    popup.field.selectAll()
    QTest.keyClicks(popup.field, "2 Oct")
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    assert world.view().expected_close_on == date(2026, 10, 2)
    assert world.panel.header.close_day.text() == "closes Fri 2 Oct"
    world.session.undo()
    assert world.view().expected_close_on == date(2026, 9, 18)


def test_a_day_is_taken_from_the_month_by_mouse_and_by_keys(world: World) -> None:
    month = open_days(world).month
    QTest.mouseClick(month, Qt.MouseButton.LeftButton, pos=month.cell(date(2026, 9, 24)).center().toPoint())
    assert world.view().expected_close_on == date(2026, 9, 24)
    month = open_days(world).month
    month.setFocus()
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Return):
        QTest.keyClick(month, key)
    assert world.view().expected_close_on == date(2026, 10, 30)


def test_what_is_no_date_is_said_below_the_field(world: World) -> None:
    popup, before = open_days(world), world.content()
    popup.field.setText("31 Feb")
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    assert popup.error == "“31 Feb” is not a date. Type it like 9 Jun 2026."
    QTest.keyClick(popup, Qt.Key.Key_Escape)
    assert world.content() == before


def test_a_deal_can_have_no_closing_date(world: World) -> None:
    popup = open_days(world)
    popup.field.clear()
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    assert world.view().expected_close_on is None
    assert world.panel.header.close_day.text() == "No close date"


def test_organisations_are_suggested_while_typing(world: World, qtbot: QtBot) -> None:
    field = world.panel.header.organisation
    world.type_into(field, "copper", None)
    assert field.editor is not None
    completer = field.editor.completer()
    assert completer.model().index(0, 0).data() == "Copperline Clinics"
    QTest.keyClick(field.editor, Qt.Key.Key_Escape)


def test_markup_in_names_is_shown_as_it_was_typed(world: World) -> None:
    header = world.panel.header
    world.type_into(header.title, "<b>Bold</b> & <img src=x>")
    world.type_into(header.organisation, "<i>Org</i>")
    assert header.title.text() == "<b>Bold</b> & <img src=x>"
    assert header.title.toolTip() == "<qt>Title: &lt;b&gt;Bold&lt;/b&gt; &amp; &lt;img src=x&gt;</qt>"
    assert header.organisation.toolTip() == "<qt>Organisation: &lt;i&gt;Org&lt;/i&gt;</qt>"


def test_a_click_on_a_field_opens_it(world: World) -> None:
    header = world.panel.header
    QTest.mouseClick(header.title, Qt.MouseButton.LeftButton, pos=QPoint(20, 10))
    assert header.title.editor is not None
    assert header.title.editor.selectedText() == "Clinic refurbishment, phase 2"
