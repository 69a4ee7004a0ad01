from datetime import datetime
from pathlib import Path

import pytest

from desktop_pipeline.actions.deals import create_deal, delete_deals, lose_deals, move_deals, restore_deals, win_deals
from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.actions.notes import add_note
from desktop_pipeline.domain.errors import CannotOpenError, InvalidError, NotFoundError, RefusedError
from desktop_pipeline.domain.money import Money
from desktop_pipeline.storage import tables
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.database import connect_reader
from desktop_pipeline.storage.entries import State
from desktop_pipeline.storage.outline import DATA_NAMES
from desktop_pipeline.storage.tables import Note
from tests.workspaces import Desk, count_rows, import_file, read_content, read_figures, write_sheet


@pytest.fixture
def announced(desk: Desk) -> list[Change]:
    """What the journal of the desk announces from now on."""
    heard: list[Change] = []
    desk.journal.announce = heard.append
    return heard


def labels(desk: Desk, state: State = State.DONE) -> list[str]:
    return [entry.label for entry in desk.journal.entries() if entry.state is state]


def count(desk: Desk, table: str) -> int:
    return count_rows(desk.workspace).get(table, 0)


def test_each_change_is_one_entry_with_its_label_instant_and_person(desk: Desk) -> None:
    before = len(desk.journal.entries())
    deal = desk.deal("Oak table")
    desk.later(minutes=7)
    move_deals(desk.workspace, [deal], desk.stages()[1], after=None, at=desk.now)
    made, moved = desk.journal.entries()[before:]
    assert (made.label, moved.label) == ("New deal “Oak table”", "Move “Oak table” to Qualification")
    assert (moved.at, moved.who, moved.state, moved.takes_back) == (desk.now, "ann", State.DONE, None)


def test_a_change_that_is_kept_for_the_record_only_is_told_as_such(desk: Desk, announced: list[Change]) -> None:
    with desk.journal.change("Sent", sealed=True) as draft:
        draft.insert(tables.Label, name="Hot")
    with desk.journal.change("Named") as draft:
        draft.insert(tables.Label, name="Cold")
    assert [(change.kind, change.label) for change in announced] == [("seal", "Sent"), ("do", "Named")]
    desk.journal.undo()
    assert desk.journal.next_undo() is None
    with pytest.raises(RefusedError, match="nothing to undo"):
        desk.journal.undo()


def test_a_change_and_its_record_are_one_commit(desk: Desk) -> None:
    commits: list[int] = []

    def see_commit() -> bool:
        commits.append(1)
        return False

    connection = desk.journal._connection
    connection.set_commit_hook(see_commit)
    deal = desk.deal()
    assert len(commits) == 1
    win_deals(desk.workspace, [deal], at=desk.now)
    assert len(commits) == 2
    desk.journal.undo()
    assert len(commits) == 3
    connection.set_commit_hook(None)


def test_a_change_that_changes_nothing_leaves_no_entry_and_keeps_redo(desk: Desk, announced: list[Change]) -> None:
    deal = desk.deal("Oak table")
    desk.deal("Walnut chair")
    desk.journal.undo()
    announced.clear()
    entries = desk.journal.entries()
    assert edit_deal(desk.workspace, deal, at=desk.now, title="Oak table", value=Money(120_000, "EUR")) is None
    assert desk.journal.entries() == entries
    assert announced == []
    assert desk.journal.next_redo() is not None


def test_undo_takes_back_the_newest_change_and_redo_does_it_again(desk: Desk) -> None:
    empty = read_content(desk.workspace)
    deal = desk.deal()
    made = read_content(desk.workspace)
    desk.later()
    win_deals(desk.workspace, [deal], at=desk.now)
    won, figures = read_content(desk.workspace), read_figures(desk.workspace)
    desk.journal.undo()
    assert read_content(desk.workspace) == made
    desk.journal.undo()
    assert read_content(desk.workspace) == empty
    desk.journal.redo()
    assert read_content(desk.workspace) == made
    desk.journal.redo()
    assert read_content(desk.workspace) == won
    assert read_figures(desk.workspace) == figures


