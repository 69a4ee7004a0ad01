from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions import Workspace, open_workspace
from desktop_pipeline.actions.deals import create_deal, win_deals
from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.domain.money import Money
from desktop_pipeline.queries.board_cards import DealCard
from desktop_pipeline.queries.lists import read_pipelines, read_stages
from desktop_pipeline.storage.tables import LineItem, Product
from desktop_pipeline.ui.board.autoscroll import LIST_ZONE
from desktop_pipeline.ui.board.card_delegate import GAP
from desktop_pipeline.ui.board.card_face import CardState
from desktop_pipeline.ui.board.hand import SHADOW, draw_hand
from desktop_pipeline.ui.board.stage_column import BoardColumn
from desktop_pipeline.ui.board.stage_list import StageList
from desktop_pipeline.ui.theme import Theme, read_tokens
from desktop_pipeline.ui.widgets.chip_menu import ChipMenu
from tests.ui.board.conftest import NOW, World
from tests.ui.board.drags import enter, move

Show = Callable[[Workspace], World]
PLAIN = Qt.KeyboardModifier.NoModifier


def test_cards_columns_and_header_have_the_measures_of_the_design(world: World) -> None:
    page = world.page
    column = world.column(0)
    card = page.delegate.card_rect(column.list.visualRect(column.list.cards.index(0)).toRectF())
    assert (card.width(), card.height()) == (231, 94)
    assert column.header.height() == 69
    assert page.toolbar.height() == 48
    assert (page.toolbar.owners.height(), page.toolbar.new_button.height()) == (26, 28)
    assert world.page.canvas.won.width() == 36
    second = column.list.visualRect(column.list.cards.index(1))
    assert second.top() - column.list.visualRect(column.list.cards.index(0)).top() == 94 + GAP
    top_of_cards = column.list.mapTo(column, QPoint(0, 0)).y() + GAP // 2
    assert top_of_cards - column.header.y() == 69


def test_a_small_window_folds_the_chips_and_makes_compact_cards(world: World, qtbot: QtBot) -> None:
    world.window.layout().setContentsMargins(48, 56, 0, 24)  # type: ignore[union-attr]
    world.window.resize(1024, 640)
    qtbot.waitUntil(lambda: world.page.toolbar.height() == 44)
    column = world.column(0)
    card = world.page.delegate.card_rect(column.list.visualRect(column.list.cards.index(0)).toRectF())
    assert (card.width(), card.height()) == (216, 72)
    assert world.page.toolbar.fold.isVisible()
    assert not world.page.toolbar.owners.isVisible()
    assert world.page.toolbar.field.width() == 176
    assert world.page.area.horizontalScrollBar().maximum() > 0
    world.window.resize(1440, 900)
    qtbot.waitUntil(lambda: world.page.toolbar.height() == 48)
    assert world.page.delegate.face.height() == 94


def test_cards_never_leave_their_widths(world: World, qtbot: QtBot) -> None:
    for width in (1100, 1360, 1920, 2560):
        world.window.resize(width, 900)
        QApplication.processEvents()
        assert world.window.width() == width
        card = world.page.delegate.card_rect(world.column(0).rect().toRectF())
        assert 212 <= card.width() <= 320


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_painted_colours_are_the_tokens(world: World, theme: Theme, qapp: QApplication, name: str) -> None:
    theme.apply(qapp, name)  # type: ignore[arg-type]
    tokens = read_tokens(name)
    image = world.page.grab().toImage()
    theme.apply(qapp, "light")
    column = world.column(0)
    corner = column.list.mapTo(world.page, QPoint(0, 0))
    inside = corner + QPoint(4 + 8, 3 + 20)
    assert image.pixelColor(inside) == QColor(tokens.surface)
    assert image.pixelColor(corner + QPoint(4 + 40, 3)) == QColor(tokens.line)
    assert image.pixelColor(corner + QPoint(1, 240)) == QColor(tokens.canvas)


