"""Every path past an exit criterion stops where it is required, and nothing slips by."""

import json
from datetime import date, timedelta

import pytest

from desktop_pipeline.actions.answers import set_answer
from desktop_pipeline.actions.criteria import (
    add_criterion,
    archive_criterion,
    edit_criterion,
    reorder_criteria,
    tick_criterion,
    untick_criterion,
)
from desktop_pipeline.actions.custom_fields import add_field
from desktop_pipeline.actions.custom_values import set_custom_value
from desktop_pipeline.actions.deals import delete_deals, lose_deals, move_deals, reopen_deal, win_deals
from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.domain.custom_fields import FieldKind, FieldSubject
from desktop_pipeline.domain.errors import GateError, InvalidError
from desktop_pipeline.domain.money import Money
from desktop_pipeline.queries.gate_progress import count_progress
from desktop_pipeline.queries.gates import read_criteria
from desktop_pipeline.storage.tables import Activity, Holiday, Pipeline, Stage, StageActivity
from tests.workspaces import Desk, import_file, read_content, read_passes

BUDGET, ROOM = "Budget is confirmed", "There is room for it"


def require(desk: Desk, stage: int, text: str = BUDGET, **fields: str) -> int:
    kind = fields.pop("kind", "tick")
    return add_criterion(desk.workspace, desk.stages()[stage], kind=kind, text=text, is_required=True, **fields)


def move(desk: Desk, deals: list[int], stage: int, why: str | None = None) -> object:
    return move_deals(desk.workspace, deals, desk.stages()[stage], after=None, at=desk.later(), why=why)


def stage_of(desk: Desk, deal: int) -> int:
    return desk.stages().index(int(str(desk.row(deal, "stage_id")[0])))


def test_a_forward_move_stops_at_a_required_criterion_and_changes_nothing(desk: Desk) -> None:
    criterion = require(desk, 0)
    deal = desk.deal()
    before = read_content(desk.workspace)
    with pytest.raises(GateError, match=r"“Oak table” is not ready yet\. Still open: “Budget is confirmed”") as stop:
        move(desk, [deal], 1)
    assert stop.value.exit_code == 1
    assert [(key, [c.criterion_id for c in found]) for key, found in stop.value.missing.items()] == [
        (deal, [criterion])
    ]
    assert stop.value.titles == {deal: "Oak table"}
    assert read_content(desk.workspace) == before


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (2, "Still open: “Point 1”; “Point 2”."),
        (3, "Still open: “Point 1”; “Point 2”; “Point 3”."),
        (4, "Still open: “Point 1”; “Point 2”; “Point 3” and 1 more."),
        (6, "Still open: “Point 1”; “Point 2”; “Point 3” and 3 more."),
    ],
)
def test_three_open_criteria_are_named_and_the_rest_is_counted(desk: Desk, count: int, said: str) -> None:
    for number in range(1, count + 1):
        require(desk, 0, f"Point {number}")
    deal = desk.deal()
    with pytest.raises(GateError) as stop:
        move(desk, [deal], 1)
    assert str(stop.value) == f"“Oak table” is not ready yet. {said}"


def test_of_several_deals_that_are_not_ready_one_is_named(desk: Desk) -> None:
    require(desk, 0)
    deals = [desk.deal(title) for title in ("First", "Second", "Third")]
    with pytest.raises(GateError) as stop:
        move(desk, deals, 1)
    assert str(stop.value) == "3 deals are not ready yet, “First” for one. Still open: “Budget is confirmed”."
    assert stop.value.titles == dict(zip(deals, ("First", "Second", "Third"), strict=True))


def test_what_is_ticked_lets_the_deal_go(desk: Desk) -> None:
    criterion = require(desk, 0)
    deal = desk.deal()
    tick_criterion(desk.workspace, deal, criterion, at=desk.later(), evidence="  Mail of 3 June ")
    move(desk, [deal], 1)
    assert stage_of(desk, deal) == 1
    assert desk.workspace.row("select who, evidence from criterion_tick") == ("ann", "Mail of 3 June")


