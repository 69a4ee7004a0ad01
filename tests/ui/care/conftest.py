from collections.abc import Iterator
from datetime import UTC, date
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme
from tests.workspaces import Desk, desk

__all__ = ["desk"]
TODAY = date(2026, 1, 5)


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Theme:
    theme = Theme()
    theme.apply(qapp, "light")
    return theme


@pytest.fixture
def formats() -> Formats:
    return Formats(QLocale("en_GB"), UTC)


@pytest.fixture
def session(desk: Desk) -> Session:
    return Session(desk.workspace)


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[Tasks]:
    tasks = Tasks()
    yield tasks
    tasks.stop()


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    return tmp_path / "settings"
