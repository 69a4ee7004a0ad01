from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions.workspaces import make_workspace
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme

NOW = datetime(2026, 6, 9, 9, 12, tzinfo=UTC)


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Theme:
    theme = Theme()
    theme.apply(qapp, "light")
    return theme


@pytest.fixture
def formats() -> Formats:
    return Formats(QLocale("en_GB"), UTC)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    workspace = make_workspace(tmp_path / "joinery.pipeline", template="meeting", owner="Amara Eze", clock=lambda: NOW)
    yield Session(workspace)
    workspace.close()


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[Tasks]:
    tasks = Tasks()
    yield tasks
    tasks.stop()


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1440, 900)
    window.show()
    qtbot.waitExposed(window)
    return window
