from datetime import date

import pytest

from desktop_pipeline.actions.activities import delete_activities, finish_activity
from desktop_pipeline.actions.checklist_steps import (
    add_checklist_step,
    edit_checklist_step,
    remove_checklist_step,
    reorder_checklist,
    use_usual_checklist,
)
from desktop_pipeline.actions.checklists import (
    leave_out_line,
    open_line,
    start_checklist,
    start_usual_checklist,
    tick_line,
)
from desktop_pipeline.actions.deals import lose_deals, reopen_deal, win_deals
from desktop_pipeline.actions.lists import add_to_list, delete_from_list, merge_in_list
from desktop_pipeline.actions.pipelines import add_pipeline
from desktop_pipeline.actions.workspace_settings import add_holiday
from desktop_pipeline.domain.after_sale import USUAL_CHECKLIST, Purpose, TickState
from desktop_pipeline.domain.errors import InvalidError, NotFoundError, RefusedError
from desktop_pipeline.domain.lists import OwnedList
from desktop_pipeline.queries.after_sale import ChecklistLine, read_after_sale, read_checklist, read_progress
from tests.workspaces import Desk, desk, read_content

__all__ = ["desk"]

THANK, DELIVER, CHECK_IN = 0, 1, 2


def win(desk: Desk, title: str = "Oak table") -> int:
    deal = desk.deal(title, person="Ida Berg", owner_id=desk.id_of("owner", "Ben"))
    win_deals(desk.workspace, [deal], at=desk.later(), why="agreed by word")
    return deal


def lines(desk: Desk, deal: int) -> tuple[ChecklistLine, ...]:
    return read_after_sale(desk.workspace, deal).lines


def planned(desk: Desk, deal: int) -> list[tuple[object, ...]]:
    sql = (
        "select subject, kind, due_on, person_id, owner_id, done_at from activity where deal_id = ? order by due_on, id"
    )
    return list(desk.workspace.rows(sql, (deal,)))


def test_a_win_is_placed_and_plans_the_checklist_in_the_same_change(desk: Desk) -> None:
    deal = desk.deal("Oak table", person="Ida Berg", owner_id=desk.id_of("owner", "Ben"))
    before = read_content(desk.workspace)
    win_deals(desk.workspace, [deal], at=desk.now, why="agreed by word")
    assert desk.row(deal, "after_sale_stage_id") == (desk.id_of("stage", "Post-Sale Follow-up"),)
    ida, ben = desk.id_of("person", "Ida Berg"), desk.id_of("owner", "Ben")
    # Won on Monday, 5 January: day 90 is Easter Monday, which is no holiday of this file.
    assert planned(desk, deal) == [
        ("Thank the customer", "email", "2026-01-06", ida, ben, None),
        ("Deliver, and see that it is all there", "task", "2026-01-12", ida, ben, None),
        ("Check in: is all as promised?", "call", "2026-02-04", ida, ben, None),
        ("Ask for a review", "email", "2026-02-09", ida, ben, None),
        ("Check in after three months", "call", "2026-04-06", ida, ben, None),
        ("Ask who else could use this", "call", "2026-04-10", ida, ben, None),
    ]
    after = read_content(desk.workspace)
    desk.journal.undo()
    assert read_content(desk.workspace) == before
    desk.journal.redo()
    assert read_content(desk.workspace) == after
    assert desk.faults() == []


def test_a_line_due_on_a_holiday_waits_for_the_next_day_of_work(desk: Desk) -> None:
    add_holiday(desk.workspace, date(2026, 1, 6), "Epiphany")
    deal = win(desk)
    assert lines(desk, deal)[THANK].due_on == date(2026, 1, 7)


def test_a_line_is_done_with_its_activity_whichever_of_the_two_is_ticked(desk: Desk) -> None:
    deal = win(desk)
    first, second = lines(desk, deal)[THANK], lines(desk, deal)[DELIVER]
    assert first.activity_id is not None
    finish_activity(desk.workspace, first.activity_id, at=desk.later(), result="Card sent")
    tick_line(desk.workspace, second.tick_id, at=desk.later())
    assert [(one.state, one.note) for one in lines(desk, deal)[:2]] == [
        (TickState.DONE, "Card sent"),
        (TickState.DONE, ""),
    ]
    assert planned(desk, deal)[DELIVER][-1] is not None
    with pytest.raises(InvalidError, match="done already"):
        tick_line(desk.workspace, second.tick_id, at=desk.now)
    open_line(desk.workspace, second.tick_id, at=desk.now)
    assert lines(desk, deal)[DELIVER].state is TickState.OPEN
    assert planned(desk, deal)[DELIVER][-1] is None
    assert read_progress(desk.workspace, [deal]) == {deal: (1, 6)}