def test_skipping_stages_asks_all_that_are_passed_but_not_the_one_that_is_reached(desk: Desk) -> None:
    wanted = [require(desk, stage, f"Stage {stage}") for stage in range(4)]
    deal = desk.deal(stage=1)
    with pytest.raises(GateError) as stop:
        move(desk, [deal], 3)
    assert [criterion.criterion_id for criterion in stop.value.missing[deal]] == wanted[1:3]


def test_a_deal_that_is_closed_is_said_to_be_so_before_any_criterion_is_asked(desk: Desk) -> None:
    deal = desk.deal()
    win_deals(desk.workspace, [deal], at=desk.later())
    require(desk, 0)
    with pytest.raises(InvalidError, match=r"^“Oak table” is won\. Reopen it first\.$"):
        win_deals(desk.workspace, [deal], at=desk.later())


def test_winning_asks_the_current_stage_only(desk: Desk) -> None:
    for stage in range(5):
        require(desk, stage, f"Stage {stage}")
    deal = desk.deal(stage=1)
    with pytest.raises(GateError) as stop:
        win_deals(desk.workspace, [deal], at=desk.later())
    assert [criterion.text for criterion in stop.value.missing[deal]] == ["Stage 1"]
    assert desk.row(deal, "status") == ("open",)


def test_moves_back_within_a_stage_and_into_another_pipeline_are_free(desk: Desk) -> None:
    for stage in range(5):
        require(desk, stage)
    with desk.journal.change("Second") as draft:
        pipeline = draft.insert(Pipeline, name="Repairs")
        elsewhere = draft.insert(
            Stage, pipeline=pipeline, name="Asked", position=0, probability=0.5, slow_limit=9, stale_limit=9
        )
    below, deal = desk.deal("Below", stage=3), desk.deal(stage=3)
    change = move_deals(desk.workspace, [deal], desk.stages()[3], after=below, at=desk.later())
    assert change is not None
    move(desk, [deal], 1)
    move_deals(desk.workspace, [deal], elsewhere, after=None, at=desk.later())
    assert desk.row(deal, "stage_id", "pipeline_id") == (elsewhere, pipeline)
    assert desk.workspace.value("select count(*) from gate_pass") == 0


def test_losing_deleting_and_reopening_ask_nothing(desk: Desk) -> None:
    require(desk, 0)
    deal = desk.deal()
    lose_deals(desk.workspace, [deal], reason_id=desk.reason(), at=desk.later())
    reopen_deal(desk.workspace, deal, at=desk.later())
    delete_deals(desk.workspace, [deal], at=desk.later())
    assert desk.row(deal, "status") == ("open",)


def test_reopening_further_on_is_a_way_forward_too(desk: Desk) -> None:
    require(desk, 1)
    deal = desk.deal(stage=1)
    lose_deals(desk.workspace, [deal], reason_id=desk.reason(), at=desk.later())
    with pytest.raises(GateError):
        reopen_deal(desk.workspace, deal, at=desk.later(), stage_id=desk.stages()[2])
    reopen_deal(desk.workspace, deal, at=desk.later(), stage_id=desk.stages()[0])
    assert stage_of(desk, deal) == 0


def test_an_import_does_not_reopen_a_deal_past_its_gate(desk: Desk) -> None:
    require(desk, 0)
    deal = desk.deal(organisation="Hollin")
    lose_deals(desk.workspace, [deal], reason_id=desk.reason(), at=desk.later())
    sheet = desk.path.parent / "deals.csv"
    sheet.write_text("title,organisation,stage,value\nOak table,Hollin,Proposal,1200\n", encoding="utf-8")
    report = import_file(desk.workspace, sheet)
    assert [problem.column for problem in report.problems] == ["stage"]
    assert desk.row(deal, "status") == ("lost",)
    assert desk.faults() == []


def test_a_deal_created_further_down_starts_there_with_the_earlier_criteria_open(desk: Desk) -> None:
    require(desk, 0)
    deal = desk.deal(stage=2)
    gate = read_criteria(desk.workspace, deal)
    assert gate is not None
    assert stage_of(desk, deal) == 2
    assert BUDGET in {line.criterion.text for line in gate.earlier}
    assert all(not line.is_met for line in gate.earlier)


