"""Several people on a deal, each with their part in it; the first is the main one."""

from desktop_pipeline.actions.deals import shorten
from desktop_pipeline.actions.records import find_person, read_deal_row
from desktop_pipeline.domain.errors import InvalidError, NotFoundError
from desktop_pipeline.domain.names import tidy
from desktop_pipeline.domain.roles import clean_role
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.tables import DealPerson
from desktop_pipeline.storage.workspace import Workspace

LONGEST_NAME = 300


def add_person(workspace: Workspace, deal_id: int, name: str, *, role: str = "") -> int:
    """Puts a person on a deal by name, made at the deal's organisation where there is none; returns their id.

    Somebody who is on it already stays as they are. Raises InvalidError.
    """
    cleaned = clean_person_name(name)
    part = clean_role(role)
    with workspace.journal.change("Add a person") as draft:
        deal = read_deal_row(draft, deal_id)
        draft.label = f"Add {shorten(cleaned)} to “{shorten(deal.title)}”"
        organisation_id = draft.value("select organisation_id from deal where id = ?", (deal_id,))
        person_id = find_person(draft, cleaned, organisation_id)
        assert person_id is not None
        taken = draft.value("select 1 from deal_person where deal_id = ? and person_id = ?", (deal_id, person_id))
        if taken is None:
            draft.insert(DealPerson, deal=deal_id, person=person_id, role=part)
    return person_id


def set_role(workspace: Workspace, deal_id: int, person_id: int, role: str) -> Change | None:
    """Says what part a person has in the deal; raises InvalidError."""
    part = clean_role(role)
    with workspace.journal.change("Role") as draft:
        row_id, name = _find_part(draft, deal_id, person_id)
        draft.label = f"Role of {shorten(name)}"
        draft.update(DealPerson, row_id, role=part)
    return draft.result


def remove_person(workspace: Workspace, deal_id: int, person_id: int) -> Change | None:
    """Takes a person off the deal; the person stays."""
    with workspace.journal.change("Remove a person") as draft:
        row_id, name = _find_part(draft, deal_id, person_id)
        deal = read_deal_row(draft, deal_id)
        draft.label = f"Remove {shorten(name)} from “{shorten(deal.title)}”"
        draft.delete(DealPerson, row_id)
    return draft.result


def make_main(workspace: Workspace, deal_id: int, person_id: int) -> Change | None:
    """Puts a person first on the deal."""
    with workspace.journal.change("Main person") as draft:
        _row_id, name = _find_part(draft, deal_id, person_id)
        deal = read_deal_row(draft, deal_id)
        rows = draft.rows("select id, person_id, role from deal_person where deal_id = ? order by id", (deal_id,))
        if rows[0][1] == person_id:
            return None
        draft.label = f"{shorten(name)} is the main person on “{shorten(deal.title)}”"
        # The order is that of the ids, which are never used twice: so all are written anew.
        for row_id, _person, _role in rows:
            draft.delete(DealPerson, row_id)
        for _row, person, role in sorted(rows, key=lambda row: row[1] != person_id):
            draft.insert(DealPerson, deal=deal_id, person=person, role=role)
    return draft.result


def clean_person_name(name: str) -> str:
    """One line, not empty; raises InvalidError."""
    cleaned = tidy(name)
    if not cleaned or len(cleaned) > LONGEST_NAME:
        message = f"A name can have {LONGEST_NAME} characters at most." if cleaned else "Type a name."
        raise InvalidError(message)
    return cleaned


def _find_part(draft: Draft, deal_id: int, person_id: int) -> tuple[int, str]:
    found = draft.row(
        "select dp.id, p.name from deal_person dp join person p on p.id = dp.person_id"
        " where dp.deal_id = ? and dp.person_id = ?",
        (deal_id, person_id),
    )
    if found is None:
        message = "This person is not on the deal any more."
        raise NotFoundError(message)
    return int(found[0]), str(found[1])
