from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.onboarding.start_page import StartPage
from desktop_pipeline.ui.theme import Theme

NOW = datetime(2026, 6, 9, 12, 0, tzinfo=UTC)


@pytest.fixture
def page(theme: Theme, qtbot: QtBot) -> Iterator[StartPage]:
    page = StartPage(theme, Formats(QLocale("de_AT"), UTC), clock=lambda: NOW)
    qtbot.addWidget(page)
    page.resize(1440, 820)
    page.show()
    page.activateWindow()
    qtbot.waitExposed(page)
    qtbot.waitUntil(lambda: QApplication.activeWindow() is page)
    yield page
    page.close()
