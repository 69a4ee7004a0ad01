"""Whether the open file is sound, in words."""

from desktop_pipeline.storage.checking import Fault, check_file
from desktop_pipeline.storage.workspace import Workspace

__all__ = ["Fault", "examine"]


def examine(workspace: Workspace) -> list[Fault]:
    """Everything that is wrong with the file, read in one steady view; an empty list is a sound file."""
    with workspace.reading() as view:
        return check_file(view)
