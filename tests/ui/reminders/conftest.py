from datetime import timedelta
from pathlib import Path

import pytest

from desktop_pipeline.actions.activities import plan_activity
from desktop_pipeline.ui.session import Session
from tests.workspaces import Desk, desk

__all__ = ["desk"]


@pytest.fixture
def session(desk: Desk) -> Session:
    return Session(desk.workspace)


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    return tmp_path / "settings"


def remind(desk: Desk, subject: str, **ahead: float) -> int:
    """Plans a call that is reminded of so far ahead, and comes a quarter of an hour later."""
    due_at = desk.now + timedelta(**ahead) + timedelta(minutes=15)
    return plan_activity(
        desk.workspace, kind="call", subject=subject, at=desk.now, due_at=due_at, remind_before=15, owner_id=1
    )
