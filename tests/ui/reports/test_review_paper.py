"""The minutes of a usual review are one printed page; what they tell is on it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

from desktop_pipeline.actions.review_decisions import Step, decide_keep, decide_lost
from desktop_pipeline.actions.reviews import finish_review, start_review
from desktop_pipeline.domain.reviews import Rules
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.queries.review_plan import plan_review
from desktop_pipeline.reports.asked import Paper, ReportAsked, ReportKind
from desktop_pipeline.reports.changing.review_closing import gather_closing
from desktop_pipeline.ui.reports.headless import print_report
from tests.workspaces import Desk, make_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A workspace with the five stages of a template, empty of deals."""
    made = make_desk(tmp_path)
    yield made
    made.workspace.close()


def hold(desk: Desk, deals: int) -> None:
    """A review of so many deals, every second one kept, the others lost."""
    for number in range(1, deals + 1):
        desk.deal(
            f"Deal {number}", value=number * 100_00, stage=number % 3, owner_id=1, organisation=f"Customer {number}"
        )
    figures, today = Figures(desk.workspace), desk.workspace.today()
    plan = plan_review(figures, desk.workspace, Rules(), as_of=today)
    review_id = start_review(desk.workspace, plan, at=desk.now)
    for place, queued in enumerate(plan.queue):
        if place % 2:
            decide_lost(desk.workspace, review_id, queued.deal_id, desk.reason(), at=desk.now, note="Asked twice")
        else:
            step = Step("visit", "Look at the site", due_on=today + timedelta(days=3))
            decide_keep(desk.workspace, review_id, queued.deal_id, at=desk.now, step=step)
    figures.forget()
    closing = gather_closing(figures, desk.workspace, as_of=today, owner_id=None, pipeline_id=None)
    finish_review(
        desk.workspace,
        review_id,
        closing.standing,
        forecast=closing.forecast,
        next_on=today + timedelta(days=7),
        at=desk.now,
        note="Oak gets dearer.",
    )


def print_pages(desk: Desk, paper: Paper) -> list[str]:
    out = desk.path.with_name(f"minutes-{paper}.pdf")
    print_report(desk.workspace, out, ReportAsked(ReportKind.REVIEW, paper=paper))
    return [" ".join(page.extract_text().split()) for page in PdfReader(out).pages]


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_eleven_decisions_with_forecast_and_note_take_one_page(desk: Desk, paper: Paper) -> None:
    hold(desk, 11)
    (page,) = print_pages(desk, paper)
    for number in range(1, 12):
        assert f"Deal {number} " in page
    for said in (
        "Oak gets dearer.",
        "The next review is on 12 Jan 2026.",
        "Forecast",
        "Asked twice",
        "Look at the site",
    ):
        assert said in page


@pytest.mark.usefixtures("qapp")
def test_forty_decisions_take_more_and_none_is_left_out(desk: Desk) -> None:
    hold(desk, 40)
    pages = print_pages(desk, "A4")
    whole = " ".join(pages)
    assert 1 < len(pages) <= 3
    assert all(f"Deal {number} " in whole for number in range(1, 41))
