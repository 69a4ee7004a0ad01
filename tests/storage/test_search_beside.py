"""The index that is made anew beside a very large change is the one that following it would have made."""

from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest

from desktop_pipeline.domain.errors import DamagedError
from desktop_pipeline.domain.names import name_key
from desktop_pipeline.storage import search
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.search_beside import index_beside
from desktop_pipeline.storage.tables import HistoryEvent, Organisation
from tests.workspaces import Desk, make_desk, read_content

ROWS = 30_000


class GivenUpError(Exception):
    """Somebody has had enough."""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    made.deal("Oak table", organisation="Acme")
    yield made
    made.workspace.close()


def add_organisations(draft: Draft, count: int, name: str = "Bolt") -> None:
    names = (f"{name} {number} & Sons" for number in range(count))
    rows = ((each, name_key(each)) for each in names)
    draft.insert_rows(Organisation, ("name", "name_key"), rows)


def count_found(desk: Desk, table: str, match: str) -> int:
    sql = f"select count(*) from search_{table} where search_{table} match ?"  # noqa: S608 - our own names
    return int(desk.workspace.value(sql, (match,)))


def test_a_very_large_change_its_undo_and_what_comes_after_are_found(desk: Desk) -> None:
    with desk.journal.change("Load", is_bulk=True) as draft:
        add_organisations(draft, 300)
    assert (count_found(desk, "organisation", "bolt"), count_found(desk, "deal", "oak AND acme")) == (300, 1)
    desk.deal("Elm bench", organisation="Bolt 7 & Sons")
    assert (count_found(desk, "organisation", "bolt"), count_found(desk, "deal", "elm AND bolt")) == (300, 1)
    with desk.journal.change("Load again", is_bulk=True) as draft:
        add_organisations(draft, 400, "Dent")
    desk.deal("Ash shelf", organisation="Dent 9 & Sons")
    desk.journal.lengthen_log()
    assert (count_found(desk, "organisation", "dent"), count_found(desk, "deal", "ash AND dent")) == (400, 1)
    assert search.find_faults(desk.workspace) == []
    for _ in range(4):
        desk.journal.undo()
    assert (count_found(desk, "organisation", "bolt"), count_found(desk, "organisation", "acme")) == (0, 1)
    assert search.find_faults(desk.workspace) == []
    desk.journal.redo()
    assert count_found(desk, "organisation", "bolt") == 300
    assert desk.faults() == []


def test_a_very_large_change_that_fails_at_its_end_leaves_the_index_as_it_was(desk: Desk) -> None:
    before = read_content(desk.workspace)

    def load() -> None:
        with desk.journal.change("Load", is_bulk=True) as draft:
            add_organisations(draft, ROWS)
            columns = ("deal_id", "kind", "at", "recorded_at", "currency", "is_inferred", "is_dated")
            draft.insert_rows(HistoryEvent, columns, [(999, 6, 1, 1, "EUR", 1, 1)])

    with pytest.raises(DamagedError):
        load()
    assert read_content(desk.workspace) == before
    assert count_found(desk, "organisation", "bolt") == 0
    with desk.journal.change("Load", is_bulk=True) as draft:
        add_organisations(draft, 20, "Dent")
    assert count_found(desk, "organisation", "dent") == 20
    assert search.find_faults(desk.workspace) == []


def test_waiting_for_the_index_can_be_given_up_and_nothing_stays_attached(desk: Desk) -> None:
    with desk.journal.change("Load") as draft:
        add_organisations(draft, ROWS)

    def give_up() -> None:
        raise GivenUpError

    def make_index() -> None:
        with index_beside(connection) as index:
            connection.execute("begin immediate")
            try:
                index.begin()
                index.put(give_up)
            finally:
                connection.execute("rollback")

    connection = apsw.Connection(str(desk.path))
    try:
        with pytest.raises(GivenUpError):
            make_index()
        assert connection.db_names() == ["main", "temp"]
    finally:
        connection.close()
    assert count_found(desk, "organisation", "bolt") == ROWS
    assert search.find_faults(desk.workspace) == []
