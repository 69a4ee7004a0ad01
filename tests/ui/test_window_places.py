"""Where the file lies, from the File menu: a copy of it, another place for it, and the files that were open before."""

import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMenu, QMessageBox

from desktop_pipeline.actions.workspaces import make_workspace
from desktop_pipeline.app import make_window
from desktop_pipeline.storage.workspace import open_workspace
from desktop_pipeline.ui.care.read_only_banner import UnwritableBanner
from desktop_pipeline.ui.main_window import MainWindow
from desktop_pipeline.ui.preferences import PreferenceFile, Preferences
from desktop_pipeline.ui.settings.settings_page import SettingsPage
from desktop_pipeline.ui.window_spot import fit_window


@pytest.fixture
def window(qapp: QApplication, tmp_path: Path) -> Iterator[MainWindow]:
    PreferenceFile(tmp_path / "home").keep(Preferences(user_name="Ann Lee"))
    opened = make_window(qapp, PreferenceFile(tmp_path / "home"))
    opened.resize(1200, 800)
    opened.show()
    for path in (tmp_path / "first.pipeline", tmp_path / "second.pipeline"):
        make_workspace(path, template="simple").close()
        assert opened.open_file(path)
        settle(opened, partial(is_newest, opened, path))
    yield opened
    opened.close()
    opened.deleteLater()
    QApplication.processEvents()


def is_newest(window: MainWindow, path: Path) -> bool:
    return window.recent_paths()[:1] == [path]


def settle(window: MainWindow, until: Callable[[], object]) -> None:
    end = time.monotonic() + 20
    while not (window.tasks.is_idle and until()):
        assert time.monotonic() < end, "it never came to be"
        QApplication.processEvents()
        time.sleep(0.002)


def entry(window: MainWindow, text: str) -> QAction:
    file = window.menuBar().actions()[0].menu()
    assert isinstance(file, QMenu)
    return next(action for action in file.actions() if action.text() == text)


def recent(window: MainWindow) -> list[QAction]:
    inner = entry(window, "Open again").menu()
    assert isinstance(inner, QMenu)
    inner.aboutToShow.emit()
    return inner.actions()


def save_as(window: MainWindow, path: Path) -> None:
    dialog = window.questions.shown
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(path))
    dialog.close()


def shown_path(window: MainWindow) -> Path | None:
    return None if window.session is None else window.session.path


def shown_toast(window: MainWindow) -> str:
    return "" if window.page is None else window.page.toast.text


def test_the_files_that_were_open_before_are_one_choice_away(window: MainWindow, tmp_path: Path) -> None:
    (other,) = recent(window)
    assert other.text() == "first.pipeline"
    other.trigger()
    assert shown_path(window) == tmp_path / "first.pipeline"
    assert [action.text() for action in recent(window)] == ["second.pipeline"]
    (tmp_path / "second.pipeline").unlink()
    (none,) = recent(window)
    assert (none.text(), none.isEnabled()) == ("No other files yet", False)


def test_a_copy_is_saved_beside_and_the_window_stays_with_its_file(window: MainWindow, tmp_path: Path) -> None:
    entry(window, "Save a copy…").trigger()
    dialog = window.questions.shown
    assert isinstance(dialog, QFileDialog)
    assert [Path(name).name for name in dialog.selectedFiles()] == ["second (copy).pipeline"]
    save_as(window, tmp_path / "trial")
    settle(window, lambda: shown_toast(window) == "A copy is saved as “trial.pipeline”")
    assert shown_path(window) == tmp_path / "second.pipeline"
    with open_workspace(tmp_path / "trial.pipeline") as copy:
        assert copy.value("select count(*) from stage where is_open") == 3


def test_a_moved_file_is_shown_where_it_lies_now(window: MainWindow, tmp_path: Path) -> None:
    page = window.page
    assert page is not None
    page.board.look(page.board.looks.resize(page.board.looks.density))
    (tmp_path / "archive").mkdir()
    target = tmp_path / "archive" / "deals.pipeline"
    entry(window, "Move or rename…").trigger()
    save_as(window, target)
    assert window.places.waiting is not None
    settle(window, lambda: shown_path(window) == target)
    assert shown_toast(window) == "The file is now “deals.pipeline” in “archive”"
    assert window.places.waiting is None
    assert not (tmp_path / "second.pipeline").exists()
    assert str(target) in window.preferences.now.boards
    assert str(tmp_path / "second.pipeline") not in window.preferences.now.boards
    settle(window, lambda: window.recent_paths() == [target, tmp_path / "first.pipeline"])


def test_a_move_that_is_refused_opens_the_file_again_and_says_why(window: MainWindow, tmp_path: Path) -> None:
    entry(window, "Move or rename…").trigger()
    save_as(window, tmp_path / "first.pipeline")
    settle(window, lambda: shown_path(window) == tmp_path / "second.pipeline")
    box = window.questions.shown
    assert isinstance(box, QMessageBox)
    assert box.text() == "“first.pipeline” is there already. It was left as it is; choose another name."
    box.close()
    assert (tmp_path / "first.pipeline").exists()


