"""An export with the program's own figures on the first sheet of its workbook."""

from collections.abc import Callable
from pathlib import Path

from desktop_pipeline.actions import Workspace
from desktop_pipeline.actions.exporting.export import Choice, Exported, export
from desktop_pipeline.exchange.writing.out_tables import KeyFigures


def export_with_figures(
    workspace: Workspace,
    out: Path,
    choice: Choice,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Exported:
    """Writes a .xlsx or .csv as `export` does; deals that were picked by hand have no figures but their sums."""

    def tell_figures() -> KeyFigures | None:
        if choice.what != "deals" or (choice.asked is not None and choice.selection is None):
            return None
        # numpy comes with the first figure.
        from desktop_pipeline.reports.tables.key_figures import gather_key_figures  # noqa: PLC0415

        return gather_key_figures(workspace, choice.selection, is_wider=choice.is_wider)

    return export(workspace, out, choice, progress, tell_figures)
