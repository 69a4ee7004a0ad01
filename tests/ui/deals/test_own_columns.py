"""The owner's own fields as columns of the table of deals: each kind is edited in its cell, and can be undone."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions.custom_fields import add_choice, add_field
from desktop_pipeline.actions.custom_values import set_custom_value
from desktop_pipeline.actions.deals import delete_deals
from desktop_pipeline.domain.custom_fields import FieldKind, FieldSubject
from desktop_pipeline.domain.money import Money
from desktop_pipeline.ui.deals.deals_page import DealsPage
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.chip_menu import ChipMenu
from desktop_pipeline.ui.widgets.day_popup import DayPopup
from tests.made_once import sample_company

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
NOW = datetime(2026, 6, 9, 10, 25, tzinfo=UTC)
KINDS = {
    "Timber": FieldKind.TEXT,
    "Own metres": FieldKind.NUMBER,
    "Own freight": FieldKind.MONEY,
    "Own day": FieldKind.DATE,
    "Surface": FieldKind.CHOICE,
    "Own rooms": FieldKind.CHOICES,
    "Own lift": FieldKind.YES_NO,
    "Own drawing": FieldKind.LINK,
}
Key = Qt.Key


class Table:
    """The first deal's own fields in the table."""

    def __init__(self, page: DealsPage, qtbot: QtBot) -> None:
        self.page = page
        self.qtbot = qtbot
        self.deal_id = page.model.deal_id(0)

    def column(self, name: str) -> int:
        return [each.head for each in self.page.model.columns].index(name)

    def words(self, name: str) -> str:
        row = self.page.model.row_of(self.deal_id or 0)
        assert row is not None
        return str(self.page.model.index(row, self.column(name)).data())

    def edit(self, name: str) -> None:
        row = self.page.model.row_of(self.deal_id or 0)
        assert row is not None
        self.page.view.setCurrentIndex(self.page.model.index(row, self.column(name)))
        QTest.keyClick(self.page.view, Key.Key_F2)

    def editor(self) -> QLineEdit:
        return next(field for field in self.page.view.viewport().findChildren(QLineEdit) if field.isVisible())

    def type(self, name: str, text: str) -> None:
        self.edit(name)
        field = self.editor()
        QTest.keyClick(field, Key.Key_Backspace)
        QTest.keyClicks(field, text)
        self.enter()

    def enter(self) -> None:
        """Qt keeps what was typed once the key is through."""
        QTest.keyClick(self.editor(), Key.Key_Return)
        QApplication.processEvents()

    def wait(self, name: str, words: str) -> None:
        self.qtbot.waitUntil(lambda: self.words(name) == words)

    def undo(self) -> None:
        self.page._session.undo()


@pytest.fixture
def table(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Table]:
    workspace = sample_company(tmp_path / "company.pipeline", today=NOW.date(), clock=lambda: NOW, who="ann")
    fields = {name: add_field(workspace, FieldSubject.DEAL, name, kind) for name, kind in KINDS.items()}
    for field, names in (("Surface", ("Oil", "Lacquer")), ("Own rooms", ("Hall", "Kitchen"))):
        for name in names:
            add_choice(workspace, fields[field], name)
    theme = Theme("light")
    theme.apply(qapp, "light")
    session, tasks = Session(workspace), Tasks()
    page = DealsPage(session, tasks, theme, Formats(zone=workspace.zone))
    qtbot.addWidget(page)
    page.resize(1272, 800)
    page.show()
    qtbot.waitUntil(lambda: page.model.rowCount() > 0)
    page.focus_page()
    for field_id in fields.values():
        page.columns.toggle(f"custom {field_id}")
    yield Table(page, qtbot)
    page.hide()
    tasks.stop()
    session.close()


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("Timber", "Ash, oiled", "Ash, oiled"),
        ("Own metres", "12.5", "12.5"),
        ("Own freight", "1,250", "€1,250"),
        ("Own drawing", "example.com/plan", "https://example.com/plan"),
    ],
)
def test_what_is_typed_is_kept_by_its_kind_emptied_and_undone(table: Table, name: str, typed: str, words: str) -> None:
    table.type(name, typed)
    table.wait(name, words)
    table.edit(name)
    table.enter()
    assert table.words(name) == words
    table.type(name, "")
    table.wait(name, "")
    table.undo()
    table.wait(name, words)


