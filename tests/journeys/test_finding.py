"""Ctrl+F leads to the filter of whatever screen is shown, in the whole window with its menus."""

import pytest
from PySide6.QtWidgets import QWidget

from desktop_pipeline.storage.workspace import read_clock
from desktop_pipeline.ui.care.bin_page import BinPage
from desktop_pipeline.ui.contacts.contacts_page import ContactsPage
from tests.journeys.story import Story
from tests.made_once import write_sample

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def field_of(story: Story, screen: str) -> QWidget:
    if screen == "board":
        return story.page.board.toolbar.field
    page = story.page.screens.screen(screen).widget
    assert isinstance(page, ContactsPage | BinPage)
    return page.toolbar.field if isinstance(page, ContactsPage) else page.field


@pytest.mark.parametrize("screen", ["board", "contacts", "bin"])
def test_ctrl_f_leads_to_the_filter_of_the_screen(story: Story, screen: str) -> None:
    write_sample(story.path, today=read_clock().date())
    story.open()
    # Something lies in the bin.
    story.keys("Down", "Delete")
    story.page.go_to(screen)
    story.settle(0.3)
    assert story.focus is not field_of(story, screen)
    story.keys("ctrl+f")
    assert story.focus is field_of(story, screen)


def test_ctrl_f_leads_from_the_panel_of_a_deal_to_the_filter_of_the_board(story: Story) -> None:
    write_sample(story.path, today=read_clock().date())
    story.open()
    story.keys("Down", "Return")
    story.wait(lambda: story.page.panel.isAncestorOf(story.focus or story.page), "the panel never took the keys")
    story.keys("ctrl+f")
    assert story.focus is field_of(story, "board")
