"""The page of contacts in a real widget over a real workspace."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions.currencies import set_base_currency
from desktop_pipeline.actions.custom_fields import add_field
from desktop_pipeline.actions.deal_people import set_role
from desktop_pipeline.actions.deals import lose_deals
from desktop_pipeline.actions.lists import rename_in_list
from desktop_pipeline.actions.people import create_person
from desktop_pipeline.domain.contacts import PointKind
from desktop_pipeline.domain.custom_fields import FieldKind, FieldSubject
from desktop_pipeline.domain.lists import OwnedList
from desktop_pipeline.queries.contact_standing import Subject
from desktop_pipeline.queries.id_sets import NONE
from desktop_pipeline.queries.leaving import LeftDeal
from desktop_pipeline.queries.lists import read_lost_reasons
from desktop_pipeline.storage.workspace import open_workspace
from desktop_pipeline.ui.contacts.asks import Ask
from desktop_pipeline.ui.contacts.contact_acts import ContactActs
from desktop_pipeline.ui.contacts.contacts_page import ContactsPage
from desktop_pipeline.ui.contacts.duplicates_dialog import DuplicatesDialog
from desktop_pipeline.ui.contacts.merge_dialog import MergeDialog
from desktop_pipeline.ui.contacts.new_line import Typed, read_typed
from desktop_pipeline.ui.contacts.questions import EraseDialog, LeftDialog
from desktop_pipeline.ui.contacts.toolbar import ToggleChip
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.choice_field import ChoiceField
from desktop_pipeline.ui.widgets.text_field import TextField
from tests.workspaces import Desk, make_desk, read_content


@dataclass
class Room:
    page: ContactsPage
    desk: Desk
    session: Session
    tasks: Tasks
    qtbot: QtBot
    opened: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    counts: list[str] = field(default_factory=list)

    @property
    def acts(self) -> ContactActs:
        return self.page.acts

    def names(self) -> list[str]:
        """What the list shows, as it is read."""
        model = self.page.table.contacts
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]

    def cells(self, row: int) -> list[str]:
        model = self.page.table.contacts
        return [str(model.index(row, column).data()) for column in range(model.columnCount())]

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.page.table, key, modifier)

    def write(self, typed: TextField, text: str) -> None:
        """As a person does: Enter on the field, the text over what stood there, Enter."""
        QTest.keyClick(typed, Qt.Key.Key_Return)
        assert typed.editor is not None
        typed.editor.selectAll()
        typed.editor.insert(text)
        QTest.keyClick(typed.editor, Qt.Key.Key_Return)

    def value(self, sql: str) -> object:
        return self.desk.workspace.value(sql)


# Popups and menus are windows of their own, which the offscreen plugin can neither raise nor give the keyboard.
POPUPS = "This plugin does not support (raise|grabbing the keyboard|propagateSizeHints)"

Open = Callable[[Desk], Room]


@pytest.fixture
def open_page(qtbot: QtBot, theme: Theme) -> Iterator[Open]:
    rooms: list[Room] = []

    def make(desk: Desk) -> Room:
        session, tasks = Session(desk.workspace), Tasks()
        opened: list[str] = []
        formats = Formats(QLocale("en_GB"), UTC)
        page = ContactsPage(session, tasks, theme, formats, opens=opened.append)
        room = Room(page, desk, session, tasks, qtbot, opened)
        page.said.connect(room.said.append)
        page.counts_changed.connect(room.counts.extend)
        qtbot.addWidget(page)
        page.resize(1272, 802)
        page.show()
        page.activateWindow()
        qtbot.waitExposed(page)
        page.focus_page()
        rooms.append(room)
        return room

    yield make
    for room in rooms:
        if room.acts.shown is not None:
            room.acts.shown.reject()
        room.page.hide()
        room.tasks.stop()
        room.session.close()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = make_desk(tmp_path)
    deal = desk.deal("Hotel desk", organisation="Marlow Hotel", person="Leo Ach", value=2_730_000, stage=3)
    desk.deal("Bar", organisation="Marlow Hotel", person="Leo Ach", value=1_640_000)
    set_role(desk.workspace, deal, desk.id_of("person", "Leo Ach"), "decides")
    create_person(desk.workspace, name="Bea Lind", organisation="Copperline", phone="+44 (0) 5550 / 10 233")
    create_person(desk.workspace, name="Bea Lindh", email="bea@copperline.example")
    return desk


@pytest.fixture
def room(desk: Desk, open_page: Open) -> Room:
    return open_page(desk)


def test_people_are_listed_by_name_with_their_standing(room: Room) -> None:
    QAbstractItemModelTester(room.page.table.contacts, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert room.names() == ["Bea Lind", "Bea Lindh", "Leo Ach"]
    assert room.cells(2) == ["Leo Ach", "Marlow Hotel", "", "decides", "€43,700", "No next step", ""]
    assert room.page.toolbar.subjects.accessibleName() == "People 3"
    assert room.counts[-1] == "3 people"


def test_filters_narrow_the_list_and_the_status_line_says_so(room: Room) -> None:
    room.page.toolbar.open_deals.click()
    assert room.names() == ["Leo Ach"]
    assert room.counts[-1] == "1 of 3 people shown"
    room.page.toolbar.clear_filters()
    room.page.toolbar.field.setText("copper")
    room.qtbot.waitUntil(lambda: room.names() == ["Bea Lind", "Bea Lindh"])
    room.page.toolbar.field.setText("nobody at all")
    room.qtbot.waitUntil(room.page.empty.isVisible)
    assert "Nobody matches this" in room.page.empty.accessibleName()
    assert room.page.empty.action is not None
    room.page.empty.action.click()
    assert room.page.toolbar.field.text() == ""
    assert len(room.names()) == 3
    assert room.page.table.hasFocus()


def test_a_click_on_a_head_orders_by_it_and_keeps_who_is_current(room: Room) -> None:
    room.page.open_person(room.desk.id_of("person", "Leo Ach"))
    heads = room.page.table.contacts
    assert heads.headerData(0, Qt.Orientation.Horizontal) == "Name ↑"
    room.page.table.sortByColumn(4, Qt.SortOrder.DescendingOrder)
    assert [heads.headerData(place, Qt.Orientation.Horizontal) for place in (0, 4)] == ["Name", "Open deals ↓"]
    assert room.names()[0] == "Leo Ach"
    assert room.page.panel.view is not None
    assert room.page.panel.view.name == "Leo Ach"


def test_a_reason_that_is_renamed_meanwhile_is_told_by_its_new_name(room: Room) -> None:
    workspace = room.desk.workspace
    reason = read_lost_reasons(workspace)[0]
    lose_deals(workspace, [1], reason_id=reason.reason_id, at=room.desk.now)
    room.page.open_person(room.desk.id_of("person", "Leo Ach"))

    def reasons() -> list[str | None]:
        view = room.page.panel.view
        return [] if view is None else [entry.after for entry in view.history if entry.event is not None]

    assert reasons() == [reason.name]
    room.page.hide()
    rename_in_list(workspace, OwnedList.REASONS, reason.reason_id, "Too dear")
    room.page.show()
    assert reasons() == ["Too dear"]


def test_arrows_walk_the_list_and_enter_opens_the_furthest_deal(room: Room) -> None:
    room.page.table.pick(room.desk.id_of("person", "Bea Lindh"))
    room.press(Qt.Key.Key_Down)
    assert room.page.panel.name.text() == "Leo Ach"
    with room.qtbot.waitSignal(room.page.deal_opened) as opened:
        room.press(Qt.Key.Key_Return)
    assert opened.args == [1]
    room.page.open_person(room.desk.id_of("person", "Bea Lind"))
    room.press(Qt.Key.Key_Return)
    assert room.page.panel.name.text() == "Copperline"


def test_fields_are_edited_in_place_and_refusals_stand_below_them(room: Room) -> None:
    room.page.open_person(room.desk.id_of("person", "Bea Lindh"))
    fields = room.page.panel.forms[room.page.subject].fields
    room.write(fields["phone"], "+49 5550 / 1")
    room.write(fields["organisation"], "Talvik")
    room.write(fields["prefers"], "calls before 11:00")
    assert (
        room.value("select phone || prefers from person where name = 'Bea Lindh'") == "+49 5550 / 1calls before 11:00"
    )
    assert fields["organisation"].text() == "Talvik"
    QTest.keyClick(fields["email"], Qt.Key.Key_F2)
    editor = fields["email"].editor
    assert editor is not None
    editor.setText("not an address")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert "is not an e-mail address" in room.page.panel.note.text
    assert room.value("select email from person where name = 'Bea Lindh'") == "bea@copperline.example"
    QTest.keyClick(editor, Qt.Key.Key_Escape)


def test_f2_edits_the_name_and_the_row_follows(room: Room) -> None:
    room.page.table.pick(room.desk.id_of("person", "Leo Ach"))
    room.press(Qt.Key.Key_F2)
    editor = room.page.panel.name.editor
    assert editor is not None
    editor.setText("Leo & <b>Ach</b>")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert "Leo & <b>Ach</b>" in room.names()


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_further_numbers_are_added_labelled_and_taken_away(room: Room) -> None:
    room.page.open_person(room.desk.id_of("person", "Leo Ach"))
    form = room.page.panel.forms[room.page.subject]
    menu = room.page.panel.open_menu()
    next(action for action in menu.actions() if action.text() == "Add phone").trigger()
    menu.close()
    (field,) = form.points.values()
    assert field.editor is not None
    field.editor.setText("+44 5550 777")
    QTest.keyClick(field.editor, Qt.Key.Key_Return)
    assert room.value("select value from contact_point") == "+44 5550 777"
    (field,) = form.points.values()
    room.write(field, "")
    assert room.value("select count(*) from contact_point") == 0


def test_call_and_write_hand_plain_links_to_the_system(room: Room) -> None:
    room.page.open_person(room.desk.id_of("person", "Bea Lind"))
    room.page.panel.call.click()
    assert not room.page.panel.write.isEnabled()
    room.page.open_person(room.desk.id_of("person", "Bea Lindh"))
    room.page.panel.write.click()
    assert room.opened == ["tel:+44555010233", "mailto:bea@copperline.example"]


def test_n_opens_a_line_that_adds_and_stays_open(room: Room) -> None:
    room.page.toolbar.open_deals.click()
    room.press(Qt.Key.Key_N)
    line = room.page.new_line.field
    line.setText("Ines Calloway, Copperline, ines@copperline.example, +44 5550 10200")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert room.page.panel.name.text() == "Ines Calloway"
    row = room.desk.workspace.row("select email, phone, organisation_id from person where name = 'Ines Calloway'")
    assert row == ("ines@copperline.example", "+44 5550 10200", room.desk.id_of("organisation", "Copperline"))
    line.setText("  ")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert room.page.new_line._refusal.text() == "A person needs a name."
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert not room.page.new_line.isVisible()


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Ada", Typed("Ada")),
        ("Ada, Talvik AS, Head", Typed("Ada", place="Talvik AS", work="Head")),
        ("Ada, talvik.example", Typed("Ada", website="talvik.example")),
        ("Ada,, +47 555 01 234, a@b.c", Typed("Ada", phone="+47 555 01 234", email="a@b.c")),
    ],
)
def test_the_parts_of_a_line_find_their_fields(text: str, typed: Typed) -> None:
    assert read_typed(text) == typed


def test_delete_puts_all_selected_into_the_bin_and_undo_brings_them_back(room: Room) -> None:
    room.page.table.pick(room.desk.id_of("person", "Bea Lind"))
    room.press(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    room.press(Qt.Key.Key_Delete)
    assert room.names() == ["Leo Ach"]
    assert room.page.panel.name.text() == "Leo Ach"
    room.session.undo()
    assert room.names() == ["Bea Lind", "Bea Lindh", "Leo Ach"]


def test_very_many_are_deleted_by_a_worker(room: Room, qtbot: QtBot) -> None:
    work = room.acts.long_work
    room.acts.most_at_once = 1
    room.page.table.selectAll()
    assert len(room.page.table.selected_ids()) == 3
    assert not room.page.table.horizontalHeader().selectionModel().hasSelection(), "heads ask no row"
    room.press(Qt.Key.Key_Delete)
    assert work.waiting is not None, "the window says so and lives on"
    qtbot.waitUntil(lambda: work.waiting is None)
    assert room.names() == []
    room.session.undo()
    assert room.names() == ["Bea Lind", "Bea Lindh", "Leo Ach"]


def test_m_merges_the_two_selected_after_a_preview(room: Room) -> None:
    before = read_content(room.desk.workspace)
    room.page.table.pick(room.desk.id_of("person", "Bea Lind"))
    room.press(Qt.Key.Key_M)
    assert room.said == ["Select two to merge: Ctrl+click or Shift+arrows."]
    room.press(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    room.press(Qt.Key.Key_M)
    dialog = room.acts.shown
    assert isinstance(dialog, MergeDialog)
    assert dialog.preview is not None
    dialog.swap.click()
    assert {dialog.preview.kept_name, dialog.preview.gone_name} == {"Bea Lind", "Bea Lindh"}
    assert read_content(room.desk.workspace) == before
    gone = dialog.preview.gone_name
    dialog.takers["name"][1].click()
    dialog.confirm.click()
    assert room.names() == [gone, "Leo Ach"]
    person = room.desk.workspace.row("select phone, email from person where name = ?", (gone,))
    assert person == ("+44 (0) 5550 / 10 233", "bea@copperline.example")


def test_duplicates_are_offered_and_merged_from_the_list(room: Room) -> None:
    room.page.toolbar.duplicates.click()
    dialog = room.acts.shown
    assert isinstance(dialog, DuplicatesDialog)
    room.qtbot.waitUntil(lambda: dialog.list.count() == 1)
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    merge = room.acts.shown
    assert isinstance(merge, MergeDialog)
    merge.confirm.click()
    room.qtbot.waitUntil(lambda: dialog.list.count() == 0)
    assert dialog.said.text() == "No duplicates suspected."
    dialog.reject()


def test_what_is_not_the_same_is_not_suspected_again(room: Room) -> None:
    for expected in (1, 0):
        dialog = room.acts.show_duplicates(room.page.subject)
        room.qtbot.waitUntil(lambda: room.tasks.is_idle)
        assert dialog.list.count() == expected
        QTest.keyClick(dialog.list, Qt.Key.Key_Delete)
        assert dialog.list.count() == 0
        dialog.reject()
    room.session.undo()
    dialog = room.acts.show_duplicates(room.page.subject)
    room.qtbot.waitUntil(lambda: dialog.list.count() == 1)


def test_who_has_left_takes_the_ticked_deals_back_and_is_marked(room: Room) -> None:
    room.page.open_person(room.desk.id_of("person", "Leo Ach"))
    room.page.panel.asked.emit(Ask.LEFT)
    dialog = room.acts.shown
    assert isinstance(dialog, LeftDialog)
    (box,) = dialog.boxes.values()
    assert box.accessibleName() == "Hotel desk: Negotiation → Qualification"
    dialog.confirm.click()
    assert room.value("select left_on from person where name = 'Leo Ach'") == date(2026, 1, 5).isoformat()
    assert room.value("select s.name from deal d join stage s on s.id = d.stage_id where d.id = 1") == "Qualification"
    assert "Open deals that lost them: 2" in room.page.panel.warning.text()
    room.session.undo()
    assert not room.page.panel.warning.isVisible()


def test_nobody_is_asked_to_take_deals_back_that_stand_at_the_beginning(
    theme: Theme, formats: Formats, room: Room
) -> None:
    early = LeftDeal(1, "Early", None, "decides", "Lead In", None, None)
    later = LeftDeal(2, "Later", None, "decides", "Proposal", 3, "Qualified")

    def say(*deals: LeftDeal) -> list[str]:
        dialog = LeftDialog(theme, formats, "Ada", deals, date(2026, 1, 5), room.page)
        dialog.resize(dialog.sizeHint())
        dialog.show()
        shown = sorted(dialog.findChildren(QWidget), key=lambda each: each.y())
        return [each.text() for each in shown if isinstance(each, QLabel | QCheckBox)]

    told = say(early)
    assert "Most deals that fall apart do so because somebody new decides. Ask again who decides." in told
    assert not any("take these back" in text for text in told)
    told = say(early, later)
    assert any("take these back" in text for text in told)
    assert told.index("Later: Proposal → Qualified") < told.index("Early, stays in Lead In")


def test_erasing_asks_once_and_tells_that_nothing_brings_them_back(room: Room) -> None:
    room.page.open_person(room.desk.id_of("person", "Bea Lindh"))
    room.page.panel.asked.emit(Ask.ERASE)
    dialog = room.acts.shown
    assert isinstance(dialog, EraseDialog)
    dialog.reject()
    assert "Bea Lindh" in room.names()
    room.page.panel.asked.emit(Ask.ERASE)
    assert isinstance(room.acts.shown, EraseDialog)
    room.acts.shown.confirm.click()
    waiting = room.acts.long_work.waiting
    assert waiting is not None
    assert waiting.isVisible()
    QTest.keyClick(waiting, Qt.Key.Key_Escape)
    assert waiting.isVisible(), "only its end closes it"
    room.qtbot.waitUntil(lambda: room.acts.long_work.waiting is None)
    assert room.names() == ["Bea Lind", "Leo Ach"]
    assert room.said[-1].startswith("Erased.")
    assert b"bea@copperline.example" not in room.desk.path.read_bytes()


def test_an_export_is_written_where_it_was_asked_for(room: Room, tmp_path: Path) -> None:
    room.acts.export(room.desk.id_of("person", "Leo Ach"), tmp_path / "leo.json")
    assert "Hotel desk" in (tmp_path / "leo.json").read_text(encoding="utf-8")
    assert room.said == ["Written to leo.json"]


@pytest.mark.qt_log_ignore(POPUPS)
def test_those_who_are_selected_go_out_as_cards(room: Room, tmp_path: Path) -> None:
    room.page.table.selectAll()
    menu = room.page.open_menu()
    next(action for action in menu.actions() if action.text() == "Export as vCard…").trigger()
    menu.close()
    dialog = room.acts.shown
    assert isinstance(dialog, QFileDialog)
    assert dialog.selectedNameFilter() == "vCard (*.vcf)"
    dialog.fileSelected.emit(str(tmp_path / "all.vcf"))
    dialog.reject()
    assert (tmp_path / "all.vcf").read_text(encoding="utf-8").count("BEGIN:VCARD") == 3
    assert room.said == ["3 contacts written to all.vcf"]
    room.page.open_person(room.desk.id_of("person", "Bea Lind"))
    menu = room.page.panel.open_menu()
    next(action for action in menu.actions() if action.text() == "Export as vCard…").trigger()
    menu.close()
    dialog = room.acts.shown
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "no folder" / "bea.vcf"))
    dialog.reject()
    assert "bea.vcf" in room.said[-1]
    assert not (tmp_path / "no folder").exists()


def test_organisations_show_people_customer_value_and_open_deals(room: Room) -> None:
    room.page.toolbar.subjects.choose(1)
    assert room.names() == ["Copperline", "Marlow Hotel"]
    assert room.cells(1)[2:4] == ["1", "€43,700"]
    room.page.table.pick(room.desk.id_of("organisation", "Marlow Hotel"))
    (person,) = room.page.panel.people.rows
    QTest.keyClick(person, Qt.Key.Key_Return)
    assert room.page.panel.name.text() == "Leo Ach"


def test_a_new_deal_with_somebody_names_them_and_their_organisation(room: Room) -> None:
    room.page.open_person(room.desk.id_of("person", "Leo Ach"))
    with room.qtbot.waitSignal(room.page.deal_wanted) as wanted:
        room.page.panel.add_deal.click()
    assert wanted.args == ["Leo Ach", "Marlow Hotel"]


def test_a_note_is_written_on_them_and_stands_in_their_history(room: Room) -> None:
    room.page.open_person(room.desk.id_of("person", "Leo Ach"))
    room.page.panel.writing.setPlainText("Wants <b>brass</b>.")
    QTest.keyClick(room.page.panel.writing, Qt.Key.Key_Return)
    assert room.page.panel.history.lines[0].detail == "Wants <b>brass</b>."
    assert room.page.panel.writing.toPlainText() == ""


def test_an_empty_workspace_says_how_to_begin(tmp_path: Path, open_page: Open) -> None:
    room = open_page(make_desk(tmp_path, "empty.pipeline"))
    assert "No people yet" in room.page.empty.accessibleName()
    assert room.page.panel.view is None
    assert not room.page.panel.isVisible()


def test_read_only_nothing_can_be_changed_and_nothing_raises(desk: Desk, open_page: Open) -> None:
    desk.workspace.close()
    room = open_page(Desk(open_workspace(desk.path, read_only=True, clock=desk.clock), desk.clock))
    room.page.open_person(room.desk.id_of("person", "Leo Ach"))
    for key in (Qt.Key.Key_N, Qt.Key.Key_Delete, Qt.Key.Key_F2, Qt.Key.Key_M):
        room.press(key)
    assert room.acts.shown is None
    assert not room.page.new_line.isVisible()
    assert not room.page.panel.forms[room.page.subject].fields["phone"].isEnabled()


def test_a_screen_reader_hears_each_row_and_every_control_has_a_name(room: Room) -> None:
    model = room.page.table.contacts
    said = model.index(2, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Leo Ach, Marlow Hotel, decides, 2 open, €43,700, No next step"
    room.page.open_person(room.desk.id_of("person", "Leo Ach"))
    for widget in room.page.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
            interface = QAccessible.queryAccessibleInterface(widget)
            assert interface is not None
            assert interface.text(QAccessible.Text.Name), widget


@pytest.mark.parametrize("size", [(976, 554), (1272, 814)])
def test_a_name_of_five_hundred_letters_stretches_nothing(desk: Desk, open_page: Open, size: tuple[int, int]) -> None:
    long = create_person(desk.workspace, name="W" * 500, organisation="Ж" * 500, email=f"{'e' * 200}@x.example")
    room = open_page(desk)
    room.page.resize(*size)
    room.page.open_person(long)
    QApplication.processEvents()
    assert room.page.minimumSizeHint().width() <= size[0]
    assert room.page.panel._body.width() <= room.page.panel.width()


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_in_a_narrow_window_the_chips_fold_into_one_that_opens_them(room: Room) -> None:
    room.page.resize(976, 554)
    QApplication.processEvents()
    toolbar = room.page.toolbar
    assert toolbar.fold.isVisible()
    assert not toolbar.open_deals.isVisible()
    panel = toolbar.open_folded()
    twin = panel.findChildren(ToggleChip)[0]
    twin.click()
    panel.close()
    assert room.names() == ["Leo Ach"]
    assert toolbar.fold.text() == "1 filter"


def test_those_whose_open_deals_nobody_has_are_one_choice_of_the_owners(room: Room) -> None:
    room.desk.deal("Yew", person="Yara Low")
    room.page.toolbar.owners.take(frozenset({NONE}))
    assert room.page.toolbar.owners.text() == "No owner"
    assert room.names() == ["Leo Ach", "Yara Low"]


def test_what_customers_are_called_is_never_taken_for_markup(room: Room) -> None:
    hostile = "<img src=x onerror=alert(1)><b>&amp;"
    person = create_person(room.desk.workspace, name=hostile, organisation=hostile, phone="<b>5550 100</b>")
    room.page.open_person(person)
    panel = room.page.panel
    assert panel.name.text() == hostile
    assert panel.call.toolTip() == "<qt>&lt;b&gt;5550 100&lt;/b&gt;</qt>"
    model = room.page.table.contacts
    row = room.names().index(hostile)
    assert "&lt;img" in str(model.index(row, 0).data(Qt.ItemDataRole.ToolTipRole))
    panel.asked.emit(Ask.LEFT)
    assert isinstance(room.acts.shown, LeftDialog)
    assert room.acts.shown.width() < 600


def test_the_owners_own_fields_of_people_are_shown_and_edited(desk: Desk, open_page: Open) -> None:
    text = add_field(desk.workspace, FieldSubject.PERSON, "Shoe size", FieldKind.NUMBER)
    agreed = add_field(desk.workspace, FieldSubject.PERSON, "Agreed", FieldKind.YES_NO)
    add_field(desk.workspace, FieldSubject.ORGANISATION, "Branch", FieldKind.TEXT)
    room = open_page(desk)
    fields = room.page.panel.custom.fields
    assert list(fields) == [text, agreed]
    number = fields[text]
    assert isinstance(number, TextField)
    room.write(number, "43")
    assert room.value("select value from custom_value") == '"43"'
    assert room.page.panel.custom.fields[text].text() == "43"
    choice = room.page.panel.custom.fields[agreed]
    assert isinstance(choice, ChoiceField)
    choice.choose(1)
    assert room.page.panel.custom.fields[agreed].text() == "Yes"
    room.press(Qt.Key.Key_Down)
    assert room.page.panel.custom.fields[text].text() == "Empty"
    room.session.undo()
    room.session.undo()
    assert room.value("select count(*) from custom_value") == 0


def test_what_is_typed_into_an_own_field_is_kept_for_whom_it_was_typed(desk: Desk, open_page: Open) -> None:
    field_id = add_field(desk.workspace, FieldSubject.PERSON, "Shoe size", FieldKind.NUMBER)
    room = open_page(desk)
    first = room.page.table.current_id()
    number = room.page.panel.custom.fields[field_id]
    assert isinstance(number, TextField)
    number.open_editor()
    assert number.editor is not None
    number.editor.setText("41")
    room.page.table.pick(room.page.table.contacts.ids[1])
    assert room.desk.workspace.rows("select person_id, value from custom_value") == [(first, '"41"')]


def test_an_amount_of_an_own_field_is_in_the_base_currency_as_it_is_now(tmp_path: Path, open_page: Open) -> None:
    desk = make_desk(tmp_path, "bare.pipeline")
    create_person(desk.workspace, name="Bea Lind")
    field_id = add_field(desk.workspace, FieldSubject.PERSON, "Budget", FieldKind.MONEY)
    room = open_page(desk)
    set_base_currency(desk.workspace, "USD")
    budget = room.page.panel.custom.fields[field_id]
    assert isinstance(budget, TextField)
    room.write(budget, "1,500")
    assert room.page.panel.custom.fields[field_id].text() == "$1,500"
    assert "USD" in str(room.value("select value from custom_value"))


@pytest.mark.qt_log_ignore(POPUPS)
def test_a_further_address_is_taken_away_by_its_key_and_its_menu(room: Room) -> None:
    form = room.page.panel.forms[Subject.PEOPLE]
    for address in ("one@b.example", "two@b.example"):
        field = form.begin_point(PointKind.EMAIL)
        assert field.editor is not None
        field.editor.insert(address)
        QTest.keyClick(field.editor, Qt.Key.Key_Return)
    first, second = form.points
    form.points[first].setFocus()
    QTest.keyClick(form.points[first], Qt.Key.Key_Delete)
    assert list(form.points) == [second]
    point = room.page.panel.view
    assert point is not None
    menu = form.open_menu(point.points[0], QPoint())
    assert [action.text() for action in menu.actions() if action.text()] == ["Write", "Copy", "Take away\tDel"]
    menu.actions()[0].trigger()
    assert room.opened == ["mailto:two@b.example"]
    menu.actions()[-1].trigger()
    menu.close()
    assert room.value("select count(*) from contact_point") == 0
    room.session.undo()
    assert room.value("select value from contact_point") == "two@b.example"


def test_a_note_on_a_person_is_reworded_where_it_stands_and_taken_away(room: Room) -> None:
    panel = room.page.panel
    panel.edits.note("Rings back")
    note = panel.history.lines[0].note_id
    assert note
    panel.history.setFocus()
    QTest.keyClick(panel.history, Qt.Key.Key_F2)
    editor = panel.rewording.editor
    assert editor is not None
    editor.setPlainText("Rings back on Monday")
    QTest.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert room.value("select text from contact_note") == "Rings back on Monday"
    assert panel.history.lines[0].detail == "Rings back on Monday"
    QTest.keyClick(panel.history, Qt.Key.Key_Delete)
    assert room.value("select count(*) from contact_note") == 0
    room.session.undo()
    assert room.value("select text from contact_note") == "Rings back on Monday"


@pytest.mark.qt_log_ignore(POPUPS)
def test_several_people_move_to_another_organisation_as_one_change(room: Room) -> None:
    room.page.table.selectAll()
    menu = room.page.open_menu()
    assert [action.text() for action in menu.actions()] == [
        "Write an e-mail…\tCtrl+Shift+M",
        "Move to organisation…\tO",
        "Start a cadence…\tC",
        "Export as vCard…",
        "Delete\tDel",
    ]
    menu.close()
    popup = room.acts.ask_organisation(room.page.table.selected_ids(), QPoint())
    assert popup.list.item(0).text() == "No organisation"
    popup.field.setText("Marl")
    popup.submit()
    sql = "select count(*) from person p join organisation o on o.id = p.organisation_id where o.name = 'Marlow Hotel'"
    assert room.value(sql) == 3
    popup = room.acts.ask_organisation(room.page.table.selected_ids(), QPoint())
    popup.field.setText("Brand New")
    popup.submit()
    assert room.value("select count(*) from organisation where name = 'Brand New'") == 1
    popup = room.acts.ask_organisation(room.page.table.selected_ids(), QPoint())
    popup.submit()
    assert room.value("select count(*) from person where organisation_id is not null") == 0
    for _ in range(2):
        room.session.undo()
    assert room.value(sql) == 3


def test_columns_that_were_sized_and_moved_by_hand_stay_so(desk: Desk, open_page: Open) -> None:
    room = open_page(desk)
    kept: list[dict[str, object]] = []
    room.page.layout_changed.connect(kept.append)
    header = room.page.table.horizontalHeader()
    header.resizeSection(0, 333)
    header.moveSection(2, 1)
    room.qtbot.waitUntil(lambda: bool(kept))
    again = open_page(desk)
    again.page.show_layout(kept[-1])
    other = again.page.table.horizontalHeader()
    assert other.sectionSize(0) == 333
    assert [other.logicalIndex(place) for place in range(3)] == [0, 2, 1]
    again.page.resize(900, 700)
    assert other.sectionSize(0) == 333
    again.page.show_layout({})
    assert other.sectionSize(0) != 333
    assert [other.logicalIndex(place) for place in range(3)] == [0, 1, 2]


def test_a_layout_that_makes_no_sense_changes_nothing(room: Room) -> None:
    header = room.page.table.horizontalHeader()
    before = [header.sectionSize(place) for place in range(header.count())]
    for kept in (
        {"person": 7},
        {"person": {"widths": [1], "order": {"name": 1}}},
        {"person": {"widths": {"name": "wide", "nobody": 50}, "order": [None, "nobody"]}},
    ):
        room.page.show_layout(kept)
        assert [header.sectionSize(place) for place in range(header.count())] == before
