"""The table of deals in a window of its own, on the sample company."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QAbstractItemDelegate, QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions.bulk import BulkEdit
from desktop_pipeline.actions.deals import create_deal, delete_deals
from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.actions.lists import archive_in_list
from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.lists import OwnedList
from desktop_pipeline.domain.money import Money
from desktop_pipeline.queries.deal_question import DealQuestion, GroupKey, Sort, SortKey
from desktop_pipeline.queries.kept_question import read_question, write_question
from desktop_pipeline.queries.views import SavedViewRow, read_views
from desktop_pipeline.ui.deals.deals_empty import DealsEmpty
from desktop_pipeline.ui.deals.deals_page import DealsPage
from desktop_pipeline.ui.deals.table_layout import TableLayout, read_layout
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.day_popup import DayPopup
from desktop_pipeline.ui.widgets.name_popover import NamePopover
from tests.made_once import sample_company
from tests.painted_texts import read_texts
from tests.workspaces import read_content

NOW = datetime(2026, 6, 9, 10, 25, tzinfo=UTC)
BY_TITLE = DealQuestion(sorts=(Sort(SortKey.TITLE),))


@pytest.fixture
def page(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[DealsPage]:
    workspace = sample_company(tmp_path / "company.pipeline", today=NOW.date(), clock=lambda: NOW, who="ann")
    theme = Theme("light")
    theme.apply(qapp, "light")
    session, tasks = Session(workspace), Tasks()
    made = DealsPage(session, tasks, theme, Formats(zone=workspace.zone))
    qtbot.addWidget(made)
    made.resize(1272, 800)
    made.show()
    show(qtbot, made, BY_TITLE)
    yield made
    made.hide()
    tasks.stop()
    session.close()


def show(qtbot: QtBot, page: DealsPage, question: DealQuestion) -> None:
    """Asks and waits for the answer."""
    with qtbot.waitSignal(page.counts_changed):
        page.show_question(question)
    page.focus_page()


def cell(page: DealsPage, row: int, key: str) -> str:
    return str(page.model.index(row, column(page, key)).data())


def column(page: DealsPage, key: str) -> int:
    return [each.key for each in page.model.columns].index(key)


def titles(page: DealsPage) -> list[str]:
    return [cell(page, row, "title") for row in range(page.model.rowCount())]


def edit(page: DealsPage, row: int, key: str) -> None:
    """Moves to a cell and presses F2."""
    page.view.setCurrentIndex(page.model.index(row, column(page, key)))
    QTest.keyClick(page.view, Qt.Key.Key_F2)


def editor(page: DealsPage) -> QLineEdit:
    fields = [field for field in page.view.viewport().findChildren(QLineEdit) if field.isVisible()]
    assert len(fields) == 1
    return fields[0]


def test_the_model_keeps_qts_rules_through_groups_columns_and_changes(qtbot: QtBot, page: DealsPage) -> None:
    QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    show(qtbot, page, DealQuestion(status=None, group=GroupKey.OWNER))
    page.model.toggle_group(0)
    page.columns.toggle("source")
    page.model.toggle_group(0)
    show(qtbot, page, BY_TITLE)


def test_open_deals_stand_with_their_sum_and_their_words(page: DealsPage) -> None:
    assert page.model.rowCount() == 34
    assert page.foot.isHidden(), "what is shown is told in the status line"
    row = titles(page).index("Kitchen fronts")
    assert [cell(page, row, key) for key in ("organisation", "stage", "value", "owner", "days_in_stage")] == [
        "Hollin Bakery Co-op",
        "Lead In",
        "€6,300",
        "Amara Eze",
        "15 d",
    ]


def test_a_click_on_a_head_orders_and_another_turns_it_round(qtbot: QtBot, page: DealsPage) -> None:
    header = page.view.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(column(page, "value")) + 30, 10)
    for first, mark in (("€34,500", "↓"), ("€4,900", "↑")):
        with qtbot.waitSignal(page.counts_changed):
            QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert cell(page, 0, "value") == first
        assert page.model.headerData(column(page, "value"), Qt.Orientation.Horizontal) == f"Value {mark}"
    stage = QPoint(header.sectionViewportPosition(column(page, "stage")) + 30, 10)
    shift = Qt.KeyboardModifier.ShiftModifier
    with qtbot.waitSignal(page.counts_changed):
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, shift, stage)
    assert [sort.key for sort in page.question().sorts] == [SortKey.VALUE, SortKey.STAGE]


def test_the_best_fifth_is_a_filter_and_the_score_a_column_to_order_by(qtbot: QtBot, page: DealsPage) -> None:
    page.columns.toggle("score")
    with qtbot.waitSignal(page.counts_changed):
        page.sort_by(page.model.columns[column(page, "score")])
    scores = [int(cell(page, row, "score")) for row in range(page.model.rowCount())]
    assert scores == sorted(scores, reverse=True)
    with qtbot.waitSignal(page.counts_changed):
        page.toolbar.scores.take(frozenset({1}))
        page.toolbar.question_changed.emit()
    assert page.question().best_fifth
    best = [int(cell(page, row, "score")) for row in range(page.model.rowCount())]
    assert best == scores[: len(best)]
    assert 0 < len(best) <= 7
    show(qtbot, page, replace(page.question(), best_fifth=False))
    assert page.toolbar.scores.taken == frozenset()


def test_a_title_typed_in_place_is_kept_and_undone(qtbot: QtBot, page: DealsPage) -> None:
    deal_id = page.model.deal_id(3)
    before = cell(page, 3, "title")
    edit(page, 3, "title")
    editor(page).setText("Zinc counter")
    with qtbot.waitSignal(page.counts_changed):
        QTest.keyClick(editor(page), Qt.Key.Key_Return)
    row = titles(page).index("Zinc counter")
    assert page.model.deal_id(row) == deal_id
    # The keys stay with the deal, wherever the order puts it.
    assert page.view.currentIndex().row() == row
    with qtbot.waitSignal(page.counts_changed):
        page._session.undo()
    assert cell(page, 3, "title") == before


@pytest.mark.parametrize(("typed", "shown"), [("12,500", "€12,500"), ("1.5k", "€1,500"), ("", "–")])
def test_a_value_is_typed_as_people_write_it(qtbot: QtBot, page: DealsPage, typed: str, shown: str) -> None:
    place = titles(page).index("Kitchen fronts")
    deal_id = page.model.deal_id(place)
    edit(page, place, "value")
    editor(page).setText(typed)
    with qtbot.waitSignal(page.counts_changed):
        QTest.keyClick(editor(page), Qt.Key.Key_Return)
    assert deal_id is not None
    row = page.model.row_of(deal_id)
    assert row is not None
    assert cell(page, row, "value") == shown


def test_what_is_no_amount_stays_in_its_cell_with_the_reason(page: DealsPage) -> None:
    before = cell(page, 0, "value")
    edit(page, 0, "value")
    editor(page).setText("a lot")
    QTest.keyClick(editor(page), Qt.Key.Key_Return)
    assert editor(page).text() == "a lot"
    assert "“a lot” is not an amount" in page.view.delegate().note.text
    QTest.keyClick(editor(page), Qt.Key.Key_Escape)
    assert page.view.delegate().note.text == ""
    assert cell(page, 0, "value") == before


def test_a_title_that_cannot_be_is_refused_in_words(qtbot: QtBot, page: DealsPage) -> None:
    edit(page, 0, "title")
    editor(page).setText("x" * 10_000)
    with qtbot.waitSignal(page.said) as told:
        QTest.keyClick(editor(page), Qt.Key.Key_Return)
    assert "500 characters" in str(told.args)
    assert len(cell(page, 0, "title")) < 500


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # a popup without a window system
def test_an_owner_is_chosen_from_the_team(qtbot: QtBot, page: DealsPage) -> None:
    deal_id = page.model.deal_id(0)
    edit(page, 0, "owner")
    choice = page.view.viewport().findChildren(QComboBox)[0]
    choice.setCurrentText("Tomasz Wilk")
    with qtbot.waitSignal(page.counts_changed):
        choice.activated.emit(choice.currentIndex())
    assert (
        page._session.workspace.value(
            "select w.name from deal d join owner w on w.id = d.owner_id where d.id = ?", (deal_id,)
        )
        == "Tomasz Wilk"
    )


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # a popup without a window system
def test_a_cell_that_is_left_as_it_was_changes_nothing(qtbot: QtBot, page: DealsPage) -> None:
    workspace, deal_id = page._session.workspace, page.model.deal_id(0)
    assert deal_id is not None
    owner = workspace.value("select owner_id from deal where id = ?", (deal_id,))
    with qtbot.waitSignal(page.counts_changed):
        edit_deal(workspace, deal_id, at=NOW, probability=0.426)
    with qtbot.waitSignal(page.counts_changed):
        archive_in_list(workspace, OwnedList.OWNERS, int(owner))
    page.columns.toggle("probability")
    before, delegate = read_content(workspace), page.view.itemDelegate()
    for key, kind in (("owner", QComboBox), ("probability", QLineEdit)):
        edit(page, 0, key)
        opened = next(each for each in page.view.viewport().findChildren(kind) if each.isVisible())
        delegate.commitData.emit(opened)
        delegate.closeEditor.emit(opened, QAbstractItemDelegate.EndEditHint.NoHint)
    assert read_content(workspace) == before


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # a popup without a window system
def test_a_day_is_chosen_from_a_month(qtbot: QtBot, page: DealsPage) -> None:
    edit(page, 0, "expected_close")
    popup = page.view.findChildren(DayPopup)[0]
    with qtbot.waitSignal(page.counts_changed):
        popup.month.taken.emit(date(2026, 12, 24))
    assert cell(page, 0, "expected_close") == "Thu 24 Dec"


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # a popup without a window system
def test_another_stage_is_asked_for_never_written_past_the_gate(qtbot: QtBot, page: DealsPage) -> None:
    edit(page, 0, "stage")
    choice = page.view.viewport().findChildren(QComboBox)[0]
    target = next(row for row in range(choice.count()) if row != choice.currentIndex())
    stage_id = choice.itemData(target)
    choice.setCurrentIndex(target)
    with qtbot.waitSignal(page.move_asked) as asked:
        choice.activated.emit(target)
    assert asked.args == [[page.model.deal_id(0)], stage_id]


def test_groups_close_and_open_by_key_and_keep_their_sums(qtbot: QtBot, page: DealsPage) -> None:
    show(qtbot, page, DealQuestion(group=GroupKey.OWNER))
    heads = [row for row in range(page.model.rowCount()) if page.model.group(row) is not None]
    assert len(heads) == 4
    assert page.model.rowCount() == 34 + 4
    first = str(page.model.index(0, 0).data())
    assert first.startswith("Amara Eze   ")
    page.view.point_at(0, 0)
    QTest.keyClick(page.view, Qt.Key.Key_Return)
    assert page.model.group(1) is not None
    assert page.view.currentIndex().row() == 0
    QTest.keyClick(page.view, Qt.Key.Key_Return)
    assert page.model.rowCount() == 38


@pytest.mark.parametrize("key", [GroupKey.STATUS, GroupKey.CLOSE_MONTH])
def test_groups_keep_their_names_while_others_are_asked_for(qtbot: QtBot, page: DealsPage, key: GroupKey) -> None:
    show(qtbot, page, DealQuestion(status=None, group=GroupKey.OWNER))
    named = page.model.index(0, 0).data()
    page.show_question(DealQuestion(status=None, group=key))
    # Painted once more before the answer is there
    page.view.grab()
    assert page.model.index(0, 0).data() == named


def test_a_selection_tells_its_sum_and_keys_ask_for_all_of_it(qtbot: QtBot, page: DealsPage) -> None:
    QTest.keyClick(page.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert page.foot.selection.text() == "Selected: 34 deals, €447,500"
    for key, word in (
        (Qt.Key.Key_W, "won"),
        (Qt.Key.Key_L, "lost"),
        (Qt.Key.Key_Delete, "delete"),
    ):
        with qtbot.waitSignal(page.asked) as asked:
            QTest.keyClick(page.view, key)
        assert asked.args is not None
        assert (asked.args[0], len(asked.args[1])) == (word, 34)


def test_enter_opens_the_deal(qtbot: QtBot, page: DealsPage) -> None:
    page.view.point_at(5, 0)
    with qtbot.waitSignal(page.deal_opened) as opened:
        QTest.keyClick(page.view, Qt.Key.Key_Return)
    assert opened.args == [page.model.deal_id(5)]


def test_the_copied_table_is_harmless_text(qtbot: QtBot, page: DealsPage) -> None:
    workspace = page._session.workspace
    stage = int(workspace.value("select id from stage order by position limit 1"))
    with qtbot.waitSignal(page.counts_changed):
        create_deal(workspace, title="=1+1<b>x</b>\t&", stage_id=stage, at=NOW, value=Money(100, "EUR"))
    row = titles(page).index("=1+1<b>x</b> &")
    page.view.point_at(row, 0)
    QTest.keyClick(page.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    mime = QGuiApplication.clipboard().mimeData()
    head, line = mime.text().splitlines()
    assert head.split("\t")[0] == "Deal"
    assert line.split("\t")[:1] == ["'=1+1<b>x</b> &"]
    assert "<td>=1+1&lt;b&gt;x&lt;/b&gt; &amp;</td>" in mime.html()


def test_very_many_rows_are_copied_by_a_worker_as_few_are_at_once(qtbot: QtBot, page: DealsPage) -> None:
    page.view.selectAll()
    page.view.copy_selection()
    at_once = QGuiApplication.clipboard().mimeData()
    text, html = at_once.text(), at_once.html()
    assert len(text.splitlines()) == 35
    QGuiApplication.clipboard().setText("before")
    page.copying.most_at_once = 30
    QTest.keyClick(page.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert page.copying.long_work.waiting is not None, "the window says so and lives on"
    assert QGuiApplication.clipboard().text() == "before"
    qtbot.waitUntil(lambda: page.copying.long_work.waiting is None)
    mime = QGuiApplication.clipboard().mimeData()
    assert (mime.text(), mime.html()) == (text, html)


def test_the_heads_of_the_table_look_for_no_selection(page: DealsPage) -> None:
    page.view.selectAll()
    assert page.view.selectionModel().hasSelection()
    assert not page.view.horizontalHeader().selectionModel().hasSelection(), "each would ask every row of its column"


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_deals_without_owner_or_product_are_asked_for_and_the_sum_follows(qtbot: QtBot, page: DealsPage) -> None:
    workspace = page._session.workspace
    stage_id = int(workspace.value("select min(id) from stage where is_open") or 0)
    create_deal(workspace, title="Bench", stage_id=stage_id, at=NOW, value=Money(81_000, "EUR"))
    told: list[str] = []
    page.counts_changed.connect(told.extend)
    for chip, name in ((page.toolbar.owners, "No owner"), (page.toolbar.products, "No product")):
        menu = chip.open_menu()
        field = menu.findChild(QLineEdit)
        assert field is not None
        QTest.keyClicks(field, name)
        QTest.keyClick(field, Qt.Key.Key_Return)
        menu.close()
        qtbot.waitUntil(lambda: titles(page) == ["Bench"])
        assert told[-1] == "1 deal, €810"
        kept = read_question(write_question(page.question()))
        assert (kept.owner_ids, kept.product_ids) == (page.toolbar.owners.taken, page.toolbar.products.taken)
        chip.clear()
        qtbot.waitUntil(lambda: page.model.rowCount() == 35)


def test_the_last_row_is_still_seen_when_the_foot_comes(qtbot: QtBot, page: DealsPage) -> None:
    page.resize(1272, 420)
    last = page.model.rowCount() - 1
    page.view.point_at(last, 0)
    page.view.scrollToBottom()
    QTest.keyClick(page.view, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert page.foot.isVisible()
    seen = page.view.visualRect(page.view.currentIndex())
    assert page.view.viewport().rect().contains(seen.adjusted(40, 0, -seen.width() + 60, 0))


def test_all_rows_stay_selected_through_a_change_with_their_sum(qtbot: QtBot, page: DealsPage) -> None:
    page.view.point_at(20, 0)
    page.view.selectAll()
    ids = page.view.selected_ids()
    assert len(ids) == 34
    with qtbot.waitSignal(page.counts_changed) as told:
        edit_deal(page._session.workspace, ids[0], at=NOW, value=Money(100, "EUR"))
    assert sorted(page.view.selected_ids()) == sorted(ids)
    assert page.model.deal_id(page.view.currentIndex().row()) == ids[20], "the keys are where they were"
    (counts,) = told.args
    assert page.foot.selection.text() == f"Selected: {counts[0]}" != "Selected: 34 deals, €447,500"


def test_the_rows_of_deals_are_found_between_heads_and_in_closed_groups(qtbot: QtBot, page: DealsPage) -> None:
    model = page.model
    everything = set(model.ids)
    assert model.rows_of(everything) == list(range(34))
    show(qtbot, page, DealQuestion(group=GroupKey.OWNER))
    model.toggle_group(0)
    rows = [row for row in range(model.rowCount()) if model.deal_id(row) is not None]
    assert 0 < len(rows) < 34
    assert model.rows_of(everything) == rows
    assert model.deals_in(range(model.rowCount())) == [model.deal_id(row) for row in rows]


def test_a_deleted_deal_goes_and_the_keys_stay_at_its_height(qtbot: QtBot, page: DealsPage) -> None:
    page.view.point_at(7, 0)
    deal_id, below = page.model.deal_id(7), page.model.deal_id(8)
    assert deal_id is not None
    with qtbot.waitSignal(page.counts_changed):
        delete_deals(page._session.workspace, [deal_id], at=NOW)
    assert page.model.deal_id(page.view.currentIndex().row()) == below


def test_the_field_takes_the_room_that_no_chip_needs(page: DealsPage) -> None:
    toolbar = page.toolbar
    for width in range(760, 1700, 60):
        page.resize(width, 600)
        QApplication.processEvents()
        assert toolbar.new_button.geometry().right() < width, width
        idle = toolbar.saved.geometry().left() - toolbar.columns.geometry().right()
        assert idle < 20 or toolbar.field.width() == 200, width
    assert toolbar.field.width() == 200
    assert "Filter deals" in toolbar.field.placeholderText()


def test_what_nothing_answers_says_so(qtbot: QtBot, page: DealsPage) -> None:
    with qtbot.waitSignal(page.counts_changed):
        QTest.keyClicks(page.toolbar.field, "no such deal")
    assert page.empty.isVisible()
    assert page.model.rowCount() == 0
    # In a narrow window what scrolls the heads lies below them, not over them.
    for width, scrolls in ((760, True), (1600, False)):
        page.resize(width, 600)
        QApplication.processEvents()
        bar, head = page.view.horizontalScrollBar(), page.view.horizontalHeader().height()
        assert bar.isVisible() is scrolls
        assert page.view.height() == head + (bar.height() if scrolls else 0)


def test_filters_that_leave_nothing_are_cleared_where_it_is_said_and_the_status_stays(
    qtbot: QtBot, page: DealsPage
) -> None:
    with qtbot.waitSignal(page.counts_changed):
        page.toolbar.status.choose(2)
    lost = page.model.rowCount()
    with qtbot.waitSignal(page.counts_changed):
        QTest.keyClicks(page.toolbar.field, "no such deal")
    assert page.empty.accessibleName() == "No deal matches these filters."
    assert page.empty.action is not None
    with qtbot.waitSignal(page.counts_changed):
        page.empty.action.click()
    assert page.toolbar.field.text() == ""
    assert page.toolbar.status.current == 2
    assert page.model.rowCount() == lost
    assert page.view.hasFocus()


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (DealStatus.OPEN, "No open deals. Add one: N"),
        (DealStatus.WON, "No won deals. Deals you win are listed here."),
        (DealStatus.LOST, "No lost deals. Deals you lose are listed here."),
        (None, "No deals yet. Add one: N"),
    ],
)
def test_a_status_without_deals_says_what_will_stand_there(
    theme: Theme, qtbot: QtBot, status: DealStatus | None, said: str
) -> None:
    empty = DealsEmpty(theme)
    qtbot.addWidget(empty)
    empty.tell(DealQuestion(status=status, text="nothing"))
    assert empty.action is not None
    empty.tell(DealQuestion(status=status, group=GroupKey.STAGE))
    assert empty.accessibleName() == said
    assert empty.action is None


def test_columns_chosen_and_widths_are_told_and_taken_again(qtbot: QtBot, page: DealsPage) -> None:
    with qtbot.waitSignal(page.columns.changed) as told:
        page.columns.toggle("labels")
    page.view.horizontalHeader().resizeSection(0, 300)
    assert told.args is not None
    kept = page.columns.layout
    assert kept.shown[-1] == "labels"
    assert kept.widths["title"] == 300
    again = read_layout(kept.to_document())
    assert again == kept
    page.columns.show_layout(TableLayout())
    assert "labels" not in [each.key for each in page.model.columns]
    page.columns.show_layout(again)
    assert page.model.columns[-1].key == "labels"
    assert page.view.columnWidth(0) == 300


def test_closed_deals_have_columns_of_their_own(qtbot: QtBot, page: DealsPage) -> None:
    def ask(status: DealStatus | None) -> list[str]:
        show(qtbot, page, DealQuestion(status=status))
        return [column.key for column in page.model.columns]

    always = ["title", "organisation", "stage", "value", "owner"]
    while_open = [*always, "next_step", "expected_close", "days_in_stage"]
    assert [ask(None), ask(DealStatus.WON), ask(DealStatus.LOST)] == [
        while_open,
        [*always, "closed"],
        [*always, "closed", "reason"],
    ]
    page.columns.toggle("source")
    assert ask(DealStatus.WON)[-2:] == ["reason", "source"]
    assert ask(DealStatus.OPEN) == while_open
    again = read_layout(page.columns.layout.to_document())
    assert again == page.columns.layout
    assert again.shown_closed[-1] == "source"


def test_the_columns_share_the_room_that_is_left_and_a_chosen_width_stays(page: DealsPage) -> None:
    page.resize(1600, 700)
    QApplication.processEvents()
    view, columns = page.view, page.model.columns
    places = range(len(columns))
    assert sum(view.columnWidth(place) for place in places) == view.viewport().width()
    grown = [view.columnWidth(place) / columns[place].width for place in places]
    assert min(grown) > 1.05
    assert max(grown) < min(grown) * 1.1
    assert page.columns.layout.widths == {}
    view.horizontalHeader().resizeSection(1, 150)
    page.resize(1500, 700)
    QApplication.processEvents()
    assert view.columnWidth(1) == 150
    assert sum(view.columnWidth(place) for place in places) == view.viewport().width()
    assert not view.horizontalScrollBar().isVisible()


@pytest.mark.parametrize(
    "broken", [{}, {"shown": 5}, {"shown": ["gone"], "widths": {"title": "wide"}}, {"widths": [1]}]
)
def test_a_layout_that_makes_no_sense_shows_the_usual_columns(page: DealsPage, broken: dict[str, object]) -> None:
    page.columns.show_layout(read_layout(broken))
    assert [each.key for each in page.model.columns][:3] == ["title", "organisation", "stage"]


def test_a_screen_reader_hears_the_column_and_the_cell(page: DealsPage) -> None:
    row = titles(page).index("Kitchen fronts")
    role = Qt.ItemDataRole.AccessibleTextRole
    assert page.model.index(row, column(page, "value")).data(role) == "Value: €6,300"
    named = [
        QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
        for widget in (page.view, page.toolbar.status, page.toolbar.field, *page.toolbar.chips)
    ]
    assert all(named)


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # a popup without a window system
def test_many_deals_are_edited_by_what_was_chosen_and_nothing_else(qtbot: QtBot, page: DealsPage) -> None:
    QTest.keyClick(page.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    popover = page.edit_many()
    assert popover is not None
    assert popover.title.text() == "Edit 34 deals"
    QTest.keyClick(popover, Qt.Key.Key_Return)
    assert popover.error == "Nothing is to be changed yet. Choose something first."
    popover.close_on.setText("a week")
    QTest.keyClick(popover, Qt.Key.Key_Return)
    assert "“a week” is not a date" in popover.error
    popover.close_on.setText("+7")
    popover.owner.setCurrentText("Tomasz Wilk")
    popover.add_label.setCurrentText("Summer")
    with qtbot.waitSignal(page.edit_asked) as asked:
        QTest.keyClick(popover, Qt.Key.Key_Return)
    assert asked.args is not None
    ids, wish = asked.args
    assert len(ids) == 34
    assert wish == BulkEdit(fields={"owner_id": popover.owner.currentData()}, shift_days=7, add_label="Summer")


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # a popup without a window system
def test_what_is_asked_is_kept_as_a_view_and_asked_again(qtbot: QtBot, page: DealsPage) -> None:
    asked = DealQuestion(status=None, group=GroupKey.OWNER, sorts=(Sort(SortKey.VALUE, descending=True),))
    show(qtbot, page, asked)
    popover = page.views.save(QPoint(10, 10))
    QTest.keyClicks(popover.field, "By owner")
    QTest.keyClick(popover, Qt.Key.Key_Return)
    kept = next(view for view in read_views(page._session.workspace) if view.name == "By owner")
    assert kept.screen == "deals"
    show(qtbot, page, BY_TITLE)
    show(qtbot, page, read_question(kept.question))
    assert page.question() == asked
    page._session.undo()
    assert "By owner" not in [view.name for view in read_views(page._session.workspace)]


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # likewise
def test_the_view_that_is_shown_can_be_changed_renamed_and_deleted(qtbot: QtBot, page: DealsPage) -> None:
    popover = page.views.save(QPoint(10, 10))
    QTest.keyClicks(popover.field, "R & D")
    QTest.keyClick(popover, Qt.Key.Key_Return)
    QTest.keyClicks(page.toolbar.field, "Kitchen")
    qtbot.waitUntil(lambda: page.question().text == "Kitchen")

    def kept() -> SavedViewRow:
        (view,) = [view for view in read_views(page._session.workspace) if view.screen == "deals"]
        return view

    choose(page, "Keep changes in “R && D”")
    assert read_question(kept().question).text == "Kitchen"
    choose(page, "Rename “R && D”…")
    renaming = page.findChild(NamePopover, options=Qt.FindChildOption.FindDirectChildrenOnly)
    assert renaming is not None
    renaming.field.setText("Kitchens")
    QTest.keyClick(renaming, Qt.Key.Key_Return)
    assert kept().name == "Kitchens"
    show(qtbot, page, BY_TITLE)
    choose(page, "Kitchens")
    qtbot.waitUntil(lambda: page.question().text == "Kitchen")
    choose(page, "Delete “Kitchens”")
    assert not [view for view in read_views(page._session.workspace) if view.screen == "deals"]


def choose(page: DealsPage, text: str) -> None:
    menu = page.views.open_menu(QPoint(5, 5))
    next(line for line in menu.actions() if line.text() == text).trigger()
    menu.close()


def test_an_amount_that_finds_no_room_is_said_in_short_never_cut(qtbot: QtBot, page: DealsPage) -> None:
    deal_id = page.model.deal_id(0)
    assert deal_id is not None
    with qtbot.waitSignal(page.counts_changed):
        edit_deal(page._session.workspace, deal_id, at=NOW, value=Money(12_345_678_900, "EUR"))
    place = column(page, "value")
    page.view.setColumnWidth(place, 90)
    assert "€123m" in [text.text for text in read_texts(page.view)]
    assert cell(page, 0, "value") == "€123,456,789"
    page.view.setColumnWidth(place, 140)
    assert "€123,456,789" in [text.text for text in read_texts(page.view)]


def test_the_first_words_of_head_and_rows_stand_below_the_title_whichever_column_is_first(page: DealsPage) -> None:
    header = page.view.horizontalHeader()
    for _turn in range(2):
        image = page.view.grab().toImage()
        ratio, top = image.devicePixelRatio(), header.height()
        begins = []
        for first, last in ((4, top - 4), (top + 44, top + 64)):
            rows = range(round(first * ratio), round(last * ratio))
            ground = image.pixelColor(1, rows[0])
            begins.append(next(x for x in range(60) if any(image.pixelColor(x, y) != ground for y in rows)) / ratio)
        assert all(abs(begin - 14) <= 2 for begin in begins), begins
        header.moveSection(header.visualIndex(column(page, "organisation")), 0)
