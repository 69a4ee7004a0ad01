from datetime import date
from pathlib import Path

import pytest

from desktop_pipeline.ui.session import Session
from tests.workspaces import Desk, desk

__all__ = ["desk"]
TODAY = date(2026, 1, 5)


@pytest.fixture
def session(desk: Desk) -> Session:
    return Session(desk.workspace)


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    return tmp_path / "settings"
