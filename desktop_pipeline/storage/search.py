# ruff: noqa: S608 - every name in these statements is our own
"""The full-text index: what it holds, and how it follows every change, undo and redo.

The index keeps no text of its own (contentless): each subject has one FTS5 table whose rows have the ids of the rows
they stand for. The journal lets it follow each changeset before the commit. Triggers would do the same row by row, and
FTS5 writes to the disk before each statement that has some: an import took twice as long, its undo a hundred times.
Rows in the bin stay in the index; who asks leaves them out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import apsw

from desktop_pipeline.storage.database import Reader
from desktop_pipeline.storage.outline import DATA_COLUMNS


@dataclass(frozen=True, slots=True)
class Subject:
    """What can be found: the index `search_TABLE`, its columns, and where they come from (`id` first)."""

    table: str
    columns: tuple[str, ...]
    source: str
    # Columns of the table itself that the index leans on.
    watched: tuple[str, ...]

    @property
    def index(self) -> str:
        """Name of the FTS5 table."""
        return f"search_{self.table}"

    @property
    def terms(self) -> str:
        """Name of the table of the index's words."""
        return f"search_{self.table}_term"


def _digits(column: str) -> str:
    """A phone number without what people put between its digits, so that it is found however it is typed."""
    for mark in (" ", "-", "(", ")", ".", "/", "+"):
        column = f"replace({column}, '{mark}', '')"
    return column


def _reach(owner: str) -> str:
    """The further e-mails, phones and links of a person or organisation."""
    return (
        f"(SELECT group_concat(c.value || CASE c.kind WHEN 'phone' THEN ' ' || {_digits('c.value')} ELSE '' END, ' ')"
        f" FROM contact_point c WHERE c.{owner}_id = s.id)"
    )


SUBJECTS = (
    Subject(
        "deal",
        ("title", "organisation", "number"),
        "SELECT s.id, s.title, o.name, s.external_id FROM deal s LEFT JOIN organisation o ON o.id = s.organisation_id",
        ("title", "organisation_id", "external_id"),
    ),
    Subject(
        "organisation",
        ("name", "reach", "points"),
        "SELECT s.id, s.name, concat_ws(' ', s.website, s.email, s.phone,"
        f" {_digits('s.phone')}), {_reach('organisation')} FROM organisation s",
        ("name", "website", "email", "phone"),
    ),
    Subject(
        "person",
        ("name", "organisation", "reach", "points"),
        "SELECT s.id, s.name, o.name, concat_ws(' ', s.job_title, s.email, s.phone,"
        f" {_digits('s.phone')}), {_reach('person')}"
        " FROM person s LEFT JOIN organisation o ON o.id = s.organisation_id",
        ("name", "organisation_id", "email", "phone", "job_title"),
    ),
    Subject("note", ("text",), "SELECT s.id, s.text FROM note s", ("text",)),
    Subject("contact_note", ("text",), "SELECT s.id, s.text FROM contact_note s", ("text",)),
    Subject(
        "activity",
        ("subject", "text"),
        "SELECT s.id, s.subject, concat_ws(' ', s.result, s.note) FROM activity s",
        ("subject", "result", "note"),
    ),
)
# One or two letters begin words of a third of all rows: lists of those are kept, 10 MB for 100,000 deals.
# Marks that belong to a letter (Hebrew, Devanagari, Thai) do not end a word.
_TOKENS = "unicode61 remove_diacritics 2 categories ''L* N* Co Mn Mc''"


def _list_objects() -> Iterator[tuple[str, str]]:
    for subject in SUBJECTS:
        columns = ", ".join(subject.columns)
        options = f"content='', contentless_delete=1, prefix='1 2', tokenize='{_TOKENS}'"
        yield subject.index, f"CREATE VIRTUAL TABLE {subject.index} USING fts5({columns}, {options})"
        yield subject.terms, f"CREATE VIRTUAL TABLE {subject.terms} USING fts5vocab({subject.index}, row)"


# Pages that one idle moment puts together: a few milliseconds
_MERGED_AT_ONCE = 64

# Name and statement of all that belongs to the index, as the file must hold them.
OBJECTS = dict(_list_objects())


