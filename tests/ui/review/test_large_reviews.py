"""A review of very many deals is begun and read by a worker; of what changes only the lines it touches are read."""

from collections.abc import Callable

import pytest

from desktop_pipeline.actions.deals import delete_deals
from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.actions.organisations import edit_organisation
from desktop_pipeline.domain.reviews import Decision
from desktop_pipeline.queries.lists import read_stages
from desktop_pipeline.queries.reviews import ReviewView, read_review
from tests.ui.review.conftest import NOW, Room

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def many(room: Room) -> Room:
    """The four deals that are to be decided are as many as are not begun at once."""
    room.page.reader.most_at_once = 3
    return room


def begin(room: Room, meanwhile: Callable[[], object] = lambda: None) -> None:
    """Starts the review; `meanwhile` is done while it is read."""
    readings: list[bool] = []

    def hear(_change: object) -> None:
        readings.append(room.page.reader.is_reading)
        if len(readings) == 1:
            meanwhile()

    room.session.changed.connect(hear)
    room.page.begin()
    assert room.page.long_work.waiting is not None, "the window stays alive while it is written"
    room.wait(lambda: room.page.long_work.waiting is None)
    assert readings[0], "and while it is read"
    room.wait(lambda: not room.page.reader.is_reading)
    room.settle()
    room.session.changed.disconnect(hear)


def shown(room: Room) -> ReviewView:
    """What the page shows, which must be what the file holds."""
    room.settle()
    review = room.page.review
    assert review is not None
    assert review == read_review(room.workspace, review.review_id)
    assert room.page.walk.queue.list.queue.lines == review.lines
    return review


def test_a_large_review_is_begun_and_read_by_a_worker(many: Room) -> None:
    begin(many)
    assert many.page.is_walking
    assert len(shown(many).lines) == 4
    assert many.title == many.titles[0]
    many.page.pause()
    assert not many.page.reader.is_reading, "it is known already"
    many.page.begin()
    assert many.page.is_walking


def test_what_changes_afterwards_is_read_at_once_line_by_line(many: Room) -> None:
    begin(many)
    first = many.title
    many.page.walk.skip()
    assert not many.page.reader.is_reading
    review = shown(many)
    assert review.lines[0].decision is Decision.SKIPPED
    assert many.title == many.titles[1] != first
    many.session.undo()
    assert not many.page.reader.is_reading
    assert shown(many).lines[0].decision is None
    assert many.title == first
    edit_deal(many.workspace, many.deals["Nursery furniture"], at=NOW, title="Stool", organisation="Alder Row")
    delete_deals(many.workspace, [many.deals["Reading nook"]], at=NOW)
    review = shown(many)
    assert not many.page.reader.is_reading
    assert {"Stool", "Hotel lobby desk"} < {line.title for line in review.lines}
    assert review.counts.left == 3


def test_a_new_name_of_an_organisation_is_on_its_lines(many: Room) -> None:
    begin(many)
    edit_deal(many.workspace, many.deals["Nursery furniture"], at=NOW, organisation="Alder Row")
    row_id = many.number("select organisation_id from deal where id = ?", many.deals["Nursery furniture"])
    assert isinstance(row_id, int)
    edit_organisation(many.workspace, row_id, name="Alder Lane")
    line = shown(many).line_of(many.deals["Nursery furniture"])
    assert line is not None
    assert line.organisation == "Alder Lane"


def test_a_name_that_may_be_on_every_line_lets_all_be_read_by_a_worker(many: Room) -> None:
    begin(many)
    with many.workspace.journal.change("Rename a stage") as draft:
        draft.execute("update stage set name = 'First talks' where id = ?", (read_stages(many.workspace, 1)[0].row_id,))
    assert many.page.reader.is_reading
    many.wait(lambda: not many.page.reader.is_reading)
    assert any(line.stage == "First talks" for line in shown(many).lines)


def test_what_changes_while_a_large_review_is_read_is_not_missed(many: Room) -> None:
    begin(many, lambda: edit_deal(many.workspace, many.deals["Nursery furniture"], at=NOW, title="Stool"))
    assert "Stool" in {line.title for line in shown(many).lines}


def test_undone_it_gives_way_to_its_plan(many: Room) -> None:
    begin(many)
    many.session.undo()
    many.settle()
    assert many.page.review is None
    assert not many.page.is_walking
