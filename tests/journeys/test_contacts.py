"""Organisations are merged and taken back after a restart; a decision-maker leaves and the deals go back."""

import pytest
from PySide6.QtWidgets import QTableView, QWidget

from desktop_pipeline.actions.deal_people import set_role
from desktop_pipeline.actions.deals import create_deal
from desktop_pipeline.actions.workspaces import make_workspace
from desktop_pipeline.domain.money import Money
from desktop_pipeline.domain.roles import Role
from desktop_pipeline.storage.workspace import open_workspace, read_clock
from desktop_pipeline.ui.contacts.merge_dialog import MergeDialog
from desktop_pipeline.ui.contacts.questions import LeftDialog
from tests.journeys.story import Story
from tests.workspaces import Content, read_content

# Offscreen there is no window manager to raise a popup or lend it the keyboard.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def lay_out(story: Story, first: str, second: str) -> None:
    """A deal with each organisation, one of which has come far; Leo decides on them."""
    with make_workspace(story.path, template="meeting", owner="Ann Lee", who="Ann Lee") as made:
        stages = [row[0] for row in made.rows("select id from stage where is_open order by position")]
        for title, hotel, stage in (("Bar", first, 0), ("Desk", second, 3)):
            deal = create_deal(
                made,
                title=title,
                stage_id=stages[stage],
                at=read_clock(),
                value=Money(120000, "EUR"),
                organisation=hotel,
                person="Leo Ach",
            )
            leo = made.value("select person_id from deal_person where deal_id = ?", (deal,))
            set_role(made, deal, int(str(leo)), Role.DECIDES.value)


def content(story: Story) -> Content:
    with open_workspace(story.path, read_only=True) as workspace:
        return read_content(workspace)


def go_to_contacts(story: Story, *, organisations: bool) -> None:
    story.keys("ctrl+3")
    story.settle(0.1)
    if organisations:
        story.tab_to("People", "shift+Tab")
        story.keys("Right")
        story.tab_to("Organisations")
    assert isinstance(story.focus, QTableView)


def test_two_organisations_are_merged_and_taken_back_after_a_restart(story: Story) -> None:
    lay_out(story, "Marlow Hotel", "Marlow Hotel Ltd")
    before = content(story)
    story.open()
    go_to_contacts(story, organisations=True)
    story.keys("Home", "shift+Down", "m")
    preview = story.ask(MergeDialog).preview
    assert preview is not None
    assert {preview.kept_name, preview.gone_name} == {"Marlow Hotel", "Marlow Hotel Ltd"}
    assert content(story) == before
    story.keys("Return")
    story.answered()
    assert story.rows("select name from organisation") == [(preview.kept_name,)]
    assert story.value("select count(distinct organisation_id) from deal") == 1
    assert isinstance(story.focus, QTableView)
    story.restart()
    story.keys("ctrl+z")
    assert content(story) == before
    assert story.page.toast.text.startswith("Undone: Merge")
    go_to_contacts(story, organisations=True)
    assert isinstance(story.focus, QTableView)
    assert story.focus.model().rowCount() == 2


def test_a_decision_maker_leaves_and_the_deals_that_had_come_far_go_back(story: Story) -> None:
    lay_out(story, "Marlow Hotel", "Marlow Hotel")
    before = content(story)
    story.open()
    go_to_contacts(story, organisations=False)
    story.tab_to("More")
    story.keys("space")
    story.choose("Has left…")
    dialog = story.ask(LeftDialog)
    # Both are told of; only the one behind qualification can go back to it.
    assert [box.accessibleName() for box in dialog.boxes.values()] == ["Desk: Proposal → Qualified"]
    story.keys("Return")
    story.answered()
    assert (story.stage_of("Desk"), story.stage_of("Bar")) == ("Qualified", "Lead In")
    assert story.value("select left_on is not null from person where name = 'Leo Ach'") == 1
    # Their open deals are flagged: in the list, on the card and in the deal itself.
    screen = story.page.screens.screen("contacts").widget
    assert "Open deals that lost them: 2" in screen.panel.warning.text()  # type: ignore[attr-defined] # the contacts
    story.keys("ctrl+1")
    story.point_at("Desk")
    story.keys("Return")
    story.settle(0.3)
    told = [story.read_aloud(widget) for widget in story.page.panel.people.findChildren(QWidget)]
    assert any("has left" in words for words in told)
    story.keys("Escape", "ctrl+z")
    assert content(story) == before
