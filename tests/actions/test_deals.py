from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from desktop_pipeline.actions.deals import (
    create_deal,
    delete_deals,
    lose_deals,
    move_deals,
    reopen_deal,
    restore_deals,
    win_deals,
)
from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.domain.deals import EventKind
from desktop_pipeline.domain.errors import InvalidError, NotFoundError, PipelineError
from desktop_pipeline.domain.money import LARGEST_MINOR, Money
from desktop_pipeline.storage.instants import to_microseconds
from tests.workspaces import Desk, read_content

CREATED, MOVED, WON, LOST, REOPENED, DELETED, RESTORED = (
    EventKind.CREATED,
    EventKind.MOVED,
    EventKind.WON,
    EventKind.LOST,
    EventKind.REOPENED,
    EventKind.DELETED,
    EventKind.RESTORED,
)


def last_event(desk: Desk, deal_id: int, *columns: str) -> tuple[object, ...]:
    sql = f"select {', '.join(columns)} from history_event where deal_id = ? order by id desc"  # noqa: S608 - our own text
    found = desk.workspace.row(sql, (deal_id,))
    assert found is not None
    return found


def refused(desk: Desk, kind: type[PipelineError], act: Any, *arguments: Any, **options: Any) -> str:
    """What is said of an act that is declined; nothing is changed and the journal gains no line."""
    content, entries = read_content(desk.workspace), desk.journal.entries()
    with pytest.raises(kind) as declined:
        act(desk.workspace, *arguments, **options)
    assert read_content(desk.workspace) == content
    assert desk.journal.entries() == entries
    return str(declined.value)


# --- creating


def test_a_new_deal_is_open_at_the_top_of_its_stage_with_one_event(desk: Desk) -> None:
    lower = desk.deal("Lower")
    deal = create_deal(
        desk.workspace,
        title="  Oak   table ",
        stage_id=desk.stages()[0],
        at=desk.now,
        organisation="Acme",
        person="Ina",
        value=Money(120_050, "CHF"),
        owner_id=desk.id_of("owner", "Ben"),
        expected_close_on=date(2026, 2, 28),
        probability=0.4,
    )
    assert desk.order(desk.stages()[0]) == [deal, lower]
    assert desk.row(deal, "title", "status", "value", "currency") == ("Oak table", "open", 120_050, "CHF")
    assert last_event(desk, deal, "kind", "to_stage_id", "value", "currency", "owner_id") == (
        CREATED,
        desk.stages()[0],
        120_050,
        "CHF",
        2,
    )
    assert last_event(desk, deal, "expected_close_on", "probability", "from_stage_id") == ("2026-02-28", 0.4, None)
    assert last_event(desk, deal, "at", "recorded_at", "is_inferred", "is_dated") == (
        *[to_microseconds(desk.now)] * 2,
        0,
        1,
    )
    assert desk.faults() == []


def test_an_unknown_value_is_not_nought(desk: Desk) -> None:
    deal = desk.deal(value=None)
    assert desk.row(deal, "value", "currency") == (None, "EUR")
    assert desk.row(desk.deal(value=0), "value") == (0,)


def test_an_organisation_is_found_by_its_name_whatever_its_case(desk: Desk) -> None:
    first, second, third = (desk.deal(organisation=name, person="Ina") for name in ("Acme Ltd", " ACME  ltd ", "Acme"))
    assert (
        desk.row(first, "organisation_id") == desk.row(second, "organisation_id") != desk.row(third, "organisation_id")
    )
    assert desk.workspace.value("select count(*) from person") == 2


def test_empty_names_make_no_organisation_and_no_person(desk: Desk) -> None:
    deal = desk.deal(organisation="  ", person="\t")
    assert desk.row(deal, "organisation_id") == (None,)
    assert desk.workspace.value("select count(*) from person") == 0


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title": " "}, "needs a title"),
        ({"title": "x" * 501}, "501"),
        ({"value": Money(-1, "EUR")}, "below zero"),
        ({"value": Money(LARGEST_MINOR + 1, "EUR")}, "too large"),
        ({"value": Money(5, "euro")}, "not a currency code"),
        ({"value": Money(5, "eur")}, "not a currency code"),
        ({"probability": 1.5}, "between"),
        ({"stage_id": 99}, "no open stage number 99"),
        ({"owner_id": 99}, "no owner number 99"),
        ({"source_id": 99}, "no source number 99"),
    ],
)
def test_a_deal_that_cannot_be_is_refused(desk: Desk, fields: dict[str, Any], said: str) -> None:
    usual = {"title": "Oak", "stage_id": desk.stages()[0], "at": desk.now, "organisation": "Acme"}
    assert said in refused(desk, InvalidError, create_deal, **{**usual, **fields})


