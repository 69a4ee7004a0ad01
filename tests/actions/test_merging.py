"""Two people or two organisations become one; nothing of either is lost, and it can be taken back."""

from datetime import date

import pytest

from desktop_pipeline.actions.contact_rows import ORGANISATION, PERSON
from desktop_pipeline.actions.merging import merge_organisations, merge_people
from desktop_pipeline.actions.organisations import create_organisation
from desktop_pipeline.actions.people import create_person
from desktop_pipeline.actions.reaching import add_contact_note, add_point
from desktop_pipeline.domain.contacts import PointKind
from desktop_pipeline.domain.errors import InvalidError, NotFoundError
from desktop_pipeline.storage.tables import Activity, Attachment, CustomField, CustomValue, DealPerson
from tests.workspaces import Desk, read_content


def read(desk: Desk, sql: str, *parameters: int | str) -> list[tuple[object, ...]]:
    return desk.workspace.rows(sql, parameters)


@pytest.fixture
def two(desk: Desk) -> tuple[int, int]:
    """Two people at two organisations, the second with everything that can hang on one."""
    workspace = desk.workspace
    kept = create_person(workspace, name="Ines Calloway", email="ines@copperline.example", job_title="Director")
    gone = create_person(
        workspace, name="I. Calloway", email="i.c@home.example", phone="+44 5550 10200", organisation="Copperline"
    )
    both, alone = desk.deal("Both"), desk.deal("Alone")
    add_point(workspace, PERSON, gone, PointKind.PHONE, "+44 5550 99999", label="home")
    add_contact_note(workspace, PERSON, gone, "Prefers ash.", at=desk.now)
    with workspace.journal.change("Hang things on them") as draft:
        draft.insert(DealPerson, deal=both, person=kept)
        draft.insert(DealPerson, deal=both, person=gone, role="decides")
        draft.insert(DealPerson, deal=alone, person=gone, role="pays")
        draft.insert(Activity, deal=alone, person=gone, kind="call", subject="Call", due_on=date(2026, 1, 9))
        draft.insert(Attachment, person=gone, name="card.png", at=desk.now, who="ann", link="file:///card.png")
        first = draft.insert(CustomField, subject="person", name="Hobby", kind="text")
        second = draft.insert(CustomField, subject="person", name="Birthday", kind="text")
        draft.insert(CustomValue, field=first, person=kept, value='"chess"')
        draft.insert(CustomValue, field=first, person=gone, value='"golf"')
        draft.insert(CustomValue, field=second, person=gone, value='"9 May"')
    return kept, gone


def test_everything_of_the_person_who_goes_moves_to_the_one_who_stays(desk: Desk, two: tuple[int, int]) -> None:
    kept, gone = two
    merge_people(desk.workspace, kept, gone, taken={"organisation_id", "phone"})
    for table in ("deal_person", "activity", "contact_point", "contact_note", "attachment", "custom_value"):
        assert read(desk, f"select 1 from {table} where person_id = ?", gone) == []  # noqa: S608 - our own names
    assert read(desk, "select 1 from person where id = ?", gone) == []
    assert read(desk, "select name, email, phone, organisation_id is not null from person where id = ?", kept) == [
        ("Ines Calloway", "ines@copperline.example", "+44 5550 10200", 1)
    ]
    assert read(desk, "select d.title, dp.role from deal_person dp join deal d on d.id = dp.deal_id order by 1") == [
        ("Alone", "pays"),
        ("Both", "decides"),
    ]
    assert read(desk, "select kind, value from contact_point where person_id = ? order by value", kept) == [
        ("phone", "+44 5550 99999"),
        ("email", "i.c@home.example"),
    ]
    assert read(desk, "select value from custom_value where person_id = ? order by value", kept) == [
        ('"9 May"',),
        ('"chess"',),
    ]
    assert desk.faults() == []


def test_the_fields_chosen_come_from_the_one_who_goes(desk: Desk, two: tuple[int, int]) -> None:
    kept, gone = two
    merge_people(desk.workspace, kept, gone, taken={"name", "email", "custom:1"})
    assert read(desk, "select name, email from person where id = ?", kept) == [("I. Calloway", "i.c@home.example")]
    assert ("ines@copperline.example",) in read(desk, "select value from contact_point where person_id = ?", kept)
    assert ('"golf"',) in read(desk, "select value from custom_value where person_id = ?", kept)


def test_a_merge_is_one_change_and_is_undone_as_one(desk: Desk, two: tuple[int, int]) -> None:
    before = read_content(desk.workspace)
    change = merge_people(desk.workspace, *two, taken={"phone"})
    assert change is not None
    assert change.label == "Merge “I. Calloway” into “Ines Calloway”"
    after = read_content(desk.workspace)
    desk.journal.undo()
    assert read_content(desk.workspace) == before
    desk.journal.redo()
    assert read_content(desk.workspace) == after


def test_two_organisations_are_merged_and_taken_back_after_a_restart(desk: Desk) -> None:
    workspace = desk.workspace
    kept = create_organisation(workspace, name="Copperline Clinics", phone="+44 5550 1")
    gone = create_organisation(workspace, name="Copperline Clinic", phone="+44 5550 2222222", industry="Health")
    deal = desk.deal("Refit", organisation="Copperline Clinic")
    create_person(workspace, name="Ines", organisation="Copperline Clinic")
    add_contact_note(workspace, ORGANISATION, gone, "Pays late.", at=desk.now)
    before = read_content(workspace)
    change = merge_organisations(workspace, kept, gone, taken={"name", "industry"})
    assert change is not None
    assert desk.row(deal, "organisation_id") == (kept,)
    assert read(desk, "select name, name_key, industry from organisation") == [
        ("Copperline Clinic", "copperline clinic", "Health")
    ]
    assert read(desk, "select value from contact_point where organisation_id = ?", kept) == [("+44 5550 2222222",)]
    desk.reopen_file()
    later = desk.deal("Something else")
    desk.journal.take_back(change.entry_id)
    content = read_content(desk.workspace)
    assert {table: rows for table, rows in content.items() if table not in {"deal", "history_event"}} == {
        table: rows for table, rows in before.items() if table not in {"deal", "history_event"}
    }
    assert desk.row(deal, "organisation_id") == (gone,)
    assert desk.row(later, "title") == ("Something else",)
    assert desk.faults() == []
    desk.workspace.close()


def test_nobody_is_merged_with_themselves_or_with_the_bin(desk: Desk, two: tuple[int, int]) -> None:
    with pytest.raises(InvalidError, match="Choose two people"):
        merge_people(desk.workspace, two[0], two[0], taken=())
    with pytest.raises(NotFoundError, match="There is no person"):
        merge_people(desk.workspace, two[0], 999, taken=())
