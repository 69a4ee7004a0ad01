"""What a person does with e-mail templates: write, order, leave unused, remove, and give them files by industry."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TypedDict, Unpack

from desktop_pipeline.actions.deals import shorten
from desktop_pipeline.actions.records import write_order
from desktop_pipeline.domain.errors import InvalidError, NotFoundError
from desktop_pipeline.domain.file_names import clean_file_name
from desktop_pipeline.domain.messages import LARGEST_FILES, check_mail_file
from desktop_pipeline.domain.names import clean_text, name_key, tidy
from desktop_pipeline.domain.ready_mails import ReadyMail, read_ready_mails
from desktop_pipeline.domain.templates import clean_mail_subject, clean_mail_text, clean_template_name
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.files import keep_content, read_plain_file
from desktop_pipeline.storage.tables import MailTemplate, TemplateAttachment
from desktop_pipeline.storage.workspace import Workspace

_LONGEST_PURPOSE = 300


class TemplateEdit(TypedDict, total=False):
    """What can be edited of a template. A wrong field in subject or text is kept, and kept from being sent."""

    name: str
    purpose: str
    subject: str
    text: str
    is_active: bool


def create_template(workspace: Workspace, *, name: str, subject: str = "", text: str = "", purpose: str = "") -> int:
    """Adds a template and returns its id; raises InvalidError, also for a name that is taken."""
    cleaned = clean_template_name(name)
    with workspace.journal.change(f"New template “{shorten(cleaned)}”") as draft:
        _require_free(draft, cleaned)
        return _write(draft, ReadyMail("", cleaned, purpose, subject, text))


def copy_template(workspace: Workspace, template_id: int) -> int:
    """Adds a template like another one, files included, and returns its id."""
    with workspace.journal.change("Copy a template") as draft:
        row = draft.row("select name, purpose, subject, text from mail_template where id = ?", (template_id,))
        if row is None:
            raise _gone()
        name = _number_name(str(row[0]), _read_names(draft))
        draft.label = f"Copy the template “{shorten(str(row[0]))}”"
        copy_id = _write(draft, ReadyMail("", name, *row[1:]))
        for position, (file_name, size, digest, industry) in enumerate(
            draft.rows(
                "select name, size, digest, industry from template_attachment where template_id = ?"
                " order by position, id",
                (template_id,),
            )
        ):
            draft.insert(
                TemplateAttachment,
                template=copy_id,
                name=file_name,
                size=size,
                digest=digest,
                industry=industry,
                position=position,
            )
        return copy_id


def edit_template(workspace: Workspace, template_id: int, **fields: Unpack[TemplateEdit]) -> Change | None:
    """Changes the given fields; raises InvalidError. E-mails that were written with it stay as they are."""
    with workspace.journal.change("Edit a template") as draft:
        before = _find_name(draft, template_id)
        columns: dict[str, object] = {}
        if "name" in fields:
            columns["name"] = cleaned = clean_template_name(fields["name"])
            if name_key(cleaned) != name_key(before):
                _require_free(draft, cleaned)
        if "purpose" in fields:
            columns["purpose"] = _clean_purpose(fields["purpose"])
        if "subject" in fields:
            columns["subject"] = clean_mail_subject(fields["subject"])
        if "text" in fields:
            columns["text"] = clean_mail_text(fields["text"])
        if "is_active" in fields:
            columns["is_active"] = fields["is_active"]
        draft.label = f"Edit the template “{shorten(str(columns.get('name', before)))}”"
        if columns:
            draft.update(MailTemplate, template_id, **columns)
    return draft.result


def order_templates(workspace: Workspace, template_ids: Sequence[int]) -> Change | None:
    """Puts the templates into this order, which names all of them; raises InvalidError."""
    with workspace.journal.change("Order templates") as draft:
        positions = {int(row_id): int(place) for row_id, place in draft.rows("select id, position from mail_template")}
        write_order(draft, MailTemplate, positions, template_ids, "templates")
    return draft.result


def delete_template(workspace: Workspace, template_id: int) -> Change | None:
    """Removes a template with its files; what was sent with it stays, and steps of cadences lose it."""
    with workspace.journal.change("Delete a template") as draft:
        draft.label = f"Delete the template “{shorten(_find_name(draft, template_id))}”"
        draft.delete(MailTemplate, template_id)
    return draft.result


def add_ready_templates(workspace: Workspace) -> list[int]:
    """Adds the shipped templates whose names are not taken, as one change; returns their ids."""
    with workspace.journal.change("Add ready-made templates") as draft:
        return write_ready_templates(draft)


def write_ready_templates(draft: Draft, names: Collection[str] | None = None) -> list[int]:
    """Writes the shipped templates whose names are not taken within a change; returns their ids.

    `names`: among these only.
    """
    taken = _read_names(draft)
    wanted = [ready for ready in read_ready_mails() if names is None or ready.name in names]
    return [_write(draft, ready) for ready in wanted if name_key(ready.name) not in taken]


def attach_to_template(
    workspace: Workspace, template_id: int, files: Sequence[Path], *, industry: str | None = None
) -> Change | None:
    """Copies files into the workspace that go with the template: to organisations of one industry, or to all.

    All or none; raises CannotOpenError, and InvalidError for one too large to be sent.
    """
    if not files:
        message = "Choose a file first."
        raise InvalidError(message)
    contents = [
        (name := clean_file_name(path.name), check_mail_file(name, read_plain_file(path, LARGEST_FILES)))
        for path in files
    ]
    with workspace.journal.change("Attach to a template") as draft:
        template = _find_name(draft, template_id)
        what = f"“{shorten(contents[0][0])}”" if len(contents) == 1 else f"{len(contents)} files"
        draft.label = f"Attach {what} to the template “{shorten(template)}”"
        position = _next_place(draft, template_id)
        for place, (name, content) in enumerate(contents, position):
            draft.insert(
                TemplateAttachment,
                template=template_id,
                name=name,
                size=len(content),
                digest=keep_content(draft, content),
                industry=_clean_industry(industry),
                position=place,
            )
    return draft.result


def edit_template_file(
    workspace: Workspace, file_id: int, *, name: str | None = None, industry: str | None = ""
) -> Change | None:
    """Names a file of a template anew, or gives it to another industry (None: to all; empty: as it was)."""
    with workspace.journal.change("Edit a file") as draft:
        before = _find_file(draft, file_id)
        draft.label = f"Edit “{shorten(before)}” of a template"
        columns: dict[str, object] = {}
        if name is not None:
            columns["name"] = clean_file_name(name)
        if industry != "":
            columns["industry"] = _clean_industry(industry)
        if columns:
            draft.update(TemplateAttachment, file_id, **columns)
    return draft.result


def remove_template_file(workspace: Workspace, file_id: int) -> Change | None:
    """Takes a file off its template; e-mails that it went with keep it."""
    with workspace.journal.change("Remove a file") as draft:
        draft.label = f"Remove “{shorten(_find_file(draft, file_id))}” from a template"
        draft.delete(TemplateAttachment, file_id)
    return draft.result


def _write(draft: Draft, ready: ReadyMail) -> int:
    return draft.insert(
        MailTemplate,
        name=ready.name,
        purpose=_clean_purpose(ready.purpose),
        subject=clean_mail_subject(ready.subject),
        text=clean_mail_text(ready.text),
        position=int(draft.value("select coalesce(max(position), -1) + 1 from mail_template") or 0),
    )


def _clean_purpose(purpose: str) -> str:
    return clean_text(purpose)[:_LONGEST_PURPOSE]


def _clean_industry(industry: str | None) -> str | None:
    return tidy(industry or "") or None


def _read_names(draft: Draft) -> set[str]:
    return {name_key(str(row[0])) for row in draft.rows("select name from mail_template")}


def _number_name(name: str, taken: set[str]) -> str:
    number = 2
    while name_key(f"{name} {number}") in taken:
        number += 1
    return clean_template_name(f"{name[:90]} {number}")


def _require_free(draft: Draft, name: str) -> None:
    if name_key(name) in _read_names(draft):
        message = f"There is a template “{name}” already. Choose another name."
        raise InvalidError(message)


def _find_name(draft: Draft, template_id: int) -> str:
    found = draft.value("select name from mail_template where id = ?", (template_id,))
    if found is None:
        raise _gone()
    return str(found)


def _find_file(draft: Draft, file_id: int) -> str:
    found = draft.value("select name from template_attachment where id = ?", (file_id,))
    if found is None:
        message = "This file is not with a template any more."
        raise NotFoundError(message)
    return str(found)


def _next_place(draft: Draft, template_id: int) -> int:
    sql = "select coalesce(max(position), -1) + 1 from template_attachment where template_id = ?"
    return int(draft.value(sql, (template_id,)) or 0)


def _gone() -> NotFoundError:
    message = "This template is not there any more."
    return NotFoundError(message)
