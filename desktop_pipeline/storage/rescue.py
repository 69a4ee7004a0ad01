"""Takes what can still be read of a damaged file into a new one, and tells what is missing.

The damaged file is only read. Rows around a damaged page are found by halving the span of ids until the readable ones
are told from the others. The new file is sound: what refers to a lost row lets go of it or is left out, and a deal
whose history was torn gets a new one from its columns. Where anything is missing the steps of the journal keep their
line and cannot be undone.
"""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import apsw

from desktop_pipeline.domain.deals import DealStatus, EventKind
from desktop_pipeline.domain.errors import CannotOpenError, RefusedError
from desktop_pipeline.storage import search
from desktop_pipeline.storage.changeset import is_intact
from desktop_pipeline.storage.checking import list_torn, list_torn_offers
from desktop_pipeline.storage.database import APPLICATION_ID, Reader, Row, open_for_reading, open_for_writing
from desktop_pipeline.storage.engine_log import remove_logs
from desktop_pipeline.storage.entries import State
from desktop_pipeline.storage.failures import plain_errors
from desktop_pipeline.storage.instants import to_microseconds
from desktop_pipeline.storage.migrating import migrate
from desktop_pipeline.storage.outline import DATA_NAMES
from desktop_pipeline.storage.schema import check_is_file

# Tables in the order they are read: a table after those it refers to.
_TABLES = (*DATA_NAMES, "journal_entry", "stored_file")
_HEADER_BYTES = 100
_PAGE_COUNT = slice(28, 32)
# Without these nothing stands: where they are lost, one of that name takes their place.
_STAND_INS = {
    "pipeline": "insert into pipeline (id, name, position, is_archived) values (:id, 'Rescued', 0, 0)",
    "stage": "insert into stage (id, pipeline_id, name, position, is_open, is_archived, probability, slow_limit,"
    " stale_limit, milestone, definition, guidance) select :id, (select min(id) from pipeline), 'Rescued ' || :id,"
    " :id, 1, 0, 0.5, 30, 30, 'none', '', ''",
    "product": "insert into product (id, name, name_key, is_active)"
    " values (:id, 'Rescued ' || :id, 'rescued ' || :id, 1)",
    "person": "insert into person (id, name) values (:id, 'Rescued ' || :id)",
    "label": "insert into label (id, name, is_active) values (:id, 'Rescued ' || :id, 1)",
    "competitor": "insert into competitor (id, name, is_active) values (:id, 'Rescued ' || :id, 1)",
}


@dataclass(frozen=True, slots=True)
class Rescued:
    """The new file, how many rows each table gave, and in words what is missing."""

    path: Path
    rows: dict[str, int]
    missing: tuple[str, ...]


def rescue_file(
    damaged: Path, target: Path, *, at: datetime, progress: Callable[[int, int], None] | None = None
) -> Rescued:
    """Makes a new sound file of what is readable.

    Raises RefusedError where the target is there already, CannotOpenError where nothing at all can be read.
    """
    check_is_file(damaged)
    if target.exists():
        message = f"“{target.name}” is there already. It was left as it is; choose another name."
        raise RefusedError(message)
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.rescue")
    mended = target.with_name(f".{target.name}.{os.getpid()}.mended")
    try:
        _make_empty(unfinished, target)
        with (
            closing(_open_damaged(damaged, unfinished, mended)) as source,
            plain_errors(target),
            closing(open_for_writing(unfinished, journal_mode="delete", named=target)) as new,
        ):
            rows, missing = _fill(source, new, at, progress or (lambda _done, _total: None))
        if not any(rows.values()):
            raise CannotOpenError(_NOTHING.format(name=damaged.name))
        remove_logs(target)
        unfinished.rename(target)
    except OSError as error:
        message = f"“{target.name}” cannot be written: {error.strerror}."
        raise CannotOpenError(message) from error
    finally:
        for left in (unfinished, mended):
            for ending in ("", "-journal", "-wal", "-shm"):
                with suppress(OSError):
                    left.with_name(left.name + ending).unlink(missing_ok=True)
    return Rescued(target, rows, tuple(missing))


_NOTHING = "Nothing in “{name}” can be read any more. Restore a backup."


def _make_empty(unfinished: Path, target: Path) -> None:
    unfinished.unlink(missing_ok=True)
    with plain_errors(target), closing(open_for_writing(unfinished, journal_mode="delete", named=target)) as connection:
        connection.execute(f"pragma application_id={APPLICATION_ID}")
    migrate(unfinished, journal_mode="delete", named=target)