def test_slow_and_stuck_cards_are_tinted(workspace: Workspace, show_board: Show, qtbot: QtBot) -> None:
    stage = read_stages(workspace, read_pipelines(workspace)[0].row_id)[0].row_id
    limit = int(workspace.value("select slow_limit from stage where id = ?", (stage,)) or 0)
    for title, days in (("Usual", limit), ("Slow", limit + 1), ("Stuck", limit * 2)):
        create_deal(workspace, title=title, stage_id=stage, at=NOW - timedelta(days=days))
    world = show_board(workspace)
    grounds = {}
    image = world.column(0).list.grab().toImage()
    pitch = world.page.delegate.row_height()
    for row, title in enumerate(world.titles(0)):
        grounds[title] = image.pixelColor(12, row * pitch + 20).name().upper()
    tokens = read_tokens("light")
    assert grounds == {"Usual": tokens.surface, "Slow": tokens.amberSoft, "Stuck": tokens.redSoft}


def test_every_card_has_a_sentence_and_every_column_a_name(world: World) -> None:
    column = world.column(0)
    said = column.list.cards.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == (
        "Meeting pods, Lumen Row Co-working, €14,200, owner Amara Eke, 0 days in this stage, "
        "waiting 0 min for the first contact, No next step, 0 of 3 criteria"
    )
    assert column.list.accessibleName() == f"{column.name}, 4 deals, €32,400"
    for widget in (world.page.toolbar.field, world.page.toolbar.owners, column.add_row):
        assert widget.accessibleName() or widget.text()


def test_the_header_says_what_its_sum_leaves_out(world: World) -> None:
    assert world.column(0).header.sum_text() == "€32,400"
    assert world.column(0).header.left_out_text() == "1 without a value"
    assert world.column(1).header.left_out_text() == ""


def test_the_weighted_sums_come_after_the_first_paint(world: World, qtbot: QtBot) -> None:
    assert world.column(1).header.weighted_text() == ""
    with qtbot.waitSignal(world.page.totals_changed) as told:
        pass
    assert told.args is not None
    deals, value, weighted = told.args
    assert (deals, value) == (7, 10_840_000)
    assert 0 < weighted < value
    header = world.column(1).header
    assert header.weighted_text().startswith("weighted €")
    # Where the room is short, in fewer figures: half an amount would be another amount.
    header.show_weighted(617_280_000)
    assert (header.weighted_text(400), header.weighted_text(100)) == ("weighted €6,172,800", "weighted €6.2m")


def test_sums_follow_the_text_filter(world: World, qtbot: QtBot) -> None:
    told: list[tuple[int, int]] = []
    world.page.totals_changed.connect(lambda deals, value, _weighted: told.append((deals, value)))
    QTest.keyClicks(world.page.toolbar.field, "talvik")
    qtbot.waitUntil(lambda: told[-1:] == [(1, 1_890_000)])
    assert [world.titles(place) for place in range(3)] == [[], ["Standing desks"], []]
    assert world.column(1).header.sum_text() == "€18,900"
    assert world.column(0).header.sum_text() == "€0"
    world.page.toolbar.clear_filters()
    qtbot.waitUntil(lambda: world.column(0).header.sum_text() == "€32,400")


