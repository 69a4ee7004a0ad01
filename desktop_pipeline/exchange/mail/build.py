"""E-mails as every mail program and server reads them; what others named can begin no header of its own."""

import mimetypes
import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from secrets import token_hex
from urllib.parse import quote, urlencode

from desktop_pipeline.domain.contacts import clean_email
from desktop_pipeline.domain.errors import CannotOpenError, InvalidError
from desktop_pipeline.domain.file_names import clean_file_name
from desktop_pipeline.domain.messages import OutgoingMail
from desktop_pipeline.domain.names import tidy
from desktop_pipeline.exchange.writing.unfinished import forget

# Mail programs cut off a longer address of this kind; beyond it a file is opened instead.
LONGEST_LINK = 1_800
_LINE_START = re.compile(rb"^\.", re.MULTILINE)
_SEVEN_BITS = SMTP.clone(cte_type="7bit")


def make_message_id(address: str) -> str:
    """An id that nobody else gives, with the domain of the sender; without its angle brackets."""
    _name, _at, domain = ascii_address(address).rpartition("@")
    return f"{token_hex(16)}@{domain}"


def build(mail: OutgoingMail, *, is_unsent: bool = False) -> EmailMessage:
    """The whole e-mail. `is_unsent` has a mail program open it for writing on; raises InvalidError for an address."""
    message = EmailMessage(policy=_SEVEN_BITS)
    # A header ends with its line: what others named cannot begin one of its own.
    message["Subject"] = tidy(mail.subject)
    if mail.sender:
        message["From"] = _make_address(mail.sender_name, mail.sender)
    message["To"] = _make_address(mail.recipient_name, mail.recipient)
    if is_unsent:
        message["X-Unsent"] = "1"
    else:
        message["Date"] = format_datetime(mail.at)
        message["Message-ID"] = f"<{tidy(mail.message_id)}>"
    if mail.in_reply_to:
        message["In-Reply-To"] = message["References"] = f"<{tidy(mail.in_reply_to)}>"
    message.set_content(_writable(mail.text), cte="quoted-printable")
    for name, content in mail.files:
        _attach(message, _writable(clean_file_name(name)), content)
    return message


def write_bytes(message: EmailMessage) -> bytes:
    """As it goes over the wire, in seven bits and with the lines of the network."""
    return message.as_bytes()


def stuff_dots(content: bytes) -> bytes:
    """A line that begins with a dot gets another: a single one would end the e-mail (RFC 5321, 4.5.2)."""
    return _LINE_START.sub(b"..", content)


def write_eml(path: Path, mail: OutgoingMail) -> None:
    """Writes a draft that mail programs open for sending, whole or not at all; raises CannotOpenError, InvalidError."""
    content = write_bytes(build(mail, is_unsent=True))
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(path)
    except OSError as error:
        forget(unfinished)
        sentence = f"“{path.name}” cannot be written: {error.strerror}. Choose another folder or name."
        raise CannotOpenError(sentence) from error


def make_link(recipient: str, subject: str, text: str) -> str | None:
    """`mailto:` with subject and text; None where a mail program would cut it off."""
    written = _writable(text).replace("\n", "\r\n")
    asked = urlencode({"subject": tidy(subject), "body": written}, quote_via=quote)
    link = f"mailto:{quote(recipient.strip(), safe='@+')}?{asked}"
    return link if len(link) <= LONGEST_LINK else None


def ascii_address(address: str) -> str:
    """An address with its domain as the network writes it; raises InvalidError for none."""
    cleaned = clean_email(address)
    if cleaned is None:
        message = "There is no e-mail address."
        raise InvalidError(message)
    name, _at, domain = cleaned.rpartition("@")
    if not name.isascii():
        message = f"“{cleaned[:60]}” has letters before the @ that servers do not take."
        raise InvalidError(message)
    if domain.isascii():
        return cleaned
    try:
        return f"{name}@{domain.encode('idna').decode()}"
    except UnicodeError as error:
        message = f"“{cleaned[:60]}” has a domain that cannot be written to."
        raise InvalidError(message) from error


def _make_address(name: str, address: str) -> Address:
    plain = ascii_address(address)
    user, _at, domain = plain.rpartition("@")
    try:
        return Address(display_name=tidy(name), username=user, domain=domain)
    except (ValueError, IndexError) as error:
        message = f"“{plain[:60]}” is not an address that can be written to."
        raise InvalidError(message) from error


def _attach(message: EmailMessage, name: str, content: bytes) -> None:
    guessed, encoding = mimetypes.guess_type(name)
    main, _slash, sub = (guessed if guessed and not encoding else "application/octet-stream").partition("/")
    if main in {"text", "message", "multipart"}:
        # A text as bytes stays what it is; as text its lines and letters would be written anew.
        main, sub = "application", "octet-stream"
    message.add_attachment(content, maintype=main, subtype=sub, filename=name)


def _writable(text: str) -> str:
    # Half a character cannot be written.
    return text.encode("utf-8", "replace").decode()
