import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_pipeline.actions.deals import delete_deals, move_deals, reopen_deal, restore_deals, win_deals
from desktop_pipeline.actions.lists import archive_in_list
from desktop_pipeline.actions.pipelines import add_pipeline
from desktop_pipeline.actions.stage_activities import (
    add_stage_activity,
    edit_stage_activity,
    remove_stage_activity,
    reorder_stage_activities,
)
from desktop_pipeline.actions.stages import (
    add_stage,
    edit_stage,
    remove_stage,
    rename_stage,
    reorder_stages,
    restore_stage,
)
from desktop_pipeline.domain.deals import EventKind
from desktop_pipeline.domain.errors import InvalidError, NotFoundError, PipelineError, RefusedError
from desktop_pipeline.domain.lists import OwnedList
from desktop_pipeline.domain.milestones import Milestone
from desktop_pipeline.domain.stages import ForecastCategory
from desktop_pipeline.queries.settings import StageRow, read_planned, read_stage_row, read_stage_rows
from desktop_pipeline.storage.instants import to_microseconds
from desktop_pipeline.storage.tables import Deal, HistoryEvent
from tests.actions.settings_desk import done, refused
from tests.workspaces import Desk, brief_desk, read_content, read_figures


def names(desk: Desk, pipeline_id: int = 1) -> list[str]:
    return [stage.name for stage in read_stage_rows(desk.workspace, pipeline_id) if not stage.is_archived]


def stage(desk: Desk, stage_id: int) -> StageRow:
    found = read_stage_row(desk.workspace, stage_id)
    assert found is not None
    return found


def test_a_stage_is_added_behind_another_or_at_the_end(desk: Desk) -> None:
    first, *_others = desk.stages()
    done(desk, add_stage, 1, "  Site   visit ", after=first)
    done(desk, add_stage, 1, "Last")
    assert names(desk) == [
        "Lead Generation",
        "Site visit",
        "Qualification",
        "Proposal",
        "Negotiation",
        "Closing",
        "Last",
        "Post-Sale Follow-up",
    ]


def test_a_new_stage_is_as_likely_as_the_place_it_gets(desk: Desk) -> None:
    first, second, *_others = desk.stages()
    between = add_stage(desk.workspace, 1, "Between", after=first)
    low, high = stage(desk, first).probability, stage(desk, second).probability
    assert stage(desk, between).probability == pytest.approx((low + high) / 2, abs=0.01)


def test_after_sale_stages_stand_behind_the_open_ones(desk: Desk) -> None:
    care = done(desk, add_stage, 1, "Care", is_open=False)
    assert names(desk)[-2:] == ["Post-Sale Follow-up", "Care"]
    done(desk, reorder_stages, 1, [care, desk.id_of("stage", "Post-Sale Follow-up")])
    assert names(desk)[-2:] == ["Care", "Post-Sale Follow-up"]
    done(desk, rename_stage, care, "Aftercare")


def test_every_setting_of_a_stage_is_kept_as_one_change(desk: Desk) -> None:
    proposal = desk.id_of("stage", "Proposal")
    done(
        desk,
        edit_stage,
        proposal,
        name="Quote",
        definition=" They have our offer. \n",
        guidance="Call within 2 days.",
        probability=0.45,
        slow_limit=9,
        stale_limit=21,
        milestone=Milestone.SQL,
        forecast_category=ForecastCategory.BEST_CASE,
        colour="green",
        too_few=2,
        too_many=12,
    )
    kept = stage(desk, proposal)
    assert (kept.name, kept.definition, kept.guidance) == ("Quote", "They have our offer.", "Call within 2 days.")
    assert (kept.probability, kept.slow_limit, kept.stale_limit) == (0.45, 9, 21)
    assert (kept.milestone, kept.forecast_category) == (Milestone.SQL, ForecastCategory.BEST_CASE)
    assert (kept.colour, kept.too_few, kept.too_many) == ("green", 2, 12)
    done(desk, edit_stage, proposal, colour=None, too_few=None)
    assert (stage(desk, proposal).colour, stage(desk, proposal).too_few, stage(desk, proposal).too_many) == (
        None,
        None,
        12,
    )


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": " "}, "Type a name"),
        ({"name": "x" * 10_000}, "200 characters"),
        ({"name": "proposal"}, "has a stage “Proposal” already"),
        ({"probability": 1.01}, "between"),
        ({"slow_limit": 0}, "from 1 to"),
        ({"stale_limit": 10**12}, "from 1 to"),
        ({"too_few": -1}, "number of deals"),
        ({"too_few": 9, "too_many": 3}, "smaller number"),
        ({"colour": "pink"}, "no colour"),
        ({"definition": "x" * 5001}, "5000"),
    ],
)
def test_a_setting_that_cannot_be_is_refused(desk: Desk, fields: dict[str, object], said: str) -> None:
    assert said in refused(desk, InvalidError, edit_stage, desk.stages()[0], **fields)


