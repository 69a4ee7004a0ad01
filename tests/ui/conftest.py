"""What every test of a screen stands on: the light theme, English formats, work on other threads."""

from collections.abc import Iterator
from datetime import UTC

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme
from tests.sample_stage import stage

__all__ = ["stage"]


@pytest.fixture(scope="module")
def theme(qapp: QApplication) -> Theme:
    theme = Theme()
    theme.apply(qapp, "light")
    return theme


@pytest.fixture
def formats() -> Formats:
    return Formats(QLocale("en_GB"), UTC)


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[Tasks]:
    tasks = Tasks()
    yield tasks
    tasks.stop()
