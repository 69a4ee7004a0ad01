"""Saying that two suspected duplicates are not the same."""

from desktop_pipeline.actions.contact_rows import Kind, read_contact
from desktop_pipeline.actions.deals import shorten
from desktop_pipeline.storage.journal import Change
from desktop_pipeline.storage.workspace import Workspace, write_setting


def mark_distinct(workspace: Workspace, kind: Kind, first_id: int, second_id: int) -> Change | None:
    """Two people or organisations are not suspected any more; their ids are never used for others."""
    with workspace.journal.change("Not the same") as draft:
        first, second = read_contact(draft, kind, first_id), read_contact(draft, kind, second_id)
        draft.label = f"“{shorten(first.name)}” and “{shorten(second.name)}” are not the same"
        key = f"distinct_{kind.word}"
        known = workspace.setting(key, "").split()
        pair = f"{min(first_id, second_id)}-{max(first_id, second_id)}"
        write_setting(draft, key, " ".join(dict.fromkeys((*known, pair))))
    return draft.result
