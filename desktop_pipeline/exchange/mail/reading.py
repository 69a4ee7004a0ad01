"""Reads the file of an e-mail in a process of its own, with limits on memory and time; nothing in it is fetched."""

import multiprocessing
from multiprocessing.connection import Connection
from pathlib import Path

from desktop_pipeline.domain.errors import CannotOpenError
from desktop_pipeline.domain.messages import IncomingMail
from desktop_pipeline.domain.names import brief

LARGEST_MAIL = 60 << 20
_SECONDS = 30
_OLE = b"\xd0\xcf\x11\xe0"


def read_mail(path: Path, *, seconds: float = _SECONDS) -> IncomingMail:
    """What an .eml says; raises CannotOpenError for what is none, is damaged, or is too large."""
    _check(path)
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_read_in_child, args=(str(path), sender), daemon=True)
    process.start()
    sender.close()
    try:
        told = receiver.recv() if receiver.poll(seconds) else "takes too long to be read safely"
    except (EOFError, OSError):  # the reading process was ended: it took more memory than it may
        told = "is too large or too damaged to be read safely"
    finally:
        receiver.close()
        process.kill()
        process.join()
        process.close()
    if isinstance(told, IncomingMail):
        return told
    message = f"“{brief(path.name)}” {told}."
    raise CannotOpenError(message)


def _check(path: Path) -> None:
    why = ""
    try:
        if not path.is_file():
            why = "is not a file"
        elif path.stat().st_size > LARGEST_MAIL:
            why = f"is too large to be read safely: {LARGEST_MAIL >> 20} MB at most can be"
        else:
            with path.open("rb") as stream:
                if stream.read(len(_OLE)) == _OLE:
                    why = "is a message of Outlook’s own kind. Save it there as .eml and try again"
    except OSError as error:
        why = f"cannot be read: {error.strerror}"
    if why:
        message = f"“{brief(path.name)}” {why}."
        raise CannotOpenError(message)


def _read_in_child(path: str, connection: Connection) -> None:
    from desktop_pipeline.exchange.mail import parsing  # noqa: PLC0415 - only the child loads the parser

    parsing.send_mail(path, connection)
