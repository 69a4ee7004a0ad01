from pathlib import Path
from typing import TYPE_CHECKING

import apsw
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
from desktop_pipeline.actions.notes import add_note
from desktop_pipeline.actions.taking_back import take_back
from desktop_pipeline.domain.errors import CannotOpenError, ConflictError, RefusedError
from desktop_pipeline.domain.money import Money
from desktop_pipeline.storage.entries import State
from desktop_pipeline.storage.tables import LineItem, Note, Product
from tests.workspaces import Desk, count_rows, import_file, read_content, write_sheet

if TYPE_CHECKING:
    from desktop_pipeline.storage.change import Change


def newest(desk: Desk) -> int:
    return desk.journal.entries()[-1].entry_id


def euros(amount: int) -> Money:
    return Money(amount * 100, "EUR")


def refuse(desk: Desk, entry_id: int) -> tuple[str, ...]:
    """The rows that are named when the change is refused; nothing is changed and nobody told."""
    content, entries = read_content(desk.workspace), desk.journal.entries()
    heard: list[Change] = []
    desk.journal.announce = heard.append
    with pytest.raises(ConflictError) as refused:
        desk.journal.take_back(entry_id)
    assert read_content(desk.workspace) == content
    assert desk.journal.entries() == entries
    assert heard == []
    assert all(row in str(refused.value) for row in refused.value.rows[:5])
    return refused.value.rows


def test_a_change_in_the_middle_is_taken_back_and_the_others_stay(desk: Desk) -> None:
    deal = desk.deal("Oak table")
    edit_deal(desk.workspace, deal, at=desk.now, value=euros(900))
    middle = newest(desk)
    desk.later()
    edit_deal(desk.workspace, deal, at=desk.now, title="Elm table")
    change = desk.journal.take_back(middle)
    assert (change.kind, change.label) == ("take back", "Take back: Edit “Oak table”")
    assert desk.row(deal, "title", "value") == ("Elm table", 120_000)
    assert len(desk.events(deal)) == 1
    assert desk.faults() == []


def test_taking_back_is_a_change_of_its_own_and_can_be_undone(desk: Desk) -> None:
    deal = desk.deal("Oak table")
    edit_deal(desk.workspace, deal, at=desk.now, value=euros(900))
    middle = newest(desk)
    desk.deal("Walnut chair")
    before = read_content(desk.workspace)
    desk.journal.take_back(middle)
    after = read_content(desk.workspace)
    assert desk.journal.entries()[-1].takes_back == middle
    desk.reopen_file()
    desk.journal.undo()
    assert read_content(desk.workspace) == before
    desk.journal.redo()
    assert read_content(desk.workspace) == after


def test_the_newest_change_goes_as_undo_does_and_an_older_one_as_a_new_change(desk: Desk) -> None:
    desk.deal("Oak table")
    oak = newest(desk)
    desk.deal("Elm table")
    elm = newest(desk)
    heard: list[Change] = []
    desk.journal.announce = heard.append
    taken, undone = take_back(desk.workspace, oak), take_back(desk.workspace, newest(desk))
    assert (taken.kind, undone.kind) == ("take back", "undo")
    assert take_back(desk.workspace, elm).entry_id == elm
    assert [change.kind for change in heard] == ["take back", "undo", "undo"]
    assert desk.workspace.rows("select title from deal") == [("Oak table",)]


def test_nothing_older_than_the_change_is_undone_since_it(desk: Desk) -> None:
    desk.deal("Oak table")
    desk.deal("Elm table")
    elm = newest(desk)
    heard: list[Change] = []
    desk.journal.announce = heard.append
    undone = desk.journal.undo_since(elm)
    assert undone is not None
    assert undone.entry_id == elm
    assert desk.journal.undo_since(elm) is None
    assert heard == [undone]
    assert desk.workspace.rows("select title from deal") == [("Oak table",)]


def test_what_was_taken_back_since_hides_none_of_the_changes_before_it(desk: Desk) -> None:
    deal = desk.deal("Oak table")
    edit_deal(desk.workspace, deal, at=desk.later(), title="Elm table")
    renamed = newest(desk)
    for title in ("Ash table", "Elm table"):  # it holds the same again
        edit_deal(desk.workspace, deal, at=desk.later(), title=title)
    edit_deal(desk.workspace, deal, at=desk.later(), value=euros(900))
    desk.journal.take_back(newest(desk))
    assert refuse(desk, renamed) == ("deal “Elm table”",)


def test_what_was_undone_already_is_not_taken_back_where_nothing_else_was_done(desk: Desk) -> None:
    desk.deal("Oak table")
    oak = newest(desk)
    desk.journal.undo()
    with pytest.raises(RefusedError, match="it is undone already"):
        take_back(desk.workspace, oak)


