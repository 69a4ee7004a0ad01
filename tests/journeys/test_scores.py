"""An owner makes rules for the score by keys alone, and sees what they bring on the card and in the panel."""

from datetime import timedelta

import pytest

from desktop_pipeline.actions.deals import create_deal
from desktop_pipeline.actions.workspaces import make_workspace
from desktop_pipeline.domain.money import Money
from desktop_pipeline.storage.tables import Source
from desktop_pipeline.storage.workspace import read_clock
from desktop_pipeline.ui.deal.score_block import ScoreBlock
from desktop_pipeline.ui.settings.scores_section import ScoresSection
from desktop_pipeline.ui.widgets.list_section import ListSection
from tests.journeys.story import Story

# Menus ask the window system for what this one has not.
pytestmark = pytest.mark.qt_log_ignore(
    r"This plugin does not support raise\(\)", r"This plugin does not support grabbing the keyboard"
)


@pytest.fixture
def company(story: Story) -> Story:
    """One deal, recommended by somebody."""
    with make_workspace(story.path, template="meeting", owner="Ann Lee") as made:
        with made.journal.change("Sources") as draft:
            referral = draft.insert(Source, name="Word of mouth")
        stage = int(made.value("select id from stage where is_open order by position"))
        at = read_clock() - timedelta(days=1)
        value = Money(120_000, "EUR")
        create_deal(made, title="Oak table", stage_id=stage, at=at, value=value, source_id=referral)
    story.open()
    return story


def _fit_rules(story: Story) -> ListSection:
    section = story.page.screens.screen("settings").widget.findChild(ScoresSection)
    assert section is not None
    return section.fit


def test_rules_are_typed_and_every_point_of_a_deal_is_told(company: Story) -> None:
    story = company
    story.keys("ctrl+comma", *["Down"] * 13, "Return")
    story.tab_to("Add a rule: type a source")
    for text in ("word of mouth 12", "value at least 1,000 5"):
        story.write(text)
        story.keys("Return")
    fit = _fit_rules(story)
    # What is there already, and points that no rule may give, are refused beside what was typed.
    for text, said in (
        ("Word of mouth -5", "There is a rule for that already. Change its points instead."),
        ("Bought before 999999999999", "A rule gives or takes 1 to 50 points."),
    ):
        story.keys("ctrl+a")
        story.write(text)
        story.keys("Return")
        assert fit.note.text == said
    assert story.rows("select field, points from score_rule order by id") == [("source", 12), ("value", 5)]
    story.keys("ctrl+a", "Delete", "ctrl+1")
    story.settle()
    story.point_at("Oak table")
    (card,) = story.page.board.canvas.columns[0].list.cards.loaded
    assert card.score == 17
    story.keys("Return")
    panel = story.page.panel
    story.wait(lambda: panel.isVisible() and panel.deal_id == card.deal_id, "the deal was not opened")
    (block,) = panel.findChildren(ScoreBlock)
    assert block.isVisible()
    assert block.accessibleDescription().startswith("Score 17 of 100")
    # What is undone is undone in the score.
    story.keys("ctrl+z")
    story.wait(lambda: block.badge.points == 12, "the score did not follow")
