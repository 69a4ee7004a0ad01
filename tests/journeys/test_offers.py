"""An owner makes an offer by keys alone, looks at it as it is printed, sends it, and wins the deal with it."""

import re
from datetime import timedelta

import pytest

from desktop_pipeline.actions.deals import create_deal
from desktop_pipeline.actions.line_items import add_line, edit_line
from desktop_pipeline.actions.workspaces import make_workspace
from desktop_pipeline.domain.money import Money
from desktop_pipeline.reports.content import Passage
from desktop_pipeline.storage.workspace import read_clock
from desktop_pipeline.ui.offers.offer_dialog import OfferDialog
from desktop_pipeline.ui.reports.preview.dialog import PreviewDialog
from tests.journeys.story import Story

# Menus and dialogs ask the window system for what this one has not.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def company(story: Story) -> Story:
    """One deal with two products."""
    with make_workspace(story.path, template="meeting", owner="Ann Lee") as made:
        stage = int(made.value("select id from stage where is_open order by position"))
        at = read_clock() - timedelta(days=1)
        value = Money(120_000, "EUR")
        deal = create_deal(made, title="Oak table", stage_id=stage, at=at, value=value, organisation="Petrel House")
        for product, price in (("Table", 100_000), ("Delivery", 20_000)):
            line = add_line(made, deal, product, at=read_clock())
            edit_line(made, line, at=read_clock(), price=price)
    story.open()
    return story


def states(story: Story) -> list[tuple[object, ...]]:
    return [tuple(row) for row in story.rows("select number, state from offer")]


def read_subject(preview: PreviewDialog) -> tuple[str, str]:
    """The number of the offer on the pages, and what it is about."""
    assert preview.content is not None
    number = re.search(r"\S+$", preview.content.file)
    assert number is not None
    (about,) = (part.title for part in preview.content.sections if isinstance(part, Passage) and part.name == "intro")
    return number.group(), about


def make_and_see(story: Story) -> str:
    """Makes the offer, words it, and looks at the preview; returns its number."""
    story.point_at("Oak table")
    story.keys("Return")
    story.wait(story.page.panel.isVisible, "the deal was not opened")
    story.settle()
    story.tab_to("Make an offer")
    story.keys("space")
    dialog = story.ask(OfferDialog)
    number = dialog.number.text()
    story.tab_to("About")
    story.keys("ctrl+a")
    story.write("An oak table")
    story.keys("ctrl+p")
    preview = story.ask(PreviewDialog)
    story.wait(lambda: preview.content is not None, "the offer was not laid out")
    assert read_subject(preview) == (number, "An oak table")
    story.keys("Escape")
    story.answered()
    return number


def test_an_offer_is_made_printed_sent_accepted_and_undone(company: Story) -> None:
    story = company
    story.keys("ctrl+comma", *["Down"] * 6, "Return")
    story.tab_to("Add a tax")
    story.write("VAT 21")
    story.keys("Return", "ctrl+1")
    story.settle()
    number = make_and_see(story)
    assert states(story) == [(number, "draft")]
    line = story.tab_to(f"Offer: {number}", "Tab")
    assert "€1,452" in story.read_aloud(line)
    story.keys("s")
    assert states(story) == [(number, "sent")]
    story.tab_to(f"More about {number}")
    story.keys("space")
    story.choose("Accepted…")
    story.wait(lambda: story.page.panel.offers.acts.popover is not None)
    story.settle()
    story.keys("Return")
    story.settle()
    assert (states(story), story.deal("Oak table", "d.status")) == ([(number, "accepted")], ("won",))
    story.keys("ctrl+z", "ctrl+z")
    assert (states(story), story.deal("Oak table", "d.status")) == ([(number, "sent")], ("open",))
    story.restart()
    story.point_at("Oak table")
    story.keys("Return")
    story.settle()
    line = story.tab_to(f"Offer: {number}")
    assert "Sent" in story.read_aloud(line)
    story.keys("Return")
    preview = story.ask(PreviewDialog)
    story.wait(lambda: preview.content is not None, "the offer was not laid out")
    assert read_subject(preview) == (number, "An oak table")
    story.keys("Escape")
