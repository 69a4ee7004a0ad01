"""A spreadsheet in which every name is markup, a formula and a template goes through each step of the wizard."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_pipeline.app import make_window
from desktop_pipeline.storage.workspace import open_workspace
from desktop_pipeline.ui.main_window import MainWindow
from desktop_pipeline.ui.preferences import PreferenceFile, Preferences
from desktop_pipeline.ui.transfer.wizard import CHECK, COLUMNS, FILE, RESULT, ImportWizard
from tests.program import run_program
from tests.reliability.canary_company import CANARY, FILE_NAME, PICTURE, make_canary_company
from tests.reliability.canary_eyes import (
    PICTURE_COLOUR,
    draws_picture,
    find_faults,
    read_texts,
    sweep_tooltips,
    visible_windows,
)

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]
LEFT = Qt.MouseButton.LeftButton
NAME = FILE_NAME.replace(".txt", ".xlsx")
HEADERS = ("Deal name", "Organisation", "Contact person", "Owner", "Source", "Stage", "Amount", "Close date", CANARY)
# An amount, a day and a stage that are none; a title that the workspace has; one row more than once
ROWS = (
    *((CANARY, CANARY, CANARY, CANARY, CANARY, CANARY, CANARY, CANARY, CANARY), ("", *[CANARY] * 8)),
    *((f"{CANARY} {n}", f"{CANARY} {n}", "", "", "", f"{CANARY} {n}", "12", "03/04/2026", CANARY) for n in range(3)),
)


class Guest:
    """Goes through the wizard over the canary company."""

    def __init__(self, window: MainWindow, file: Path) -> None:
        self.window = window
        self.file = file

    @property
    def wizard(self) -> ImportWizard:
        return next(found for found in self.window.findChildren(ImportWizard) if found.isVisible())

    def begin(self) -> ImportWizard:
        self.window.files.import_files([self.file])
        self.settle()
        return self.wizard

    def settle(self, seconds: float = 0.2) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end or not self.window.tasks.is_idle:
            QApplication.processEvents()
            time.sleep(0.005)

    def go_to(self, step: int) -> ImportWizard:
        wizard = self.begin()
        assert wizard.step == FILE
        wizard.look_at_columns()
        self.settle()
        while wizard.step < step:
            wizard.go_on()
            self.settle()
        return wizard

    def leave(self) -> None:
        for shown in visible_windows(self.window):
            shown.close()
        self.settle(0.05)
        session = self.window.session
        assert session is not None
        if session.undo_label is not None and session.undo_label.startswith("Import"):
            session.undo()


@pytest.fixture(scope="module")
def guest(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[Guest]:
    folder = tmp_path_factory.mktemp("canary-import")
    before = Path.cwd()
    # A relative address is looked for in the folder that the program works in
    os.chdir(folder)
    picture = QImage(64, 64, QImage.Format.Format_RGB32)
    picture.fill(PICTURE_COLOUR)
    assert picture.save(PICTURE)
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "<b>x&=1+1"
    for row in (HEADERS, *ROWS):
        sheet.append(row)
    file = folder / NAME
    book.save(file)
    canary = make_canary_company(folder)
    canary.desk.workspace.close()
    preferences = PreferenceFile(folder / "settings")
    preferences.keep(Preferences(theme="light", user_name=CANARY))
    window = make_window(qapp, preferences)
    window.resize(1440, 900)
    window.show()
    window.enter(open_workspace(canary.desk.path, clock=canary.desk.clock, who=CANARY))
    made = Guest(window, file)
    made.settle()
    yield made
    window.leave()
    window.close()
    window.deleteLater()
    QApplication.processEvents()
    os.chdir(before)


def open_words(guest: Guest, field: str) -> None:
    page = guest.go_to(COLUMNS).columns_page
    QTest.mouseClick(page.remarks.word_buttons[field], LEFT)


def open_fields(guest: Guest) -> None:
    columns = guest.go_to(COLUMNS).columns_page.columns
    columns.setFocus()
    columns.setCurrentIndex(columns.columns.index(len(HEADERS) - 1, 0))
    QTest.keyClick(columns, Qt.Key.Key_Space)


def show_problems(guest: Guest) -> None:
    rows = guest.go_to(CHECK).check_page.rows
    QTest.keyClick(rows.switch, Qt.Key.Key_Right)


def begin_with_none(guest: Guest) -> None:
    """A file that is none, of that name."""
    broken = guest.file.with_name(f"not {NAME}")
    broken.write_bytes(b"PK nothing")
    guest.window.files.import_files([broken])


STEPS: dict[str, Callable[[Guest], object]] = {
    "file": lambda guest: guest.begin(),
    "a file that is none": begin_with_none,
    "columns": lambda guest: guest.go_to(COLUMNS),
    "fields for a column": open_fields,
    "owners": lambda guest: open_words(guest, "owner"),
    "stages": lambda guest: open_words(guest, "stage"),
    "sources": lambda guest: open_words(guest, "source"),
    "check": lambda guest: guest.go_to(CHECK),
    "only problems": show_problems,
    "result": lambda guest: guest.go_to(RESULT),
}


@pytest.mark.parametrize("name", STEPS)
def test_shown_as_typed(guest: Guest, name: str) -> None:
    STEPS[name](guest)
    guest.settle()
    windows = visible_windows()
    faults = [fault for shown in windows for fault in find_faults(shown)]
    tips = [tip for shown in windows for tip in sweep_tooltips(shown) if "<b>x" in tip]
    pictures = [shown for shown in windows if draws_picture(shown)]
    dialogs = visible_windows(guest.window)
    said = any("&=1+1{{7*7}}" in text for shown in dialogs for text in read_texts(shown))
    guest.leave()
    assert faults == []
    assert tips == []
    assert pictures == []
    assert said


def test_the_texts_arrive_as_typed_and_the_rows_not_taken_are_texts(guest: Guest) -> None:
    wizard = guest.go_to(RESULT)
    session = guest.window.session
    assert session is not None
    assert wizard.report is not None
    titles = [row[0] for row in session.workspace.rows("select title from deal order by id desc limit 3")]
    assert sorted(titles) == [f"{CANARY} {n}" for n in range(3)]
    out = guest.file.with_name("not taken.xlsx")
    wizard.saving.save_rows(out)
    guest.settle()
    guest.leave()
    book = openpyxl.load_workbook(out)
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert any(cell.value == CANARY for cell in cells)
    assert {cell.data_type for cell in cells} == {"s"}


def test_a_title_that_begins_as_a_formula_goes_out_as_text_again(tmp_path: Path) -> None:
    sheet = tmp_path / "formula.csv"
    sheet.write_text(f"Deal name,Stage,Value\n=1+1{CANARY},Lead In,12\n", encoding="utf-8")
    assert run_program("import", tmp_path / "own.pipeline", sheet).code == 0
    assert run_program("export", tmp_path / "own.pipeline", tmp_path / "out.xlsx").code == 0
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    titles = [cell for row in book["Deals"].iter_rows() for cell in row if cell.value == f"=1+1{CANARY}"]
    assert [cell.data_type for cell in titles] == ["s"]
