"""One writer for each workspace: a lock beside the file that names its holder and dies with its process."""

import json
import os
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from desktop_pipeline.domain.errors import CannotOpenError, LockedError, NotWritableError

if sys.platform == "win32":
    import msvcrt
    from socket import gethostname
else:
    import fcntl

    def gethostname() -> str:
        """The computer's name, without all that `socket` loads."""
        return os.uname().nodename


# Windows locks are mandatory: the locked byte lies far behind the text, so that others can read who holds it.
_LOCKED_BYTE = 1 << 30


class Lock:
    """Held while a workspace is open for writing; the system frees it when the process ends, however it ends."""

    def __init__(self, path: Path, stream: BinaryIO) -> None:
        self.path = path
        self._stream = stream

    def release(self) -> None:
        """Frees the workspace for others."""
        if not self._stream.closed:
            _give_up(self.path, self._stream)


def lock_path(workspace: Path) -> Path:
    """Where the lock of a workspace lies."""
    return workspace.with_name(workspace.name + ".lock")


def acquire_lock(workspace: Path, who: str, since: datetime) -> Lock:
    """Takes the lock; raises LockedError naming who has it and since when, NotWritableError where none can be made."""
    path = lock_path(workspace)
    while True:
        try:
            stream = path.open("a+b")
        except OSError as error:
            message = f"“{workspace.name}” cannot be opened for writing in its folder: {error.strerror}."
            raise NotWritableError(message) from error
        if not _try_lock(stream):
            with stream:
                raise _refuse(workspace, stream)
        if _is_still_there(path, stream):
            break
        stream.close()
    try:
        holder = {"who": who, "computer": gethostname(), "process": os.getpid(), "since": since.isoformat()}
        stream.truncate(0)
        stream.write(json.dumps(holder).encode())
        stream.flush()
    except BaseException as error:  # a full disk, or Ctrl+C
        _give_up(path, stream)
        if not isinstance(error, OSError):
            raise
        message = f"“{workspace.name}” cannot be opened for writing in its folder: {error.strerror}."
        raise CannotOpenError(message) from error
    return Lock(path, stream)


def _try_lock(stream: BinaryIO) -> bool:
    try:
        if sys.platform == "win32":
            stream.seek(_LOCKED_BYTE)
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _give_up(path: Path, stream: BinaryIO) -> None:
    """Removes the file while it is still locked; Windows removes it once nobody has it open."""
    if sys.platform != "win32":
        path.unlink(missing_ok=True)
    else:
        # What is locked when a file is closed is freed some time after.
        stream.seek(_LOCKED_BYTE)
        msvcrt.locking(stream.fileno(), msvcrt.LK_UNLCK, 1)
    with suppress(OSError):
        stream.close()
    if sys.platform == "win32":
        with suppress(OSError):
            path.unlink()


def _is_still_there(path: Path, stream: BinaryIO) -> bool:
    # Another program may have released (and removed) the lock file between our opening and our locking it. Windows
    # removes no file that is open, and numbers files in a way of its own on each kind of disk.
    if sys.platform == "win32":
        return True
    try:
        return path.stat().st_ino == os.fstat(stream.fileno()).st_ino
    except FileNotFoundError:
        return False


def _say_since(since: str) -> str:
    try:
        # In the time of whoever is told.
        at = datetime.fromisoformat(since).astimezone()
    except (ValueError, OSError, OverflowError):
        return ""
    return f" since {at.day} {at:%b %Y, %H:%M}"


def _refuse(workspace: Path, stream: BinaryIO) -> LockedError:
    stream.seek(0)
    try:
        written = json.loads(stream.read().decode())
    except ValueError:
        written = None
    holder = written if isinstance(written, dict) else {}
    who = str(holder.get("who", "somebody"))
    computer = str(holder.get("computer", "an unknown computer"))
    since = str(holder.get("since", ""))
    return LockedError(
        f"“{workspace.name}” is open in another window: {who} on {computer}{_say_since(since)}."
        " Close it there, or open it to read only.",
        who,
        since,
    )
