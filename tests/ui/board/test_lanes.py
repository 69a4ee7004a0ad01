"""Months, won deals and after-sale stages as columns, and columns that are sorted."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions import Workspace
from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.actions.stages import add_stage
from desktop_pipeline.domain.money import Money
from desktop_pipeline.queries.board_cards import CardField, Order
from desktop_pipeline.queries.board_lanes import Axis
from desktop_pipeline.ui.board.looks import Density
from desktop_pipeline.ui.board.stage_column import BoardColumn
from tests.made_once import new_workspace
from tests.ui.board.conftest import NOW, World
from tests.ui.board.drags import drop, enter, move

CTRL = Qt.KeyboardModifier.ControlModifier


def months(world: World) -> dict[str, list[str]]:
    return {column.name: [card.title for card in column.list.cards.loaded] for column in world.page.canvas.columns}


def month(world: World, name: str) -> BoardColumn:
    return next(column for column in world.page.canvas.columns if column.name == name)


def close_of(world: World, title: str) -> str | None:
    return world.workspace.value("select expected_close_on from deal where title = ?", (title,))  # type: ignore[no-any-return]


def test_a_board_that_only_has_won_columns_left_adds_nothing(
    tmp_path: Path, show_board: Callable[[Workspace], World]
) -> None:
    bare = new_workspace(tmp_path / "bare.pipeline", template=None, clock=lambda: NOW)
    world = show_board(bare)
    world.page.unfold_won()
    assert world.page.canvas.ends
    world.page.new_deal()
    bare.close()


def test_the_board_by_month_shows_each_month_with_its_sum(world: World) -> None:
    for title, day in (
        ("Meeting pods", date(2026, 6, 30)),
        ("Kitchen fronts", date(2026, 6, 1)),
        ("Standing desks", date(2027, 1, 31)),
    ):
        edit_deal(world.workspace, world.deal(title), at=NOW, expected_close_on=day)
    world.page.choose_axis(Axis.MONTH)
    shown = months(world)
    assert list(shown) == ["Overdue", "June", "July", "August", "September", "October", "Later", "No date"]
    assert (shown["Overdue"], shown["June"], shown["Later"]) == (
        ["Kitchen fronts"],
        ["Meeting pods"],
        ["Standing desks"],
    )
    assert len(shown["No date"]) == 4
    assert month(world, "June").header.sum_text() == "€14,200"
    assert world.page.toolbar.axis.current == 1
    world.page.choose_axis(Axis.STAGE)
    assert world.titles(0)[0] == "Meeting pods"


def test_dragging_changes_the_month_and_keeps_the_day(world: World) -> None:
    edit_deal(world.workspace, world.deal("Meeting pods"), at=NOW, expected_close_on=date(2026, 6, 30))
    world.page.choose_axis(Axis.MONTH)
    ids = [world.deal("Meeting pods")]
    before = world.workspace.value("select count(*) from history_event")
    july = month(world, "July")
    assert drop(july, world.page.payload.pack(ids), QPoint(90, 150))
    assert close_of(world, "Meeting pods") == "2026-07-30"
    assert months(world)["July"] == ["Meeting pods"]
    assert world.workspace.value("select count(*) from history_event") == before + 1
    # The card has the keys where it landed, and goes on by Ctrl and arrow.
    assert july.list.hasFocus()
    QTest.keyClick(july.list, Qt.Key.Key_Right, CTRL)
    assert close_of(world, "Meeting pods") == "2026-08-30"
    drop(month(world, "Overdue"), world.page.payload.pack(ids), QPoint(90, 150))
    assert close_of(world, "Meeting pods") == "2026-08-30"
    assert "passed" in world.toast.text
    drop(month(world, "No date"), world.page.payload.pack(ids), QPoint(90, 150))
    assert close_of(world, "Meeting pods") is None
    for _ in range(3):
        world.session.undo()
    assert close_of(world, "Meeting pods") == "2026-06-30"


def test_a_month_follows_a_change_of_one_deal_without_reading_the_others(world: World) -> None:
    world.page.choose_axis(Axis.MONTH)
    edit_deal(world.workspace, world.deal("Standing desks"), at=NOW, expected_close_on=date(2026, 8, 8))
    assert months(world)["August"] == ["Standing desks"]
    assert month(world, "August").header.sum_text() == "€18,900"
    assert "Standing desks" not in months(world)["No date"]


def test_the_won_strip_unfolds_into_won_and_after_sale_columns(world: World, qtbot: QtBot) -> None:
    stage = add_stage(world.workspace, world.page.pipeline_id, "Deliver", is_open=False)
    world.page.commands.acts.win([world.deal("Clinic refurbishment"), world.deal("Standing desks")])
    won = world.page.canvas.won
    won.setFocus()
    QTest.keyClick(won, Qt.Key.Key_Return)
    ends = world.page.canvas.ends
    assert ends[0].name == "Won in June"
    assert ends[-1].stage_id == stage
    assert len(ends[0].list.cards.loaded) == 2
    assert ends[0].list.hasFocus()
    assert not won.isVisible()
    totals = world.page.board
    mime = world.page.payload.pack([world.deal("Clinic refurbishment")])
    assert drop(ends[-1], mime, QPoint(80, 150))
    assert [card.title for card in ends[-1].list.cards.loaded] == ["Clinic refurbishment"]
    assert world.page.board == totals
    assert ends[0].list.cards.index(0).data(Qt.ItemDataRole.AccessibleTextRole).count("won")
    # Open deals have no place there, won ones none in an open stage.
    drop(ends[-1], world.page.payload.pack([world.deal("Meeting pods")]), QPoint(80, 150))
    assert "Win the deal first" in world.toast.text
    drop(world.column(0), mime, QPoint(80, 150))
    assert "Reopen" in world.toast.text
    drop(ends[0], mime, QPoint(80, 150))
    assert ends[-1].list.cards.rowCount() == 0
    world.page.focus_row(ends[0], 0)
    QTest.keyClick(ends[0].list, Qt.Key.Key_BracketLeft)
    assert world.page.canvas.ends == []
    assert won.isVisible()


def test_a_drop_on_the_won_column_wins(world: World) -> None:
    world.page.unfold_won()
    column = world.page.canvas.ends[0]
    drop(column, world.page.payload.pack([world.deal("Showroom fit-out")]), QPoint(80, 150))
    assert world.status("Showroom fit-out") == "won"
    assert [card.title for card in column.list.cards.loaded] == ["Showroom fit-out"]


def test_a_sorted_column_shows_the_slot_where_sorting_puts_the_card(world: World) -> None:
    column = world.column(0)
    world.page.look(world.page.looks.sort(column.lane, Order.VALUE))
    assert world.titles(0) == ["Meeting pods", "Library shelving", "Kitchen fronts", "Acoustic panels"]
    mime = world.page.payload.pack([world.deal("Standing desks")])
    bottom = QPoint(80, column.list.geometry().bottom() - 4)
    enter(column, mime, bottom)
    move(column, mime, bottom)
    assert column.list.slot == 0
    drop(column, mime, bottom)
    assert world.titles(0)[0] == "Standing desks"
    events = world.written()
    drop(column, world.page.payload.pack([world.deal("Acoustic panels")]), QPoint(80, column.list.y() + 5))
    assert world.written() == events
    assert "sorted by value" in world.toast.text
    edit_deal(world.workspace, world.deal("Acoustic panels"), at=NOW, value=Money(99_000_00, "EUR"))
    assert world.titles(0)[0] == "Acoustic panels"
    world.page.look(world.page.looks.sort(column.lane, Order.HAND))
    assert world.titles(0)[0] == "Standing desks"


def test_fields_and_density_are_chosen(world: World) -> None:
    cards = world.column(0).list
    full = cards.grab().toImage()
    world.page.look(world.page.looks.turn(CardField.OWNER))
    QApplication.processEvents()
    assert cards.grab().toImage() != full
    world.page.look(world.page.looks.resize(Density.COMPACT))
    assert world.page.delegate.face.height() == 72
    assert cards.visualRect(cards.cards.index(1)).top() == 78
    world.page.look(world.page.looks.resize(Density.AUTOMATIC))
    world.page.look(world.page.looks.turn(CardField.OWNER))
    QApplication.processEvents()
    assert cards.grab().toImage() == full


def test_what_comes_into_a_sorted_column_stands_on_top_of_the_order_by_hand(world: World) -> None:
    column = world.column(0)
    world.page.look(world.page.looks.sort(column.lane, Order.TITLE))
    drop(column, world.page.payload.pack([world.deal("Clinic refurbishment")]), QPoint(80, column.list.y() + 300))
    assert world.titles(0)[:2] == ["Acoustic panels", "Clinic refurbishment"]
    world.page.look(world.page.looks.sort(column.lane, Order.HAND))
    assert world.titles(0)[0] == "Clinic refurbishment"
