"""The History: every change in the journal, oldest first."""

from desktop_pipeline.storage.journal import Entry, to_entry
from desktop_pipeline.storage.workspace import View


def read_history(view: View) -> list[Entry]:
    """All lines of the journal."""
    return [
        to_entry(row)
        for row in view.rows("select id, at, who, label, state, takes_back from journal_entry order by id")
    ]
