"""Further e-mails, phones and links of people and organisations, and the notes written on them."""

from datetime import datetime

from desktop_pipeline.actions.contact_rows import ORGANISATION, PERSON, ContactRow, Kind, read_contact
from desktop_pipeline.actions.deals import shorten
from desktop_pipeline.domain.contacts import PointKind, clean_line, clean_point
from desktop_pipeline.domain.errors import InvalidError, NotFoundError
from desktop_pipeline.domain.names import clean_text
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.tables import ContactNote, ContactPoint
from desktop_pipeline.storage.workspace import Workspace


def add_point(
    workspace: Workspace, holder: Kind, holder_id: int, point: PointKind, value: str, *, label: str = ""
) -> int:
    """Adds a further e-mail, phone or link, typed by a label such as “work”; returns its id. Raises InvalidError."""
    cleaned = clean_point(point, value)
    with workspace.journal.change("Add") as draft:
        contact = read_contact(draft, holder, holder_id)
        draft.label = f"Add {_word(point)} of “{shorten(contact.name)}”"
        # The column is one of our own two.
        last = draft.value(
            f"select max(position) from contact_point where {holder.column} = ?",  # noqa: S608
            (holder_id,),
        )
        return draft.insert(
            ContactPoint,
            **{holder.column: holder_id},
            kind=point.value,
            label=clean_line(label) or "",
            value=cleaned,
            position=0 if last is None else int(last) + 1,
        )


def edit_point(
    workspace: Workspace, point_id: int, *, value: str | None = None, label: str | None = None
) -> Change | None:
    """Changes what a further e-mail, phone or link says; an empty value removes it. Raises InvalidError."""
    with workspace.journal.change("Edit") as draft:
        kind, holder = _read_point(draft, point_id)
        draft.label = f"Edit {_word(kind)} of “{shorten(holder.name)}”"
        if value is not None and not value.strip():
            draft.delete(ContactPoint, point_id)
        elif value is not None:
            draft.update(ContactPoint, point_id, value=clean_point(kind, value))
        if label is not None:
            draft.update(ContactPoint, point_id, label=clean_line(label) or "")
    return draft.result


def remove_point(workspace: Workspace, point_id: int) -> Change | None:
    """Takes a further e-mail, phone or link away."""
    with workspace.journal.change("Remove") as draft:
        kind, holder = _read_point(draft, point_id)
        draft.label = f"Remove {_word(kind)} of “{shorten(holder.name)}”"
        draft.delete(ContactPoint, point_id)
    return draft.result


def add_contact_note(workspace: Workspace, holder: Kind, holder_id: int, text: str, *, at: datetime) -> Change | None:
    """Writes a note on a person or an organisation; raises InvalidError for an empty one."""
    written = _check_note(text)
    with workspace.journal.change("Note") as draft:
        contact = read_contact(draft, holder, holder_id)
        draft.label = f"Note on “{shorten(contact.name)}”"
        draft.insert(ContactNote, **{holder.column: holder_id}, text=written, at=at, author=workspace.journal.who)
    return draft.result


def edit_contact_note(workspace: Workspace, note_id: int, text: str) -> Change | None:
    """Writes a note anew; raises InvalidError for an empty one."""
    written = _check_note(text)
    with workspace.journal.change("Edit note") as draft:
        holder = _read_note_holder(draft, note_id)
        draft.label = f"Edit note on “{shorten(holder.name)}”"
        draft.update(ContactNote, note_id, text=written)
    return draft.result


def remove_contact_note(workspace: Workspace, note_id: int) -> Change | None:
    """Takes a note away."""
    with workspace.journal.change("Remove note") as draft:
        holder = _read_note_holder(draft, note_id)
        draft.label = f"Remove note on “{shorten(holder.name)}”"
        draft.delete(ContactNote, note_id)
    return draft.result


def _check_note(text: str) -> str:
    written = clean_text(text)
    if not written:
        message = "Write something first."
        raise InvalidError(message)
    return written


def _word(kind: PointKind) -> str:
    return {PointKind.EMAIL: "e-mail", PointKind.PHONE: "phone", PointKind.LINK: "link"}[kind]


def _read_point(draft: Draft, point_id: int) -> tuple[PointKind, ContactRow]:
    row = draft.row("select person_id, organisation_id, kind from contact_point where id = ?", (point_id,))
    if row is None:
        message = f"There is no address or number {point_id}."
        raise NotFoundError(message)
    return PointKind(row[2]), _read_holder(draft, row[0], row[1])


def _read_note_holder(draft: Draft, note_id: int) -> ContactRow:
    row = draft.row("select person_id, organisation_id from contact_note where id = ?", (note_id,))
    if row is None:
        message = f"There is no note number {note_id}."
        raise NotFoundError(message)
    return _read_holder(draft, row[0], row[1])


def _read_holder(draft: Draft, person_id: int | None, organisation_id: int | None) -> ContactRow:
    if person_id is not None:
        return read_contact(draft, PERSON, person_id)
    return read_contact(draft, ORGANISATION, organisation_id or 0)
