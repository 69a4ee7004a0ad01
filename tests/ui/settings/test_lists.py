from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QListWidget, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.actions.lists import add_to_list, archive_in_list
from desktop_pipeline.domain.lists import OwnedList
from desktop_pipeline.ui.settings.fields_section import FieldsSection
from desktop_pipeline.ui.settings.settings_page import TwoLists
from desktop_pipeline.ui.widgets.chip_menu import ChipMenu
from desktop_pipeline.ui.widgets.lines import MIME
from tests.ui.settings.conftest import Room, act, add, choose, editor_of, names, type_cell
from tests.workspaces import read_content

# Menus and drags without a window system
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

SECTIONS = (
    "you",
    "pipelines",
    "team",
    "sources",
    "products",
    "reasons",
    "labels",
    "competitors",
    "activities",
    "scores",
    "fields",
    "currencies",
    "calendar",
)


def test_a_name_is_added_and_renamed_by_keys_and_taken_back(room: Room) -> None:
    section = room.list_of("sources")
    add(section, "  Trade   fair ")
    add(section, "Advert")
    assert names(section) == ["Advert", "Trade fair"]
    assert section.field.text() == ""
    assert section.chosen_id == room.desk.id_of("source", "Advert")
    type_cell(section, 1, 0, "Fair & <b>more</b>")
    assert names(section) == ["Advert", "Fair & <b>more</b>"]
    room.session.undo()
    assert names(section) == ["Advert", "Trade fair"]


def test_what_is_refused_stays_in_the_editor_with_its_sentence(room: Room) -> None:
    section = room.list_of("sources")
    for name in ("Fair", "Advert"):
        add(section, name)
    type_cell(section, 0, 0, "FAIR")
    editor = editor_of(section.table)
    assert editor is not None
    assert editor.text() == "FAIR"
    assert "already. Merge the two instead." in section.note.text
    editor.setText("Radio")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert section.note.text == ""
    assert names(section) == ["Fair", "Radio"]


def test_escape_leaves_a_name_as_it_was(room: Room) -> None:
    section = room.list_of("sources")
    add(section, "Fair")
    type_cell(section, 0, 0, "Other", Qt.Key.Key_Escape)
    assert names(section) == ["Fair"]
    assert room.labels == ["Add source “Fair”"]


def test_what_cannot_be_added_stays_in_the_field(room: Room) -> None:
    section = room.list_of("labels")
    add(section, "x" * 300)
    assert section.field.text() == "x" * 300
    assert "300" in section.note.text


def test_what_is_in_use_says_so_and_is_not_deleted(room: Room) -> None:
    source = add_to_list(room.desk.workspace, OwnedList.SOURCES, "Fair")
    edit_deal(room.desk.workspace, room.desk.deal(), at=room.desk.now, source_id=source)
    section = room.list_of("sources")
    assert names(section, 1) == ["1 deal"]
    act(section, 0, "Delete")
    assert section.note.text == "“Fair” is in use by 1 deal; archive it instead."
    act(section, 0, "Archive")
    assert names(section) == []
    section.archived.click()
    assert names(section, 1) == ["archived, 1 deal"]
    act(section, 0, "Bring back")
    assert names(section, 1) == ["1 deal"]


def test_when_the_last_name_goes_the_keys_are_where_another_is_typed(room: Room) -> None:
    section = room.list_of("labels")
    add(section, "Fair")
    section.table.setFocus()
    room.session.undo()
    assert names(section) == []
    assert section.field.hasFocus()


def test_two_names_are_merged_from_the_menu(room: Room) -> None:
    section = room.list_of("labels")
    for name in ("Hot", "Urgent"):
        add(section, name)
    act(section, 0, "Merge into…")
    menu = section.findChild(ChipMenu)
    assert menu is not None
    menu.toggled.emit(room.desk.id_of("label", "Urgent"))
    assert names(section) == ["Urgent"]
    room.session.undo()
    assert names(section) == ["Hot", "Urgent"]


