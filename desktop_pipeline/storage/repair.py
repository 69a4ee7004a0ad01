"""Repairs what can be made anew without a guess: the engine's indexes and the index to search by.

Everything else is told and left as it is; what can be read of it is for `storage.rescue`.
"""

import os
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import apsw

from desktop_pipeline.domain.errors import CannotOpenError
from desktop_pipeline.storage import search
from desktop_pipeline.storage.checking import Fault, check_file
from desktop_pipeline.storage.database import connect_reader, open_for_writing, settle_journal
from desktop_pipeline.storage.engine_log import remove_logs
from desktop_pipeline.storage.failures import plain_errors
from desktop_pipeline.storage.lock import acquire_lock
from desktop_pipeline.storage.rescue import rescue_file
from desktop_pipeline.storage.restoring import keep_beside
from desktop_pipeline.storage.schema import check_header, check_objects, check_tables, check_version, latest_version


@dataclass(frozen=True, slots=True)
class Repaired:
    """What was made anew, where the file as it was is kept, and what is still wrong."""

    done: tuple[str, ...]
    kept: Path | None
    left: tuple[Fault, ...]


def repair_file(path: Path, *, at: datetime, who: str) -> Repaired:
    """Examines the file and makes its indexes anew where that is wanted; a sound file is left alone.

    Raises LockedError where it is open, CannotOpenError where it is too damaged, RefusedError for a newer one.
    """
    check_header(path)
    lock = acquire_lock(path, who, at)
    try:
        settle_journal(path)
        faults = _examine(path)
        if not faults:
            return Repaired((), None, ())
        kept = keep_beside(path, "before repair", at)
        with closing(open_for_writing(path)) as connection, plain_errors(path, foreign=True):
            done = _make_anew(connection)
        left = _examine(path)
        if any(fault.where == "file" for fault in left) and _write_anew(path, at):
            done, left = (*done, "the file itself, from its rows"), _examine(path)
        return Repaired(done, kept, tuple(left))
    finally:
        lock.release()


def _examine(path: Path) -> list[Fault]:
    with closing(connect_reader(path)) as reader, plain_errors(path, foreign=True):
        check_version(reader, latest_version())
        check_objects(reader)
        check_tables(reader)
        try:
            return check_file(reader)
        except CannotOpenError:  # an index can be so torn that even its examination fails
            return [Fault("file", "the engine cannot read all of its pages")]


def _make_anew(connection: apsw.Connection) -> tuple[str, ...]:
    done = []
    for words, act in (
        ("the indexes of the tables", lambda: connection.execute("reindex")),
        ("the index to search by", lambda: _search_anew(connection)),
    ):
        connection.execute("begin immediate")
        try:
            act()
            connection.execute("commit")
        except apsw.CorruptError:
            connection.execute("rollback")
            continue
        done.append(words)
    return tuple(done)


def _write_anew(path: Path, at: datetime) -> bool:
    """Writes the rows of all tables into a new file with new indexes, where each can be read; else False."""
    anew = path.with_name(f".{path.name}.{os.getpid()}.anew")
    anew.unlink(missing_ok=True)
    try:
        if rescue_file(path, anew, at=at).missing or _examine(anew):
            return False
        remove_logs(path)
        anew.replace(path)
    except CannotOpenError:
        return False
    finally:
        anew.unlink(missing_ok=True)
    return True


def _search_anew(connection: apsw.Connection) -> None:
    search.remove(connection)
    search.install(connection)
