from collections.abc import Callable
from pathlib import Path
from threading import Event

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.actions.importing.sheet import ImportOptions, ImportReport, import_files, save_problems
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Progress, Tasks
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.transfer.import_dialog import ImportDialog
from tests.ui.transfer.conftest import NOW

Open = Callable[..., ImportDialog]
LEFT = Qt.MouseButton.LeftButton
GOOD = "Deal Name,Organisation,Amount,Stage,Close Date\nPods,Acme,1200,Meeting,2026-09-01\nDesks,Beta,800,Lead In,\n"
BAD = GOOD + "<b>Shelf</b>,Gamma,-5,Proposal,2026-02-31\n,,7,Lead In,\n"


@pytest.fixture
def open_dialog(session: Session, tasks: Tasks, theme: Theme, formats: Formats, window: QWidget, qtbot: QtBot) -> Open:
    def open_dialog(
        files: list[Path], before: Callable[[Progress], object] | None = None, *, wait: bool = True
    ) -> ImportDialog:
        def run(progress: Progress) -> ImportReport:
            if before is not None:
                before(progress)
            return import_files(session.workspace, files, ImportOptions(), progress=progress.report)

        def save(report: ImportReport, paths: object, out: Path) -> int:
            return save_problems(files, report.problems, out)

        dialog = ImportDialog(files, run, save, session, tasks, theme, formats, window)
        dialog.open()
        if wait:
            qtbot.waitUntil(lambda: not dialog.is_working, timeout=20_000)
        return dialog

    return open_dialog


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "deals.csv"
    path.write_text(GOOD, encoding="utf-8")
    return path


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    path = tmp_path / "bad & odd.csv"
    path.write_text(BAD, encoding="utf-8")
    return path


def count(session: Session) -> int:
    return int(session.workspace.value("select count(*) from deal") or 0)


def test_the_result_says_what_arrived(open_dialog: Open, session: Session, good: Path) -> None:
    dialog = open_dialog([good])
    result = dialog.result_page
    assert result is not None
    assert count(session) == 2
    assert dialog.steps.current == 1
    assert result.headline.text() == "2 deals arrived, all of them open"
    assert result.account.text().startswith("All 2 rows are accounted for. Took ")
    assert [(line.name, line.count) for line in result.counts.lines] == [("New deals", 2), ("New organisations", 2)]
    assert result.values.text == "The deals of these files are worth €2,000 together."
    assert [(line.name, line.deals, line.position, line.count) for line in result.where.lines] == [
        ("Lead In", 1, 0, 5),
        ("Meeting", 1, 2, 5),
    ]
    assert result.problems is None
    assert not dialog.save_button.isVisible()
    assert dialog.focusWidget() is dialog.board_button


def test_one_button_takes_the_whole_import_back(open_dialog: Open, session: Session, good: Path) -> None:
    dialog = open_dialog([good])
    QTest.mouseClick(dialog.undo_button, LEFT)
    assert count(session) == 0
    assert session.redo_label == "Import deals.csv"
    assert dialog.result_page is not None
    assert dialog.result_page.headline.text() == "The import was taken back"
    assert not dialog.result_page.counts.isVisible()
    assert not dialog.undo_button.isEnabled()


def test_taking_back_says_what_later_changes_stand_on(open_dialog: Open, session: Session, good: Path) -> None:
    dialog = open_dialog([good])
    deal_id = int(session.workspace.value("select id from deal where title = 'Pods'") or 0)
    edit_deal(session.workspace, deal_id, at=NOW, title="Pods, changed")
    QTest.mouseClick(dialog.undo_button, LEFT)
    assert count(session) == 2
    assert "later changes stand on" in dialog.said.text()
    assert dialog.undo_button.isEnabled()


def test_an_import_below_other_changes_is_taken_back_alone(open_dialog: Open, session: Session, good: Path) -> None:
    dialog = open_dialog([good])
    with session.workspace.journal.change("Something else") as draft:
        draft.execute("insert into label (name, is_active) values ('Priority', 1)")
    QTest.mouseClick(dialog.undo_button, LEFT)
    assert count(session) == 0
    assert session.workspace.value("select count(*) from label") == 1


def test_every_problem_is_listed_with_its_place_and_reason(open_dialog: Open, session: Session, bad: Path) -> None:
    dialog = open_dialog([bad])
    assert count(session) == 3
    result = dialog.result_page
    assert result is not None
    assert result.problems is not None
    assert result.account.text().startswith("1 of 4 rows was not taken; the list below says why.")
    model = result.problems.model()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    rows = [[model.index(row, column).data() for column in range(1, 4)] for row in range(model.rowCount())]
    assert ["4", "Amount", "-5"] in rows
    assert ["4", "Close Date", "2026-02-31"] in rows
    assert all(model.index(row, 4).data() for row in range(model.rowCount()))
    assert result.problems.isColumnHidden(0)


