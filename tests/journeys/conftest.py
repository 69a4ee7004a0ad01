"""The window of a story, offscreen and, for tests that run on a virtual screen, with real keys."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.journeys.story import RealStory, Story
from tests.sample_stage import stage

__all__ = ["stage"]

_ON_SCREEN = 3


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of the many ways to paste a few are played by real keys in every run, the rest in the long form."""
    pasted = [item for item in items if item.path.name == "test_pasting.py" and item.get_closest_marker("xvfb")]
    for item in pasted[_ON_SCREEN:]:
        item.add_marker("long")


@pytest.fixture(params=["offscreen", pytest.param("screen", marks=pytest.mark.xvfb)])
def story(request: pytest.FixtureRequest, qtbot: QtBot, tmp_path: Path) -> Iterator[Story]:
    """The program just started, with no workspace yet."""
    told = RealStory(tmp_path) if request.param == "screen" else Story(tmp_path)
    yield told
    told.close()
