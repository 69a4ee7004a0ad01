"""Somebody presses anything at any moment while files change under the wizard: nothing breaks or is half done."""

import random
import time
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from desktop_pipeline.actions.importing.answers import ReadingChoices, choose_kind, correct_cell, send_column, take_row
from desktop_pipeline.exchange.options import CellPlace
from desktop_pipeline.storage.checking import check_file
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.transfer.wizard import RESULT
from tests.ui.transfer.wizards import PATIENCE_MS, Visit
from tests.workspaces import Content, read_content

pytestmark = pytest.mark.qt_log_ignore(
    r"This plugin does not support raise\(\)", r"This plugin does not support grabbing the keyboard"
)
LONGEST_CANCEL = 0.5
LONGEST_GAP, MOST_GAP = 0.1, 0.05
PRESSES = 60
KEYS = (
    *(Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Left),
    *(Qt.Key.Key_F2, Qt.Key.Key_Delete, Qt.Key.Key_End, Qt.Key.Key_A),
)
TOPS: tuple[dict[str | None, int], ...] = ({}, {None: 2}, {None: 99_999}, {"Sheet": 2})
TEXTS = (
    "Deal name,Organisation,Amount,Stage,Close date\nPods,Acme,1200,Meeting,2026-09-01\nDesks,Beta,x,New,3/4/2026\n",
    "Company,Industry,Country\nAcme,Retail,Austria\nBeta,,\n",
    "First name,Last name,Email,Company\nAnn,Lee,ann@acme.example,Acme\n",
    "a,b\n1,2\n",
    "",
    'Deal name,Stage\n"never closed,Meeting\n',
    "Deal name;Stage;Amount\n" + "".join(f"Deal {n};Stage {n % 9};{n}\n" for n in range(300)),
    ",".join(["Deal name", "Stage", *(f"Column {n}" for n in range(80))]) + "\nOak,Meeting" + ",x" * 80 + "\n",
)


