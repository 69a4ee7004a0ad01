"""What Windows does unlike others, done here as it is there: open files stay where they are, and locks are its own."""

import fcntl
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

assert sys.platform == "linux"  # Windows itself needs no likeness

_LOCKED_BYTE = 1 << 30


class _Rules:
    """Whether they hold now; an audit hook stays for good once it is there."""

    hold = False
    are_watched = False


@contextmanager
def kept_in_place() -> Iterator[None]:
    """No file that this process has open, and none that is read only, is renamed, written over or removed."""
    if not _Rules.are_watched:
        _Rules.are_watched = True
        sys.addaudithook(_watch)
    _Rules.hold = True
    try:
        yield
    finally:
        _Rules.hold = False


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if not _Rules.hold or event not in {"os.rename", "os.remove"}:
        return
    _Rules.hold = False
    try:
        for path in arguments[: 2 if event == "os.rename" else 1]:
            _refuse(Path(os.fsdecode(cast("str", path))), arguments[-1])
    finally:
        _Rules.hold = True


def _refuse(path: Path, folder: object) -> None:
    # `rmtree` names a file within a folder that it holds open.
    place = Path(f"/proc/self/fd/{folder}", path) if isinstance(folder, int) and folder >= 0 else path
    try:
        about = place.lstat()
    except FileNotFoundError:
        return
    if stat.S_ISREG(about.st_mode) and not about.st_mode & stat.S_IWUSR:
        raise PermissionError(13, "Access is denied", str(path))
    if stat.S_ISREG(about.st_mode) and (about.st_dev, about.st_ino) in _find_open():
        raise PermissionError(13, "The process cannot access the file because it is being used", str(path))


def _find_open() -> set[tuple[int, int]]:
    found = set()
    for handle in Path("/proc/self/fd").iterdir():
        try:
            about = handle.stat()
        except OSError:  # the one that lists them
            continue
        found.add((about.st_dev, about.st_ino))
    return found


class Locking:
    """Stands in for `msvcrt`: locks the byte where the file is read and written next."""

    LK_NBLCK = fcntl.LOCK_EX | fcntl.LOCK_NB
    LK_UNLCK = fcntl.LOCK_UN

    @staticmethod
    def locking(handle: int, mode: int, number: int) -> None:
        assert (os.lseek(handle, 0, os.SEEK_CUR), number) == (_LOCKED_BYTE, 1)
        fcntl.flock(handle, mode)
