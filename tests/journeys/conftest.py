"""The window of a story, offscreen and, for tests that run on a virtual screen, with real keys."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.journeys.story import RealStory, Story


@pytest.fixture(params=["offscreen", pytest.param("screen", marks=pytest.mark.xvfb)])
def story(request: pytest.FixtureRequest, qtbot: QtBot, tmp_path: Path) -> Iterator[Story]:
    """The program just started, with no workspace yet."""
    told = RealStory(tmp_path) if request.param == "screen" else Story(tmp_path)
    yield told
    told.close()
