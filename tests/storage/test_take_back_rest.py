import pytest

from desktop_pipeline.actions.deals import move_deals, win_deals
from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.actions.notes import add_note
from desktop_pipeline.domain.errors import ConflictError, RefusedError
from desktop_pipeline.domain.money import Money
from tests.workspaces import Desk, import_file, read_content, write_sheet


@pytest.fixture
def moved(desk: Desk) -> list[int]:
    """Four deals that one change moved to the second stage."""
    deals = [desk.deal(f"Deal {number}") for number in range(4)]
    move_deals(desk.workspace, deals, desk.stages()[1], after=None, at=desk.later())
    return deals


def stages(desk: Desk, deals: list[int]) -> list[int]:
    return [desk.stages().index(int(str(desk.row(deal, "stage_id")[0]))) for deal in deals]


def newest(desk: Desk) -> int:
    return desk.journal.entries()[-1].entry_id


def test_all_but_what_later_changes_stand_on_is_taken_back(desk: Desk, moved: list[int]) -> None:
    entry = newest(desk)
    move_deals(desk.workspace, moved[1:2], desk.stages()[2], after=None, at=desk.later())
    win_deals(desk.workspace, moved[2:3], at=desk.later())
    before = read_content(desk.workspace)
    with pytest.raises(ConflictError):
        desk.journal.take_back(entry)
    change, kept = desk.journal.take_back_rest(entry)
    assert change.label == "Take back part of: Move 4 deals to Qualification"
    assert kept == ("deal “Deal 1”", "deal “Deal 2”")
    assert stages(desk, [moved[0], moved[1], moved[3]]) == [0, 2, 0]
    assert desk.events(moved[0]) == [1]
    assert desk.faults() == []
    desk.journal.undo()
    assert read_content(desk.workspace) == before
    desk.journal.redo()
    with pytest.raises(RefusedError, match="taken back already"):
        desk.journal.take_back_rest(entry)


def test_a_row_added_later_keeps_what_it_hangs_on(desk: Desk) -> None:
    sheet = write_sheet(desk.path.with_name("deals.csv"), 30, stages=["Proposal"])
    import_file(desk.workspace, sheet)
    entry = newest(desk)
    add_note(desk.workspace, 4, "Hangs on it", at=desk.later())
    _change, kept = desk.journal.take_back_rest(entry)
    assert any(name.startswith("deal") for name in kept)
    assert desk.workspace.value("select count(*) from deal") == 1
    assert desk.workspace.value("select count(*) from note") == 1
    assert desk.faults() == []


def test_where_all_of_it_is_stood_on_nothing_changes(desk: Desk) -> None:
    deal = desk.deal()
    entry = newest(desk)
    edit_deal(desk.workspace, deal, at=desk.later(), value=Money(5, "EUR"))
    before = read_content(desk.workspace)
    with pytest.raises(RefusedError, match="later changes stand on"):
        desk.journal.take_back_rest(entry)
    assert read_content(desk.workspace) == before
    assert newest(desk) == entry + 1
