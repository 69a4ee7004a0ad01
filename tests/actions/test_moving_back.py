import pytest

from desktop_pipeline.actions.deals import win_deals
from desktop_pipeline.actions.moving_back import move_back
from desktop_pipeline.actions.pipelines import add_pipeline
from desktop_pipeline.actions.stages import edit_stage
from desktop_pipeline.domain.errors import InvalidError
from tests.workspaces import Desk, read_content


def stage_of(desk: Desk, deal: int) -> int:
    return int(str(desk.row(deal, "stage_id")[0]))


def test_each_goes_back_by_one_stage_of_its_own_pipeline_as_one_change(desk: Desk) -> None:
    first, second, *_rest = desk.stages()
    deals = [desk.deal("One", stage=1), desk.deal("Two", stage=2), desk.deal("Three", stage=0)]
    # Its stages have the same positions.
    add_pipeline(desk.workspace, "Renewals", template="simple")
    before = read_content(desk.workspace)
    change = move_back(desk.workspace, deals, at=desk.later())
    assert change is not None
    assert change.label == "Move 2 deals back by one stage"
    assert [stage_of(desk, deal) for deal in deals] == [first, second, first]
    assert [desk.events(deal) for deal in deals] == [[1, 2], [1, 2], [1]]
    assert desk.faults() == []
    after = read_content(desk.workspace)
    desk.journal.undo()
    assert read_content(desk.workspace) == before
    desk.journal.redo()
    assert read_content(desk.workspace) == after


def test_one_is_named_with_where_it_went_and_is_a_real_touch(desk: Desk) -> None:
    name = desk.workspace.value("select name from stage where id = ?", (desk.stages()[1],))
    change = move_back(desk.workspace, [desk.deal("One", stage=2)], at=desk.later())
    assert change is not None
    assert change.label == f"Move “One” to {name}"


def test_no_gate_is_asked_on_the_way_back(desk: Desk) -> None:
    edit_stage(desk.workspace, desk.stages()[2], slow_limit=3)
    with desk.journal.change("A required criterion", sealed=True) as draft:
        draft.execute("update criterion set is_required = 1")
    deal = desk.deal("One", stage=3)
    move_back(desk.workspace, [deal], at=desk.later())
    assert stage_of(desk, deal) == desk.stages()[2]


def test_what_cannot_be_is_refused_in_words(desk: Desk) -> None:
    first, closed = desk.deal("First"), desk.deal("Closed", stage=2)
    with pytest.raises(InvalidError, match="“First” stands in its first stage already"):
        move_back(desk.workspace, [first], at=desk.later())
    with pytest.raises(InvalidError, match="These deals stand in their first stage already"):
        move_back(desk.workspace, [first, desk.deal("Another")], at=desk.later())
    win_deals(desk.workspace, [closed], at=desk.later())
    with pytest.raises(InvalidError, match="“Closed” is won"):
        move_back(desk.workspace, [closed], at=desk.later())
