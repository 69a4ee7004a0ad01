"""A workspace: one file with everything in it, opened for writing by one program or for reading by any."""

import json
import os
import sys
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Event
from typing import NamedTuple, Self, TypeVar, cast

import apsw

from desktop_pipeline.domain.errors import (
    CannotOpenError,
    DamagedError,
    InvalidError,
    LockedError,
    NotWritableError,
    RefusedError,
)
from desktop_pipeline.domain.money import check_currency
from desktop_pipeline.domain.periods import check_zone, local_day
from desktop_pipeline.storage import schema
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.database import (
    APPLICATION_ID,
    Reader,
    connect_reader,
    holds_journal,
    open_for_reading,
    open_for_writing,
    settle_journal,
)
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.engine_log import close_writer, remove_logs, tidy_up
from desktop_pipeline.storage.failures import describe_damage, plain_errors
from desktop_pipeline.storage.journal import Journal
from desktop_pipeline.storage.lock import Lock, acquire_lock
from desktop_pipeline.storage.network import choose_journal_mode

SUFFIX = ".pipeline"
Answer = TypeVar("Answer")


def read_clock() -> datetime:
    """The instant it is now."""
    return datetime.now(UTC)


class _Kept(NamedTuple):
    question: Hashable
    version: int
    answer: object
    # The tables that it leans on; None where that may be all of them.
    of: frozenset[str] | None


class View(Reader):
    """A connection for reading with the settings that every answer leans on: zone, base currency and clock."""

    def __init__(self, path: Path, clock: Callable[[], datetime], stopped: Event | None = None) -> None:
        super().__init__(open_for_reading(path), path, stopped)
        self.now = clock
        self._kept: dict[str, _Kept] = {}
        # Of the engine's own numbering, by commits that left every row as it was.
        self._passed_over = 0
        try:
            self.refresh()
        except BaseException:
            super().close()
            raise

    def refresh(self) -> None:
        """Reads the settings again after they changed; raises CannotOpenError where they make no sense."""
        try:
            self.zone = check_zone(self.setting("time_zone", "UTC"))
            self.base_currency = check_currency(self.setting("base_currency", "EUR"))
        except (ValueError, InvalidError) as error:
            raise DamagedError(describe_damage(self.path)) from error

    def today(self) -> date:
        """The local date it is now, in the workspace's time zone."""
        return local_day(self.now(), self.zone)

    @property
    def version(self) -> int:
        """Another number after anybody's commit that changed something."""
        return int(self.value("pragma data_version")) - self._passed_over

    def keep(
        self, name: str, question: Hashable, work_out: Callable[[], Answer], *, of: frozenset[str] | None = None
    ) -> Answer:
        """The last answer under this name, worked out again for another question or after anybody's commit.

        One that leans on the tables `of` alone holds on over our own changes of others.
        """
        version, known = self.version, self._kept.get(name)
        if known is None or known.question != question or known.version != version:
            known = self._kept[name] = _Kept(question, version, work_out(), of)
        return cast("Answer", known.answer)

    def recall(self, name: str, version: int) -> object | None:
        """The answer kept under this name, if it was so at that version."""
        known = self._kept.get(name)
        return known.answer if known is not None and known.version == version else None

    def carry(self, name: str, since: int) -> None:
        """The answer kept under this name holds on, if it was so at version `since`, whatever was committed after."""
        known = self._kept.get(name)
        if known is not None and known.version == since:
            self._kept[name] = known._replace(version=self.version)

    def forget(self, name: str) -> None:
        """The answer kept under this name is worked out again when it is next asked for."""
        self._kept.pop(name, None)


class Workspace(View):
    """An open workspace file. Its own reads see what is committed; changes go through the journal."""

    def __init__(
        self, path: Path, clock: Callable[[], datetime], writer: apsw.Connection | None, lock: Lock | None, who: str
    ) -> None:
        super().__init__(path, clock)
        self._writer = writer
        self._lock = lock
        self._journal = Journal(writer, path, clock, who) if writer is not None else None
        # Whether those of other threads read in vain by now.
        self._closing = Event()
        # How it was at the last change that was followed: the engine's number, and how often we had written.
        self._followed = self.version, 0

    @property
    def journal(self) -> Journal:
        """The way to change anything; raises RefusedError for a workspace open for reading only."""
        if self._journal is None:
            message = f"“{self.path.name}” is open for reading only."
            raise RefusedError(message)
        return self._journal

    @property
    def is_read_only(self) -> bool:
        """Whether nothing can be changed here."""
        return self._journal is None

    def make_ready(self) -> None:
        """Does in an idle moment what the next change would have to wait for; answers that are kept hold on."""
        with self.journal.alone():
            before = self.version
            self.journal.lengthen_log()
            self._passed_over += self.version - before

    def follow(self, change: Change) -> None:
        """Lets answers hold on that lean on no table of a change of ours, if that is all we have written since."""
        (since, writings), version = self._followed, self.version
        self._followed = version, self.journal.writings
        tables = change.touched.ids_by_table
        if tables is None or self.journal.writings != writings + 1:
            return
        for name, known in self._kept.items():
            if known.version == since and known.of is not None and known.of.isdisjoint(tables):
                self._kept[name] = known._replace(version=version)

    @contextmanager
    def reading(self) -> Iterator[View]:
        """A connection of one's own for another thread: a steady view of what was committed when it first reads."""
        view = View(self.path, self.now, self._closing)
        try:
            view.begin()
            yield view
        finally:
            view.close()

    def stop_reading(self) -> None:
        """Whoever still reads on another thread gets a ClosingError at once: nobody waits for their answers."""
        self._closing.set()

    def close(self) -> None:
        """Closes the file and frees it for others."""
        super().close()
        if self._writer is None:
            tidy_up(self.path)
        else:
            close_writer(self._writer)
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def write_setting(draft: Draft, key: str, value: str) -> None:
    """Keeps one text setting."""
    from desktop_pipeline.storage.tables import Setting  # noqa: PLC0415 - the models are loaded with the first change

    found = draft.value("select id from setting where key = ?", (key,))
    if found is None:
        draft.insert(Setting, key=key, value=json.dumps(value))
    else:
        draft.update(Setting, int(found), value=json.dumps(value))