def test_of_several_deals_one_that_is_not_ready_stops_all_and_each_is_named(desk: Desk) -> None:
    criterion = require(desk, 0)
    ready, first, second = desk.deal("Ready"), desk.deal("First"), desk.deal("Second")
    tick_criterion(desk.workspace, ready, criterion, at=desk.later())
    before = read_content(desk.workspace)
    with pytest.raises(GateError, match="2 deals are not ready yet, “First” for one") as stop:
        move(desk, [ready, first, second], 2)
    assert stop.value.titles == {first: "First", second: "Second"}
    with pytest.raises(GateError, match="2 deals"):
        win_deals(desk.workspace, [ready, first, second], at=desk.later())
    assert read_content(desk.workspace) == before


def test_passing_needs_a_sentence_is_noted_told_in_the_history_and_undone_with_the_move(desk: Desk) -> None:
    require(desk, 0)
    require(desk, 1, ROOM)
    deal, ready = desk.deal(), desk.deal("Elsewhere", stage=2)
    before = read_content(desk.workspace)
    for empty in ("", "  "):
        with pytest.raises(InvalidError, match="in a sentence"):
            move(desk, [deal], 2, empty)
    move(desk, [deal, ready], 3, "Known for  years")
    (passed,) = read_passes(desk.workspace)
    assert (passed.title, passed.who, passed.why) == ("Oak table", "ann", "Known for years")
    assert (passed.from_stage, passed.to_stage) == ("Lead Generation", "Negotiation")
    assert set(passed.missing) == {BUDGET, ROOM}
    entry = desk.journal.next_undo()
    assert entry is not None
    assert entry.label == "Move 2 deals to Negotiation, passing what is required"
    desk.journal.undo()
    assert read_content(desk.workspace) == before
    desk.journal.redo()
    assert len(read_passes(desk.workspace)) == 1


def test_winning_past_a_criterion_is_noted_without_a_stage_reached(desk: Desk) -> None:
    require(desk, 0)
    deal = desk.deal()
    win_deals(desk.workspace, [deal], at=desk.later(), why="Signed at the fair")
    (passed,) = read_passes(desk.workspace)
    assert (passed.from_stage, passed.to_stage) == ("Lead Generation", None)


def test_a_sentence_without_need_is_not_kept(desk: Desk) -> None:
    deal = desk.deal()
    move(desk, [deal], 1, "Just in case")
    assert read_passes(desk.workspace) == []


def test_what_only_reminds_lets_the_deal_go_and_is_told(desk: Desk) -> None:
    deal, other = desk.deal(stage=1), desk.deal("Other", stage=1)
    change = move_deals(desk.workspace, [deal, other], desk.stages()[2], after=None, at=desk.later())
    assert change is not None
    assert change.reminders.keys() == {deal, other}
    assert len(change.still_open) == 4
    assert change.still_open[0].startswith("Need:")


def test_only_deals_with_something_open_are_told_with_reminders(desk: Desk) -> None:
    stage = desk.stages()[0]
    for (criterion,) in desk.workspace.rows("select id from criterion where stage_id = ?", (stage,)):
        archive_criterion(desk.workspace, criterion)
    add_criterion(desk.workspace, stage, kind="field", asks_for="value", text="It has a price", is_required=False)
    priced, bare = desk.deal(), desk.deal("Bare", value=None)
    change = move_deals(desk.workspace, [priced, bare], desk.stages()[1], after=None, at=desk.later())
    assert change is not None
    assert {deal: [each.text for each in found] for deal, found in change.reminders.items()} == {
        bare: ["It has a price"]
    }


def test_a_criterion_that_asks_for_a_field_is_met_by_filling_it(desk: Desk) -> None:
    require(desk, 0, "It has a price", kind="field", asks_for="value")
    deal = desk.deal(value=None)
    with pytest.raises(GateError):
        move(desk, [deal], 1)
    edit_deal(desk.workspace, deal, at=desk.later(), value=Money(5_00, "EUR"))
    move(desk, [deal], 1)


