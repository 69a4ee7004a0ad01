"""The journal: the one way to change a workspace, and the record that undoes any change."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

import apsw

from desktop_pipeline.domain.errors import CannotOpenError, RefusedError
from desktop_pipeline.domain.names import tidy
from desktop_pipeline.storage import engine_log
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.changeset import (
    Touched,
    Written,
    apply_changeset,
    describe_row,
    digest_record,
    is_checked_at_end,
    read_touched,
)
from desktop_pipeline.storage.database import Reader, has_moved
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.entries import Entry, State, read_entries
from desktop_pipeline.storage.failures import plain_errors
from desktop_pipeline.storage.instants import to_microseconds
from desktop_pipeline.storage.kept_rules import KeptRules
from desktop_pipeline.storage.loading import breathing, check_references
from desktop_pipeline.storage.outline import DATA_NAMES
from desktop_pipeline.storage.past_changes import find_later, read_record, read_standing, refuse
from desktop_pipeline.storage.search import follow, merge

if TYPE_CHECKING:
    from desktop_pipeline.storage.search_beside import IndexBeside


_RECORDED = frozenset(DATA_NAMES)


class Journal:
    """Makes changes, undoes and redoes them, takes back any single one; one change at a time."""

    def __init__(self, connection: apsw.Connection, path: Path, clock: Callable[[], datetime], who: str) -> None:
        self._connection = connection
        self._path = path
        self._clock = clock
        self._turn = RLock()
        self._rules = KeptRules(connection)
        # Nobody else writes, so once it is known that nothing is left to be redone, a change need not look.
        self._may_redo = True
        # How many transactions came to their end, those included that are no change of the owner's data.
        self.writings = 0
        self.who = who
        self.announce: Callable[[Change], None] = lambda _change: None

    @property
    def is_lost(self) -> bool:
        """Whether the file was taken away under us, so that nobody would find again what is written."""
        with self._turn, plain_errors(self._path):
            return has_moved(self._connection)

    @contextmanager
    def change(
        self,
        label: str,
        *,
        sealed: bool = False,
        is_bulk: bool = False,
        breathe: Callable[[], None] | None = None,
    ) -> Iterator[Draft]:
        """One transaction and one entry. An error inside leaves the file as it was; `draft.result` says what changed.

        A sealed change is kept for the record only (making a workspace from a template). With `is_bulk`, which is
        never sealed, references are checked once, at the end. `breathe` is called while the engine works; what it
        raises ends the change.
        """
        with self._turn, plain_errors(self._path):
            draft = Draft(self._connection, self._path, label, self._rules)
            with (
                self._index_beside() if is_bulk else nullcontext() as index,
                self._transaction(checks_at_end=is_bulk),
                breathing(self._connection, breathe),
                self._recording() as session,
            ):
                yield draft
                if index is not None:
                    index.begin()
                    check_references(self._connection)
                    draft.result = self._store_long(tidy(draft.label), session, breathe)
                    if draft.result is not None:
                        index.put(breathe)
                elif changeset := session.changeset():
                    self._drop_undone()
                    state = State.SEALED if sealed else State.DONE
                    draft.result = self._store(tidy(draft.label), state, changeset, "do")
                    follow(self._connection, changeset)
        if draft.result is not None:
            self.announce(draft.result)

    def undo(self) -> Change:
        """Takes back the newest change; raises RefusedError when there is none."""
        change = self._step_to(State.UNDONE)
        self.announce(change)
        return change

    def undo_since(self, entry_id: int) -> Change | None:
        """Takes back the newest change where it is this one or a later one; None where it is not."""
        with self._turn:
            newest = self.next_undo()
            if newest is None or newest.entry_id < entry_id:
                return None
            change = self._step_to(State.UNDONE)
        self.announce(change)
        return change

    def redo(self) -> Change:
        """Does the change again that was undone last; raises RefusedError when there is none."""
        change = self._step_to(State.DONE)
        self.announce(change)
        return change

    def take_back(self, entry_id: int) -> Change:
        """Takes back one past change, whatever came after, as a new change.

        Raises ConflictError naming the rows that later changes stand on; then nothing is changed.
        """
        change = self._take_back(entry_id)
        self.announce(change)
        return change

    def undo_or_take_back(self, entry_id: int) -> Change:
        """Takes back the newest change as undo does, an older one as a new change; raises as these do."""
        with self._turn:
            newest = self.next_undo()
            is_newest = newest is not None and newest.entry_id == entry_id
            change = self._step_to(State.UNDONE) if is_newest else self._take_back(entry_id)
        self.announce(change)
        return change

    def take_back_rest(self, entry_id: int) -> tuple[Change, tuple[str, ...]]:
        """Takes back one past change but for the rows that later changes stand on; tells their names too.

        A deal is spared with all that hangs on it. Raises RefusedError where nothing would be left to take back.
        """
        from desktop_pipeline.storage.sparing import InTheWayError, leave_out  # noqa: PLC0415 - no start needs it

        with self._turn, plain_errors(self._path):
            label, changeset = read_standing(self._reader(), entry_id)
            spared = set(find_later(self._reader(), entry_id, label, Written(changeset)))
            change, rest = None, b""
            while change is None:
                rest = leave_out(self._connection, changeset, spared)
                if not rest:
                    message = f"“{label}” cannot be taken back: later changes stand on all of it."
                    raise RefusedError(message)
                try:
                    change = self._take_back_part(entry_id, label, rest)
                except InTheWayError as way:
                    if way.rows <= spared:
                        message = f"“{label}” cannot be taken back: later changes stand on it."
                        raise RefusedError(message) from way
                    spared |= way.rows
            kept = set(Written(changeset).all_rows()) - set(Written(rest).all_rows())
            names = tuple(describe_row(self._connection, *row) for row in sorted(kept) if row[0] != "history_event")
        self.announce(change)
        return change, names

    @contextmanager
    def upkeep(self) -> Iterator[Draft]:
        """One transaction that is no change of the owner's data (pruning, collecting files): neither kept nor said."""
        with self._turn, plain_errors(self._path), self._transaction():
            yield Draft(self._connection, self._path, "", self._rules)

    def copy_to(self, target: Path) -> None:
        """A copy of what is open, also where its file was taken away; nobody changes anything meanwhile."""
        from desktop_pipeline.storage.moving import copy_open  # noqa: PLC0415 - no start needs it

        with self._turn:
            copy_open(self._connection, self._path, target)

    def alone(self) -> AbstractContextManager[object]:
        """While nobody else changes anything."""
        return self._turn

    def lengthen_log(self) -> None:
        """Gives the engine's log its full length, so that no commit must (a third of its time); for an idle moment.

        Parts of the search index are put together before.
        """
        with self._turn, plain_errors(self._path):
            merge(self._connection)
            engine_log.lengthen(self._connection)

    def settle_log(self) -> None:
        """Brings what stands in the engine's log into the file, as far as nobody reads it just now.

        The log is then written from its beginning again.
        """
        with self._turn, plain_errors(self._path):
            self._connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_PASSIVE)

    def rewrite_file(self) -> bool:
        """Writes the whole file anew, so that nothing of what was removed is left in it or in the engine's log.

        False where somebody still reads the log; it is emptied when the file is closed.
        """
        with self._turn, plain_errors(self._path):
            return engine_log.rewrite(self._connection)

    def next_undo(self) -> Entry | None:
        """What undo would take back."""
        newest = self.entries("state in ('done', 'sealed')", "id desc", 1)
        return newest[0] if newest and newest[0].state is State.DONE else None

    def next_redo(self) -> Entry | None:
        """What redo would do again."""
        undone = self.entries("state = 'undone'", "id", 1)
        return undone[0] if undone else None

    def entries(self, where: str = "1", order: str = "id", limit: int = -1) -> list[Entry]:
        """The journal's lines; the conditions are our own text."""
        with self._turn:
            return read_entries(self._reader(), where, order, limit)

    def _step_to(self, state: State) -> Change:
        undoing = state is State.UNDONE
        with self._turn, plain_errors(self._path):
            entry = self.next_undo() if undoing else self.next_redo()
            if entry is None:
                message = "There is nothing to undo." if undoing else "There is nothing to redo."
                raise RefusedError(message)
            label, _state, changeset = read_record(self._reader(), entry.entry_id)
            step = apsw.Changeset.invert(changeset) if undoing else changeset
            self._may_redo = True
            with self._transaction(applies=step):
                self._apply(step, f"“{label}” cannot be {'undone' if undoing else 'done again'}")
                follow(self._connection, step)
                self._connection.execute("update journal_entry set state = ? where id = ?", (state, entry.entry_id))
            return Change(entry.entry_id, label, "undo" if undoing else "redo", read_touched(step))

    def _take_back(self, entry_id: int) -> Change:
        from desktop_pipeline.storage.checking import list_contradicted  # noqa: PLC0415 - no start needs it

        with self._turn, plain_errors(self._path):
            label, changeset = read_standing(self._reader(), entry_id)
            refusal = f"“{label}” cannot be taken back on its own"
            written = Written(changeset)
            later = find_later(self._reader(), entry_id, label, written)
            refuse(refusal, [describe_row(self._connection, *row) for row in later])
            inverse = apsw.Changeset.invert(changeset)
            with self._transaction(applies=inverse), self._recording() as session:
                self._apply(inverse, refusal)
                # A deal can stand on a move without a column in common: it was won from there.
                refuse(refusal, list_contradicted(self._reader(), written.rows("deal")))
                follow(self._connection, inverse)
                self._drop_undone()
                return self._store(
                    f"Take back: {label}", State.DONE, session.changeset(), "take back", takes_back=entry_id
                )

    def _take_back_part(self, entry_id: int, label: str, part: bytes) -> Change:
        """Takes back what is left of a change; raises InTheWayError with the rows that keep it from being."""
        from desktop_pipeline.storage.checking import list_torn  # noqa: PLC0415 - no start needs it
        from desktop_pipeline.storage.sparing import InTheWayError, apply_whole  # noqa: PLC0415 - likewise

        inverse = apsw.Changeset.invert(part)
        with self._transaction(applies=inverse), self._recording() as session:
            rows = apply_whole(self._connection, inverse)
            rows |= {("deal", deal_id) for deal_id in list_torn(self._reader(), Written(part).rows("deal"))}
            if rows:
                raise InTheWayError(rows)
            follow(self._connection, inverse)
            self._drop_undone()
            return self._store(
                f"Take back part of: {label}", State.DONE, session.changeset(), "take back", takes_back=entry_id
            )

    def _drop_undone(self) -> None:
        if self._may_redo:
            self._connection.execute(
                "update journal_entry set state = 'dropped', changeset = null where state = 'undone'"
            )
            self._may_redo = False

    def _apply(self, changeset: bytes, refusal: str) -> None:
        with plain_errors(self._path, foreign=True):
            rows = apply_changeset(self._connection, changeset)
        refuse(refusal, rows)

    def _index_beside(self) -> "AbstractContextManager[IndexBeside]":
        from desktop_pipeline.storage.search_beside import index_beside  # noqa: PLC0415 - very large changes only

        return index_beside(self._connection)

    def _reader(self) -> Reader:
        return Reader(self._connection, self._path)

    def _store(self, label: str, state: State, changeset: bytes, kind: str, *, takes_back: int | None = None) -> Change:
        kept = None if state is State.SEALED else changeset
        entry_id = self._insert_entry(label, state, kept, digest_record(changeset), takes_back)
        kind = "seal" if state is State.SEALED else kind
        return Change(entry_id, label, kind, read_touched(changeset))

    def _insert_entry(
        self, label: str, state: State, kept: bytes | apsw.zeroblob | None, digest: str, takes_back: int | None = None
    ) -> int:
        self._connection.execute(
            "insert into journal_entry (at, who, label, state, takes_back, changeset, digest)"
            " values (?, ?, ?, ?, ?, ?, ?)",
            (to_microseconds(self._clock()), self.who, label, state.value, takes_back, kept, digest),
        )
        return self._connection.last_insert_rowid()

    def _store_long(self, label: str, session: apsw.Session, breathe: Callable[[], None] | None) -> Change | None:
        """Keeps the record of a very large change, None where nothing was changed."""
        from desktop_pipeline.storage.long_records import fill_record, read_pieces  # noqa: PLC0415 - these alone

        pieces = read_pieces(session, breathe)
        if not pieces:
            return None
        self._drop_undone()
        room = apsw.zeroblob(sum(map(len, pieces)))
        entry_id = self._insert_entry(label, State.DONE, room, digest_record(*pieces))
        fill_record(self._connection, entry_id, pieces)
        return Change(entry_id, label, "do", Touched(None))

    def _check_place(self) -> None:
        if self.is_lost:
            message = (
                f"“{self._path.name}” was moved or deleted. Nothing of this change was saved;"
                " put it back, or use File ▸ Save a copy…"
            )
            raise CannotOpenError(message)

    @contextmanager
    def _transaction(self, *, applies: bytes = b"", checks_at_end: bool = False) -> Iterator[None]:
        connection = self._connection
        if connection.in_transaction:
            message = "a change is open already"
            raise RuntimeError(message)
        checks_at_end = checks_at_end or is_checked_at_end(applies)
        self._check_place()
        self._rules.begin()
        if applies:
            self._rules.bend()
        try:
            if checks_at_end:
                connection.execute("pragma foreign_keys=0")
            connection.execute("begin immediate")
            yield
            connection.execute("commit")
            self.writings += 1
        except BaseException:
            self._may_redo = True
            # A full disk makes SQLite roll back by itself: only an open transaction is ours to end.
            if connection.in_transaction:
                connection.execute("rollback")
            raise
        finally:
            if checks_at_end:
                connection.execute("pragma foreign_keys=1")

    @contextmanager
    def _recording(self) -> Iterator[apsw.Session]:
        session = apsw.Session(self._connection, "main")
        try:
            # Each is attached when it is first written: to attach all of them would take as long as a read.
            session.table_filter(_RECORDED.__contains__)
            session.attach()
            yield session
        finally:
            session.close()
