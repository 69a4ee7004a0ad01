"""What a person does with people: create, edit, put into the bin and back, give further addresses and notes."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict, Unpack

from desktop_pipeline.actions.cadence_ends import end_for_people
from desktop_pipeline.actions.contact_rows import PERSON, name_contacts, read_contact, read_contacts
from desktop_pipeline.actions.deals import shorten
from desktop_pipeline.actions.records import find_organisation, require_row
from desktop_pipeline.domain.cadences import EndedBy
from desktop_pipeline.domain.contacts import clean_email, clean_line, clean_name
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.tables import Person
from desktop_pipeline.storage.workspace import Workspace


class PersonEdit(TypedDict, total=False):
    """What can be edited; None empties a field. `organisation` names one, which is made where there is none."""

    name: str
    organisation: str | None
    organisation_id: int | None
    email: str | None
    phone: str | None
    job_title: str | None
    website: str | None
    linkedin: str | None
    prefers: str | None
    source_id: int | None


def create_person(workspace: Workspace, **fields: Unpack[PersonEdit]) -> int:
    """Adds a person and returns their id; raises InvalidError."""
    name = clean_name(fields.get("name", ""), PERSON.word)
    with workspace.journal.change(f"New person “{shorten(name)}”") as draft:
        columns = _read_columns(draft, fields)
        columns["name"] = name
        return draft.insert(Person, **columns)


def edit_person(workspace: Workspace, person_id: int, **fields: Unpack[PersonEdit]) -> Change | None:
    """Changes the given fields of a person; those that keep their value leave no trace. Raises InvalidError."""
    with workspace.journal.change("Edit person") as draft:
        person = read_contact(draft, PERSON, person_id)
        columns = _read_columns(draft, fields)
        if columns:
            draft.update(Person, person_id, **columns)
        draft.label = f"Edit “{shorten(str(columns.get('name', person.name)))}”"
    return draft.result


def delete_people(workspace: Workspace, person_ids: Sequence[int], *, at: datetime) -> Change | None:
    """Puts people into the bin; their part in deals stays with them, their cadences end."""
    with workspace.journal.change("Delete") as draft:
        people = read_contacts(draft, PERSON, person_ids)
        draft.label = f"Delete {name_contacts(PERSON, people)}"
        for person in people:
            draft.update(Person, person.row_id, deleted_at=at)
        end_for_people(draft, [person.row_id for person in people], EndedBy.DELETED, at=at)
    return draft.result


def restore_people(workspace: Workspace, person_ids: Sequence[int]) -> Change | None:
    """Takes people out of the bin, as they were."""
    with workspace.journal.change("Restore") as draft:
        people = read_contacts(draft, PERSON, person_ids, deleted=True)
        draft.label = f"Restore {name_contacts(PERSON, people)}"
        for person in people:
            draft.update(Person, person.row_id, deleted_at=None)
    return draft.result


def reassign_people(workspace: Workspace, person_ids: Sequence[int], organisation: str | None) -> Change | None:
    """Puts people to another organisation, which is made where there is none of that name; None: to none."""
    with workspace.journal.change("Reassign") as draft:
        people = read_contacts(draft, PERSON, person_ids)
        organisation_id = find_organisation(draft, None if organisation is None else clean_line(organisation))
        draft.label = f"Move {name_contacts(PERSON, people)} to {shorten(organisation or 'no organisation')}"
        for person in people:
            draft.update(Person, person.row_id, organisation=organisation_id)
    return draft.result


def _read_columns(draft: Draft, fields: PersonEdit) -> dict[str, object]:
    columns: dict[str, object] = {}
    if "name" in fields:
        columns["name"] = clean_name(fields["name"], PERSON.word)
    if "organisation" in fields:
        named = clean_line(fields["organisation"])
        columns["organisation"] = find_organisation(draft, None if named is None else clean_name(named, "organisation"))
    if "organisation_id" in fields:
        require_row(draft, "organisation", fields["organisation_id"])
        columns["organisation"] = fields["organisation_id"]
    if "email" in fields:
        columns["email"] = clean_email(fields["email"])
    if "source_id" in fields:
        require_row(draft, "source", fields["source_id"])
        columns["source"] = fields["source_id"]
    for name in ("phone", "job_title", "website", "linkedin", "prefers"):
        if name in fields:
            columns[name] = clean_line(fields[name])
    return columns