def _open_damaged(damaged: Path, empty: Path, mended: Path) -> apsw.Connection:
    """The damaged file for reading; where its beginning is gone, a copy with that of an empty file of ours."""
    with suppress(CannotOpenError):
        connection = open_for_reading(damaged)
        if _has_tables(connection):
            return connection
        connection.close()
    head = bytearray(empty.read_bytes()[:_HEADER_BYTES])
    page = int.from_bytes(head[16:18], "big")
    content = damaged.read_bytes()
    head[_PAGE_COUNT] = (len(content) // page).to_bytes(4, "big")
    mended.write_bytes(bytes(head) + content[_HEADER_BYTES:])
    with suppress(CannotOpenError):
        connection = open_for_reading(mended)
        if _has_tables(connection):
            return connection
        connection.close()
    raise CannotOpenError(_NOTHING.format(name=damaged.name))


def _has_tables(connection: apsw.Connection) -> bool:
    try:
        connection.execute("pragma cell_size_check=1")
        return any(True for _row in connection.execute("select 1 from sqlite_master where name in ('deal', 'person')"))
    except apsw.Error:
        return False


def _fill(
    source: apsw.Connection, new: apsw.Connection, at: datetime, progress: Callable[[int, int], None]
) -> tuple[dict[str, int], list[str]]:
    missing: list[str] = []
    counts: dict[str, int] = {}
    new.execute("pragma foreign_keys=0")
    new.execute("begin immediate")
    search.remove(new)
    for place, table in enumerate(_TABLES):
        counts[table] = _copy_table(source, new, table, missing)
        progress(place + 1, len(_TABLES))
    _copy_sequences(source, new)
    _drop_false_files(new, missing)
    _mend_references(new, missing)
    _mend_histories(new, at, missing)
    _drop_torn_offers(new, missing)
    _seal_steps(new, every=bool(missing))
    search.install(new)
    new.execute("commit")
    return counts, missing


def _copy_table(source: apsw.Connection, new: apsw.Connection, table: str, missing: list[str]) -> int:
    theirs = _columns(source, table)
    columns = [column for column in _columns(new, table) if column in theirs]
    if not columns:
        if table in {"deal", "person", "organisation", "history_event", "stage", "pipeline"}:
            missing.append(f"the table of {_spoken(table)} cannot be read")
        return 0
    names = ", ".join(columns)
    lost: list[int] = []
    insert = f"insert or ignore into {table} ({names}) values ({', '.join('?' * len(columns))})"  # noqa: S608 - our own names
    before = new.total_changes()
    select = f"select {names} from {table} not indexed where rowid between ? and ? order by rowid"  # noqa: S608 - likewise
    for row in _read_rows(source, select, _last_id(source, table), lost):
        with suppress(apsw.ConstraintError):  # a value that no row of ours has
            new.execute(insert, row)
    if lost:
        missing.append(f"{len(lost)} ids of {_spoken(table)} cannot be read")
    return new.total_changes() - before


def _columns(connection: apsw.Connection, table: str) -> list[str]:
    try:
        return [str(row[1]) for row in connection.execute(f"pragma table_info({table})")]
    except apsw.Error:
        return []


def _last_id(source: apsw.Connection, table: str) -> int:
    last = 0
    for sql in (
        f"select max(rowid) from {table}",  # noqa: S608 - our own names
        f"select seq from sqlite_sequence where name = '{table}'",  # noqa: S608 - likewise
        f"select count(*) from {table}",  # noqa: S608 - likewise
    ):
        try:
            last = max([last, *(int(row[0] or 0) for row in source.execute(sql))])
        except (apsw.Error, ValueError, TypeError):
            continue
    return min(last, _MOST_ROWS)


# A damaged number must not keep the rescue busy for ever.
_MOST_ROWS = 50_000_000


def _read_rows(source: apsw.Connection, select: str, last: int, lost: list[int]) -> Iterator[Row]:
    """All readable rows; of the spans that cannot be read, the ids of single rows go to `lost`."""
    spans = [(1, last)]
    while spans:
        low, high = spans.pop()
        if low > high:
            continue
        try:
            rows = list(source.execute(select, (low, min(high, low + _SPAN - 1))))
        except (apsw.Error, UnicodeDecodeError):
            if low == high:
                lost.append(low)
                continue
            middle = (low + min(high, low + _SPAN - 1)) // 2
            spans += [(middle + 1, high), (low, middle)]
            continue
        yield from rows
        spans.append((low + _SPAN, high))


_SPAN = 4096


def _copy_sequences(source: apsw.Connection, new: apsw.Connection) -> None:
    """Ids that were given once are not given again, also where the row is lost."""
    try:
        sequences = [
            (int(str(last)), str(name)) for name, last in source.execute("select name, seq from sqlite_sequence")
        ]
    except (apsw.Error, ValueError):
        return
    for last, name in sequences:
        if name in _TABLES and last <= _MOST_ROWS:
            new.execute("update sqlite_sequence set seq = max(seq, ?) where name = ?", (last, name))
            if not new.changes():
                new.execute("insert into sqlite_sequence (name, seq) values (?, ?)", (name, last))


def _seal_steps(new: apsw.Connection, *, every: bool) -> None:
    """Where rows are lost no step can be undone; otherwise those whose record is damaged cannot."""
    torn = [
        entry_id
        for entry_id, state, changeset, digest in new.execute("select id, state, changeset, digest from journal_entry")
        if state not in _STATES or every or (changeset is not None and not is_intact(changeset, digest))
    ]
    new.executemany(
        "update journal_entry set changeset = null, state = case when state = 'dropped' then state else 'sealed' end"
        " where id = ?",
        ((entry_id,) for entry_id in torn),
    )


_STATES = frozenset(state.value for state in State)


def _drop_false_files(new: apsw.Connection, missing: list[str]) -> None:
    false = [
        row_id
        for row_id, digest, content in new.execute("select id, digest, content from stored_file")
        if not isinstance(content, bytes) or hashlib.sha256(content).hexdigest() != digest
    ]
    new.executemany("delete from stored_file where id = ?", ((row_id,) for row_id in false))
    if false:
        missing.append(f"{len(false)} attached files are damaged and were left out")


def _mend_references(new: apsw.Connection, missing: list[str]) -> None:
    """Until nothing refers to a row that is not there: stand-ins, letting go, leaving out, in this order."""
    let_go = left_out = stood_in = 0
    while orphans := list(new.execute("pragma foreign_key_check")):
        for table, row_id, parent, number in orphans:
            column, needed = _reference(new, str(table), int(str(number)))
            found = next(iter(new.execute(f"select {column} from {table} where rowid = ?", (row_id,))), None)  # noqa: S608 - the schema's own names
            if found is None:
                continue
            if not needed:
                new.execute(f"update {table} set {column} = null where rowid = ?", (row_id,))  # noqa: S608 - likewise
                let_go += 1
            elif parent in _STAND_INS and table != "criterion_tick":
                stood_in += _stand_in(new, str(parent), found[0])
            else:
                new.execute(f"delete from {table} where rowid = ?", (row_id,))  # noqa: S608 - likewise
                left_out += 1
    for number, words in (
        (stood_in, "lost stages, products or people have a stand-in named “Rescued”"),
        (let_go, "fields named a row that is lost, and are empty now"),
        (left_out, "rows belonged to a row that is lost, and were left out"),
    ):
        if number:
            missing.append(f"{number} {words}")


def _stand_in(new: apsw.Connection, table: str, row_id: object) -> bool:
    """Makes the row that is referred to; False where an earlier reference has had it made."""
    if list(new.execute(f"select 1 from {table} where id = ?", (row_id,))):  # noqa: S608 - the schema's own names
        return False
    if table == "stage" and not list(new.execute("select 1 from pipeline")):
        new.execute(_STAND_INS["pipeline"], {"id": 1})
    new.execute(_STAND_INS[table], {"id": row_id})
    return True


def _reference(new: apsw.Connection, table: str, number: int) -> tuple[str, bool]:
    """The column of a reference, and whether it must name a row."""
    column = next(str(row[3]) for row in new.execute(f"pragma foreign_key_list({table})") if row[0] == number)
    needed = next(bool(row[3]) for row in new.execute(f"pragma table_info({table})") if row[1] == column)
    return column, needed


def _mend_histories(new: apsw.Connection, at: datetime, missing: list[str]) -> None:
    """A deal whose history does not lead to its columns gets one from them (METRICS §0: inferred)."""
    reader = Reader(new, Path())
    now = to_microseconds(at)
    known = ", ".join(f"'{status.value}'" for status in DealStatus)
    new.execute(f"update deal set status = 'open' where status not in ({known})")  # noqa: S608 - our own words
    torn = list_torn(reader)
    for deal_id in torn:
        found = reader.row(
            "select status, stage_id, value, currency, owner_id, expected_close_on, probability, created_at, closed_at,"
            " deleted_at from deal where id = ?",
            (deal_id,),
        )
        assert found is not None
        status, stage, value, currency, owner, expected, probability, created_at, closed_at, deleted_at = found
        new.execute("delete from history_event where deal_id = ?", (deal_id,))
        began = min(moment for moment in (created_at, closed_at, deleted_at, now) if moment is not None)
        events = [(EventKind.CREATED, began, stage, value, currency, owner, expected, probability)]
        if status != DealStatus.OPEN.value:
            closed_at = now if closed_at is None else closed_at
            new.execute("update deal set closed_at = ? where id = ?", (closed_at, deal_id))
            kind = EventKind.WON if status == DealStatus.WON.value else EventKind.LOST
            events.append((kind, closed_at, stage, None, None, None, None, None))
        if deleted_at is not None:
            events.append((EventKind.DELETED, max(deleted_at, events[-1][1]), None, None, None, None, None, None))
        new.executemany(
            "insert into history_event (deal_id, kind, at, recorded_at, to_stage_id, value, currency, owner_id,"
            " expected_close_on, probability, is_inferred, is_dated) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 1)",
            ((deal_id, kind.value, moment, now, *rest) for kind, moment, *rest in events),
        )
    if torn:
        missing.append(f"{len(torn)} deals lost part of their history; it was made anew from what they show")


def _drop_torn_offers(new: apsw.Connection, missing: list[str]) -> None:
    """What an offer said cannot be made anew: one that is torn is left out, and named."""
    for offer_id, number in list_torn_offers(Reader(new, Path())):
        new.execute("delete from offer where id = ?", (offer_id,))
        missing.append(f"what offer {number} says cannot be read any more; it was left out")


def _spoken(table: str) -> str:
    return table.replace("_", " ")
