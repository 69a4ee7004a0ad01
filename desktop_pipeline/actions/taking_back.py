"""Going back in the History: to before a certain change, or without any single one."""

from desktop_pipeline.domain.errors import RefusedError
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.workspace import Workspace


def undo_to(workspace: Workspace, entry_id: int) -> int:
    """Undoes every change from the newest back to this one, itself included; returns how many.

    Each is a step of its own that can be done again. Raises RefusedError where it is no step that can be undone.
    """
    undone = 0
    while workspace.journal.undo_since(entry_id) is not None:
        undone += 1
    if not undone:
        message = "Nothing since then can be undone."
        raise RefusedError(message)
    return undone


def take_back(workspace: Workspace, entry_id: int) -> Change:
    """Takes back one change: the newest as undo does, so that it can be done again; an older one as a new change.

    Raises ConflictError naming the rows that later changes stand on.
    """
    return workspace.journal.undo_or_take_back(entry_id)


def take_back_rest(workspace: Workspace, entry_id: int) -> tuple[Change, tuple[str, ...]]:
    """Takes back one change but for the rows that later changes stand on, whose names come too.

    Raises RefusedError where nothing would be left to take back.
    """
    return workspace.journal.take_back_rest(entry_id)
