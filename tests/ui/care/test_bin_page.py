import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions.deals import delete_deals
from desktop_pipeline.ui.care.bin_page import BinPage
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme
from tests.workspaces import Desk


@pytest.fixture
def page(session: Session, tasks: Tasks, theme: Theme, formats: Formats, desk: Desk, qtbot: QtBot) -> BinPage:
    ids = [desk.deal(title, organisation="Ärmel & Co") for title in ("Oak table", "Walnut chair", "Ash stool")]
    delete_deals(desk.workspace, ids[:2], at=desk.now)
    page = BinPage(session, tasks, theme, formats)
    QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Warning, page)
    qtbot.addWidget(page)
    page.resize(900, 500)
    page.show()
    qtbot.waitExposed(page)
    return page


def names(page: BinPage) -> list[str]:
    return [binned.name for binned in page.model.things]


def test_what_was_deleted_lies_in_it(page: BinPage) -> None:
    assert sorted(names(page)) == ["Oak table", "Walnut chair"]
    assert [page.model.index(0, column).data() for column in (1, 2, 3)] == ["Deal", "Ärmel & Co", "Today 09:00"]


def test_enter_restores_the_chosen_and_undo_takes_it_back(page: BinPage, desk: Desk) -> None:
    page.focus_page()
    page.table.selectAll()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert names(page) == []
    assert page.pages.currentIndex() == 1
    assert page.empty.accessibleName().startswith("The bin is empty")
    assert desk.faults() == []
    desk.journal.undo()
    assert len(names(page)) == 2


def test_a_word_finds_rows(page: BinPage, qtbot: QtBot) -> None:
    QTest.keyClick(page.table, Qt.Key.Key_Slash)
    assert page.field.hasFocus()
    QTest.keyClicks(page.field, "armel oak")
    qtbot.waitUntil(lambda: names(page) == ["Oak table"])
    page.field.setText("nothing like it")
    qtbot.waitUntil(lambda: page.pages.currentIndex() == 1)
    assert "has that name" in page.empty.accessibleName()
    assert not page.restore_button.isEnabled()


def test_the_count_is_told(page: BinPage, desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.counts_changed) as told:
        desk.journal.undo()
    assert told.args == [["0 in the bin"]]
    with qtbot.waitSignal(page.counts_changed) as told:
        desk.journal.redo()
    assert told.args == [["2 in the bin"]]
