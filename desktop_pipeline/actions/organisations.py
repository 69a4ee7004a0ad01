"""What a person does with organisations: create, edit, put into the bin and back."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict, Unpack

from desktop_pipeline.actions.contact_rows import ORGANISATION, name_contacts, read_contact, read_contacts
from desktop_pipeline.actions.deals import shorten
from desktop_pipeline.actions.records import require_row
from desktop_pipeline.domain.contacts import check_size, clean_email, clean_line, clean_name
from desktop_pipeline.domain.errors import RefusedError
from desktop_pipeline.domain.names import name_key
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.tables import Organisation
from desktop_pipeline.storage.workspace import Workspace


class OrganisationEdit(TypedDict, total=False):
    """What can be edited; None empties a field. `size` is a number of people."""

    name: str
    industry: str | None
    size: int | None
    country: str | None
    website: str | None
    address: str | None
    email: str | None
    phone: str | None
    linkedin: str | None
    source_id: int | None


_LINES = ("industry", "country", "website", "address", "phone", "linkedin")


def create_organisation(workspace: Workspace, **fields: Unpack[OrganisationEdit]) -> int:
    """Adds an organisation and returns its id; raises InvalidError, and RefusedError where the name is taken."""
    name = clean_name(fields.get("name", ""), ORGANISATION.word)
    with workspace.journal.change(f"New organisation “{shorten(name)}”") as draft:
        columns = _read_columns(draft, {**fields, "name": name}, None)
        return draft.insert(Organisation, **columns)


def edit_organisation(workspace: Workspace, organisation_id: int, **fields: Unpack[OrganisationEdit]) -> Change | None:
    """Changes the given fields; those that keep their value leave no trace. Raises InvalidError or RefusedError."""
    with workspace.journal.change("Edit organisation") as draft:
        organisation = read_contact(draft, ORGANISATION, organisation_id)
        columns = _read_columns(draft, fields, organisation_id)
        if columns:
            draft.update(Organisation, organisation_id, **columns)
        draft.label = f"Edit “{shorten(str(columns.get('name', organisation.name)))}”"
    return draft.result


def delete_organisations(workspace: Workspace, organisation_ids: Sequence[int], *, at: datetime) -> Change | None:
    """Puts organisations into the bin; their deals and people stay where they are."""
    with workspace.journal.change("Delete") as draft:
        organisations = read_contacts(draft, ORGANISATION, organisation_ids)
        draft.label = f"Delete {name_contacts(ORGANISATION, organisations)}"
        for organisation in organisations:
            draft.update(Organisation, organisation.row_id, deleted_at=at)
    return draft.result


def restore_organisations(workspace: Workspace, organisation_ids: Sequence[int]) -> Change | None:
    """Takes organisations out of the bin, as they were."""
    with workspace.journal.change("Restore") as draft:
        organisations = read_contacts(draft, ORGANISATION, organisation_ids, deleted=True)
        draft.label = f"Restore {name_contacts(ORGANISATION, organisations)}"
        for organisation in organisations:
            draft.update(Organisation, organisation.row_id, deleted_at=None)
    return draft.result


def _read_columns(draft: Draft, fields: OrganisationEdit, own_id: int | None) -> dict[str, object]:
    columns: dict[str, object] = {}
    if "name" in fields:
        name = clean_name(fields["name"], ORGANISATION.word)
        _check_free(draft, name, own_id)
        columns |= {"name": name, "name_key": name_key(name)}
    if "email" in fields:
        columns["email"] = clean_email(fields["email"])
    if "size" in fields:
        columns["size"] = check_size(fields["size"])
    if "source_id" in fields:
        require_row(draft, "source", fields["source_id"])
        columns["source"] = fields["source_id"]
    for name in _LINES:
        if name in fields:
            columns[name] = clean_line(fields[name])  # type: ignore[literal-required] # one of the names above
    return columns


def _check_free(draft: Draft, name: str, own_id: int | None) -> None:
    # Deals and imports find an organisation by its name: two of one name would be told apart by chance.
    taken = draft.value(
        "select name from organisation where name_key = ? and deleted_at is null and id is not ?",
        (name_key(name), own_id),
    )
    if taken is not None:
        message = f"There is an organisation “{shorten(taken)}” already. Merge the two, or choose another name."
        raise RefusedError(message)