def test_a_record_of_a_column_that_is_gone_is_refused_and_changes_nothing(desk: Desk) -> None:
    deal = desk.deal("Oak table")
    edit_deal(desk.workspace, deal, at=desk.later(), title="Elm table")
    with desk.journal.upkeep() as draft:
        draft.execute("alter table deal drop column forecast_category")
    with pytest.raises(
        RefusedError, match=r"^The record holds 1 rows, of which the file takes 0\. Nothing was changed\.$"
    ):
        desk.journal.undo()
    assert desk.row(deal, "title") == ("Elm table",)
    assert desk.journal.entries()[-1].state is State.DONE


def test_taking_back_clears_redo(desk: Desk) -> None:
    desk.deal("First")
    first = newest(desk)
    desk.deal("Second")
    desk.journal.undo()
    desk.journal.take_back(first)
    assert desk.journal.next_redo() is None
    assert desk.faults() == []


def test_a_change_is_taken_back_once(desk: Desk) -> None:
    desk.deal()
    made = newest(desk)
    desk.journal.take_back(made)
    with pytest.raises(RefusedError, match="taken back already"):
        desk.journal.take_back(made)
    with pytest.raises(RefusedError, match="taken back already"):
        desk.journal.take_back(made)


def test_a_taking_back_that_is_taken_back_lets_the_change_be_taken_back_again(desk: Desk) -> None:
    desk.deal()
    made = newest(desk)
    desk.journal.take_back(made)
    desk.journal.take_back(newest(desk))
    assert count_rows(desk.workspace)["deal"] == 1
    desk.journal.take_back(made)
    assert "deal" not in count_rows(desk.workspace)
    assert desk.faults() == []


def test_an_undone_change_cannot_be_taken_back(desk: Desk) -> None:
    desk.deal()
    made = newest(desk)
    desk.journal.undo()
    with pytest.raises(RefusedError, match="undone already"):
        desk.journal.take_back(made)
    desk.deal("Another")
    assert desk.journal.entries()[-2].state is State.DROPPED
    with pytest.raises(RefusedError, match="undone already"):
        desk.journal.take_back(made)


def test_a_refusal_names_the_rows_that_later_changes_stand_on(desk: Desk) -> None:
    deal = desk.deal("Oak table")
    edit_deal(desk.workspace, deal, at=desk.now, value=euros(900))
    first = newest(desk)
    edit_deal(desk.workspace, deal, at=desk.now, value=euros(1000))
    assert refuse(desk, first) == ("deal “Oak table”",)


def test_many_rows_in_the_way_are_not_all_listed_in_the_sentence(desk: Desk) -> None:
    deals = [desk.deal(f"Deal {number}") for number in range(8)]
    move_deals(desk.workspace, deals, desk.stages()[1], after=None, at=desk.now)
    moved = newest(desk)
    move_deals(desk.workspace, deals, desk.stages()[2], after=None, at=desk.now)
    assert len(refuse(desk, moved)) == 8
    with pytest.raises(ConflictError, match="and more"):
        desk.journal.take_back(moved)


def test_a_value_that_came_back_to_itself_is_still_stood_on(desk: Desk) -> None:
    """900 → 1,000 → 900: without the first change the later ones would not have been these."""
    deal = desk.deal("Oak table")
    edit_deal(desk.workspace, deal, at=desk.now, value=euros(900))
    first = newest(desk)
    edit_deal(desk.workspace, deal, at=desk.now, value=euros(1000))
    edit_deal(desk.workspace, deal, at=desk.now, value=euros(900))
    assert refuse(desk, first) == ("deal “Oak table”",)


def test_a_later_change_that_was_taken_back_itself_is_not_in_the_way(desk: Desk) -> None:
    deal = desk.deal("Oak table")
    edit_deal(desk.workspace, deal, at=desk.now, value=euros(900))
    first = newest(desk)
    edit_deal(desk.workspace, deal, at=desk.now, value=euros(1000))
    second = newest(desk)
    desk.journal.take_back(second)
    desk.journal.take_back(first)
    assert desk.row(deal, "value") == (120_000,)
    assert desk.faults() == []


def test_a_title_that_came_back_to_itself_is_still_stood_on(desk: Desk) -> None:
    deal = desk.deal("Oak")
    edit_deal(desk.workspace, deal, at=desk.now, title="Elm")
    first = newest(desk)
    edit_deal(desk.workspace, deal, at=desk.now, title="Ash")
    edit_deal(desk.workspace, deal, at=desk.now, title="Elm")
    assert refuse(desk, first) == ("deal “Elm”",)


def test_a_move_is_not_taken_back_from_under_a_win(desk: Desk) -> None:
    """The two have no column in common, but the deal was won from where it had been moved to."""
    deal = desk.deal("Oak table")
    move_deals(desk.workspace, [deal], desk.stages()[2], after=None, at=desk.later())
    moved = newest(desk)
    win_deals(desk.workspace, [deal], at=desk.later())
    assert refuse(desk, moved) == ("deal “Oak table”",)
    desk.journal.take_back(newest(desk))
    desk.journal.take_back(moved)
    assert desk.row(deal, "status", "stage_id") == ("open", desk.stages()[0])


