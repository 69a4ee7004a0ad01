"""Saved views and saved reports: the questions of a screen, or of a report, that the owner keeps under a name."""

import json
from collections.abc import Mapping, Sequence

from desktop_pipeline.domain.errors import InvalidError, NotFoundError
from desktop_pipeline.domain.names import brief, name_key, tidy
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.tables import SavedView
from desktop_pipeline.storage.workspace import Workspace

REPORT = "report"
SCREENS = ("board", "deals", "people", "activities", REPORT)
LONGEST_NAME = 60
LONGEST_QUESTION = 20_000


def save_view(workspace: Workspace, name: str, screen: str, question: Mapping[str, object]) -> int:
    """Keeps a question of one of SCREENS below the other views and returns the view's id; raises InvalidError."""
    if screen not in SCREENS:
        message = f"There is no screen “{brief(screen)}”. There are: {', '.join(SCREENS)}."
        raise InvalidError(message)
    noun = _name_kind(screen)
    cleaned, document = _clean_name(name, noun), _write_question(question)
    with workspace.journal.change(f"Save {noun} “{cleaned}”") as draft:
        _require_free(draft, cleaned, noun)
        position = int(draft.value("select coalesce(max(position) + 1, 0) from saved_view"))
        return draft.insert(SavedView, name=cleaned, screen=screen, question=document, position=position)


def rename_view(workspace: Workspace, view_id: int, name: str) -> Change | None:
    """Gives a view another name; raises InvalidError for one that is taken."""
    with workspace.journal.change("Rename view") as draft:
        known, noun = _read(draft, view_id)
        cleaned = _clean_name(name, noun)
        draft.label = f"Rename {noun} “{known}” to “{cleaned}”"
        _require_free(draft, cleaned, noun, but=view_id)
        draft.update(SavedView, view_id, name=cleaned)
    return draft.result


def update_view(workspace: Workspace, view_id: int, question: Mapping[str, object]) -> Change | None:
    """Keeps another question under the view's name."""
    document = _write_question(question)
    with workspace.journal.change("Update view") as draft:
        known, noun = _read(draft, view_id)
        draft.label = f"Update {noun} “{known}”"
        draft.update(SavedView, view_id, question=document)
    return draft.result


def delete_view(workspace: Workspace, view_id: int) -> Change | None:
    """Forgets a view; the deals it showed stay as they are."""
    with workspace.journal.change("Delete view") as draft:
        known, noun = _read(draft, view_id)
        draft.label = f"Delete {noun} “{known}”"
        draft.delete(SavedView, view_id)
    return draft.result


def reorder_views(workspace: Workspace, ids: Sequence[int]) -> Change | None:
    """Puts all views into this order; raises InvalidError where the ids are others than those there are."""
    with workspace.journal.change("Reorder views") as draft:
        known = {int(row_id): int(position) for row_id, position in draft.rows("select id, position from saved_view")}
        if sorted(ids) != sorted(known):
            message = "The views have changed meanwhile. Nothing was reordered."
            raise InvalidError(message)
        for position, view_id in enumerate(ids):
            if known[view_id] != position:
                draft.update(SavedView, view_id, position=position)
    return draft.result


def _name_kind(screen: str) -> str:
    return "report" if screen == REPORT else "view"


def _clean_name(name: str, noun: str) -> str:
    cleaned = tidy(name)
    if not cleaned:
        message = f"Name the {noun}."
        raise InvalidError(message)
    if len(cleaned) > LONGEST_NAME:
        message = f"A {noun}’s name can have {LONGEST_NAME} characters at most; this one has {len(cleaned)}."
        raise InvalidError(message)
    return cleaned


def _write_question(question: Mapping[str, object]) -> str:
    document = json.dumps(question, ensure_ascii=False, sort_keys=True)
    if len(document) > LONGEST_QUESTION:
        message = "The filter is too long to be kept."
        raise InvalidError(message)
    return document


def _read(draft: Draft, view_id: int) -> tuple[str, str]:
    """Its name, and whether it is a view or a report."""
    for name, screen in draft.rows("select name, screen from saved_view where id = ?", (view_id,)):
        return str(name), _name_kind(str(screen))
    message = f"There is no view number {view_id}."
    raise NotFoundError(message)


def _require_free(draft: Draft, name: str, noun: str, *, but: int | None = None) -> None:
    """Views show beside each other; reports have a list of their own."""
    for view_id, known, screen in draft.rows("select id, name, screen from saved_view"):
        if view_id != but and name_key(known) == name_key(name) and _name_kind(str(screen)) == noun:
            message = f"There is a {noun} “{known}” already. Choose another name."
            raise InvalidError(message)
