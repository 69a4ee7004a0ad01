import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions.contact_rows import PERSON
from desktop_pipeline.actions.deals import move_deals
from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.actions.people import create_person
from desktop_pipeline.actions.reaching import add_point
from desktop_pipeline.domain.contacts import PointKind
from desktop_pipeline.domain.money import Money
from desktop_pipeline.ui.care.history_window import HistoryWindow
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from tests.workspaces import Desk

CANARY = "<b>x</b><img src=file:///canary.png>&=1+1"


@pytest.fixture
def window(session: Session, theme: Theme, formats: Formats, qtbot: QtBot) -> HistoryWindow:
    window = HistoryWindow(session, theme, formats)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    return window


def labels(window: HistoryWindow) -> list[str]:
    return [str(window.model.index(row, 2).data()) for row in range(window.model.rowCount())]


def choose(window: HistoryWindow, label: str) -> None:
    window.table.selectRow(labels(window).index(label))


def test_every_change_stands_in_it_newest_first_with_who_and_when(window: HistoryWindow, desk: Desk) -> None:
    desk.deal("Oak table")
    assert labels(window)[0] == "New deal “Oak table”"
    assert [window.model.index(0, column).data() for column in (0, 1, 3)] == ["Today 09:00", "ann", ""]
    assert window.model.index(window.model.rowCount() - 1, 3).data() == "for the record"


def test_it_tells_what_a_change_did(window: HistoryWindow, desk: Desk) -> None:
    deal = desk.deal("Oak table")
    edit_deal(desk.workspace, deal, at=desk.later(), value=Money(140_000, "EUR"))
    window.table.selectRow(0)
    assert window.details.toPlainText() == "Deal “Oak table” changed\n    Value: €1,200 → €1,400"


def test_what_is_kept_as_a_key_is_told_in_words(window: HistoryWindow, desk: Desk) -> None:
    person = create_person(desk.workspace, name="Ada Bexley")
    add_point(desk.workspace, PERSON, person, PointKind.EMAIL, "ada@example.org")
    window.table.selectRow(0)
    assert "    Kind: E-mail\n" in window.details.toPlainText()


def test_customers_text_is_shown_as_typed(window: HistoryWindow, desk: Desk) -> None:
    desk.deal(CANARY, organisation=CANARY)
    window.table.selectRow(0)
    assert CANARY in window.details.toPlainText()
    assert "&lt;b&gt;" in str(window.model.index(0, 2).data(Qt.ItemDataRole.ToolTipRole))


def test_an_older_change_is_taken_back_on_its_own(window: HistoryWindow, desk: Desk) -> None:
    deal = desk.deal("Oak table")
    edit_deal(desk.workspace, deal, at=desk.later(), value=Money(140_000, "EUR"))
    label = labels(window)[0]
    desk.deal("Walnut chair")
    choose(window, label)
    QTest.mouseClick(window.take_button, Qt.MouseButton.LeftButton)
    assert desk.row(deal, "value") == (120_000,)
    assert labels(window)[0] == f"Take back: {label}"
    assert window.said.text().startswith("Taken back")


def test_what_stands_in_the_way_is_named_and_nothing_changes(window: HistoryWindow, desk: Desk) -> None:
    deal = desk.deal("Oak table")
    move_deals(desk.workspace, [deal], desk.stages()[1], after=None, at=desk.later())
    label = labels(window)[0]
    move_deals(desk.workspace, [deal], desk.stages()[2], after=None, at=desk.later())
    choose(window, label)
    window.take_back()
    assert "deal “Oak table”" in window.said.text()
    assert desk.row(deal, "stage_id") == (desk.stages()[2],)


def test_after_a_refusal_all_but_those_is_offered(window: HistoryWindow, desk: Desk) -> None:
    deals = [desk.deal("Oak table"), desk.deal("Walnut chair")]
    move_deals(desk.workspace, deals, desk.stages()[1], after=None, at=desk.later())
    label = labels(window)[0]
    move_deals(desk.workspace, deals[:1], desk.stages()[2], after=None, at=desk.later())
    choose(window, label)
    assert not window.rest_button.isVisible()
    window.take_back()
    assert window.rest_button.isVisible()
    window.table.selectRow(0)
    assert not window.rest_button.isVisible()
    choose(window, label)
    window.take_back()
    QTest.mouseClick(window.rest_button, Qt.MouseButton.LeftButton)
    assert window.said.text() == "Taken back, but for deal “Oak table”."
    assert [desk.row(deal, "stage_id")[0] for deal in deals] == [desk.stages()[2], desk.stages()[0]]
    assert not window.rest_button.isVisible()


def test_all_since_a_change_is_undone_and_can_be_done_again(window: HistoryWindow, desk: Desk) -> None:
    for number in range(4):
        desk.deal(f"Deal {number}")
    choose(window, "New deal “Deal 1”")
    QTest.mouseClick(window.back_button, Qt.MouseButton.LeftButton)
    assert desk.workspace.value("select count(*) from deal") == 1
    assert window.said.text().startswith("3 changes undone")
    assert window.model.index(0, 3).data() == "undone"
    assert not window.take_button.isEnabled()
    desk.journal.redo()
    assert desk.workspace.value("select count(*) from deal") == 2


def test_typing_finds_changes(window: HistoryWindow, desk: Desk, qtbot: QtBot) -> None:
    desk.deal("Oak table")
    desk.deal("Walnut chair")
    QTest.keyClick(window.table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert window.field.hasFocus()
    QTest.keyClicks(window.field, "oak")
    qtbot.waitUntil(lambda: labels(window) == ["New deal “Oak table”"])
    QTest.keyClick(window.field, Qt.Key.Key_Return)
    assert window.table.hasFocus()


def test_a_long_history_comes_in_portions(window: HistoryWindow, desk: Desk) -> None:
    for number in range(230):
        desk.deal(f"Deal {number}")
    window._read()
    assert window.model.rowCount() == 200
    window.table.scrollToBottom()
    window.model.fetchMore(window.table.rootIndex())
    assert window.model.rowCount() == desk.workspace.value("select count(*) from journal_entry")
    assert not window.model.has_more


def test_hidden_it_reads_nothing_until_it_is_shown(window: HistoryWindow, desk: Desk) -> None:
    window.hide()
    desk.deal("Oak table")
    assert "New deal “Oak table”" not in labels(window)
    window.show()
    assert labels(window)[0] == "New deal “Oak table”"


def test_the_model_keeps_qts_rules(window: HistoryWindow, desk: Desk) -> None:
    QAbstractItemModelTester(window.model, QAbstractItemModelTester.FailureReportingMode.Warning, window)
    desk.deal("Oak table")
    desk.journal.undo()
    assert window.model.rowCount() == desk.workspace.value("select count(*) from journal_entry")


def test_escape_closes_it(window: HistoryWindow) -> None:
    QTest.keyClick(window.table, Qt.Key.Key_Escape)
    assert not window.isVisible()
