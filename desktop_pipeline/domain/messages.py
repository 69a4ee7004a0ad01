"""Messages: e-mails that go out and come in, what became of each, and what keeps one from being sent."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop_pipeline.domain.errors import InvalidError

# What every server takes, its encoding included.
LARGEST_FILES = 18 << 20


class State(StrEnum):
    """What became of a message. `uncertain`: it was handed over, and nobody knows whether it was taken."""

    DRAFT = "draft"
    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"
    RECEIVED = "received"


class Direction(StrEnum):
    """Who wrote it: we, or they."""

    OUT = "out"
    IN = "in"


class Trouble(StrEnum):
    """Why an e-mail is not ready for somebody; `SENT_BEFORE` alone only warns."""

    NO_ADDRESS = "no address"
    BAD_ADDRESS = "bad address"
    DO_NOT_CONTACT = "do not contact"
    LEFT = "left"
    IN_BIN = "in bin"
    MISSING_FIELD = "missing field"
    UNKNOWN_FIELD = "unknown field"
    NO_SUBJECT = "no subject"
    NO_TEXT = "no text"
    SAME_ADDRESS = "same address"
    LOST_FILE = "lost file"
    LARGE_FILES = "large files"
    SENT_BEFORE = "sent before"


@dataclass(frozen=True, slots=True)
class MailProblem:
    """One reason; `what` names the field, file or address, as it was typed."""

    trouble: Trouble
    what: str = ""

    @property
    def is_blocking(self) -> bool:
        """Whether the e-mail cannot be sent as it is."""
        return self.trouble is not Trouble.SENT_BEFORE


@dataclass(frozen=True, slots=True)
class MailFile:
    """A file that goes with an e-mail, or came with one; without a digest it is named only and not kept."""

    name: str
    size: int
    digest: str | None = None


def check_mail_file(name: str, content: bytes | None) -> bytes:
    """A file's content if it can go with an e-mail, else InvalidError; None: it was too large to be read."""
    if content is None or len(content) > LARGEST_FILES:
        message = f"“{name}” is too large for an e-mail: {LARGEST_FILES >> 20} MB at most can go with one."
        raise InvalidError(message)
    return content


@dataclass(frozen=True, slots=True)
class OutgoingMail:
    """An e-mail as it goes out; `files` are name and content. `message_id` is without its angle brackets."""

    message_id: str
    sender_name: str
    sender: str
    recipient_name: str
    recipient: str
    subject: str
    text: str
    at: datetime
    files: tuple[tuple[str, bytes], ...] = ()
    in_reply_to: str | None = None


@dataclass(frozen=True, slots=True)
class IncomingMail:
    """What the file of an e-mail says. `at` None: it names no instant. `answers` are ids it refers to, newest first."""

    message_id: str
    sender_name: str
    sender: str
    recipients: tuple[str, ...]
    subject: str
    text: str
    at: datetime | None = None
    answers: tuple[str, ...] = ()
    files: tuple[MailFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a server said to one e-mail: `state` is sent, refused or uncertain, `words` why it is not sent."""

    state: State
    words: str = ""
