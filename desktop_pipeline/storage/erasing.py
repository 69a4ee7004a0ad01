"""What makes an erasure final: records that hold erased text are pruned to their line, which is reworded."""

from collections.abc import Callable, Iterator, Mapping

import apsw

from desktop_pipeline.storage import search
from desktop_pipeline.storage.database import Value
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.entries import State
from desktop_pipeline.storage.outline import DATA_COLUMNS


def prune_records(
    draft: Draft,
    may_hold: Callable[[str], bool],
    holds: Callable[[str, Mapping[str, Value]], bool],
    reword: Callable[[str], str],
) -> int:
    """Takes the changeset from every entry of the journal that holds something erased; returns from how many.

    Such an entry stays as a line in words and can no longer be undone. `may_hold` looks over all the text of a
    changeset at once, `holds` at one version of a row (its table and the values that are known), `reword` at a label.
    """
    pruned = 0
    for (entry_id,) in draft.rows("select id from journal_entry order by id"):
        row = draft.row("select label, state, changeset from journal_entry where id = ?", (entry_id,))
        assert row is not None
        label, state, changeset = row
        if changeset is not None and may_hold(changeset.decode("utf-8", "ignore")) and _finds(changeset, holds):
            pruned += 1
            after = State.SEALED if state in (State.DONE, State.SEALED) else State.DROPPED
            draft.execute(
                "update journal_entry set changeset = null, digest = '', state = ? where id = ?",
                (after.value, entry_id),
            )
        if (reworded := reword(label)) != label:
            draft.execute("update journal_entry set label = ? where id = ?", (reworded, entry_id))
    return pruned


def _finds(changeset: bytes, holds: Callable[[str, Mapping[str, Value]], bool]) -> bool:
    for change in apsw.Changeset.iter(changeset):
        columns = DATA_COLUMNS.get(change.name, ())
        for values in (change.old, change.new):
            if values is not None and holds(change.name, _named(columns, values, change.old)):
                return True
    return False


def _named(columns: tuple[str, ...], values: tuple[object, ...], old: tuple[object, ...] | None) -> dict[str, Value]:
    """A version of a row by its columns; an update leaves out what did not change, but for the id."""
    named: dict[str, Value] = {}
    for place, (column, value) in enumerate(zip(columns, values, strict=False)):
        known = old[place] if value is apsw.no_change and old is not None and column == "id" else value
        if known is not apsw.no_change and (known is None or isinstance(known, int | float | str | bytes)):
            named[column] = known
    return named


def read_former(draft: Draft, table: str, row_id: int, columns: tuple[str, ...]) -> dict[str, set[str]]:
    """What a row held in these columns at any time that the journal still knows, by column."""
    found: dict[str, set[str]] = {column: set() for column in columns}
    for version in _recorded_versions(draft, table):
        if version.get("id") == row_id:
            for column in columns:
                if isinstance(value := version.get(column), str):
                    found[column].add(value)
    return found


def _recorded_versions(draft: Draft, table: str) -> Iterator[dict[str, Value]]:
    """Rows of a table before and after each recorded change, by their columns."""
    for (entry_id,) in draft.rows("select id from journal_entry where changeset is not null order by id"):
        changeset = draft.value("select changeset from journal_entry where id = ?", (entry_id,))
        for change in apsw.Changeset.iter(changeset):
            if change.name == table:
                for values in (change.old, change.new):
                    yield _named(DATA_COLUMNS[table], values or (), change.old)


def rebuild_index(draft: Draft) -> None:
    """Makes the full-text index anew, which still knows the words of what was changed."""
    search.rebuild(draft._connection)  # noqa: SLF001 - within storage, inside the open change


def overwrite_deleted(draft: Draft) -> None:
    """From now on the engine writes over what is deleted, until the file is rewritten."""
    draft.execute("pragma secure_delete=1")
