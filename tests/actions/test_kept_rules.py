"""A move goes by the rules as they stand: what it keeps of them from the move before is never out of date."""

from datetime import date

import apsw
import pytest

from desktop_pipeline.actions.criteria import add_criterion, archive_criterion
from desktop_pipeline.actions.deals import move_deals
from desktop_pipeline.actions.gates import ask_gate
from desktop_pipeline.actions.records import read_deal_row, read_stage_row
from desktop_pipeline.actions.stage_activities import add_stage_activity
from desktop_pipeline.actions.stages import add_stage, remove_stage, rename_stage, restore_stage
from desktop_pipeline.actions.workspace_settings import add_holiday, remove_holiday, set_working_days
from desktop_pipeline.domain.errors import GateError, NotFoundError
from desktop_pipeline.storage.tables import Criterion, Stage
from tests.workspaces import Desk


def move(desk: Desk, stage_id: int) -> str:
    """Moves a new deal of the first stage; what the journal says of it."""
    change = move_deals(desk.workspace, [desk.deal()], stage_id, after=None, at=desk.later())
    assert change is not None
    return change.label


def require(desk: Desk) -> int:
    return add_criterion(desk.workspace, desk.stages()[0], kind="tick", text="Budget", is_required=True)


def stops(desk: Desk) -> bool:
    """Whether a deal cannot leave the first stage."""
    try:
        move(desk, desk.stages()[1])
    except GateError:
        return True
    return False


def newest(desk: Desk) -> int:
    return desk.journal.entries()[-1].entry_id


def test_a_criterion_holds_from_the_next_move_on_and_no_longer_than_it_stands(desk: Desk) -> None:
    assert not stops(desk)
    criterion = require(desk)
    assert stops(desk)
    archive_criterion(desk.workspace, criterion)
    archived = newest(desk)
    assert not stops(desk)
    desk.journal.take_back(archived)
    back = newest(desk)
    assert stops(desk)
    desk.journal.take_back(back)
    assert not stops(desk)


def test_a_criterion_that_is_undone_stops_nobody_any_more(desk: Desk) -> None:
    assert not stops(desk)
    require(desk)
    assert stops(desk)
    desk.journal.undo()  # the deal that was stopped
    desk.journal.undo()  # the criterion
    assert not stops(desk)


def test_redo_brings_a_criterion_back_for_the_next_move(desk: Desk) -> None:
    deal, second = desk.deal(), desk.stages()[1]
    require(desk)
    desk.journal.undo()
    # A change that comes to nothing asks for the rules and leaves the step to be done again.
    with desk.journal.change("Nothing") as draft:
        assert ask_gate(draft, [read_deal_row(draft, deal)], second, today=date(2026, 1, 5), why=None).passed == {}
    desk.journal.redo()
    with pytest.raises(GateError):
        move_deals(desk.workspace, [deal], second, after=None, at=desk.later())


def test_a_stage_that_was_renamed_removed_restored_or_undone_is_seen_as_it_stands(desk: Desk) -> None:
    second = desk.stages()[1]
    assert not move(desk, second).endswith(" to Sized up")
    rename_stage(desk.workspace, second, "Sized up")
    assert move(desk, second).endswith(" to Sized up")
    remove_stage(desk.workspace, second, move_deals_to=desk.stages()[0], at=desk.later())
    with pytest.raises(NotFoundError):
        move(desk, second)
    restore_stage(desk.workspace, second)
    assert move(desk, second).endswith(" to Sized up")
    pipeline = int(desk.workspace.value("select pipeline_id from stage where id = ?", (second,)))
    added = add_stage(desk.workspace, pipeline, "Visited", after=second)
    assert move(desk, added).endswith(" to Visited")
    for _ in range(3):
        desk.journal.undo()
    with pytest.raises(NotFoundError):
        move(desk, added)


def test_planned_activities_working_days_and_holidays_are_those_of_the_moment(desk: Desk) -> None:
    second = desk.stages()[1]

    def due() -> object:
        move(desk, second)
        return desk.workspace.value(
            "select due_on from activity where deal_id = (select max(id) from deal) order by id desc"
        )

    assert due() is None
    add_stage_activity(desk.workspace, second, kind="call", subject="Ask", after_days=1)
    assert due() == "2026-01-06"
    holiday = add_holiday(desk.workspace, date(2026, 1, 6))
    assert due() == "2026-01-07"
    set_working_days(desk.workspace, {5})
    assert due() == "2026-01-09"
    desk.journal.undo()
    desk.journal.undo()
    desk.journal.undo()
    assert due() == "2026-01-07"
    remove_holiday(desk.workspace, holiday)
    assert due() == "2026-01-06"


def test_criteria_that_are_added_many_at_once_hold_from_the_next_move_on(desk: Desk) -> None:
    assert not stops(desk)
    with desk.journal.change("Many") as draft:
        columns = ("stage_id", "position", "kind", "text", "is_required", "is_archived")
        draft.insert_rows(Criterion, columns, [(desk.stages()[0], 9, "tick", "Budget", 1, 0)])
    assert stops(desk)


def test_what_another_program_wrote_past_the_lock_is_seen_by_the_next_move(desk: Desk) -> None:
    desk.reopen_file()  # no rule was changed since
    assert not stops(desk)
    other = apsw.Connection(str(desk.path))
    other.execute(
        "insert into criterion (stage_id, position, kind, text, is_required, is_archived)"
        " values (?, 0, 'tick', 'Written elsewhere', 1, 0)",
        (desk.stages()[0],),
    )
    other.close()
    assert stops(desk)


def test_a_change_that_makes_rules_goes_by_them_and_leaves_none_behind_when_it_fails(desk: Desk) -> None:
    assert not stops(desk)
    first, deal, today = desk.stages()[0], desk.deal(), date(2026, 1, 5)
    made: list[int] = []

    def make_rules() -> None:
        with desk.journal.change("All at once") as draft:
            pipeline = read_stage_row(draft, first).pipeline_id
            made.append(
                draft.insert(
                    Stage, pipeline=pipeline, name="Made", position=9, probability=0.5, slow_limit=7, stale_limit=9
                )
            )
            assert read_stage_row(draft, made[0]).name == "Made"
            draft.insert(Criterion, stage=first, position=0, kind="tick", text="Made", is_required=True)
            ask_gate(draft, [read_deal_row(draft, deal)], made[0], today=today, why=None)

    with pytest.raises(GateError):
        make_rules()
    assert not stops(desk)
    with pytest.raises(NotFoundError):
        move(desk, made[0])


def test_rules_written_by_our_own_statements_are_seen_in_the_same_change(desk: Desk) -> None:
    assert not stops(desk)
    first = desk.stages()[0]
    with desk.journal.change("Rename") as draft:
        assert read_stage_row(draft, first).name != "By hand"
        draft.execute("update stage set name = 'By hand' where id = ?", (first,))
        assert read_stage_row(draft, first).name == "By hand"
    with desk.journal.change("Again") as draft:
        assert read_stage_row(draft, first).name == "By hand"