@pytest.mark.parametrize(
    ("name", "typed"), [("Own metres", "about ten"), ("Own freight", "much"), ("Own drawing", "ftp://old")]
)
def test_what_a_field_cannot_hold_is_told_beside_the_cell_and_stays_there(table: Table, name: str, typed: str) -> None:
    table.type(name, typed)
    assert table.page.view.delegate().note.isVisible()
    assert table.editor().text() == typed
    QTest.keyClick(table.editor(), Key.Key_Escape)
    assert table.words(name) == ""


def test_one_of_several_choices_is_taken_from_a_list(table: Table) -> None:
    for name, place, words in (("Surface", 2, "Lacquer"), ("Own lift", 2, "No"), ("Own lift", 0, "")):
        table.edit(name)
        editor = next(box for box in table.page.view.viewport().findChildren(QComboBox) if box.isVisible())
        editor.setCurrentIndex(place)
        editor.activated.emit(place)
        table.wait(name, words)
    table.undo()
    table.wait("Own lift", "No")


def test_days_are_chosen_from_the_month(table: Table) -> None:
    table.edit("Own day")
    popup = table.page.view.findChild(DayPopup)
    assert popup is not None
    popup.taken.emit(date(2026, 6, 18))
    table.wait("Own day", "Thu 18 Jun")
    expected = table.page._session.workspace.value("select expected_close_on from deal where id = ?", (table.deal_id,))
    assert expected != "2026-06-18"


def test_several_choices_are_ticked_one_change_each(table: Table) -> None:
    table.edit("Own rooms")
    menu = table.page.view.findChild(ChipMenu)
    assert menu is not None
    field = menu.findChild(QLineEdit)
    assert field is not None
    for name in ("Hall", "Kit"):
        field.clear()
        QTest.keyClicks(field, name)
        QTest.keyClick(field, Key.Key_Return)
    table.wait("Own rooms", "Hall, Kitchen")
    menu.close()
    table.undo()
    table.wait("Own rooms", "Hall")


def test_a_text_of_several_lines_keeps_them(table: Table) -> None:
    workspace = table.page._session.workspace
    field_id = int(workspace.value("select id from custom_field where name = 'Timber'") or 0)
    set_custom_value(workspace, field_id, FieldSubject.DEAL, table.deal_id or 0, "Ash\nOak")
    table.qtbot.waitUntil(lambda: "Oak" in table.words("Timber"))
    table.edit("Timber")
    editor = next(each for each in table.page.view.viewport().findChildren(QPlainTextEdit) if each.isVisible())
    assert table.page.view.viewport().rect().contains(editor.geometry())
    editor.moveCursor(editor.textCursor().MoveOperation.End)
    QTest.keyClick(editor, Key.Key_Return)
    QTest.keyClicks(editor, "Elm")
    QTest.keyClick(editor, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    table.qtbot.waitUntil(lambda: table.words("Timber") == "Ash\nOak\nElm")


def test_an_amount_keeps_the_currency_it_has(table: Table) -> None:
    workspace = table.page._session.workspace
    field_id = int(workspace.value("select id from custom_field where name = 'Own freight'") or 0)
    set_custom_value(workspace, field_id, FieldSubject.DEAL, table.deal_id or 0, Money(70_000, "GBP"))
    table.wait("Own freight", "£700")
    table.type("Own freight", "800")
    table.wait("Own freight", "£800")
    set_custom_value(
        workspace,
        int(workspace.value("select id from custom_field where name = 'Own metres'") or 0),
        FieldSubject.DEAL,
        table.deal_id or 0,
        Decimal("2.50"),
    )
    table.wait("Own metres", "2.5")


def test_what_is_being_typed_survives_a_change_of_other_rows(table: Table) -> None:
    table.edit("Timber")
    QTest.keyClicks(table.editor(), "Ash")
    rows = table.page.model.rowCount()
    delete_deals(table.page._session.workspace, [table.page.model.deal_id(3) or 0], at=NOW)
    table.qtbot.waitUntil(lambda: table.page._is_dirty)
    assert (table.editor().text(), table.page.model.rowCount()) == ("Ash", rows)
    table.enter()
    table.wait("Timber", "Ash")
    table.qtbot.waitUntil(lambda: table.page.model.rowCount() == rows - 1)
