"""E-mails for the owner's own mail program: as a link, or as a file with what is attached."""

from pathlib import Path

from desktop_pipeline.actions.outputs import check_may_replace
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.mail_account import MailAccount
from desktop_pipeline.domain.messages import OutgoingMail
from desktop_pipeline.domain.prepared_mail import PreparedMail
from desktop_pipeline.storage.files import read_content
from desktop_pipeline.storage.workspace import View


def make_mail_link(mail: PreparedMail) -> str | None:
    """`mailto:` of an e-mail; None where it bears files or is too long for one: then a file is written."""
    from desktop_pipeline.exchange.mail.build import make_link  # noqa: PLC0415 - no start needs it

    _check_ready(mail)
    return None if mail.attachments else make_link(mail.to, mail.subject, mail.text)


def save_mail_file(view: View, mail: PreparedMail, out: Path, *, account: MailAccount | None = None) -> Path:
    """Writes an .eml that a mail program opens for sending; raises InvalidError, RefusedError or CannotOpenError."""
    from desktop_pipeline.exchange.mail.build import write_eml  # noqa: PLC0415 - likewise

    _check_ready(mail)
    check_may_replace(out, (view.path,))
    write_eml(
        out,
        OutgoingMail(
            message_id="",
            sender_name=account.name if account else "",
            sender=account.address if account else "",
            recipient_name=mail.name,
            recipient=mail.to,
            subject=mail.subject,
            text=mail.text,
            at=view.now(),
            files=tuple((file.name, read_content(view, file.digest or "")) for file in mail.attachments),
        ),
    )
    return out


def _check_ready(mail: PreparedMail) -> None:
    if not mail.is_ready:
        message = f"The e-mail to {mail.name} is not ready yet."
        raise InvalidError(message)
