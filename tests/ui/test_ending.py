"""The program is asked to stop from outside, and told of what went wrong inside."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions.deals import create_deal, delete_deals
from desktop_pipeline.actions.stages import rename_stage
from desktop_pipeline.actions.workspaces import make_workspace
from desktop_pipeline.app import _on_error, make_window
from desktop_pipeline.domain.errors import ClosingError, DamagedError, PipelineError
from desktop_pipeline.storage.workspace import open_workspace
from desktop_pipeline.ui.contacts.contacts_page import ContactsPage
from desktop_pipeline.ui.deal.window import DealWindow
from desktop_pipeline.ui.main_window import MainWindow
from desktop_pipeline.ui.preferences import PreferenceFile
from tests.program import hearing

_PATIENCE = 60


@pytest.mark.skipif(sys.platform != "linux", reason="what a process listens for is read from /proc")
@pytest.mark.parametrize(("name", "home"), [("SIGINT", "home"), ("SIGTERM", "home"), ("SIGTERM", "w.pipeline/home")])
def test_a_window_that_is_asked_to_stop_closes_its_file_without_a_word(tmp_path: Path, name: str, home: str) -> None:
    """Also where nothing can be written into the settings folder."""
    path = tmp_path / "w.pipeline"
    make_workspace(path, template=None).close()
    command = [sys.executable, "-m", "desktop_pipeline", str(path)]
    environment = {"DESKTOP_PIPELINE_HOME": str(tmp_path / home), "QT_QPA_PLATFORM": "offscreen"}
    number = getattr(signal, name)
    with hearing(number):
        running = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env={**os.environ, **environment})
    with running:
        end = time.monotonic() + _PATIENCE
        while not listens(running.pid, signal.SIGTERM) and time.monotonic() < end:
            time.sleep(0.02)
        running.send_signal(number)
        try:
            _output, errors = running.communicate(timeout=_PATIENCE)
        finally:
            running.kill()
    assert running.returncode == 0
    told = {line for line in errors.splitlines() if "propagateSizeHints" not in line}
    assert told == (set() if home == "home" else {"preferences were not kept: Not a directory"})
    left = {each.name for each in tmp_path.iterdir() if each.is_file()}
    assert left == {"w.pipeline"}


def listens(process: int, number: signal.Signals) -> bool:
    """Whether a process has something of its own to do when it gets that signal."""
    (caught,) = [line for line in Path(f"/proc/{process}/status").read_text().splitlines() if line.startswith("SigCgt")]
    return bool(int(caught.split()[1], 16) >> (number - 1) & 1)


def open_window(qapp: QApplication, qtbot: QtBot, folder: Path) -> MainWindow:
    """The program's window with a new workspace in it."""
    make_workspace(folder / "w.pipeline", template="simple").close()
    window = make_window(qapp, PreferenceFile(folder / "home"))
    qtbot.addWidget(window)
    window.show()
    assert window.open_file(folder / "w.pipeline")
    return window


