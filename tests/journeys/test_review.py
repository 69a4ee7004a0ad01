"""The weekly review of the sample company by keys alone: cut short by a kill, gone on with, finished, and read back."""

import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtWidgets import QToolButton

from desktop_pipeline.storage.workspace import read_clock
from desktop_pipeline.ui.reports.preview.dialog import PreviewDialog
from desktop_pipeline.ui.review.past_page import PastReviewsPage
from desktop_pipeline.ui.review.review_page import ReviewPage
from tests.children import KILLED
from tests.journeys.story import Story
from tests.made_once import write_sample
from tests.program import run_program

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

_DECIDED = (
    "select d.title, rd.decision, rd.note from review_deal rd join deal d on d.id = rd.deal_id"
    " where rd.review_id = (select max(id) from review) order by rd.position"
)


def kill_half_way(path: Path, home: Path) -> None:
    """Another program begins the review and is killed while it decides about the fourth deal."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.half_a_review", str(path), str(home)],
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        cwd=Path(__file__).parents[2],
    )
    assert child.stdout is not None
    with child.stdout:
        assert child.stdout.readline().strip() == "half way"
        child.kill()
        assert child.wait() == KILLED


def review_page(story: Story) -> ReviewPage:
    page = story.page.screens.screen("review").widget
    assert isinstance(page, ReviewPage)
    return page


def walk_on(story: Story, page: ReviewPage, deals: int) -> None:
    """Lost with a reason, taken back, lost again; one is snoozed, one kept by its own words, the others skipped."""

    def press(*keys: str) -> None:
        story.keys(*keys)
        story.wait(lambda: not page.walk.is_reading, "the next deal was never read")

    fourth = page.walk.deal.head.title.text()
    press("4", "2", "Return")
    assert story.rows(_DECIDED)[3][:2] == (fourth, "lost")
    press("ctrl+z")
    assert page.walk.deal.head.title.text() == fourth
    assert story.rows(_DECIDED)[3][:2] == (fourth, None)
    press("4", "2", "Return")
    press("5")
    story.write("Back in a fortnight")
    press("Return")
    press("1", "1")
    story.write("Bring the samples")
    press("Return")
    for _deal in range(deals - 6):
        press("s")
    assert page.stack.currentWidget() is page.closing


def finish(story: Story, page: ReviewPage) -> None:
    story.keys("Return")
    story.wait(lambda: page.review is not None and page.review.finished_at is not None, "it was never finished")


def test_a_review_that_was_killed_half_way_is_gone_on_with_finished_and_its_minutes_read(
    story: Story, tmp_path: Path
) -> None:
    write_sample(story.path, today=read_clock().date())
    kill_half_way(story.path, tmp_path / "other home")
    # What was decided is there, with its notes; the decision that was not saved is not.
    before = story.rows(_DECIDED)
    kept = [("keep", f"Said about number {number}") for number in (1, 2, 3)]
    assert [row[1:] for row in before[:4]] == [*kept, (None, "")]
    story.open()
    story.keys("ctrl+6")
    page = review_page(story)
    story.wait(page.opening.start.isEnabled, "the review was not read")
    assert f"3 of {len(before)} deals are decided" in page.opening.paused.text
    story.keys("Return")
    story.wait(lambda: page.is_walking and not page.walk.is_reading, "the walk never began")
    assert page.walk.deal.head.title.text() == before[3][0]
    walk_on(story, page, len(before))
    finish(story, page)
    ended = "select state, next_on is not null, snapshot_id is not null from review order by id desc limit 1"
    assert story.rows(ended) == [("finished", 1, 1)]
    decisions = [row[1] for row in story.rows(_DECIDED)]
    assert decisions[:6] == ["keep", "keep", "keep", "lost", "snooze", "keep"]
    # Nothing was doubled.
    assert story.value("select count(*) from activity where subject = 'Bring the samples'") == 1
    read_minutes(story, tmp_path / "minutes.pdf", (str(before[0][0]), str(before[3][0]), "Said about number 2"))


def read_minutes(story: Story, out: Path, told: tuple[str, ...]) -> None:
    """Enter prints the minutes: they are read in the window, and from the file that the command makes of them."""
    story.keys("Return")
    dialog = story.ask(PreviewDialog)
    story.wait(lambda: not dialog.is_busy, "the pages never came")
    pages = "\n".join(dialog.view.page_text(number) for number in range(1, dialog.view.count + 1))
    assert [words for words in told if words not in pages] == []
    story.keys("Escape")
    story.answered()
    ended = run_program("report", story.path, out, "--kind", "review")
    assert ended.code == 0, ended.errors
    text = " ".join(" ".join(sheet.extract_text() for sheet in PdfReader(out).pages).split())
    assert [words for words in told if words not in text] == []


def test_past_reviews_are_read_and_printed_by_keys(story: Story, tmp_path: Path) -> None:
    write_sample(story.path, today=read_clock().date())
    story.open()
    story.keys("ctrl+6")
    page = review_page(story)
    story.wait(lambda: page.planned is not None, "the plan was never read")
    story.keys("Return")
    story.wait(lambda: page.is_walking and not page.walk.is_reading, "the walk never began")
    story.keys("1", "Return")
    story.wait(lambda: not page.walk.is_reading)
    story.keys("Escape")
    story.settle()
    story.tab_to("Finish it now")
    story.keys("space")
    story.settle()
    finish(story, page)
    story.tab_to("Past reviews")
    story.keys("space")
    assert story.page.current == "past reviews"
    past = story.page.screens.screen("past reviews").widget
    assert isinstance(past, PastReviewsPage)
    story.wait(lambda: len(past.rows) == 1, "the decisions were never read")
    assert past.list.hasFocus()
    older = past.heading.text()
    story.keys("Down")
    story.wait(lambda: past.heading.text() != older and len(past.rows) > 1, "the review before was never shown")
    assert "kept" in story.read_aloud(past.rows[0]).lower()


def test_the_navigation_counts_the_deals_and_ctrl_p_prints_the_sheet_as_far_as_it_goes(story: Story) -> None:
    write_sample(story.path, today=read_clock().date())
    story.open()
    story.wait(lambda: any("Review, " in name for name in spoken(story)), "the deals were never counted")
    story.keys("ctrl+6")
    page = review_page(story)
    story.wait(lambda: page.planned is not None, "the plan was never read")
    assert page.planned is not None
    assert f"Review, {len(page.planned.plan.queue)}" in spoken(story)
    story.keys("ctrl+p")
    assert "has not begun yet" in story.page.toast.text
    story.keys("Return")
    story.wait(lambda: page.is_walking and not page.walk.is_reading, "the walk never began")
    title = page.walk.deal.head.title.text()
    story.keys("s")
    story.wait(lambda: not page.walk.is_reading)
    story.keys("ctrl+p")
    dialog = story.ask(PreviewDialog)
    story.wait(lambda: not dialog.is_busy, "the pages never came")
    assert title in dialog.view.page_text(1)
    story.keys("Escape")
    story.answered()
    assert f"Review, {page.walk.queue.list.queue.rowCount() - 1}" in spoken(story)


def spoken(story: Story) -> list[str]:
    """What a screen reader says of the places of the navigation."""
    return [story.read_aloud(button) for button in story.page.navigation.findChildren(QToolButton)]
