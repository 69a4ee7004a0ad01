from datetime import datetime
from pathlib import Path

import pytest

from desktop_pipeline.actions.deals import delete_deals, move_deals
from desktop_pipeline.actions.notes import add_note
from desktop_pipeline.storage import search
from desktop_pipeline.storage.checking import check_file
from desktop_pipeline.storage.tables import Activity, ContactNote, ContactPoint, Deal, Organisation, Person
from tests.workspaces import Desk, import_file, write_sheet


def found(desk: Desk, table: str, match: str) -> list[int]:
    sql = f"select rowid from search_{table} where search_{table} match ? order by rowid"  # noqa: S608 - our own names
    return [row[0] for row in desk.workspace.rows(sql, (match,))]


def sound(desk: Desk) -> bool:
    return search.find_faults(desk.workspace) == []


def test_a_deal_is_found_by_title_organisation_and_number_without_accents(desk: Desk) -> None:
    deal = desk.deal("Crème brûlée counter", organisation="Müller Söhne")
    with desk.journal.change("Number") as draft:
        draft.update(Deal, deal, external_id="Q-4711")
    for match in ("creme", "brul*", "muller AND counter", '"q-4711"'):
        assert found(desk, "deal", match) == [deal], match
    assert sound(desk)


def test_undo_and_redo_take_the_index_along(desk: Desk) -> None:
    deal = desk.deal("Oak table", organisation="Acme")
    desk.journal.undo()
    assert found(desk, "deal", "oak") == found(desk, "organisation", "acme") == []
    desk.journal.redo()
    assert found(desk, "deal", "oak AND acme") == [deal]
    with desk.journal.change("Rename") as draft:
        draft.update(Deal, deal, title="Elm table")
    assert found(desk, "deal", "oak") == []
    desk.journal.undo()
    assert found(desk, "deal", "oak") == [deal]
    assert sound(desk)


def test_taking_back_an_older_change_takes_the_index_along(desk: Desk) -> None:
    deal = desk.deal("Oak table")
    with desk.journal.change("Rename") as draft:
        draft.update(Deal, deal, title="Elm table")
    assert draft.result is not None
    desk.deal("Chair")
    desk.journal.take_back(draft.result.entry_id)
    assert found(desk, "deal", "oak") == [deal]
    assert found(desk, "deal", "elm") == []
    assert sound(desk)


def test_an_organisation_that_is_renamed_is_found_so_at_its_deals_and_people(desk: Desk) -> None:
    deal = desk.deal("Oak table", organisation="Acme", person="Ina Berg")
    with desk.journal.change("Rename") as draft:
        organisation = draft.value("select id from organisation")
        draft.execute("update person set organisation_id = ?", (organisation,))
        draft.update(Organisation, organisation, name="Zenith")
    person = desk.id_of("person", "Ina Berg")
    assert found(desk, "deal", "acme") == found(desk, "person", "acme") == []
    assert (found(desk, "deal", "zenith"), found(desk, "person", "zenith")) == ([deal], [person])
    desk.journal.undo()
    assert found(desk, "deal", "zenith") == []
    assert sound(desk)


def test_a_person_is_found_by_every_mail_and_phone_however_it_is_typed(desk: Desk) -> None:
    with desk.journal.change("Person") as draft:
        person = draft.insert(Person, name="Ina Berg", email="ina@berg.example", phone="(020) 79-46 09")
        point = draft.insert(ContactPoint, person=person, kind="phone", value="+49 171/555", label="", position=0)
    for match in ('"ina@be"*', '"0207946"*', '"020 79"*', '"49171555"'):
        assert found(desk, "person", match) == [person], match
    with desk.journal.change("Gone") as draft:
        draft.delete(ContactPoint, point)
    assert found(desk, "person", "49171555") == []
    desk.journal.undo()
    assert found(desk, "person", "49171555") == [person]
    with desk.journal.change("Person gone") as draft:
        draft.delete(Person, person)
    assert found(desk, "person", "ina") == []
    assert sound(desk)


def test_notes_and_activities_are_found_and_go_with_their_deal(desk: Desk) -> None:
    deal = desk.deal("Oak table")
    add_note(desk.workspace, deal, "Wants walnut instead", at=desk.now)
    with desk.journal.change("More") as draft:
        draft.insert(Activity, deal=deal, kind="call", subject="Ring about delivery", result="asked again")
        person = draft.insert(Person, name="Ina")
        draft.insert(ContactNote, person=person, text="Likes tea", at=desk.now, author="ann")
    assert found(desk, "note", "walnut") == found(desk, "activity", "delivery AND asked") == [1]
    assert found(desk, "contact_note", "tea") == [1]
    with desk.journal.change("Erase") as draft:
        draft.delete(Deal, deal)
    assert found(desk, "note", "walnut") == found(desk, "activity", "delivery") == []
    assert sound(desk)


def test_an_import_and_its_undo_leave_the_index_true(desk: Desk, tmp_path: Path) -> None:
    desk.deal("Oak table")
    import_file(desk.workspace, write_sheet(tmp_path / "a.csv", 5_000, stages=["Proposal"], mark="Lot"))
    assert len(found(desk, "deal", "lot*")) == 5_000
    assert sound(desk)
    desk.journal.undo()
    assert found(desk, "deal", "lot*") == []
    assert found(desk, "deal", "oak") == [1]
    assert sound(desk)


def test_a_move_writes_nothing_into_the_index(desk: Desk) -> None:
    deal = desk.deal("Oak table")
    sql = "select id, block from search_deal_data order by id"
    before = desk.workspace.rows(sql)
    move_deals(desk.workspace, [deal], desk.stages()[1], after=None, at=desk.now)
    delete_deals(desk.workspace, [deal], at=desk.now)
    assert desk.workspace.rows(sql) == before


def test_a_change_that_fails_leaves_the_index_as_it_was(desk: Desk) -> None:
    desk.deal("Oak table")
    desk.journal._clock = lambda: datetime(1, 1, 1)  # noqa: DTZ001 - an instant that cannot be stored: fails after the index
    with pytest.raises(TypeError), desk.journal.change("Fails") as draft:
        draft.update(Deal, 1, title="Elm")
    assert found(desk, "deal", "oak") == [1]
    assert sound(desk)


def test_after_rebuilding_nothing_of_a_former_word_is_left(desk: Desk) -> None:
    deal = desk.deal("Secretname table")
    with desk.journal.change("Rename") as draft:
        draft.update(Deal, deal, title="Oak table")

    def blocks() -> bytes:
        return b"".join(row[0] for row in desk.workspace.rows("select block from search_deal_data"))

    assert b"ecretname" in blocks()
    with desk.journal.change("Rebuild") as draft:
        search.rebuild(draft)
    assert b"ecretname" not in blocks()
    assert found(desk, "deal", "oak") == [deal]
    assert check_file(desk.workspace) == []
