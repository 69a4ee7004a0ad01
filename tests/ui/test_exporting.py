"""Export from the window: what is shown, a dialog for the place, a toast with the way to the folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_pipeline.app import make_window
from desktop_pipeline.ui.contacts.contacts_page import ContactsPage
from desktop_pipeline.ui.deals.deals_page import DealsPage
from desktop_pipeline.ui.exporting import WindowExport
from desktop_pipeline.ui.main_window import MainWindow
from desktop_pipeline.ui.preferences import PreferenceFile, Preferences
from desktop_pipeline.ui.workspace_page import WorkspacePage
from tests.workspaces import Desk, make_desk


@pytest.fixture
def window(qapp: QApplication, tmp_path: Path) -> Iterator[MainWindow]:
    desk = make_desk(tmp_path)
    fill(desk)
    desk.workspace.close()
    preferences = PreferenceFile(tmp_path / "home")
    preferences.keep(Preferences(theme="light", user_name="Ann"))
    made = make_window(qapp, preferences)
    made.open_file(tmp_path / "deals.pipeline")
    made.show()
    yield made
    made.close()
    made.deleteLater()


def fill(desk: Desk) -> None:
    desk.deal("Oak table", organisation="Alder Ltd", owner_id=desk.id_of("owner", "Ann"))
    desk.deal("Elm chair", organisation="Birch Ltd", owner_id=desk.id_of("owner", "Ben"))
    desk.deal("Ash desk", stage=1)


def export_to(window: MainWindow, out: Path, qtbot: QtBot) -> WindowExport:
    """Asks by the menu's own command, names the file, and waits for the toast."""
    window.ask_export()
    exporting = window.exporting
    assert exporting is not None
    assert exporting.chooser is not None
    exporting.chooser.fileSelected.emit(str(out))
    exporting.chooser.close()
    toast = page_of(window).toast
    qtbot.waitUntil(lambda: toast.isVisible() and out.name in toast.text, timeout=20_000)
    return exporting


def page_of(window: MainWindow) -> WorkspacePage:
    assert window.page is not None
    return window.page


def read_titles(path: Path, sheet: str = "Deals") -> list[str]:
    return [row[0].value for row in load_workbook(path)[sheet].iter_rows(min_row=2)]


def test_the_board_is_exported_as_it_is_filtered(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    export_to(window, tmp_path / "all.xlsx", qtbot)
    assert read_titles(tmp_path / "all.xlsx") == ["Elm chair", "Oak table", "Ash desk"]
    page = page_of(window)
    page.board.show_question({**page.board.question(), "text": "elm"})
    export_to(window, tmp_path / "some.xlsx", qtbot)
    assert read_titles(tmp_path / "some.xlsx") == ["Elm chair"]
    assert page.toast.text == "Exported 1 row to some.xlsx"


def test_the_table_gives_what_it_asks_for_or_what_is_selected(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    page = page_of(window)
    page.go_to("deals")
    table = page.stack.currentWidget()
    assert isinstance(table, DealsPage)
    qtbot.waitUntil(lambda: table.model.rowCount() == 3, timeout=10_000)
    export_to(window, tmp_path / "all.csv", qtbot)
    assert len((tmp_path / "all.csv").read_text(encoding="utf-8-sig").splitlines()) == 4
    table.view.setFocus()
    table.view.point_at(0, 0)
    QTest.keyClick(table.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert len(table.view.selected_ids()) == 2
    export_to(window, tmp_path / "two.xlsx", qtbot)
    assert len(read_titles(tmp_path / "two.xlsx")) == 2


def test_contacts_are_exported_as_they_are_listed(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    page = page_of(window)
    page.go_to("contacts")
    contacts = page.stack.currentWidget()
    assert isinstance(contacts, ContactsPage)
    contacts.toolbar.subjects.choose(1)
    qtbot.waitUntil(lambda: len(contacts.table.contacts.ids) == 2, timeout=10_000)
    export_to(window, tmp_path / "firms.xlsx", qtbot)
    assert read_titles(tmp_path / "firms.xlsx", "Organisations") == ["Alder Ltd", "Birch Ltd"]


def test_the_toast_leads_to_the_folder(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    shown: list[Path] = []
    window.exporting = WindowExport(window, shown.append)
    export_to(window, tmp_path / "out.xlsx", qtbot)
    toast = page_of(window).toast
    QTest.mouseClick(toast, Qt.MouseButton.LeftButton, pos=QPointF(toast.undo_rect().center()).toPoint())
    assert shown == [tmp_path]
    assert not toast.isVisible()


def test_a_place_that_cannot_be_written_is_said(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    window.ask_export()
    assert window.exporting is not None
    assert window.exporting.chooser is not None
    window.exporting.chooser.fileSelected.emit(str(tmp_path / "nowhere" / "out.xlsx"))
    window.exporting.chooser.close()
    qtbot.waitUntil(lambda: window.questions.shown is not None, timeout=20_000)
    shown = window.questions.shown
    assert shown is not None
    shown.close()


def test_cancel_leaves_nothing(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    window.ask_export()
    assert window.exporting is not None
    assert window.exporting.chooser is not None
    window.exporting.chooser.fileSelected.emit(str(tmp_path / "out.xlsx"))
    window.exporting.chooser.close()
    assert window.exporting.waiting is not None
    window.exporting.waiting.canceled.emit()
    qtbot.waitUntil(lambda: window.exporting is not None and window.exporting.waiting is None, timeout=20_000)
    assert not list(tmp_path.glob("*.xlsx"))
    assert not list(tmp_path.glob(".export*"))