def test_a_line_that_does_not_apply_is_left_out_with_its_activity_and_can_be_taken_up_again(desk: Desk) -> None:
    deal = win(desk)
    before = read_content(desk.workspace)
    line = lines(desk, deal)[DELIVER]
    leave_out_line(desk.workspace, line.tick_id, at=desk.now, note="Picked up")
    left = lines(desk, deal)[DELIVER]
    assert (left.state, left.note, left.activity_id) == (TickState.LEFT_OUT, "Picked up", None)
    assert len(planned(desk, deal)) == len(USUAL_CHECKLIST) - 1
    assert read_progress(desk.workspace, [deal])[deal][1] == len(USUAL_CHECKLIST) - 1
    desk.journal.undo()
    assert read_content(desk.workspace) == before
    desk.journal.redo()
    open_line(desk.workspace, line.tick_id, at=desk.now)
    assert len(planned(desk, deal)) == len(USUAL_CHECKLIST)
    assert desk.faults() == []


def test_a_line_that_is_taken_up_again_is_planned_as_it_was(desk: Desk) -> None:
    pipeline = int(desk.workspace.value("select id from pipeline"))
    add_checklist_step(desk.workspace, pipeline, "Thank the customer", kind="call", after_days=20)
    deal = win(desk)
    before = planned(desk, deal)
    (line,) = [one for one in lines(desk, deal) if one.text == "Thank the customer" and one.due_on.day > 10]
    leave_out_line(desk.workspace, line.tick_id, at=desk.now)
    open_line(desk.workspace, line.tick_id, at=desk.now)
    assert planned(desk, deal) == before


def test_a_line_whose_activity_was_deleted_is_ticked_by_itself(desk: Desk) -> None:
    deal = win(desk)
    line = lines(desk, deal)[CHECK_IN]
    assert line.activity_id is not None
    delete_activities(desk.workspace, [line.activity_id])
    assert (lines(desk, deal)[CHECK_IN].state, lines(desk, deal)[CHECK_IN].due_on) == (TickState.OPEN, line.due_on)
    tick_line(desk.workspace, line.tick_id, at=desk.now, result="Met at the fair")
    done = lines(desk, deal)[CHECK_IN]
    assert (done.state, done.note) == (TickState.DONE, "Met at the fair")


def test_reopening_takes_away_what_is_open_and_a_second_win_plans_only_the_rest(desk: Desk) -> None:
    deal = win(desk)
    tick_line(desk.workspace, lines(desk, deal)[THANK].tick_id, at=desk.later())
    reopen_deal(desk.workspace, deal, at=desk.later())
    assert [line.text for line in lines(desk, deal)] == ["Thank the customer"]
    assert [row[0] for row in planned(desk, deal)] == ["Thank the customer"]
    assert desk.row(deal, "after_sale_stage_id") == (None,)
    win_deals(desk.workspace, [deal], at=desk.later(days=10), why="again")
    assert [line.state for line in lines(desk, deal)] == [TickState.DONE, *[TickState.OPEN] * 5]
    assert desk.faults() == []


def test_the_usual_checklist_is_taken_and_planned_in_one_change(desk: Desk) -> None:
    pipeline = int(desk.workspace.value("select id from pipeline"))
    for step in read_checklist(desk.workspace, pipeline):
        remove_checklist_step(desk.workspace, step.step_id)
    deal = win(desk)
    before = read_content(desk.workspace)
    change = start_usual_checklist(desk.workspace, deal, at=desk.now)
    assert change is not None
    assert change.label == "Plan the usual checklist of “Oak table”"
    assert [line.text for line in lines(desk, deal)] == [step.text for step in USUAL_CHECKLIST]
    with pytest.raises(InvalidError, match="already"):
        start_usual_checklist(desk.workspace, deal, at=desk.now)
    desk.journal.undo()
    assert read_content(desk.workspace) == before


