"""Templates and messages as they are kept, for those who show them and those who send them."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from desktop_pipeline.domain.messages import Direction, MailFile, State
from desktop_pipeline.domain.prepared_mail import MailDraft, TemplateFile
from desktop_pipeline.storage.database import Reader, Value
from desktop_pipeline.storage.instants import from_microseconds


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A template as the owner keeps it, with its files."""

    template_id: int
    name: str
    purpose: str
    subject: str
    text: str
    is_active: bool
    files: tuple[TemplateFile, ...] = ()

    @property
    def draft(self) -> MailDraft:
        """What an e-mail written with it begins with."""
        return MailDraft(self.subject, self.text, self.files, self.template_id)


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A message that is kept, with the names of whom it concerns. `trouble` is why it was not sent."""

    row_id: int
    deal_id: int | None
    deal_title: str | None
    person_id: int | None
    person_name: str | None
    organisation_id: int | None
    activity_id: int | None
    template_id: int | None
    kind: str
    direction: Direction
    state: State
    batch: str | None
    message_id: str | None
    in_reply_to: str | None
    sender: str
    recipient: str
    subject: str
    text: str
    files: tuple[MailFile, ...]
    at: datetime
    who: str
    trouble: str | None


def read_templates(reader: Reader, *, with_unused: bool = False) -> list[TemplateRow]:
    """All templates in their order, those in use or (`with_unused`) also the others after them."""
    where = "" if with_unused else " where is_active"
    rows = reader.rows(
        "select id, name, purpose, subject, text, is_active from mail_template"  # noqa: S608 - our own text
        f"{where} order by is_active desc, position, id"
    )
    files = _read_files(reader)
    return [
        TemplateRow(template_id, name, purpose, subject, text, bool(is_active), tuple(files.get(template_id, ())))
        for template_id, name, purpose, subject, text, is_active in rows
    ]


def read_template(reader: Reader, template_id: int) -> TemplateRow | None:
    """A template by its id."""
    return next((row for row in read_templates(reader, with_unused=True) if row.template_id == template_id), None)


def _read_files(reader: Reader) -> dict[int, list[TemplateFile]]:
    files: dict[int, list[TemplateFile]] = {}
    for file_id, template_id, name, size, digest, industry in reader.rows(
        "select id, template_id, name, size, digest, industry from template_attachment order by position, id"
    ):
        files.setdefault(template_id, []).append(TemplateFile(file_id, MailFile(name, size, digest), industry))
    return files


def read_message_rows(reader: Reader, where: str, parameters: Sequence[Value] = ()) -> list[MessageRow]:
    """Messages of which the condition holds, newest first; the condition is our own text over `m`."""
    rows = reader.rows(
        "select m.id, m.deal_id, d.title, m.person_id, p.name, m.organisation_id, m.activity_id, m.template_id,"  # noqa: S608 - our own text
        " m.kind, m.direction, m.state, m.batch, m.message_id, m.in_reply_to, m.sender, m.recipient, m.subject,"
        " m.text, m.files, m.at, m.who, m.trouble from message m left join deal d on d.id = m.deal_id"
        f" left join person p on p.id = m.person_id where {where} order by m.at desc, m.id desc",
        parameters,
    )
    return [_read_row(*row) for row in rows]


def read_message_row(reader: Reader, row_id: int) -> MessageRow | None:
    """A message by its id."""
    return next(iter(read_message_rows(reader, "m.id = ?", (row_id,))), None)


def write_files(files: Iterable[MailFile]) -> str:
    """Files as the column keeps them."""
    told = [{"name": each.name, "size": each.size, "digest": each.digest} for each in files]
    # Letters as they are: whoever is erased is looked for in them.
    return json.dumps(told, ensure_ascii=False)


def read_files(text: str) -> tuple[MailFile, ...]:
    """Files as the column tells them; what a foreign hand wrote there is left out."""
    try:
        told = json.loads(text)
    except ValueError:
        return ()
    return tuple(_read_file(each) for each in told if isinstance(each, dict)) if isinstance(told, list) else ()


def _read_file(told: dict[str, object]) -> MailFile:
    name, size, digest = told.get("name"), told.get("size"), told.get("digest")
    return MailFile(str(name), size if isinstance(size, int) else 0, digest if isinstance(digest, str) else None)


def _read_row(  # noqa: PLR0913, PLR0917 - the columns of the table
    row_id: int,
    deal_id: int | None,
    deal_title: str | None,
    person_id: int | None,
    person_name: str | None,
    organisation_id: int | None,
    activity_id: int | None,
    template_id: int | None,
    kind: str,
    direction: str,
    state: str,
    batch: str | None,
    message_id: str | None,
    in_reply_to: str | None,
    sender: str,
    recipient: str,
    subject: str,
    text: str,
    files: str,
    at: int,
    who: str,
    trouble: str | None,
) -> MessageRow:
    return MessageRow(
        row_id=row_id,
        deal_id=deal_id,
        deal_title=deal_title,
        person_id=person_id,
        person_name=person_name,
        organisation_id=organisation_id,
        activity_id=activity_id,
        template_id=template_id,
        kind=kind,
        direction=Direction(direction),
        state=State(state),
        batch=batch,
        message_id=message_id,
        in_reply_to=in_reply_to,
        sender=sender,
        recipient=recipient,
        subject=subject,
        text=text,
        files=read_files(files),
        at=from_microseconds(at),
        who=who,
        trouble=trouble,
    )
