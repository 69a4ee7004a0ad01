from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_pipeline.ui.session import Session
from tests.made_once import new_workspace

NOW = datetime(2026, 6, 9, 9, 12, tzinfo=UTC)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    workspace = new_workspace(tmp_path / "joinery.pipeline", template="meeting", owner="Amara Eze", clock=lambda: NOW)
    yield Session(workspace)
    workspace.close()


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1440, 900)
    window.show()
    qtbot.waitExposed(window)
    return window