class Mischief:
    """One who knows nothing of what the wizard is doing."""

    def __init__(self, visit: Visit, folder: Path, seed: int) -> None:
        self.visit = visit
        self.chance = random.Random(seed)
        self.files = [folder / name for name in ("deals.csv", "more.csv", "one/deals.csv", "book.xlsx")]
        (folder / "one").mkdir(exist_ok=True)
        for file in self.files:
            self.write(file)

    def write(self, file: Path) -> None:
        if file.suffix == ".csv":
            file.write_text(self.chance.choice(TEXTS), encoding="utf-8")
            return
        book = openpyxl.Workbook()
        for number in range(2):
            sheet = book.worksheets[0] if not number else book.create_sheet("Hidden")
            for line in self.chance.choice(TEXTS).splitlines():
                sheet.append(line.split(","))
        book.worksheets[1].sheet_state = "hidden"
        book.save(file)

    def open(self) -> None:
        files = self.chance.sample(self.files, self.chance.randrange(4))
        self.visit.opened.append(self.visit._make(files))
        self.visit.wizard.open()

    def act(self) -> None:
        """Anything; what a wizard that is closed would not hear is left out."""
        acts = [
            *(self.go_on, self.go_on, self.go_on, self.wait, self.wait, self.press, self.press, self.press),
            *(self.go_back, self.look_at_columns, self.read_otherwise, self.send, self.answer, self.turn_sheet),
            *(self.add_file, self.remove_file, self.change_file, self.lose_file, self.undo, self.settle),
        ]
        self.chance.choice(acts)()

    def go_on(self) -> None:
        if self.visit.wizard.foot.next.isVisible():
            QTest.mouseClick(self.visit.wizard.foot.next, Qt.MouseButton.LeftButton)

    def wait(self) -> None:
        end = time.monotonic() + self.chance.random() / 50
        while time.monotonic() < end:
            QApplication.processEvents()

    def settle(self) -> None:
        self.visit.settle()

    def press(self) -> None:
        asking = QApplication.activeModalWidget()
        if isinstance(asking, QFileDialog):
            # The system's own: a name that is not there makes it wait for an answer, in a loop of its own.
            asking.reject()
            return
        popup, focused = QApplication.activePopupWidget(), QApplication.focusWidget()
        target = popup if popup is not None else focused if focused is not None else self.visit.wizard
        QTest.keyClick(target, self.chance.choice(KEYS))

    def go_back(self) -> None:
        self.visit.wizard.go_back()

    def look_at_columns(self) -> None:
        if self.visit.wizard.step < RESULT:
            self.visit.wizard.look_at_columns()

    def read_otherwise(self) -> None:
        step = self.visit.wizard.file_step
        if step.bar.isVisible():
            encoding = self.chance.choice((None, "utf-8", "utf-16", "cp1252", "shift_jis"))
            tops = self.chance.choice(TOPS)
            step.bar.chosen.emit(ReadingChoices(encoding, self.chance.choice((None, ",", ";")), tops=tops))

    def send(self) -> None:
        outlook = self.visit.wizard.outlook
        if outlook is None or not outlook.tables or not self.visit.wizard.columns_page.isVisible():
            return
        table = self.chance.choice(outlook.tables)
        if self.chance.random() < 0.4:
            options = choose_kind(
                self.visit.wizard.options, table.place, self.chance.choice((*outlook.fields, "ignore"))
            )
        else:
            fields = [choice.value for choice in outlook.fields.get(table.kind, ())]
            column = self.chance.randrange(len(table.columns) + 3)
            options = send_column(
                self.visit.wizard.options, table.place, column, self.chance.choice((*fields, "ignore", "custom"))
            )
        self.visit.wizard.columns_page.changed.emit(options)

    def answer(self) -> None:
        outlook = self.visit.wizard.outlook
        if outlook is None or not outlook.rows or not self.visit.wizard.check_page.isVisible():
            return
        place = self.chance.choice(outlook.rows).place
        options = take_row(self.visit.wizard.options, place, self.chance.choice(("merge", "both", "skip")))
        options = correct_cell(
            options, CellPlace(*place, self.chance.randrange(9)), self.chance.choice(("", "7", "Acme"))
        )
        self.visit.wizard.check_page.changed.emit(options)

    def turn_sheet(self) -> None:
        step = self.visit.wizard.file_step
        lines = [line for line in step.table.files.lines if line.sheet is not None]
        if lines and step.isVisible():
            step.turn_sheet(self.chance.choice(lines))

    def add_file(self) -> None:
        if self.visit.wizard.file_step.isVisible():
            self.visit.wizard.file_step.add_files([self.chance.choice(self.files)])

    def remove_file(self) -> None:
        step = self.visit.wizard.file_step
        if step.isVisible() and step.files:
            step.remove_file(self.chance.choice(step.files))

    def change_file(self) -> None:
        self.write(self.chance.choice(self.files))

    def lose_file(self) -> None:
        self.chance.choice(self.files).unlink(missing_ok=True)

    def undo(self) -> None:
        if self.visit.wizard.step == RESULT:
            self.visit.wizard.undo_import()

    def leave(self) -> float:
        """Esc at this very moment; the seconds until the wizard is gone."""
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        began = time.monotonic()
        while self.is_open and time.monotonic() < began + PATIENCE_MS / 1000:
            self.visit.wizard.reject()
            QApplication.processEvents()
        return time.monotonic() - began

    @property
    def is_open(self) -> bool:
        """Whether the wizard is there and on the screen."""
        return isValid(self.visit.wizard) and self.visit.wizard.isVisible()


def find_wrong(session: Session, visit: Visit, before: Content) -> list[str]:
    """What the wizard left: without a report nothing, with one what can be taken back."""
    visit.qtbot.waitUntil(lambda: visit._tasks.is_idle, timeout=PATIENCE_MS)
    wrong = [f"{fault.where}: {fault.what}" for fault in check_file(session.workspace)]
    if session.undo_label is not None:
        session.undo()
    if read_content(session.workspace) != before:
        wrong.append("the content is not as before")
    return wrong


@pytest.mark.slow
@pytest.mark.parametrize("seed", [*range(3), *(pytest.param(seed, marks=pytest.mark.long) for seed in range(3, 40))])
def test_pressing_anything_at_any_moment_breaks_nothing(
    seed: int,
    session: Session,
    tasks: Tasks,
    theme: Theme,
    formats: Formats,
    window: QWidget,
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    before = read_content(session.workspace)
    visit = Visit(session, tasks, theme, formats, window, qtbot)
    mischief = Mischief(visit, tmp_path, seed)
    for _visit in range(3):
        mischief.open()
        for _press in range(PRESSES):
            if not mischief.is_open:
                break
            mischief.act()
        assert mischief.leave() < LONGEST_CANCEL
        assert find_wrong(session, visit, before) == []