def test_no_screen_means_to_do_anything_once_the_file_is_closed(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window(qapp, qtbot, tmp_path)
    page, session = window.page, window.session
    assert page is not None
    assert session is not None
    qapp.processEvents()
    page.go_to("deals")
    rename_stage(session.workspace, 1, "Fresh")
    timers = [*page.findChildren(QTimer), *session.findChildren(QTimer)]
    assert any(timer.isActive() for timer in timers)
    window.leave()
    assert not [timer for timer in timers if timer.isActive()]
    window.close()


def test_what_was_half_written_about_a_deal_or_a_contact_is_a_note_of_theirs_when_the_file_is_closed(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window(qapp, qtbot, tmp_path)
    page, session = window.page, window.session
    assert page is not None
    assert session is not None
    clinic, _bar, gone = (
        create_deal(session.workspace, title=title, stage_id=1, person=person, at=session.now())
        for title, person in (("Clinic", "Ines"), ("Bar", "Kenji"), ("Gone", None))
    )
    for deal_id in (gone, clinic):
        page.open_deal(deal_id)
        QTest.keyClicks(page.panel.story.note, "Oak fronts")
    page.panel.objections.ask_objection()
    QTest.keyClicks(page.panel.objections.writing, "Too dear")
    delete_deals(session.workspace, [gone], at=session.now())
    page.open_window(clinic)
    (beside,) = (each for each in qapp.topLevelWidgets() if isinstance(each, DealWindow))
    QTest.keyClicks(beside.story.note, ", or")
    beside.close()
    page.screens.open_person(1)
    contacts = page.screens.screen("contacts").widget
    assert isinstance(contacts, ContactsPage)
    QTest.keyClicks(contacts.panel.writing, "Prefers mornings")
    page.screens.open_person(2)
    assert contacts.panel.writing.toPlainText() == ""
    page.screens.open_person(1)
    assert contacts.panel.writing.toPlainText() == "Prefers mornings"
    window.close()
    with open_workspace(tmp_path / "w.pipeline") as workspace:
        assert workspace.rows("select deal_id, text from note") == [(clinic, "Oak fronts, or")]
        assert workspace.rows("select deal_id, text from objection") == [(clinic, "Too dear")]
        assert workspace.rows("select person_id, text from contact_note") == [(1, "Prefers mornings")]
        assert workspace.journal.undo().label == "Note on “Ines”"


def test_what_is_being_typed_in_a_field_is_kept_when_the_file_is_closed(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    """Also while another window has the keys."""
    window = open_window(qapp, qtbot, tmp_path)
    page, session = window.page, window.session
    assert page is not None
    assert session is not None
    page.open_deal(create_deal(session.workspace, title="Clinic", stage_id=1, at=session.now()))
    window.activateWindow()
    title = page.panel.header.title
    title.setFocus()
    qtbot.waitUntil(title.hasFocus)
    QTest.keyClick(title, Qt.Key.Key_F2)
    assert title.editor is not None
    title.editor.setText("Two clinics")
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(lambda: not window.isActiveWindow())
    window.close_file()
    with open_workspace(tmp_path / "w.pipeline") as workspace:
        assert workspace.rows("select title from deal") == [("Two clinics",)]
    window.close()


def test_a_file_is_closed_without_waiting_for_what_is_still_read_of_it(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window(qapp, qtbot, tmp_path)
    assert window.session is not None
    workspace, ends = window.session.workspace, list[type[Exception] | None]()

    def read(_progress: object) -> None:
        try:
            with workspace.reading() as view:
                began.set()
                # Many seconds, if nothing breaks it off.
                view.value(
                    "with recursive number(n) as (select 1 union all select n + 1 from number where n < 100000000)"
                    " select count(*) from number"
                )
        except PipelineError as error:
            ends.append(type(error))
            raise
        ends.append(None)

    began = threading.Event()
    window.tasks.run(read, lambda _nothing: None, lambda _error: None)
    assert began.wait(30)
    window.close_file()
    assert ends == [ClosingError]
    window.close()


def test_a_sample_company_that_cannot_be_made_is_one_sentence(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("DESKTOP_PIPELINE_HOME", str(tmp_path / "file" / "home"))
    window = make_window(qapp, PreferenceFile(tmp_path / "home"))
    qtbot.addWidget(window)
    window.show()
    window.files.open_sample()
    qtbot.waitUntil(lambda: window.tasks.is_idle)
    (box,) = window.findChildren(QMessageBox)
    assert box.text() == f"There is no folder “{tmp_path / 'file' / 'home'}”."
    box.close()
    window.close()


def test_what_goes_wrong_again_and_again_is_told_once_and_a_damaged_file_promises_nothing(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    window = make_window(qapp, PreferenceFile(tmp_path))
    qtbot.addWidget(window)
    window.show()
    damaged = DamagedError("Error calling Python override of QWidget::showEvent(): “w.pipeline” is damaged.")
    for error in (damaged, damaged, ValueError("odd"), ValueError("odd")):
        _on_error(tmp_path, type(error), error, None)
    told = [box.text() for box in window.findChildren(QMessageBox) if box.isVisible()]
    assert told[0] == "“w.pipeline” is damaged."
    assert [text.partition("\n")[0] for text in told[1:]] == ["Something went wrong that should not: ValueError: odd"]
    assert capsys.readouterr().err.count("ValueError: odd") == 2
    for box in window.findChildren(QMessageBox):
        box.close()
    window.close()