def test_undo_and_redo_work_after_reopening_the_file(desk: Desk) -> None:
    empty = read_content(desk.workspace)
    desk.deal("First")
    first = read_content(desk.workspace)
    desk.deal("Second")
    both = read_content(desk.workspace)
    desk.reopen_file()
    desk.journal.undo()
    assert read_content(desk.workspace) == first
    desk.reopen_file()
    desk.journal.redo()
    assert read_content(desk.workspace) == both
    desk.journal.undo()
    desk.reopen_file()
    desk.journal.undo()
    assert read_content(desk.workspace) == empty


def test_there_is_nothing_to_undo_or_redo_in_a_new_workspace(desk: Desk) -> None:
    assert desk.journal.next_undo() is None
    assert desk.journal.next_redo() is None
    with pytest.raises(RefusedError, match="nothing to undo"):
        desk.journal.undo()
    with pytest.raises(RefusedError, match="nothing to redo"):
        desk.journal.redo()


def test_a_sealed_change_is_neither_undone_nor_stepped_over(desk: Desk) -> None:
    desk.deal()
    with desk.journal.change("Sealed", sealed=True) as draft:
        draft.insert(tables.Source, name="Fair")
    sealed = desk.journal.entries()[-1]
    assert sealed.state is State.SEALED
    before = read_content(desk.workspace)
    with pytest.raises(RefusedError, match="nothing to undo"):
        desk.journal.undo()
    with pytest.raises(RefusedError, match="record only"):
        desk.journal.take_back(sealed.entry_id)
    assert read_content(desk.workspace) == before


def test_what_undo_and_redo_would_do_is_told(desk: Desk) -> None:
    desk.deal("First")
    desk.deal("Second")
    desk.journal.undo()
    undo, redo = desk.journal.next_undo(), desk.journal.next_redo()
    assert undo is not None
    assert redo is not None
    assert (undo.label, redo.label) == ("New deal “First”", "New deal “Second”")


def test_a_new_change_clears_redo(desk: Desk) -> None:
    desk.deal("First")
    desk.journal.undo()
    desk.deal("Second")
    assert desk.journal.next_redo() is None
    assert labels(desk, State.DROPPED) == ["New deal “First”"]
    with pytest.raises(RefusedError, match="nothing to redo"):
        desk.journal.redo()
    assert desk.faults() == []


def test_ids_are_never_used_twice(desk: Desk) -> None:
    first = desk.deal("First")
    desk.journal.undo()
    second = desk.deal("Second")
    assert second > first
    desk.reopen_file()
    desk.journal.undo()
    assert desk.deal("Third") > second


def test_a_failed_change_leaves_nothing_and_announces_nothing(desk: Desk, announced: list[Change]) -> None:
    desk.deal("Kept")
    desk.deal("Undone")
    desk.journal.undo()
    announced.clear()
    content, entries = read_content(desk.workspace), desk.journal.entries()
    with pytest.raises(InvalidError):
        fail_half_way(desk)
    assert read_content(desk.workspace) == content
    assert desk.journal.entries() == entries
    assert announced == []
    assert desk.journal.redo().label == "New deal “Undone”"


def fail_half_way(desk: Desk) -> None:
    with desk.journal.change("Half") as draft:
        draft.insert(tables.Organisation, name="Acme", name_key="acme")
        draft.execute("delete from stage where is_open = 0")
        message = "no further"
        raise InvalidError(message)


def test_a_programming_error_leaves_nothing_either(desk: Desk) -> None:
    content = read_content(desk.workspace)
    with pytest.raises(ZeroDivisionError):
        divide(desk)
    assert read_content(desk.workspace) == content
    desk.deal()


