from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication

from desktop_pipeline.actions.deals import win_deals
from desktop_pipeline.actions.organisations import create_organisation
from desktop_pipeline.actions.people import create_person
from desktop_pipeline.queries.contact_standing import Subject
from desktop_pipeline.queries.data_quality import Issue
from desktop_pipeline.ui.acts.lost_dialog import LostDialog
from desktop_pipeline.ui.hygiene.data_page import DataPage
from desktop_pipeline.ui.hygiene.quality_list import Fix
from desktop_pipeline.ui.widgets.day_popup import DayPopup
from desktop_pipeline.ui.widgets.name_popover import NamePopover
from desktop_pipeline.ui.widgets.name_popup import NamePopup
from tests.ui.hygiene.conftest import NOW, World, add
from tests.workspaces import read_content

# Offscreen there is no window manager to raise a popup or lend it the keyboard.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
_SHIFT = Qt.KeyboardModifier.ShiftModifier

Data = World[DataPage]


def reread(world: Data) -> None:
    world.page.refresh()
    world.settle()


def show(world: Data, issue: Issue) -> None:
    """Goes to a kind of trouble, and into its rows."""
    world.page.go_to(issue)
    world.page.list.setFocus()
    world.settle()


def issues(world: Data) -> dict[str, int]:
    assert world.page.found is not None
    return {issue.value: world.page.found.count(issue) for issue in world.page.found.issues}


def test_the_kinds_of_trouble_are_listed_with_their_counts(data: Data) -> None:
    assert issues(data) == {"no_value": 1, "close_past": 1}
    names = [data.page.issues.item(row).text() for row in range(data.page.issues.count())]
    assert names == ["No value", "Close date past"]
    data.page.issues.item(1).setText("Duplicate organisations")
    data.page.resize(1024, 640)
    data.settle()
    assert data.page.issues.width() >= data.page.issues.whole_width()
    assert data.page.heading.text() == "No value: 1"
    assert data.titles() == ["Unknown"]
    assert QApplication.focusWidget() is data.page.issues


def test_arrows_lead_from_the_kinds_into_the_rows_and_back(data: Data) -> None:
    QTest.keyClick(data.page.issues, Qt.Key.Key_Down)
    assert data.titles() == ["Dead two"]
    assert data.why()["Dead two"].endswith("To close Sat 30 May")
    QTest.keyClick(data.page.issues, Qt.Key.Key_Right)
    assert QApplication.focusWidget() is data.page.list
    data.press(Qt.Key.Key_Left)
    assert QApplication.focusWidget() is data.page.issues


def test_a_missing_value_is_typed_in_place(data: Data) -> None:
    before = read_content(data.workspace)
    data.press(Qt.Key.Key_F)
    popover = data.page.fixes.popup
    assert isinstance(popover, NamePopover)
    QTest.keyClicks(popover.field, "12,5x")
    QTest.keyClick(popover.field, Qt.Key.Key_Return)
    assert popover.error
    popover.field.clear()
    QTest.keyClicks(popover.field, "12.5k")
    QTest.keyClick(popover.field, Qt.Key.Key_Return)
    data.settle()
    assert data.deal("Unknown", "value") == 12_500_00
    assert issues(data) == {"close_past": 1}
    data.undo()
    assert read_content(data.workspace) == before
    assert issues(data)["no_value"] == 1


def test_a_close_date_is_typed_for_all_selected_deals_at_once(data: Data) -> None:
    add(data.workspace, "Due too", "Meeting", 100, 30, expected_close_on=date(2026, 6, 1))
    data.settle()
    show(data, Issue.CLOSE_PAST)
    data.press(Qt.Key.Key_Down, _SHIFT)
    assert data.page.bar.said.text() == "2 deals selected"
    data.press(Qt.Key.Key_F)
    popup = data.page.fixes.popup
    assert isinstance(popup, DayPopup)
    popup.field.clear()
    QTest.keyClicks(popup.field, "18 Aug")
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    data.settle()
    days = {data.deal(title, "expected_close_on") for title in ("Dead two", "Due too")}
    assert days == {"2026-08-18"}
    assert data.session.undo_label == "Edit 2 deals"