def test_an_after_sale_stage_takes_no_open_deal(desk: Desk) -> None:
    after_sale = desk.id_of("stage", "Post-Sale Follow-up")
    deal = desk.deal()
    assert "no open stage" in refused(desk, NotFoundError, create_deal, title="Oak", stage_id=after_sale, at=desk.now)
    assert "no open stage" in refused(desk, NotFoundError, move_deals, [deal], after_sale, after=None, at=desk.now)


# --- moving


def test_a_move_writes_one_deal_and_one_event(desk: Desk) -> None:
    deal, other = desk.deal(), desk.deal("Other")
    before = read_content(desk.workspace)
    change = move_deals(desk.workspace, [deal], desk.stages()[2], after=None, at=desk.later(days=2))
    after = read_content(desk.workspace)
    changed = [
        (table, row_id)
        for table in after
        for row_id in after[table]
        if before[table].get(row_id) != after[table][row_id]
    ]
    assert [table for table, _row_id in changed] == ["deal", "history_event"]
    assert changed[0] == ("deal", deal)
    assert change is not None
    assert change.label == "Move “Oak table” to Proposal"
    assert last_event(desk, deal, "kind", "at", "from_stage_id", "to_stage_id") == (
        MOVED,
        to_microseconds(desk.now),
        desk.stages()[0],
        desk.stages()[2],
    )
    assert desk.events(other) == [CREATED]


def test_another_place_in_the_same_stage_leaves_no_event(desk: Desk) -> None:
    first, second = desk.deal("First"), desk.deal("Second")
    stage = desk.stages()[0]
    assert desk.order(stage) == [second, first]
    assert move_deals(desk.workspace, [second], stage, after=first, at=desk.now) is not None
    assert desk.order(stage) == [first, second]
    assert desk.events(second) == [CREATED]


def test_several_deals_keep_their_given_order(desk: Desk) -> None:
    a, b, c, d = (desk.deal(title) for title in "ABCD")
    stage = desk.stages()[1]
    move_deals(desk.workspace, [d], stage, after=None, at=desk.now)
    change = move_deals(desk.workspace, [c, a, b], stage, after=d, at=desk.now)
    assert desk.order(stage) == [d, c, a, b]
    assert change is not None
    assert change.label == "Move 3 deals to Qualification"
    desk.journal.undo()
    assert desk.order(stage) == [d]


def test_a_closed_deal_is_not_moved(desk: Desk) -> None:
    deal = desk.deal()
    win_deals(desk.workspace, [deal], at=desk.now)
    assert "is won. Reopen it first." in refused(desk, InvalidError, move_deals, [deal], 2, after=None, at=desk.now)


def test_one_closed_deal_among_several_stops_the_whole_move(desk: Desk) -> None:
    first, second = desk.deal("First"), desk.deal("Second")
    win_deals(desk.workspace, [second], at=desk.now)
    assert "Second" in refused(desk, InvalidError, move_deals, [first, second], 2, after=None, at=desk.now)


def test_a_move_below_a_deal_that_has_left_is_refused(desk: Desk) -> None:
    deal, neighbour, elsewhere = desk.deal("A"), desk.deal("B", stage=1), desk.deal("C", stage=2)
    win_deals(desk.workspace, [neighbour], at=desk.now)
    for gone in (neighbour, elsewhere, 999):
        said = refused(desk, NotFoundError, move_deals, [deal], desk.stages()[1], after=gone, at=desk.now)
        assert "no longer in the stage" in said


@pytest.mark.parametrize("value", [0, LARGEST_MINOR])
def test_a_value_from_nothing_to_the_largest_amount_is_taken(desk: Desk, value: int) -> None:
    assert desk.row(desk.deal(value=value), "value") == (value,)


