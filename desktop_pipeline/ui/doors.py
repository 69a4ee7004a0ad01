"""How a window gets at workspace files: functions that the program hands it, since a screen never opens one itself."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from desktop_pipeline.actions import Workspace

if TYPE_CHECKING:
    from desktop_pipeline.actions.exporting.export import Choice, Exported
    from desktop_pipeline.actions.importing.answers import ReadingChoices
    from desktop_pipeline.actions.importing.study import Study


class Doors(NamedTuple):
    """Open, make and fill workspaces. Each raises PipelineError with one plain sentence.

    What makes one takes long enough for a worker, and so leaves Qt alone.
    """

    open: Callable[[Path, bool], Workspace]  # path, read only
    open_backup: Callable[[Path], Workspace]  # to look at only
    make: Callable[[Path, str, str, str, str], Workspace]  # path, template key, currency, owner's name, time zone
    make_empty: Callable[[Path, str, str], Workspace]  # path, currency, time zone: for an import
    make_sample: Callable[[Path], Workspace]
    # files, how each is read by its name, progress in files: for looking at an import before it is written
    study: Callable[[Workspace, Sequence[Path], "Mapping[str, ReadingChoices]", Callable[[int, int], None]], "Study"]
    # what is written where, progress in rows: whole or not at all
    export: Callable[[Workspace, Path, "Choice", Callable[[int, int], None]], "Exported"]
