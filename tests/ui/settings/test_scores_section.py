"""The rules of the score are made, changed, moved and taken back by keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from desktop_pipeline.domain.scores import ScorePart
from desktop_pipeline.queries.scores import read_rule_rows, read_rules
from desktop_pipeline.storage.tables import Label, Organisation, Source
from desktop_pipeline.ui.settings.scores_section import ScoresSection
from desktop_pipeline.ui.widgets.list_section import ListSection
from tests.ui.settings.conftest import Room, act, add, choose, editor_of, names, type_cell

# Menus without a window system
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def open_scores(room: Room) -> ScoresSection:
    with room.desk.journal.change("Lists", sealed=True) as draft:
        draft.insert(Source, name="Referral")
        draft.insert(Source, name="Trade fair")
        draft.insert(Label, name="Tender")
        draft.insert(Organisation, name="Petrel House", name_key="petrel house", industry="Culture", country="Ireland")
    room.page.go_to("scores")
    section = room.page.section("scores")
    assert isinstance(section, ScoresSection)
    return section


def lines(section: ListSection) -> list[tuple[str, ...]]:
    return [line.cells for line in section.table.lines.lines]


def test_a_rule_is_typed_with_its_points(room: Room) -> None:
    section = open_scores(room)
    for text in ("Referral 12", "tender −6", "Culture", "Bought before 8", "value at least 10,000 5", "Employees ≤ 9"):
        add(section.fit, text)
    assert lines(section.fit) == [
        ("Source", "Referral", "+12"),
        ("Label", "Tender", "−6"),
        ("Industry", "Culture", "+10"),
        ("Bought before", "", "+8"),
        ("Value", "at least €10,000", "+5"),
        ("Employees", "at most 9", "+10"),
    ]
    add(section.behaviour, "Meeting 15")
    add(section.behaviour, "note written 3")
    assert lines(section.behaviour) == [("Done", "Meeting", "+15"), ("Note written", "", "+3")]
    assert len(read_rules(room.desk.workspace)) == 8


def test_what_is_called_nothing_is_refused_beside_the_field(room: Room) -> None:
    section = open_scores(room)
    for text in ("Telepathy 5", "Meeting 5", "Referral 0", "Referral 99", "value at least many 5"):
        add(section.fit, text)
        assert section.fit.field.text() == text
        assert section.fit.note.text
    assert read_rules(room.desk.workspace) == ()


def test_a_rule_for_the_same_again_is_refused_beside_the_field(room: Room) -> None:
    section = open_scores(room)
    add(section.fit, "Referral 10")
    for text in ("Referral 5", "referral −5"):
        add(section.fit, text)
        assert section.fit.field.text() == text
        assert section.fit.note.text == "There is a rule for that already. Change its points instead."
    assert lines(section.fit) == [("Source", "Referral", "+10")]


def test_a_rule_that_comes_to_look_elsewhere_looks_for_what_no_other_does(room: Room) -> None:
    section = open_scores(room)
    for text in ("Referral 10", "Tender 4"):
        add(section.fit, text)
    choose(section.fit, 1, 0, "Source")
    assert lines(section.fit) == [("Source", "Referral", "+10"), ("Source", "Trade fair", "+4")]


@pytest.mark.parametrize("typed", ["Referral 999", "Referral 999999999999", "Bought before -51"])
def test_points_beyond_what_a_rule_may_give_are_said_to_be_too_many(room: Room, typed: str) -> None:
    section = open_scores(room)
    add(section.fit, typed)
    assert section.fit.note.text == "A rule gives or takes 1 to 50 points."
    assert read_rules(room.desk.workspace) == ()


def test_the_groups_of_an_amount_are_no_points(room: Room) -> None:
    section = open_scores(room)
    add(section.fit, "Value at least 10 000")
    assert lines(section.fit) == [("Value", "at least €10,000", "+10")]


def test_every_cell_is_changed_by_keys_and_taken_back(room: Room) -> None:
    section = open_scores(room)
    add(section.fit, "Referral 12")
    type_cell(section.fit, 0, 2, "-6")
    choose(section.fit, 0, 1, "Trade fair")
    assert lines(section.fit) == [("Source", "Trade fair", "−6")]
    choose(section.fit, 0, 0, "Somebody who")
    choose(section.fit, 0, 1, "pays")
    assert lines(section.fit) == [("Somebody who", "pays", "−6")]
    choose(section.fit, 0, 0, "Value")
    type_cell(section.fit, 0, 1, "at most 2,500")
    assert lines(section.fit) == [("Value", "at most €2,500", "−6")]
    for before in (
        ("Value", "at least €10,000", "−6"),
        ("Somebody who", "pays", "−6"),
        ("Somebody who", "decides", "−6"),
        ("Source", "Trade fair", "−6"),
        ("Source", "Referral", "−6"),
        ("Source", "Referral", "+12"),
    ):
        room.session.undo()
        assert lines(section.fit) == [before]
    room.session.undo()
    assert lines(section.fit) == []


def test_points_that_are_none_stay_in_the_editor_with_the_sentence(room: Room) -> None:
    section = open_scores(room)
    add(section.fit, "Referral 12")
    type_cell(section.fit, 0, 2, "many")
    editor = editor_of(section.fit.table)
    assert editor is not None
    assert editor.text() == "many"
    assert "number of points" in section.fit.note.text


def test_a_rule_is_moved_archived_brought_back_and_deleted_by_its_keys_and_menu(room: Room) -> None:
    section = open_scores(room)
    for text in ("Referral 12", "Tender 4"):
        add(section.fit, text)
    section.fit.table.setFocus()
    section.fit.table.setCurrentIndex(section.fit.table.lines.index(1, 0))
    QTest.keyClick(section.fit.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert names(section.fit, 1) == ["Tender", "Referral"]
    act(section.fit, 0, "Archive")
    assert names(section.fit, 1) == ["Referral"]
    section.fit.archived.setChecked(True)
    assert names(section.fit, 1) == ["Referral", "Tender"]
    act(section.fit, 1, "Let it count again")
    assert len(read_rules(room.desk.workspace)) == 2
    act(section.fit, 0, "Delete")
    assert len(read_rule_rows(room.desk.workspace, ScorePart.FIT)) == 1


def test_the_usual_rules_are_offered_until_there_are_any(room: Room) -> None:
    section = open_scores(room)
    section.focus_list()
    assert section.usual.hasFocus()
    QTest.keyClick(section.usual, Qt.Key.Key_Space)
    assert section.usual.isHidden()
    assert section.fit.table.hasFocus()
    assert "Bought before" in names(section.fit)
    room.session.undo()
    assert not section.usual.isHidden()


def test_a_source_that_is_gone_is_said_to_be(room: Room) -> None:
    section = open_scores(room)
    add(section.fit, "Trade fair 5")
    with room.desk.journal.change("Away") as draft:
        draft.delete(Source, room.desk.id_of("source", "Trade fair"))
    assert lines(section.fit) == [("Source", "gone from its list", "+5")]


def test_where_only_reading_is_allowed_nothing_is_changed(reading_room: Room) -> None:
    reading_room.page.go_to("scores")
    section = reading_room.page.section("scores")
    assert isinstance(section, ScoresSection)
    assert not section.usual.isEnabled()
    assert not section.fit.field.isEnabled()
    assert not section.findChildren(QMenu)
