"""People and organisations: what can be kept of them, and that every act can be undone."""

from typing import TYPE_CHECKING

import pytest

from desktop_pipeline.actions.contact_rows import ORGANISATION, PERSON
from desktop_pipeline.actions.organisations import (
    create_organisation,
    delete_organisations,
    edit_organisation,
    restore_organisations,
)
from desktop_pipeline.actions.people import (
    create_person,
    delete_people,
    edit_person,
    reassign_people,
    restore_people,
)
from desktop_pipeline.actions.reaching import (
    add_contact_note,
    add_point,
    edit_contact_note,
    edit_point,
    remove_contact_note,
    remove_point,
)
from desktop_pipeline.domain.contacts import PointKind
from desktop_pipeline.domain.errors import InvalidError, NotFoundError, RefusedError
from tests.workspaces import Desk, read_content

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop_pipeline.actions import Change


def person(desk: Desk, name: str = "Ines Calloway", **fields: str | None) -> int:
    return create_person(desk.workspace, name=name, **fields)  # type: ignore[arg-type]


def column(desk: Desk, table: str, row_id: int, name: str) -> object:
    return desk.workspace.value(f"select {name} from {table} where id = ?", (row_id,))  # noqa: S608 - our own text


def test_a_person_is_kept_as_typed_and_their_organisation_is_made(desk: Desk) -> None:
    ines = person(desk, "  Ines\u00a0 Calloway ", organisation="Copperline", phone="+44 (0) 5550 / 10 233")
    assert column(desk, "person", ines, "name") == "Ines Calloway"
    assert column(desk, "person", ines, "phone") == "+44 (0) 5550 / 10 233"
    assert column(desk, "person", ines, "organisation_id") == desk.id_of("organisation", "Copperline")


@pytest.mark.parametrize(
    "name", ["مريم الهاشمي", "李小龍 🐉", "<b>Bold</b>", "'; drop table person; --", "{{ name }} %s"]
)
def test_a_name_in_any_script_or_form_is_kept_letter_by_letter(desk: Desk, name: str) -> None:
    assert column(desk, "person", person(desk, name), "name") == name


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": "  "}, "A person needs a name."),
        ({"name": "x" * 10_000}, "A name can have 500 characters at most; this one has 10000."),
        ({"email": "ines at copperline"}, "is not an e-mail address"),
        ({"email": "a@b, c@d"}, "is not an e-mail address"),
        ({"prefers": "y" * 1_001}, "1000 characters at most"),
        ({"source_id": 99}, "There is no source number 99."),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words_and_changes_nothing(
    desk: Desk, fields: dict[str, str], sentence: str
) -> None:
    ines = person(desk)
    before = read_content(desk.workspace)
    with pytest.raises(InvalidError, match=sentence):
        edit_person(desk.workspace, ines, **fields)  # type: ignore[arg-type]
    assert read_content(desk.workspace) == before


def test_every_act_on_a_person_is_one_change_and_undone_as_one(desk: Desk) -> None:
    ines = person(desk, organisation="Copperline")
    workspace = desk.workspace
    work = add_point(workspace, PERSON, ines, PointKind.EMAIL, "ines@copperline.example", label="work")
    add_contact_note(workspace, PERSON, ines, "Likes oak.", at=desk.now)
    note = int(workspace.value("select max(id) from contact_note"))
    acts: tuple[Callable[[], Change | None], ...] = (
        lambda: edit_person(
            workspace, ines, name="Ines C.", email="i@c.example", job_title="Head", website="c.example"
        ),
        lambda: edit_person(workspace, ines, linkedin="in/ines", prefers="calls before 11:00", organisation=None),
        lambda: reassign_people(workspace, [ines], "Elsewhere"),
        lambda: edit_point(workspace, work, value="i@copperline.example", label="private"),
        lambda: edit_point(workspace, work, value=" "),
        lambda: remove_point(workspace, work),
        lambda: edit_contact_note(workspace, note, "Likes ash."),
        lambda: remove_contact_note(workspace, note),
        lambda: delete_people(workspace, [ines], at=desk.now),
    )
    for act in acts:
        before = read_content(workspace)
        change = act()
        assert change is not None
        assert read_content(workspace) != before
        desk.journal.undo()
        assert read_content(workspace) == before


def test_an_edit_that_changes_nothing_leaves_no_trace(desk: Desk) -> None:
    ines = person(desk, email="i@c.example")
    assert edit_person(desk.workspace, ines, email="i@c.example") is None


def test_the_bin_holds_a_person_until_they_are_restored(desk: Desk) -> None:
    ines = person(desk)
    delete_people(desk.workspace, [ines], at=desk.now)
    with pytest.raises(NotFoundError, match="is in the bin"):
        edit_person(desk.workspace, ines, name="Ines")
    restore_people(desk.workspace, [ines])
    assert column(desk, "person", ines, "deleted_at") is None
    with pytest.raises(NotFoundError, match="not in the bin"):
        restore_people(desk.workspace, [ines])


def test_an_organisation_is_edited_and_found_by_its_new_name(desk: Desk) -> None:
    copper = create_organisation(desk.workspace, name="Copperline", size=40)
    edit_organisation(desk.workspace, copper, name="Copperline Clinics", industry="Health", address="1 Row\nTown")
    assert column(desk, "organisation", copper, "name_key") == "copperline clinics"
    assert column(desk, "organisation", copper, "address") == "1 Row Town"
    add_contact_note(desk.workspace, ORGANISATION, copper, "Pays late.", at=desk.now)
    with pytest.raises(InvalidError, match="number of people"):
        edit_organisation(desk.workspace, copper, size=-1)


def test_two_organisations_of_one_name_are_refused_with_the_way_out(desk: Desk) -> None:
    create_organisation(desk.workspace, name="Copperline")
    other = create_organisation(desk.workspace, name="Talvik")
    with pytest.raises(RefusedError, match="Merge the two"):
        edit_organisation(desk.workspace, other, name="COPPERLINE")
    with pytest.raises(RefusedError, match="already"):
        create_organisation(desk.workspace, name=" copperline ")
    edit_organisation(desk.workspace, other, name="TALVIK")
    delete_organisations(desk.workspace, [other], at=desk.now)
    restore_organisations(desk.workspace, [other])


def test_nothing_is_written_where_nothing_is_said(desk: Desk) -> None:
    ines = person(desk)
    with pytest.raises(InvalidError, match="Write something first"):
        add_contact_note(desk.workspace, PERSON, ines, " \n ", at=desk.now)
    with pytest.raises(InvalidError, match="Type an address"):
        add_point(desk.workspace, PERSON, ines, PointKind.PHONE, " ")
    with pytest.raises(NotFoundError, match="Choose a person first"):
        delete_people(desk.workspace, [], at=desk.now)