def test_owner_source_and_organisation_are_found_by_typing(data: Data) -> None:
    add(data.workspace, "Bare", "Meeting", 100, 3, owner_id=None, source_id=None, organisation=None)
    data.settle()
    for issue, typed, column, value in (
        (Issue.NO_OWNER, "ken", "owner_id", 2),
        (Issue.NO_SOURCE, "fai", "source_id", 1),
        (Issue.NO_ORGANISATION, "Brand new", "organisation_id", None),
    ):
        show(data, issue)
        assert data.titles() == ["Bare"]
        data.press(Qt.Key.Key_Return)
        popup = data.page.fixes.popup
        assert isinstance(popup, NamePopup)
        QTest.keyClicks(popup.field, typed)
        QTest.keyClick(popup.field, Qt.Key.Key_Return)
        data.settle()
        found = data.deal("Bare", column)
        if value is None:
            assert isinstance(found, int)
            name = data.workspace.value("select name from organisation where id = ?", (found,))
            assert name == typed
        else:
            assert found == value
    assert issues(data) == {"no_value": 1, "close_past": 1}


def test_what_is_right_for_one_only_is_asked_one_at_a_time(data: Data) -> None:
    add(data.workspace, "Unknown too", "Meeting", None, 3)
    data.settle()
    show(data, Issue.NO_VALUE)
    data.press(Qt.Key.Key_Down, _SHIFT)
    assert not data.page.bar.buttons[Fix.SET_RIGHT].isEnabled()
    data.press(Qt.Key.Key_F)
    assert data.said == ["One at a time: what is right for one is right for no other."]


def test_two_deals_that_are_not_the_same_are_told_apart_with_one_key(data: Data) -> None:
    add(data.workspace, "Sound", "Meeting", 100, 3)
    data.settle()
    show(data, Issue.SAME_DEALS)
    told = data.titles()
    assert told[0].startswith("Sound, Sound Ltd · Meeting · Kenji Morita; Sound, Sound Ltd · Meeting")
    data.press(Qt.Key.Key_Return)
    assert data.said == ["Deals cannot be merged: close or delete the extra one."]
    data.press(Qt.Key.Key_X)
    assert "same_deals" not in issues(data)
    data.undo()
    assert issues(data)["same_deals"] == 1


def test_the_second_of_two_deals_is_closed_with_a_reason(data: Data) -> None:
    second = add(data.workspace, "Sound", "Meeting", 100, 3)
    data.settle()
    show(data, Issue.SAME_DEALS)
    data.press(Qt.Key.Key_L)
    (dialog,) = data.page.findChildren(LostDialog)
    QTest.keyClick(dialog.reasons, Qt.Key.Key_1)
    QTest.keyClick(dialog.reasons, Qt.Key.Key_Return)
    data.settle()
    assert data.workspace.value("select status from deal where id = ?", (second,)) == "lost"
    assert "same_deals" not in issues(data)


def test_people_and_organisations_ask_for_the_merge_that_there_is(data: Data) -> None:
    first = create_person(data.workspace, name="Ina Moor", email="ina@moor.test")
    second = create_person(data.workspace, name="I. Moor", email="ina@moor.test")
    one = create_organisation(data.workspace, name="Copperline Clinic")
    other = create_organisation(data.workspace, name="Copperline Clinics")
    data.settle()
    asked: list[object] = []
    opened: list[object] = []
    data.page.merge_asked.connect(lambda subject, ids: asked.append((subject, ids)))
    data.page.contact_opened.connect(lambda subject, row_id: opened.append((subject, row_id)))
    for issue in (Issue.SAME_PEOPLE, Issue.SAME_ORGANISATIONS):
        show(data, issue)
        data.press(Qt.Key.Key_M)
        data.press(Qt.Key.Key_O)
    assert asked == [(Subject.PEOPLE, (first, second)), (Subject.ORGANISATIONS, (one, other))]
    assert opened == [(Subject.PEOPLE, first), (Subject.ORGANISATIONS, one)]