def test_the_problems_are_saved_as_a_workbook(open_dialog: Open, bad: Path, tmp_path: Path, qtbot: QtBot) -> None:
    dialog = open_dialog([bad])
    QTest.mouseClick(dialog.save_button, LEFT)
    assert isinstance(dialog.chooser, QFileDialog)
    out = tmp_path / "problems.xlsx"
    dialog.chooser.fileSelected.emit(str(out))
    dialog.chooser.reject()
    qtbot.waitUntil(lambda: dialog.said.text() != "", timeout=20_000)
    assert dialog.said.text() == "Saved 2 rows in problems.xlsx"
    assert openpyxl.load_workbook(out).active is not None


def test_a_place_that_cannot_be_written_is_said_in_words(
    open_dialog: Open, bad: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = open_dialog([bad])
    dialog.save_problems(tmp_path / "nowhere" / "problems.xlsx")
    qtbot.waitUntil(lambda: dialog.said.text() != "", timeout=20_000)
    assert "nowhere" in dialog.said.text() or "problems.xlsx" in dialog.said.text()
    assert dialog.save_button.isEnabled()


def test_a_file_that_is_none_is_said_in_words_and_nothing_is_changed(
    open_dialog: Open, session: Session, tmp_path: Path
) -> None:
    path = tmp_path / "photo.xlsx"
    path.write_bytes(b"\x89PNG\r\n")
    dialog = open_dialog([path])
    assert dialog.result_page is None
    assert dialog.file_page.failure.isVisible()
    assert "photo.xlsx" in dialog.file_page.failure.text
    assert dialog.file_page.failure.text.endswith("Nothing was changed.")
    assert dialog.cancel_button.text() == "Close"
    assert count(session) == 0
    QTest.mouseClick(dialog.cancel_button, LEFT)
    assert not dialog.isVisible()


def test_a_second_import_of_the_same_file_arrives_as_nothing_new(open_dialog: Open, good: Path) -> None:
    open_dialog([good]).accept()
    dialog = open_dialog([good])
    assert dialog.result_page is not None
    assert dialog.result_page.headline.text() == "Nothing new: these deals are all here already"
    assert not dialog.undo_button.isVisible()


def test_cancel_stops_the_work_without_a_trace(
    open_dialog: Open, session: Session, tasks: Tasks, good: Path, qtbot: QtBot
) -> None:
    go_on = Event()
    dialog = open_dialog([good], lambda _progress: go_on.wait(10), wait=False)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert dialog.file_page.words.text() == "Stopping; nothing of it stays."
    with qtbot.waitSignal(dialog.rejected, timeout=20_000):
        go_on.set()
    assert count(session) == 0
    assert session.undo_label is None


def test_a_cancel_that_came_too_late_shows_what_arrived(
    open_dialog: Open,
    session: Session,
    good: Path,
    tasks: Tasks,
    theme: Theme,
    formats: Formats,
    window: QWidget,
    qtbot: QtBot,
) -> None:
    arrived = Event()
    leave = Event()

    def run(progress: Progress) -> ImportReport:
        report = import_files(session.workspace, [good], ImportOptions(), progress=progress.report)
        arrived.set()
        leave.wait(10)
        return report

    dialog = ImportDialog([good], run, lambda *_: 0, session, tasks, theme, formats, window)
    dialog.open()
    assert arrived.wait(20)
    dialog.reject()
    leave.set()
    qtbot.waitUntil(lambda: dialog.result_page is not None, timeout=20_000)
    assert dialog.isVisible()
    assert count(session) == 2
    dialog.undo_import()
    assert count(session) == 0


def test_progress_is_told_in_deals(open_dialog: Open, good: Path, qtbot: QtBot) -> None:
    told: list[str] = []
    hold = Event()

    def before(progress: Progress) -> None:
        progress.report(1200, 8800)
        hold.wait(10)

    dialog = open_dialog([good], before, wait=False)
    qtbot.waitUntil(lambda: dialog.file_page.bar.maximum() == 8800)
    told.append(dialog.file_page.words.text())
    hold.set()
    qtbot.waitUntil(lambda: not dialog.is_working, timeout=20_000)
    assert told == ["1,200 of 8,800 deals"]


def test_the_board_is_opened_by_enter(open_dialog: Open, good: Path, qtbot: QtBot) -> None:
    dialog = open_dialog([good])
    with qtbot.waitSignal(dialog.board_asked):
        QTest.keyClick(dialog.board_button, Qt.Key.Key_Return)
    assert not dialog.isVisible()


def test_four_related_files_of_others_arrive_whole(open_dialog: Open, session: Session, data_folder: Path) -> None:
    names = ("sales_pipeline", "accounts", "products", "sales_teams")
    dialog = open_dialog([data_folder / "maven" / f"{name}.csv" for name in names])
    result = dialog.result_page
    assert result is not None
    assert result.headline.text() == "8,800 deals arrived, 2,089 of them open"
    assert [(line.name, line.deals) for line in result.where.lines][-2:] == [("Won", 4238), ("Lost", 2473)]
    assert "in which order do deals pass these stages?" in result.questions.text
    QTest.mouseClick(dialog.undo_button, LEFT)
    assert count(session) == 0