def divide(desk: Desk) -> None:
    with desk.journal.change("Half") as draft:
        draft.insert(tables.Source, name="Fair")
        draft.insert(tables.Source, name=str(1 // 0))


def test_a_change_inside_a_change_is_a_programming_error(desk: Desk) -> None:
    content = read_content(desk.workspace)
    with pytest.raises(RuntimeError, match="open already"):
        nest(desk)
    assert read_content(desk.workspace) == content


def nest(desk: Desk) -> None:
    with desk.journal.change("Outer") as draft:
        draft.insert(tables.Source, name="Fair")
        with desk.journal.change("Inner"):
            pass


def test_an_announcement_carries_the_tables_and_ids_touched(desk: Desk, announced: list[Change]) -> None:
    deal = desk.deal("Oak table", organisation="Acme")
    (change,) = announced
    assert (change.kind, change.label) == ("do", "New deal “Oak table”")
    assert change.touches("deal", [deal])
    assert not change.touches("deal", [deal + 1])
    assert change.touches("organisation")
    assert change.touches("history_event")
    assert not change.touches("stage")
    desk.journal.undo()
    desk.journal.redo()
    assert [(change.kind, change.touches("deal", [deal])) for change in announced[1:]] == [
        ("undo", True),
        ("redo", True),
    ]


def test_a_big_change_touches_everything(desk: Desk, announced: list[Change], tmp_path: Path) -> None:
    import_file(desk.workspace, write_sheet(tmp_path / "deals.csv", 6000, stages=["Proposal"]))
    assert announced[-1].touches("stage", [999])


def test_what_is_announced_is_on_the_disk(desk: Desk) -> None:
    seen: list[int] = []

    def look(_change: Change) -> None:
        reader = connect_reader(desk.path)
        seen.append(int(reader.value("select count(*) from deal")))
        reader.close()

    desk.journal.announce = look
    desk.deal()
    desk.journal.undo()
    desk.journal.redo()
    with desk.journal.change("Later") as draft:
        draft.execute("update deal set title = title || '!'")
    desk.journal.take_back(desk.journal.entries()[-2].entry_id + 1)
    assert seen == [1, 0, 1, 1, 1]


def test_undo_removes_the_history_event_with_the_move(desk: Desk) -> None:
    deal = desk.deal()
    desk.later(days=3)
    move_deals(desk.workspace, [deal], desk.stages()[2], after=None, at=desk.now)
    assert len(desk.events(deal)) == 2
    desk.journal.undo()
    assert len(desk.events(deal)) == 1


# One row of each table; a row may stand on those of the tables before it.
ROWS = {
    "setting": "(key, value) values ('colour', '1')",
    "currency": "(code) values ('CHF')",
    "currency_rate": "(currency_id, from_on, rate) values (1, '2026-01-01', '0.95')",
    "owner": "(name, is_active) values ('Dora', 1)",
    "source": "(name, is_active) values ('Fair', 1)",
    "reason": "(name, reason_group, needs_note, position, is_active) values ('Weather', 'we_lost', 0, 9, 1)",
    "label": "(name, is_active) values ('Hot', 1)",
    "pipeline": "(name, position, is_archived) values ('Renewals', 1, 0)",
    "stage": "(pipeline_id, name, position, is_open, is_archived, probability, slow_limit, stale_limit, milestone,"
    " definition, guidance) values (1, 'Signing', 9, 1, 0, 0.9, 7, 7, 'none', '', '')",
    "organisation": "(name, name_key) values ('Acme', 'acme')",
    "person": "(name) values ('Ina')",
    "product": "(name, name_key, is_active) values ('Saw', 'saw', 1)",
    "import_batch": "(at, who, files, counts) values (1, 'ann', '[]', '{}')",
    "deal": "(pipeline_id, stage_id, status, title, currency, rank) values (1, 1, 'open', 'Beech shelf', 'EUR', 5)",
    "deal_person": "(deal_id, person_id, role) values (1, 1, 'buyer')",
    "deal_label": "(deal_id, label_id) values (1, 1)",
    "line_item": "(deal_id, product_id, quantity) values (1, 1, 2)",
    "activity": "(deal_id, kind, subject) values (1, 'call', 'Ring')",
    "note": "(deal_id, text, at, author) values (1, 'written', 1, 'ann')",
    "criterion": "(stage_id, position, kind, text, is_required, is_archived) values (1, 0, 'tick', 'Need known', 0, 0)",
    "criterion_tick": "(deal_id, criterion_id, at, who, evidence) values (1, 1, 1, 'ann', '')",
    "gate_pass": "(deal_id, at, who, why, missing) values (1, 1, 'ann', 'Known for years', '[]')",
    "answer": "(deal_id, topic, state, evidence) values (1, 'budget', 'yes', '')",
    "stage_activity": "(stage_id, position, kind, subject, after_days, is_archived) values (1, 0, 'call', 'A', 2, 0)",
    "activity_kind": "(key, name, icon, position, is_active) values ('fair', 'Fair', 'users', 9, 1)",
    "contact_point": "(person_id, kind, label, value, position) values (1, 'phone', 'home', '0123', 0)",
    "contact_note": "(person_id, text, at, author) values (1, 'written', 1, 'ann')",
    "objection": "(deal_id, text, answer, raised_on) values (1, 'Too dear', '', '2026-01-01')",
    "deal_relation": "(deal_id, earlier_id, kind) values (1, 1, 'repeat')",
    "competitor": "(name, is_active) values ('Other Joiners', 1)",
    "deal_competitor": "(deal_id, competitor_id) values (1, 1)",
    "attachment": "(deal_id, name, at, who) values (1, 'plan.pdf', 1, 'ann')",
    "custom_field": "(subject, name, kind, position, is_archived) values ('deal', 'Wood', 'choice', 0, 0)",
    "custom_choice": "(field_id, name, position, is_archived) values (1, 'Oak', 0, 0)",
    "custom_value": "(field_id, deal_id, value) values (1, 1, '1')",
    "saved_view": "(name, screen, question, position) values ('Late', 'board', '{}', 0)",
    "holiday": "(day, name) values ('2026-12-25', 'Christmas')",
    "target": "(scope, span, starts_on, measure, amount, currency) values"
    " ('company', 'month', '2026-01-01', 'money', 4000000, 'EUR')",
    "forecast_snapshot": "(at, who, as_of, note, document) values (1, 'ann', '2026-01-01', '', '{}')",
    "score_rule": "(part, field, operator, value, points, position, is_active) values"
    " ('fit', 'industry', 'is', 'Brewery', 10, 0, 1)",
    "milestone_mark": "(deal_id, milestone, passed_on, rule) values (1, 'sql', '2026-01-01', 'by hand')",
    "tax_rate": "(name, percent, position, is_default, is_active) values ('VAT', '19', 0, 1, 1)",
    "offer": "(deal_id, number, state, made_on, note, document) values (1, 'O-1', 'draft', '2026-01-01', '', '{}')",
    "recurrence": "(activity_id, every, unit, anchor_on) values (1, 1, 'week', '2026-01-01')",
    "deal_snooze": "(deal_id, at, who, until, why) values (1, 1, 'ann', '2026-02-01', 'Holidays')",
    "mail_template": "(name, purpose, subject, text, position, is_active) values ('News', '', 'Hi', 'Text', 99, 1)",
    "template_attachment": "(template_id, name, size, digest, position) values (1, 'plan.pdf', 1, 'd', 0)",
    "cadence": "(name, purpose, starts, position, is_active) values ('Slow', '', 'hand', 99, 1)",
    "cadence_step": "(cadence_id, position, after_days, kind, subject, skips_free_days, is_archived)"
    " values (1, 9, 2, 'call', 'Ring', 1, 0)",
    "enrolment": "(cadence_id, deal_id, started_at, started_on, who, state)"
    " values (1, 1, 1, '2026-01-01', 'ann', 'running')",
    "enrolment_step": "(enrolment_id, activity_id, due_on) values (1, 1, '2026-01-03')",
    "message": "(deal_id, person_id, kind, direction, state, message_id, sender, recipient, subject, text, files, at,"
    " who) values (1, 1, 'email', 'in', 'received', 'a@b', '', '', 'Hi', 'Text', '[]', 1, 'ann')",
    "review": "(started_at, who, as_of, state, rules, opening, note)"
    " values (1, 'ann', '2026-01-01', 'open', '{}', '{}', '')",
    "review_deal": "(review_id, deal_id, position, why, details, note) values (1, 1, 0, '[]', '{}', '')",
    "after_sale_step": "(pipeline_id, position, purpose, text, kind, after_days, is_archived)"
    " values (1, 99, 'own', 'Wave', 'task', 3, 0)",
    "after_sale_tick": "(deal_id, step_id, due_on, state, note) values (1, 1, '2026-01-03', 'open', '')",
    "satisfaction": "(deal_id, asked_on, score, note) values (1, '2026-01-03', 9, '')",
    "problem": "(deal_id, text, raised_on, solution) values (1, 'A scratch', '2026-01-03', '')",
    "retry": "(deal_id, retry_on, note) values (1, '2026-06-03', '')",
    "kept_apart": "(subject, first_id, second_id) values ('deal', 1, 2)",
    "history_event": "(deal_id, kind, at, recorded_at, is_inferred, is_dated) values (1, 2, 1, 1, 0, 1)",
}


@pytest.mark.parametrize("table", DATA_NAMES)
def test_every_table_of_the_owners_data_is_recorded(desk: Desk, table: str) -> None:
    with desk.journal.change("Ground", sealed=True) as draft:
        for ground, row in ROWS.items():
            if ground == table:
                break
            draft.execute(f"insert into {ground} {row}")
    before = read_content(desk.workspace)
    with desk.journal.change("Add a row") as draft:
        draft.execute(f"insert into {table} {ROWS[table]}")
    after = read_content(desk.workspace)
    assert len(after[table]) == len(before[table]) + 1
    desk.journal.undo()
    assert read_content(desk.workspace) == before
    desk.journal.redo()
    assert read_content(desk.workspace) == after


def test_every_table_of_the_file_is_either_recorded_or_the_journals_own(desk: Desk) -> None:
    names = {row[0] for row in desk.workspace.rows("select name from sqlite_master where type = 'table'")}
    names = {name for name in names if not name.startswith("search_")}
    assert names - set(DATA_NAMES) == {"journal_entry", "schema_migration", "sqlite_sequence", "stored_file"}


def test_a_damaged_record_is_not_applied(desk: Desk) -> None:
    desk.deal("Oak table")
    with desk.journal._transaction():
        desk.journal._connection.execute(
            "update journal_entry set changeset = cast(changeset || x'00' as blob) where state = 'done'"
        )
    before = read_content(desk.workspace)
    for act in (desk.journal.undo, lambda: desk.journal.take_back(desk.journal.entries()[-1].entry_id)):
        with pytest.raises(RefusedError, match="damaged"):
            act()
        assert read_content(desk.workspace) == before


def test_a_missing_record_is_not_taken_for_an_empty_one(desk: Desk) -> None:
    desk.deal("Oak table")
    with desk.journal._transaction():
        desk.journal._connection.execute("update journal_entry set changeset = null where state = 'done'")
    with pytest.raises(RefusedError, match="damaged"):
        desk.journal.undo()
    assert count(desk, "deal") == 1


def test_a_record_in_no_known_state_is_called_damaged(desk: Desk) -> None:
    desk.deal("Oak table")
    made = desk.journal.entries()[-1].entry_id
    with desk.journal._transaction():
        desk.journal._connection.execute("update journal_entry set state = 'dond' where state = 'done'")
    with pytest.raises(RefusedError, match="damaged"):
        desk.journal.take_back(made)
    with pytest.raises(CannotOpenError, match="damaged"):
        desk.journal.entries()


def test_undo_refuses_where_something_wrote_past_the_journal(desk: Desk) -> None:
    deal = desk.deal("Oak table")
    with desk.journal._transaction():
        desk.journal._connection.execute("update deal set title = 'Elm table' where id = ?", (deal,))
    before = read_content(desk.workspace)
    with pytest.raises(RefusedError, match="Elm table"):
        desk.journal.undo()
    assert read_content(desk.workspace) == before
    assert [entry.state for entry in desk.journal.entries()][-1] is State.DONE


def test_a_long_chain_there_and_back_equals_the_start(desk: Desk, tmp_path: Path) -> None:
    start = read_content(desk.workspace)
    a, b = desk.deal("A", organisation="Acme"), desk.deal("B", person="Ina")
    desk.later()
    move_deals(desk.workspace, [a, b], desk.stages()[3], after=None, at=desk.now)
    add_note(desk.workspace, a, "Called", at=desk.now)
    lose_deals(desk.workspace, [a], reason_id=desk.reason(), at=desk.now)
    delete_deals(desk.workspace, [a, b], at=desk.now)
    restore_deals(desk.workspace, [b], at=desk.now)
    import_file(desk.workspace, write_sheet(tmp_path / "deals.csv", 30, stages=["Proposal"]))
    end, figures = read_content(desk.workspace), read_figures(desk.workspace)
    steps = 0
    while desk.journal.next_undo() is not None:
        desk.journal.undo()
        assert desk.faults() == []
        steps += 1
    assert steps == 8
    assert read_content(desk.workspace) == start
    while desk.journal.next_redo() is not None:
        desk.journal.redo()
        assert desk.faults() == []
    assert read_content(desk.workspace) == end
    assert read_figures(desk.workspace) == figures


def test_an_unknown_change_is_not_found(desk: Desk) -> None:
    with pytest.raises(NotFoundError, match="number 77"):
        desk.journal.take_back(77)


def test_an_owner_that_is_not_there_is_said_and_not_the_engines_error(desk: Desk) -> None:
    for field in ("owner", "source"):
        with pytest.raises(NotFoundError, match=f"no {field} number 99"):
            create_deal(desk.workspace, title="Oak", stage_id=desk.stages()[0], at=desk.now, **{f"{field}_id": 99})  # type: ignore[arg-type]
    assert count(desk, "deal") == 0


def test_a_lengthened_log_holds_nothing_and_no_commit_lengthens_it(desk: Desk) -> None:
    deal = desk.deal()
    log = desk.path.with_name(desk.path.name + "-wal")
    before, entries = read_content(desk.workspace), desk.journal.entries()
    cached = desk.journal._connection.pragma("cache_size")
    desk.journal.lengthen_log()
    length = log.stat().st_size
    assert length > 1000 * 4096
    assert read_content(desk.workspace) == before
    assert desk.journal.entries() == entries
    assert desk.journal._connection.pragma("cache_size") == cached
    for day in range(30):
        add_note(desk.workspace, deal, f"Day {day}", at=desk.now)
    assert log.stat().st_size == length
    assert [entry.entry_id for entry in desk.journal.entries()] == [*range(1, len(entries) + 31)]
    assert desk.faults() == []
    desk.workspace.close()
    assert not log.exists()


def test_what_is_kept_of_answers_outlives_idle_care_and_no_change(desk: Desk) -> None:
    workspace, answers = desk.workspace, iter(range(9))
    deal = desk.deal()
    for part in range(20):
        add_note(workspace, deal, f"A part of the index {part}", at=desk.now)
    assert workspace.keep("asked", None, lambda: next(answers)) == 0
    version, commits = workspace.version, workspace.value("pragma data_version")
    workspace.make_ready()
    assert workspace.value("pragma data_version") > commits, "the care is a commit too"
    assert workspace.version == version
    assert workspace.keep("asked", None, lambda: next(answers)) == 0
    add_note(workspace, deal, "Something changed", at=desk.now)
    assert workspace.version > version
    assert workspace.keep("asked", None, lambda: next(answers)) == 1
    workspace.make_ready()
    assert workspace.keep("asked", None, lambda: next(answers)) == 1


@pytest.mark.parametrize("room", [0, 5, 500])
def test_a_log_that_finds_no_room_stays_as_it_is(desk: Desk, room: int) -> None:
    before = read_content(desk.workspace)
    connection = desk.journal._connection
    connection.pragma("max_page_count", int(connection.pragma("page_count")) + room)
    desk.journal.lengthen_log()
    assert read_content(desk.workspace) == before
    assert not connection.in_transaction
    connection.pragma("max_page_count", 1 << 30)
    desk.deal()
    assert desk.faults() == []


def test_an_open_change_is_not_disturbed_by_lengthening_the_log(desk: Desk) -> None:
    deal = desk.deal()
    with desk.journal.change("Note") as draft:
        draft.insert(Note, deal=deal, text="Kept", at=desk.now, author="Ann")
        desk.journal.lengthen_log()
    assert desk.workspace.value("select text from note") == "Kept"


def test_what_was_undone_in_an_earlier_session_is_dropped_by_the_first_change(desk: Desk) -> None:
    desk.deal("First")
    desk.deal("Second")
    desk.journal.undo()
    desk.reopen_file()
    assert desk.journal.next_redo() is not None
    desk.deal("Third")
    assert desk.journal.next_redo() is None


def test_a_failed_change_leaves_what_may_be_redone_to_the_next(desk: Desk) -> None:
    deal = desk.deal("First")
    add_note(desk.workspace, deal, "Undone", at=desk.now)
    desk.journal.undo()

    def fail_while_storing() -> datetime:
        message = "the clock stopped"
        raise OSError(message)

    clock, desk.journal._clock = desk.journal._clock, fail_while_storing
    with pytest.raises(OSError, match="the clock stopped"):
        add_note(desk.workspace, deal, "Failed", at=desk.now)
    desk.journal._clock = clock
    assert desk.journal.next_redo() is not None
    add_note(desk.workspace, deal, "Kept", at=desk.now)
    assert desk.journal.next_redo() is None


def test_an_answer_about_some_tables_outlives_our_changes_of_others(desk: Desk) -> None:
    workspace, answers = desk.workspace, iter(range(9))
    desk.journal.announce = workspace.follow
    deal = desk.deal()

    def ask() -> int:
        return workspace.keep("notes", None, lambda: next(answers), of=frozenset(("note",)))

    assert ask() == 0
    move_deals(workspace, [deal], desk.stages()[1], after=None, at=desk.now)
    assert ask() == 0
    add_note(workspace, deal, "Called", at=desk.now)
    assert ask() == 1
    desk.journal.undo()
    assert ask() == 2
    desk.journal.redo()
    assert ask() == 3
    # What is no change of the owner's data is not announced: nobody knows what it touched.
    with desk.journal.upkeep() as draft:
        draft.execute("delete from note")
    move_deals(workspace, [deal], desk.stages()[2], after=None, at=desk.now)
    assert ask() == 4
    move_deals(workspace, [deal], desk.stages()[1], after=None, at=desk.now)
    assert ask() == 4


def test_the_log_is_brought_into_the_file_when_nobody_reads_it(desk: Desk) -> None:
    deal = desk.deal()
    log = desk.path.with_name(f"{desk.path.name}-wal")
    for day in range(12):
        add_note(desk.workspace, deal, f"Day {day}", at=desk.now)
    grown = log.stat().st_size
    desk.journal.settle_log()
    for day in range(5):
        add_note(desk.workspace, deal, f"Again {day}", at=desk.now)
    assert log.stat().st_size == grown, "it is written from its beginning again"
    assert desk.faults() == []