@pytest.mark.parametrize(
    ("value", "said"), [(-1, "A deal’s value cannot be below zero."), (LARGEST_MINOR + 1, "The value is too large.")]
)
def test_a_value_beyond_its_ends_is_refused_and_told_which(desk: Desk, value: int, said: str) -> None:
    with pytest.raises(InvalidError) as refusal:
        desk.deal(value=value)
    assert str(refusal.value) == said


@pytest.mark.parametrize(("length", "told"), [(60, "x" * 60), (61, "x" * 59 + "…")])
def test_a_title_of_more_than_sixty_characters_is_told_shortened(desk: Desk, length: int, told: str) -> None:
    desk.deal("x" * length)
    assert desk.newest_entry().label == f"New deal “{told}”"


def test_what_was_done_to_deals_is_told_by_their_titles(desk: Desk) -> None:
    oak, elm = desk.deal("Oak"), desk.deal("Elm")
    first = desk.stages()[0]
    begun = len(desk.journal.entries())
    move_deals(desk.workspace, [oak], first, after=None, at=desk.later())
    move_deals(desk.workspace, [oak], desk.stages()[1], after=None, at=desk.later())
    move_deals(desk.workspace, [oak, elm], desk.stages()[2], after=None, at=desk.later())
    win_deals(desk.workspace, [oak], at=desk.later())
    lose_deals(desk.workspace, [elm], reason_id=desk.reason(), at=desk.later())
    reopen_deal(desk.workspace, elm, at=desk.later())
    delete_deals(desk.workspace, [oak, elm], at=desk.later())
    restore_deals(desk.workspace, [oak], at=desk.later())
    stages = [desk.workspace.value("select name from stage where id = ?", (stage,)) for stage in desk.stages()]
    assert [entry.label for entry in desk.journal.entries()[begun:]] == [
        "Reorder “Oak”",
        f"Move “Oak” to {stages[1]}",
        f"Move 2 deals to {stages[2]}",
        "Win “Oak”",
        "Lose “Elm”",
        "Reopen “Elm”",
        "Delete 2 deals",
        "Restore “Oak”",
    ]


def test_a_deal_named_twice_is_moved_once(desk: Desk) -> None:
    deal = desk.deal()
    move_deals(desk.workspace, [deal, deal], desk.stages()[1], after=None, at=desk.now)
    assert desk.events(deal) == [CREATED, MOVED]
    win_deals(desk.workspace, [deal, deal], at=desk.now)
    assert desk.events(deal) == [CREATED, MOVED, WON]


def test_a_move_to_another_pipeline_says_so_in_the_history(desk: Desk) -> None:
    deal = desk.deal()
    with desk.journal.change("Pipeline") as draft:
        draft.execute("insert into pipeline (name, position, is_archived) values ('Renewals', 1, 0)")
        draft.execute(
            "insert into stage (pipeline_id, name, position, is_open, is_archived, probability, slow_limit,"
            " stale_limit, milestone, definition, guidance) values (2, 'Due', 0, 1, 0, 0.5, 7, 7, 'none', '', '')"
        )
    due = desk.id_of("stage", "Due")
    move_deals(desk.workspace, [deal], due, after=None, at=desk.later())
    assert desk.events(deal) == [CREATED, EventKind.PIPELINE]
    assert desk.row(deal, "pipeline_id", "stage_id") == (2, due)
    assert desk.faults() == []


# --- closing and reopening


def test_a_won_deal_keeps_its_stage_and_has_its_closing_date(desk: Desk) -> None:
    deal = desk.deal(stage=3)
    win_deals(desk.workspace, [deal], at=desk.later(days=9))
    assert desk.row(deal, "status", "stage_id", "closed_at") == ("won", desk.stages()[3], to_microseconds(desk.now))
    assert last_event(desk, deal, "kind", "from_stage_id", "reason_id") == (WON, desk.stages()[3], None)


def test_a_deal_that_is_lost_without_a_note_has_none(desk: Desk) -> None:
    deal = desk.deal()
    lose_deals(desk.workspace, [deal], reason_id=desk.reason(), note="  ", at=desk.later())
    assert desk.row(deal, "reason_note") == (None,)


def test_a_lost_deal_has_its_reason_and_note(desk: Desk) -> None:
    deal = desk.deal()
    lose_deals(desk.workspace, [deal], reason_id=desk.reason("Other"), note="  Moved\n abroad ", at=desk.later())
    assert desk.row(deal, "status", "reason_id", "reason_note") == ("lost", desk.reason("Other"), "Moved\n abroad")
    assert last_event(desk, deal, "kind", "reason_id", "note") == (LOST, desk.reason("Other"), "Moved\n abroad")