def test_too_few_is_held_against_the_too_many_that_stands(desk: Desk) -> None:
    edit_stage(desk.workspace, desk.stages()[0], too_many=3)
    assert "smaller number" in refused(desk, InvalidError, edit_stage, desk.stages()[0], too_few=4)


def test_stages_take_the_order_they_are_given(desk: Desk) -> None:
    ids = desk.stages()
    done(desk, reorder_stages, 1, ids[::-1])
    assert desk.stages() == ids[::-1]
    for wrong in (ids[1:], [*ids, ids[0]], [*ids[1:], 99], []):
        assert "changed meanwhile" in refused(desk, InvalidError, reorder_stages, 1, wrong)


def test_a_removed_stage_keeps_its_place_among_the_others(desk: Desk) -> None:
    a, b, c, d, e = desk.stages()
    remove_stage(desk.workspace, c, move_deals_to=None, at=desk.now)
    reorder_stages(desk.workspace, 1, [e, d, b, a])
    done(desk, restore_stage, c)
    assert desk.stages() == [e, d, b, c, a]


@given(data=st.data())
def test_a_new_order_keeps_every_stage(data: st.DataObject) -> None:
    with brief_desk() as desk:
        gone = data.draw(st.sampled_from(desk.stages()))
        remove_stage(desk.workspace, gone, move_deals_to=None, at=desk.now)
        before = {row.stage_id: row.name for row in read_stage_rows(desk.workspace, 1)}
        ids = data.draw(st.permutations([row for row in desk.stages() if row != gone]))
        reorder_stages(desk.workspace, 1, ids)
        rows = read_stage_rows(desk.workspace, 1)
        assert {row.stage_id: row.name for row in rows} == before
        assert [row.stage_id for row in rows if row.is_open and not row.is_archived] == list(ids)
        assert len({row[0] for row in desk.workspace.rows("select position from stage")}) == len(rows)


def test_deals_of_a_removed_stage_move_where_the_user_says_as_if_moved_one_by_one(desk: Desk) -> None:
    from_stage, to_stage = desk.stages()[1], desk.stages()[3]
    there, below = desk.deal("There", stage=3), desk.deal("Below", stage=3)
    move_deals(desk.workspace, [below], to_stage, after=there, at=desk.now)
    deals = [desk.deal(title, stage=1) for title in ("A", "B", "C")]
    order = desk.order(from_stage)
    assert set(order) == set(deals)
    done(desk, remove_stage, from_stage, move_deals_to=to_stage, at=desk.later(days=1))
    assert desk.order(to_stage) == [there, below, *order]
    assert from_stage not in [row.stage_id for row in read_stage_rows(desk.workspace, 1) if not row.is_archived]
    event = (EventKind.MOVED, to_microseconds(desk.now), from_stage, to_stage)
    sql = "select kind, at, from_stage_id, to_stage_id from history_event where deal_id = ? order by id desc"
    assert [desk.workspace.row(sql, (deal,)) for deal in deals] == [event] * 3
    last = "select kind, value, currency, owner_id, note, is_inferred, is_dated from history_event order by id desc"
    ours = desk.workspace.row(last)
    move_deals(desk.workspace, deals[:1], desk.stages()[2], after=None, at=desk.later())
    assert desk.workspace.row(last) == ours


