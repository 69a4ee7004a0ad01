"""A damaged file is restored from its backup, beginning at the start page."""

import pytest

from desktop_pipeline.actions.backups import backup_folder
from desktop_pipeline.actions.deals import create_deal
from desktop_pipeline.actions.workspaces import make_workspace
from desktop_pipeline.domain.money import Money
from desktop_pipeline.storage.backup import Reason, make_backup
from desktop_pipeline.storage.workspace import read_clock
from desktop_pipeline.ui.care.restore_dialog import RestoreDialog
from tests.journeys.story import Story

# Offscreen there is no window manager to raise a popup or lend it the keyboard.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

DEALS = 60


def lay_out(story: Story) -> bytes:
    """A file that was open once, backed up, and is damaged now: no page of it can be read. Returns what it holds."""
    with make_workspace(story.path, template="meeting", owner="Ann Lee", who="Ann Lee") as made:
        stage = made.value("select min(id) from stage where is_open")
        for number in range(DEALS):
            create_deal(made, title=f"Deal {number}", stage_id=stage, at=read_clock(), value=Money(1000, "EUR"))
    story.open()
    make_backup(story.path, backup_folder(story.path), at=read_clock(), reason=Reason.BY_HAND)
    story.end()
    harmed = bytearray(story.path.read_bytes())
    harmed[:4096] = bytes(4096)
    story.path.write_bytes(bytes(harmed))
    return bytes(harmed)


def open_recent(story: Story) -> RestoreDialog:
    """The file is chosen on the start page, as ever."""
    assert story.window.stack.currentWidget() is story.window.start
    story.tab_to("story.pipeline")
    story.keys("Return")
    return story.ask(RestoreDialog)


def test_it_is_put_back_from_its_backup_and_the_damaged_one_is_kept(story: Story) -> None:
    harmed = lay_out(story)
    story.begin()
    dialog = open_recent(story)
    story.wait(lambda: dialog.comparison is not None)
    assert "damaged" in dialog.said.text()
    assert story.path.read_bytes() == harmed
    story.tab_to("Restore")
    story.keys("space")
    story.wait(lambda: dialog.pages.currentIndex() == 1)
    assert "The file before is kept" in dialog.told.text()
    # What can be done now has the keys at once.
    story.keys("Return")
    story.wait(lambda: story.window.session is not None)
    story.answered()
    assert story.value("select count(*) from deal") == DEALS
    assert story.page.board.canvas.columns[0].list.cards.total == DEALS
    kept = [path for path in story.path.parent.iterdir() if "damaged" in path.name]
    assert [path.read_bytes() for path in kept if path.suffix == ".pipeline"] == [harmed]
    story.keys("ctrl+Right")
    assert story.value("select count(distinct stage_id) from deal") == 2


def test_who_does_not_want_it_leaves_the_file_as_it_is(story: Story) -> None:
    harmed = lay_out(story)
    story.begin()
    open_recent(story)
    story.keys("Escape")
    story.answered()
    assert story.window.session is None
    assert story.path.read_bytes() == harmed
    assert story.focus is not None
