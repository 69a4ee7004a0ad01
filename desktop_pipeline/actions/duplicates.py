"""Saying that two suspected duplicates are not the same."""

from desktop_pipeline.actions.contact_rows import Kind, read_contact
from desktop_pipeline.actions.deals import shorten
from desktop_pipeline.actions.records import read_deal_row
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.tables import KeptApart
from desktop_pipeline.storage.workspace import Workspace


def mark_distinct(workspace: Workspace, kind: Kind, first_id: int, second_id: int) -> Change | None:
    """Two people or organisations are not suspected any more; their ids are never used for others."""
    with workspace.journal.change("Not the same") as draft:
        names = (read_contact(draft, kind, first_id).name, read_contact(draft, kind, second_id).name)
        _keep_apart(draft, kind.word, first_id, second_id, names)
    return draft.result


def mark_deals_distinct(workspace: Workspace, first_id: int, second_id: int) -> Change | None:
    """The same of two deals."""
    with workspace.journal.change("Not the same") as draft:
        titles = (read_deal_row(draft, first_id).title, read_deal_row(draft, second_id).title)
        _keep_apart(draft, "deal", first_id, second_id, titles)
    return draft.result


def move_kept_apart(draft: Draft, kind: Kind, kept_id: int, gone_id: int) -> None:
    """What one was told apart from is told apart from the one that it was merged into."""
    for row_id, first, second in draft.rows(
        "select id, first_id, second_id from kept_apart where subject = ? and ? in (first_id, second_id)",
        (kind.word, gone_id),
    ):
        draft.delete(KeptApart, row_id)
        other = second if first == gone_id else first
        if other != kept_id:
            _add(draft, kind.word, kept_id, other)


def _keep_apart(draft: Draft, subject: str, first_id: int, second_id: int, names: tuple[str, str]) -> None:
    first, second = names
    draft.label = f"“{shorten(first)}” and “{shorten(second)}” are not the same"
    _add(draft, subject, first_id, second_id)


def _add(draft: Draft, subject: str, one: int, other: int) -> None:
    pair = (subject, min(one, other), max(one, other))
    known = "select 1 from kept_apart where subject = ? and first_id = ? and second_id = ?"
    if draft.value(known, pair) is None:
        draft.insert(KeptApart, subject=subject, first_id=pair[1], second_id=pair[2])
