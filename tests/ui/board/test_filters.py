"""Filters as you type and as you choose, the sums that follow them, and the views that keep them."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions import Workspace
from desktop_pipeline.actions.currencies import set_base_currency
from desktop_pipeline.actions.deal_marks import add_label
from desktop_pipeline.actions.deals import delete_deals
from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.actions.line_items import add_line
from desktop_pipeline.actions.lists import add_to_list
from desktop_pipeline.domain.lists import OwnedList
from desktop_pipeline.queries.board_filter import CloseSpan
from desktop_pipeline.queries.board_lanes import Axis
from desktop_pipeline.queries.view_counts import count_view
from desktop_pipeline.queries.views import read_views
from desktop_pipeline.ui.board.card_delegate import INSET
from desktop_pipeline.ui.board.close_chip import ClosesWhen
from desktop_pipeline.ui.widgets.chip import Chip, FilterChip
from desktop_pipeline.ui.widgets.span_popover import SpanPopover
from tests.ui.board.conftest import NOW, World

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
Key = Qt.Key


def shown(world: World) -> list[str]:
    return [card.title for column in world.page.canvas.columns for card in column.list.cards.loaded]


def type_filter(world: World, text: str) -> None:
    QTest.keyClicks(world.page.toolbar.field, text)
    # The filter is told in the next turn of the loop.
    QApplication.processEvents()


def choose(menu: QMenu, text: str) -> None:
    next(action for action in menu.actions() if action.text().startswith(text)).trigger()
    menu.close()


def test_values_filter_as_they_are_typed_and_bad_input_is_told_below(world: World) -> None:
    told: list[int] = []
    world.page.totals_changed.connect(lambda deals, _value, _weighted: told.append(deals))
    popover = world.page.toolbar.filters.values.open_range()
    QTest.keyClicks(popover.first, "15k")
    assert shown(world) == ["Showroom fit-out", "Standing desks", "Clinic refurbishment"]
    assert told[-1] == 3
    QTest.keyClicks(popover.last, "20,00")
    assert popover.error
    assert len(shown(world)) == 3
    popover.last.selectAll()
    QTest.keyClicks(popover.last, "20,000")
    assert shown(world) == ["Standing desks"]
    QTest.keyClick(popover.last, Key.Key_Return)
    chip = world.page.toolbar.filters.values
    assert chip.text() == "€15,000 – €20,000"
    QTest.keyClick(chip, Key.Key_Delete)
    assert len(shown(world)) == 7
    assert chip.text() == "Value"


def test_where_nothing_matches_all_filters_are_cleared_with_one_press(world: World) -> None:
    before = shown(world)
    world.page.toolbar.filters.field.setText("no such deal")
    world.page.toolbar.filters.owners.take(frozenset({1}))
    canvas = world.page.canvas
    assert shown(world) == []
    # The board says it once, in the room that all columns leave.
    told = canvas.no_match
    assert told is not None
    assert told.accessibleName() == "No open deal matches these filters."
    assert not any(column.empty.isVisible() for column in canvas.columns)
    first, last = canvas.columns[0], canvas.columns[-1]
    assert (told.x(), told.geometry().right()) == (first.x() + INSET, last.geometry().right() - INSET)
    assert told.geometry().bottom() < first.y() + first.add_row.y()
    action = told.action
    assert action is not None
    assert told.rect().contains(action.geometry())
    QTest.mouseClick(action, Qt.MouseButton.LeftButton)
    assert shown(world) == before
    assert not world.page.filter().is_set
    assert canvas.no_match is None
    assert any(each.list.hasFocus() for each in canvas.columns)


def test_what_is_said_where_nothing_matches_is_reached_by_keys(world: World) -> None:
    field = world.page.toolbar.field
    field.setFocus()
    type_filter(world, "no such deal")
    told = world.page.canvas.no_match
    assert told is not None
    assert told.action is not None
    assert field.hasFocus()
    assert world.page.toolbar.new_button.nextInFocusChain() is told.action
    QTest.keyClick(field, Key.Key_Down)
    assert told.action.hasFocus()
    QTest.keyClick(told.action, Key.Key_Return)
    assert not world.page.filter().is_set
    assert any(each.list.hasFocus() for each in world.page.canvas.columns)


def test_where_something_matches_each_other_column_says_only_that_nothing_does(world: World) -> None:
    type_filter(world, "Standing desks")
    canvas = world.page.canvas
    assert canvas.no_match is None
    empty = [column for column in canvas.columns if not column.list.cards.total]
    assert len(empty) == len(canvas.columns) - 1
    for column in empty:
        assert column.empty.isVisible()
        assert column.empty.accessibleName() == f"No match in {column.name}."
        assert column.empty.action is None


def test_where_nothing_matches_folded_columns_and_what_is_out_of_sight_are_left_free(world: World) -> None:
    canvas = world.page.canvas
    type_filter(world, "no such deal")
    told = canvas.no_match
    assert told is not None
    folded = canvas.columns[1]
    folded.set_collapsed(collapsed=True)
    assert not told.geometry().intersects(folded.geometry())
    assert told.geometry().right() == canvas.columns[-1].geometry().right() - INSET
    folded.set_collapsed(collapsed=False)
    world.page.resize(700, 500)
    bar = world.page.area.horizontalScrollBar()
    assert bar.maximum() > 0
    for place in (0, bar.maximum()):
        bar.setValue(place)
        sight = world.page.area.viewport().rect().translated(-canvas.pos())
        assert sight.contains(told.geometry())


def test_when_the_last_match_goes_the_board_says_so(world: World) -> None:
    type_filter(world, "Standing desks")
    assert world.page.canvas.no_match is None
    delete_deals(world.workspace, [world.deal("Standing desks")], at=NOW)
    assert world.page.canvas.no_match is not None
    assert not any(column.empty.isVisible() for column in world.page.canvas.columns)
    world.workspace.journal.undo()
    assert world.page.canvas.no_match is None
    assert shown(world) == ["Standing desks"]


def test_expected_close_is_chosen_from_the_menu_or_typed_as_a_range(world: World) -> None:
    edit_deal(world.workspace, world.deal("Meeting pods"), at=NOW, expected_close_on=date(2026, 6, 1))
    edit_deal(world.workspace, world.deal("Standing desks"), at=NOW, expected_close_on=date(2026, 7, 14))
    chip = world.page.toolbar.filters.closes
    choose(chip.open_menu(), "Overdue")
    assert (shown(world), chip.text()) == (["Meeting pods"], "Overdue")
    choose(chip.open_menu(), "No date")
    assert len(shown(world)) == 5
    choose(chip.open_menu(), "From")
    popover = world.page.findChild(SpanPopover)
    assert popover is not None
    QTest.keyClicks(popover.first, "2026-07-01")
    assert shown(world) == ["Standing desks"]
    QTest.keyClicks(popover.last, "2026-06-01")
    assert "first day" in popover.error
    QTest.keyClick(popover, Key.Key_Escape)
    chip.clear_wanted.emit()
    assert len(shown(world)) == 7


def test_labels_and_sources_and_attention_narrow_together(world: World) -> None:
    add_label(world.workspace, world.deal("Meeting pods"), "Tender")
    add_label(world.workspace, world.deal("Standing desks"), "Tender")
    filters = world.page.toolbar.filters
    label = int(world.workspace.value("select id from label where name = 'Tender'"))
    filters.labels.take(frozenset({label}))
    assert shown(world) == ["Meeting pods", "Standing desks"]
    kenji = int(world.workspace.value("select id from owner where name = 'Kenji Mori'"))
    filters.owners.take(frozenset({kenji}))
    assert shown(world) == ["Standing desks"]
    filters.attention.take(frozenset({4}))
    assert shown(world) == []
    world.page.toolbar.clear_filters()
    assert len(shown(world)) == 7


def tick(chip: FilterChip, *names: str) -> None:
    """Ticks lines in the menu of a chip by typing their names."""
    menu = chip.open_menu()
    field = menu.findChild(QLineEdit)
    assert field is not None
    for name in names:
        field.clear()
        QTest.keyClicks(field, name)
        QTest.keyClick(field, Key.Key_Return)
    menu.close()


def test_deals_that_have_no_owner_source_or_product_are_chosen_and_the_sums_follow(world: World) -> None:
    told: list[tuple[int, int]] = []
    world.page.totals_changed.connect(lambda deals, value, _weighted: told.append((deals, value)))
    filters = world.page.toolbar.filters
    edit_deal(world.workspace, world.deal("Meeting pods"), at=NOW, owner_id=None)
    edit_deal(world.workspace, world.deal("Standing desks"), at=NOW, owner_id=None)
    tick(filters.owners, "No owner")
    assert shown(world) == ["Meeting pods", "Standing desks"]
    assert (filters.owners.text(), told[-1]) == ("No owner", (2, 3_310_000))
    tick(filters.owners, "Kenji")
    assert shown(world) == ["Meeting pods", "Kitchen fronts", "Library shelving", "Standing desks"]
    add_line(world.workspace, world.deal("Standing desks"), "Oak desk", at=NOW)
    fair = add_to_list(world.workspace, OwnedList.SOURCES, "Fair")
    edit_deal(world.workspace, world.deal("Kitchen fronts"), at=NOW, source_id=fair)
    tick(filters.products, "No product")
    tick(filters.sources, "No source")
    assert shown(world) == ["Meeting pods", "Library shelving"]


def test_a_saved_view_keeps_that_deals_have_no_owner_and_counts_them(world: World) -> None:
    edit_deal(world.workspace, world.deal("Meeting pods"), at=NOW, owner_id=None)
    tick(world.page.toolbar.filters.owners, "No owner")
    field = world.page.views.save(QPoint(5, 5)).field
    QTest.keyClicks(field, "Nobody's")
    QTest.keyClick(field, Key.Key_Return)
    (view,) = read_views(world.workspace)
    assert count_view(world.workspace, view, today=NOW.date()) == 1
    world.page.toolbar.clear_filters()
    assert len(shown(world)) == 7
    world.page.views.show(view)
    assert shown(world) == ["Meeting pods"]


def test_values_are_told_in_the_base_currency_as_it_is_now(
    workspace: Workspace, show_board: Callable[[Workspace], World]
) -> None:
    chip = show_board(workspace).page.toolbar.filters.values
    set_base_currency(workspace, "USD")
    popover = chip.open_range()
    QTest.keyClicks(popover.first, "$1,500")
    assert popover.error == ""
    assert (chip.limits, chip.text()) == ((150_000, None), "from $1,500")
    popover.close()


def test_a_view_keeps_what_is_shown_and_shows_it_again(world: World) -> None:
    page = world.page
    page.toolbar.field.setText("o")
    page.toolbar.filters.closes.take(ClosesWhen(CloseSpan.RANGE, date(2026, 1, 1), None))
    page.toolbar.filters.values.take((100, 200))
    page.choose_axis(Axis.MONTH)
    kept = page.question()
    popover = page.views.save(QPoint(5, 5))
    QTest.keyClick(popover.field, Key.Key_Return)
    assert popover.error
    QTest.keyClicks(popover.field, "Closing & more")
    QTest.keyClick(popover.field, Key.Key_Return)
    (view,) = read_views(world.workspace)
    assert (view.name, view.question) == ("Closing & more", kept)
    page.show_question({})
    assert not page.filter().is_set
    page.views.show(view)
    assert page.question() == kept
    assert page.looks.axis is Axis.MONTH
    menu = page.views.open_menu(QPoint(5, 5))
    assert menu.actions()[0].isChecked()
    assert menu.actions()[0].text() == "Closing && more"
    choose(menu, "Delete")
    assert read_views(world.workspace) == []
    world.session.undo()
    assert len(read_views(world.workspace)) == 1


@pytest.mark.parametrize(
    "question",
    [
        {"owners": "all", "least": True, "closes": 3, "closes_from": "yesterday", "text": 7, "attention": {"a": 1}},
        {"owners": [99, "1", None], "closes": "range", "pipeline": 99, "axis": []},
        {"closes_until": "0001-01-01", "closes": "range", "most": 10**30, "text": "x" * 5000},
    ],
)
def test_a_question_from_elsewhere_is_taken_as_far_as_it_makes_sense(
    world: World, question: dict[str, object], qtbot: QtBot
) -> None:
    world.page.show_question(question)
    assert world.page.board is not None
    assert not world.window.grab().isNull()
    world.page.show_question({})
    assert len(shown(world)) == 7


def test_chips_without_room_stand_behind_the_last_one(world: World, qtbot: QtBot) -> None:
    world.window.resize(1180, 900)
    qtbot.waitUntil(lambda: not world.page.toolbar.filters.closes.isVisible())
    assert world.window.width() == 1180
    panel = world.page.toolbar.open_folded()
    texts = [chip.text() for chip in panel.findChildren(Chip)]
    assert {"Close date", "Product", "Value", "Attention"} <= set(texts)
    twin = next(chip for chip in panel.findChildren(Chip) if chip.text() == "Close date")
    twin.take(ClosesWhen(CloseSpan.NO_DATE))  # type: ignore[attr-defined]
    assert world.page.toolbar.filters.closes.text() == "No date"
    panel.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    # What is set is seen.
    assert world.page.toolbar.filters.closes.isVisible()
