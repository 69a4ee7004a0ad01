"""Whole stories through the program's own window, on real files."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from desktop_pipeline.actions.deals import create_deal
from desktop_pipeline.actions.workspaces import make_workspace
from desktop_pipeline.app import make_doors, make_window, open_first
from desktop_pipeline.domain.money import Money
from desktop_pipeline.reports.asked import ReportAsked, ReportKind
from desktop_pipeline.storage.workspace import open_workspace, read_clock
from desktop_pipeline.ui.board.board_keys import Ask
from desktop_pipeline.ui.long_work import WaitingDialog
from desktop_pipeline.ui.main_window import MainWindow
from desktop_pipeline.ui.preferences import PreferenceFile
from desktop_pipeline.ui.reports.headless import print_report
from desktop_pipeline.ui.transfer.wizard import ImportWizard
from desktop_pipeline.ui.workspace_page import WorkspacePage
from tests.workspaces import import_file

CANARY = "<b>x</b><img src=file:///canary.png>&=1+1"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def window(qtbot: QtBot, home: Path) -> Iterator[MainWindow]:
    opened = start(home)
    yield opened
    opened.close()
    opened.deleteLater()
    QApplication.processEvents()


def start(home: Path) -> MainWindow:
    """The program as it comes up."""
    running = QApplication.instance()
    assert isinstance(running, QApplication)
    opened = make_window(running, PreferenceFile(home))
    opened.resize(1440, 900)
    open_first(opened, None)
    opened.show()
    return opened


def settle(window: MainWindow, until: Callable[[], object] = lambda: True) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        QApplication.processEvents()
        if window.tasks.is_idle and until():
            return
        time.sleep(0.005)
    pytest.fail("it never came to be")


def page_of(window: MainWindow) -> WorkspacePage:
    assert window.page is not None
    return window.page


def titles(path: Path) -> list[str]:
    with open_workspace(path, read_only=True) as workspace:
        return [row[0] for row in workspace.rows("select title from deal where deleted_at is null order by id")]


def test_a_new_owner_makes_a_workspace_adds_a_deal_moves_it_and_finds_it_after_a_restart(
    window: MainWindow, home: Path, tmp_path: Path
) -> None:
    assert window.session is None
    window.start.show_user("Ann Lee")
    window.start.ask_create()
    dialog = window.questions.shown
    assert dialog is not None
    dialog.fileSelected.emit(str(tmp_path / "mine"))  # type: ignore[attr-defined] # a QFileDialog
    dialog.close()
    path = tmp_path / "mine.pipeline"
    settle(window, lambda: window.session is not None)
    board = page_of(window).board
    board.new_deal()
    column = board.canvas.columns[0]
    QTest.keyClicks(column.quick_add.field, "Loft bookcases, Petrel House, 7400")
    QTest.keyClick(column.quick_add.field, Qt.Key.Key_Return)
    settle(window, lambda: titles(path) == ["Loft bookcases"])
    board.focus_board()
    board.act(Ask.SEND_RIGHT)
    assert board.canvas.columns[1].list.cards.rowCount() == 1
    assert page_of(window).toast.text.startswith("Moved “Loft bookcases” to")
    window.close()
    again = start(home)
    assert again.session is not None
    assert again.session.path == path
    shown = page_of(again).board.canvas.columns[1].list.cards.card(0)
    assert shown is not None
    assert (shown.title, shown.organisation) == ("Loft bookcases", "Petrel House")
    assert shown.value is not None
    assert shown.value.minor == 740000
    page_of(again).undo()
    settle(again)
    assert board_titles(again) == [["Loft bookcases"], [], [], [], []]
    with open_workspace(path, read_only=True) as workspace:
        assert {row[0] for row in workspace.rows("select distinct who from journal_entry")} == {"Ann Lee"}
        assert workspace.value("select name from owner") == "Ann Lee"
    again.close()
    again.deleteLater()


def board_titles(window: MainWindow) -> list[list[str]]:
    return [
        [card.title for row in range(column.list.cards.rowCount()) if (card := column.list.cards.card(row)) is not None]
        for column in page_of(window).board.canvas.columns
    ]


def test_the_sample_company_opens_beside_the_owners_files_and_goes_with_one_click(
    window: MainWindow, home: Path
) -> None:
    alive: list[bool] = []
    beat = QTimer(window, interval=5)
    beat.timeout.connect(lambda: alive.append(window.session is None))
    beat.start()
    window.files.open_sample()
    (waiting,) = [dialog for dialog in window.findChildren(WaitingDialog) if dialog.isVisible()]
    settle(window, lambda: window.session is not None)
    beat.stop()
    assert alive.count(True) > 5, "the window went on living while the company was made"
    assert not isValid(waiting) or not waiting.isVisible()
    assert window.session is not None
    sample = window.session.path
    assert sum(len(column) for column in board_titles(window)) == 34
    window.files.remove_sample()
    assert window.session is None
    assert not sample.exists()
    assert window.recent_paths() == []


def test_a_file_open_elsewhere_names_its_holder_and_is_offered_for_reading(window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "held.pipeline"
    held = make_workspace(path, template="meeting", who="Kenji Morita")
    create_deal(held, title="Oak", stage_id=1, at=read_clock())
    assert not window.open_file(path)
    box = window.questions.shown
    assert isinstance(box, QMessageBox)
    assert "Kenji Morita" in box.text()
    reading = next(button for button in box.findChildren(QPushButton) if button.text() == "Open to read only")
    QTest.mouseClick(reading, Qt.MouseButton.LeftButton)
    settle(window, lambda: window.session is not None)
    assert "read only" in window.windowTitle()
    page_of(window).board.act(Ask.SEND_RIGHT)
    assert "reading only" in page_of(window).toast.text
    assert board_titles(window)[0] == ["Oak"]
    held.close()


@pytest.mark.parametrize("content", [b"", b"not a database at all" * 20, b"SQLite format 3\x00" + b"\x01" * 4000])
def test_a_foreign_or_damaged_file_is_refused_in_a_sentence_and_left_as_it_is(
    window: MainWindow, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "odd.pipeline"
    path.write_bytes(content)
    assert not window.open_file(path)
    box = window.questions.shown
    assert isinstance(box, QMessageBox)
    assert "odd.pipeline" in box.text()
    assert box.textFormat() is Qt.TextFormat.PlainText
    assert path.read_bytes() == content
    assert window.session is None
    box.close()


def test_names_that_look_like_html_are_shown_as_they_were_typed_everywhere(window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "canary.pipeline"
    with make_workspace(path, template="meeting", owner=CANARY, who=CANARY) as workspace:
        create_deal(
            workspace,
            title=CANARY,
            stage_id=1,
            at=read_clock(),
            organisation=CANARY,
            person=CANARY,
            owner_id=1,
            value=Money(100, "EUR"),
        )
    assert window.open_file(path)
    settle(window)
    page = page_of(window)
    page.board.act(Ask.SEND_RIGHT)
    page.board.act(Ask.WIN)
    page.undo()
    page.open_deal(1)
    page.go_to("insights")
    settle(window)
    window.menus.fit()
    rich = [
        label.text()
        for label in window.findChildren(QLabel)
        if "canary" in label.text() and label.textFormat() is not Qt.TextFormat.PlainText
    ]
    assert rich == []
    tips = [widget.toolTip() for widget in window.findChildren(QLabel) if "canary" in widget.toolTip()]
    assert all("<img" not in tip for tip in tips)
    with open_workspace(path, read_only=True) as workspace:
        out = tmp_path / "canary.pdf"
        print_report(workspace, out, ReportAsked(ReportKind.PIPELINE))
        assert workspace.value("select title from deal") == CANARY
    text = "".join(page.extract_text() for page in PdfReader(out).pages)
    assert "<b>x</b>" in text.replace("\n", "")


def test_a_workspace_made_by_the_command_line_is_the_one_the_window_shows(window: MainWindow, tmp_path: Path) -> None:
    doors = make_doors(PreferenceFile(tmp_path))
    sheet = tmp_path / "deals.csv"
    sheet.write_text("Deal name,Stage,Amount\nOak,Lead In,1200\nAsh,Won,300\n", encoding="utf-8")
    path = tmp_path / "w.pipeline"
    with doors.make(path, "meeting", "EUR", "Ann", "UTC") as workspace:
        assert import_file(workspace, sheet).new == 2
    assert window.open_file(path)
    settle(window)
    assert board_titles(window)[0] == ["Oak"]


def test_the_board_comes_up_after_an_import_that_was_begun_at_insights(window: MainWindow, tmp_path: Path) -> None:
    spreadsheet = tmp_path / "deals.csv"
    spreadsheet.write_text("Deal name,Stage,Amount\nOak,Lead In,12\n", encoding="utf-8")
    window.enter(make_workspace(tmp_path / "mine.pipeline", template="meeting"))
    page = page_of(window)
    page.go_to("insights")
    window.files.import_files([spreadsheet])
    dialog = window.findChild(ImportWizard)
    assert dialog is not None
    take_in(window, dialog)
    # A backup came first.
    assert list(tmp_path.glob("mine.pipeline.backups/*.pipeline"))
    QTest.mouseClick(dialog.foot.next, Qt.MouseButton.LeftButton)
    settle(window)
    assert page.current == "board"
    assert board_titles(window)[0] == ["Oak"]


def take_in(window: MainWindow, wizard: ImportWizard) -> None:
    """Goes through the steps to the result by the one button that leads on."""
    settle(window, wizard.foot.next.isEnabled)
    while wizard.report is None:
        QTest.mouseClick(wizard.foot.next, Qt.MouseButton.LeftButton)
        settle(window, lambda: wizard.report is not None or wizard.foot.next.isEnabled())


def import_from_the_start_page(window: MainWindow, spreadsheet: Path, path: Path) -> ImportWizard:
    window.files.import_files([spreadsheet])
    chooser = window.questions.shown
    assert chooser is not None
    chooser.fileSelected.emit(str(path))  # type: ignore[attr-defined] # a QFileDialog
    chooser.close()
    settle(window, lambda: window.findChild(ImportWizard) is not None)
    dialog = window.findChild(ImportWizard)
    assert dialog is not None
    settle(window, lambda: not dialog.is_working)
    return dialog


def test_a_first_import_that_is_undone_says_how_to_bring_it_back(window: MainWindow, tmp_path: Path) -> None:
    spreadsheet = tmp_path / "deals.csv"
    spreadsheet.write_text("Deal name,Stage,Amount\nOak table,Lead,1200\n", encoding="utf-8")
    dialog = import_from_the_start_page(window, spreadsheet, tmp_path / "mine.pipeline")
    take_in(window, dialog)
    dialog.undo_import()
    dialog.accept()
    settle(window)
    board = page_of(window).board
    assert board.bare is not None
    assert (board.bare.isVisible(), board.area.isVisible()) == (True, False)
    assert "bring back" in board.bare.accessibleName()
    assert "Ctrl+Shift+Z" in board.bare.accessibleName()
    page_of(window).redo()
    settle(window)
    assert (board.bare.isVisible(), board.area.isVisible()) == (False, True)
    assert board_titles(window)[0] == ["Oak table"]


def test_a_first_import_that_fails_leaves_no_empty_file_behind(window: MainWindow, tmp_path: Path) -> None:
    spreadsheet, path = tmp_path / "deals.xlsx", tmp_path / "mine.pipeline"
    spreadsheet.write_bytes(b"not a workbook at all")
    dialog = import_from_the_start_page(window, spreadsheet, path)
    assert dialog.report is None
    assert "deals.xlsx" in dialog.file_step.failure.text
    assert path.exists()
    dialog.reject()
    settle(window, lambda: window.session is None)
    assert not path.exists()
    assert window.stack.currentWidget() is window.start
    assert window.recent_paths() == []


def test_a_first_import_of_closed_deals_stays_when_another_is_begun_and_left(
    window: MainWindow, tmp_path: Path
) -> None:
    spreadsheet, path = tmp_path / "deals.csv", tmp_path / "mine.pipeline"
    spreadsheet.write_text("Deal name,Stage,Amount\nOak table,Won,1200\n", encoding="utf-8")
    dialog = import_from_the_start_page(window, spreadsheet, path)
    take_in(window, dialog)
    QTest.mouseClick(dialog.foot.another, Qt.MouseButton.LeftButton)
    dialog.reject()
    settle(window)
    assert window.session is not None
    assert titles(path) == ["Oak table"]
