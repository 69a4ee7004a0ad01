"""What a person can do: one function each, the only callers of the journal."""

from desktop_pipeline.storage.change import LOOK_AGAIN, Change
from desktop_pipeline.storage.entries import Entry, State
from desktop_pipeline.storage.workspace import (
    SUFFIX,
    Workspace,
    login_name,
    open_workspace,
    read_clock,
    remove_workspace,
)

__all__ = [
    "LOOK_AGAIN",
    "SUFFIX",
    "Change",
    "Entry",
    "State",
    "Workspace",
    "login_name",
    "open_workspace",
    "read_clock",
    "remove_workspace",
]