def test_a_deal_that_was_closed_before_it_was_created_is_corrected(data: Data) -> None:
    deal = add(data.workspace, "Backwards", "Meeting", 100, 3)
    win_deals(data.workspace, [deal], at=NOW)
    with data.workspace.journal.change("As a file tells it", sealed=True) as draft:
        week = 7 * 86_400_000_000
        draft.execute("update history_event set at = at - ? where deal_id = ? and kind = 3", (week, deal))
        draft.execute("update deal set closed_at = closed_at - ? where id = ?", (week, deal))
    reread(data)
    show(data, Issue.CLOSED_BEFORE_CREATED)
    assert data.why()["Backwards"].endswith("Closed Tue 2 Jun, created Sat 6 Jun")
    data.press(Qt.Key.Key_F)
    popup = data.page.fixes.popup
    assert isinstance(popup, DayPopup)
    popup.field.clear()
    QTest.keyClicks(popup.field, "3 Jun")
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    data.settle()
    assert "already. Choose that day or an earlier one." in data.said[-1]
    data.press(Qt.Key.Key_F)
    again = data.page.fixes.popup
    assert isinstance(again, DayPopup)
    again.field.clear()
    QTest.keyClicks(again.field, "1 Jun")
    QTest.keyClick(again.field, Qt.Key.Key_Return)
    data.settle()
    assert "closed_before_created" not in issues(data)


def test_currencies_without_a_rate_lead_to_the_rates(data: Data) -> None:
    asked: list[bool] = []
    data.page.rates_asked.connect(lambda: asked.append(True))
    with data.workspace.journal.change("Francs", sealed=True) as draft:
        draft.execute("insert into currency (code) values ('CHF')")
        draft.execute("update deal set currency = 'CHF' where title = 'Sound'")
        draft.execute("update history_event set currency = 'CHF' where deal_id = ?", (data.deals["Sound"],))
    reread(data)
    show(data, Issue.NO_RATE)
    data.press(Qt.Key.Key_F)
    assert asked == [True]


def test_when_everything_is_set_right_it_says_so(data: Data) -> None:
    with data.workspace.journal.change("Set right") as draft:
        draft.execute("update deal set deleted_at = 1 where title in ('Unknown', 'Dead two')")
        draft.execute(
            "insert into history_event (deal_id, kind, at, recorded_at, is_inferred, is_dated)"
            " select id, 11, (select max(at) from history_event), 1, 0, 1 from deal where deleted_at = 1"
        )
    data.settle()
    assert data.page.heading.text() == "Nothing amiss"
    assert data.page.empty.isVisible()
    assert not data.page.list.isVisible()
    assert not data.page.bar.isVisible()
    # No side column is painted through these words.
    painted, below = data.page.grab().toImage(), data.page.toolbar.height() + 4
    assert len({painted.pixelColor(x, below).name() for x in range(painted.width())}) == 1


def test_the_rows_keep_to_the_rules_of_qt_and_escape_what_others_wrote(data: Data) -> None:
    QAbstractItemModelTester(data.page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    add(data.workspace, "<i>Odd & long</i>", "Meeting", None, 3)
    data.settle()
    show(data, Issue.NO_VALUE)
    row = data.titles().index("<i>Odd & long</i>")
    assert "&lt;i&gt;Odd &amp; long" in data.page.model.index(row).data(Qt.ItemDataRole.ToolTipRole)
    show(data, Issue.CLOSE_PAST)
    assert data.page.model.rowCount() == 1
