from datetime import date

import pytest

from desktop_pipeline.actions.bulk import BulkEdit, edit_deals
from desktop_pipeline.actions.criteria import add_criterion
from desktop_pipeline.domain.deals import EventKind
from desktop_pipeline.domain.errors import GateError, InvalidError, NotFoundError
from desktop_pipeline.domain.gates import CriterionKind
from tests.workspaces import Desk, read_content


def deals(desk: Desk, count: int = 3) -> list[int]:
    return [desk.deal(f"Deal {number}", expected_close_on=date(2026, 1, 31)) for number in range(count)]


def test_five_hundred_deals_are_edited_as_one_change_and_undone_as_one(desk: Desk) -> None:
    ids = deals(desk, 500)
    before, entries = read_content(desk.workspace), len(desk.journal.entries())
    wish = BulkEdit(
        fields={"owner_id": desk.id_of("owner", "Ben"), "probability": 0.4, "forecast_category": "commit"},
        shift_days=14,
        stage_id=desk.stages()[1],
        add_label="Spring",
    )
    change = edit_deals(desk.workspace, ids, wish, at=desk.later())
    assert change is not None
    assert change.label == "Edit 500 deals"
    assert len(desk.journal.entries()) == entries + 1
    columns = ("stage_id", "probability", "expected_close_on", "forecast_category")
    assert {desk.row(deal, *columns) for deal in ids} == {(desk.stages()[1], 0.4, "2026-02-14", "commit")}
    kinds = [EventKind.CREATED, EventKind.OWNER, EventKind.EXPECTED_CLOSE, EventKind.PROBABILITY, EventKind.MOVED]
    assert sorted(desk.events(ids[0])) == sorted(kind.value for kind in kinds)
    assert desk.faults() == []
    desk.journal.undo()
    assert read_content(desk.workspace) == before


def test_deals_keep_their_order_in_the_new_stage(desk: Desk) -> None:
    ids = deals(desk)
    edit_deals(desk.workspace, ids, BulkEdit(stage_id=desk.stages()[2]), at=desk.later())
    assert desk.order(desk.stages()[2]) == ids


def test_a_label_is_put_on_once_and_taken_off_where_it_is(desk: Desk) -> None:
    ids = deals(desk)
    edit_deals(desk.workspace, ids[:1], BulkEdit(add_label="Spring"), at=desk.now)
    edit_deals(desk.workspace, ids, BulkEdit(add_label="spring"), at=desk.now)
    assert desk.workspace.value("select count(*) from deal_label") == 3
    label = desk.id_of("label", "Spring")
    edit_deals(desk.workspace, ids[1:], BulkEdit(remove_label=label), at=desk.now)
    assert desk.workspace.rows("select deal_id from deal_label") == [(ids[0],)]


def test_a_required_criterion_stops_all_of_them_and_a_sentence_passes_it(desk: Desk) -> None:
    ids = deals(desk)
    add_criterion(desk.workspace, desk.stages()[0], kind=CriterionKind.TICK, text="Need known", is_required=True)
    before = read_content(desk.workspace)
    wish = BulkEdit(fields={"probability": 0.9}, stage_id=desk.stages()[1])
    with pytest.raises(GateError, match="Need known"):
        edit_deals(desk.workspace, ids, wish, at=desk.later())
    assert read_content(desk.workspace) == before
    edit_deals(desk.workspace, ids, wish, at=desk.later(), why="All three are old customers")
    assert desk.workspace.value("select count(*) from gate_pass") == 3
    desk.journal.undo()
    assert read_content(desk.workspace) == before


def test_one_deal_that_cannot_be_edited_leaves_all_as_they_were(desk: Desk) -> None:
    ids = deals(desk)
    before = read_content(desk.workspace)
    with pytest.raises(NotFoundError):
        edit_deals(desk.workspace, [*ids, 999], BulkEdit(fields={"probability": 0.5}), at=desk.now)
    with pytest.raises(InvalidError, match="calendar"):
        edit_deals(desk.workspace, ids, BulkEdit(shift_days=10_000_000), at=desk.now)
    assert read_content(desk.workspace) == before


def test_what_is_there_already_leaves_no_change(desk: Desk) -> None:
    ids = deals(desk)
    assert edit_deals(desk.workspace, ids, BulkEdit(stage_id=desk.stages()[0]), at=desk.now) is None
    assert edit_deals(desk.workspace, ids, BulkEdit(fields={"probability": None}), at=desk.now) is None