def install(connection: apsw.Connection) -> None:
    """Makes the index, filled from the tables; inside the caller's transaction, where none is there yet."""
    for statement in OBJECTS.values():
        connection.execute(statement)
    for subject in SUBJECTS:
        _configure(connection, subject, "automerge", 0)
    _fill(connection)


def remove(connection: apsw.Connection) -> None:
    """Takes the index away, where there is one."""
    there = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    for name in reversed(OBJECTS):
        if name in there:
            connection.execute(f"DROP TABLE {name}")


def merge(connection: apsw.Connection) -> None:
    """Puts parts of the index together, a bounded piece of work for an idle moment; nothing while a change is open.

    Left to itself the engine does so in the midst of a change, which then takes several times as long.
    """
    if connection.in_transaction:
        return
    try:
        connection.execute("begin immediate")
        for subject in SUBJECTS:
            sql = f"SELECT v FROM {subject.index}_config WHERE k = 'automerge'"
            if [str(kept) for (kept,) in connection.execute(sql)] != ["0"]:
                # Of a file that was made before we left it to idle moments
                _configure(connection, subject, "automerge", 0)
            _configure(connection, subject, "merge", _MERGED_AT_ONCE)
        connection.execute("commit")
    except apsw.FullError:
        pass  # the index is as good as it was
    finally:
        if connection.in_transaction:
            connection.execute("rollback")


def _configure(connection: apsw.Connection, subject: Subject, what: str, number: int) -> None:
    connection.execute(f"INSERT INTO {subject.index} ({subject.index}, rank) VALUES (?, ?)", (what, number))


def follow(connection: apsw.Connection, changeset: bytes) -> None:
    """Brings the index to what the tables hold after the changeset, inside the same transaction."""
    wanted = _find_rows(connection, changeset)
    if wanted is None:
        rebuild(connection)
        return
    for subject in SUBJECTS:
        rows = wanted.get(subject.table)
        if rows:
            # Names and sources are our own. What was added just now is not in the index yet: ids are never reused.
            known = [(row_id,) for row_id, is_new in sorted(rows.items()) if not is_new]
            if known:
                connection.executemany(f"DELETE FROM {subject.index} WHERE rowid = ?", known)
            added = [(row_id,) for row_id in sorted(rows)]
            connection.executemany(f"{_insert(subject)} {subject.source} WHERE s.id = ?", added)


class Runs(Protocol):
    """A writing connection, or the draft of a change."""

    def execute(self, sql: str, /) -> object:
        """Runs one statement."""


def rebuild(connection: Runs) -> None:
    """Makes the index anew from the tables, inside the caller's transaction.

    After erasing somebody nothing of a former word is left in the index (only in free pages: VACUUM clears those).
    """
    for subject in SUBJECTS:
        connection.execute(f"INSERT INTO {subject.index} ({subject.index}) VALUES ('delete-all')")
    _fill(connection)


def copy_texts(connection: apsw.Connection, schema: str) -> None:
    """Copies what is to be found into an attached database, a table for each subject."""
    for subject in SUBJECTS:
        connection.execute(f"CREATE TABLE {schema}.{subject.table} AS {subject.source} ORDER BY s.id")


def make_of_texts(connection: apsw.Connection, schema: str) -> None:
    """Makes the index in an empty database, of the texts that `copy_texts` left in an attached one."""
    for subject in SUBJECTS:
        connection.execute(OBJECTS[subject.index])
        _configure(connection, subject, "automerge", 0)
        connection.execute(f"{_insert(subject)} SELECT * FROM {schema}.{subject.table} ORDER BY rowid")


def take_over(connection: apsw.Connection, schema: str) -> None:
    """Puts the index of an attached database in place of the file's own, inside the caller's transaction."""
    for subject in SUBJECTS:
        # What is taken back makes the engine forget what it knows of the parts: only then may they be written past it.
        connection.execute("SAVEPOINT taking_over")
        connection.execute(f"INSERT INTO {subject.index} ({subject.index}) VALUES ('delete-all')")
        connection.execute("ROLLBACK TO taking_over")
        connection.execute("RELEASE taking_over")
        for part in ("data", "idx", "docsize"):
            table = f"{subject.index}_{part}"
            connection.execute(f"DELETE FROM main.{table}")
            connection.execute(f"INSERT INTO main.{table} SELECT * FROM {schema}.{table}")