def test_a_name_that_very_many_use_is_merged_and_handed_over_by_a_worker(room: Room, qtbot: QtBot) -> None:
    section = room.list_of("team")
    work = section.long_work
    assert work is not None
    section.most_at_once = 1
    room.desk.deal()
    first, second, third = (line.row_id for line in section.table.lines.lines)
    deals = [room.desk.deal(f"Deal {number}", owner_id=first) for number in range(3)]
    for words, into in (("Hand open deals to…", second), ("Hand open deals to…", first), ("Merge into…", third)):
        act(section, 0 if into != first else 1, words)
        menu = section.findChildren(ChipMenu)[-1]
        menu.toggled.emit(into)
        assert work.waiting is not None, "the window says so and lives on"
        qtbot.waitUntil(lambda: work.waiting is None)
        assert {room.desk.row(deal, "owner_id") for deal in deals} == {(into,)}
    assert [line.row_id for line in section.table.lines.lines] == [second, third]
    room.session.undo()
    assert {room.desk.row(deal, "owner_id") for deal in deals} == {(first,)}


def test_what_a_worker_is_refused_is_said_at_the_row(room: Room, qtbot: QtBot) -> None:
    section = room.list_of("team")
    work = section.long_work
    assert work is not None
    section.most_at_once = 0
    room.desk.deal(owner_id=section.table.lines.lines[0].row_id)
    _first, second, _third = (line.row_id for line in section.table.lines.lines)
    act(section, 0, "Merge into…")
    archive_in_list(room.desk.workspace, OwnedList.OWNERS, second)
    section.findChildren(ChipMenu)[-1].toggled.emit(second)
    assert work.waiting is not None
    qtbot.waitUntil(lambda: work.waiting is None)
    assert "is archived. Bring it back first." in section.note.text


def reasons(room: Room) -> TwoLists:
    room.page.go_to("reasons")
    lists = room.page.section("reasons")
    assert isinstance(lists, TwoLists)
    return lists