def test_a_move_is_not_taken_back_from_under_a_reopening(desk: Desk) -> None:
    deal = desk.deal("Oak table")
    move_deals(desk.workspace, [deal], desk.stages()[2], after=None, at=desk.later())
    moved = newest(desk)
    lose_deals(desk.workspace, [deal], reason_id=desk.reason(), at=desk.later())
    reopen_deal(desk.workspace, deal, at=desk.later())
    assert refuse(desk, moved) == ("deal “Oak table”",)


def test_a_deletion_is_not_taken_back_from_under_a_restoring(desk: Desk) -> None:
    deal = desk.deal("Oak table")
    delete_deals(desk.workspace, [deal], at=desk.later())
    deleted = newest(desk)
    restore_deals(desk.workspace, [deal], at=desk.later())
    assert refuse(desk, deleted) == ("deal “Oak table”",)


def test_a_row_added_later_under_one_that_goes_is_named_and_never_deleted(desk: Desk) -> None:
    """With cascades the note would go silently (SQLITE_CHANGESETAPPLY_FKNOACTION)."""
    deal = desk.deal("Oak table")
    made = newest(desk)
    add_note(desk.workspace, deal, "Called Ina", at=desk.later())
    assert refuse(desk, made) == ("note “Called Ina”",)
    with desk.journal.change("Product") as draft:
        product = draft.insert(Product, name="Saw", name_key="saw")
        draft.insert(LineItem, deal=deal, product=product)
    assert set(refuse(desk, made)) == {"note “Called Ina”", "line item 1"}


def test_an_organisation_that_a_later_deal_uses_stays(desk: Desk) -> None:
    desk.deal("Oak table", organisation="Acme")
    made = newest(desk)
    desk.deal("Walnut chair", organisation="Acme")
    assert refuse(desk, made) == ("deal “Walnut chair”",)


def test_a_change_of_a_row_that_went_later_is_refused(desk: Desk) -> None:
    deal = desk.deal("Oak table")
    with desk.journal.change("Note") as draft:
        note = draft.insert(Note, deal=deal, text="Call Ina", at=desk.now, author="ann")
    with desk.journal.change("Edit note") as draft:
        draft.update(Note, note, text="Call Ina today")
    edited = newest(desk)
    with desk.journal.change("Remove note") as draft:
        draft.delete(Note, note)
    assert refuse(desk, edited) == (f"note {note}",)


def test_moving_another_deal_beside_it_is_not_in_the_way(desk: Desk) -> None:
    first, second = desk.deal("First"), desk.deal("Second")
    stage = desk.stages()[1]
    move_deals(desk.workspace, [first], stage, after=None, at=desk.now)
    moved = newest(desk)
    move_deals(desk.workspace, [second], stage, after=first, at=desk.now)
    desk.journal.take_back(moved)
    assert desk.order(stage) == [second]
    assert desk.faults() == []


def test_a_creation_with_all_it_made_is_taken_back(desk: Desk) -> None:
    before = read_content(desk.workspace)
    create_deal(
        desk.workspace,
        title="Oak table",
        stage_id=desk.stages()[0],
        at=desk.now,
        organisation="Acme",
        person="Ina",
        value=euros(5),
    )
    made = newest(desk)
    other = desk.deal("Other")
    desk.journal.take_back(made)
    delete = read_content(desk.workspace)
    assert list(delete["deal"]) == [other]
    assert delete["organisation"] == before["organisation"]
    assert delete["person"] == before["person"]


def test_a_large_import_is_not_taken_back_from_under_a_later_note(desk: Desk, tmp_path: Path) -> None:
    import_file(desk.workspace, write_sheet(tmp_path / "deals.csv", 6000, stages=["Proposal"]))
    imported = newest(desk)
    deal = desk.workspace.value("select max(id) from deal where status = 'open'")
    add_note(desk.workspace, deal, "Called Ina", at=desk.later())
    assert refuse(desk, imported) == ("note “Called Ina”",)
    desk.journal.undo()
    desk.journal.take_back(imported)
    assert desk.faults() == []
    assert "deal" not in count_rows(desk.workspace)


def test_references_are_guarded_after_a_large_change_too(desk: Desk, tmp_path: Path) -> None:
    import_file(desk.workspace, write_sheet(tmp_path / "deals.csv", 6000, stages=["Proposal"]))
    blocker = apsw.Connection(str(desk.path))
    blocker.execute("begin immediate")
    desk.journal._connection.set_busy_timeout(0)
    with pytest.raises(CannotOpenError, match="busy"):
        desk.journal.undo()
    blocker.close()
    desk.journal.undo()
    with desk.journal.change("Look") as draft:
        assert draft.value("pragma foreign_keys") == 1
