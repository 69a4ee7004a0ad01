"""Each owner of the sample company has one page to be handed out, on A4 and on Letter."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

import pytest

from desktop_pipeline.actions import Workspace
from desktop_pipeline.reports.asked import ReportKind
from desktop_pipeline.reports.content import PageOpening, ReportContent
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.reports.pages import finish, lay_out
from desktop_pipeline.ui.reports.sheet import page_layout, sheet_of
from tests.made_once import sample_company
from tests.reports.makings import make

pytestmark = pytest.mark.usefixtures("qtbot")


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    now = datetime(2026, 6, 9, 10, 42, tzinfo=UTC)
    with sample_company(tmp_path / "sample.pipeline", today=date(2026, 6, 9), clock=lambda: now) as opened:
        yield opened


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_an_owner_takes_one_page(workspace: Workspace, paper: Literal["A4", "Letter"]) -> None:
    content = make(workspace, ReportKind.OWNERS)
    places = [place for place, section in enumerate(content.sections) if isinstance(section, PageOpening)]
    # Five owners, and how the numbers are made.
    assert len(places) == 6
    team = replace(content, sections=content.sections[: places[0]])
    assert count_pages(content, paper, workspace) - count_pages(team, paper, workspace) == len(places)


def count_pages(content: ReportContent, paper: Literal["A4", "Letter"], workspace: Workspace) -> int:
    return finish(lay_out(content, sheet_of(page_layout(paper)), Formats(zone=workspace.zone))).count
