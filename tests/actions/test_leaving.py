"""A person at a customer leaves, or an owner of the team does."""

from datetime import date

import pytest

from desktop_pipeline.actions.deals import win_deals
from desktop_pipeline.actions.leaving import hand_over, mark_back, mark_left
from desktop_pipeline.actions.people import create_person
from desktop_pipeline.domain.deals import EventKind
from desktop_pipeline.domain.errors import InvalidError, NotFoundError
from desktop_pipeline.storage.tables import Activity
from tests.workspaces import Desk, read_content


def test_a_leaving_decision_maker_takes_the_chosen_deals_back_in_one_change(desk: Desk) -> None:
    stages = desk.stages()
    ines = create_person(desk.workspace, name="Ines")
    far, near = desk.deal("Far", stage=3), desk.deal("Near", stage=1)
    before = read_content(desk.workspace)
    change = mark_left(
        desk.workspace, ines, left_on=date(2026, 1, 5), at=desk.later(), back={far: stages[1], near: stages[1]}
    )
    assert change is not None
    assert change.label == "“Ines” has left, 2 deals back to qualification"
    assert desk.row(far, "stage_id") == (stages[1],)
    assert desk.events(far) == [EventKind.CREATED, EventKind.MOVED]
    assert desk.events(near) == [EventKind.CREATED]
    assert desk.faults() == []
    desk.journal.undo()
    assert read_content(desk.workspace) == before


def test_who_is_back_has_no_day_of_leaving(desk: Desk) -> None:
    ines = create_person(desk.workspace, name="Ines")
    mark_left(desk.workspace, ines, left_on=date(2026, 1, 5), at=desk.now)
    mark_back(desk.workspace, ines)
    assert desk.workspace.value("select left_on from person where id = ?", (ines,)) is None


def test_a_closed_deal_is_refused_and_the_leaving_with_it(desk: Desk) -> None:
    ines, deal = create_person(desk.workspace, name="Ines"), desk.deal()
    win_deals(desk.workspace, [deal], at=desk.later())
    with pytest.raises(InvalidError, match="is won"):
        mark_left(desk.workspace, ines, left_on=date(2026, 1, 5), at=desk.now, back={deal: desk.stages()[1]})
    assert desk.workspace.value("select left_on from person where id = ?", (ines,)) is None


def test_an_owner_hands_over_open_deals_and_plans_and_keeps_what_was_won(desk: Desk) -> None:
    ann, ben = desk.id_of("owner", "Ann"), desk.id_of("owner", "Ben")
    mine, won, others = desk.deal("Mine", owner_id=ann), desk.deal("Won", owner_id=ann), desk.deal("B", owner_id=ben)
    win_deals(desk.workspace, [won], at=desk.later())
    with desk.journal.change("Plans") as draft:
        draft.insert(Activity, owner=ann, kind="call", subject="Planned", due_on=date(2026, 1, 9))
        draft.insert(Activity, owner=ann, kind="call", subject="Done", done_at=desk.now)
    before = read_content(desk.workspace)
    change = hand_over(desk.workspace, ann, ben, at=desk.later(), leaves=True)
    assert change is not None
    assert change.label == "Hand over 1 deal of Ann to Ben"
    assert [desk.row(deal, "owner_id") for deal in (mine, won, others)] == [(ben,), (ann,), (ben,)]
    assert desk.events(mine)[-1] == EventKind.OWNER
    owners = desk.workspace.rows("select owner_id from activity where deal_id is null order by id")
    assert owners == [(ben,), (ann,)]
    # What follows the sale is still to be done by somebody.
    assert desk.workspace.rows("select distinct owner_id from activity where deal_id = ?", (won,)) == [(ben,)]
    assert desk.workspace.value("select is_active from owner where id = ?", (ann,)) == 0
    assert desk.faults() == []
    desk.journal.undo()
    assert read_content(desk.workspace) == before


def test_nobody_hands_over_to_themselves_or_to_who_has_gone(desk: Desk) -> None:
    ann, ben = desk.id_of("owner", "Ann"), desk.id_of("owner", "Ben")
    with pytest.raises(InvalidError, match="another owner"):
        hand_over(desk.workspace, ann, ann, at=desk.now)
    hand_over(desk.workspace, ben, ann, at=desk.now, leaves=True)
    with pytest.raises(InvalidError, match="not active"):
        hand_over(desk.workspace, ann, ben, at=desk.now)
    with pytest.raises(NotFoundError, match="no owner number 77"):
        hand_over(desk.workspace, 77, ann, at=desk.now)
