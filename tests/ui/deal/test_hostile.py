from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions.deal_marks import add_label
from desktop_pipeline.actions.deal_people import add_person
from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.actions.line_items import add_line, edit_line
from desktop_pipeline.actions.notes import add_note
from desktop_pipeline.actions.objections import raise_objection
from desktop_pipeline.domain.money import LARGEST_MINOR, Money
from desktop_pipeline.ui.widgets.words import Words
from tests.ui.deal.conftest import NOW, World, show_window

NASTY = (
    "<img src='file:///etc/passwd' onerror=alert(1)><b>x</b>",
    "'; drop table deal; --",
    "{{person.first_name}} {0} %s %n",
    "مكتب خشب البلوط للعيادة",
    "🪚" * 40,
    "W" * 300,
)


def fill(world: World, text: str) -> None:
    workspace, deal = world.workspace, world.deal_id
    edit_deal(workspace, deal, at=NOW, title=text, organisation=text)
    add_person(workspace, deal, text, role=text[:100])
    line = add_line(workspace, deal, text, at=NOW)
    edit_line(workspace, line, at=NOW, price=10**12)
    add_label(workspace, deal, text[:60])
    add_note(workspace, deal, text * 20, at=NOW)
    raise_objection(workspace, deal, text * 8, on=date(9999, 12, 31))


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize("size", [(1440, 900), (1024, 640)])
def test_whatever_was_typed_is_shown_as_typed_and_stays_in_its_column(
    world: World, qtbot: QtBot, text: str, size: tuple[int, int]
) -> None:
    show_window(world, qtbot, *size)
    fill(world, text)
    for page in range(4):
        world.panel.columns.tabs.choose(page)
        QApplication.processEvents()
        for label in world.panel.findChildren(QLabel):
            assert isinstance(label, Words)
            assert label.textFormat() is Qt.TextFormat.PlainText
        for part in (world.panel.columns.right, world.panel.columns.left):
            content = part.widget()
            if content is None or not part.isVisible():
                continue
            assert content.width() <= part.viewport().width(), page
            for widget in content.findChildren(QWidget):
                if widget.isVisible():
                    right = widget.mapTo(content, widget.rect().bottomRight()).x()
                    assert right <= content.width(), (widget, right, content.width())
    assert world.panel.header.title.text() == text


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)])
def test_the_first_and_the_last_day_are_shown(world: World, day: date) -> None:
    edit_deal(world.workspace, world.deal_id, at=NOW, expected_close_on=day, value=Money(LARGEST_MINOR, "EUR"))
    assert str(day.year) in world.panel.header.close_day.text()
    assert world.panel.header.value.text() == "€100,000,000,000,000"
    assert world.view().expected_close_on == day


def test_a_value_beyond_what_can_be_kept_is_refused_in_words(world: World) -> None:
    world.type_into(world.panel.header.value, "9" * 40)
    assert world.panel.error == "The amount is too large to keep exactly."
    assert world.view().value == Money(3_450_000, "EUR")
    assert world.panel.header.value.editor is not None