@pytest.mark.parametrize(
    ("field", "fill"),
    [
        ("expected_close", {"expected_close_on": date(2026, 3, 1)}),
        ("organisation", {"organisation": "Hollin Bakery"}),
        ("person", {"person": "Kenji"}),
        ("owner", {"owner_id": 1}),
    ],
)
def test_each_field_can_be_asked_for(desk: Desk, field: str, fill: dict[str, object]) -> None:
    require(desk, 0, "It is filled", kind="field", asks_for=field)
    deal = desk.deal()
    with pytest.raises(GateError):
        move(desk, [deal], 1)
    edit_deal(desk.workspace, deal, at=desk.later(), **fill)  # type: ignore[arg-type]
    move(desk, [deal], 1)


@pytest.mark.parametrize("ready", [1, 2, 3])
def test_each_of_several_deals_is_asked_what_is_known_of_it_alone(desk: Desk, ready: int) -> None:
    place = add_field(desk.workspace, FieldSubject.DEAL, "Place", FieldKind.TEXT)
    tick = require(desk, 0)
    require(desk, 0, "It has a price", kind="field", asks_for="value")
    require(desk, 0, "It has a place", kind="field", asks_for=f"custom:{place}")
    require(desk, 0, "Somebody was there", kind="activity", asks_for="visit")
    require(desk, 0, "There is money", kind="answer", asks_for="budget")
    bare = desk.deal("Bare", value=None)
    deals = [desk.deal(f"Deal {number}") for number in range(ready)]
    for deal in deals:
        tick_criterion(desk.workspace, deal, tick, at=desk.later())
        set_custom_value(desk.workspace, place, FieldSubject.DEAL, deal, "Hall")
        set_answer(desk.workspace, deal, "budget", "yes", "By mail", on=desk.workspace.today())
        with desk.journal.change("Visit") as draft:
            draft.insert(Activity, deal=deal, kind="visit", subject="Measure", done_at=desk.now, created_at=desk.now)
    with pytest.raises(GateError) as stop:
        move(desk, [*deals, bare], 1)
    assert {deal: len(found) for deal, found in stop.value.missing.items()} == {bare: 5}
    move(desk, deals, 1)
    assert {stage_of(desk, deal) for deal in deals} == {1}


def test_a_criterion_that_asks_for_an_activity_is_met_by_doing_it(desk: Desk) -> None:
    require(desk, 0, "Somebody was there", kind="activity", asks_for="visit")
    deal = desk.deal()
    with desk.journal.change("Plan") as draft:
        visit = draft.insert(Activity, deal=deal, kind="visit", subject="Measure", due_on=date(2026, 1, 9))
    gate = read_criteria(desk.workspace, deal)
    assert gate is not None
    assert gate.criteria[-1].due_on == date(2026, 1, 9)
    with pytest.raises(GateError):
        move(desk, [deal], 1)
    with desk.journal.change("Finish") as draft:
        draft.update(Activity, visit, done_at=desk.now, result="All measured")
    gate = read_criteria(desk.workspace, deal)
    assert gate is not None
    assert (gate.criteria[-1].is_met, gate.criteria[-1].evidence) == (True, "All measured")
    move(desk, [deal], 1)


def test_an_answer_counts_while_it_is_a_yes_of_the_last_sixty_days(desk: Desk) -> None:
    require(desk, 0, "There is money", kind="answer", asks_for="budget")
    deal = desk.deal()
    today = desk.workspace.today()
    for state in ("unknown", "no", "partly"):
        set_answer(desk.workspace, deal, "budget", state, "30 to 38 k", on=today)
        with pytest.raises(GateError):
            move(desk, [deal], 1)
    set_answer(desk.workspace, deal, "budget", "yes", "38 k, by mail", on=today)
    desk.later(days=61)
    with pytest.raises(GateError):
        move(desk, [deal], 1)
    set_answer(desk.workspace, deal, "budget", "yes", "38 k, by mail", on=desk.workspace.today())
    gate = read_criteria(desk.workspace, deal)
    assert gate is not None
    assert (gate.criteria[-1].is_met, gate.criteria[-1].evidence) == (True, "38 k, by mail")
    move(desk, [deal], 1)
    assert desk.workspace.value("select count(*) from answer") == 1


