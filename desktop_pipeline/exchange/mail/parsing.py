"""What an e-mail says, part by part: in the reading process alone, for strange hands wrote it."""

import contextlib
import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from html.parser import HTMLParser
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeAlias

from desktop_pipeline.domain.file_names import clean_file_name
from desktop_pipeline.domain.messages import IncomingMail, MailFile
from desktop_pipeline.domain.names import clean_text, tidy
from desktop_pipeline.domain.templates import LONGEST_SUBJECT, LONGEST_TEXT
from desktop_pipeline.exchange.reading.modesty import be_modest

Part: TypeAlias = "Message[str, str]"

# Beyond this a text is not a message to be read.
_LONGEST_HTML = 2 << 20
_LONGEST_HEADER = 20_000
_LONGEST_ID = 250
_MOST_PARTS = 2_000
_MOST_ADDRESSES = 50
_MOST_FILES = 200
_ID = re.compile(r"<([^<>\s]{1,250})>")
_MARKS = ("from", "subject", "date", "message-id", "received", "to")
_SILENT = frozenset(("script", "style", "head", "title", "template", "noscript"))
_BREAKS = frozenset(("br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "table", "blockquote", "hr"))
_BLANKS = re.compile(r"[ \t\xa0\r\n\f]+")
_MANY_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


def send_mail(path: str, connection: Connection) -> None:
    """In the reading process: sends the e-mail, or why it cannot be read."""
    be_modest()
    with contextlib.closing(connection):
        try:
            mail = parse_mail(Path(path).read_bytes())
            connection.send("is not an e-mail" if mail is None else mail)
        except (OSError, ValueError, LookupError, MessageError, RecursionError):
            connection.send("is damaged and cannot be read")
        except MemoryError:
            connection.send("is too large to be read safely")


def parse_mail(content: bytes) -> IncomingMail | None:
    """What an e-mail says; None where it is none."""
    message = message_from_bytes(content)
    if sum(name in message for name in _MARKS) < 2:  # noqa: PLR2004 - one alone stands in many a text
        return None
    sender_name, sender = next(iter(_read_addresses(message, "from")), ("", ""))
    text, files = _read_parts(message)
    ids = _ID.findall(_header(message, "message-id")) or [f"{hashlib.sha256(content).hexdigest()[:40]}@file"]
    text = clean_text(_MANY_LINES.sub("\n\n", "\n".join(text.splitlines())))
    return IncomingMail(
        message_id=ids[0],
        sender_name=sender_name,
        sender=sender,
        recipients=tuple(address for name in ("to", "cc") for _name, address in _read_addresses(message, name)),
        subject=tidy(_header(message, "subject"))[:LONGEST_SUBJECT],
        text=text[:LONGEST_TEXT],
        at=_read_date(_header(message, "date")),
        answers=_read_answers(message),
        files=files,
    )


def to_plain(html: str) -> str:
    """The words of an HTML text, line by line; pictures, scripts and styles are passed over and nothing is fetched."""
    reader = _TextReader()
    with contextlib.suppress(AssertionError):  # the parser's word for a marked section that it does not know
        reader.feed(html[:_LONGEST_HTML])
        reader.close()
    lines = (_BLANKS.sub(" ", line).strip() for line in "".join(reader.parts).split("\n"))
    return _MANY_LINES.sub("\n\n", "\n".join(lines)).strip()


class _TextReader(HTMLParser):
    """Gathers words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - as the parser calls it
        if tag in _SILENT:
            self._silent.append(tag)
        elif tag in _BREAKS:
            self.parts.append("\n- " if tag == "li" else "\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._silent:
            del self._silent[self._silent.index(tag) :]
        elif tag in _BREAKS and tag != "br":
            self.parts.append("\n\n" if tag == "p" else "\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(_BLANKS.sub(" ", data))


def _read_parts(message: Part) -> tuple[str, tuple[MailFile, ...]]:
    """The text, plain before HTML, and the names of what is attached."""
    plain: list[str] = []
    html: list[str] = []
    files: list[MailFile] = []
    for part in _walk(message):
        kind = part.get_content_type()
        name = part.get_filename()
        is_text = kind in {"text/plain", "text/html"} and not name and part.get_content_disposition() != "attachment"
        if is_text:
            (plain if kind == "text/plain" else html).append(_decode(part))
        elif len(files) < _MOST_FILES:
            files.append(MailFile(clean_file_name(_spell(name or kind.replace("/", "."))), _measure(part)))
    # A plain part that only says “your program cannot show this” is short; what says something is taken first.
    text = "\n\n".join(each for each in plain if each.strip())
    return text or "\n\n".join(map(to_plain, html)), tuple(files)


def _walk(message: Part) -> Iterator[Part]:
    """The parts that hold something; an e-mail within is one of them and is not looked into."""
    waiting: list[Part] = [message]
    for _number in range(_MOST_PARTS):
        if not waiting:
            return
        part = waiting.pop()
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            waiting.extend(each for each in reversed(payload) if isinstance(each, Message))
        else:
            yield part


def _decode(part: Part) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    try:
        return content.decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError:  # no such encoding
        return content.decode("utf-8", "replace")


def _measure(part: Part) -> int:
    content = part.get_payload(decode=True) if not part.is_multipart() else part.as_bytes()
    return len(content) if isinstance(content, bytes) else 0


def _header(message: Part, name: str) -> str:
    return _spell(str(message.get(name, ""))[:_LONGEST_HEADER])


def _spell(text: str) -> str:
    """A header with its encoded words read."""
    try:
        return str(make_header(decode_header(text)))
    except (ValueError, LookupError, MessageError):
        return text


def _read_addresses(message: Part, name: str) -> list[tuple[str, str]]:
    raw = [str(value)[:_LONGEST_HEADER] for value in message.get_all(name, [])]
    try:
        found = getaddresses(raw)[:_MOST_ADDRESSES]
    except RecursionError:  # comments within comments without end
        return []
    return [(tidy(_spell(spoken)), tidy(address)[:_LONGEST_ID]) for spoken, address in found if "@" in address]


def _read_date(text: str) -> datetime | None:
    try:
        instant = parsedate_to_datetime(text)
        return (instant if instant.tzinfo is not None else instant.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _read_answers(message: Part) -> tuple[str, ...]:
    """What it answers, and before that what the whole exchange answered, newest first."""
    direct = _ID.findall(_header(message, "in-reply-to"))
    earlier = _ID.findall(_header(message, "references"))[::-1]
    return tuple(dict.fromkeys([*direct, *earlier]))[:_MOST_ADDRESSES]
