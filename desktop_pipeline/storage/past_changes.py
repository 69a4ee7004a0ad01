"""Past changes in the journal: the record of each, whether it stands, and which later ones stand on it."""

from collections.abc import Iterable

from desktop_pipeline.domain.errors import ConflictError, NotFoundError, RefusedError
from desktop_pipeline.storage.changeset import Written, is_intact
from desktop_pipeline.storage.database import Reader
from desktop_pipeline.storage.entries import State

_STATES = frozenset(State)
_STATE_WORDS = {
    State.UNDONE: "undone already",
    State.DROPPED: "undone already",
    State.SEALED: "kept for the record only",
}


def read_record(reader: Reader, entry_id: int) -> tuple[str, State, bytes]:
    """Label, state and record of a change; raises RefusedError where the record is damaged."""
    found = reader.row("select label, state, changeset, digest from journal_entry where id = ?", (entry_id,))
    if found is None:
        message = f"There is no change number {entry_id}."
        raise NotFoundError(message)
    label, state, changeset, digest = found
    kept = state not in (State.DROPPED, State.SEALED)
    if state not in _STATES or (kept and not is_intact(changeset, digest)):
        message = f"The record of “{label}” is damaged, so it cannot be undone. Nothing was changed."
        raise RefusedError(message)
    return str(label), State(state), bytes(changeset or b"")


def read_standing(reader: Reader, entry_id: int) -> tuple[str, bytes]:
    """Label and record of a change that stands; raises RefusedError for any other."""
    label, state, changeset = read_record(reader, entry_id)
    if state is not State.DONE:
        message = f"“{label}” cannot be taken back: it is {_STATE_WORDS[state]}."
        raise RefusedError(message)
    return label, changeset


def find_later(reader: Reader, entry_id: int, label: str, written: Written) -> list[tuple[str, int]]:
    """Rows whose cells a later change wrote, even if they hold the same again.

    Raises RefusedError for what was taken back already.
    """
    taken_back: set[int] = set()
    rows: list[tuple[str, int]] = []
    for later_id, takes_back in reader.rows(
        "select id, takes_back from journal_entry where id > ? and state = ? order by id desc",
        (entry_id, State.DONE),
    ):
        if later_id in taken_back:
            continue
        if takes_back == entry_id:
            message = f"“{label}” was taken back already."
            raise RefusedError(message)
        if takes_back is not None and takes_back > entry_id:
            taken_back.add(takes_back)  # the two leave nothing behind
            continue
        _label, _state, later = read_record(reader, later_id)
        rows.extend(written.find_overlap(later))
    return rows


def refuse(refusal: str, rows: Iterable[str]) -> None:
    """Raises ConflictError with the names of the rows that later changes stand on, where there are any."""
    named = tuple(dict.fromkeys(rows))
    if named:
        message = f"{refusal}: later changes stand on {', '.join(named[:5])}{' and more' if len(named) > 5 else ''}."  # noqa: PLR2004
        raise ConflictError(message, named)
