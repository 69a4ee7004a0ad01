"""Undoing a change in which one row was left by thousands: references are checked once, and never less than before."""

import apsw
import pytest

from desktop_pipeline.actions.lists import merge_in_list
from desktop_pipeline.domain.errors import RefusedError
from desktop_pipeline.domain.lists import OwnedList
from tests.workspaces import Desk

# A merge of so many deals is a record of more than a quarter of a megabyte, and of less than a whole one.
_MANY = 6_000


def merge_a_source_of_many(desk: Desk) -> int:
    """Merges a source of thousands of deals into another; the id of the one that went."""
    with desk.journal.change("Sources", sealed=True) as draft:
        draft.execute("insert into source (name, is_active) values ('Fair', 1), ('Web', 1)")
    fair, web = desk.id_of("source", "Fair"), desk.id_of("source", "Web")
    deal = desk.deal()
    columns = [str(row[1]) for row in desk.workspace.rows("pragma table_info(deal)")]
    listed = ", ".join(column for column in columns if column not in {"id", "source_id"})
    with desk.journal.change("Deals", sealed=True) as draft:
        draft.execute(
            f"insert into deal ({listed}, source_id) with recursive n(i) as (select 1 union all select i + 1 from n"  # noqa: S608 - our own names
            f" where i < {_MANY}) select {listed}, {fair} from n join deal on deal.id = {deal}"
        )
    merge_in_list(desk.workspace, OwnedList.SOURCES, fair, web)
    size = int(desk.workspace.value("select length(changeset) from journal_entry order by id desc limit 1"))
    assert 1 << 18 < size < 1 << 20
    return fair


def count_of(desk: Desk, source: int) -> int:
    return int(desk.workspace.value("select count(*) from deal where source_id = ?", (source,)))


def test_the_engine_checks_no_reference_row_by_row_while_thousands_come_back(desk: Desk) -> None:
    fair = merge_a_source_of_many(desk)
    writer = desk.workspace._writer
    assert writer is not None
    checks: set[int] = set()

    def look() -> bool:
        checks.add(writer.config(apsw.SQLITE_DBCONFIG_ENABLE_FKEY, -1))
        return False

    writer.set_progress_handler(look, 1_000)
    desk.journal.undo()
    writer.set_progress_handler(None)
    assert checks == {0}, "each row would wait for what was noted of all others"
    assert writer.config(apsw.SQLITE_DBCONFIG_ENABLE_FKEY, -1) == 1
    assert count_of(desk, fair) == _MANY
    assert not desk.workspace.rows("pragma foreign_key_check")
    desk.journal.redo()
    assert count_of(desk, fair) == 0


def test_a_reference_that_would_be_left_without_its_row_is_still_refused(desk: Desk) -> None:
    fair = merge_a_source_of_many(desk)
    desk.journal.undo()
    with desk.journal.upkeep() as draft:
        # Written past the journal: the merge does not know of it and would leave it behind.
        draft.execute("insert into organisation (name, name_key, source_id) values ('Late', 'late', ?)", (fair,))
    with pytest.raises(RefusedError):
        desk.journal.redo()
    assert count_of(desk, fair) == _MANY
    assert desk.id_of("source", "Fair") == fair
