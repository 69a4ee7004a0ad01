"""Every section of the settings is found by the search, as a command."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_pipeline.ui.palette.palette import Palette
from desktop_pipeline.ui.settings.settings_page import SettingsPage
from tests.gallery import Stage


def search(stage: Stage, text: str) -> list[str]:
    stage.window.open_palette()
    palette = stage.find(Palette)
    palette.field.setText(text)
    return [row.text for row in palette.list.shown.rows if not row.is_heading]


def settings(stage: Stage) -> SettingsPage:
    page = stage.page.screens.screen("settings").widget
    assert isinstance(page, SettingsPage)
    return page


def test_all_sections_stand_among_the_commands_in_the_order_of_the_page(stage: Stage) -> None:
    found = [text for text in search(stage, ">settings:") if text.startswith("Settings: ")]
    rows = settings(stage).list
    assert found == [f"Settings: {rows.item(row).text()}" for row in range(rows.count())]


def test_a_section_is_found_by_its_name_and_enter_shows_it(stage: Stage) -> None:
    for typed, key in ((">holidays", "calendar"), (">e-mail acc", "mail"), (">backups", "backups")):
        search(stage, typed)
        palette = stage.find(Palette)
        row = palette.list.current_row()
        assert row is not None
        if not row.text.startswith("Settings: "):
            QTest.keyClick(palette.field, Qt.Key.Key_Down)
        QTest.keyClick(palette.field, Qt.Key.Key_Return)
        stage.settle()
        assert stage.page.current == "settings"
        assert settings(stage).current == key
        assert QApplication.focusWidget() is settings(stage).list
        stage.page.go_to("board")