def test_an_answer_of_tomorrow_or_about_something_else_is_refused(desk: Desk) -> None:
    deal, today = desk.deal(), desk.workspace.today()
    for topic, state, on, said in (
        ("budget", "yes", today + timedelta(days=1), "today or on an earlier day"),
        ("budget", "yes", date(1, 1, 1), "today or on an earlier day"),
        ("weather", "yes", today, "no topic “weather”"),
        ("budget", "maybe", today, "“maybe” is no answer"),
    ):
        with pytest.raises(InvalidError, match=said):
            set_answer(desk.workspace, deal, topic, state, on=on)
    set_answer(desk.workspace, deal, "need", "unknown", on=today)
    assert desk.workspace.value("select count(*) from answer") == 0


def test_a_tick_is_taken_back_and_everything_is_undone(desk: Desk) -> None:
    deal = desk.deal()
    before = read_content(desk.workspace)
    criterion = require(desk, 0)
    tick_criterion(desk.workspace, deal, criterion, at=desk.later())
    tick_criterion(desk.workspace, deal, criterion, at=desk.later(), evidence="Seen")
    assert desk.workspace.rows("select evidence from criterion_tick") == [("Seen",)]
    untick_criterion(desk.workspace, deal, criterion)
    assert untick_criterion(desk.workspace, deal, criterion) is None
    edit_criterion(desk.workspace, criterion, text="Money is there", kind="answer", asks_for="budget")
    with pytest.raises(InvalidError, match="cannot be ticked by hand"):
        tick_criterion(desk.workspace, deal, criterion, at=desk.later())
    archive_criterion(desk.workspace, criterion)
    move(desk, [deal], 1)
    for _ in range(7):
        desk.journal.undo()
    assert read_content(desk.workspace) == before


def test_criteria_keep_the_order_they_are_put_in(desk: Desk) -> None:
    stage = desk.stages()[3]
    ids = [row[0] for row in desk.workspace.rows("select id from criterion where stage_id = ? order by id", (stage,))]
    turned = list(reversed(ids))
    reorder_criteria(desk.workspace, stage, turned)
    kept = desk.workspace.rows("select id from criterion where stage_id = ? order by position", (stage,))
    assert [row[0] for row in kept] == turned
    assert reorder_criteria(desk.workspace, stage, turned) is None
    with pytest.raises(InvalidError, match="changed meanwhile"):
        reorder_criteria(desk.workspace, stage, turned[1:])


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"kind": "tick", "text": " \n"}, "in a few words"),
        ({"kind": "tick", "text": "x" * 10_000}, "300 characters"),
        ({"kind": "wish", "text": "A"}, "no kind “wish”"),
        ({"kind": "field", "text": "A"}, "Choose the field"),
        ({"kind": "field", "text": "A", "asks_for": "colour"}, "no field “colour”"),
        ({"kind": "field", "text": "A", "asks_for": "custom:7"}, "no field number 7"),
        ({"kind": "activity", "text": "A"}, "Choose the kind"),
        ({"kind": "activity", "text": "A", "asks_for": "dance"}, "no kind “dance”"),
        ({"kind": "answer", "text": "A"}, "budget, authority, need or timeline"),
        ({"kind": "answer", "text": "A", "asks_for": "weather"}, "no topic “weather”"),
    ],
)
def test_a_criterion_that_cannot_be_is_refused(desk: Desk, fields: dict[str, str], said: str) -> None:
    before = read_content(desk.workspace)
    with pytest.raises(InvalidError, match=said):
        add_criterion(desk.workspace, desk.stages()[0], **fields)  # type: ignore[arg-type]
    assert read_content(desk.workspace) == before


def test_progress_counts_the_criteria_of_the_stage_a_deal_stands_in(desk: Desk) -> None:
    criterion = require(desk, 0)
    deal, other = desk.deal(), desk.deal("Other", stage=4)
    tick_criterion(desk.workspace, deal, criterion, at=desk.later())
    assert count_progress(desk.workspace, [deal, other]) == {deal: (1, 4), other: (0, 3)}
    assert count_progress(desk.workspace, []) == {}