def test_alt_and_the_arrows_put_a_row_elsewhere(room: Room) -> None:
    section = reasons(room).first
    before = names(section)
    section.table.setFocus()
    section.table.setCurrentIndex(section.table.lines.index(0, 0))
    QTest.keyClick(section.table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert names(section) == [before[1], before[0], *before[2:]]
    assert section.chosen_id == room.desk.reason("Price")
    QTest.keyClick(section.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(section.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert names(section) == before


class _Dropped(QDropEvent):
    """A drop whose source is the table, as Qt tells it of a drag within it."""

    def __init__(self, table: QWidget, place: QPointF, carried: QMimeData) -> None:
        super().__init__(
            place, Qt.DropAction.CopyAction, carried, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
        self._table = table

    def source(self) -> QWidget:
        return self._table


def test_a_row_is_dragged_to_the_end(room: Room) -> None:
    section = reasons(room).first
    before, table = names(section), section.table
    table.setCurrentIndex(table.lines.index(1, 0))
    carried = table.lines.mimeData([table.lines.index(1, 0)])
    table.dropEvent(_Dropped(table, QPointF(20, 10_000), carried))
    assert names(section) == [before[0], *before[2:], before[1]]


def test_what_comes_from_elsewhere_is_not_dropped(room: Room) -> None:
    section = reasons(room).first
    before, table = names(section), section.table
    carried = QMimeData()
    carried.setData(MIME, b"1; drop table reason")
    table.setCurrentIndex(table.lines.index(1, 0))
    table.dropEvent(_Dropped(section, QPointF(20, 200), carried))
    assert names(section) == before
    assert not table.lines.dropMimeData(carried, Qt.DropAction.CopyAction, 0, 0, table.lines.index(0, 0))


def test_a_reason_gets_its_group_and_asks_for_a_note(room: Room) -> None:
    section = reasons(room).first
    choose(section, 0, 1, "Not a real deal")
    choose(section, 0, 2, "yes")
    assert section.table.lines.lines[0].cells[1:3] == ("Not a real deal", "yes")
    assert room.desk.workspace.row("select reason_group, needs_note from reason where name = 'Price'") == (
        "not_real",
        1,
    )


def test_reasons_for_winning_are_a_list_of_their_own(room: Room) -> None:
    lists = reasons(room)
    add(lists.second, "Price")
    assert names(lists.second) == ["Price"]
    assert lists.second.table.isVisible()
    assert "Price" in names(lists.first)


def test_a_product_has_a_price_in_words_of_its_currency(room: Room) -> None:
    section = room.list_of("products")
    add(section, "Table")
    type_cell(section, 0, 2, "1,250.50")
    assert names(section, 2) == ["€1,250.50"]
    type_cell(section, 0, 2, "CHF 900")
    assert names(section, 2) == ["CHF\N{NO-BREAK SPACE}900"]
    type_cell(section, 0, 2, "much")
    assert "not an amount" in section.note.text


def test_the_team_keeps_addresses_and_managers(room: Room) -> None:
    section = room.list_of("team")
    type_cell(section, 0, 1, "ann@alder.example", Qt.Key.Key_Tab)
    type_cell(section, 0, 2, "Ben")
    type_cell(section, 0, 3, "North")
    assert section.table.lines.lines[0].cells[:4] == ("Ann", "ann@alder.example", "Ben", "North")


def fields(room: Room) -> FieldsSection:
    room.page.go_to("fields")
    section = room.page.section("fields")
    assert isinstance(section, FieldsSection)
    return section


def test_a_field_of_ones_own_gets_its_kind_and_choices(room: Room) -> None:
    section = fields(room)
    add(section.fields, "Wood")
    assert not section.choices.isVisible()
    choose(section.fields, 0, 1, "Several choices")
    assert section.choices.isVisible()
    for name in ("Oak", "Ash"):
        add(section.choices, name)
    assert names(section.choices) == ["Oak", "Ash"]
    act(section.choices, 0, "Merge into…")
    menu = section.choices.findChild(ChipMenu)
    assert menu is not None
    menu.toggled.emit(room.desk.id_of("custom_choice", "Ash"))
    assert names(section.choices) == ["Ash"]
    room.session.undo()
    assert names(section.choices) == ["Oak", "Ash"]
    section.whose.choose(1)
    assert names(section.fields) == []
    assert not section.choices.isVisible()
    section.whose.choose(0)
    assert names(section.fields) == ["Wood"]


def test_f2_in_a_cell_that_is_edited_already_leaves_it_so(room: Room) -> None:
    section = room.list_of("team")
    section.table.setFocus()
    section.table.setCurrentIndex(section.table.lines.index(0, 0))
    QTest.keyClick(section.table, Qt.Key.Key_F2)
    editor = editor_of(section.table)
    assert editor is not None
    editor.setText("Anna")
    # The editor lets the key through; Qt warned of an editor that could not be opened.
    QTest.keyClick(editor, Qt.Key.Key_F2)
    assert editor_of(section.table) is editor
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert names(section)[0] == "Anna"


def test_a_file_that_is_only_read_shows_everything_and_changes_nothing(reading_room: Room) -> None:
    before = read_content(reading_room.desk.workspace)
    for key in SECTIONS:
        reading_room.page.go_to(key)
    section = reading_room.list_of("team")
    assert names(section) == ["Ann", "Ben", "Cay"]
    assert not section.field.isEnabled()
    section.table.setFocus()
    QTest.keyClick(section.table, Qt.Key.Key_F2)
    assert editor_of(section.table) is None
    assert section.open_menu(0, section.mapToGlobal(section.rect().center())) is None
    lists = reasons(reading_room)
    QTest.keyClick(lists.first.table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert read_content(reading_room.desk.workspace) == before


@pytest.mark.parametrize("key", SECTIONS)
def test_whatever_takes_the_keys_has_a_name(room: Room, key: str) -> None:
    room.desk.deal()
    room.page.go_to(key)
    QApplication.processEvents()
    nameless = [
        widget
        for widget in _taking_keys(room.page)
        if not widget.accessibleName() and not (isinstance(widget, QAbstractButton) and widget.text())
    ]
    assert nameless == []


def _taking_keys(page: QWidget) -> Iterator[QWidget]:
    for widget in page.findChildren(QWidget):
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            yield widget


def test_cells_tell_their_column_to_who_cannot_see_it(room: Room) -> None:
    section = room.list_of("team")
    spoken = Qt.ItemDataRole.AccessibleTextRole
    model = section.table.lines
    assert model.index(0, 0).data(spoken) == "Name: Ann"
    assert model.index(0, model.columnCount() - 1).data(spoken) == "Menu of Ann"


def test_the_page_is_walked_by_keys_alone(room: Room) -> None:
    room.page.focus_page()
    for _section in ("company", "pipelines", "team"):
        QTest.keyClick(room.page.list, Qt.Key.Key_Down)
    assert room.page.current == "team"
    QTest.keyClick(room.page.list, Qt.Key.Key_Return)
    section = room.list_of("team")
    assert section.table.hasFocus()
    room.page.new()
    assert section.field.hasFocus()
    QTest.keyClick(section.field, Qt.Key.Key_Escape)
    assert room.page.list.hasFocus()


def test_a_section_can_be_added_from_outside(room: Room) -> None:
    backups = QListWidget()
    room.page.add_section("backups", backups)
    room.page.go_to("backups")
    assert backups.isVisible()
    room.page.new()


def test_a_hidden_list_is_read_again_when_it_is_shown(room: Room) -> None:
    section = room.list_of("sources")
    room.page.go_to("team")
    add_to_list(room.desk.workspace, OwnedList.SOURCES, "Fair")
    assert names(section) == []
    room.page.go_to("sources")
    assert names(section) == ["Fair"]


def test_nothing_is_cut_at_the_smallest_size_with_large_text(room: Room, qapp: QApplication) -> None:
    theme = room.page._theme
    theme.apply(qapp, text_percent=130)
    try:
        room.page.resize(976, 566)
        for key in SECTIONS:
            room.page.go_to(key)
            qapp.processEvents()
            for field in room.page.findChildren(QWidget):
                if isinstance(field, QLineEdit | QComboBox | QPlainTextEdit) and field.isVisible():
                    assert field.height() >= theme.line("body"), (key, field.accessibleName())
                    assert field.width() >= 60, (key, field.accessibleName())
            shown = room.page.section(key)
            assert shown.minimumSizeHint().width() <= room.page.stack.width(), key
    finally:
        theme.apply(qapp, text_percent=100)


def test_what_scrolls_goes_by_at_the_edges_of_the_page_and_not_before(room: Room, qapp: QApplication) -> None:
    room.page.resize(976, 566)
    room.page.go_to("pipelines")
    qapp.processEvents()
    stack = room.page.stack.geometry()
    assert stack.bottom() == room.page.height() - 1
    head = room.list_of("sources").table.mapTo(room.page.stack, QPoint(0, 0))
    assert head.y() > 30, "what stands at the top keeps its distance"


def test_a_new_look_dresses_the_page(room: Room, qapp: QApplication) -> None:
    theme = room.page._theme
    room.page.go_to("pipelines")
    theme.apply(qapp, "dark")
    try:
        # Beside what scrolls the page.
        ground = room.page.grab().toImage().pixelColor(room.page.width() - 16, 400)
        assert ground.name() == theme.color("canvas").name()
    finally:
        theme.apply(qapp, "light")


def test_leaving_a_cell_by_the_mouse_keeps_what_was_typed(room: Room) -> None:
    section = room.list_of("sources")
    for name in ("Fair", "Advert"):
        add(section, name)
    table = section.table
    for row, text in ((0, "Radio"), (1, "FAIR")):
        table.setFocus()
        table.setCurrentIndex(table.lines.index(row, 0))
        QTest.keyClick(table, Qt.Key.Key_F2)
        editor = editor_of(table)
        assert editor is not None
        editor.setText(text)
        section.field.setFocus()
        assert names(section) == ["Fair", "Radio"]
    assert "already" in section.note.text
    assert editor_of(table) is None


def test_every_kind_of_activity_tells_its_icon_in_words(room: Room) -> None:
    section = room.list_of("activities")
    icons = {line.name: line.cells[1] for line in section.table.lines.lines}
    assert icons["Message"] == "Paper plane"
    assert all(icon[:1].isupper() for icon in icons.values()), icons