def test_sums_follow_the_owner_and_the_product(world: World, qtbot: QtBot) -> None:
    owner = world.workspace.value("select id from owner where name = 'Kenji Mori'")
    assert owner is not None
    world.page.toolbar.owners.take(frozenset({int(owner)}))
    assert world.titles(0) == ["Kitchen fronts", "Library shelving"]
    assert world.column(0).header.sum_text() == "€18,200"
    assert world.page.toolbar.owners.text() == "Kenji Mori"
    with world.workspace.journal.change("Product") as draft:
        product = draft.insert(Product, name="Shelf", name_key="shelf")
        draft.insert(LineItem, deal=world.deal("Library shelving"), product=product)
    world.page.toolbar.products.take(frozenset({product}))
    assert world.titles(0) == ["Library shelving"]
    assert world.page.toolbar.products.text() == "Shelf"
    world.window.resize(1024, 640)
    qtbot.waitUntil(lambda: world.page.toolbar.fold.text() == "2 filters")


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_chip_finds_by_typing(world: World, qtbot: QtBot) -> None:
    menu = world.page.toolbar.owners.open_menu()
    field, rows = menu.findChild(QLineEdit), menu.findChild(QListWidget)
    assert isinstance(menu, ChipMenu)
    assert field is not None
    assert rows is not None
    QTest.keyClicks(field, "mor")
    assert [rows.item(row).text() for row in range(rows.count()) if not rows.item(row).isHidden()] == ["Kenji Mori"]
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert world.page.toolbar.owners.text() == "Kenji Mori"
    assert world.titles(2) == []
    menu.close()
    world.page.toolbar.owners.clear()
    assert world.titles(2) == ["Clinic refurbishment"]


def test_a_change_of_a_shown_deal_reads_no_page_again(world: World) -> None:
    readers: list[str] = []
    for column in world.page.canvas.columns:
        _watch(column, readers)
    edit_deal(world.workspace, world.deal("Standing desks"), at=world.session.now(), title="Standing desks ×40")
    assert readers == []
    assert world.titles(1) == ["Showroom fit-out", "Standing desks ×40"]


def test_only_the_column_of_a_new_deal_reads_again(world: World) -> None:
    readers: list[str] = []
    for column in world.page.canvas.columns:
        _watch(column, readers)
    create_deal(world.workspace, title="Reception desk", stage_id=world.column(1).stage_id, at=world.session.now())
    assert readers == [world.column(1).name]
    assert world.titles(1) == ["Reception desk", "Showroom fit-out", "Standing desks"]


def test_scrolling_and_focus_stay_when_another_deal_changes(
    workspace: Workspace, show_board: Show, qtbot: QtBot
) -> None:
    stage = read_stages(workspace, read_pipelines(workspace)[0].row_id)[0].row_id
    ids = [
        create_deal(workspace, title=f"Deal {n}", stage_id=stage, at=NOW, value=Money(100, "EUR")) for n in range(150)
    ]
    world = show_board(workspace)
    column = world.column(0)
    world.page.focus_row(column, 60)
    bar = column.list.verticalScrollBar()
    place, current = bar.value(), column.list.current_card()
    assert place > 0
    assert current is not None
    edit_deal(workspace, ids[-1], at=NOW, title="Renamed")
    win_deals(workspace, [ids[0]], at=NOW)
    QApplication.processEvents()
    assert bar.value() == place
    assert column.list.current_card() == current
    assert column.list.cards.total == 149


def test_a_long_column_pages_when_it_is_scrolled(workspace: Workspace, show_board: Show, qtbot: QtBot) -> None:
    stage = read_stages(workspace, read_pipelines(workspace)[0].row_id)[0].row_id
    for number in range(230):
        create_deal(workspace, title=f"Deal {number}", stage_id=stage, at=NOW)
    world = show_board(workspace)
    cards = world.column(0).list.cards
    tester = QAbstractItemModelTester(cards, QAbstractItemModelTester.FailureReportingMode.Fatal)
    last = world.deal("Deal 0")
    assert world.page.show_deal(last)
    assert cards.rowCount() == 230
    current = world.column(0).list.current_card()
    assert current is not None
    assert current.deal_id == last
    del tester


