"""Adding very many rows: the indexes are there again, every reference holds, and giving up leaves no trace."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_pipeline.domain.errors import DamagedError
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.schema import check_objects
from desktop_pipeline.storage.tables import Deal, HistoryEvent
from tests.workspaces import Desk, make_desk, read_content

ROWS = 20_000


class GivenUpError(Exception):
    """Somebody has had enough."""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    made.deal()
    yield made
    made.workspace.close()


def add_events(draft: Draft, count: int, *, deal_id: int = 1) -> None:
    columns = ("deal_id", "kind", "at", "recorded_at", "currency", "is_inferred", "is_dated")
    draft.insert_rows(HistoryEvent, columns, ((deal_id, 6, at, at, "EUR", 1, 1) for at in range(count)))


def list_indexes(desk: Desk) -> set[tuple[str, str]]:
    sql = "select name, sql from sqlite_master where type = 'index' and sql is not null"
    return {(name, text) for name, text in desk.workspace.rows(sql)}


def test_the_indexes_are_the_same_after_loading(desk: Desk) -> None:
    before = list_indexes(desk)
    with desk.journal.change("Load", is_bulk=True) as draft:
        with draft.loading(Deal, HistoryEvent):
            gone = draft.rows("select count(*) from sqlite_master where name = 'history_event_deal_id_at'")
            add_events(draft, 100)
        again = draft.rows("select count(*) from sqlite_master where name = 'history_event_deal_id_at'")
    assert (gone, again) == ([(0,)], [(1,)])
    assert list_indexes(desk) == before
    check_objects(desk.workspace)
    assert desk.workspace.rows("pragma integrity_check") == [("ok",)]
    desk.journal.undo()
    assert list_indexes(desk) == before
    assert desk.faults() == []


def test_a_reference_to_nothing_is_found_at_the_end_and_nothing_is_kept(desk: Desk) -> None:
    before, indexes = read_content(desk.workspace), list_indexes(desk)
    with (
        pytest.raises(DamagedError, match="refers to a row of deal that is not there"),
        desk.journal.change("Load", is_bulk=True) as draft,
        draft.loading(HistoryEvent),
    ):
        add_events(draft, 10, deal_id=999)
    assert read_content(desk.workspace) == before
    assert list_indexes(desk) == indexes
    # References are watched row by row again.
    with pytest.raises(Exception, match=r"(?i)foreign key"), desk.journal.change("One") as draft:
        add_events(draft, 1, deal_id=999)


def test_a_change_can_be_given_up_while_the_engine_works(desk: Desk) -> None:
    before, indexes = read_content(desk.workspace), list_indexes(desk)
    breaths = 0

    def breathe() -> None:
        nonlocal breaths
        breaths += 1
        if breaths == 3:
            raise GivenUpError

    with (
        pytest.raises(GivenUpError),
        desk.journal.change("Load", is_bulk=True, breathe=breathe) as draft,
        draft.loading(HistoryEvent),
    ):
        add_events(draft, 50 * ROWS)
    assert breaths == 3
    assert read_content(desk.workspace) == before
    assert list_indexes(desk) == indexes
    desk.deal("Ash")
    assert breaths == 3
