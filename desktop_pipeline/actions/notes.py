"""Writing notes on deals."""

from datetime import datetime

from desktop_pipeline.actions.deals import shorten
from desktop_pipeline.actions.records import read_deal_row
from desktop_pipeline.domain.errors import InvalidError, NotFoundError
from desktop_pipeline.domain.names import clean_text
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.tables import Note
from desktop_pipeline.storage.workspace import Workspace

LONGEST_NOTE = 100_000


def add_note(workspace: Workspace, deal_id: int, text: str, *, at: datetime) -> Change | None:
    """Adds a note to a deal; raises InvalidError for an empty one."""
    written = _clean(text)
    with workspace.journal.change("Note") as draft:
        deal = read_deal_row(draft, deal_id)
        draft.label = f"Note on “{shorten(deal.title)}”"
        draft.insert(Note, deal=deal_id, text=written, at=at, author=workspace.journal.who)
    return draft.result


def edit_note(workspace: Workspace, note_id: int, text: str) -> Change | None:
    """Words a note anew; its time and author stay. Raises InvalidError for an empty one."""
    written = _clean(text)
    with workspace.journal.change("Note") as draft:
        draft.label = f"Edit the note on “{shorten(_find(draft, note_id))}”"
        draft.update(Note, note_id, text=written)
    return draft.result


def delete_note(workspace: Workspace, note_id: int) -> Change | None:
    """Takes a note off its deal."""
    with workspace.journal.change("Note") as draft:
        draft.label = f"Remove a note from “{shorten(_find(draft, note_id))}”"
        draft.delete(Note, note_id)
    return draft.result


def _clean(text: str) -> str:
    written = clean_text(text)
    if not written:
        message = "Write something first."
        raise InvalidError(message)
    if len(written) > LONGEST_NOTE:
        message = f"A note can have {LONGEST_NOTE} characters at most; this one has {len(written)}."
        raise InvalidError(message)
    return written


def _find(draft: Draft, note_id: int) -> str:
    """The title of the note's deal."""
    found = draft.value("select deal_id from note where id = ?", (note_id,))
    if found is None:
        message = "This note is not there any more."
        raise NotFoundError(message)
    return read_deal_row(draft, found).title
