from pathlib import Path

import pytest

from desktop_pipeline.actions.deals import move_deals
from desktop_pipeline.actions.notes import add_note
from desktop_pipeline.domain.errors import CannotOpenError
from desktop_pipeline.storage.tables import Note
from tests.workspaces import Desk, import_file, make_desk, read_content, write_sheet

UNLIMITED = 1 << 30


def limit(desk: Desk, more_pages: int) -> None:
    """The file can grow by that many pages, as on a disk that is nearly full."""
    connection = desk.journal._connection
    connection.pragma("max_page_count", int(connection.pragma("page_count")) + more_pages)


def free(desk: Desk) -> None:
    desk.journal._connection.pragma("max_page_count", UNLIMITED)


@pytest.mark.parametrize("room", [0, 1, 2, 5, 20, 60])
def test_an_import_on_a_full_disk_leaves_nothing_and_goes_on_after(desk: Desk, tmp_path: Path, room: int) -> None:
    sheet = write_sheet(tmp_path / "deals.csv", 1500, stages=["Proposal"])
    desk.deal()
    before, entries = read_content(desk.workspace), desk.journal.entries()
    announced: list[str] = []
    desk.journal.announce = lambda change: announced.append(change.label)
    limit(desk, room)
    with pytest.raises(CannotOpenError, match="disk is full"):
        import_file(desk.workspace, sheet)
    assert read_content(desk.workspace) == before
    assert desk.journal.entries() == entries
    assert desk.faults() == []
    assert announced == []
    free(desk)
    assert import_file(desk.workspace, sheet).new == 1500
    desk.journal.undo()
    assert read_content(desk.workspace) == before


@pytest.mark.parametrize("room", [0, 1, 3])
def test_a_note_on_a_full_disk_leaves_nothing(desk: Desk, room: int) -> None:
    deal = desk.deal()
    before = read_content(desk.workspace)
    limit(desk, room)
    with pytest.raises(CannotOpenError, match="disk is full"):
        add_note(desk.workspace, deal, "long " * 10_000, at=desk.now)
    assert read_content(desk.workspace) == before
    assert desk.faults() == []


def write_notes(desk: Desk, deal: int) -> None:
    with desk.journal.change("Notes") as draft:
        for number in range(100):
            draft.insert(Note, deal=deal, text="long " * 500, at=desk.now, author=str(number))


def test_row_by_row_writing_keeps_no_row_when_the_disk_is_full(desk: Desk) -> None:
    deal = desk.deal()
    before = read_content(desk.workspace)
    limit(desk, 3)
    with pytest.raises(CannotOpenError, match="disk is full"):
        write_notes(desk, deal)
    assert read_content(desk.workspace) == before


@pytest.mark.parametrize("room", [0, 1, 5, 20, 60])
def test_redo_on_a_full_disk_changes_nothing_and_works_after(desk: Desk, tmp_path: Path, room: int) -> None:
    import_file(desk.workspace, write_sheet(tmp_path / "deals.csv", 1500, stages=["Proposal"]))
    imported = read_content(desk.workspace)
    desk.journal.undo()
    undone = read_content(desk.workspace)
    desk.journal._connection.execute("vacuum")  # the pages that the undo freed are gone, doing it again needs new ones
    limit(desk, room)
    with pytest.raises(CannotOpenError, match="disk is full"):
        desk.journal.redo()
    assert read_content(desk.workspace) == undone
    assert desk.faults() == []
    free(desk)
    desk.journal.redo()
    assert read_content(desk.workspace) == imported


def test_a_move_is_whole_or_not_at_all_whatever_room_there_is(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    first, second = desk.stages()[:2]
    deals = [desk.deal(f"{number} " + "oak " * 100) for number in range(60)]
    before = read_content(desk.workspace)
    ends = set()
    for room in range(12):
        limit(desk, room)
        try:
            move_deals(desk.workspace, deals, second, after=None, at=desk.now)
        except CannotOpenError:
            ends.add("full")
            assert read_content(desk.workspace) == before
            continue
        ends.add("moved")
        assert desk.order(second) == deals
        free(desk)
        desk.journal.undo()
        assert desk.order(first) == deals[::-1]
    assert ends == {"full", "moved"}
    desk.workspace.close()