def test_a_loss_without_its_reason_is_refused(desk: Desk) -> None:
    deal = desk.deal()
    for reason in (None, 999):
        assert "why the deal was lost" in refused(
            desk, InvalidError, lose_deals, [deal], reason_id=reason, note="x", at=desk.now
        )
    for note in ("", "  ", "\0"):
        said = refused(desk, InvalidError, lose_deals, [deal], reason_id=desk.reason("Other"), note=note, at=desk.now)
        assert "short note" in said


def test_a_reason_that_is_out_of_use_is_no_reason(desk: Desk) -> None:
    deal = desk.deal()
    with desk.journal.change("Reasons") as draft:
        draft.execute("update reason set is_active = 0 where name = 'Price'")
    said = refused(desk, InvalidError, lose_deals, [deal], reason_id=desk.reason("Price"), at=desk.now)
    assert "why the deal was lost" in said


def test_a_closed_deal_is_not_closed_again(desk: Desk) -> None:
    deal = desk.deal()
    lose_deals(desk.workspace, [deal], reason_id=desk.reason(), at=desk.now)
    assert "is lost" in refused(desk, InvalidError, win_deals, [deal], at=desk.now)
    assert "is lost" in refused(desk, InvalidError, lose_deals, [deal], reason_id=desk.reason(), at=desk.now)


def test_several_deals_are_won_in_one_change(desk: Desk) -> None:
    deals = [desk.deal(title) for title in "ABC"]
    before = read_content(desk.workspace)
    change = win_deals(desk.workspace, deals, at=desk.later())
    assert change is not None
    assert change.label == "Win 3 deals"
    assert all(desk.events(deal) == [CREATED, WON] for deal in deals)
    desk.journal.undo()
    assert read_content(desk.workspace) == before


def test_a_reopened_deal_is_open_at_the_top_of_its_stage(desk: Desk) -> None:
    deal = desk.deal(stage=2)
    lose_deals(desk.workspace, [deal], reason_id=desk.reason(), note="dear", at=desk.later())
    other = desk.deal("Other", stage=2)
    reopen_deal(desk.workspace, deal, at=desk.later())
    assert desk.order(desk.stages()[2]) == [deal, other]
    assert desk.row(deal, "status", "closed_at", "reason_id", "reason_note") == ("open", None, None, None)
    assert desk.events(deal) == [CREATED, LOST, REOPENED]
    assert desk.faults() == []


def test_a_deal_is_reopened_in_another_stage_when_asked(desk: Desk) -> None:
    deal = desk.deal(stage=2)
    win_deals(desk.workspace, [deal], at=desk.later())
    reopen_deal(desk.workspace, deal, at=desk.later(), stage_id=desk.stages()[4])
    assert desk.row(deal, "stage_id") == (desk.stages()[4],)
    assert desk.faults() == []


def test_a_closed_deal_of_unknown_stage_is_reopened_in_the_first(desk: Desk) -> None:
    deal = desk.deal(stage=2)
    win_deals(desk.workspace, [deal], at=desk.later())
    with desk.journal.change("As an import leaves it") as draft:
        draft.execute("update deal set stage_id = null")
        draft.execute("update history_event set to_stage_id = null, from_stage_id = null")
    assert desk.faults() == []
    reopen_deal(desk.workspace, deal, at=desk.later())
    assert desk.row(deal, "stage_id") == (desk.stages()[0],)
    assert desk.faults() == []


def test_an_open_deal_is_not_reopened(desk: Desk) -> None:
    assert "open already" in refused(desk, InvalidError, reopen_deal, desk.deal(), at=desk.now)


# --- the bin


def test_a_deleted_deal_lies_in_the_bin_until_it_is_restored_as_it_was(desk: Desk) -> None:
    deal = desk.deal(organisation="Acme", person="Ina")
    before = desk.row(deal, "*")
    delete_deals(desk.workspace, [deal], at=desk.later())
    assert desk.order(desk.stages()[0]) == []
    assert desk.row(deal, "deleted_at") == (to_microseconds(desk.now),)
    restore_deals(desk.workspace, [deal], at=desk.later())
    assert desk.row(deal, "*") == before
    assert desk.events(deal) == [CREATED, DELETED, RESTORED]
    assert desk.faults() == []