def test_entering_a_stage_plans_what_belongs_to_it_on_working_days_and_once(desk: Desk) -> None:
    target = desk.stages()[2]
    with desk.journal.change("Plans") as draft:
        draft.insert(StageActivity, stage=target, position=0, kind="call", subject="Ask how they are", after_days=5)
        draft.insert(Holiday, day=date(2026, 1, 12), name="Local holiday")
    deal = desk.deal(owner_id=2)
    before = read_content(desk.workspace)
    move(desk, [deal], 2)
    # Five days after Monday the 5th is a Saturday, and the Monday after it is a holiday.
    planned = desk.workspace.rows("select deal_id, owner_id, kind, subject, due_on from activity")
    assert planned == [(deal, 2, "call", "Ask how they are", "2026-01-13")]
    move(desk, [deal], 1)
    move(desk, [deal], 2)
    desk.deal("Born there", stage=2)
    assert desk.workspace.value("select count(*) from activity") == 2
    for _ in range(4):
        desk.journal.undo()
    assert read_content(desk.workspace) == before


def test_where_nobody_works_for_more_than_a_year_the_day_a_year_later_is_taken(desk: Desk) -> None:
    with desk.journal.change("Plans") as draft:
        draft.insert(StageActivity, stage=desk.stages()[2], position=0, kind="call", subject="Ask", after_days=5)
        for days in range(500):
            draft.insert(Holiday, day=date(2026, 1, 1) + timedelta(days=days), name="Away")
    move(desk, [desk.deal()], 2)
    assert desk.workspace.value("select due_on from activity") == str(date(2026, 1, 10) + timedelta(days=366))


def test_the_templates_bring_their_criteria_and_each_reminds(desk: Desk) -> None:
    rows = desk.workspace.rows("select kind, asks_for, is_required from criterion")
    assert {row[1] for row in rows if row[0] == "answer"} == {"need", "authority", "budget", "timeline"}
    assert all(not row[2] for row in rows)


def test_an_import_that_would_move_a_known_deal_forward_stops_at_the_gate_and_says_so(desk: Desk) -> None:
    require(desk, 0)
    require(desk, 0, "It has a price", kind="field", asks_for="value")
    stopped = desk.deal("Oak table", value=None, organisation="Hollin")
    told = desk.deal("Walnut chair", organisation="Hollin")
    sheet = desk.path.parent / "deals.csv"
    sheet.write_text(
        "title,organisation,stage,value\nOak table,Hollin,Proposal,500\nWalnut chair,Hollin,won,1200\n",
        encoding="utf-8",
    )
    report = import_file(desk.workspace, sheet)
    said = [(problem.row, problem.column, problem.value, problem.problem) for problem in report.problems]
    assert said == [
        (2, "stage", "Proposal", f"“{BUDGET}” is required before the deal can leave Lead Generation"),
        (3, "stage", "won", f"“{BUDGET}” is required before the deal can leave Lead Generation"),
    ]
    assert desk.row(stopped, "stage_id", "value") == (desk.stages()[0], 500_00)
    assert desk.row(told, "status") == ("open",)
    assert (report.updated, report.unchanged) == (1, 1)
    assert desk.faults() == []


def test_an_import_moves_back_and_past_what_is_met(desk: Desk) -> None:
    criterion = require(desk, 1)
    ready = desk.deal("Oak table", stage=1, organisation="Hollin")
    back = desk.deal("Walnut chair", stage=1, organisation="Hollin")
    tick_criterion(desk.workspace, ready, criterion, at=desk.later())
    sheet = desk.path.parent / "deals.csv"
    sheet.write_text(
        "title,organisation,stage,value\nOak table,Hollin,Proposal,1200\nWalnut chair,Hollin,Lead Generation,1200\n",
        encoding="utf-8",
    )
    report = import_file(desk.workspace, sheet)
    assert report.problems == ()
    assert (stage_of(desk, ready), stage_of(desk, back)) == (2, 0)


def test_what_was_missing_is_kept_as_it_was_worded(desk: Desk) -> None:
    wording = "Größe “geklärt” <b>&</b> 🙂 ; drop table deal"
    require(desk, 0, wording)
    deal = desk.deal()
    move(desk, [deal], 1, "x")
    assert json.loads(desk.workspace.value("select missing from gate_pass")) == [wording]
