from pathlib import Path

import pytest

from desktop_pipeline.actions.cadence_rules import add_ready_cadence
from desktop_pipeline.actions.cadences import start_cadence
from desktop_pipeline.actions.deals import move_deals, win_deals
from desktop_pipeline.storage.checking import check_file
from desktop_pipeline.storage.database import connect_reader
from tests.workspaces import import_file, make_desk, run_raw, write_sheet


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """A closed workspace: a won deal (1), an open one (2), an import, and a change that is undone."""
    desk = make_desk(tmp_path)
    won = desk.deal("Oak table", organisation="Acme", owner_id=1, probability=0.5)
    move_deals(desk.workspace, [won], desk.stages()[2], after=None, at=desk.later())
    win_deals(desk.workspace, [won], at=desk.later())
    desk.deal("Walnut chair")
    import_file(desk.workspace, write_sheet(tmp_path / "deals.csv", 12, stages=["Proposal"]))
    desk.deal("Undone")
    desk.journal.undo()
    desk.workspace.close()
    return desk.path


def find(path: Path) -> list[str]:
    reader = connect_reader(path)
    try:
        return [f"{fault.where}: {fault.what}" for fault in check_file(reader)]
    finally:
        reader.close()


def test_a_sound_file_has_no_fault(closed: Path) -> None:
    assert find(closed) == []


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        ("update deal set status = 'lost' where id = 1", "its status is lost, its history says won"),
        ("update deal set status = 'stalled' where id = 2", "its status is stalled, its history says open"),
        ("update deal set stage_id = 5 where id = 2", "its stage is 5, its history says 1"),
        ("update deal set value = value + 1 where id = 2", "its value is 120001, its history says 120000"),
        ("update deal set value = null where id = 2", "its value is None, its history says 120000"),
        ("update deal set currency = 'USD' where id = 2", "its currency is USD, its history says EUR"),
        ("update deal set owner_id = 2 where id = 1", "its owner is 2, its history says 1"),
        ("update deal set expected_close_on = '2026-05-05' where id = 2", "its expected close is 2026-05-05"),
        ("update deal set probability = 0.9 where id = 1", "its probability is 0.9, its history says 0.5"),
        ("update deal set deleted_at = 1780000000000000 where id = 2", "its bin is 1, its history says 0"),
        ("update deal set closed_at = closed_at + 1 where id = 1", "its closing date is"),
        ("delete from history_event where deal_id = 1 and kind = 2", "its stage is 3, its history says 1"),
        ("delete from history_event where deal_id = 1 and kind = 2", "leaves a stage in which it was not"),
        ("delete from history_event where deal_id = 2", "“Walnut chair” has no creation in its history"),
        (
            "update history_event set kind = 1 where deal_id = 1 and kind = 3",
            "its status is won, its history says open",
        ),
        ("update history_event set kind = 77 where deal_id = 2", "event of no known kind (77)"),
        ("update history_event set deal_id = 999 where deal_id = 2", "refers to a row of deal that is not there"),
        ("update deal set organisation_id = 999 where id = 1", "refers to a row of organisation that is not there"),
        (
            "update journal_entry set changeset = x'00' where state = 'done'",
            "the record of “New deal “Oak table”” is damaged",
        ),
        ("update journal_entry set changeset = 'text' where state = 'done'", "is damaged"),
        ("update journal_entry set digest = '' where state = 'undone'", "the record of “New deal “Undone”” is damaged"),
        (
            "update journal_entry set changeset = null where state = 'undone'",
            "the record of “New deal “Undone”” is missing",
        ),
        ("update journal_entry set state = 'gone' where id = 3", "is none that we know (gone)"),
        (
            "update journal_entry set id = id + 1000 where label like 'Import%'",
            "was done after a change that can still",
        ),
        ("delete from search_deal where rowid = 2", "the index of deal texts is not what the texts say"),
        (
            "insert into search_deal (rowid, title, organisation, number) values (99, 'a', 'b', 'c')",
            "index of deal texts",
        ),
        (
            "insert into search_organisation (search_organisation) values ('delete-all')",
            "the index of organisation texts is not what",
        ),
        ("pragma writable_schema=1", ""),
    ],
)
def test_every_kind_of_fault_is_found(closed: Path, harm: str, said: str) -> None:
    run_raw(closed, "pragma foreign_keys=0", harm)
    found = find(closed)
    assert (any(said in fault for fault in found)) if said else found == [], found


def test_a_damaged_index_is_found(closed: Path) -> None:
    run_raw(
        closed,
        "pragma writable_schema=1",
        'update sqlite_master set sql = replace(sql, \'("status", "closed_at")\', \'("status", "title")\')'
        " where type = 'index' and sql like '%closed_at%'",
    )
    found = find(closed)
    assert found
    assert all(fault.startswith("file:") for fault in found)
    assert len(found) <= 20


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("update cadence set starts = 'moon'", "is started in no known way (moon)"),
        ("update enrolment set state = 'asleep'", "is in no known state (asleep, None)"),
        ("update enrolment set state = 'ended'", "is ended, and its end says otherwise"),
        ("update enrolment set deal_id = null, person_id = null", "is for no deal and no person"),
    ],
)
def test_a_cadence_in_no_known_state_is_found(tmp_path: Path, damage: str, said: str) -> None:
    desk = make_desk(tmp_path)
    start_cadence(desk.workspace, add_ready_cadence(desk.workspace, "re_engage"), [desk.deal()], at=desk.now)
    desk.workspace.close()
    assert find(desk.path) == []
    run_raw(desk.path, damage)
    (fault,) = find(desk.path)
    assert fault.startswith("cadence: ")
    assert said in fault