def test_nothing_is_done_to_a_deal_in_the_bin(desk: Desk) -> None:
    deal = desk.deal()
    delete_deals(desk.workspace, [deal], at=desk.now)
    acts: list[tuple[Any, tuple[Any, ...], dict[str, Any]]] = [
        (move_deals, ([deal], 2), {"after": None}),
        (win_deals, ([deal],), {}),
        (lose_deals, ([deal],), {"reason_id": desk.reason()}),
        (delete_deals, ([deal],), {}),
        (edit_deal, (deal,), {"title": "Elm"}),
        (reopen_deal, (deal,), {}),
    ]
    for act, arguments, options in acts:
        assert "is in the bin" in refused(desk, NotFoundError, act, *arguments, at=desk.now, **options)


def test_a_deal_that_is_not_in_the_bin_is_not_restored(desk: Desk) -> None:
    assert "not in the bin" in refused(desk, NotFoundError, restore_deals, [desk.deal()], at=desk.now)


def test_an_act_on_no_deal_or_on_one_that_is_not_there_is_refused(desk: Desk) -> None:
    for act, options in (
        (win_deals, {}),
        (delete_deals, {}),
        (restore_deals, {}),
        (lose_deals, {"reason_id": desk.reason()}),
        (move_deals, {"stage_id": 1, "after": None}),
    ):
        assert "Choose a deal" in refused(desk, NotFoundError, act, [], at=desk.now, **options)
        assert "no deal number 7" in refused(desk, NotFoundError, act, [7], at=desk.now, **options)


# --- the time an act holds for


def test_a_backdated_act_holds_for_its_own_time_and_is_recorded_now(desk: Desk) -> None:
    deal = desk.deal()
    told = desk.now + timedelta(days=2)
    desk.later(days=20)
    win_deals(desk.workspace, [deal], at=told)
    assert last_event(desk, deal, "at", "recorded_at") == (to_microseconds(told), to_microseconds(desk.now))
    assert desk.row(deal, "closed_at") == (to_microseconds(told),)


def test_an_act_is_never_dated_before_what_happened_already(desk: Desk) -> None:
    deal = desk.deal()
    move_deals(desk.workspace, [deal], desk.stages()[1], after=None, at=desk.later(days=10))
    early = desk.now - timedelta(days=1)
    desk.later(days=10)
    said = refused(desk, InvalidError, win_deals, [deal], at=early)
    assert "2026-01-15 09:00" in said
    for act, options in ((delete_deals, {}), (lose_deals, {"reason_id": desk.reason()})):
        assert "choose that time or a later one" in refused(desk, InvalidError, act, [deal], at=early, **options)
    assert "later one" in refused(desk, InvalidError, edit_deal, deal, at=early, value=Money(5, "EUR"))


def test_a_clock_set_back_does_not_stop_work_nor_turn_history_round(desk: Desk) -> None:
    deal = desk.deal()
    move_deals(desk.workspace, [deal], desk.stages()[1], after=None, at=desk.later(days=10))
    ahead = to_microseconds(desk.now)
    desk.later(days=-5)
    win_deals(desk.workspace, [deal], at=desk.now)
    assert last_event(desk, deal, "kind", "at") == (WON, ahead)
    assert desk.row(deal, "closed_at") == (ahead,)
    reopen_deal(desk.workspace, deal, at=desk.now)
    edit_deal(desk.workspace, deal, at=desk.now, value=Money(5, "EUR"))
    assert desk.events(deal) == [CREATED, MOVED, WON, REOPENED, EventKind.VALUE]
    assert desk.faults() == []


def test_instants_of_any_zone_are_kept_as_the_same_instant(desk: Desk) -> None:
    deal = desk.deal()
    local = datetime.fromisoformat("2026-01-07T01:00:00+14:00")
    win_deals(desk.workspace, [deal], at=local)
    assert desk.row(deal, "closed_at") == (to_microseconds(datetime(2026, 1, 6, 11, tzinfo=UTC)),)


def test_the_label_of_a_long_title_is_short(desk: Desk) -> None:
    desk.deal("Oak " * 100)
    assert len(desk.journal.entries()[-1].label) < 80
