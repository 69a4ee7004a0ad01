"""A file that was open before and is gone: the program says what may have become of it, and forgets it when asked."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions.workspaces import make_workspace
from desktop_pipeline.app import make_window
from desktop_pipeline.ui.main_window import MainWindow
from desktop_pipeline.ui.onboarding.recent_files import RecentFiles
from desktop_pipeline.ui.preferences import PreferenceFile

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    running = QApplication.instance()
    assert isinstance(running, QApplication)
    opened = make_window(running, PreferenceFile(tmp_path / "home"))
    opened.show()
    yield opened
    opened.close()
    opened.deleteLater()
    QApplication.processEvents()


def shown_box(window: MainWindow) -> QMessageBox:
    box = window.questions.shown
    assert isinstance(box, QMessageBox)
    return box


def test_a_file_that_is_gone_is_taken_off_the_list(window: MainWindow, tmp_path: Path) -> None:
    stays, path = tmp_path / "stays.pipeline", tmp_path / "goes.pipeline"
    for each in (stays, path):
        make_workspace(each, template="simple").close()
        assert window.open_file(each)
    window.close_file()
    path.unlink()
    assert not window.open_file(path)
    box = shown_box(window)
    assert f"There is no file “goes.pipeline” in {tmp_path}." in box.text()
    assert "open it from there" in box.text()
    (take_off,) = [button for button in box.buttons() if "off the list" in button.text()]
    take_off.click()
    assert window.recent_paths() == [stays]
    (listed,) = window.start.findChildren(RecentFiles)
    assert [row.path for row in listed.rows] == [stays]


def test_a_file_that_stays_on_the_list_is_found_when_it_is_back(window: MainWindow, tmp_path: Path) -> None:
    path, elsewhere = tmp_path / "mine.pipeline", tmp_path / "elsewhere"
    make_workspace(path, template="simple").close()
    assert window.open_file(path)
    window.close_file()
    path.rename(elsewhere)
    assert not window.open_file(path)
    shown_box(window).reject()
    assert window.recent_paths() == [path]
    elsewhere.rename(path)
    assert window.open_file(path)


def test_a_file_that_was_never_open_here_is_on_no_list(window: MainWindow, tmp_path: Path) -> None:
    assert not window.open_file(tmp_path / "never.pipeline")
    box = shown_box(window)
    assert [button.text().replace("&", "") for button in box.buttons()] == ["OK"]
    box.reject()