def test_the_sample_company_is_said_to_be_one_and_goes_by_one_choice(window: MainWindow, tmp_path: Path) -> None:
    assert window.status.place.text() == "On this computer only"
    entry(window, "Sample company").trigger()
    settle(window, lambda: window.status.place.text() != "On this computer only")
    assert window.status.place.text() == "Sample company"
    sample = shown_path(window)
    assert sample is not None
    entry(window, "Remove the sample company").trigger()
    assert shown_path(window) is None
    assert not sample.exists()
    assert window.status.place.text() == "Works without the internet"


def test_activities_go_out_as_a_calendar_from_the_file_menu(window: MainWindow) -> None:
    entry(window, "Export activities as a calendar…").trigger()
    page = window.page
    assert page is not None
    settings = page.screens.screen("settings").widget
    assert isinstance(settings, SettingsPage)
    assert (page.current, settings.current) == ("settings", "calendars")


def test_without_a_file_there_is_nothing_to_copy_or_move(window: MainWindow) -> None:
    window.close_file()
    assert not entry(window, "Save a copy…").isEnabled()
    assert not entry(window, "Move or rename…").isEnabled()
    assert [action.text() for action in recent(window)] == ["second.pipeline", "first.pipeline"]


def test_a_file_is_remembered_by_its_whole_path_whatever_folder_the_program_is_started_in(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert window.open_file(Path("first.pipeline"))
    settle(window, partial(is_newest, window, tmp_path / "first.pipeline"))
    assert len(window.recent_paths()) == 2


def test_what_cannot_be_written_to_is_offered_for_reading_and_copied_from_there(
    window: MainWindow, tmp_path: Path
) -> None:
    # Nobody can write a lock there, root included.
    (tmp_path / "first.pipeline.lock").mkdir()
    assert not window.open_file(tmp_path / "first.pipeline")
    (box,) = window.findChildren(QMessageBox)
    assert "cannot be opened for writing" in box.text()
    words = next(label for label in box.findChildren(QLabel) if label.text() == box.text())
    reading, cancel = (
        next(button for button in box.buttons() if button.text().replace("&", "") == name)
        for name in ("Open to read only", "Cancel")
    )
    # As in our own dialogs: as much room before the words as behind the buttons, and the one that does it there.
    left, right = words.mapTo(box, QPoint()).x(), reading.mapTo(box, reading.rect().topRight()).x()
    assert (left, box.width() - 1 - right) == (20, 20)
    assert cancel.mapTo(box, QPoint()).x() < reading.mapTo(box, QPoint()).x()
    next(button for button in box.buttons() if button is reading).click()
    assert window.session is not None
    assert window.session.workspace.is_read_only
    assert window.page is not None
    (banner,) = window.page.findChildren(UnwritableBanner)
    assert "read only" in banner.accessibleName()
    banner.buttons[0].click()
    chooser = window.findChildren(QFileDialog)[-1]
    chooser.close()
    chooser.fileSelected.emit(str(tmp_path / "mine.pipeline"))
    settle(window, (tmp_path / "mine.pipeline").exists)
    assert window.open_file(tmp_path / "mine.pipeline")
    assert not window.session.workspace.is_read_only


LEFT, RIGHT = QRect(0, 0, 1360, 850), QRect(1360, 0, 1920, 1080)


@pytest.mark.parametrize(
    ("stood", "stands"),
    [
        ((100, 50, 800, 600), (100, 50, 800, 600)),
        # The screen has become smaller, or another one.
        ((0, 0, 1440, 900), (0, 32, 1360, 818)),
        ((900, 500, 800, 600), (560, 250, 800, 600)),
        # On the second screen it stays there; on one that is gone it comes to the first.
        ((1400, 60, 1700, 900), (1400, 60, 1700, 900)),
        ((5000, 60, 800, 600), (560, 60, 800, 600)),
        # The bar with its name is above what is remembered.
        ((-300, -20, 800, 600), (0, 32, 800, 600)),
    ],
)
def test_a_window_comes_back_where_it_can_be_seen_whole(
    stood: tuple[int, int, int, int], stands: tuple[int, int, int, int]
) -> None:
    assert fit_window(QRect(*stood), (LEFT, RIGHT)) == QRect(*stands)


def test_a_maximised_window_comes_back_maximised_and_to_its_size(window: MainWindow, qapp: QApplication) -> None:
    window.setGeometry(20, 30, 1100, 700)
    window.showMaximized()
    QApplication.processEvents()
    window.close()
    preferences = PreferenceFile(window.preferences.folder)
    assert preferences.now.window == (20, 30, 1100, 700)
    again = make_window(qapp, preferences)
    assert again.isMaximized()
    again.show()
    again.showNormal()
    QApplication.processEvents()
    assert again.height() == 700, "the screen of the tests is too narrow for its width"
    again.close()
    assert not PreferenceFile(window.preferences.folder).now.is_maximized
    again.deleteLater()
