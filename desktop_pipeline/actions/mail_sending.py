"""Sending e-mails one by one: what is on its way is on the disk first, and nothing goes out twice by itself.

The way of a message: `draft` (kept) → `sending` (committed before the first word to the server) → `sent`, `refused` or
`uncertain`. One that was `sending` when the program ended becomes `uncertain`, and a person says what it is.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime

from desktop_pipeline.actions.deals import shorten
from desktop_pipeline.actions.mail_accounts import require_password
from desktop_pipeline.actions.mail_touches import Touch, write_touch
from desktop_pipeline.actions.records import require_row
from desktop_pipeline.domain.contacts import clean_email, may_write_to
from desktop_pipeline.domain.errors import InvalidError, NotFoundError, PipelineError
from desktop_pipeline.domain.mail_account import MailAccount
from desktop_pipeline.domain.messages import Delivery, Direction, OutgoingMail, State
from desktop_pipeline.domain.names import brief
from desktop_pipeline.domain.prepared_mail import PreparedMail
from desktop_pipeline.domain.templates import clean_mail_subject, clean_mail_text
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.files import read_content
from desktop_pipeline.storage.mail_facts import MessageRow, read_message_row, write_files
from desktop_pipeline.storage.tables import Message
from desktop_pipeline.storage.workspace import Workspace

# So many e-mails in a row without an answer, and the server is left in peace.
_MOST_BREAKS = 2
_WAITING = frozenset((State.DRAFT, State.REFUSED))


@dataclass(frozen=True, slots=True)
class MailResult:
    """What became of one e-mail: sent, refused, uncertain, or still a draft (certainly not sent); `words` say why."""

    row_id: int
    name: str
    recipient: str
    state: State
    words: str = ""


def keep_drafts(workspace: Workspace, mails: Sequence[PreparedMail], *, batch: str) -> list[int]:
    """Keeps e-mails that are to go out, as one change, and returns their rows; raises InvalidError.

    `batch` names one go (any text that is given once): what it holds already, by person and deal, is not kept again.
    """
    held_back = next((mail for mail in mails if not mail.is_ready or clean_email(mail.to) is None), None)
    if held_back is not None or not mails:
        message = f"The e-mail to {brief(held_back.name)} is not ready yet." if held_back else "Choose somebody first."
        raise InvalidError(message)
    what = f"to “{shorten(mails[0].name)}”" if len(mails) == 1 else f"to {len(mails)} people"
    with workspace.journal.change(f"Write an e-mail {what}") as draft:
        return [_keep_draft(draft, workspace, mail, batch) for mail in mails]


def send_kept(
    workspace: Workspace,
    row_ids: Iterable[int],
    account: MailAccount,
    *,
    told: Callable[[MailResult], None] = lambda _result: None,
    may_go_on: Callable[[], bool] = lambda: True,
) -> list[MailResult]:
    """Sends drafts and refused ones, one by one, on a worker; `told` hears of each, `may_go_on` is asked before each.

    Raises RefusedError where the server cannot be reached before the first; those not sent stay drafts. What is on its
    way, sent or uncertain already is passed over, so that a second call sends nothing twice.
    """
    from desktop_pipeline.exchange.mail.sending import CannotSendError, Sender  # noqa: PLC0415 - no start needs it

    results: list[MailResult] = []
    breaks, stop = 0, ""
    with closing(Sender(account, require_password(account))) as sender:
        sender.open()
        for row_id in dict.fromkeys(row_ids):
            if stop or not may_go_on():
                results.append(_leave(workspace, row_id, stop or "Stopped before this one."))
                told(results[-1])
                continue
            mail = _begin(workspace, row_id, account)
            if isinstance(mail, MailResult):
                results.append(mail)
                told(mail)
                continue
            try:
                delivery = sender.send(mail)
            except CannotSendError as error:
                delivery, stop = Delivery(State.DRAFT, str(error)), str(error)
            results.append(_settle(workspace, row_id, mail, delivery))
            told(results[-1])
            breaks = breaks + 1 if delivery.state in {State.DRAFT, State.UNCERTAIN} else 0
            if breaks == _MOST_BREAKS:
                stop = stop or delivery.words
    return results


def settle_interrupted(workspace: Workspace) -> int:
    """What was on its way when the program ended is uncertain from now on; to be called once after opening."""
    if workspace.is_read_only or workspace.value("select 1 from message where state = 'sending'") is None:
        return 0
    with workspace.journal.change("E-mails that were on their way", sealed=True) as draft:
        rows = draft.rows("select id from message where state = 'sending' order by id")
        for (row_id,) in rows:
            trouble = "The program ended while this e-mail was on its way."
            draft.update(Message, row_id, state=State.UNCERTAIN.value, trouble=trouble)
    return len(rows)


def settle_uncertain(workspace: Workspace, row_id: int, *, was_sent: bool) -> Change | None:
    """A person says what became of an uncertain one; one that was not sent can be sent again. Raises InvalidError."""
    with workspace.journal.change("Settle an e-mail") as draft:
        row = _read(draft, row_id)
        if row.state is not State.UNCERTAIN:
            message = "What became of this e-mail is known already."
            raise InvalidError(message)
        draft.label = f"E-mail to “{shorten(row.recipient)}” was {'sent' if was_sent else 'not sent'}"
        if was_sent:
            _mark_sent(draft, workspace, row, row.at)
        else:
            draft.update(Message, row_id, state=State.REFUSED.value, trouble="It was not sent.")
    return draft.result


def confirm_sent(workspace: Workspace, row_ids: Sequence[int], *, at: datetime) -> Change | None:
    """Drafts were sent with a mail program: they join the timeline; raises InvalidError for any other."""
    with workspace.journal.change("E-mail sent") as draft:
        rows = _read_waiting(draft, row_ids)
        draft.label = f"E-mail to {_name(rows)} sent"
        for row in rows:
            _mark_sent(draft, workspace, row, at)
    return draft.result


def drop_drafts(workspace: Workspace, row_ids: Sequence[int]) -> Change | None:
    """Throws drafts and refused ones away; undo brings them back. Raises InvalidError for any other."""
    with workspace.journal.change("Throw an e-mail away") as draft:
        rows = _read_waiting(draft, row_ids)
        draft.label = f"Throw the e-mail to {_name(rows)} away"
        for row in rows:
            draft.delete(Message, row.row_id)
    return draft.result


def _keep_draft(draft: Draft, workspace: Workspace, mail: PreparedMail, batch: str) -> int:
    if mail.row_id is not None:
        row = _read(draft, mail.row_id)
        if row.state in _WAITING:
            draft.update(
                Message,
                mail.row_id,
                subject=clean_mail_subject(mail.subject),
                text=clean_mail_text(mail.text),
                recipient=mail.to,
            )
        return mail.row_id
    known = draft.value(
        "select id from message where batch = ? and person_id is ? and deal_id is ? and recipient = ?",
        (batch, mail.person_id, mail.deal_id, mail.to),
    )
    if known is not None:
        return int(known)
    for table, row_id in (
        ("deal", mail.deal_id),
        ("person", mail.person_id),
        ("organisation", mail.organisation_id),
        ("activity", mail.activity_id),
        ("mail_template", mail.template_id),
    ):
        require_row(draft, table, row_id)
    return draft.insert(
        Message,
        deal=mail.deal_id,
        person=mail.person_id,
        organisation=mail.organisation_id,
        activity=mail.activity_id,
        template=mail.template_id,
        kind="email",
        direction=Direction.OUT.value,
        state=State.DRAFT.value,
        batch=batch,
        recipient=mail.to,
        subject=clean_mail_subject(mail.subject),
        text=clean_mail_text(mail.text),
        files=write_files(mail.attachments),
        at=workspace.now(),
        who=workspace.journal.who,
    )


def _begin(workspace: Workspace, row_id: int, account: MailAccount) -> OutgoingMail | MailResult:
    """Commits that the e-mail is on its way; the result instead where it is not to be."""
    from desktop_pipeline.exchange.mail.build import make_message_id  # noqa: PLC0415 - no start needs it

    with workspace.journal.change("Send an e-mail", sealed=True) as draft:
        row = _read(draft, row_id)
        if row.state not in _WAITING:
            return _result(row, row.state, row.trouble or "")
        draft.label = f"Send an e-mail to “{shorten(row.recipient)}”"
        at = workspace.now()
        try:
            _check_person(draft, row)
            files = tuple((file.name, read_content(draft, file.digest or "")) for file in row.files)
        except PipelineError as error:
            draft.update(Message, row_id, state=State.REFUSED.value, trouble=str(error))
            return _result(row, State.REFUSED, str(error))
        message_id = row.message_id or make_message_id(account.address)
        draft.update(
            Message,
            row_id,
            state=State.SENDING.value,
            message_id=message_id,
            sender=account.address,
            at=at,
            trouble=None,
        )
    return OutgoingMail(
        message_id=message_id,
        sender_name=account.name,
        sender=account.address,
        recipient_name=row.person_name or "",
        recipient=row.recipient,
        subject=row.subject,
        text=row.text,
        at=at.astimezone(workspace.zone),
        files=files,
        in_reply_to=row.in_reply_to,
    )


def _check_person(draft: Draft, row: MessageRow) -> None:
    """Whoever asked not to be written to since the draft was made is not; raises InvalidError."""
    found = draft.row("select name, prefers, deleted_at is not null from person where id = ?", (row.person_id,))
    if found is not None and (found[2] or not may_write_to(found[1])):
        why = "is in the bin" if found[2] else f"is not to be written to: {shorten(found[1])}"
        message = f"{shorten(found[0])} {why}."
        raise InvalidError(message)


def _settle(workspace: Workspace, row_id: int, mail: OutgoingMail, delivery: Delivery) -> MailResult:
    with workspace.journal.change(f"E-mail to “{shorten(mail.recipient)}” sent", sealed=True) as draft:
        row = _read(draft, row_id)
        if delivery.state is State.SENT:
            _mark_sent(draft, workspace, row, workspace.now())
        else:
            draft.label = f"E-mail to “{shorten(mail.recipient)}” {_SAID[delivery.state]}"
            draft.update(Message, row_id, state=delivery.state.value, trouble=delivery.words or None)
    return _result(row, delivery.state, delivery.words)


_SAID = {
    State.REFUSED: "was refused",
    State.UNCERTAIN: "may have been sent",
    State.DRAFT: "was not sent",
}


def _mark_sent(draft: Draft, workspace: Workspace, row: MessageRow, at: datetime) -> None:
    touch = Touch(row.kind, row.subject, at, row.deal_id, row.person_id, row.organisation_id, row.activity_id)
    activity_id = write_touch(draft, workspace, touch)
    draft.update(Message, row.row_id, state=State.SENT.value, at=at, activity=activity_id, trouble=None)


def _leave(workspace: Workspace, row_id: int, words: str) -> MailResult:
    with workspace.reading() as view:
        row = read_message_row(view, row_id)
    if row is None:
        return MailResult(row_id, "", "", State.DRAFT, words)
    return _result(row, row.state, words if row.state in _WAITING else row.trouble or "")


def _result(row: MessageRow, state: State, words: str) -> MailResult:
    return MailResult(row.row_id, row.person_name or row.recipient, row.recipient, state, words)


def _read(draft: Draft, row_id: int) -> MessageRow:
    row = read_message_row(draft, row_id)
    if row is None:
        message = "This e-mail is not there any more."
        raise NotFoundError(message)
    return row


def _read_waiting(draft: Draft, row_ids: Iterable[int]) -> list[MessageRow]:
    rows = [_read(draft, row_id) for row_id in dict.fromkeys(row_ids)]
    if not rows or any(row.state not in _WAITING for row in rows):
        message = "Only an e-mail that has not gone out can be changed." if rows else "Choose an e-mail first."
        raise InvalidError(message)
    return rows


def _name(rows: Sequence[MessageRow]) -> str:
    return f"“{shorten(rows[0].recipient)}”" if len(rows) == 1 else f"{len(rows)} people"
