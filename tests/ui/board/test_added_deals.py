"""Whose a deal is that is added on the board, and what is said when the filter hides it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from desktop_pipeline.actions.currencies import add_currency
from desktop_pipeline.actions.lists import add_to_list
from desktop_pipeline.domain.lists import OwnedList
from desktop_pipeline.ui.board.twin_chip import ChoiceChip
from tests.ui.board.conftest import World


def add(world: World, text: str) -> None:
    world.page.new_deal()
    field = next(column for column in world.page.canvas.columns if column.quick_add.isVisible()).quick_add.field
    field.setText(text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def told(world: World, title: str) -> tuple[str | None, str | None]:
    """Owner and source of a deal."""
    row = world.workspace.row(
        "select o.name, s.name from deal d left join owner o on o.id = d.owner_id"
        " left join source s on s.id = d.source_id where d.title = ?",
        (title,),
    )
    assert row is not None
    return row[0], row[1]


def choose(chip: ChoiceChip, *names: str) -> None:
    chip.take(frozenset(row_id for row_id, name in chip._choices if name in names))


@pytest.mark.parametrize(
    ("who", "owner"), [("Kenji Mori", "Kenji Mori"), ("kenji  mori", "Kenji Mori"), ("Somebody else", None)]
)
def test_a_new_deal_is_of_whoever_adds_it(world: World, who: str, owner: str | None) -> None:
    world.workspace.journal.who = who
    add(world, "Bar stools")
    assert told(world, "Bar stools") == (owner, None)


def test_under_a_filter_it_is_of_the_owner_and_the_source_that_are_shown(world: World) -> None:
    add_to_list(world.workspace, OwnedList.SOURCES, "Fair")
    world.workspace.journal.who = "Kenji Mori"
    choose(world.page.toolbar.filters.owners, "Amara Eke")
    choose(world.page.toolbar.filters.sources, "Fair")
    add(world, "Bar stools")
    assert told(world, "Bar stools") == ("Amara Eke", "Fair")
    assert world.titles(0) == ["Bar stools"]
    choose(world.page.toolbar.filters.owners, "Amara Eke", "Kenji Mori")
    add(world, "Bar counter")
    assert told(world, "Bar counter") == ("Kenji Mori", "Fair")


def test_among_deals_without_owner_a_new_one_has_none(world: World) -> None:
    world.workspace.journal.who = "Kenji Mori"
    choose(world.page.toolbar.filters.owners, "No owner")
    add(world, "Bar stools")
    assert told(world, "Bar stools") == (None, None)
    assert world.titles(0) == ["Bar stools"]


def test_a_new_deal_that_the_filter_hides_is_said_to_be_hidden(world: World) -> None:
    world.page.toolbar.field.setText("Kitchen")
    add(world, "Bar stools")
    assert "Bar stools" not in world.titles(0)
    assert world.toast.text == "Added “Bar stools” The filter hides it."
    world.page.toolbar.field.setText("")
    world.toast.show_text("Nothing yet")
    add(world, "Bar counter")
    assert world.toast.text == "Nothing yet", "what is seen needs no word"


def test_a_value_may_be_in_any_currency_of_the_file(world: World) -> None:
    add_currency(world.workspace, "CHF")
    add(world, "Fittings, Alpine AG, CHF 9000")
    row = world.workspace.row(
        "select d.value, d.currency, o.name from deal d join organisation o on o.id = d.organisation_id"
        " where d.title = 'Fittings'"
    )
    assert row == (900_000, "CHF", "Alpine AG")


def test_what_is_refused_is_told_in_whole_below_the_field(world: World) -> None:
    world.page.new_deal()
    column = next(column for column in world.page.canvas.columns if column.quick_add.isVisible())
    usual = column.quick_add.height()
    column.quick_add.field.setText("Fittings, Alpine AG, USD 9000")
    QApplication.processEvents()
    (hint,) = column.quick_add.findChildren(QLabel)
    assert hint.text() == "USD is none of your currencies. Add it in the settings."
    assert column.quick_add.height() > usual
    assert hint.height() >= hint.heightForWidth(hint.width())
    assert column.rect().contains(column.quick_add.geometry())
    QTest.keyClick(column.quick_add.field, Qt.Key.Key_Return)
    assert world.workspace.value("select count(*) from deal where title = 'Fittings'") == 0
    column.quick_add.field.setText("Fittings")
    assert column.quick_add.height() == usual
