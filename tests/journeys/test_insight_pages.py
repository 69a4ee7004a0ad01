"""From a question to the deals behind its answer, by keys alone: another page, a bar, its list, one of its deals."""

import pytest

from desktop_pipeline.storage.workspace import read_clock
from desktop_pipeline.ui.insights.behind_dialog import BehindDialog
from desktop_pipeline.ui.insights.insights_page import InsightsPage
from tests.journeys.story import Story
from tests.made_once import write_sample

# Menus and tooltips ask the window system for what this one has not.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def insights(story: Story) -> InsightsPage:
    """The Overview of the sample company, with its figures."""
    write_sample(story.path, today=read_clock().date())
    story.open()
    story.keys("ctrl+5")
    page = story.page.findChildren(InsightsPage)[0]
    story.wait(lambda: page.question is not None, "no figures came")
    return page


def go(story: Story, page: InsightsPage, title: str) -> None:
    """Takes a page that stands behind “More”."""
    story.tab_to("Overview")
    story.keys("Right", "Right")
    story.choose(title)
    story.wait(lambda: page.question is not None and page.page.title == title, f"{title} never came")


def test_a_bar_leads_to_its_deals_and_one_of_them_opens(story: Story, insights: InsightsPage) -> None:
    go(story, insights, "Conversion")
    story.tab_to("How many move on from each stage?")
    if not hasattr(story.focus, "marks"):
        story.tab_to("How many move on from each stage?")
    story.keys("Right", "Return")
    dialog = story.ask(BehindDialog)
    assert dialog.windowTitle() == "Moved on from Lead In"
    story.wait(lambda: dialog.model.rowCount() > 0, "no deal came")
    deal_id = dialog.model.deal_id(0)
    if story.focus is not dialog.table:
        story.tab_to("Deals behind the figure")
    story.keys("Home", "Return")
    story.answered()
    story.wait(lambda: story.page.panel.deal_id == deal_id, "the deal never opened")


def test_a_table_of_a_page_opens_its_deals_by_enter(story: Story, insights: InsightsPage) -> None:
    go(story, insights, "Speed")
    table = story.tab_to("Which deals have sat longest?")
    while not hasattr(table, "rows_model"):
        table = story.tab_to("Which deals have sat longest?")
    story.keys("Down", "Return")
    story.wait(lambda: story.page.panel.deal_id is not None, "the deal never opened")
