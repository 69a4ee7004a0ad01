"""The program's own window with the sample company in it."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gallery import Look, Stage, open_stage


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    """Open for writing, on a clock that stands still."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    with open_stage(app, Look()) as opened:
        opened.enter()
        yield opened