def test_deals_that_move_into_another_pipeline_say_so_in_their_history(desk: Desk) -> None:
    deal = desk.deal(stage=1)
    other = add_pipeline(desk.workspace, "Service", template="simple")
    target = read_stage_rows(desk.workspace, other)[0].stage_id
    done(desk, remove_stage, desk.row(deal, "stage_id")[0], move_deals_to=target, at=desk.now)
    assert desk.row(deal, "stage_id", "pipeline_id") == (target, other)
    assert desk.events(deal) == [EventKind.CREATED, EventKind.PIPELINE]


def test_a_deal_in_the_bin_moves_too_and_can_be_restored(desk: Desk) -> None:
    deal = desk.deal(stage=1)
    delete_deals(desk.workspace, [deal], at=desk.later())
    done(desk, remove_stage, desk.stages()[1], move_deals_to=desk.stages()[0], at=desk.later())
    restore_deals(desk.workspace, [deal], at=desk.later())
    assert desk.row(deal, "stage_id") == (desk.stages()[0],)
    assert desk.faults() == []


def test_closed_deals_keep_the_stage_they_were_closed_in_and_figures_stay(desk: Desk) -> None:
    deal, stage_id = desk.deal(stage=1), desk.stages()[1]
    win_deals(desk.workspace, [deal], at=desk.later(days=3))
    desk.deal("Open", stage=2)
    figures = read_figures(desk.workspace)
    done(desk, remove_stage, stage_id, move_deals_to=None, at=desk.now)
    assert desk.row(deal, "stage_id", "status") == (stage_id, "won")
    assert {key: read_figures(desk.workspace)[key] for key in ("win_rate", "won")} == {
        key: figures[key] for key in ("win_rate", "won")
    }


def test_a_deal_closed_in_a_stage_that_is_gone_is_reopened_in_the_first_one(desk: Desk) -> None:
    deal = desk.deal(stage=2)
    win_deals(desk.workspace, [deal], at=desk.later())
    remove_stage(desk.workspace, desk.stages()[2], move_deals_to=None, at=desk.now)
    done(desk, reopen_deal, deal, at=desk.later())
    assert desk.row(deal, "stage_id", "status") == (desk.stages()[0], "open")


def test_a_stage_with_deals_is_not_removed_without_a_place_for_them(desk: Desk) -> None:
    desk.deal(stage=1)
    stage_id = desk.stages()[1]
    said = refused(desk, RefusedError, remove_stage, stage_id, move_deals_to=None, at=desk.now)
    assert said == "1 deal stands in “Qualification”. Say where to move it first."
    after_sale = desk.id_of("stage", "Post-Sale Follow-up")
    for target in (after_sale, stage_id):
        assert "Choose another stage" in refused(
            desk, InvalidError, remove_stage, stage_id, move_deals_to=target, at=desk.now
        )
    assert "no stage number 99" in refused(desk, NotFoundError, remove_stage, stage_id, move_deals_to=99, at=desk.now)


def test_the_last_open_stage_stays(desk: Desk) -> None:
    *others, last = desk.stages()
    for stage_id in others:
        remove_stage(desk.workspace, stage_id, move_deals_to=None, at=desk.now)
    said = refused(desk, RefusedError, remove_stage, last, move_deals_to=None, at=desk.now)
    assert "last open stage" in said
    assert "removed already" in refused(desk, InvalidError, remove_stage, others[0], move_deals_to=last, at=desk.now)


def test_a_removed_stage_comes_back_unless_its_name_is_taken(desk: Desk) -> None:
    stage_id = desk.stages()[1]
    remove_stage(desk.workspace, stage_id, move_deals_to=None, at=desk.now)
    add_stage(desk.workspace, 1, "qualification")
    assert "already" in refused(desk, InvalidError, restore_stage, stage_id)


def test_won_deals_leave_a_removed_after_sale_stage_or_move_to_another(desk: Desk) -> None:
    follow_up = desk.id_of("stage", "Post-Sale Follow-up")
    care = add_stage(desk.workspace, 1, "Care", is_open=False)
    deal = desk.deal()
    win_deals(desk.workspace, [deal], at=desk.now)
    with desk.journal.change("Place") as draft:
        draft.update(Deal, deal, after_sale_stage=follow_up)
    assert stage(desk, follow_up).deals == 1
    done(desk, remove_stage, follow_up, move_deals_to=care, at=desk.now)
    assert desk.row(deal, "after_sale_stage_id", "status") == (care, "won")
    done(desk, remove_stage, care, move_deals_to=None, at=desk.now)
    assert desk.row(deal, "after_sale_stage_id", "status") == (None, "won")


