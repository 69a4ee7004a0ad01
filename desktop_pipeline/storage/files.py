"""Content of attached files inside the workspace, kept once for each digest.

The journal does not record it: an attachment that is undone leaves its content, so that it can be done again.
What no attachment, no logo and no step of the journal names any more is collected.
"""

import hashlib
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from desktop_pipeline.domain.errors import CannotOpenError, NotFoundError
from desktop_pipeline.storage.database import Reader
from desktop_pipeline.storage.draft import Draft

_TELLING = 16


def read_plain_file(path: Path, largest: int) -> bytes | None:
    """The content of an ordinary file, None where it is larger; raises CannotOpenError.

    A symbolic link is not followed: what it points at may not be what was meant.
    """
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0) | _NO_WAIT)
    except OSError as error:
        message = f"“{path.name}” is a link to another file. Attach that file itself."
        if not path.is_symlink():
            message = f"“{path.name}” cannot be read: {error.strerror}."
        raise CannotOpenError(message) from error
    with os.fdopen(handle, "rb") as stream:
        about = os.fstat(stream.fileno())
        if not stat.S_ISREG(about.st_mode):
            message = f"“{path.name}” is not an ordinary file."
            raise CannotOpenError(message)
        if about.st_size > largest:
            return None
        content = stream.read(largest + 1)
    return content if len(content) <= largest else None


_NO_WAIT = getattr(os, "O_NONBLOCK", 0)  # a pipe without a writer would be waited for


def keep_content(draft: Draft, content: bytes) -> str:
    """Keeps a content in the open change and returns its digest (SHA-256)."""
    digest = hashlib.sha256(content).hexdigest()
    if draft.value("select 1 from stored_file where digest = ?", (digest,)) is None:
        draft.execute(
            "insert into stored_file (digest, size, content) values (?, ?, ?)", (digest, len(content), content)
        )
    return digest


def read_content(reader: Reader, digest: str) -> bytes:
    """A kept content; raises NotFoundError where it is missing and CannotOpenError where it is damaged."""
    found = reader.value("select content from stored_file where digest = ?", (digest,))
    if found is None:
        message = "The content of this file is not in the workspace."
        raise NotFoundError(message)
    content = bytes(found)
    if hashlib.sha256(content).hexdigest() != digest:
        message = "The content of this file is damaged in the workspace. Restore a backup to get it back."
        raise CannotOpenError(message)
    return content


def read_beginning(reader: Reader, digest: str) -> bytes:
    """The first bytes of a kept content: those that tell what it is."""
    found = reader.value("select substr(content, 1, ?) from stored_file where digest = ?", (_TELLING, digest))
    return bytes(found or b"")


def read_contents(reader: Reader) -> Iterator[tuple[str, bytes]]:
    """Digest and content of every file that an attachment or a logo names, one at a time."""
    for digest in sorted(list_named(reader)):
        yield digest, read_content(reader, digest)


def list_named(reader: Reader) -> set[str]:
    """Digests of all files that are attached or go with e-mails, and of logos: the company's and those of offers."""
    named = {str(row[0]) for row in reader.rows("select distinct digest from attachment where digest is not null")}
    return named | list_logos(reader) | list_mailed(reader)


def list_mailed(reader: Reader) -> set[str]:
    """Digests of the files of e-mail templates, and of those that went with e-mails or are to."""
    named = {str(row[0]) for row in reader.rows("select distinct digest from template_attachment")}
    return named | {
        digest for (text,) in reader.rows("select files from message") for digest in find_digests(str(text))
    }


def list_logos(reader: Reader) -> set[str]:
    """Digests of the company's logo and of those that offers bear."""
    texts = (
        *reader.rows("select value from setting where key = 'company_logo'"),
        *reader.rows("select document from offer"),
    )
    return {digest for (text,) in texts for digest in find_digests(str(text))}


def find_digests(text: str) -> list[str]:
    """What is written as a digest in a text; nobody types such a thing."""
    return _DIGEST.findall(text)


_DIGEST = re.compile(r'"([0-9a-f]{64})"')