def test_a_pipeline_without_a_checklist_plans_nothing_until_it_gets_one(desk: Desk) -> None:
    pipeline = add_pipeline(desk.workspace, "Service")
    stage = desk.workspace.value("select id from stage where pipeline_id = ?", (pipeline,))
    deal = desk.deal("Repair")
    with desk.journal.change("Elsewhere") as draft:
        draft.execute("update deal set pipeline_id = ?, stage_id = ? where id = ?", (pipeline, stage, deal))
    win_deals(desk.workspace, [deal], at=desk.later())
    assert (lines(desk, deal), planned(desk, deal)) == ((), [])
    with pytest.raises(InvalidError, match="no lines"):
        start_checklist(desk.workspace, deal, at=desk.now)
    use_usual_checklist(desk.workspace, pipeline)
    with pytest.raises(InvalidError, match="already"):
        use_usual_checklist(desk.workspace, pipeline)
    change = start_checklist(desk.workspace, deal, at=desk.now)
    assert change is not None
    assert change.label == "Plan the checklist of “Repair”"
    assert len(lines(desk, deal)) == len(USUAL_CHECKLIST)


def test_the_checklist_is_for_won_deals(desk: Desk) -> None:
    deal = desk.deal()
    with pytest.raises(InvalidError, match="open"):
        start_checklist(desk.workspace, deal, at=desk.now)
    lose_deals(desk.workspace, [deal], reason_id=desk.reason(), at=desk.later())
    assert lines(desk, deal) == ()


def test_the_owner_keeps_the_lines_and_deals_keep_those_they_have(desk: Desk) -> None:
    deal = win(desk)
    rows = read_checklist(desk.workspace, 1)
    assert [row.purpose for row in rows] == [step.purpose for step in USUAL_CHECKLIST]
    own = add_checklist_step(desk.workspace, 1, "Send the warranty", kind="email", after_days=2)
    edit_checklist_step(desk.workspace, rows[0].step_id, text="Say thank you", after_days=0, purpose=Purpose.OWN)
    edit_checklist_step(desk.workspace, rows[0].step_id, kind="call")
    remove_checklist_step(desk.workspace, rows[1].step_id)
    remove_checklist_step(desk.workspace, own)
    ids = [row.step_id for row in read_checklist(desk.workspace, 1)]
    reorder_checklist(desk.workspace, 1, ids[::-1])
    now = read_checklist(desk.workspace, 1)
    assert [row.step_id for row in now] == ids[::-1]
    assert (now[-1].text, now[-1].kind, now[-1].after_days, now[-1].purpose) == (
        "Say thank you",
        "call",
        0,
        Purpose.OWN,
    )
    assert len(lines(desk, deal)) == len(USUAL_CHECKLIST)
    other = win(desk, "Chair")
    assert len(lines(desk, other)) == len(USUAL_CHECKLIST) - 1
    for _step in range(8):
        desk.journal.undo()
    assert read_checklist(desk.workspace, 1) == rows


@pytest.mark.parametrize(
    "wrong",
    [
        lambda desk: add_checklist_step(desk.workspace, 1, " "),
        lambda desk: add_checklist_step(desk.workspace, 1, "Wave", kind="wave"),
        lambda desk: add_checklist_step(desk.workspace, 1, "Wave", after_days=-1),
        lambda desk: add_checklist_step(desk.workspace, 9, "Wave"),
        lambda desk: edit_checklist_step(desk.workspace, 99, text="Wave"),
        lambda desk: remove_checklist_step(desk.workspace, 99),
        lambda desk: tick_line(desk.workspace, 99, at=desk.now),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(desk: Desk, wrong: object) -> None:
    before = read_content(desk.workspace)
    with pytest.raises((InvalidError, NotFoundError)):
        wrong(desk)  # type: ignore[operator]
    assert read_content(desk.workspace) == before


def test_a_kind_that_the_checklist_needs_is_kept_and_goes_over_when_it_is_merged(desk: Desk) -> None:
    own = add_to_list(desk.workspace, OwnedList.KINDS, "Site check")
    key = str(desk.workspace.value("select key from activity_kind where id = ?", (own,)))
    task = int(desk.workspace.value("select id from activity_kind where key = 'task'"))
    add_checklist_step(desk.workspace, 1, "Look at it on site", kind=key, after_days=3)
    with pytest.raises(RefusedError, match="1 line of a checklist"):
        delete_from_list(desk.workspace, OwnedList.KINDS, own)
    merge_in_list(desk.workspace, OwnedList.KINDS, own, task)
    line = read_checklist(desk.workspace, 1)[-1]
    assert (line.text, line.kind) == ("Look at it on site", "task")
