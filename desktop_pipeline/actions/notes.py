"""Writing notes on deals."""

from datetime import datetime

from desktop_pipeline.actions.deals import shorten
from desktop_pipeline.actions.records import read_deal_row
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.names import clean_text
from desktop_pipeline.storage.journal import Change
from desktop_pipeline.storage.tables import Note
from desktop_pipeline.storage.workspace import Workspace


def add_note(workspace: Workspace, deal_id: int, text: str, *, at: datetime) -> Change | None:
    """Adds a note to a deal; raises InvalidError for an empty one."""
    written = clean_text(text)
    if not written:
        message = "Write something first."
        raise InvalidError(message)
    with workspace.journal.change("Note") as draft:
        deal = read_deal_row(draft, deal_id)
        draft.label = f"Note on “{shorten(deal.title)}”"
        draft.insert(Note, deal=deal_id, text=written, at=at, author=workspace.journal.who)
    return draft.result
