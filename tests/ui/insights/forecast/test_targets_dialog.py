from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from desktop_pipeline.actions.targets import clear_targets, set_target
from desktop_pipeline.actions.workspace_settings import set_fiscal_start
from desktop_pipeline.domain.targets import Target, TargetMeasure, TargetScope, TargetSpan
from desktop_pipeline.queries.targets import read_targets
from desktop_pipeline.ui.insights.forecast.target_grid import Place, TargetField
from desktop_pipeline.ui.insights.forecast.targets_dialog import TargetsDialog
from tests.legibility import complain
from tests.ui.insights.forecast.conftest import Room

JUNE = Place(TargetSpan.MONTH, date(2026, 6, 1))


def month(number: int) -> Place:
    return Place(TargetSpan.MONTH, date(2026, number, 1))


class Editor:
    """The dialog over the sample company, without any target yet."""

    def __init__(self, room: Room) -> None:
        self.room = room
        clear_targets(room.workspace, read_targets(room.workspace))
        self.home = QWidget()
        room.qtbot.addWidget(self.home)
        self.dialog = TargetsDialog(room.tools, self.home)
        self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        self.dialog.show()

    def field(self, place: Place) -> TargetField:
        return self.dialog.grid.fields[place]

    def type(self, place: Place, text: str) -> None:
        field = self.field(place)
        field.setFocus()
        field.setText(text)
        QTest.keyClick(field, Qt.Key.Key_Return)

    def amounts(self) -> dict[tuple[TargetScope, TargetSpan, date], int]:
        found = read_targets(self.room.workspace)
        return {(target.scope, target.span, target.starts_on): target.amount for target in found}

    def press(self, keys: QKeySequence.StandardKey) -> None:
        """What the shortcut does: no window system sends the keys here."""
        shortcut = next(each for each in self.dialog.findChildren(QShortcut) if each.key() == QKeySequence(keys))
        shortcut.activated.emit()

    def choose(self, name: str) -> None:
        rows = [row for row in range(self.dialog.holders.count()) if self.dialog.holders.item(row).text() == name]
        self.dialog.holders.setCurrentRow(rows[0])

    def fill(self, place: int) -> None:
        menu = self.dialog.open_fill()
        menu.actions()[place].trigger()
        menu.close()


@pytest.fixture
def editor(company: Room) -> Iterator[Editor]:
    editor = Editor(company)
    yield editor
    editor.dialog.close()


def test_what_is_typed_is_kept_when_the_field_is_left_and_shown_as_it_is_written(editor: Editor) -> None:
    editor.type(JUNE, "40k")
    assert editor.amounts() == {(TargetScope.COMPANY, TargetSpan.MONTH, date(2026, 6, 1)): 4_000_000}
    assert editor.field(JUNE).text() == "40,000"
    editor.type(JUNE, "")
    assert editor.amounts() == {}


def test_what_cannot_be_read_is_refused_beside_the_field_and_nothing_is_kept(editor: Editor) -> None:
    editor.type(JUNE, "plenty")
    assert "not an amount" in editor.dialog.grid.note.text
    editor.type(JUNE, "-5")
    assert "above 0" in editor.dialog.grid.note.text
    assert editor.amounts() == {}
    QTest.keyClick(editor.field(JUNE), Qt.Key.Key_Escape)
    assert editor.field(JUNE).text() == ""


def test_months_follow_from_their_quarter_and_the_year_from_its_months(editor: Editor) -> None:
    quarter = Place(TargetSpan.QUARTER, date(2026, 4, 1))
    editor.type(quarter, "100")
    assert [editor.field(month(number)).placeholderText() for number in (3, 4, 5, 6, 7)] == [
        "",
        "33.33",
        "33.33",
        "33.34",
        "",
    ]
    editor.type(month(4), "50")
    assert editor.field(quarter).placeholderText() == "116.67"
    assert editor.field(Place(TargetSpan.YEAR, date(2026, 1, 1))).placeholderText() == "116.67"