def test_a_date_before_what_happened_already_is_refused(desk: Desk) -> None:
    desk.deal(stage=1)
    earlier = desk.now.replace(year=2025)
    ids = desk.stages()
    assert "history goes on" in refused(desk, InvalidError, remove_stage, ids[1], move_deals_to=ids[0], at=earlier)


@pytest.mark.slow
def test_fifty_thousand_deals_leave_a_stage_in_seconds_and_come_back(desk: Desk) -> None:
    from_stage, to_stage = desk.stages()[1], desk.stages()[2]
    first, many = 1, 50_000
    at = to_microseconds(desk.now)
    with desk.journal.change("Fill", sealed=True) as draft:
        draft.insert_rows(
            Deal,
            ("id", "pipeline_id", "stage_id", "status", "title", "currency", "rank", "is_value_by_hand"),
            ((first + n, 1, from_stage, "open", f"Deal {n}", "EUR", n * 8, 1) for n in range(many)),
        )
        draft.insert_rows(
            HistoryEvent,
            ("deal_id", "kind", "at", "recorded_at", "to_stage_id", "currency", "is_inferred", "is_dated"),
            ((first + n, 1, at, at, from_stage, "EUR", 0, 1) for n in range(many)),
        )
    started = time.monotonic()
    remove_stage(desk.workspace, from_stage, move_deals_to=to_stage, at=desk.later())
    took = time.monotonic() - started
    assert desk.order(to_stage) == list(range(first, first + many))
    assert took < 20
    desk.journal.undo()
    assert len(desk.order(from_stage)) == many
    assert desk.faults() == []


# --- planned activities


def test_activities_are_planned_edited_ordered_and_removed(desk: Desk) -> None:
    stage_id = desk.stages()[0]
    call = done(desk, add_stage_activity, stage_id, kind="call", subject=" Ring  them ", after_days=2)
    visit = done(desk, add_stage_activity, stage_id, kind="visit", subject="See them", after_days=0)
    done(desk, reorder_stage_activities, stage_id, [visit, call])
    done(desk, edit_stage_activity, call, kind="email", subject="Write to them", after_days=5)
    planned = read_planned(desk.workspace, stage_id)
    assert [(row.kind_name, row.subject, row.after_days) for row in planned] == [
        ("Visit", "See them", 0),
        ("E-mail", "Write to them", 5),
    ]
    done(desk, remove_stage_activity, visit)
    assert len(read_planned(desk.workspace, stage_id)) == 1


@pytest.mark.parametrize(
    ("fields", "kind", "said"),
    [
        ({"subject": ""}, InvalidError, "Type a name"),
        ({"kind": "dance"}, InvalidError, "no kind “dance”"),
        ({"after_days": -1}, InvalidError, "from 0 to"),
        ({"stage_id": 99}, NotFoundError, "no stage number 99"),
    ],
)
def test_a_planned_activity_that_cannot_be_is_refused(
    desk: Desk, fields: dict[str, object], kind: type[PipelineError], said: str
) -> None:
    usual = {"stage_id": desk.stages()[0], "kind": "call", "subject": "Ring", "after_days": 0}
    assert said in refused(desk, kind, add_stage_activity, **{**usual, **fields})


def test_a_planned_activity_keeps_a_kind_that_was_archived(desk: Desk) -> None:
    planned = add_stage_activity(desk.workspace, desk.stages()[0], kind="call", subject="Ring")
    archive_in_list(desk.workspace, OwnedList.KINDS, desk.id_of("activity_kind", "Call"))
    done(desk, edit_stage_activity, planned, kind="call", subject="Ring again", after_days=1)
    before = read_content(desk.workspace)
    assert "no kind" in refused(
        desk, InvalidError, add_stage_activity, desk.stages()[0], kind="call", subject="Ring", after_days=0
    )
    assert read_content(desk.workspace) == before
