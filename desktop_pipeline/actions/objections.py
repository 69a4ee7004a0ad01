"""What a customer holds against a deal, and what was answered."""

from datetime import date

from desktop_pipeline.actions.deals import shorten
from desktop_pipeline.actions.records import read_deal_row
from desktop_pipeline.domain.errors import InvalidError, NotFoundError
from desktop_pipeline.domain.names import clean_text
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.tables import Objection
from desktop_pipeline.storage.workspace import Workspace

LONGEST_OBJECTION = 4_000


def raise_objection(workspace: Workspace, deal_id: int, text: str, *, on: date) -> int:
    """Notes an objection and returns its id; raises InvalidError for an empty one."""
    words = _clean(text)
    if not words:
        message = "Write what the customer objects to."
        raise InvalidError(message)
    with workspace.journal.change("Objection") as draft:
        deal = read_deal_row(draft, deal_id)
        draft.label = f"Objection to “{shorten(deal.title)}”"
        return draft.insert(Objection, deal=deal_id, text=words, raised_on=on)


def edit_objection(workspace: Workspace, objection_id: int, text: str) -> Change | None:
    """Words an objection anew; raises InvalidError for an empty one."""
    words = _clean(text)
    if not words:
        message = "Write what the customer objects to."
        raise InvalidError(message)
    with workspace.journal.change("Objection") as draft:
        draft.label = f"Edit the objection to “{shorten(_find(draft, objection_id))}”"
        draft.update(Objection, objection_id, text=words)
    return draft.result


def answer_objection(workspace: Workspace, objection_id: int, answer: str, *, on: date) -> Change | None:
    """Notes what was answered, and when first; nothing written opens the objection again. Raises InvalidError."""
    words = _clean(answer)
    with workspace.journal.change("Answer") as draft:
        title = _find(draft, objection_id)
        draft.label = f"Answer the objection to “{shorten(title)}”"
        known = draft.value("select answered_on from objection where id = ?", (objection_id,))
        answered_on = None if not words else date.fromisoformat(known) if known else on
        draft.update(Objection, objection_id, answer=words, answered_on=answered_on)
    return draft.result


def remove_objection(workspace: Workspace, objection_id: int) -> Change | None:
    """Takes an objection off its deal."""
    with workspace.journal.change("Objection") as draft:
        draft.label = f"Remove the objection to “{shorten(_find(draft, objection_id))}”"
        draft.delete(Objection, objection_id)
    return draft.result


def _clean(text: str) -> str:
    words = clean_text(text)
    if len(words) > LONGEST_OBJECTION:
        message = f"This can have {LONGEST_OBJECTION} characters at most; it has {len(words)}."
        raise InvalidError(message)
    return words


def _find(draft: Draft, objection_id: int) -> str:
    """The title of the objection's deal."""
    found = draft.value("select deal_id from objection where id = ?", (objection_id,))
    if found is None:
        message = "This objection is not there any more."
        raise NotFoundError(message)
    return read_deal_row(draft, found).title