def test_a_quarter_that_its_months_contradict_is_said(editor: Editor) -> None:
    for number in (4, 5, 6):
        editor.type(month(number), "40,000")
    editor.type(Place(TargetSpan.QUARTER, date(2026, 4, 1)), "130,000")
    assert editor.dialog.remark.text() == "Quarter 2 says 130,000, its months add up to 120,000."


def test_owners_and_pipelines_have_targets_of_their_own_also_in_deals_and_activities(editor: Editor) -> None:
    editor.choose("Amara Eze")
    editor.dialog.measure.choose(1)
    editor.type(JUNE, "3")
    editor.dialog.measure.choose(2)
    editor.type(JUNE, "3.5")
    assert "whole number" in editor.dialog.grid.note.text
    editor.type(JUNE, "60")
    kept = {(target.scope, target.measure): target.amount for target in read_targets(editor.room.workspace)}
    assert kept == {(TargetScope.OWNER, TargetMeasure.COUNT): 3, (TargetScope.OWNER, TargetMeasure.ACTIVITIES): 60}
    editor.choose("New business")
    editor.dialog.measure.choose(0)
    assert editor.field(JUNE).text() == ""


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # a menu without a window system
def test_months_are_filled_from_one_and_years_from_the_year_before_each_as_one_change(editor: Editor) -> None:
    editor.type(month(3), "40,000")
    editor.fill(1)
    assert sorted(start.month for _scope, _span, start in editor.amounts()) == list(range(3, 13))
    editor.fill(0)
    assert len(editor.amounts()) == 12
    editor.dialog.year.choose(2)
    editor.fill(2)
    assert len(editor.amounts()) == 24
    editor.fill(3)
    assert len(editor.amounts()) == 12
    for _ in range(4):
        editor.room.tools.session.undo()
    assert len(editor.amounts()) == 1


def test_tab_goes_through_the_fields_of_every_year_before_what_stands_below(editor: Editor) -> None:
    for year in (1, 2):
        editor.dialog.year.choose(year)
        editor.room.qtbot.wait(10)  # new fields are shown with the next event
        editor.dialog.measure.setFocus()
        met = []
        for _press in range(18):
            QTest.keyClick(editor.dialog, Qt.Key.Key_Tab)
            met.append(editor.dialog.focusWidget())
        assert met == [*editor.dialog.grid.order(), editor.dialog.fill]


def test_undo_in_the_dialog_takes_the_last_target_back(editor: Editor) -> None:
    editor.type(JUNE, "40k")
    editor.press(QKeySequence.StandardKey.Undo)
    assert editor.field(JUNE).text() == ""
    editor.press(QKeySequence.StandardKey.Redo)
    assert editor.field(JUNE).text() == "40,000"


def test_what_is_being_typed_stays_when_somebody_else_changes_a_target(editor: Editor) -> None:
    editor.dialog.activateWindow()
    field = editor.field(JUNE)
    field.setFocus()
    editor.room.qtbot.waitUntil(field.hasFocus)
    field.setText("12")
    set_target(
        editor.room.workspace,
        Target(TargetScope.COMPANY, None, TargetSpan.MONTH, date(2026, 7, 1), TargetMeasure.MONEY, 100),
    )
    assert (field.text(), editor.field(month(7)).text()) == ("12", "1")


def test_the_year_begins_with_the_fiscal_year(company: Room) -> None:
    set_fiscal_start(company.workspace, 4)
    editor = Editor(company)
    assert editor.dialog.year.choices == ("2025/26", "2026/27", "2027/28")
    first = next(iter(editor.dialog.grid.fields))
    assert first == Place(TargetSpan.MONTH, date(2026, 4, 1))
    assert editor.field(first).accessibleName() == "April"
    editor.dialog.close()


def test_nothing_is_cut_off(editor: Editor) -> None:
    editor.type(JUNE, "40,000")
    assert complain(editor.dialog) == []