def look_again(reader: Reader) -> None:
    """Makes a connection see the index as it stands: the engine's own check trusts what it read before others wrote."""
    for subject in SUBJECTS:
        reader.row(f"SELECT rowid FROM {subject.index} LIMIT 1")


def find_faults(reader: Reader) -> list[str]:
    """In words, where the index does not hold what the tables hold; compared with an index made for it in memory."""
    faults = []
    fresh = apsw.Connection(":memory:")
    try:
        for subject in SUBJECTS:
            fresh.execute(OBJECTS[subject.index])
            fresh.execute(OBJECTS[subject.terms])
            marks = ", ".join("?" * (1 + len(subject.columns)))
            fresh.execute("BEGIN")
            for portion in reader.portions(subject.source):
                fresh.executemany(f"{_insert(subject)} VALUES ({marks})", portion)
            fresh.execute("COMMIT")
            rows = f"SELECT rowid FROM {subject.index} ORDER BY rowid"
            terms = f"SELECT term, doc, cnt FROM {subject.terms} ORDER BY term"
            if any(list(fresh.execute(sql)) != reader.rows(sql) for sql in (rows, terms)):
                faults.append(f"the index of {subject.table.replace('_', ' ')} texts is not what the texts say")
    finally:
        fresh.close()
    return faults


def _insert(subject: Subject) -> str:
    return f"INSERT INTO {subject.index} ({', '.join(('rowid', *subject.columns))})"


def _fill(connection: Runs) -> None:
    for subject in SUBJECTS:
        connection.execute(f"{_insert(subject)} {subject.source} ORDER BY s.id")


# Above so many rows the whole index is sooner made anew than followed.
_MOST_FOLLOWED = 4_000
_POINT = "contact_point"
_WATCHED = {subject.table: subject.watched for subject in SUBJECTS} | {
    _POINT: ("person_id", "organisation_id", "kind", "value")
}
# Where each column stands in a record: a file has them in the order of the outline.
_PLACES = {table: {name: place for place, name in enumerate(DATA_COLUMNS[table])} for table in _WATCHED}
_FOLLOWERS = ("deal", "person")


def _find_rows(connection: apsw.Connection, changeset: bytes) -> dict[str, dict[int, bool]] | None:
    """Ids of the index rows that a changeset concerns, by table, and whether it adds them; None where too many."""
    found: dict[str, dict[int, bool]] = {}
    count = 0
    for change in apsw.Changeset.iter(changeset):
        table = change.name
        if table not in _WATCHED:
            continue
        concerned = _list_concerned(connection, change, _PLACES[table])
        for concerned_table, row_id in concerned:
            rows = found.setdefault(concerned_table, {})
            rows[row_id] = rows.get(row_id, False) or (change.op == "INSERT" and concerned_table == table)
        count += len(concerned)
        if count > _MOST_FOLLOWED:
            return None
    return found


def _list_concerned(
    connection: apsw.Connection, change: apsw.TableChange, places: dict[str, int]
) -> list[tuple[str, int]]:
    old, new = change.old or (), change.new or ()
    if change.op == "UPDATE" and not any(_is_set(new, places[column]) for column in _WATCHED[change.name]):
        return []
    row_id = int(str((new if change.op == "INSERT" else old)[0]))
    if change.name == _POINT:
        owners = connection.execute("SELECT person_id, organisation_id FROM contact_point WHERE id = ?", (row_id,))
        sides = [*owners, *(_pick_owners(side, places) for side in (old, new) if side)]
        return [
            (table, int(owner))
            for side in sides
            for table, owner in zip(("person", "organisation"), side, strict=True)
            if isinstance(owner, int)
        ]
    concerned = [(change.name, row_id)]
    if change.name == "organisation" and change.op == "UPDATE" and _is_set(new, places["name"]):
        for table in _FOLLOWERS:
            rows = connection.execute(f"SELECT id FROM {table} WHERE organisation_id = ?", (row_id,))
            concerned.extend((table, int(str(follower))) for (follower,) in rows)
    return concerned


def _is_set(values: Sequence[object], place: int) -> bool:
    # A step recorded before a column came to the end of its table has fewer values.
    return place < len(values) and values[place] is not apsw.no_change


def _pick_owners(side: Sequence[object], places: dict[str, int]) -> tuple[object, object]:
    return side[places["person_id"]], side[places["organisation_id"]]
