"""Keeps the journal within the owner's limits: old steps keep their line in the History and lose what undoes them.

Files that were kept once are collected when neither the owner's data nor a step that can be undone names them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import apsw

from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.entries import State
from desktop_pipeline.storage.files import find_digests, list_named
from desktop_pipeline.storage.instants import to_microseconds
from desktop_pipeline.storage.journal import Journal
from desktop_pipeline.storage.outline import DATA_COLUMNS

ALWAYS_KEPT = 200


@dataclass(frozen=True, slots=True)
class JournalLimits:
    """How far back steps can be undone, and how many bytes they may take; the last 200 always can."""

    days: int = 730
    bytes: int = 512 << 20


@dataclass(frozen=True, slots=True)
class Pruned:
    """What went: steps that can no longer be undone, and files that nothing names any more."""

    steps: int
    files: int
    bytes: int


def prune_journal(journal: Journal, limits: JournalLimits, *, at: datetime) -> Pruned:
    """Seals the oldest steps beyond the limits and collects files; nothing of the owner's data changes."""
    with journal.upkeep() as draft:
        last, steps, freed = _find_last(draft, limits, at)
        if steps:
            draft.execute(
                "update journal_entry set state = ?, changeset = null where id <= ? and changeset is not null",
                (State.SEALED.value, last),
            )
        files, size = _collect_files(draft)
    return Pruned(steps, files, freed + size)


def _find_last(draft: Draft, limits: JournalLimits, at: datetime) -> tuple[int, int, int]:
    """The last of the steps to seal, how many, and their bytes; always the oldest ones without a gap."""
    steps = draft.rows(
        "select id, at, state, length(changeset) from journal_entry where changeset is not null order by id"
    )
    oldest_kept = to_microseconds(at - timedelta(days=limits.days))
    room = sum(size for _id, _at, _state, size in steps) - limits.bytes
    last, number, freed = 0, 0, 0
    for entry_id, made_at, state, size in steps[: max(0, len(steps) - ALWAYS_KEPT)]:
        if state != State.DONE.value or not (made_at < oldest_kept or freed < room):
            break
        last, number, freed = entry_id, number + 1, freed + size
    return last, number, freed


def _collect_files(draft: Draft) -> tuple[int, int]:
    named = list_named(draft)
    stored = {str(digest): int(size) for digest, size in draft.rows("select digest, size from stored_file")}
    unnamed = stored.keys() - named
    if not unnamed:
        return 0, 0
    unnamed -= _find_recorded(draft)
    for digest in unnamed:
        draft.execute("delete from stored_file where digest = ?", (digest,))
    return len(unnamed), sum(stored[digest] for digest in unnamed)


def _find_recorded(draft: Draft) -> set[str]:
    """Digests that steps which can still be undone or done again would bring back."""
    recorded: set[str] = set()
    # Most changesets name no file; only those that may are looked through.
    where = " or ".join("instr(changeset, ?)" for _table in _NAMING)
    for (changeset,) in draft.rows(
        f"select changeset from journal_entry where changeset is not null and ({where})",  # noqa: S608 - our own text
        tuple(table.encode() + b"\0" for table in _NAMING),
    ):
        for change in apsw.Changeset.iter(bytes(changeset)):
            recorded.update(_find_named(change))
    return recorded


def _find_named(change: apsw.TableChange) -> Iterator[str]:
    """Digests of the files that a changed row named before or names after."""
    if change.name not in _NAMING:
        return
    column = _NAMING[change.name]
    place = DATA_COLUMNS[change.name].index(column)
    for row in (change.old, change.new):
        text = row[place] if row is not None and len(row) > place else None
        if isinstance(text, str):
            # Attachments name their file by the digest alone.
            yield from (text,) if column == "digest" else find_digests(text)


# The columns in which files are named: attachments, logos of the company and of offers, files of e-mails.
_NAMING = {
    "attachment": "digest",
    "setting": "value",
    "offer": "document",
    "template_attachment": "digest",
    "message": "files",
}
