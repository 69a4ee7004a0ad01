"""E-mails that came in, or went out elsewhere, read from their files and kept on the timeline of a deal."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from desktop_pipeline.actions.deals import shorten
from desktop_pipeline.actions.mail_touches import Touch, end_by_reply, write_touch
from desktop_pipeline.actions.records import read_deal_row
from desktop_pipeline.domain.contacts import email_key
from desktop_pipeline.domain.messages import Direction, IncomingMail, State
from desktop_pipeline.domain.templates import clean_mail_subject, clean_mail_text
from desktop_pipeline.storage.database import Reader
from desktop_pipeline.storage.mail_facts import write_files
from desktop_pipeline.storage.tables import Message
from desktop_pipeline.storage.workspace import Workspace

# Clocks of others differ a little.
_AHEAD = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Logged:
    """What became of the file of an e-mail: `is_new` False where it was there already, perhaps on another deal.

    `ended` is how many cadences the reply ended.
    """

    row_id: int
    deal_id: int | None
    deal_title: str | None
    person_id: int | None
    direction: Direction
    is_new: bool
    ended: int = 0


def read_mail_file(path: Path) -> IncomingMail:
    """What an .eml says; in a process of its own, so on a worker. Raises CannotOpenError."""
    from desktop_pipeline.exchange.mail.reading import read_mail  # noqa: PLC0415 - no start needs it

    return read_mail(path)


def log_reply(
    workspace: Workspace, deal_id: int, mail: IncomingMail, *, at: datetime, own_addresses: Collection[str] = ()
) -> Logged:
    """Puts an e-mail into the timeline of a deal: from a customer a reply, which ends cadences; from us one we sent.

    From us is what an owner's, the company's or one of `own_addresses` sent. The same e-mail is there once, on the deal
    that had it first. `at` stands in where the file names no instant, or one to come.
    """
    with workspace.journal.change("Add an e-mail") as draft:
        deal = read_deal_row(draft, deal_id)
        known = draft.row(
            "select m.id, m.deal_id, d.title, m.person_id, m.direction from message m"
            " left join deal d on d.id = m.deal_id where m.message_id = ?",
            (mail.message_id,),
        )
        if known is not None:
            row_id, known_deal, title, person_id, said = known
            return Logged(row_id, known_deal, title, person_id, Direction(said), is_new=False)
        direction = Direction.OUT if _is_own(draft, mail.sender, own_addresses) else Direction.IN
        is_reply = direction is Direction.IN
        draft.label = f"{'Reply' if is_reply else 'E-mail'} on “{shorten(deal.title)}”"
        instant = mail.at if mail.at is not None and mail.at <= at + _AHEAD else at
        others = [mail.sender] if is_reply else list(mail.recipients)
        person_id = _find_person(draft, deal_id, others)
        row_id = draft.insert(
            Message,
            deal=deal_id,
            person=person_id,
            organisation=draft.value("select organisation_id from deal where id = ?", (deal_id,)),
            kind="email",
            direction=direction.value,
            state=(State.RECEIVED if is_reply else State.SENT).value,
            message_id=mail.message_id,
            in_reply_to=_find_answered(draft, mail),
            sender=mail.sender,
            recipient=", ".join(mail.recipients[:20]),
            subject=clean_mail_subject(mail.subject[:300]),
            text=clean_mail_text(mail.text[:50_000]),
            files=write_files(mail.files),
            at=instant,
            who=workspace.journal.who,
        )
        ended = 0
        if is_reply:
            people = [] if person_id is None else [person_id]
            ended = end_by_reply(draft, workspace, [deal_id], people, at=instant)
        else:
            touch = Touch("email", mail.subject, instant, deal_id, person_id)
            draft.update(Message, row_id, activity=write_touch(draft, workspace, touch))
    return Logged(row_id, deal_id, deal.title, person_id, direction, is_new=True, ended=ended)


def _is_own(reader: Reader, sender: str, own_addresses: Collection[str]) -> bool:
    key = email_key(sender)
    own = {email_key(address) for address in own_addresses}
    own |= {email_key(row[0]) for row in reader.rows("select email from owner where email is not null")}
    return key is not None and key in own


def _find_person(reader: Reader, deal_id: int, addresses: Collection[str]) -> int | None:
    """Whose address one of these is; somebody of the deal first."""
    for key in filter(None, map(email_key, addresses)):
        found = reader.value(
            "select p.id from person p left join deal_person dp on dp.person_id = p.id and dp.deal_id = ?"
            " where p.deleted_at is null and (lower(trim(p.email)) = ? or exists (select 1 from contact_point c"
            " where c.person_id = p.id and c.kind = 'email' and lower(trim(c.value)) = ?))"
            " order by dp.id is null, dp.id, p.id",
            (deal_id, key, key),
        )
        if found is not None:
            return int(found)
    return None


def _find_answered(reader: Reader, mail: IncomingMail) -> str | None:
    """The message of ours that it answers, else what it says it answers."""
    for answered in mail.answers:
        if reader.value("select 1 from message where message_id = ?", (answered,)) is not None:
            return answered
    return mail.answers[0] if mail.answers else None