def open_workspace(
    path: Path,
    *,
    read_only: bool = False,
    with_log: bool = True,
    clock: Callable[[], datetime] = read_clock,
    who: str | None = None,
    migrations: Path = schema.MIGRATIONS,
) -> Workspace:
    """Opens a workspace file; without the engine's log nobody can read it while it is written to.

    Raises CannotOpenError (damaged, foreign, missing), NotWritableError (a read-only disk, folder or file), LockedError
    (open elsewhere; names the holder) or RefusedError (made by a newer program). A file with an older schema is copied
    and brought up first.
    """
    schema.check_header(path)
    latest = schema.latest_version(migrations)
    if read_only:
        _undo_cut_off(path, who or login_name(), clock())
        if _check_contents(path, latest) < latest:
            message = (
                f"“{path.name}” has the format of an older version. Open it once for writing to bring it up to date."
            )
            raise RefusedError(message)
        return Workspace(path, clock, None, None, who or login_name())
    lock = acquire_lock(path, who or login_name(), clock())
    writer: apsw.Connection | None = None
    try:
        _check_writable(path)
        settle_journal(path)
        version = _check_contents(path, latest)
        if version < latest:
            _bring_up(path, version, migrations)
        writer = open_for_writing(path, journal_mode=choose_journal_mode(path) if with_log else "truncate")
        return Workspace(path, clock, writer, lock, who or login_name())
    except BaseException:
        if writer is not None:
            writer.close()
        lock.release()
        raise


def _check_writable(path: Path) -> None:
    if not os.access(path, os.W_OK):
        message = f"“{path.name}” is marked as read only, or belongs to somebody else."
        raise NotWritableError(message)


def create_workspace(
    path: Path, *, with_log: bool = True, clock: Callable[[], datetime] = read_clock, who: str | None = None
) -> Workspace:
    """Makes an empty workspace file and opens it; raises RefusedError where a file of that name is there already."""
    if path.exists():
        message = f"“{path.name}” is there already. It was left as it is; choose another name."
        raise RefusedError(message)
    if not path.parent.is_dir():
        message = f"There is no folder “{path.parent}”."
        raise CannotOpenError(message)
    try:
        _make_file(path)
    except OSError as error:
        message = f"“{path.name}” cannot be made in its folder: {error.strerror}."
        raise CannotOpenError(message) from error
    try:
        return open_workspace(path, with_log=with_log, clock=clock, who=who)
    except BaseException:
        # Somebody pressed Ctrl+C, say: what nobody has filled looks like a workspace and is none.
        remove_workspace(path)
        raise


def remove_workspace(path: Path) -> None:
    """Removes a workspace that nobody has open, with what the engine keeps beside it."""
    path.unlink(missing_ok=True)
    remove_logs(path)


def _make_file(path: Path) -> None:
    from desktop_pipeline.storage.migrating import migrate  # noqa: PLC0415 - most starts make nothing

    unfinished = path.with_name(f".{path.name}.{os.getpid()}.new")
    unfinished.unlink(missing_ok=True)
    try:
        connection = open_for_writing(unfinished, journal_mode="delete", named=path)
        try:
            with plain_errors(path):
                connection.execute(f"pragma application_id={APPLICATION_ID}")
        finally:
            connection.close()
        migrate(unfinished, journal_mode="delete", named=path)
        if not path.exists():
            remove_logs(path)
        try:
            # A hard link refuses to replace what another program made in the meantime.
            os.link(unfinished, path)
        except FileExistsError:
            message = f"“{path.name}” is there already. It was left as it is; choose another name."
            raise RefusedError(message) from None
        except OSError:  # a disk without hard links
            unfinished.rename(path)
    finally:
        unfinished.unlink(missing_ok=True)


def login_name() -> str:
    """The system's name for who is at the computer."""
    # As `getpass` finds it, without the terminal that it brings along.
    for key in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        if os.environ.get(key):
            return os.environ[key]
    if sys.platform != "win32":
        import pwd  # noqa: PLC0415 - there is none on Windows

        with suppress(KeyError):  # no such user on this system (containers)
            return pwd.getpwuid(os.getuid()).pw_name
    return "somebody"


def _undo_cut_off(path: Path, who: str, at: datetime) -> None:
    """Lets the engine undo what a killed program was writing without a log; who only reads is not able to.

    Where somebody writes just now, or nobody can, the file is left as it is.
    """
    if holds_journal(path):
        with suppress(LockedError, CannotOpenError):
            lock = acquire_lock(path, who, at)
            try:
                settle_journal(path)
            finally:
                lock.release()


def _check_contents(path: Path, latest: int) -> int:
    reader = connect_reader(path)
    try:
        with plain_errors(path, foreign=True):
            version = schema.check_version(reader, latest)
            schema.check_objects(reader)
            if version == latest:
                schema.check_tables(reader)
    finally:
        reader.close()
    return version


def _bring_up(path: Path, version: int, migrations: Path) -> None:
    from desktop_pipeline.storage.migrating import migrate  # noqa: PLC0415 - only files of another version need it

    copy = schema.copy_before_migration(path, version)
    try:
        migrate(path, migrations)
        _check_contents(path, schema.latest_version(migrations))
    except BaseException:
        copy.unlink()  # the file itself is as it was
        raise