def test_a_card_held_at_the_edge_scrolls_the_column(workspace: Workspace, show_board: Show, qtbot: QtBot) -> None:
    stages = read_stages(workspace, read_pipelines(workspace)[0].row_id)
    for number in range(40):
        create_deal(workspace, title=f"Deal {number}", stage_id=stages[0].row_id, at=NOW)
    carried = create_deal(workspace, title="Carried", stage_id=stages[1].row_id, at=NOW)
    world = show_board(workspace)
    column, mime = world.column(0), world.page.payload.pack([carried])
    bar = column.list.verticalScrollBar()
    low = QPoint(60, column.list.geometry().bottom() - LIST_ZONE // 2)
    enter(column, mime, low)
    move(column, mime, low)
    slot = column.list.slot
    qtbot.waitUntil(lambda: bar.value() > 200)
    assert slot is not None
    assert column.list.slot is not None
    assert column.list.slot > slot
    move(column, mime, QPoint(60, column.list.y() + column.list.height() // 2))
    place = bar.value()
    qtbot.wait(80)
    assert bar.value() == place
    move(column, mime, QPoint(60, column.list.y() + 2))
    qtbot.waitUntil(lambda: bar.value() < place)
    world.page.drag.end()


def test_a_card_held_at_the_side_scrolls_the_board(world: World, qtbot: QtBot) -> None:
    world.window.resize(1024, 640)
    qtbot.waitUntil(lambda: world.page.area.horizontalScrollBar().maximum() > 0)
    bar = world.page.area.horizontalScrollBar()
    at_edge = world.page.area.viewport().mapTo(world.page, QPoint(world.page.area.viewport().width() - 10, 300))
    column = next(
        column for column in reversed(world.page.canvas.columns) if column.mapFrom(world.page, at_edge).x() >= 0
    )
    mime = world.page.payload.pack([world.deal("Meeting pods")])
    enter(column, mime, column.mapFrom(world.page, at_edge))
    qtbot.waitUntil(lambda: bar.value() == bar.maximum())
    world.page.drag.end()


def test_a_drag_starts_after_ten_pixels_and_carries_what_is_selected(world: World) -> None:
    column = world.column(0)
    wanted: list[int] = []
    column.list.drag_wanted.disconnect()
    column.list.drag_wanted.connect(wanted.append)
    start = column.list.visualRect(column.list.cards.index(1)).center()
    _mouse(column.list, QEvent.Type.MouseButtonPress, start)
    _mouse(column.list, QEvent.Type.MouseMove, start + QPoint(6, 3))
    assert wanted == []
    _mouse(column.list, QEvent.Type.MouseMove, start + QPoint(6, 4))
    assert wanted == [world.deal("Kitchen fronts")]
    _mouse(column.list, QEvent.Type.MouseMove, start + QPoint(40, 40))
    assert len(wanted) == 1


def test_the_hand_shows_the_card_and_how_many_more(world: World, theme: Theme) -> None:
    cards = world.column(0).list.cards.loaded
    one = draw_hand(theme, world.page.delegate.face, cards[:1], 1, 231, 2.0)
    four = draw_hand(theme, world.page.delegate.face, cards, 4, 231, 1.0)
    assert (one.width(), one.height()) == (2 * (231 + 2 * SHADOW), 2 * (94 + 2 * SHADOW))
    assert (four.width(), four.height()) == (231 + 2 * SHADOW + 8, 94 + 2 * SHADOW + 8)
    outline = one.toImage().pixelColor(2 * (SHADOW + 100), 2 * SHADOW)
    assert outline == QColor(read_tokens("light").accent)


def test_a_click_focuses_and_a_double_click_opens(world: World, qtbot: QtBot) -> None:
    column = world.column(1)
    spot = column.list.visualRect(column.list.cards.index(1)).center()
    QTest.mouseClick(column.list.viewport(), Qt.MouseButton.LeftButton, PLAIN, spot)
    current = column.list.current_card()
    assert current is not None
    assert current.title == "Standing desks"
    assert world.page.canvas.selected() == []
    with qtbot.waitSignal(world.page.deal_opened) as opened:
        QTest.mouseDClick(column.list.viewport(), Qt.MouseButton.LeftButton, PLAIN, spot)
    assert opened.args == [world.deal("Standing desks")]


def test_ctrl_click_selects_across_columns_and_a_plain_click_clears(world: World, qtbot: QtBot) -> None:
    for place in (0, 1):
        column = world.column(place)
        spot = column.list.visualRect(column.list.cards.index(0)).center()
        QTest.mouseClick(column.list.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, spot)
    assert [card.title for card in world.page.canvas.selected()] == ["Meeting pods", "Showroom fit-out"]
    spot = world.column(2).list.visualRect(world.column(2).list.cards.index(0)).center()
    QTest.mouseClick(world.column(2).list.viewport(), Qt.MouseButton.LeftButton, PLAIN, spot)
    assert world.page.canvas.selected() == []


def test_a_painted_card_is_kept_until_something_on_it_changes(world: World) -> None:
    delegate = world.page.delegate
    card = world.column(0).list.cards.loaded[0]
    size = world.column(0).list.visualRect(world.column(0).list.cards.index(0)).size()
    first = delegate.picture(card, size, CardState(), 1.0)
    assert delegate.picture(card, size, CardState(), 1.0).cacheKey() == first.cacheKey()
    assert delegate.picture(card, size, CardState(selected=True), 1.0).cacheKey() != first.cacheKey()
    assert delegate.picture(card, size, CardState(), 2.0).cacheKey() != first.cacheKey()


def test_the_canary_is_shown_as_it_was_written(workspace: Workspace, show_board: Show, qtbot: QtBot) -> None:
    canary = "<b>x</b><img src=file:///canary.png>&=1+1"
    stage = read_stages(workspace, read_pipelines(workspace)[0].row_id)[0].row_id
    create_deal(workspace, title=canary, stage_id=stage, at=NOW, organisation=canary)
    world = show_board(workspace)
    world.column(0).quick_add.field.setText(f"{canary}, {canary}")
    world.toast.show_text(canary)
    dialog = world.page.findChild(type(world.page))
    assert dialog is None
    assert world.titles(0) == [canary]
    assert canary in world.toast.text
    assert not world.window.grab().isNull()


def test_a_file_open_for_reading_only_refuses_in_words(filled: Workspace, show_board: Show) -> None:
    path = filled.path
    filled.close()
    reader = open_workspace(path, read_only=True, clock=lambda: NOW)
    world = show_board(reader)
    world.page.focus_row(world.column(0), 0)
    before = world.written()
    QTest.keyClick(world.column(0).list, Qt.Key.Key_W)
    assert world.written() == before
    assert "reading only" in world.toast.text
    assert not world.page.toolbar.new_button.isEnabled()
    assert not any(column.add_row.isVisible() for column in world.page.canvas.columns)
    # Nothing can be added: the cards have that room too.
    world.column(0).resize(220, 200)
    assert world.column(0).list.geometry().bottom() == 199
    world.window.close()
    reader.close()


def _watch(column: BoardColumn, readers: list[str]) -> None:
    """Note the column's name whenever its cards are read."""
    read = column.list.cards._read

    def noted(offset: int, limit: int) -> Sequence[DealCard]:
        readers.append(column.name)
        return read(offset, limit)

    column.list.cards._read = noted


def _mouse(target: StageList, kind: QEvent.Type, place: QPoint) -> None:
    viewport = target.viewport()
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
    spot = QPointF(place)
    event = QMouseEvent(
        kind, spot, viewport.mapToGlobal(spot), button, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(viewport, event)


def test_a_board_without_deals_offers_an_import_once(workspace: Workspace, show_board: Show) -> None:
    world = show_board(workspace)
    said = [column.empty.accessibleName() for column in world.page.canvas.columns]
    assert said[0] == "No deals yet. Import a file: Ctrl+I"
    assert [sentence.rpartition(". ")[2] for sentence in said[1:]] == ["Add one: N"] * (len(said) - 1)
    create_deal(
        workspace, title="Bench", stage_id=world.page.canvas.columns[1].stage_id, at=NOW, organisation="Hollin Bakery"
    )
    said = [column.empty.accessibleName() for column in world.page.canvas.columns if column.empty.isVisible()]
    assert {sentence.rpartition(". ")[2] for sentence in said} == {"Drag one here, or press N"}
    world.page.toolbar.field.setText("nothing is called that")
    assert "Import" not in world.column(0).empty.accessibleName()
